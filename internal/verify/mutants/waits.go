package mutants

// waits are mutants of the predicate loops and of the parker.
var waits = []mutant{
	{"poll-no-recheck", "Poll doesn't look again after it has registered", "deadlock", edits(
		edit("poll.go", "found nobody to wake.\n	if ready() {", "found nobody to wake.\n	if false {"))},
	{"poll-stays-registered", "Poll leaves the waker registered when it returns true", "", edits(
		edit("poll.go", "		if undo {", "		if undo && false {"))},
	{"wait-no-recheck", "Wait doesn't look again after it has registered", "deadlock", edits(
		edit("wait.go", "found nobody to wake.\n		if ready() {", "found nobody to wake.\n		if false {"))},
	{"wait-stays-registered", "Wait leaves the parker registered when it is over", "", edits(
		edit("wait.go", "	s.Unregister()\n}", "	_ = 0\n}"))},
	{"wait-ignores-context", "Wait doesn't look whether the context is over", "", edits(
		edit("wait.go", "		over = done != nil && seam.Closed(done) ||", "		over = false ||"))},
	{"wait-select-asks-err", "a wait in a select asks Err whether the context is over", "", edits(
		edit("wait.go", "			over = seam.Closed(done)\n", "			over = ctx.Err() != nil\n"))},
	{"wait-false-nil", "Wait returns the Err of the context, which may be nil", "assertion", edits(
		edit("wait.go", "		return seam.Err(ctx)", "		return ctx.Err()"))},
	{"select-overlooks-the-end", "a wait in a select goes on when it has ended", "", edits(
		edit("wait.go", "			over = seam.Closed(done)\n", "			over = false\n"))},
	{"wait-begins-late", "Wait doesn't look beforehand whether the context is over", "deadlock", edits(
		edit("wait.go", "	over := done != nil && seam.Closed(done)\n", "	over := false\n"))},
	{"select-no-recheck", "a wait in a select doesn't look after it has registered", "deadlock", edits(
		edit("wait.go", "			if ready() { // as below", "			if false { // as below"))},
	{"watch-never", "no context is ever watched", "", edits(
		edit("watch.go", "w.waits == watchFrom && seam.Watchable(ctx)", "false && seam.Watchable(ctx)"))},
	{"wait-no-last-look", "Wait doesn't look after the end", "assertion", edits(
		edit("wait.go", "made before the end.\n	if ready() {", "made before the end.\n	if false {"))},
	{"wait-selects-half", "the select doesn't wait for the context", "deadlock", edits(
		edit("wait.go", "			case <-done:", "			case <-w.C():"))},
	{"wait-unwatched", "the hook is not on the context", "deadlock", edits(
		edit("watch.go", "stop := context.AfterFunc(ctx, h.fire)", "stop := func() bool { return true }"))},
	{"watch-the-first", "the watch is kept when the context is another", "deadlock", edits(
		edit("watch.go", "	if w.done != done {", "	if w.done == nil {"))},
	{"watch-hooked", "the hook is kept when the context is another", "", edits(
		edit("watch.go", "		w.unhook()\n		w.done,", "		_ = 0\n		w.done,"))},
	{"watch-foreign", "any context is watched", "panic", edits(
		edit("watch.go", " && seam.Watchable(ctx) {", " && (seam.Watchable(ctx) || true) {"))},
	{"asleep-parked", "a sink stays asleep after a park", "", edits(
		edit("wait.go", "		p.park()\n		s.newest &^= asleep", "		p.park()\n		_ = 0"))},
	{"asleep-selected", "a sink stays asleep after a select", "", edits(
		edit("wait.go", "			}\n			s.newest &^= asleep", "			}\n			_ = 0"))},
	{"settle-first", "the notice is spent before the goroutine parks", "deadlock", edits(
		edit("wait.go", "		p.park()\n		s.newest &^= asleep\n		p.settle()", "		p.settle()\n		s.newest &^= asleep\n		p.park()"))},
	{"settle-last", "the notice is spent after the look at the end", "deadlock", edits(
		edit("wait.go", "		p.settle()\n", "		_ = 0\n"),
		edit("wait.go", "d > 0 && p.over(d)\n", "d > 0 && p.over(d); p.settle()\n"))},
	{"commit-blindly", "the parked g is published by a plain store", "deadlock", edits(
		edit("parker.go", "return (*parker)(p).state.CompareAndSwap(idle, uintptr(g))", "(*parker)(p).state.Store(uintptr(g)); return true"))},
	{"wake-idle-not-noticed", "a Wake that finds nobody parked leaves no notice", "deadlock", edits(
		edit("parker.go", "if p.state.CompareAndSwap(idle, noticed) {", "if true {"))},
	{"notice-blindly", "the notice is left by a plain store", "", edits(
		edit("parker.go", "if p.state.CompareAndSwap(idle, noticed) {", "if p.state.Store(noticed); true {"))},
	{"ready-twice", "two Wakes ready the same g", "", edits(
		edit("parker.go", "if p.state.CompareAndSwap(g, idle) {", "if p.state.Store(idle); true {"))},
	{"hook-keeps-context", "the hook on a context that is over before there is a stop keeps the context", "final", edits(
		edit("watch.go", "	if h.fired.Load() {", "	if false {"))},
	{"unwatch-late", "a hook that fires doesn't wake the waiter", "deadlock", edits(
		edit("watch.go", "	h.parker.Wake()", "	_ = 0"))},
}

// aimedWaits are those of which it is known which models notice them.
var aimedWaits = []aimed{
	{"re-armed-for-all", "a timer that fires early is armed for the whole time again", "", "WaitTimeout", edits(
		edit("timer.go", "		d -= time.Since(p.start)", "		_ = 0"))},
	{"time-out-not-armed", "WaitTimeout doesn't arm the timer", "deadlock", "WaitTimeout", edits(
		edit("wait.go", "			p.arm(d)", "			p.armed, p.start, p.t = true, time.Now(), time.AfterFunc(d, func() {})"))},
	{"time-out-ignored", "WaitTimeout doesn't look at the clock", "", "WaitTimeout", edits(
		edit("wait.go", "d > 0 && p.over(d)", "d > 0 && p.over(d) && false"))},
	{"time-out-once", "a timer that fires early is not armed again", "deadlock", "WaitTimeout", edits(
		edit("timer.go", "	case p.rang.Load():", "	case false:"))},
	{"ring-late", "a timer says too late that it has fired", "deadlock", "WaitTimeout", edits(
		edit("timer.go", "	p.rang.Store(true)\n	p.Wake()", "	p.Wake()\n	p.rang.Store(true)"))},
	{"stays-armed", "a wait that is over leaves its timer armed", "assertion", "WaitTimeout", edits(
		edit("wait.go", "p != nil && p.armed {", "p != nil && p.armed && false {"))},
	{"panic-stays-registered", "a wait whose context panics leaves the waker registered", "assertion", "ContextPanics", edits(
		edit("wait.go", "		return seam.Err(ctx)", "		undo = false; err := seam.Err(ctx); undo = true; return err"))},
	{"until-forgets-value", "WaitUntil doesn't return what was taken", "assertion", "Until", edits(
		edit("wait.go", "	return v, nil\n}", "	_ = v; return *new(T), nil\n}"))},
	{"ready-empty", "Ready puts no token in though the condition holds", "assertion", "Ready", edits(
		edit("wait.go", "		s.signal.Set()\n", "		_ = s\n"))},
	{"early-keeps-registered", "a wait that succeeds at once leaves what Ready has registered", "assertion", "ReadyThenWait", edits(
		edit("wait.go", "	early := s.newest&rest == 0 && s.state.Load()&protocol.Registered == 0", "	early := s.newest&rest == 0 && s.state.Load()&protocol.Registered|1 != 0"))},
	{"unregister-uncaches", "Unregister forgets the waker", "assertion", "SameWaker", edits(
		edit("sink.go", "		s.state.And(protocol.OnWithdraw)\n	}\n}", "		s.state.And(protocol.OnWithdraw); s.newest |= rest\n	}\n}"))},
	{"notify-counts", "an idle Notify takes more than a load", "steps", "StepsAlone", edits(
		edit("source.go", "	if s.sink == nil || s.sink", "	if s.sink == nil || s.sink.state.Load() > 31 || s.sink"))},
	{"forget-counts", "Forget takes more steps than it says", "steps", "StepsAlone", edits(
		edit("forget.go", "	s.Unregister()", "	s.Unregister(); s.state.Load()"))},
	{"register-counts", "Register of the same waker takes more steps than it says", "steps", "StepsAlone", edits(
		edit("sink.go", "	s.state.Or(protocol.OnRegister)", "	s.state.Load(); s.state.Or(protocol.OnRegister)"))},
}
