package mutants

import "github.com/diatomic-go/diatomic/internal/interleave/overlay"

func edits(e ...overlay.Mutation) []overlay.Mutation { return e }

// protocol are mutants of the state word and the slots, and one of a producer.
var protocol = []mutant{
	{"notify-before-change", "the idle load is done before the predicate's change", "deadlock", edits(
		edit("model_rig_test.go", "	r.tokens.Add(1)\n	r.notify()", "	r.notify()\n	r.tokens.Add(1)"))},

	// A notifier that finds the lock taken.
	{"ask-nothing", "a failed notifier omits NOTIFY", "deadlock", edits(
		edit("state.go", "return s | notify, asked", "return s, asked"))},
	{"no-exclusion", "two notifiers hold the lock", "", edits(
		edit("state.go", "case s&locked != 0:", "case false:"))},
	{"leave-when-locked", "a notifier leaves when it finds the lock taken", "deadlock", edits(
		edit("source.go", "s.sink.state.Load()&(registered|notify) == registered", "s.sink.state.Load()&(registered|locked) == registered"))},
	{"idle-without-registered", "the fast path doesn't look at REGISTERED", "deadlock", edits(
		edit("source.go", "s.sink.state.Load()&(registered|notify) == registered", "s.sink.state.Load()&(update|notify) == update"))},
	{"give-up", "a notifier whose step fails leaves", "deadlock", edits(
		edit("source.go", "		// Somebody else's step was made, so the system as a whole went on.", "		return"))},

	// Taking the lock.
	{"lock-blindly", "the lock is taken by a plain store", "", edits(
		edit("source.go", "if s.state.CompareAndSwap(old, next) {", "if s.state.Store(next); true {"))},
	{"lock-no-flip", "INDEX is not flipped by lock", "", edits(
		edit("state.go", "return take(s) | locked, read", "return take(s)&^index | s&index | locked, read"))},
	{"lock-keeps-registered", "REGISTERED is kept by lock", "", edits(
		edit("state.go", "return take(s) | locked, read", "return take(s) | locked | registered, read"))},
	{"lock-keeps-update", "UPDATE is kept by lock", "", edits(
		edit("state.go", "s ^= index | update", "s ^= index"))},
	{"flip-always", "INDEX is flipped without UPDATE", "", edits(
		edit("state.go", "	if s&update != 0 {\n		s ^= index | update\n	}", "	{\n		s = (s ^ index) &^ update\n	}"))},
	{"read-before-lock", "the slot is read before the lock is taken", "race", edits(
		edit("source.go", "	var now uint32", "	var now uint32; var early Waker"),
		edit("source.go", "next, v := onNotify(old)", "next, v := onNotify(old); early = s.slots[next&index].Get()"),
		edit("source.go", "		w := s.slots[now&index].Get()", "		w := early"))},

	// Giving it back.
	{"release-blindly", "the lock is given back by a plain store", "", edits(
		edit("source.go", "			if s.state.CompareAndSwap(now, next) {", "			if s.state.Store(next); true {"))},
	{"release-ignores-notify", "the lock is given back though NOTIFY is set", "deadlock", edits(
		edit("state.go", "	case s&notify == 0:\n		return s &^ locked, wake", "	case true:\n		return s &^ (locked | notify), wake"))},
	{"release-drops-registered", "REGISTERED is cleared by unlock", "deadlock", edits(
		edit("state.go", "return s &^ locked, wake", "return s &^ (locked | registered), wake"))},
	{"release-keeps-registered", "REGISTERED is kept by unlock, same waker", "final", edits(
		edit("state.go", "return s &^ (registered | locked | notify), wake", "return s &^ (locked | notify), wake"))},
	{"round-keeps-registered", "REGISTERED is kept by unlock, newer waker", "final", edits(
		edit("state.go", "return take(s) &^ notify, read", "return take(s)&^notify | registered, read"))},
	{"round-no-flip", "INDEX is not flipped by unlock", "", edits(
		edit("state.go", "return take(s) &^ notify, read", "return take(s)&^(notify|index) | s&index, read"))},
	{"round-never", "unlock wakes the older copy where a newer waker is asked for", "deadlock", edits(
		edit("state.go", "	case s&update == 0:", "	case true:"))},
	{"release-first", "the slot is read after the lock is given back", "race", edits(
		edit("source.go", "				w.Wake()", "				s.slots[now&index].Get().Wake()"))},
	{"wake-locked", "Wake is called with the lock held", "", edits(
		edit("source.go", "		w := s.slots[now&index].Get()", "		w := s.slots[now&index].Get(); w.Wake()"),
		edit("source.go", "				w.Wake()\n				return", "				\n				return"))},
	{"wake-all", "the older copy is woken too", "assertion", edits(
		edit("source.go", "					break // still holding", "					w.Wake(); break // still holding"))},

	// The sink.
	{"write-current", "the sink writes the current slot", "", edits(
		edit("sink.go", "i := ^old & index", "i := old & index"))},
	{"publish-first", "the sink publishes the slot before it is written", "race", edits(
		edit("sink.go", "	s.slots[i].Set(w)", "	s.state.Or(onPublish)"),
		edit("sink.go", "	s.state.Or(onPublish)\n}", "	s.slots[i].Set(w)\n}"))},
	{"publish-in-two-steps", "REGISTERED is set before UPDATE", "", edits(
		edit("sink.go", "	s.state.Or(onPublish)\n}", "	s.state.Or(registered); s.state.Or(update)\n}"))},
	{"publish-update-first", "UPDATE is set before REGISTERED", "", edits(
		edit("sink.go", "	s.state.Or(onPublish)\n}", "	s.state.Or(update); s.state.Or(registered)\n}"))},
	{"publish-without-update", "a new waker is registered without UPDATE", "", edits(
		edit("state.go", "onPublish  = registered | update", "onPublish  = registered"))},
	{"publish-not-atomic", "the Or that publishes is a load and a store", "", edits(
		edit("sink.go", "	s.state.Or(onPublish)\n}", "	s.state.Store(s.state.Load() | onPublish)\n}"))},
	{"register-not-atomic", "the Or that registers is a load and a store", "", edits(
		edit("sink.go", "	s.state.Or(onRegister)", "	s.state.Store(s.state.Load() | onRegister)"))},
	{"no-withdrawal", "the clearing before a new waker is skipped", "race", edits(
		edit("sink.go", "if mustWithdraw(old) {", "if false {"))},
	{"no-withdrawal-of-notify", "NOTIFY alone is no reason to withdraw", "assertion", edits(
		edit("state.go", "== update|registered || s&notify != 0", "== update|registered"))},
	{"withdrawal-keeps-notify", "the clearing before a new waker keeps NOTIFY", "invariant", edits(
		edit("sink.go", "		s.state.And(onWithdraw)\n		old = s.state.Load()", "		s.state.And(^registered)\n		old = s.state.Load()"))},
	{"stale-index", "the index from before the clearing is used", "race", edits(
		edit("sink.go", "		old = s.state.Load()\n	}", "		\n	}"))},
	{"cache-never-updated", "the sink forgets which waker it registered last", "", edits(
		edit("sink.go", "	s.newest = s.newest&^index | i", "	s.newest = s.newest | i&0"))},
	{"unregister-not", "Unregister leaves the registration", "", edits(
		edit("sink.go", "	if old&registered != 0 {", "	if false {"))},
	{"unregister-keeps-notify", "Unregister keeps NOTIFY", "invariant", edits(
		edit("sink.go", "		s.state.And(onWithdraw)\n	}\n}", "		s.state.And(^registered)\n	}\n}"))},
	{"unregister-not-atomic", "the And of Unregister is a load and a store", "", edits(
		edit("sink.go", "		s.state.And(onWithdraw)\n	}\n}", "		s.state.Store(old & onWithdraw)\n	}\n}"))},
	{"forget-current", "Forget drops a slot that is being read", "race", edits(
		edit("forget.go", "old&locked == 0 || old&index != stale {", "true {"))},
	{"forget-registered", "Forget leaves the registration", "", edits(
		edit("forget.go", "	s.Unregister()", "	_ = 0"))},
	{"forget-never", "Forget leaves the current slot for good", "assertion", edits(
		edit("forget.go", "old&locked == 0 || old&index != stale {", "false {"))},
}
