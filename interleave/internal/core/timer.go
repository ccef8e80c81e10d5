package core

// Timer is the engine's side of a timer that calls a function. An armed timer is a thread
// whose first operation is to fire; it may do so at any time from then on. Stopping the
// timer ends the thread before it has begun.
type Timer struct {
	f    func()
	t    *thread // waits to fire; nil when the timer is not armed
	when int64
	gen  uint64

	// Of rewritten code: the name of its threads, and those that it has had.
	name   uint64
	had    []*thread
	silent bool // f accesses no memory, and its thread ends with it
}

// clock is the model's clock. It moves only when a timer fires, to the timer's time.
// Armed timers may fire in any order, whatever their times: a timer is as late as it
// likes.
type clock struct {
	now   int64 // in nanoseconds
	obj   int32 // its object, -1 for none yet
	early int   // so many timers that fire are still to be too early, see Early
}

// clockPoint is the scheduling point of an operation on the clock, which is one object
// for all timers.
func (s *Sim) clockPoint(k Kind) (*Object, *thread) {
	id := s.clockID()
	t := s.enter(k, id, 1, nil)
	return &s.objects[id], t
}

// clockID is the number of the clock's object, which has no address to be found by.
func (s *Sim) clockID() int32 {
	if s.clock.obj < 0 {
		id := int32(len(s.objects))
		s.objects = append(s.objects, Object{id: id, cell: -1, name: mix(k3, k4), label: "clock"})
		s.clock.obj = id
	}
	return s.clock.obj
}

// Clock reads the model's clock as an operation of the thread.
func Clock() int64 {
	s := running()
	if s.onlyLooking() || s.cur != nil && s.cur.peeking {
		return s.clock.now
	}
	o, t := s.clockPoint(OpNow)
	if t != nil {
		s.step.touches(o, false)
		s.observe(t, o.name, uint64(OpNow), uint64(s.clock.now))
		s.rec.op(OpNow, o, uint64(s.clock.now), uint64(s.clock.now), false)
	}
	return s.clock.now
}

// Start arms the timer for d nanoseconds from now.
func (m *Timer) Start(f func(), d int64) {
	m.f = f
	m.arm(running(), d, OpArm)
}

// Reset arms the timer anew and reports whether it was armed.
func (m *Timer) Reset(d int64) bool { return m.arm(running(), d, OpArm) }

// arm makes the thread that fires. It has the name of a child, in a sequence with the
// children that the running thread starts.
func (m *Timer) arm(s *Sim, d int64, k Kind) bool {
	s.mayDeclare("a timer")
	o, t := s.clockPoint(k)
	was := m.disarm(s)
	m.gen = s.gen
	m.when = s.clock.now + max(d, 0)
	s.rekey(m.ready(s, o))
	s.timerDone(o, t, k, was)
	return was
}

// ready makes the thread that fires, as part of the step at hand.
func (m *Timer) ready(s *Sim, o *Object) *thread {
	u := m.thread(s)
	m.t = u
	when := m.when
	u.timer, u.armed, u.fires = true, true, true
	u.pend = pending{OpFire, o.id, 1, nil}
	// When it is to fire is all that it knows.
	if u.when = when; !s.body || s.readsClock {
		u.pos = u.pos.then(uint64(when), 1)
	}
	if s.opts.IdleTimers {
		u.wait = uint64(when-s.clock.now) + 1
	}
	u.fn = func() { s.fire(m, u, when) }
	s.learn(u, &s.parent().know)
	return u
}

// thread returns a thread that has not begun. A timer of rewritten code that is armed
// again and again takes the same one, so that states come again, and that there are not
// too many. A thread that has fired, and done more than that, is not used again: others
// may not know yet of what it did.
func (m *Timer) thread(s *Sim) *thread {
	p := s.parent()
	if m.name == 0 {
		p.kids++
		return s.newThread(p.label+".timer", s.derived(p.name, k2, p.kids), nil)
	}
	for _, u := range m.had {
		if u.ended && (m.silent || u.timer) {
			s.renew(u)
			return u
		}
	}
	u := s.newThread(p.label+".timer", s.derived(m.name, k2, uint64(len(m.had))+1), nil)
	m.had = append(m.had, u)
	return u
}

// Stop disarms the timer and reports whether it was armed.
func (m *Timer) Stop() bool {
	s := running()
	s.mayDeclare("a timer's Stop")
	o, t := s.clockPoint(OpStop)
	was := m.disarm(s)
	s.timerDone(o, t, OpStop, was)
	return was
}

// disarm ends the thread that was to fire, if there is one in this execution.
func (m *Timer) disarm(s *Sim) bool {
	if m.t == nil || m.gen != s.gen {
		return false
	}
	u := m.t
	m.t = nil
	u.armed = false
	s.step.stopped |= 1 << uint(u.slot)
	// The thread has ended as if it had never been: it doesn't matter when it was to
	// fire.
	u.pos = s.beginning(u, 5)
	s.endThread(u)
	return true
}

// timerDone ends an operation on a timer, which says whether the timer was armed.
func (s *Sim) timerDone(o *Object, t *thread, k Kind, was bool) {
	if t == nil {
		return
	}
	v := uint64(0)
	if was {
		v = 1
	}
	s.step.touches(o, true)
	s.observe(t, o.name, uint64(k), v)
	s.rec.op(k, o, v, v, true)
}

// Early makes the first n timers that fire do so a nanosecond before their time.
func (s *Sim) Early(n int) {
	s.setupOnly("Early")
	s.clock.early = n
	s.Ghost(&s.clock.early)
}

// fire is the body of the thread that an armed timer is. The strategy has chosen it while
// its pending operation was to fire, so the step begins here, without enter.
func (s *Sim) fire(m *Timer, t *thread, when int64) {
	s.begin(t)
	o := &s.objects[s.clock.obj]
	m.t = nil
	t.timer, t.armed, t.wait = false, false, 0
	s.counted() // from now on it is a goroutine
	if s.clock.early > 0 {
		s.clock.early--
		when--
	}
	s.advance(when)
	s.step.touches(o, true)
	s.observe(t, 0, uint64(OpFire), 0)
	s.rec.text("timer fires")
	m.f()
}

// Now is the model's clock, in nanoseconds.
func (s *Sim) Now() int64 { return s.clock.now }
