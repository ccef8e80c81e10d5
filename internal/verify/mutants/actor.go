package mutants

// actor are mutants of package actor.
var actor = []aimed{
	// The run queue.
	{"ring-push-full", "the owner adds to a queue that is full", "", "Queue", edits(
		edit("actor/queue.go", "	if tail-at == uint32(len(q.slots)) {", "	if tail-at == uint32(len(q.slots))+1 {"))},
	{"ring-push-over-thief", "the owner writes to slots that a thief is reading", "", "Queue", edits(
		edit("actor/queue.go", "	at, _ := unpack(q.head.Load())\n	if", "	_, at := unpack(q.head.Load())\n	if"))},
	{"ring-push-early", "a task is published before it is there", "", "Queue", edits(
		edit("actor/queue.go", "	q.slot(tail).Set(t)\n", "	defer q.slot(tail).Set(t)\n"))},
	{"ring-pop-blindly", "the owner takes a task by a plain store", "", "Queue", edits(
		edit("actor/queue.go", "		if q.head.CompareAndSwap(head, next) {\n", "		if q.head.Store(next); true {\n"))},
	{"ring-steal-blindly", "a thief claims tasks by a plain store", "", "Queue", edits(
		edit("actor/queue.go", "		if !q.head.CompareAndSwap(head, pack(at, to+n)) {\n			continue", "		if q.head.Store(pack(at, to+n)); false {\n			continue"))},
	{"ring-steal-unclaimed", "a thief copies tasks, and claims them afterwards", "", "Queue", edits(
		edit("actor/queue.go", "		if !q.head.CompareAndSwap(head, pack(at, to+n)) {\n			continue", "		if !q.head.CompareAndSwap(head, pack(to+n, to+n)) {\n			continue"))},
	{"ring-two-thieves", "a second thief claims what the first has claimed", "", "Queue/ring of 2, 2 tasks and 2 more, thieves 2, times 1", edits(
		edit("actor/queue.go", "		if at != to {\n			return nil\n		}\n		n :=", "		if at != to && false {\n			return nil\n		}\n		n :="))},
	{"ring-steal-keeps", "a thief doesn't let go of the slots", "", "Queue", edits(
		edit("actor/queue.go", "			if q.head.CompareAndSwap(head, pack(to, to)) {", "			if at != to || at == to {"))},
	{"ring-steal-lets-go-blindly", "a thief that lets go brings back what the owner took meanwhile", "", "Queue", edits(
		edit("actor/queue.go", "			if q.head.CompareAndSwap(head, pack(to, to)) {", "			if q.head.Store(pack(to, to)); true {"))},
	{"ring-steal-hides", "a thief doesn't publish what it has stolen", "", "Queue", edits(
		edit("actor/queue.go", "			own.tail.Store(tail + n - 1) // as in push\n", "			_ = tail\n"))},
	{"ring-half-with-thief", "the owner moves tasks out of its queue that a thief has claimed", "", "Queue", edits(
		edit("actor/queue.go", "	if at != to || n == 0 ||", "	if n == 0 ||"),
		edit("actor/queue.go", "pack(to+n, to+n)) {\n		return nil, nil", "pack(to+n, to+n)) && at == to {\n		return nil, nil"))},
	{"refill-over-thief", "a worker takes more from outside than there is room for while a thief is about", "", "Robbed/ring of 2, 3 from injection, times 1", edits(
		edit("actor/worker.go", "min(share, mostTaken, w.queue.room()+1)", "min(share, mostTaken)"))},
	{"steal-over-thief", "a worker that steals writes to slots that a thief of its own is reading", "", "Robbed/ring of 4, 3 from another, times 1", edits(
		edit("actor/queue.go", "	most := uint32(own.room()) + 1\n", "	most := uint32(len(own.slots))\n"))},
	{"room-of-thief", "the slots that a thief is reading count as room", "", "Robbed/ring of 2, 3 from injection, times 1", edits(
		edit("actor/queue.go", "	at, _ := unpack(q.head.Load())\n	return len", "	_, at := unpack(q.head.Load())\n	return len"))},
	{"overflow-loses", "a task for which there is no room is lost", "", "Queue", edits(
		edit("actor/worker.go", "	w.system.injected.push(t, oldest, n+1) // isn't shut: this worker is here", "	if newest != nil { w.system.injected.push(newest, oldest, n) }"))},

	// The injection queue.
	{"inject-blindly", "a push overwrites the top", "", "Injection", edits(
		edit("actor/inject.go", "		if q.top.CompareAndSwap(top, newest) {", "		if q.top.Store(newest); true {"))},
	{"inject-link-late", "a task is linked after it was published", "", "Injection", edits(
		edit("actor/inject.go", "		oldest.next.Set(top)\n", "		defer oldest.next.Set(top)\n"))},
	{"inject-refill-blindly", "refill loses what is pushed meanwhile", "", "Injection", edits(
		edit("actor/inject.go", "		if q.top.CompareAndSwap(top, nil) {\n			break", "		if q.top.Store(nil); true {\n			break"))},
	{"inject-refill-unseen", "a worker that refills hides what it moves", "", "Sleep/one takes in its turn and gets stuck, one is about to sleep", edits(
		edit("actor/inject.go", "	q.size.Add(1)\n", "	_ = q\n"),
		edit("actor/inject.go", "	q.size.Add(n - 1)\n", "	q.size.Add(n)\n"))},
	{"inject-unlocked", "two workers take at once", "", "Injection", edits(
		edit("actor/inject.go", "	q.mu.Lock()\n", "	_ = 0\n"),
		edit("actor/inject.go", "	q.mu.Unlock()\n	return first", "	_ = 0\n	return first"))},
	{"inject-into-shut", "a push doesn't see that the queue is shut", "", "Injection", edits(
		edit("actor/inject.go", "		if top == &q.shut {\n			return false", "		if top == &q.shut && oldest == nil {\n			return false"))},

	// Sleep.
	{"sleep-no-recheck", "a worker doesn't look once more when it has announced its sleep", "", "Sleep/1 worker, 2 push", edits(
		edit("actor/worker.go", "	if s.somethingToDo() && s.withdraw(me) {", "	if false && s.withdraw(me) {"))},
	{"sleep-announced-late", "a worker looks once more before it announces its sleep", "", "Sleep/1 worker, 2 push", edits(
		edit("actor/worker.go", "	s.idle.word.Add(me - searcher)\n", "	todo := s.somethingToDo(); s.idle.word.Add(me - searcher)\n"),
		edit("actor/worker.go", "	if s.somethingToDo() && s.withdraw(me) {", "	if todo && s.withdraw(me) {"))},
	{"sleep-two-steps", "a worker is neither searching nor asleep for a moment", "", "Sleep/1 worker, 2 push", edits(
		edit("actor/worker.go", "	s.idle.word.Add(me - searcher)\n", "	todo := s.somethingToDo(); s.idle.word.Add(oneLess); s.idle.word.Add(me)\n"),
		edit("actor/worker.go", "	if s.somethingToDo() && s.withdraw(me) {", "	if todo && s.withdraw(me) {"))},
	{"found-silently", "the last worker to search doesn't look whether there is more", "", "Sleep/1 asleep, one was woken, and gets stuck", edits(
		edit("actor/worker.go", "== 0 && s.somethingToDo() {\n		s.rouse()", "== 0 && false {\n		s.rouse()"))},
	{"found-early", "the last worker to search looks for more before it is discounted", "", "Sleep/1 asleep, one was woken, and gets stuck", edits(
		edit("actor/worker.go", "	if s.idle.word.Add(oneLess)&^(sleepers|frozen) == 0 && s.somethingToDo() {", "	if todo := s.somethingToDo(); s.idle.word.Add(oneLess)&^(sleepers|frozen) == 0 && todo {"))},
	{"thief-discounted", "a worker isn't counted as one that searches while it robs another", "", "Sleep/2 look into the queue of one that is stuck, and get stuck", edits(
		edit("actor/worker.go", "		if t := w.look(); t != nil {\n			w.found()\n", "		w.found(); t := w.look(); if t == nil { s.idle.word.Add(searcher) }\n		if t != nil {\n"))},
	{"rouse-nobody", "nobody is woken for what comes from outside", "", "Sleep/1 worker, 2 push", edits(
		edit("actor/idle.go", "	if toRouse(s.idle.word.Load()) != 0 {", "	if false {"))},
	{"rouse-uncounted", "a worker that is woken isn't counted as one that searches", "", "Sleep/2 asleep, 2 push, both get stuck", edits(
		edit("actor/idle.go", "CompareAndSwap(w, w-bit+searcher) {\n			s.workers", "CompareAndSwap(w, w-bit) {\n			s.workers"))},
	{"rouse-blindly", "two wake the same worker", "", "Sleep/2 asleep, 2 push, both get stuck", edits(
		edit("actor/idle.go", "		if s.idle.word.CompareAndSwap(w, w-bit+searcher) {\n			s.workers", "		if s.idle.word.Store(w-bit+searcher); true {\n			s.workers"))},
	{"rouse-silently", "a worker is taken from the sleepers, and not woken", "", "Sleep/1 worker, 2 push", edits(
		edit("actor/idle.go", "			s.workers[trailing(bit)].sink.Source().Notify()\n", "			_ = trailing(bit)\n"))},
	{"add-silently", "nobody is woken for what a worker has too much", "", "Sleep/1 asleep, one was woken, adds 1 and gets stuck", edits(
		edit("actor/worker.go", "		w.overflow(t)\n	}\n	w.system.rouse()", "		w.overflow(t)\n	}\n	_ = w"))},
	{"over-unseen", "a worker that sleeps doesn't see that the system is over", "", "SleepEnd/1 workers, stop", edits(
		edit("actor/worker.go", "		return s.idle.word.Load()&me == 0 || s.over.Load()\n", "		return s.idle.word.Load()&me == 0\n"))},
	{"over-late", "workers are told before the system is over", "", "SleepEnd/1 workers, stop", edits(
		edit("actor/system.go", "	s.over.Store(true)\n	for", "	defer s.over.Store(true)\n	for"))},

	{"turn-silently", "a worker that takes a share in its turn doesn't rouse others", "", "Sleep/one takes a share in its turn and gets stuck, one is about to sleep", edits(
		edit("actor/worker.go", "			s.rouse() // others may have looked", "			_ = s // others may have looked"))},

	// The states of an actor.
	{"mail-blindly", "a push overwrites the top of the mailbox", "", "State", edits(
		edit("actor/mailbox.go", "		if b.top.CompareAndSwap(top, e) {\n			return top == nil, true", "		if b.top.Store(e); true {\n			return top == nil, true"))},
	{"mail-link-late", "a message is linked after it was published", "", "State", edits(
		edit("actor/mailbox.go", "		e.next.Set(top)\n		// Publishes", "		defer e.next.Set(top)\n		// Publishes"))},
	{"mail-never-queued", "a sender that finds the actor idle doesn't queue it", "", "State", edits(
		edit("actor/mailbox.go", "			return top == nil, true\n", "			return false, true\n"))},
	{"mail-always-queued", "each sender queues the actor", "", "State", edits(
		edit("actor/mailbox.go", "			return top == nil, true\n", "			return true, true\n"))},
	{"rest-blindly", "an actor becomes idle though a message has come", "", "State", edits(
		edit("actor/mailbox.go", "	if b.top.CompareAndSwap(taken, nil) {\n		return true", "	if b.top.Store(nil); true {\n		return true"))},
	{"rest-late", "a worker writes to an actor that it has given away", "", "State", edits(
		edit("actor/mailbox.go", "	b.taken.Set(nil)\n	// Gives the actor away", "	defer func() { if b.taken.Get() == taken { b.taken.Set(nil) } }()\n	// Gives the actor away"))},
	{"rest-forgets", "a worker that fails to make the actor idle receives a message again", "", "State", edits(
		edit("actor/mailbox.go", "	b.taken.Set(taken)\n	return false", "	_ = taken\n	return false"))},
	{"fetch-in-reverse", "messages are received newest first", "", "State", edits(
		edit("actor/mailbox.go", "	b.taken.Set(top)\n	return list, n", "	b.taken.Set(top); var turned *envelope[M]; for e := list; e != nil; { next := e.next.Get(); e.next.Set(turned); turned, e = e, next }; list = turned\n	return list, n"))},
	{"spare-too-early", "an envelope that is on the stack is used again", "", "Spare", edits(
		edit("actor/actor.go", "		if next != nil { // else e is the one that is still on the stack", "		if true {"))},
	{"spare-twice", "the envelope on the stack is spare before the actor is idle", "", "Spare", edits(
		edit("actor/actor.go", "	taken := a.mail.taken.Get()\n	if taken != nil &&", "	taken := a.mail.taken.Get(); if taken != nil && taken != k.nudge { l.put(taken, k) }\n	if taken != nil &&"))},
	{"batch-lost", "an actor whose turn is over isn't queued again", "", "State", edits(
		edit("actor/actor.go", "			a.mail.todo.Set(e)\n			w.add(&a.task)\n			break", "			a.mail.todo.Set(e)\n			_ = w\n			break"))},
	{"batch-forgets", "an actor whose turn is over loses what was fetched", "", "State", edits(
		edit("actor/actor.go", "			a.mail.todo.Set(e)\n			w.add(&a.task)\n			break", "			a.mail.todo.Set(nil)\n			w.add(&a.task)\n			break"))},
	{"batch-after-queue", "a worker writes to an actor that it has queued", "", "State", edits(
		edit("actor/actor.go", "			a.mail.todo.Set(e)\n			w.add(&a.task)\n			break", "			w.add(&a.task)\n			a.mail.todo.Set(e)\n			break"))},
	{"todo-twice", "what was fetched is received again", "", "State", edits(
		edit("actor/actor.go", "	if e != nil {\n		a.mail.todo.Set(nil)\n	}\n	for", "	if e != nil {\n		_ = e\n	}\n	for"))},

	// Stopping.
	{"stop-unseen", "a worker doesn't look at the flag once it has made the actor idle", "", "Stop", edits(
		edit("actor/actor.go", "		if a.flags.Load()&urgent == 0 || !a.mail.nudge(k) {", "		if true || !a.mail.nudge(k) {"))},
	{"stop-no-nudge", "an idle actor isn't told to stop", "", "Stop", edits(
		edit("actor/ref.go", "	if a.mail.nudge(a.kind) && !a.enqueue() {", "	if false && !a.enqueue() {"))},
	{"stop-nudge-first", "Stop nudges before it sets the flag", "", "Stop", edits(
		edit("actor/ref.go", "	if a.flags.Or(stopping)&stopping != 0 {\n		return", "	nudged := a.mail.nudge(a.kind) && a.enqueue(); if a.flags.Or(stopping)&stopping != 0 || nudged {\n		return"))},
	{"stop-nudge-blindly", "a nudge overwrites the mailbox", "", "Stop", edits(
		edit("actor/mailbox.go", "{ return b.top.CompareAndSwap(nil, k.nudge) }", "{ if b.top.Load() != nil { return false }; b.top.Store(k.nudge); return true }"))},
	{"stop-both", "a nudged actor is run by the worker that has made it idle, too", "", "Stop", edits(
		edit("actor/actor.go", "		if a.flags.Load()&urgent == 0 || !a.mail.nudge(k) {", "		if a.flags.Load()&urgent == 0 {"))},
	{"stop-open", "a stopped actor's mailbox stays open", "", "Stop", edits(
		edit("actor/mailbox.go", "	for e := b.top.Swap(k.closed); e != nil", "	for e := b.top.Load(); e != nil"))},
	{"stop-closed-unseen", "a push doesn't see that the mailbox is closed", "", "Stop", edits(
		edit("actor/mailbox.go", "		if top == k.closed {\n			return false, false", "		if top == k.closed && e == nil {\n			return false, false"))},
	{"stop-loses", "what was fetched and not received is no dead letter", "", "Stop", edits(
		edit("actor/actor.go", "	for _, list := range [...]*envelope[M]{todo, rest} {", "	for _, list := range [...]*envelope[M]{func() *envelope[M] { _ = todo; return nil }(), rest} {"))},
	{"stop-loses-rest", "what wasn't fetched is no dead letter", "", "Stop", edits(
		edit("actor/actor.go", "	for _, list := range [...]*envelope[M]{todo, rest} {", "	for _, list := range [...]*envelope[M]{todo, func() *envelope[M] { _ = rest; return nil }()} {"))},
	{"stop-send", "a send after Stop isn't refused", "", "Stop", edits(
		edit("actor/ref.go", "		if f&stopping != 0 {\n			return ErrStopped\n		}\n		if f&bounded != 0 && !a.more.Load().take() {\n			return ErrFull\n		}\n	}\n	return a.post(m)", "		if f&stopping != 0 {\n			return a.post(m)\n		}\n		if f&bounded != 0 && !a.more.Load().take() {\n			return ErrFull\n		}\n	}\n	return a.post(m)"))},
	{"watch-lost", "one who begins to watch while the actor stops isn't told", "", "Stop", edits(
		edit("actor/more.go", "	if cause == nil && a.more.CompareAndSwap(nil, a.kind.system.stopped) {\n		return", "	if cause == nil && a.more.Load() == nil {\n		return"))},
	{"watch-lost-late", "the stop isn't noted for those who watch later", "", "Stop", edits(
		edit("actor/more.go", "	m.stopped.Set(true)\n	m.cause.Set(cause)", "	_ = m\n	m.cause.Set(cause)"))},
	{"watch-blindly", "two who begin to watch overwrite each other", "", "Stop", edits(
		edit("actor/more.go", "	if a.more.CompareAndSwap(nil, m) {\n		return m\n	}\n	return a.more.Load()", "	if a.more.Store(m); true {\n		return m\n	}\n	return a.more.Load()"))},
	{"gone-not-closed", "an actor that stops doesn't close its channel", "", "Stop", edits(
		edit("actor/more.go", "		g.close()\n", "		_ = g\n"))},
	{"fault-unheard", "a panic in a goroutine of Go is forgotten", "", "Fault", edits(
		edit("actor/fault.go", "	return f == nil || a.apply(f)", "	return f == nil || true"))},
	{"fault-no-flag", "a panic in a goroutine of Go doesn't make the actor look", "", "Fault", edits(
		edit("actor/fault.go", "	a.flags.Or(faulty)\n", "	_ = faulty\n"))},

	// Bounded mailboxes.
	{"bound-one-more", "a mailbox takes one message too many", "", "Bounded", edits(
		edit("actor/more.go", "		if n >= m.limit {", "		if n > m.limit {"))},
	{"bound-blindly", "two senders take the same room", "", "Bounded", edits(
		edit("actor/more.go", "		if m.used.CompareAndSwap(n, n+1) {", "		if m.used.Store(n + 1); true {"))},
	{"bound-silently", "a sender that waits isn't told of room", "", "Bounded", edits(
		edit("actor/more.go", "	m.used.Add(-1)\n	m.room.Notify(1)\n", "	m.used.Add(-1)\n	_ = m\n"))},
	{"bound-told-early", "a sender that waits is told before there is room", "", "Bounded", edits(
		edit("actor/more.go", "	m.used.Add(-1)\n	m.room.Notify(1)\n", "	m.room.Notify(1)\n	m.used.Add(-1)\n"))},
	{"bound-never", "the room of a message isn't given back", "", "Bounded", edits(
		edit("actor/actor.go", "			a.more.Load().give()\n", "			_ = a\n"))},
	{"bound-stop-unseen", "a sender that waits for room doesn't see that the actor stops", "", "Bounded/room for 1, 2 that wait, and a stop", edits(
		edit("actor/more.go", "		over = a.flags.Load()&stopping != 0\n", "		over = a == nil\n"))},

	// The end.
	{"end-silent-post", "a sender that finds the system ended says that it has sent", "", "End", edits(
		edit("actor/ref.go", "		return true, ErrEnded", "		return false, nil"))},
	{"end-twice", "a message that is refused is a dead letter, too", "", "End", edits(
		edit("actor/ref.go", "		a.mail.taken.Set(e)\n		return true", "		_ = e\n		return true"))},
	{"end-others-lost", "a sender that finds the system ended leaves the messages of others", "", "End", edits(
		edit("actor/ref.go", "		return true, ErrEnded", "		return false, ErrEnded"))},
	{"end-slot-lost", "the actor in the slot isn't buried", "", "End/by an actor, which has sent", edits(
		edit("actor/system.go", "			w.slot = nil\n			bury(t.actor)", "			w.slot = nil\n			_ = t"))},
	{"end-queue-lost", "actors in the queues of workers aren't buried", "", "End", edits(
		edit("actor/system.go", "		for t := w.queue.pop(); t != nil; t = w.queue.pop() {\n			bury(t.actor)", "		for t := w.queue.pop(); t != nil && false; t = w.queue.pop() {\n			bury(t.actor)"))},
	{"end-stop-lost", "an actor that is told to stop when the system has ended doesn't", "", "End/and an actor is told to stop", edits(
		edit("actor/ref.go", "!a.enqueue() {\n		bury(a)", "!a.enqueue() {\n		_ = a"))},

	// Shutdown.
	{"shutdown-awake", "Shutdown doesn't look whether workers are awake", "", "Shutdown/1 worker, a message there", edits(
		edit("actor/idle.go", "	return s.idle.word.CompareAndSwap(all, all|frozen)", "	return s.idle.word.Load() == all || true"))},
	{"shutdown-unfrozen", "Shutdown looks while workers go on", "", "Shutdown/1 asleep, 1 sender to an actor that sends on", edits(
		edit("actor/idle.go", "	return s.idle.word.CompareAndSwap(all, all|frozen)", "	return s.idle.word.Load() == all"))},
	{"shutdown-frozen", "Shutdown leaves the workers frozen", "", "Shutdown/1 worker, 1 sender", edits(
		edit("actor/idle.go", "	s.idle.word.And(^frozen)\n", "	_ = frozen\n"))},
	{"shutdown-frozen-out", "what was sent while the workers were frozen is left lying", "", "Shutdown/1 worker, 1 sender", edits(
		edit("actor/idle.go", "	if s.somethingToDo() {\n		s.rouse()", "	if false {\n		s.rouse()"))},
	{"shutdown-tasks", "Shutdown doesn't wait for goroutines of Go", "", "Shutdown/1 asleep, a goroutine of Go", edits(
		edit("actor/system.go", "	if s.tasks.Load() != 0 {\n		return false", "	if false {\n		return false"),
		edit("actor/system.go", "	if s.tasks.Load() == 0 && s.injected", "	if s.injected"))},
	{"shutdown-task-early", "a goroutine of Go is over before its message is sent", "", "Shutdown/1 asleep, a goroutine of Go", edits(
		edit("actor/context.go", "	s := a.kind.system\n	// Only", "	s := a.kind.system; s.tasks.Add(-1)\n	// Only"),
		edit("actor/context.go", "	if s.tasks.Add(-1) == 0 && s.closing", "	if s.tasks.Load() == 0 && s.closing"))},
	{"shutdown-task-silent", "the end of a goroutine of Go isn't noticed", "", "Shutdown/1 asleep, a goroutine of Go", edits(
		edit("actor/context.go", "&& s.closing.Load() {\n			s.still.Notify(1)", "&& s.closing.Load() {\n			_ = s"))},
	{"shutdown-sleep-silent", "Shutdown isn't told that the last worker sleeps", "", "Shutdown/1 worker, a message there", edits(
		edit("actor/worker.go", "	if s.closing.Load() {\n		s.still.Notify(1)", "	if s.closing.Load() {\n		_ = s"))},
	{"shutdown-together", "two that shut down freeze the workers at once", "", "TwoShutdowns", edits(
		edit("actor/system.go", "	s.shutting.Lock()\n	defer s.shutting.Unlock()\n", "	_ = 0\n	_ = 0\n"))},
	{"shutdown-shut-blindly", "Shutdown overlooks what is sent at the last moment", "", "Shutdown/1 asleep, 1 sender to an actor that sends on", edits(
		edit("actor/inject.go", "	return q.size.Load() == 0 && (q.top.CompareAndSwap(nil, &q.shut) ||", "	if q.top.Load() == nil { q.top.Store(&q.shut) }; return q.size.Load() == 0 && (q.top.Load() == &q.shut ||"))},

	// Questions.
	{"ask-no-last-look", "an answer that was given before the actor stopped is lost", "", "Ask", edits(
		edit("actor/ask.go", "	select {\n	case <-slot.token.C():\n		return slot.value.Get(), nil\n	default:", "	select {\n	case <-slot.token.C():\n		return answered, nil\n	default:"))},
	{"ask-gone-unheard", "a question to an actor that stops is never over", "", "Ask", edits(
		edit("actor/ask.go", "	case <-gone:\n		err =", "	case <-done:\n		_ = gone; err ="))},
	{"answer-early", "the asker is told before the answer is written", "", "Ask", edits(
		edit("actor/ask.go", "	r.slot.value.Set(v)\n	r.slot.token.Set()", "	r.slot.token.Set()\n	r.slot.value.Set(v)"))},
}
