package core

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"unsafe"
)

// Time in rewritten code. The clock is part of the state only if the code looks at it: a
// loop that sleeps would never come to a state twice if it were.

// ReadsClock reports whether code of the model has been seen to look at the clock.
func (s *Sim) ReadsClock() bool { return s.readsClock }

// ReadClock reads the clock as an operation. The first to do so in a search makes it
// begin again, with the clock in the state.
func (s *Sim) ReadClock() int64 {
	if !s.readsClock {
		s.readsClock, s.sharing.again = true, true
		s.restart = s.restartable
	}
	now := Clock()
	s.limit("time passed only when a timer fired")
	s.step.progress = true // in the end it passes: a loop that waits for it ends
	return now
}

// LookAtClock reads the clock, and is no operation.
func (s *Sim) LookAtClock() int64 { return s.clock.now }

// Sleep blocks for d nanoseconds.
func (s *Sim) Sleep(d int64) {
	if s.aborting {
		s.unwind(s.cur)
	}
	if s.cur == nil {
		return
	}
	when := s.clock.now + max(d, 0)
	id := s.clockID()
	t := s.cur
	t.when = when
	switch {
	case s.opts.IdleTimers:
		t.wait = uint64(when-s.clock.now) + 1
	case s.readsClock || !s.body:
		// It has looked at the clock: one that comes later wakes up later.
		t.wait = uint64(when) + 1
		s.step.touches(&s.objects[id], false)
	}
	s.enter(OpSleep, id, 1, nil)
	t.wait = 0
	s.advance(t.when)
	s.observe(t, 0, uint64(OpSleep), 0)
	s.rec.text("wakes up")
}

// AwaitIdle blocks until nothing else can run, nor any timer fire without the clock
// moving on. All that has been done happens before what follows.
func (s *Sim) AwaitIdle() {
	if t := s.cur; t != nil {
		t.idle = true
		s.Sleep(0)
		t.idle = false
		s.learnAll(t)
	}
}

// turn orders threads that sleep, or are timers: the lower ones come first.
func (t *thread) turn() int64 {
	n := 2 * min(t.when, math.MaxInt64/2)
	if t.idle {
		n++
	}
	return n
}

// advance moves the clock on, in the step of a timer.
func (s *Sim) advance(when int64) {
	s.clock.now = max(s.clock.now, when)
	o := &s.objects[s.clockID()]
	if s.readsClock || !s.body {
		s.setValue(o, uint64(s.clock.now))
		s.step.touches(o, true)
	}
	if s.opts.IdleTimers {
		s.step.touchesEverything()
		s.waits()
	}
}

// waits brings the state up to date when the clock has moved. Which of those that wait is
// the next depends on how long they still have to.
func (s *Sim) waits() {
	for _, t := range s.threads {
		if t == s.step.thread || !t.waitsForTime() {
			continue
		}
		t.wait = uint64(max(t.when-s.clock.now, 0)) + 1
		s.rekey(t)
	}
}

// waitsForTime reports whether the thread sleeps, or is a timer that is to fire.
func (t *thread) waitsForTime() bool {
	return !t.ended && (t.pend.kind == OpSleep || t.pend.kind == OpFire && t.armed)
}

// idlers keeps of the threads that can step those that sleep, or are timers, only if
// there are no others; and of these the first to come.
func (s *Sim) idlers(enabled uint64) uint64 {
	late, first := uint64(0), int64(0)
	for _, t := range s.threads {
		bit := uint64(1) << uint(t.slot)
		if enabled&bit == 0 {
			continue
		}
		if t.pend.kind != OpFire && t.pend.kind != OpSleep {
			continue
		}
		if late == 0 || t.turn() < first {
			first = t.turn()
		}
		late |= bit
	}
	if late == 0 || enabled&^late != 0 {
		return enabled &^ late
	}
	for _, t := range s.threads {
		if late>>uint(t.slot)&1 != 0 && t.turn() > first {
			late &^= 1 << uint(t.slot)
		}
	}
	return late
}

// Alive is the number of threads that have not ended, but for timers that have not fired:
// they aren't goroutines. To look at it is an operation. The first to do so in a search
// makes it begin again: from then on, the beginning and the end of a thread matter to
// others.
func (s *Sim) Alive() int {
	if !s.countsLive {
		s.countsLive, s.sharing.again = true, true
		s.restart = s.restartable
	}
	id := s.liveID()
	t := s.enter(OpLen, id, 1, nil)
	n := 0
	for _, u := range s.threads {
		if !u.ended && !u.timer {
			n++
		}
	}
	if t != nil {
		o := &s.objects[id]
		s.step.touches(o, false)
		s.observe(t, o.name, uint64(OpLen), uint64(n))
		s.rec.text(fmt.Sprintf("goroutines: %d", n))
	}
	return n
}

// liveID is the number of the object that stands for the number of threads.
func (s *Sim) liveID() int32 {
	if s.liveObj < 0 {
		s.liveObj = int32(len(s.objects))
		s.objects = append(s.objects, Object{id: s.liveObj, cell: -1, name: mix(k2, k4), label: "goroutines"})
	}
	return s.liveObj
}

// counted notes that the number of threads has changed, in the step at hand.
func (s *Sim) counted() {
	if s.countsLive && s.phase == phaseRun {
		s.step.touches(&s.objects[s.liveID()], true)
	}
}

// HashAny is the hash of a value, in which pointers count by name.
func (s *Sim) HashAny(x any) uint64 {
	h, _ := s.hashAny(x)
	return h
}

// timing is a timer of rewritten code.
type timing struct {
	Timer
	period int64
	left   int // so many times a ticker may fire yet
	f      func()
	drain  func()
	c      unsafe.Pointer // the channel that it sends on
}

// ticks is how often a ticker fires at most, while others run.
func (s *Sim) ticks() int {
	if s.opts.Ticks > 0 {
		return s.opts.Ticks
	}
	return 2
}

// TimerStart arms the timer at p, which calls f after d nanoseconds, and again after each
// period if there is one. drain makes it forget what it has done.
func (s *Sim) TimerStart(p, c unsafe.Pointer, d, period int64, f, drain func()) {
	id, x := thing[timing](s, p)
	x.f, x.drain, x.c = f, drain, c
	x.name, x.silent = s.objects[id].name, drain != nil
	if c != nil {
		s.channelAt(c, 1) // room for one send, although len and cap are 0
	}
	s.arm(x, d, period)
}

func (s *Sim) arm(x *timing, d, period int64) bool {
	x.period, x.left = period, s.ticks()
	x.Timer.f = func() { s.fires(x) }
	return x.Timer.Reset(d)
}

// fires is what happens when a timer fires. A ticker that has fired as often as it may
// has a thread that is not armed.
func (s *Sim) fires(x *timing) {
	x.f()
	if x.period == 0 {
		return
	}
	s.others = true
	x.left--
	x.when = s.clock.now + x.period
	u := x.ready(s, &s.objects[s.clock.obj])
	u.pos = u.pos.then(uint64(x.left), 2)
	if x.left == 0 {
		u.armed = false
		if s.limit(fmt.Sprintf("each ticker fired %d times at most", s.ticks())); !slices.Contains(s.spent, x) {
			s.spent = append(s.spent, x)
		}
	}
	s.rekey(u)
}

// starved returns, of threads that are stuck, those that wait for a ticker which would
// fire, but for the bound, and the others.
func (s *Sim) starved(stuck []*thread) (starved, others []*thread) {
	for _, t := range stuck {
		if slices.ContainsFunc(s.spent, func(x *timing) bool { return x.t != nil && !x.t.armed && t.awaits(x.c) }) {
			starved = append(starved, t)
		} else {
			others = append(others, t)
		}
	}
	return starved, others
}

// awaits reports whether the thread has come to a communication on the channel.
func (t *thread) awaits(c unsafe.Pointer) bool {
	return !t.ended && t.pend.kind == OpComm &&
		slices.ContainsFunc(t.comm.cases, func(x Case) bool { return x.Chan == c })
}

// rest is what is known of the others while nothing but tickers can go on.
type rest struct {
	ticks  int  // so many states in which that was so have been ticked on from
	next   int  // the ticker that is to fire next
	before h128 // the outline of the last of these states
	forced bool // since then there has been nothing to choose
	over   bool // each ticker has fired and come to the same: the others wait forever
	obj    int32
}

// tickOn lets tickers that threads wait for fire beyond the bound, one after the other,
// when nothing else can run, though others wait. It is part of the step at hand.
//
// If nothing comes of that, and could not (the ticker's threads had nothing to choose,
// and all is as before), then the others wait forever.
func (s *Sim) tickOn() {
	r := &s.rest
	can := s.runnable(nil)
	r.forced = r.forced && len(can) <= 1 && !s.step.progress && !s.step.random
	if len(can) > 0 {
		return
	}
	var tickers []*timing
	for _, x := range s.spent {
		if x.t != nil && slices.ContainsFunc(s.threads, func(t *thread) bool { return t.awaits(x.c) }) {
			tickers = append(tickers, x)
		}
	}
	others := slices.ContainsFunc(s.threads, func(t *thread) bool {
		awaits := func(x *timing) bool { return t.awaits(x.c) }
		return !t.ended && !t.timer && !t.daemon && !slices.ContainsFunc(tickers, awaits)
	})
	if len(tickers) == 0 || !others {
		return
	}
	outline := s.outline()
	switch {
	case r.ticks > 0 && outline == r.before:
		if !r.forced {
			return
		}
		if r.next++; r.next == len(tickers) {
			r.over = true
			return
		}
	case r.ticks < 2*s.ticks():
		r.ticks++
		r.next, r.before, r.forced = 0, outline, true
	default:
		return
	}
	slices.SortFunc(tickers, func(x, y *timing) int { return cmp.Compare(x.t.name, y.t.name) })
	x := tickers[r.next]
	x.left = 1
	x.t.armed = true
	s.rekey(x.t)
	if r.obj == 0 {
		r.obj = int32(len(s.objects))
		s.objects = append(s.objects, Object{id: r.obj, cell: -1, name: mix(k2, k3), label: "rest"})
	}
	s.setValue(&s.objects[r.obj], mix(outline.lo, uint64(r.ticks)<<8+uint64(r.next)))
}

// outline is the state but for timers.
func (s *Sim) outline() (h h128) {
	for _, t := range s.threads {
		if !t.fires || !t.ended && !t.timer {
			h.add(t.comp)
		}
	}
	for i := range s.objects {
		if o := &s.objects[i]; s.rest.obj == 0 || o.id != s.rest.obj {
			h.add(o.comp)
		}
	}
	return h
}

// TimerStop disarms the timer at p, and reports whether it was armed.
func (s *Sim) TimerStop(p unsafe.Pointer) bool {
	_, x := thing[timing](s, p)
	was := x.Timer.Stop()
	if x.drain != nil {
		was = s.drained(x) || was
	}
	return was
}

// TimerReset arms the timer at p anew, and reports whether it was armed.
func (s *Sim) TimerReset(p unsafe.Pointer, d, period int64) bool {
	_, x := thing[timing](s, p)
	was := s.arm(x, d, period)
	if x.drain != nil {
		was = s.drained(x) || was
	}
	return was
}

// drained lets a timer forget what it has sent, as part of the step at hand.
func (s *Sim) drained(x *timing) bool {
	before := s.dropped
	x.drain()
	return s.dropped != before
}

// Deposit puts a value into a channel, unless it is full, as part of the step at hand.
func (s *Sim) Deposit(p, v unsafe.Pointer, m *Mem) {
	ch := s.channelAt(p, 1)
	s.step.touches(&s.objects[ch.obj], true)
	if len(ch.buf) == 0 {
		s.pushElement(s.cur, ch, s.element(v, m))
	}
}

// Drain empties a channel, as part of the step at hand.
func (s *Sim) Drain(p unsafe.Pointer) {
	ch := s.channelAt(p, 1)
	s.step.touches(&s.objects[ch.obj], true)
	if len(ch.buf) > 0 {
		s.dropped++
		ch.buf = nil
		s.setChannel(ch)
	}
}
