package mutants

// tested are mutants that a test of the package notices, in the code as it ships and
// without the model checker: what is allocated, who gets a panic, what is kept alive,
// which way a goroutine sleeps. docs/promises.md says for which promise each of them is.
var tested = map[string][]aimed{
	Checker.Name:   checker,
	Rewriter.Name:  rewriter,
	Histories.Name: linear,
	Runs.Name:      suites,
	Rounds.Name:    rounds,
	Specs.Name:     specs,
	Actor.Name:     testedActor,
	Event.Name:     testedEvent,
	Primitive.Name: {
		{"escape-wait", "the predicate of a wait escapes, and a closure is allocated", "", "Allocations", edits(
			edit("wait.go", "	mustReady(ready)\n	s.mustBeAlone()\n	// A call", "	mustReady(ready); escaped = ready\n	s.mustBeAlone()\n	// A call"),
			edit("wait.go", "const forever time.Duration = -1", "const forever time.Duration = -1; var escaped func() bool"))},
		{"escape-poll", "the predicate of Poll escapes", "", "Allocations", edits(
			edit("poll.go", "	mustReady(ready)\n	s.must", "	mustReady(ready); escaped = ready\n	s.must"),
			edit("wait.go", "const forever time.Duration = -1", "const forever time.Duration = -1; var escaped func() bool"))},
		{"waker-func-shared", "all calls of WakerFunc return one waker", "", "WakerFunc", edits(
			edit("waker.go", "	return &funcWaker{wake}\n}", "	shared.wake = wake; return &shared\n}; var shared funcWaker"))},
		{"wake-elsewhere", "Wake is not called in the goroutine that notifies", "", "PanickingWaker", edits(
			edit("source.go", "				w.Wake()\n", "				{ c := make(chan bool); go func() { defer close(c); w.Wake() }(); <-c }\n"))},
		{"poll-true-keeps-earlier", "a Poll that succeeds leaves an earlier waker registered", "", "WaitUntilPollUntil", edits(
			edit("poll.go", "	if ready() {\n		return true\n	}\n	s.Register", "	if ready() {\n		undo = false; return true\n	}\n	s.Register"))},
		{"wait-true-keeps-earlier", "a wait that succeeds at once leaves an earlier waker registered", "", "WaitContext", edits(
			edit("wait.go", "	early := s.newest&rest == 0 && s.state.Load()&protocol.Registered == 0", "	early := true"))},
		{"ready-elsewhere", "the predicate is not called in the goroutine that waits", "", "Misuse", edits(
			edit("wait.go", "	if early && ready() {", "	if r := ready; true { ready = func() (ok bool) { c := make(chan struct{}); go func() { defer close(c); ok = r() }(); <-c; return } }; if early && ready() {"))},
		{"err-cause", "Wait returns the cause of the end", "", "WaitContext", edits(
			edit("wait.go", "		return seam.Err(ctx)", "		return context.Cause(ctx)"))},
		{"ctx-first", "Wait looks at the context before the condition", "", "WaitContext", edits(
			edit("wait.go", "	if early && ready() {", "	if ctx.Done() != nil && seam.Closed(ctx.Done()) { return seam.Err(ctx) }; if early && ready() {"))},
		{"recheck-twice", "a wait looks twice after a wake-up", "", "Wait", edits(
			edit("wait.go", "		p.settle()\n		if ready() {", "		p.settle()\n		if ready() || ready() {"))},
		{"timeout-zero-two-looks", "WaitTimeout without time looks twice", "", "NoTimeout", edits(
			edit("wait.go", "	if d == 0 {\n		return errTimeout", "	if d == 0 {\n		if ready() { return nil }; return errTimeout"))},
		{"timeout-negative-blocks", "WaitTimeout of a negative time blocks", "", "NoTimeout", edits(
			edit("wait.go", "max(d, 0), ready", "d, ready"))},
		{"spurious-ends-timeout", "a wake-up for nothing ends WaitTimeout", "", "WaitTimeout", edits(
			edit("timer.go", "time.Since(t.start) >= d }", "time.Since(t.start) >= 0 }"))},
		{"timer-new-each", "each wait makes a new timer", "", "Allocations", edits(
			edit("timer.go", "	if p.t == nil {", "	if true {"))},
		{"timer-not-stopped", "a wait that is over leaves its timer running", "", "TimerStopped", edits(
			edit("timer.go", "	t.t.Stop()\n", "\n"))},
		{"ready-keeps-token", "Ready leaves an old token", "", "Ready", edits(
			edit("wait.go", "	s.ownSignal().Clear()\n", "	s.ownSignal()\n"))},
		{"ready-not-at-once", "Ready puts no token in though the condition holds", "", "Ready", edits(
			edit("wait.go", "		s.signal.Set()\n	}\n	return", "\n	}\n	return"))},
		{"ready-other-channel", "Ready makes a new channel each time", "", "Ready", edits(
			edit("wait.go", "	if s.signal == nil {", "	if true {"))},
		{"waituntil-not-zero", "WaitUntil returns a value with an error", "", "WaitUntilPollUntil", edits(
			edit("wait.go", "		var zero T\n		return zero, err", "\n		return v, err"))},
		{"polluntil-not-zero", "PollUntil returns a value with false", "", "WaitUntilPollUntil", edits(
			edit("poll.go", "		var zero T\n		return zero, false", "\n		return v, false"))},
		{"not-alone-wait", "a wait doesn't look whether another goroutine sleeps", "", "SecondWaitIsHarmless", edits(
			edit("wait.go", "	s.mustBeAlone()\n	// A call", "\n	// A call"))},
		{"not-alone-poll", "Poll and Ready take the registration of a goroutine that sleeps", "", "TwoWaits", edits(
			edit("poll.go", "	s.mustBeAlone() // rather", "	// rather"))},
		{"forget-not-alone", "Forget takes the registration of a goroutine that sleeps", "", "TwoWaits", edits(
			edit("forget.go", "	if s.guard.Busy() || s.newest&(asleep|inWait) != 0 {", "	if s.guard.Busy() {"))},
		{"second-wait-undoes", "the panic of a second wait takes the registration of the first", "", "SecondWaitBeganFirst", edits(
			edit("wait.go", "		*undo = false\n		panicTwoWaits()", "\n		panicTwoWaits()"))},
		{"second-wait-undoes-parked", "the panic of a second wait that finds one parked takes its registration", "", "ParkedIsSeen", edits(
			edit("wait.go", "			undo = false // as in mustStayAlone\n", "\n"))},
		{"ready-takes-token", "a call of Ready that is refused takes the token of the other wait", "", "RefusedReadyIsHarmless", edits(
			edit("wait.go", "	mustReady(ready)\n	s.mustBeAlone() // rather than take the token that", "\n	// rather than take the token that"))},
		{"no-taken", "a goroutine parks over another one", "", "ParkedIsSeen", edits(
			edit("wait.go", "if p.taken() {", "if false {"))},
		{"no-muststay-select-1", "a wait in a select registers though another sleeps", "", "SecondWaitBeganFirst", edits(
			edit("wait.go", "		for !over {\n			s.mustStayAlone(&undo)\n			if s.cached() == w", "\n		for !over {\n			if s.cached() == w"))},
		{"no-muststay-select-2", "a wait in a select falls asleep though another sleeps", "", "SecondWaitBeganFirst", edits(
			edit("wait.go", "				return nil\n			}\n			s.mustStayAlone(&undo)\n			s.newest", "\n				return nil\n			}\n			s.newest"))},
		{"no-muststay-park-1", "a wait registers its parker though another sleeps", "", "SecondWaitBeganFirst", edits(
			edit("wait.go", "		s.mustStayAlone(&undo)\n		if s.cached() == p", "\n		if s.cached() == p"))},
		{"no-muststay-park-2", "a wait parks though another sleeps", "", "SecondWaitBeganFirst", edits(
			edit("wait.go", "			return nil\n		}\n		s.mustStayAlone(&undo)\n		if p.taken", "\n			return nil\n		}\n		if p.taken"))},
		{"register-writes-nil", "Register of a nil waker unregisters", "", "Misuse", edits(
			edit("sink.go", "	if c := s.cached(); w == nil || !identical(c, w) {\n", "	if c := s.cached(); w == nil || !identical(c, w) { s.Unregister()\n"))},
		{"own-sink-hangs", "a predicate that waits on its own sink hangs", "", "PredicateUsesItsOwnSink", edits(
			edit("wait.go", "	s.newest |= inWait\n", "	_ = 0\n"))},
		{"zero-notify", "Notify on a zero source panics without words", "", "Misuse", edits(
			edit("source.go", "	if s == nil {\n		panic(\"diatomic: Notify", "	if s == nil && false {\n		panic(\"diatomic: Notify"))},
		{"nil-predicate", "a nil predicate panics without words", "", "Misuse", edits(
			edit("poll.go", "	if ready == nil {", "	if false {"))},
		{"nil-context", "a nil context panics without words", "", "Misuse", edits(
			edit("wait.go", "	if ctx == nil {\n", "	if ctx == nil && false {\n"))},
		{"forget-keeps-signal", "Forget keeps the channel of Ready", "", "ForgetDropsWaits", edits(
			edit("forget.go", "	s.signal = nil\n", "\n"))},
		{"forget-keeps-parker", "Forget keeps the parker and its timer", "", "ForgetDropsWaits", edits(
			edit("forget.go", "	s.parker = nil //", "	//"))},
		{"forget-keeps-watch", "Forget keeps the watch", "", "ForgetDropsWaits", edits(
			edit("forget.go", "		s.watch = nil\n		w.unhook()", "\n		_ = w"))},
		{"forget-keeps-hook", "Forget leaves the hook on the context", "", "ForgetDropsWaits", edits(
			edit("forget.go", "		w.unhook()\n", "\n"))},
		{"forget-keeps-one", "Forget keeps the waker before the last one", "", "ForgetDropsWakers", edits(
			edit("forget.go", "	s.slots[other].Set(nil)\n", "\n"))},
		{"never-parks-watched", "a wait under a watched context is in a select all the same", "", "WatchFrom", edits(
			edit("watch.go", "	return w.hook != nil\n", "	return false\n"))},
		{"watch-at-9", "a context is watched from the ninth wait on", "", "WatchFrom", edits(
			edit("watch.go", "const watchFrom = 8", "const watchFrom = 9"))},
		{"first-look-counts", "a wait that needn't sleep counts", "", "WatchCounts", edits(
			edit("wait.go", "	if early && ready() {\n		return nil", "	if early && ready() {\n		if done := ctx.Done(); done != nil { s.follow(ctx, done) }; return nil"))},
		{"background-interrupts", "a wait without a context interrupts the row", "", "WatchCounts", edits(
			edit("wait.go", "	done := ctx.Done()\n", "	done := ctx.Done(); if done == nil && s.watch != nil && d == forever { s.watch.unhook(); s.watch.done, s.watch.waits = nil, 0 }\n"))},
		{"time-out-interrupts", "a wait with a time-out interrupts the row", "", "WatchCounts", edits(
			edit("wait.go", "	done := ctx.Done()\n", "	done := ctx.Done(); if done == nil && s.watch != nil && d != forever { s.watch.unhook(); s.watch.done, s.watch.waits = nil, 0 }\n"))},
		{"cleanup-none", "a sink that is garbage leaves its hook on the context", "", "ContextDoesNotPinSink", edits(
			edit("watch.go", "	w.cleanup = runtime.AddCleanup(w, (*hook).release, h)\n", "	_ = runtime.AddCleanup[watch, *hook]\n"))},
		{"other-context-keeps", "the hook stays on the context before", "", "OtherContextReleasesWatch", edits(
			edit("watch.go", "		w.unhook()\n		w.done,", "\n		w.done,"))},
		{"fire-keeps-stop", "the watch of a context that is over keeps the context", "", "ContextLeadsToSink", edits(
			edit("watch.go", "	h.fired.Store(true)\n	h.stop.Store(nil)\n", "\n	h.fired.Store(true)\n"))},
		{"hook-goroutine", "a watch is a goroutine", "", "NoGoroutines", edits(
			edit("watch.go", "	stop := context.AfterFunc(ctx, h.fire)", "	stop := func() bool { return true }; go func() { <-ctx.Done(); h.fire() }()"))},
		{"bubble-watch", "a context is watched in a bubble", "", "ContextFromOutsideTheBubble", edits(
			edit("internal/seam/context.go", "known(ctx) && !inBubble()", "known(ctx)"))},
		{"block-profile", "an execution trace gives another reason", "", "TraceReason", edits(
			edit("internal/seam/park_runtime.go", "	traceBlockCondWait     = 4", "	traceBlockCondWait     = 5"))},
	},
	Set.Name: {
		{"relies-on-first", "a notifier relies on another one to wake the consumer", "", "StalledNotifier", edits(
			edit("waitset/line.go", "	l.sink.Source().Notify()\n", "	if n.next.Get() == nil { l.sink.Source().Notify() }\n"))},
		{"poll-keeps-earlier", "a Poll that succeeds leaves an earlier waker registered", "", "RegistrationAfterwards", edits(
			edit("waitset/wait.go", "	n, ok := diatomic.PollUntil(&l.sink, w, l.next)", "	if n, ok := l.next(); ok { return n.value, true }; n, ok := diatomic.PollUntil(&l.sink, w, l.next)"))},
		{"wait-keeps-earlier", "a Wait that succeeds leaves an earlier waker registered", "", "RegistrationAfterwards", edits(
			edit("waitset/wait.go", "	var n *node\n	err := l", "	if n, ok := l.next(); ok { return n.value, nil }; var n *node\n	err := l"))},
		{"timeout-keeps-earlier", "a WaitTimeout that succeeds leaves an earlier waker registered", "", "RegistrationAfterwards", edits(
			edit("waitset/wait.go", "	var n *node\n	ok := l", "	if n, ok := l.next(); ok { return n.value, true }; var n *node\n	ok := l"))},
		{"try-unregisters", "Try takes the registration away", "", "RegistrationAfterwards", edits(
			edit("waitset/wait.go", "	n, ok := l.next()\n	l.end()", "	n, ok := l.next(); l.sink.Unregister()\n	l.end()"))},
		{"error-anyway", "Wait returns an error with a source", "", "WaitCancelled", edits(
			edit("waitset/wait.go", "	return n.given(), err\n", "	if e := ctx.Err(); e != nil { err = e }; return n.given(), err\n"))},
		{"add-ready", "a new source is ready", "", "WaitTimeoutIsTry", edits(
			edit("waitset/set.go", "{ return Source{&node{line: &s.line, value: v}} }", "{ n := &node{line: &s.line, value: v}; Source{n}.Notify(); return Source{n} }"))},
		{"wait-no-defer", "a context that panics leaves the set in use", "", "ContextPanics", edits(
			edit("waitset/wait.go", "	defer l.end() // even if a method of ctx panics\n", "\n"),
			edit("waitset/wait.go", "	return n.given(), err\n", "	l.end(); return n.given(), err\n"))},
		{"poll-no-defer", "a waker that can't be compared leaves the set in use", "", "Misuse", edits(
			edit("waitset/wait.go", "	defer l.end() // even if Poll panics because w can't be compared\n", "\n"),
			edit("waitset/wait.go", "	return n.given(), ok\n}\n\n// given", "	l.end(); return n.given(), ok\n}\n\n// given"))},
		{"forget-only-unregisters", "Forget drops nothing", "", "Forget", edits(
			edit("waitset/set.go", "	s.line.sink.Forget()", "	s.line.sink.Unregister()"))},
		{"forget-sources", "Forget takes sources", "", "Forget", edits(
			edit("waitset/set.go", "	s.line.sink.Forget()", "	s.line.sink.Forget(); for range 100 { s.line.next() }"))},
		{"ready-stale", "Ready counts the removed", "", "Remove", edits(
			edit("waitset/set.go", "	return s.line.sink.Ready(s.line.some)", "	return s.line.sink.Ready(func() bool { return s.line.first != nil || s.line.refill() })"))},
		{"idle-keeps-next", "an idle source keeps another one alive", "", "Garbage", edits(
			edit("waitset/line.go", "	n.next.Set(nil) // so", "	// so"))},
		{"all-ctx-late", "All goes on though its context is over", "", "WaitCancelled", edits(
			edit("waitset/set.go", "		for done := ctx.Done(); !seam.Closed(done); {", "		for done := ctx.Done(); seam.Closed(done) || true; {"))},
		{"all-holds", "the body of a loop over All can't use the set", "", "All", edits(
			edit("waitset/set.go", "			v, err := s.Wait(ctx)\n			if err != nil || !yield(v) {", "			v, err := s.Wait(ctx)\n			if err == nil { s.line.begin() }; if err != nil || func() bool { defer s.line.end(); return !yield(v) }() {"))},
		{"batch-holds", "the body of a loop over Batch can't use the set", "", "Batch", edits(
			edit("waitset/set.go", "			l.end()\n			if v, _ := n.value.(T); ok && !yield(v) {\n				return", "\n			if v, _ := n.value.(T); ok && !yield(v) {\n				l.end(); return"),
			edit("waitset/set.go", "l.out < end; l.begin() {", "l.out < end; {"))},
		{"batch-left-drops", "a loop over Batch that is left early takes the rest", "", "Batch", edits(
			edit("waitset/set.go", "ok && !yield(v) {\n				return", "ok && !yield(v) {\n				for l.out < end { l.pop().take() }; return"))},
		{"timeout-zero-waits", "WaitTimeout without time takes the registration away", "", "WaitTimeoutIsTry", edits(
			edit("waitset/wait.go", "	if d <= 0 {\n		return l.try()\n	}", "\n	\n"))},
		{"lifo", "the newest come first", "", "Batch", edits(
			edit("waitset/line.go", "		l.last.next.Set(first)\n	}\n	l.last = last", "		last.next.Set(l.first); l.first = first; last = l.last\n	}\n	l.last = last"))},
		{"busy-not", "two consumers at once aren't noticed", "", "TwoConsumers", edits(
			edit("waitset/line.go", "if !l.guard.Enter() || l.busy {", "if !l.guard.Enter() {"))},
		{"any-allocs", "each source that is given is allocated", "", "Allocations", edits(
			edit("waitset/wait.go", "	return n.value\n", "	v := n.value; escaped = &v; return v\n"),
			edit("waitset/wait.go", "// given returns", "var escaped *any; // given returns"))},
		{"removed-loop", "a loop over Batch gives what is removed meanwhile", "", "Remove", edits(
			edit("waitset/set.go", "if v, _ := n.value.(T); ok && !yield(v)", "if v, _ := n.value.(T); (ok || true) && !yield(v)"))},
		{"notify-removed-queues", "a removed source can become ready again", "", "Remove", edits(
			edit("waitset/source.go", "	s.node.state.Store(removed)", "	s.node.state.Store(idle)"))},
	},
	Channel.Name: {
		{"batch-one", "RecvBatch after a sleep gives one message though there are more", "", "BatchAfterSleep", edits(
			edit("mpsc/receiver.go", "		n = 1 + r.fill(buf[1:])\n	}\n	r.exit()\n	return n, nil\n}\n\n// TryRecvBatch is", "		n = 1\n	}\n	r.exit()\n	return n, nil\n}\n\n// TryRecvBatch is"))},
		{"recvbatch-empty", "RecvBatch into nothing returns an error", "", "RecvBatch", edits(
			edit("mpsc/receiver.go", "func (r *Receiver[T]) RecvBatch(ctx context.Context, buf []T) (n int, err error) {\n	if len(buf) == 0 {\n", "func (r *Receiver[T]) RecvBatch(ctx context.Context, buf []T) (n int, err error) {; if len(buf) == 0 {\n		return 0, ErrEmpty\n"))},
		{"first-field-only", "of a struct only the first field is looked at for pointers", "", "HasPointers", edits(
			edit("mpsc/channel.go", "		for i := range t.NumField() {", "		for i := range min(1, t.NumField()) {"))},
		{"arrays-none", "arrays are taken to have no pointers", "", "HasPointers", edits(
			edit("mpsc/channel.go", "		return t.Len() > 0 && hasPointers(t.Elem())", "		return false"))},
		{"poll-keeps", "a Poll that returns a message leaves an earlier waker registered", "", "PollLeavesNothing", edits(
			edit("mpsc/receiver.go", "			c.sink.Unregister()\n", "			_ = c\n"))},
		{"forget-only-unregisters", "Forget drops nothing", "", "Forget", edits(
			edit("mpsc/receiver.go", "	c.sink.Forget()", "	c.sink.Unregister()"))},
		{"forget-not-alone", "Forget takes the registration of a receiver that sleeps", "", "PollDuringRecv", edits(
			edit("mpsc/receiver.go", "	r.alone()\n	c.sink.Forget()", "\n	c.sink.Forget()"))},
		{"ready-not-alone", "Ready takes the registration of a receiver that sleeps", "", "PollDuringRecv", edits(
			edit("mpsc/receiver.go", "	r.alone()\n	if r.ended", "\n	if r.ended"))},
		{"not-asleep-never", "a second receiver is not noticed, in a select", "", "PollDuringRecv", edits(
			edit("mpsc/receiver.go", "	if t.asleep {", "	if false {"))},
		{"parked-not-seen", "a second receiver is not noticed, at the gate", "", "PollDuringRecv", edits(
			edit("mpsc/receiver.go", "	if r.c.gate.tail.Load()&parked != 0 {", "	if false {"))},
		{"all-ctx-late", "All goes on though its context is over", "", "AllEndsAtCancellation", edits(
			edit("mpsc/receiver.go", "		for done := ctx.Done(); !seam.Closed(done); {", "		for done := ctx.Done(); seam.Closed(done) || true; {"))},
		{"all-nil-ctx", "All takes a nil context", "", "Misuse", edits(
			edit("mpsc/receiver.go", "	if ctx == nil {\n", "	if ctx == nil && false {\n"))},
		{"recv-nil-ctx", "Recv panics without words for a nil context", "", "Misuse", edits(
			edit("mpsc/receive.go", "	if ctx == nil {\n", "	if ctx == nil && false {\n"))},
		{"send-nil-ctx", "Send panics without words for a nil context", "", "Misuse", edits(
			edit("mpsc/send.go", "	if ctx == nil {\n", "	if ctx == nil && false {\n"))},
		{"recv-looks-at-ctx", "Recv looks at ctx though there is a message", "", "NilContext", edits(
			edit("mpsc/receiver.go", "	c := r.begin()\n	s := c.slot(r.head)\n", "	if ctx.Err() != nil { return v, ctx.Err() }; c := r.begin()\n	s := c.slot(r.head)\n"))},
		{"recv-closed-late", "Recv returns the error of ctx though the channel is closed", "", "AfterClose", edits(
			edit("mpsc/receive.go", "		err := r.tryRecv(v)\n", "		if ctx.Err() != nil && r.Len() == 0 { return ctx.Err() }; err := r.tryRecv(v)\n"))},
		{"send-looks-at-ctx", "Send looks at ctx though there is room", "", "CancelledSend", edits(
			edit("mpsc/sender.go", "	err := s.c.put(&v)\n	if err != ErrFull {", "	if ctx != nil && ctx.Err() != nil { return ctx.Err() }; err := s.c.put(&v)\n	if err != ErrFull {"))},
		{"recv-cause", "Recv returns the cause of the end", "", "RecvCause", edits(
			edit("mpsc/receive.go", "	err := r.c.sink.Wait(ctx, r.ready())\n", "	err := r.c.sink.Wait(ctx, r.ready()); if err != nil { err = context.Cause(ctx) }\n"))},
		{"timeout-other", "ErrTimeout is no time-out to others", "", "ErrTimeout", edits(
			edit("mpsc/timeout.go", "var ErrTimeout error = timeout.Error(", "var ErrTimeout, _ error = ErrEmpty, timeout.Error("))},
		{"timeout-full", "SendTimeout without time returns ErrFull", "", "TimeoutZero", edits(
			edit("mpsc/timeout.go", "	if d <= 0 {\n		return ErrTimeout", "	if d <= 0 {\n		return err"))},
		{"timeout-forever", "SendTimeout of a negative time blocks", "", "TimeoutZero", edits(
			edit("mpsc/timeout.go", "	if d <= 0 {\n", "	if d == 0 {\n"))},
		{"timeout-anew", "a sender that is let go of waits for its whole time again", "", "SendTimeoutRest", edits(
			edit("mpsc/send.go", "WaitTimeout(d-time.Since(start), n.predicate)", "WaitTimeout(d+0*time.Since(start), n.predicate)"))},
		{"timeout-not-asleep", "a receiver that waits for a time isn't seen by another", "", "PollDuringRecv", edits(
			edit("mpsc/timeout.go", "	r.asleep = true\n", "	_ = r\n"))},
		{"recv-timeout-long", "RecvTimeout blocks for longer than its time", "", "Timeout", edits(
			edit("mpsc/timeout.go", "!r.waitFor(d)", "!r.waitFor(2*d)"))},
		{"recv-timeout-forgets", "RecvTimeout makes a new timer each time", "", "NoAllocationTimeout", edits(
			edit("mpsc/timeout.go", "	r.asleep = true\n", "	r.c.sink.Forget(); r.asleep = true\n"))},
		{"timeout-batch-one", "RecvBatchTimeout after a sleep gives one message though there are more", "", "BatchAfterSleep", edits(
			edit("mpsc/timeout.go", "n = 1 + r.fill(buf[1:])", "n = 1"))},
		{"drain-early", "Drain closes before its loop", "", "Drain", edits(
			edit("mpsc/receiver.go", "	return func(yield func(T) bool) {\n		r.begin()", "	r.Close(); return func(yield func(T) bool) {\n		r.begin()"))},
		{"drain-open", "Drain doesn't close", "", "Drain", edits(
			edit("mpsc/receiver.go", "		r.Close()\n", "		if r.Len() == 0 { r.Close() }\n"))},
		{"drain-second", "Drain goes on beside a receiver that is blocked", "", "PollDuringRecv", edits(
			edit("mpsc/receiver.go", "		r.alone() // a receiver that", "		// a receiver that"))},
		{"err-early", "Err reports a close though there are messages left", "", "Err", edits(
			edit("mpsc/receiver.go", "	if !r.ended && c.gate.tail.Load() != r.head|closed {", "	if c.gate.tail.Load()&closed == 0 {"))},
		{"ready-after-end", "Ready gives tokens after the end", "", "ReadyAfterTheEnd", edits(
			edit("mpsc/receiver.go", "	if r.ended {\n		return nil", "	if false {\n		return nil"))},
		{"ready-after-err", "Ready gives tokens though Err told the end", "", "ReadyAfterTheEnd", edits(
			edit("mpsc/receiver.go", "	r.end()\n	return ErrClosed", "\n	return ErrClosed"))},
		{"new-0", "New takes a capacity of 0", "", "Misuse", edits(
			edit("mpsc/channel.go", "	if capacity < 1 {", "	if capacity < 0 {"))},
		{"cap-ring", "Sender.Cap is that of the ring", "", "Try", edits(
			edit("mpsc/sender.go", "return s.c.most()", "return len(s.c.ring)"))},
		{"cap-ring-r", "Receiver.Cap is that of the ring", "", "TryRecvBatch", edits(
			edit("mpsc/receiver.go", "return r.shared().most()", "return len(r.shared().ring)"))},
		{"len-blocked", "Len counts messages of blocked senders", "", "BlockedSend", edits(
			edit("mpsc/receiver.go", "	return clamp(c.gate.tail.Load()&position, r.head, c.capacity)", "	n := clamp(c.gate.tail.Load()&position, r.head, c.capacity); if c.line.anybody() { n++ }; return n"))},
		{"close-panics-twice", "a second Close panics", "", "AfterClose", edits(
			edit("mpsc/channel.go", "		if t&closed != 0 {\n			return\n", "		if t&closed != 0 {\n			panic(\"closed\")\n"))},
		{"asleep-stays", "a context that panics leaves the receiver asleep", "", "ContextPanics", edits(
			edit("mpsc/receive.go", "		r.asleep = false\n", "\n"))},
		{"peek-takes", "Peek takes the message", "", "Peek", edits(
			edit("mpsc/receiver.go", "	s.message.CopyTo(&v)\n	return v, true", "	s.message.CopyTo(&v); r.passed(s)\n	return v, true"))},
		{"ub-cap", "the capacity of an unbounded channel is a number that isn't an int", "", "Unbounded", edits(
			edit("mpsc/channel.go", "return int(min(c.capacity, math.MaxInt))", "return int(c.capacity)"))},
		{"ub-settle-never", "a burst's segment is kept", "", "UnboundedSettle", edits(
			edit("mpsc/unbounded.go", "r.need < needKeep {", "false {"))},
		{"ub-settle-any", "a segment is kept for what a smaller one has room for", "", "UnboundedSettle", edits(
			edit("mpsc/unbounded.go", "	case n > max(1, uint64(len(r.c.ring)/growth)):", "	case n > 1:"))},
		{"ub-settle-unfilled", "a receiver whose batches aren't full gives no memory back", "", "UnboundedSettleBatches", edits(
			edit("mpsc/unbounded.go", "	if r.unbounded && r.c.gate.tail.Load() == r.head { //", "	if false { //"))},
		{"ub-settle-unready", "a receiver that selects gives no memory back", "", "UnboundedSettleReady", edits(
			edit("mpsc/receiver.go", "	if r.unbounded && c.gate.tail.Load() == r.head {", "	if false {"))},
		{"ub-end-allocates", "the end of a small channel allocates a slot", "", "UnboundedEndAllocatesNothing", edits(
			edit("mpsc/unbounded.go", "		if len(c.ring) > 1 {\n", "		if true {\n"))},
		{"ub-settle-always", "a large segment that is needed is given back", "", "UnboundedAllocation", edits(
			edit("mpsc/unbounded.go", "r.need < needKeep {", "true {"))},
		{"ub-no-spare", "slots of segments are not used again", "", "UnboundedAllocation", edits(
			edit("mpsc/unbounded.go", "	if len(g.slots) == largest[T]() {\n", "	if false {\n"))},
		{"ub-fixed-size", "segments stay small", "", "UnboundedAllocation", edits(
			edit("mpsc/unbounded.go", "size, most := uintptr(growth*len(g.slots))", "size, most := uintptr(1)"))},
		{"ub-prepare-not", "the next segment isn't linked when a large one is nearly full", "", "UnboundedPrepared", edits(
			edit("mpsc/unbounded.go", "	if g.prepares(p) {", "	if false {"))},
		{"ub-prepare-early", "the first sender that prepares a segment makes one though a spare may come", "", "UnboundedAllocation", edits(
			edit("mpsc/unbounded.go", "(p != g.quarter || c.spare.Load() != nil)", "true"))},
		{"ub-prepare-late", "the first sender that prepares a segment leaves the spare", "", "UnboundedAllocation", edits(
			edit("mpsc/unbounded.go", "(p != g.quarter || c.spare.Load() != nil)", "p != g.quarter"))},
		{"ub-wake-keeps", "what a receiver has left is kept while a Waker runs", "", "UnboundedDuringWake", edits(
			edit("mpsc/unbounded.go", "	if g.prepares(p) {", "	defer g.next.Load(); if g.prepares(p) {"))},
		{"ub-peek-not", "Peek finds nothing in the next segment", "", "UnboundedReceives", edits(
			edit("mpsc/receiver.go", "		if !r.advance() {\n			return v, false", "		if true {\n			return v, false"))},
		{"ub-spare-left", "a spare is kept when the segment is given back", "", "UnboundedSpare", edits(
			edit("mpsc/unbounded.go", "	r.follow(n)\n	c.spare.Store(nil)\n", "	r.follow(n)\n	_ = c\n"))},
		{"ub-last-back", "a sender that was descheduled moves last back", "", "UnboundedStalledFind", edits(
			edit("mpsc/unbounded.go", "		c.last.CompareAndSwap(g, n)\n		g = n\n", "		c.last.Store(n)\n		g = n\n"))},
		{"ub-end-keeps", "a channel that is closed and drained keeps its segments", "", "UnboundedSpare", edits(
			edit("mpsc/unbounded.go", "	if r.unbounded && !r.ended {\n", "	if false {\n"))},
		{"ub-end-len", "Len counts a send that finds the channel closed, after the end", "", "UnboundedRefused", edits(
			edit("mpsc/receiver.go", "	if r.ended {\n		return 0", "	if false {\n		return 0"))},
		{"ub-end-forgotten", "a receiver that has come to the end waits for a send that finds the channel closed", "", "UnboundedRefused", edits(
			edit("mpsc/receive.go", "		if r.ended {\n", "		if false {\n"))},
		{"ub-timeout-empty", "a receive with a time-out finds nothing at the end", "", "UnboundedRefusedTimeout", edits(
			edit("mpsc/timeout.go", "		r.end()\n		return ErrClosed\n", "		r.end()\n		return err\n"))},
		{"ub-end-err", "Err returns nil after the end, while a send finds the channel closed", "", "UnboundedRefused", edits(
			edit("mpsc/receiver.go", "	if !r.ended && c.gate", "	if c.gate"))},
		{"formats", "printing a Receiver reads its messages", "", "Format", edits(
			edit("mpsc/receiver.go", "\"mpsc.Receiver(%p)\", r)", "\"%v\", *r.c)"))},
		{"zero-receiver", "a zero Receiver panics without words", "", "ZeroReceiver", edits(
			edit("mpsc/receiver.go", "	if r.c == nil {\n		panic(zeroReceiver)\n	}\n	r.enter", "\n\n\n	r.enter"))},
	},
}
