package core

import "unsafe"

// Park is runtime.gopark: it calls commit with the token of the thread, and blocks until
// Ready if that returns true.
//
// commit runs when the thread counts as parked already, as in the runtime: Ready may come
// before commit has returned. So the thread's steps in commit (it has some: it stores the
// token) leave room for others.
func Park(commit func(g, arg unsafe.Pointer) bool, arg unsafe.Pointer) {
	s := running()
	t := s.threadOnly("Park")
	if t.peeking {
		panic(refusal("Park where the state may only be looked at"))
	}
	if t.parking {
		panic(refusal("Park inside of Park's commit function"))
	}
	if s.aborting {
		panic(aborted{})
	}
	// From here on Ready may come.
	t.parking, t.ready = true, false
	s.step.touchesPark(t)
	s.rekey(t)
	if !commit(t.token(), arg) {
		// The runtime would find a goroutine on its run queue that is running.
		if t.ready {
			s.fail("park", "thread "+t.label+" was made ready, but its park did not commit")
		}
		t.parking = false
		s.step.touchesPark(t)
		s.rekey(t)
		return
	}
	if s.aborting {
		panic(aborted{})
	}
	s.enter(OpPark, -1, 1, nil)
	s.step.touchesPark(t)
	t.parking, t.ready = false, false
	s.observe(t, 0, uint64(OpPark), 0)
	s.rec.text("wakes up")
}

// Ready is runtime.goready for a token that Park handed out. Readying a thread that is
// not parked, or twice, fails the model: the runtime would crash.
func Ready(g unsafe.Pointer) {
	s := running()
	i := tokenSlot(uintptr(g))
	if i < 0 || i >= len(s.threads) {
		panic(refusal("Ready of something that is not a thread"))
	}
	t := s.enter(OpReady, -1, 1, nil)
	if t == nil {
		panic(refusal("Ready may only be called in a thread"))
	}
	u := s.threads[i]
	s.step.touchesPark(u)
	s.observe(t, 0, uint64(OpReady), u.name)
	s.rec.text("ready ", u.label)
	if !u.parking || u.ready {
		s.fail("park", "thread "+t.label+" readies thread "+u.label+", which is not parked")
		return
	}
	u.ready = true
	// What the waking thread has done happens before the wake-up.
	s.learn(u, &t.know)
	s.rekey(u)
}
