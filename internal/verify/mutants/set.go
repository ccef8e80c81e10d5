package mutants

// set are mutants of package waitset.
var set = []aimed{
	{"queue-again", "Notify on a ready source queues it again", "invariant", "Poll", edits(
		edit("waitset/source.go", "if n.state.CompareAndSwap(idle, queued) {", "if n.state.Store(queued); true {"))},
	{"queue-twice", "two notifiers may queue it", "invariant", "Poll", edits(
		edit("waitset/source.go", "if n.state.CompareAndSwap(idle, queued) {", "if n.state.Load() == idle { n.state.Store(queued)"))},
	{"stays-ready", "a given source stays ready", "deadlock", "Twice", edits(
		edit("waitset/source.go", "return n.state.CompareAndSwap(queued, idle)", "return n.state.Load() == queued"))},
	{"bring-back", "a removed source is brought back", "assertion", "Remove", edits(
		edit("waitset/source.go", "return n.state.CompareAndSwap(queued, idle)", "n.state.Store(idle); return true"))},
	{"remove-not", "Remove doesn't last", "assertion", "Remove", edits(
		edit("waitset/source.go", "s.node.state.Store(removed)", "s.node.state.CompareAndSwap(queued, removed)"))},
	{"push-blindly", "push overwrites the top", "deadlock", "Poll", edits(
		edit("waitset/line.go", "if l.top.CompareAndSwap(top, n) {", "if l.top.Store(n); true {"))},
	{"link-late", "a node is linked after it was published", "race", "Poll", edits(
		edit("waitset/line.go", "		n.next.Set(top)\n", "		defer n.next.Set(top)\n"))},
	{"push-silently", "the consumer isn't told", "deadlock", "Poll", edits(
		edit("waitset/line.go", "	l.sink.Source().Notify()\n", "	_ = l.sink.Source()\n"))},
	{"tell-early", "the consumer is told too early", "deadlock", "Poll", edits(
		edit("waitset/line.go", "		top := l.top.Load()\n", "		top := l.top.Load(); l.sink.Source().Notify(); if n != nil { if l.top.CompareAndSwap(top, n) { return } }\n"))},
	{"refill-blindly", "refill loses what is pushed meanwhile", "deadlock", "Poll", edits(
		edit("waitset/line.go", "n := l.top.Swap(nil)", "n := l.top.Load(); l.top.Store(nil)"))},
	{"refill-in-reverse", "refill turns nothing round", "assertion", "Order", edits(
		edit("waitset/line.go", "	for n != nil {\n", "	for first = n; n != nil && false; {\n"))},
	{"refill-forgets", "refill forgets what is there", "panic", "Batch", edits(
		edit("waitset/line.go", "if l.last == nil {", "if true {"))},
	{"batch-endless", "Batch takes what becomes ready meanwhile", "assertion", "Batch", edits(
		edit("waitset/set.go", "for end := l.in; l.out < end; l.begin() {", "for; l.first != nil || l.refill(); l.begin() {"))},
	{"unlink-late", "a popped node is unlinked too late", "race", "Twice", edits(
		edit("waitset/line.go", "if n := l.pop(); n.take() {", "if n := l.pop(); n.take() && func() bool { n.next.Set(nil); return true }() {"))},
	{"no-last-look", "Wait doesn't look after the context was over", "assertion", "LastLook", edits(
		edit("wait.go", "made before the end.\n	if ready() {", "made before the end.\n	if false {"))},
	{"panic-stays-in-use", "a context that panics leaves the set in use", "", "ContextPanics", edits(
		edit("waitset/wait.go", "	defer l.end() // even if a method of ctx panics\n", "\n"),
		edit("waitset/wait.go", "	return n.given(), err\n", "	l.end(); return n.given(), err\n"))},
	{"notify-steps", "Notify on a source that is ready takes more than a load", "steps", "Steps", edits(
		edit("waitset/source.go", "if s.node == nil || s.node.state.Load() == idle {", "if s.node == nil || s.node.state.Load() != removed {"))},
	{"gives-up", "Wait gives up though its context isn't over", "assertion", "GivenUp", edits(
		edit("waitset/wait.go", "	err := l.sink.Wait(ctx, func() (ok bool) {", "	err := context.Canceled; if l.sink.WaitTimeout(1, func() (ok bool) {"),
		edit("waitset/wait.go", "		return ok\n	})\n	return n.given(), err", "		return ok\n	}) { err = nil }\n	return n.given(), err"))},
	{"given-up-takes", "a wait that gives up takes a source", "deadlock", "GivenUp", edits(
		edit("waitset/wait.go", "	return n.given(), err\n", "	if err != nil { l.next() }; return n.given(), err\n"))},
	{"leads-on", "an idle source keeps another one alive", "final", "Poll", edits(
		edit("waitset/line.go", "	n.next.Set(nil) // so", "	// so"))},
	{"ready-not", "Ready looks at the removed", "deadlock", "Ready", edits(
		edit("waitset/line.go", "if l.first.state.Load() == queued {", "if l.first.state.Load() == idle {"))},
}
