package mutants

import "github.com/diatomic-go/diatomic/internal/overlay"

func edits(e ...overlay.Mutation) []overlay.Mutation { return e }

// functions are the transition functions.
const functions = "internal/protocol/protocol.go"

// protocol are mutants of the state word and the slots, and one of a producer.
var protocol = []mutant{
	{"notify-before-change", "the idle load is done before the predicate's change", "deadlock", edits(
		edit("model_rig_test.go", "	r.tokens.Add(1)\n	r.notify()", "	r.notify()\n	r.tokens.Add(1)"))},

	// A notifier that finds the lock taken.
	{"omit-notify", "a notifier that finds the lock taken doesn't set NOTIFY", "deadlock", edits(
		edit(functions, "return s | Notify, Leave", "return s, Leave"))},
	{"no-exclusion", "two notifiers hold the lock", "", edits(
		edit(functions, "case s&Locked != 0:", "case false:"))},
	{"leave-when-locked", "a notifier leaves when it finds the lock taken", "deadlock", edits(
		edit("source.go", "s.sink.state.Load()&(protocol.Registered|protocol.Notify) == protocol.Registered", "s.sink.state.Load()&(protocol.Registered|protocol.Locked) == protocol.Registered"))},
	{"idle-without-registered", "the fast path doesn't look at REGISTERED", "deadlock", edits(
		edit("source.go", "s.sink.state.Load()&(protocol.Registered|protocol.Notify) == protocol.Registered", "s.sink.state.Load()&(protocol.Update|protocol.Notify) == protocol.Update"))},
	{"give-up", "a notifier whose step fails leaves", "deadlock", edits(
		edit("source.go", "		// Another goroutine's step succeeded, so the system as a whole went on.", "		return"))},

	// Taking the lock.
	{"lock-blindly", "the lock is taken by a plain store", "", edits(
		edit("source.go", "if s.state.CompareAndSwap(old, next) {", "if s.state.Store(next); true {"))},
	{"lock-no-flip", "INDEX is not flipped by lock", "", edits(
		edit(functions, "return take(s) | Locked, Read", "return take(s)&^Index | s&Index | Locked, Read"))},
	{"lock-keeps-registered", "REGISTERED is kept by lock", "", edits(
		edit(functions, "return take(s) | Locked, Read", "return take(s) | Locked | Registered, Read"))},
	{"lock-keeps-update", "UPDATE is kept by lock", "", edits(
		edit(functions, "s ^= Index | Update", "s ^= Index"))},
	{"flip-always", "INDEX is flipped without UPDATE", "", edits(
		edit(functions, "	if s&Update != 0 {\n		s ^= Index | Update\n	}", "	{\n		s = (s ^ Index) &^ Update\n	}"))},
	{"read-before-lock", "the slot is read before the lock is taken", "race", edits(
		edit("source.go", "	var now uint32", "	var now uint32; var early Waker"),
		edit("source.go", "next, v := protocol.OnNotify(old)", "next, v := protocol.OnNotify(old); early = s.slots[next&protocol.Index].Get()"),
		edit("source.go", "		w := s.slots[now&protocol.Index].Get()", "		w := early"))},

	// Giving it back.
	{"release-blindly", "the lock is given back by a plain store", "", edits(
		edit("source.go", "			if s.state.CompareAndSwap(now, next) {", "			if s.state.Store(next); true {"))},
	{"release-ignores-notify", "the lock is given back though NOTIFY is set", "deadlock", edits(
		edit(functions, "	case s&Notify == 0:\n		return s &^ Locked, Wake", "	case true:\n		return s &^ (Locked | Notify), Wake"))},
	{"release-drops-registered", "REGISTERED is cleared by unlock", "deadlock", edits(
		edit(functions, "return s &^ Locked, Wake", "return s &^ (Locked | Registered), Wake"))},
	{"release-keeps-registered", "REGISTERED is kept by unlock, same waker", "final", edits(
		edit(functions, "return s &^ (Registered | Locked | Notify), Wake", "return s &^ (Locked | Notify), Wake"))},
	{"round-keeps-registered", "REGISTERED is kept by unlock, newer waker", "final", edits(
		edit(functions, "return take(s) &^ Notify, Read", "return take(s)&^Notify | Registered, Read"))},
	{"round-no-flip", "INDEX is not flipped by unlock", "", edits(
		edit(functions, "return take(s) &^ Notify, Read", "return take(s)&^(Notify|Index) | s&Index, Read"))},
	{"round-never", "unlock serves NOTIFY by waking the older copy, though UPDATE is set", "deadlock", edits(
		edit(functions, "	case s&Update == 0:", "	case true:"))},
	{"release-first", "the slot is read after the lock is given back", "race", edits(
		edit("source.go", "				w.Wake()", "				s.slots[now&protocol.Index].Get().Wake()"))},
	{"wake-locked", "Wake is called with the lock held", "", edits(
		edit("source.go", "		w := s.slots[now&protocol.Index].Get()", "		w := s.slots[now&protocol.Index].Get(); w.Wake()"),
		edit("source.go", "				w.Wake()\n				return", "				\n				return"))},
	{"wake-all", "the older copy is woken too", "assertion", edits(
		edit("source.go", "					break // still holding", "					w.Wake(); break // still holding"))},

	// The sink.
	{"write-current", "the sink writes the current slot", "", edits(
		edit("sink.go", "i := ^old & protocol.Index", "i := old & protocol.Index"))},
	{"publish-first", "the sink publishes the slot before it is written", "race", edits(
		edit("sink.go", "	s.slots[i].Set(w)", "	s.state.Or(protocol.OnPublish)"),
		edit("sink.go", "	s.state.Or(protocol.OnPublish)\n}", "	s.slots[i].Set(w)\n}"))},
	{"publish-in-two-steps", "REGISTERED is set before UPDATE", "", edits(
		edit("sink.go", "	s.state.Or(protocol.OnPublish)\n}", "	s.state.Or(protocol.Registered); s.state.Or(protocol.Update)\n}"))},
	{"publish-update-first", "UPDATE is set before REGISTERED", "", edits(
		edit("sink.go", "	s.state.Or(protocol.OnPublish)\n}", "	s.state.Or(protocol.Update); s.state.Or(protocol.Registered)\n}"))},
	{"publish-without-update", "a new waker is registered without UPDATE", "", edits(
		edit(functions, "OnPublish  = Registered | Update", "OnPublish  = Registered"))},
	{"publish-not-atomic", "the Or that publishes is a load and a store", "", edits(
		edit("sink.go", "	s.state.Or(protocol.OnPublish)\n}", "	s.state.Store(s.state.Load() | protocol.OnPublish)\n}"))},
	{"register-not-atomic", "the Or that registers is a load and a store", "", edits(
		edit("sink.go", "	s.state.Or(protocol.OnRegister)", "	s.state.Store(s.state.Load() | protocol.OnRegister)"))},
	{"no-withdrawal", "the clearing before a new waker is skipped", "race", edits(
		edit("sink.go", "if protocol.MustWithdraw(old) {", "if false {"))},
	{"no-withdrawal-of-notify", "NOTIFY alone is no reason to withdraw", "assertion", edits(
		edit(functions, "== Update|Registered || s&Notify != 0", "== Update|Registered"))},
	{"withdrawal-keeps-notify", "the clearing before a new waker keeps NOTIFY", "invariant", edits(
		edit("sink.go", "		s.state.And(protocol.OnWithdraw)\n		old = s.state.Load()", "		s.state.And(^protocol.Registered)\n		old = s.state.Load()"))},
	{"stale-index", "the index from before the clearing is used", "race", edits(
		edit("sink.go", "		old = s.state.Load()\n	}", "		\n	}"))},
	{"cache-never-updated", "the sink forgets which waker it registered last", "", edits(
		edit("sink.go", "	s.newest = s.newest&^protocol.Index | i", "	s.newest = s.newest | i&0"))},
	{"unregister-not", "Unregister leaves the registration", "", edits(
		edit("sink.go", "	if old&protocol.Registered != 0 {", "	if false {"))},
	{"unregister-keeps-notify", "Unregister keeps NOTIFY", "invariant", edits(
		edit("sink.go", "		s.state.And(protocol.OnWithdraw)\n	}\n}", "		s.state.And(^protocol.Registered)\n	}\n}"))},
	{"unregister-not-atomic", "the And of Unregister is a load and a store", "", edits(
		edit("sink.go", "		s.state.And(protocol.OnWithdraw)\n	}\n}", "		s.state.Store(old & protocol.OnWithdraw)\n	}\n}"))},
	{"forget-current", "Forget drops a slot that is being read", "race", edits(
		edit("forget.go", "old&protocol.Locked == 0 || old&protocol.Index != stale {", "true {"))},
	{"forget-registered", "Forget leaves the registration", "", edits(
		edit("forget.go", "	s.Unregister()", "	_ = 0"))},
	{"forget-never", "Forget leaves the current slot for good", "assertion", edits(
		edit("forget.go", "old&protocol.Locked == 0 || old&protocol.Index != stale {", "false {"))},
}
