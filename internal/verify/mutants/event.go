package mutants

// event are mutants of package event.
var event = []aimed{
	// Notify.
	{"event-silent", "Notify doesn't look for waiters", "", "Wait", edits(
		edit("event/event.go", "	if e.some.Load() != 0 || n < 1 {", "	if n < 1 {"))},
	{"event-busy", "Notify takes the lock though nobody waits", "steps", "Steps", edits(
		edit("event/event.go", "	if e.some.Load() != 0 || n < 1 {", "	if true {"))},
	{"event-two-is-one", "Notify(2) wakes one waiter", "", "InLine", edits(
		edit("event/event.go", "p != nil && n > 0; n-- {", "p != nil && n > 0; n -= 2 {"))},
	{"event-herd", "Notify(1) wakes two waiters", "final", "Herd", edits(
		edit("event/event.go", "p != nil && n > 0; n-- {", "p != nil && n >= 0; n-- {"))},
	{"event-all-is-one", "NotifyAll wakes one waiter", "deadlock", "Conditions", edits(
		edit("event/event.go", "		e.notify(math.MaxInt)", "		e.notify(math.MaxInt / math.MaxInt)"))},
	{"event-last-first", "the waiter that came last is notified first", "", "Order", edits(
		edit("event/event.go", "	for p := e.first.Get(); p != nil && n > 0; n-- {\n		next := e.removeFirst(p)\n",
			"	for p := e.last.Get(); p != nil && n > 0; n-- {\n		next := p.prev.Get(); e.remove(p)\n"))},
	{"event-wakes-locked", "wakers are called with the lock held", "", "HostileWakers", edits(
		edit("event/event.go", "	e.mu.Unlock()\n	w.run()\n", "	w.run()\n	e.mu.Unlock()\n"))},
	{"event-asleep-not-woken", "a waiter that doesn't park is not woken", "", "Context", edits(
		edit("event/place.go", "			p.rouse()\n", "			_ = p\n"))},
	{"event-parked-not-woken", "a waiter that is parked is not woken", "", "Wait", edits(
		edit("event/place.go", "	case parked:\n		w.add(p)", "	case parked:\n		_ = p"))},
	{"event-task-not-woken", "a task is not woken", "", "Poll", edits(
		edit("event/place.go", "			w.addTask(t)\n", "			_ = t\n"))},
	{"event-notify-blindly", "the state before the notification is not looked at in the same step", "", "Wait", edits(
		edit("event/place.go", "	switch p.state.Swap(notified) {", "	was := p.state.Load(); p.state.Store(notified); switch was {"))},
	{"event-chain-read-late", "the chain of waiters is read when they run already", "race", "InLine", edits(
		edit("event/place.go", "		seam.Ready(g)\n		p = next", "		seam.Ready(g); next = p.next.Get()\n		p = next"))},

	// The line.
	{"event-unannounced", "a waiter gets in line and doesn't announce itself", "", "Wait", edits(
		edit("event/event.go", "	e.some.Store(1)\n}\n\n// insert", "	_ = 0\n}\n\n// insert"))},
	{"event-unannounced-again", "a waiter gets back in line and doesn't announce itself", "", "Thief", edits(
		edit("event/event.go", "		e.some.Store(1) // as in append", "		_ = 0"))},
	{"event-emptied", "when one of several waiters leaves, the Event seems to have none", "", "Cancel", edits(
		edit("event/event.go", "	if after == nil && before == nil {\n		e.some.Store(0)", "	if true {\n		e.some.Store(0)"))},
	{"event-emptied-by-notify", "when one of several waiters is notified, the Event seems to have none", "", "InLine", edits(
		edit("event/event.go", "		p.next.Set(nil)\n	} else {", "		p.next.Set(nil); e.some.Store(0)\n	} else {"))},
	{"event-never-empty", "when the last waiter leaves, the Event still seems to have one", "final", "Cancel", edits(
		edit("event/event.go", "	if after == nil && before == nil {\n		e.some.Store(0)", "	if false {\n		e.some.Store(0)"))},
	{"event-never-empty-by-notify", "when the last waiter is notified, the Event still seems to have one", "final", "Wait", edits(
		edit("event/event.go", "		e.last.Set(nil)\n		e.some.Store(0)", "		e.last.Set(nil)\n		_ = 0"))},
	{"event-unlinked-half", "a place is taken out of the line in one direction", "", "InLine", edits(
		edit("event/event.go", "		next.prev.Set(nil)\n", "		_ = next\n"))},
	{"event-join-first", "a new place draws a number below those of the others", "", "Order", edits(
		edit("event/event.go", "	n := e.number.Get() + 1\n", "	n := e.number.Get() - 1\n"))},
	{"event-place-lost", "a waiter that is notified for nothing loses its place", "", "Order", edits(
		edit("event/event.go", "	p.set(waiting)\n	e.insert(p)\n", "	p.set(waiting)\n	e.append(p)\n"))},
	{"event-unlocked", "a place is put back without the lock", "race", "Thief", edits(
		edit("event/event.go", "	e.mu.Lock()\n	p.set(waiting)\n	e.insert(p)\n	e.mu.Unlock()\n", "	_ = 0\n	p.set(waiting)\n	e.insert(p)\n	_ = 0\n"))},
	{"event-put-blindly", "a spare place is put back by a plain store", "final", "Spare", edits(
		edit("event/event.go", "		if e.spare.CompareAndSwap(top, p) {", "		if e.spare.Store(p); true {"))},
	{"event-take-blindly", "the spare places are taken in two steps", "final", "Spare", edits(
		edit("event/event.go", "		return e.spare.Swap(nil)", "		defer e.spare.Store(nil); return e.spare.Load()"))},
	{"event-link-late", "a spare place is linked when it was published", "", "Spare", edits(
		edit("event/event.go", "		p.next.Set(top)\n", "		defer p.next.Set(top)\n"))},

	// Waits.
	{"event-join-in-any-case", "a waiter whose condition holds gets in line", "steps", "Steps", edits(
		edit("event/wait.go", "	mustReady(ready)\n	if ready() {", "	mustReady(ready)\n	if false {"))},
	{"event-no-recheck", "a waiter doesn't look once it is in line", "", "Wait", edits(
		edit("event/wait.go", "		if ready() {\n			s.used", "		if was != waiting && ready() {\n			s.used"))},
	{"event-no-recheck-again", "a waiter doesn't look once it is back in line", "", "Thief", edits(
		edit("event/wait.go", "			e.rejoin(s.place)\n			continue", "			e.rejoin(s.place)\n			_ = 0"))},
	{"event-consumed-early", "a waiter counts again before it has looked", "deadlock", "More", edits(
		edit("event/wait.go", "		was := s.place.state.Load() //", "		was := s.place.state.Load(); if was == notified { e.rejoin(s.place); was = waiting } //"))},
	{"event-not-passed-on", "a waiter that gives up keeps its notification", "", "Cancel", edits(
		edit("event/event.go", "		if next := e.first.Get(); next != nil {", "		if next := e.first.Get(); next != nil && false {"))},
	{"event-swallowed", "a waiter that succeeds keeps a notification that came too late for it", "", "Wait", edits(
		edit("event/wait.go", "			s.used = was == notified", "			s.used = s.place.state.Load() == notified"))},
	{"event-always-passed-on", "a waiter passes on the notification that it has used", "final", "Herd", edits(
		edit("event/wait.go", "			s.used = was == notified", "			s.used = false"))},
	{"event-panic-stays", "a waiter whose predicate panics stays in line", "final", "Panic", edits(
		edit("event/wait.go", "	defer s.end()", "	defer func() { if r := recover(); r != nil { panic(r) }; s.end() }()"))},
	{"event-stays", "a waiter that gives up stays in line", "", "Cancel", edits(
		edit("event/event.go", "		e.remove(p)\n	}\n	p.set(idle)", "		_ = p\n	}\n	p.set(idle)"))},
	{"event-no-last-look", "a wait doesn't look after the end", "assertion", "LastLook", edits(
		edit("event/wait.go", "			over = s.place.sleepUnder(ctx, done)\n", "			if over = s.place.sleepUnder(ctx, done); over { break }\n"))},
	{"event-no-last-look-early", "a wait under a context that is done looks only before the end", "assertion", "LastLook", edits(
		edit("event/wait.go", "made before the end.\n		if ready() {", "made before the end.\n		if false {"))},
	{"event-false-nil", "Wait returns the Err of the context, which may be nil", "assertion", "Foreign", edits(
		edit("event/wait.go", "	s.end() // before any code of ctx runs\n	return seam.Err(ctx)", "	s.end() // before any code of ctx runs\n	return ctx.Err()"))},
	{"event-commit-blindly", "a waiter parks though it was notified", "", "Wait", edits(
		edit("event/place.go", "	return p.state.CompareAndSwap(waiting, parked)", "	p.state.Store(parked); return true"))},
	{"event-asleep-blindly", "a waiter sleeps under a context though it was notified", "", "Cancel", edits(
		edit("event/place.go", "		if p.state.CompareAndSwap(waiting, asleep) {\n			at.done", "		if p.state.Store(asleep); true {\n			at.done"))},
	{"event-awake-blindly", "a waiter whose context is done overlooks a notification", "", "Cancel", edits(
		edit("event/place.go", "a late timer: as in sleep.\n		if s != waiting && !p.state.CompareAndSwap(s, waiting) && p.state.Load() == notified {",
			"a late timer: as in sleep.\n		if s != waiting && func() bool { p.state.Store(waiting); return false }() {"))},
	{"event-stirred-for-good", "a timer that fires too early keeps a waiter from sleeping", "livelock", "Timeout", edits(
		edit("event/place.go", "notify: if that comes first, this fails.\n		if s != waiting && !p.state.CompareAndSwap(s, waiting) && p.state.Load() == notified {",
			"notify: if that comes first, this fails.\n		if s != waiting && p.state.Load() == notified {"))},
	{"event-ignores-context", "a wait doesn't end with its context", "", "Cancel", edits(
		edit("event/place.go", "		over = over || s == asleep //", "		over = false //"))},
	{"event-err-in-line", "Err of the context is called while the place is in line", "assertion", "Foreign", edits(
		edit("event/place.go", "			return again && seam.Closed(at.done)", "			return again && false"))},
	{"event-without-context", "a wait sleeps without its context", "deadlock", "Cancel", edits(
		edit("event/place.go", "at.sink.Wait(ctx, at.awake)", "at.sink.Wait(context.Background(), at.awake)"))},

	// Time-outs.
	{"event-time-ignored", "WaitTimeout doesn't look at the clock", "", "Timeout", edits(
		edit("event/place.go", "d > 0 && p.timer.over(d)", "d > 0 && p.timer.over(d) && false"))},
	{"event-time-once", "a timer that fires early is not armed again", "deadlock", "Timeout", edits(
		edit("event/timer.go", "	case t.rang.Load():", "	case false:"))},
	{"event-ring-late", "a timer says too late that it has fired", "deadlock", "Timeout", edits(
		edit("event/timer.go", "	p.timer.rang.Store(true)\n	for { //", "	defer p.timer.rang.Store(true)\n	for { //"))},
	{"event-ring-unheard", "a timer that fires before the waiter sleeps leaves no trace", "deadlock", "Timeout", edits(
		edit("event/timer.go", "s == idle || s == stirred", "s == idle || s == waiting || s == stirred"))},
	{"event-ring-blindly", "a timer and a notifier both wake a waiter", "", "Timeout", edits(
		edit("event/timer.go", "		if p.state.CompareAndSwap(s, stirred) {", "		if p.state.Store(stirred); true {"))},
	{"event-stays-armed", "the time of a wait counts for the next", "assertion", "Timeout", edits(
		edit("event/wait.go", "		p.timer.disarm()\n", "		_ = p\n"))},
	{"event-set-plainly", "the state is stored plainly though a timer may look", "race", "Timeout", edits(
		edit("event/place.go", "	if p.timer == nil {", "	if true {"))},

	// Waiters for select statements and tasks.
	{"event-poll-no-recheck", "Poll doesn't look once it is in line", "", "Poll", edits(
		edit("event/waiter.go", "		ok = ready()\n	}\n	panics", "		_ = ready\n	}\n	panics"))},
	{"event-poll-panic-stays", "a Poll whose predicate panics stays in line", "final", "PollCancel", edits(
		edit("event/waiter.go", "		if panics {\n", "		if panics && false {\n"))},
	{"event-poll-stays", "a Poll that returns true stays in line", "", "Poll", edits(
		edit("event/waiter.go", "	} else {\n		w.drop()\n	}\n	return true", "	} else {\n		_ = w\n	}\n	return true"))},
	{"event-poll-passes-on", "a Poll passes on the notification that it has used", "final", "HerdPoll", edits(
		edit("event/waiter.go", "		w.place.set(idle) // the", "		w.drop() // the"))},
	{"event-waker-replaced-late", "a new waker is written while the old one is read", "", "Poll", edits(
		edit("event/waiter.go", "w.task == nil || w.task.taken.Load()", "w.task == nil"))},
	{"event-old-waker", "a task that is polled with another waker is woken by the old one", "", "Poll", edits(
		edit("event/waiter.go", "		w.task.waker.Set(t)\n", "		if w.task.waker.Get() == nil { w.task.waker.Set(t) }\n"),
		edit("event/waiter.go", "		t.waker.Set(nil)\n		p.task.Set(nil)", "		_ = t\n		p.task.Set(nil)"))},
	{"event-wakers-dropped", "if a waker panics, those after it are not woken", "", "HostileWakers", edits(
		edit("event/waiter.go", "		if t != nil {\n			t.wake()", "		if false {\n			t.wake()"))},
	{"event-cancel-not", "Cancel does nothing", "", "PollCancel", edits(
		edit("event/waiter.go", "	w.drop()\n	w.place.clear()", "	_ = 0\n	w.place.clear()"))},
	{"event-cancelled-twice", "two goroutines that cancel a Waiter at once take all others out of the line", "final", "TwoCancels", edits(
		edit("event/event.go", "	switch p.state.Load() {\n	case idle:", "	switch p.state.Load() {\n	case idle + 100:"))},
	{"event-ready-silent", "Ready doesn't say that the condition holds", "", "Ready", edits(
		edit("event/waiter.go", "	signal.Set()\n	return signal.C()", "	_ = signal\n	return signal.C()"))},
	{"event-ready-keeps", "Ready uses up a notification though the select may choose another case", "", "Ready", edits(
		edit("event/waiter.go", "	if was != notified {\n", "	if was == notified { w.place.set(idle) } else {\n"))},
}
