package mutants

// testedActor are those of package actor that a test notices, as in tested.
var testedActor = []aimed{
	{"alloc-outside", "each send from outside makes an envelope", "", "NoAllocation", edits(
		edit("actor/mailbox.go", "	e := k.spare.Get()\n	if e == nil {\n		return new(envelope[M])\n	}\n	if rest", "	e := new(envelope[M])\n	if e == nil {\n		return new(envelope[M])\n	}\n	if rest"))},
	{"alloc-inside", "envelopes aren't used again", "", "NoAllocation", edits(
		edit("actor/mailbox.go", "	e.next.Set(l.free)\n	l.free = e\n", "	_ = e\n	e.next.Set(nil)\n"))},
	{"alloc-not-passed", "what one worker doesn't need, nobody gets", "", "NoAllocation", edits(
		edit("actor/mailbox.go", "			k.spare.Put(l.second)\n", "			_ = k\n"))},
	{"burst-kept", "a worker keeps all envelopes of a burst", "", "Burst", edits(
		edit("actor/mailbox.go", "	if l.count == chain {\n", "	if l.count < 0 {\n"))},
	{"spare-miscounted", "a worker thinks that it has fewer spare envelopes than it has", "", "SpareBounded", edits(
		edit("actor/mailbox.go", "	for e := l.free; e != nil; e = e.next.Get() { // some may have gone to others\n		l.count++\n	}\n", "	for e := l.free; e != nil; e = nil {\n		l.count++\n	}\n"))},
	{"order-slot", "a worker leaves the slot for later", "", "Batch", edits(
		edit("actor/worker.go", "		if w.left > 0 && (s.seed == 0 || w.chance(2)) {", "		if w.left > 0 && s.seed != 0 {"))},
	{"batch-endless", "a turn has no end", "", "Batch", edits(
		edit("actor/worker.go", "		if w.left > 0 && (s.seed == 0 || w.chance(2)) {", "		if s.seed == 0 || w.chance(2) {"),
		edit("actor/actor.go", "		if left <= 0 || s.over.Load() {", "		if s.over.Load() {"))},
	{"steal-not", "workers don't steal", "", "Steal", edits(
		edit("actor/worker.go", "			if t := victim.queue.steal(&w.queue); t != nil {", "			if t := victim.queue.steal(&w.queue); t != nil && false {"))},
	{"thief-spun-upon", "a worker spins while another that robs a third is descheduled", "", "SlowThief", edits(
		edit("actor/queue.go", "	return at == to && q.tail.Load() != to\n", "	return at == at && q.tail.Load() != to\n"))},
	{"injected-last", "what comes from outside waits while actors keep each other busy", "", "OutsideHasItsTurn", edits(
		edit("actor/worker.go", "	if w.outside = !w.outside && !s.injected.empty(); w.outside {", "	if w.outside = false; w.outside {"))},
	{"injected-always", "actors that keep each other busy wait while things come from outside", "", "InsideHasItsTurn", edits(
		edit("actor/worker.go", "	if w.outside = !w.outside &&", "	if w.outside ="))},
	{"bury-deep", "those who watch each other in a chain are buried one inside the other", "", "BuryChain", edits(
		edit("actor/more.go", "		if mine, _ := self.place(v); mine {\n", "		if _ = self.post(v); false {\n"))},
	{"turn-overfull", "a worker takes so much in its turn that its queue overflows", "", "MoreThanTheQueueHolds", edits(
		edit("actor/worker.go", "	if w.queue.room() <= len(w.queue.slots)/2 {", "	if w.queue.room() < 0 {"))},
	{"keeps-receiver", "a stopped actor keeps its Receiver", "", "Released", edits(
		edit("actor/actor.go", "	a.receiver = nil\n", "	_ = a\n"))},
	{"keeps-message", "an envelope keeps the message that it had", "", "Released", edits(
		edit("actor/actor.go", "		e.message.Set(none)\n", "		_ = none\n"))},
	{"stopper-not", "Stopped isn't called", "", "Stopper", edits(
		edit("actor/actor.go", "func() { s.Stopped(cause) }", "func() { _ = s }"))},
	{"watchers-once-more", "those who watch are told by every Stop", "", "StopFromOutside", edits(
		edit("actor/ref.go", "	if a.flags.Or(stopping)&stopping != 0 {\n		return\n	}\n", "	if a.flags.Or(stopping)&stopping != 0 {\n		a.final(nil)\n	}\n"))},
	{"stop-late", "an actor that stops itself receives what is left", "", "StopByItself", edits(
		edit("actor/context.go", "	c.actor.flags.Or(stopping)\n", "	_ = c.Self().TrySend\n"))},
	{"nobody-panics", "the zero Ref panics", "", "ZeroRef", edits(
		edit("actor/ref.go", "	if r.actor == nil {\n		return ErrNobody", "	if false {\n		return ErrNobody"))},
	{"ctx-nil-error", "Run returns nil when its context ends", "", "RunEnds", edits(
		edit("actor/system.go", "func() { s.finish(seam.Err(ctx)) })", "func() { s.finish(nil) })"))},
	{"ended-open", "sends are taken after the end", "", "RunEnds", edits(
		edit("actor/ref.go", "	if a.kind.system.closing.Load() {\n		return ErrEnded", "	if a.kind.system.closing.Load() {\n		return nil"))},
	{"shutdown-timers", "Shutdown waits for timers", "", "Shutdown", edits(
		edit("actor/system.go", "	if s.tasks.Load() != 0 {\n", "	if s.tasks.Load() != 0 || len(s.workers[0].timers.heap) > 0 {\n"))},
	{"shutdown-takes", "sends from outside are taken after Shutdown has begun", "", "ShutdownRefuses", edits(
		edit("actor/ref.go", "	if a.kind.system.closing.Load() {\n		return ErrEnded", "	if a.kind.system.over.Load() {\n		return ErrEnded"))},
	{"shutdown-forever", "Shutdown doesn't end with its context", "", "ShutdownTooLong", edits(
		edit("actor/system.go", "	err := s.still.Wait(ctx, s.nothingLeft)\n", "	err := s.still.Wait(context.Background(), s.nothingLeft)\n"))},
	{"restart-not", "Restart isn't called", "", "Restart", edits(
		edit("actor/fault.go", "		a.receiver.(Restarter).Restart(f)\n", "		_ = f\n"))},
	{"restart-loses", "a restarted actor loses its mail", "", "Restart", edits(
		edit("actor/fault.go", "	a.mail.todo.Set(next)\n", "	_ = next\n"))},
	{"fault-no-letter", "the message with which Receive panicked is no dead letter", "", "Restart", edits(
		edit("actor/fault.go", "	k.system.dead(f.Actor, m, f)\n", "	_ = m\n"))},
	{"stop-actor-goes-on", "StopActor ends the system", "", "StopActor", edits(
		edit("actor/fault.go", "	case a.policy == StopActor:\n		bury(a.stop(f)...)\n", "	case a.policy == StopActor:\n		a.kind.system.finish(f)\n"))},
	{"fault-blames-all", "messages that weren't received are dead letters because of the panic", "", "StopActor", edits(
		edit("actor/actor.go", "	if cause == ErrEnded {\n		reason = ErrEnded\n", "	if cause != nil {\n		reason = cause\n"))},
	{"goexit-lost", "the end of a worker's goroutine isn't noticed", "", "EndSystem", edits(
		edit("actor/worker.go", "			w.failed(f) // runtime.Goexit", "			_ = f // runtime.Goexit"))},
	{"fault-type", "a fault doesn't say of which type the message was", "", "EndSystem", edits(
		edit("actor/fault.go", "		f.Message = t.String() // more", "		_ = t.String // more"))},
	{"callback-swallowed", "a panic of OnStop, Stopped or DeadLetter is swallowed", "", "CallbackPanics", edits(
		edit("actor/system.go", "			s.finish(fault)\n", "			_ = fault\n"))},
	{"hand-stale", "a panic while an actor stops is taken for one of Receive", "", "PanicsWhileStopping", edits(
		edit("actor/actor.go", "			l.hand = nil // a panic", "			_ = l // a panic"),
		edit("actor/system.go", "		if v := recover(); v != nil {\n			fault", "		if v := any(nil); v != nil {\n			fault"))},
	{"end-panics", "a panic of a function that Run calls at the end comes out of Run", "", "PanicsAtTheEnd", edits(
		edit("actor/system.go", "	if f := s.late.Load(); f != nil {", "	if f := s.late.Load(); f == s.late.Load() && false {"))},
	{"end-not-told", "Done stays open if a function that Run calls at the end ends its goroutine", "", "PanicsAtTheEnd", edits(
		edit("actor/system.go", "	defer s.end() // even if what clear calls calls runtime.Goexit\n	s.clear()\n", "	s.clear()\n	s.end()\n"))},
	{"restart-panic-loses", "an actor whose Restart panics loses its mail", "", "RestartPanics", edits(
		edit("actor/fault.go", "		w.system.finish(f)\n		w.add(&a.task)\n", "		w.system.finish(f)\n		if a.receiver == nil { w.add(&a.task) }\n"))},
	{"exit-not-told", "if Stopped ends its goroutine, those who watch aren't told", "", "ExitsWhileStopping", edits(
		edit("actor/fault.go", "		w.system.finish(f)\n		w.add(&a.task)\n", "		w.system.finish(f)\n		if a.receiver != nil { w.add(&a.task) }\n"))},
	{"exit-counts-twice", "an actor whose Stopped ends its goroutine counts as two that have stopped", "", "ExitsWhileStopping", edits(
		edit("actor/actor.go", "	if r != nil { // else", "	if true { // else"))},
	{"go-exit", "a function of Go that exits ends the system", "", "GoExits", edits(
		edit("actor/fault.go", "	case a.policy == EndSystem:", "	case f.Value == nil, a.policy == EndSystem:"))},
	{"go-panic-unheard", "a panic in Go of an actor that has stopped leaves no trace", "", "GoPanicsUnheard/stopped", edits(
		edit("actor/fault.go", "	if late {\n		a.lateFault(f)\n", "	if late {\n		_ = f\n"))},
	{"go-panic-unheard-stop", "a panic in Go of an actor that was told to stop leaves no trace", "", "GoPanicsUnheard/told_to_stop", edits(
		edit("actor/more.go", "		a.lateFault(fault)\n", "		_ = fault\n"))},
	{"go-panic-unheard-end", "a panic in Go after the end of the system leaves no trace", "", "GoPanicsAfterEnd", edits(
		edit("actor/fault.go", "			a.lateFault(f)\n		}\n		return", "			_ = f\n		}\n		return"))},
	{"hooks-late", "Stopped is called after those who watch were told", "", "PanicsWhileStopping", edits(
		edit("actor/actor.go", "	if s, ok := r.(Stopper); ok {", "	a.final(cause); if s, ok := r.(Stopper); ok {"),
		edit("actor/actor.go", "	return a.final(cause)\n}", "	return nil\n}"))},
	{"sleeper-keeps", "a worker that sleeps keeps the actor that it has run last", "", "IdleIsGarbage", edits(
		edit("actor/worker.go", "	w.current = nil // it may be garbage\n", "	_ = w\n"))},
	{"ring-keeps", "the queue keeps tasks that were taken", "", "QueuesLetGo", edits(
		edit("actor/queue.go", "			q.slot(to).Set(nil)\n			return t", "			_ = q\n			return t"))},
	{"next-keeps", "an actor keeps the one that came after it in the injection queue", "", "QueuesLetGo", edits(
		edit("actor/worker.go", "	first.next.Set(nil) // else", "	// else"))},
	{"next-keeps-others", "actors keep those that came after them in the injection queue", "", "QueuesLetGo", edits(
		edit("actor/worker.go", "		t.next.Set(nil)\n		w.queue", "		_ = t\n		w.queue"))},
	{"watchers-stay", "an actor that has stopped goes on to watch", "", "WatchersLeave", edits(
		edit("actor/more.go", "w.over != nil && w.over()", "w.over != nil && false"))},
	{"watchers-crowd", "each of many who watch, come and go looks at all others", "", "WatchersComeAndGo", edits(
		edit("actor/more.go", "			if len(all) > cap(all)/2 {", "			if false {"))},
	{"queued-unseen", "Snapshot leaves out what no worker has seen", "", "SnapshotBeforeRun", edits(
		edit("actor/snapshot.go", "s.injected.pushed.Get()-s.injected.taken.Get()", "s.injected.size.Load()"))},
	{"restart-panic-swallowed", "a panic of Restart is swallowed", "", "CallbackPanics", edits(
		edit("actor/fault.go", "own\n			}\n			w.system.finish(f)", "own\n			}\n			_ = f"))},
	{"restart-panic-unnamed", "a panic of Restart is taken for one of Receive", "", "CallbackPanics", edits(
		edit("actor/fault.go", "f.Actor, f.what = to, \"Restart\"", "_ = to"))},
	{"restart-panic-go-unnamed", "a panic of Restart after one in Go is taken for one of Receive", "", "RestartPanics", edits(
		edit("actor/fault.go", "		f.what = \"Restart\"\n", "		_ = f\n"))},
	{"go-lost", "what Go returns isn't sent", "", "Go", edits(
		edit("actor/context.go", "	} else if err := a.force(m); err != nil {", "	} else if err := error(nil); err != nil {"))},
	{"go-swallows", "a panic in Go is swallowed", "", "GoPanics", edits(
		edit("actor/context.go", "				a.taskDone(m, newFault(recover()))\n", "				recover(); a.taskDone(m, nil)\n"))},
	{"go-drops", "what Go returns too late is forgotten", "", "GoAfterEnd", edits(
		edit("actor/context.go", "	} else if err := a.force(m); err != nil {", "	} else if err := a.force(m); err != nil && false {"))},
	{"bound-counts-hand", "the message in hand counts for the bound", "", "Bounded", edits(
		edit("actor/more.go", "		if n >= m.limit {", "		if n+1 >= m.limit {"))},
	{"bound-ctx", "a Send that waits doesn't end with its context", "", "BoundedContexts", edits(
		edit("actor/more.go", "	err := m.room.Wait(ctx, func() bool {", "	err := m.room.Wait(context.WithoutCancel(ctx), func() bool {"))},
	{"bound-forced-uncounted", "messages of timers spoil the count of a bounded mailbox", "", "TimersBeyondBound", edits(
		edit("actor/more.go", "	a.exceed()\n	return a.post(m)", "	_ = a\n	return a.post(m)"))},
	{"watch-takes-room", "a panic of the function that Watch calls takes room for good", "", "WatchPanicsBounded", edits(
		edit("actor/more.go", "		v := m(cause) // before", "		self.exceed(); v := m(cause) // before"),
		edit("actor/more.go", "		self.exceed()\n		if mine", "		// as above\n		if mine"))},
	{"watch-nobody", "Watch of nobody says nothing", "", "Watch", edits(
		edit("actor/more.go", "		tell(ErrNobody)\n", "		_ = tell\n"))},
	{"onstop-nobody", "OnStop through a zero Ref says nothing", "", "ZeroRef", edits(
		edit("actor/more.go", "		f(ErrNobody)\n", "		_ = f\n"))},
	{"ask-answers", "a second answer counts", "", "Ask", edits(
		edit("actor/ask.go", "	if r.slot == nil || r.slot.given.Swap(true) {", "	if r.slot == nil || r.slot.given.Swap(true) && false {"))},
	{"ask-end", "a question isn't over with the system", "", "Ask", edits(
		edit("actor/ask.go", "	case <-ended:\n		err", "	case <-done:\n		_ = ended; err"))},
	{"timer-order", "timers that are due at once come in any order", "", "Timers", edits(
		edit("actor/timer.go", "	return t.number < u.number\n", "	return t.number > u.number\n"))},
	{"timer-stop", "a timer that was stopped sends", "", "Timers", edits(
		edit("actor/timer.go", "		if t.off.Load() {\n			ts.stale--\n			continue", "		if t.off.Load() && false {\n			ts.stale--\n			continue"),
		edit("actor/timer.go", "	if t.period == 0 && t.off.Swap(true) || t.period != 0 && t.off.Load() {", "	if false {"))},
	{"timer-drift", "the beats of Every drift", "", "EveryIsSteady", edits(
		edit("actor/timer.go", "	t.when = t.when.Add((missed + 1) * t.period)", "	_ = missed; t.when = time.Now().Add(t.period)"))},
	{"timer-of-stopped", "the timers of an actor that has stopped stay", "", "TimersOfStopped", edits(
		edit("actor/timer.go", "	if !t.send(w) || t.period == 0 {", "	if t.send(w); t.period == 0 {"))},
	{"timer-stale", "timers that were stopped stay until they are due", "", "ManyTimers", edits(
		edit("actor/timer.go", "	if ts.stale <= len(ts.heap)/2 || ts.stale < 16 {", "	if true {"))},
	{"snapshot-longest", "a Snapshot shows no mailboxes", "", "Snapshot", edits(
		edit("actor/snapshot.go", "		snap.Longest = append(snap.Longest, w.marks.list...)\n", "		_ = w\n"))},
	{"seed-ignored", "the seed has no influence", "", "Seed", edits(
		edit("actor/system.go", "dice: (o.Seed+uint64(i))*", "dice: (0*o.Seed+uint64(i))*"))},
	{"seed-random", "the same seed gives another order", "", "Seed", edits(
		edit("actor/system.go", "dice: (o.Seed+uint64(i))*", "dice: (s.nextSeed()+uint64(i))*"),
		edit("actor/system.go", "const defaultBatch = 64", "var seeds atomic.Uint64; func (*System) nextSeed() uint64 { return seeds.Add(1) }; const defaultBatch = 64"))},
	{"misuse-context", "a Context that is kept goes on working", "", "ContextLate", edits(
		edit("actor/actor.go", "	l.hand = nil\n	l.context.actor = nil\n", "	l.hand = nil\n	_ = l\n"))},
	{"misuse-nil", "a nil function is noticed when it is called", "", "NilFunctions", edits(
		edit("actor/context.go", "	if f == nil {\n		panic", "	if f == nil && c == nil {\n		panic"))},
	{"misuse-twice", "Init of an actor in use isn't noticed", "", "Misuse", edits(
		edit("actor/actor.go", "	if a.kind != nil {\n		panic(", "	if a.kind != nil && s == nil {\n		panic("))},
}
