package mutants

// waits are mutants of the predicate loops and of the parker.
var waits = []mutant{
	{"poll-no-recheck", "Poll doesn't look again after it has registered", "deadlock", edits(
		edit("poll.go", "notified to nobody.\n	if ready() {", "notified to nobody.\n	if false {"))},
	{"poll-stays-registered", "Poll leaves the waker registered when it returns true", "", edits(
		edit("poll.go", "		if !waiting {", "		if !waiting && false {"))},
	{"wait-no-recheck", "Wait doesn't look again after it has registered", "deadlock", edits(
		edit("wait.go", "notified to nobody.\n		if ready() {", "notified to nobody.\n		if false {"))},
	{"wait-stays-registered", "Wait leaves the parker registered when it is over", "", edits(
		edit("wait.go", "	s.Unregister()\n}", "	_ = 0\n}"))},
	{"wait-ignores-context", "Wait doesn't look at the context", "deadlock", edits(
		edit("wait.go", "if err := ctx.Err(); err != nil {", "if err := ctx.Err(); false {"))},
	{"wait-unwatched", "Wait doesn't watch the context", "deadlock", edits(
		edit("wait.go", "			s.follow(ctx, done)", "			_ = 0"))},
	{"wait-watches-the-first", "the watch is kept when the context is another", "deadlock", edits(
		edit("watch.go", "if s.watch != nil && s.watch.done == done {", "if s.watch != nil {"))},
	{"time-out-not-armed", "WaitTimeout doesn't arm the timer", "deadlock", edits(
		edit("wait.go", "				p.arm(d)", "				p.armed = true"))},
	{"time-out-ignored", "WaitTimeout doesn't look at the clock", "", edits(
		edit("wait.go", "} else if p.over(d) {", "} else if p.over(d) && false {"))},
	{"settle-first", "the notice is spent before the goroutine parks", "deadlock", edits(
		edit("wait.go", "		p.park()\n		p.settle()", "		p.settle()\n		p.park()"))},
	{"commit-blindly", "the parked g is published by a plain store", "deadlock", edits(
		edit("parker_runtime.go", "return (*parker)(p).state.CompareAndSwap(idle, uintptr(g))", "(*parker)(p).state.Store(uintptr(g)); return true"))},
	{"wake-idle-not-noticed", "a Wake that finds nobody parked leaves no notice", "deadlock", edits(
		edit("parker_runtime.go", "if p.state.CompareAndSwap(idle, noticed) {", "if true {"))},
	{"notice-blindly", "the notice is left by a plain store", "", edits(
		edit("parker_runtime.go", "if p.state.CompareAndSwap(idle, noticed) {", "if p.state.Store(noticed); true {"))},
	{"ready-twice", "two Wakes ready the same g", "", edits(
		edit("parker_runtime.go", "if p.state.CompareAndSwap(g, idle) {", "if p.state.Store(idle); true {"))},
	{"unwatch-late", "a fired hook wakes nobody", "deadlock", edits(
		edit("watch.go", "	h.parker.Wake()", "	_ = 0"))},
}
