package mutants

// testedActor are those of package actor that a test notices, as in tested.
var testedActor = []aimed{
	{"alloc-outside", "each send from outside makes an envelope", "", "NoAllocation", edits(
		edit("actor/mailbox.go", "	e := k.spare.Get()\n	if e == nil {\n		return new(envelope[M])\n	}\n	if rest", "	e := new(envelope[M])\n	if e == nil {\n		return new(envelope[M])\n	}\n	if rest"))},
	{"alloc-inside", "envelopes aren't used again", "", "NoAllocation", edits(
		edit("actor/mailbox.go", "	e.next.Set(l.used)\n	l.used = e\n", "	_ = e\n	e.next.Set(nil)\n"))},
	{"burst-kept", "a worker keeps all envelopes of a burst", "", "Burst", edits(
		edit("actor/actor.go", "	if l.count >= chain {\n", "	if l.count < 0 {\n"))},
	{"order-slot", "a worker leaves the slot for later", "", "Batch", edits(
		edit("actor/worker.go", "		if w.left > 0 && (s.seed == 0 || w.chance(2)) {", "		if w.left > 0 && s.seed != 0 {"))},
	{"batch-endless", "a turn has no end", "", "Batch", edits(
		edit("actor/worker.go", "		if w.left > 0 && (s.seed == 0 || w.chance(2)) {", "		if s.seed == 0 || w.chance(2) {"),
		edit("actor/actor.go", "		if left <= 0 || s.over.Load() {", "		if s.over.Load() {"))},
	{"steal-not", "workers don't steal", "", "Steal", edits(
		edit("actor/worker.go", "			if t := victim.queue.steal(&w.queue); t != nil {", "			if t := victim.queue.steal(&w.queue); t != nil && false {"))},
	{"injected-last", "what comes from outside waits while actors keep each other busy", "", "OutsideHasItsTurn", edits(
		edit("actor/worker.go", "	if w.tick++; w.tick%injectedFirst == 0 &&", "	if w.tick++; false &&"))},
	{"keeps-receiver", "a stopped actor keeps its Receiver", "", "Released", edits(
		edit("actor/actor.go", "	a.receiver = nil\n", "	_ = a\n"))},
	{"keeps-message", "an envelope keeps the message that it had", "", "Released", edits(
		edit("actor/actor.go", "		e.message.Set(none)\n", "		_ = none\n"))},
	{"stopper-not", "Stopped isn't called", "", "Stopper", edits(
		edit("actor/actor.go", "		s.Stopped(cause)\n", "		_ = s\n"))},
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
		edit("actor/fault.go", "	case a.policy == StopActor:\n		a.stop(f)\n", "	case a.policy == StopActor:\n		a.kind.system.finish(f)\n"))},
	{"goexit-lost", "the end of a worker's goroutine isn't noticed", "", "EndSystem", edits(
		edit("actor/worker.go", "			w.failed(f) // runtime.Goexit", "			_ = f // runtime.Goexit"))},
	{"fault-type", "a fault doesn't say of which type the message was", "", "EndSystem", edits(
		edit("actor/fault.go", "		f.Message = t.String() // more", "		_ = t.String // more"))},
	{"callback-swallowed", "a panic of OnStop or DeadLetter is swallowed", "", "CallbackPanics", edits(
		edit("actor/fault.go", "		w.system.finish(f)\n		return\n	}\n	l.hand = nil", "		_ = f\n		return\n	}\n	l.hand = nil"),
		edit("actor/fault.go", "				f = newFault(v)\n			}\n			w.system.finish(f)", "				f = newFault(v)\n			}\n			_ = f"))},
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
		edit("actor/more.go", "	if a.flags.Load()&bounded != 0 {\n		a.more.Load().used.Add(1)\n	}\n	return a.post(m)", "	if a.flags.Load()&bounded != 0 {\n		a.more.Load().used.Add(0)\n	}\n	return a.post(m)"))},
	{"watch-nobody", "Watch of nobody says nothing", "", "Watch", edits(
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
		edit("actor/actor.go", "	l.context.actor = nil\n	if l.count", "	_ = l\n	if l.count"))},
	{"misuse-twice", "Init of an actor in use isn't noticed", "", "Misuse", edits(
		edit("actor/actor.go", "	if a.kind != nil {\n		panic(", "	if a.kind != nil && s == nil {\n		panic("))},
}
