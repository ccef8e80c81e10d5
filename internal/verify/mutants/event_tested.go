package mutants

// testedEvent are those of package event that a test notices, as in tested.
var testedEvent = []aimed{
	{"notify-none", "Notify(0) does nothing", "", "Misuse", edits(
		edit("event/event.go", "	if e.some.Load() != 0 || n < 1 {", "	if e.some.Load() != 0 {"))},
	{"wake-elsewhere", "a task is woken in a goroutine of its own", "", "HostileWakers", edits(
		edit("event/place.go", "		w.firstTask.wake()\n", "		go w.firstTask.wake()\n"))},
	{"ctx-first", "Wait looks at the context before the condition", "", "WaitContext", edits(
		edit("event/wait.go", "	mustReady(ready)\n	if ready() {",
			"	mustReady(ready)\n	if done := ctx.Done(); done != nil && seam.Closed(done) { return seam.Err(ctx) }; if ready() {"))},
	{"err-cause", "Wait returns the cause of the end", "", "WaitContext", edits(
		edit("event/wait.go", "			return nil\n		}\n		return seam.Err(ctx)", "			return nil\n		}\n		return context.Cause(ctx)"))},
	{"look-twice", "a waiter that is notified looks twice before it is back in line", "", "Looks", edits(
		edit("event/wait.go", "		if was == notified {\n", "		if was == notified && !ready() {\n"))},
	{"ready-elsewhere", "Wait calls ready in another goroutine", "", "PredicatePanics", edits(
		edit("event/wait.go", "		if ready() {\n			s.used",
			"		c := make(chan bool); go func() { c <- ready() }(); if <-c {\n			s.used"))},
	{"timeout-zero-blocks", "a wait without time gets in line", "", "WaitTimeout", edits(
		edit("event/wait.go", "	if d == 0 {", "	if false {"))},
	{"timeout-zero-two-looks", "a wait without time looks twice", "", "WaitTimeout", edits(
		edit("event/wait.go", "	if d == 0 {", "	if d == 0 && !ready() {"))},
	{"timeout-negative-blocks", "a negative time has no end", "", "WaitTimeout", edits(
		edit("event/wait.go", "max(d, 0)", "d"))},
	{"timeout-no-last-look", "a wait doesn't look when its time is over", "", "TimeoutLastLook", edits(
		edit("event/wait.go", "			over = s.place.sleep(d)\n", "			if over = s.place.sleep(d); over { break }\n"))},
	{"until-forgets-value", "WaitUntil doesn't return the value", "", "WaitUntil", edits(
		edit("event/wait.go", "		v, ok = try()\n", "		_, ok = try()\n"))},
	{"waituntil-not-zero", "WaitUntil returns what try gave with an error", "", "WaitUntil", edits(
		edit("event/wait.go", "		return zero, err\n", "		_ = zero; return v, err\n"))},
	{"nil-predicate", "a nil predicate panics without words", "", "Misuse", edits(
		edit("event/wait.go", "	if ready == nil {\n", "	if false {\n"))},
	{"nil-context", "a nil context panics without words", "", "Misuse", edits(
		edit("event/wait.go", "	if ctx == nil {\n", "	if false {\n"))},
	{"zero-waiter", "a zero Waiter panics without words", "", "Misuse", edits(
		edit("event/waiter.go", "	if w == nil || w.event == nil {\n", "	if false {\n"))},
	{"place-not-kept", "a place isn't used again", "", "Allocations", edits(
		edit("event/wait.go", "		e.put(p)\n", "		_ = e\n"))},
	{"timer-new-each", "each wait makes a timer", "", "Allocations", edits(
		edit("event/timer.go", "	if t.t == nil {\n", "	if true {\n"))},
	{"signal-new-each", "each use makes a channel", "", "ReadyCancel", edits(
		edit("event/place.go", "	if s.signal == nil {\n", "	if true {\n"))},
	{"ready-keeps-token", "a token that is left stays", "", "ReadyCancel", edits(
		edit("event/waiter.go", "	p.clear()\n	p.forgetTask()\n", "	_ = 0\n	p.forgetTask()\n"))},
	{"ready-stays", "a Ready whose condition holds stays in line", "", "ReadyCancel", edits(
		edit("event/waiter.go", "it will not be used.\n		w.drop()\n", "it will not be used.\n		_ = w\n"))},
	{"poll-loses-place", "a Waiter that is polled again goes to the end of the line", "", "Poll", edits(
		edit("event/waiter.go", "	case idle:\n", "	case asleep: e.remove(p); e.append(p); case idle:\n"))},
	{"poll-compares", "Poll compares wakers", "", "Poll", edits(
		edit("event/waiter.go", "	if t != nil {\n		// A", "	if t != nil && t == t {\n		// A"))},
	{"waker-kept", "the waker stays referenced by a Waiter that has left the line", "", "Garbage", edits(
		edit("event/waiter.go", "		t.waker.Set(nil)\n		p.task.Set(nil)", "		_ = t\n		p.task.Set(nil)"))},
	{"woken-waker-kept", "a waker stays referenced once it was woken", "", "Garbage", edits(
		edit("event/waiter.go", "		first.waker.Set(nil)\n", "		_ = first\n"))},
	{"context-keeps-event", "a context refers to each Event that was waited on under it", "", "Collected", edits(
		edit("event/wait.go", "	done := ctx.Done()\n", "	done := ctx.Done(); context.AfterFunc(ctx, e.NotifyAll)\n"))},
	{"formats", "printing a Waiter reads it", "", "Format", edits(
		edit("event/waiter.go", "\"event.Waiter(%p)\", w)", "\"event.Waiter(%v)\", w.event.some.Load())"))},
}
