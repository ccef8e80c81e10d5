package core

import "unsafe"

// Cancel is the engine's side of a context that can be cancelled: an object with the
// values of done, and of the functions that wait.
type Cancel struct {
	h       Handle
	done    bool
	watches []*Watch
}

// Watch is a function to be called when the context is cancelled. It has a name, for the
// state key.
type Watch struct {
	f    func()
	id   uint64
	over bool // stopped, or started
}

// Made gives a context made in Setup its name. (One that a thread makes gets it with its
// first operation.)
func (c *Cancel) Made() {
	if s := settingUp(); s != nil {
		s.object(&c.h, unsafe.Pointer(c))
	}
}

// enter is the scheduling point of an operation on the context.
func (c *Cancel) enter(k Kind) (*Sim, *Object, *thread) {
	s := running()
	id := c.record(s).id
	t := s.enter(k, id, 1, nil)
	return s, &s.objects[id], t
}

// finish ends an operation that saw a value, and has changed something with wr. In terms
// of the memory model it is then a read-modify-write: contexts are guarded by a mutex.
func (c *Cancel) finish(s *Sim, o *Object, t *thread, k Kind, seen uint64, wr bool) {
	v := uint64(0)
	if c.done {
		v = 1
	}
	for _, w := range c.watches {
		if !w.over {
			// A sum, as the order in which they were registered doesn't matter: each gets
			// a thread of its own.
			v += mix(s.mention(w.id), k3) | 1<<63
		}
	}
	s.setValue(o, v, s.mentioned()...)
	if t == nil {
		return
	}
	s.step.touches(o, wr)
	s.acquire(t, o)
	if wr {
		s.publish(o, t, true)
	}
	s.observe(t, o.name, uint64(k), seen)
	s.rec.op(k, o, seen, seen, false)
}

// Err reports whether the context is cancelled; it is a load.
func (c *Cancel) Err() bool { return c.load(OpErr) }

// load is a look at done.
func (c *Cancel) load(k Kind) bool {
	s := running()
	if s.onlyLooking() || s.cur != nil && s.cur.peeking {
		return c.h.gen == s.gen && c.done
	}
	s, o, t := c.enter(k)
	v := uint64(0)
	if c.done {
		v = 1
	}
	c.finish(s, o, t, k, v, false)
	return c.done
}

// Closed reports whether done, which stands for a context (see Stands), is closed; it is
// a load. A nil channel never is.
func Closed(done <-chan struct{}) bool {
	if done == nil {
		return false
	}
	c, ok := running().chans[done].(*Cancel)
	if !ok {
		panic(refusal("a look at a Done channel that is not of the model"))
	}
	return c.load(OpClosed)
}

// Cancel cancels the context and starts the functions that wait for it.
func (c *Cancel) Cancel() {
	running().mayDeclare("cancel")
	s, o, t := c.enter(OpCancel)
	// To cancel once more is a step, too, which sees that there is nothing to do.
	first := !c.done
	c.done = true
	// The threads are started after the step has been recorded: they learn what it has
	// acquired.
	ws := c.watches
	c.watches = nil
	c.finish(s, o, t, OpCancel, 0, first)
	for _, w := range ws {
		if !w.over {
			c.start(s, w)
		}
	}
}

// start calls the function in a thread of its own, as context.AfterFunc does.
func (c *Cancel) start(s *Sim, w *Watch) {
	w.over = true
	s.spawn("AfterFunc", w.f) // knows what the canceller knows: that has acquired from the registration
}

// AfterFunc calls f in a thread of its own when the context is cancelled.
func (c *Cancel) AfterFunc(f func()) *Watch {
	running().mayDeclare("AfterFunc")
	s, o, t := c.enter(OpWatch)
	w := &Watch{f: f, id: s.freshName(s.parent())}
	done := c.done
	if !done {
		c.watches = append(c.watches, w)
	}
	v := uint64(0)
	if done {
		v = 1
	}
	c.finish(s, o, t, OpWatch, v, true)
	if done {
		c.start(s, w)
	}
	return w
}

// StopWatch undoes AfterFunc and reports whether it came in time.
func (c *Cancel) StopWatch(w *Watch) bool {
	running().mayDeclare("stop")
	s, o, t := c.enter(OpUnwatch)
	in := !w.over
	w.over = true
	for i, x := range c.watches {
		if x == w {
			c.watches = append(c.watches[:i:i], c.watches[i+1:]...)
			break
		}
	}
	v := uint64(0)
	if in {
		v = 1
	}
	c.finish(s, o, t, OpUnwatch, v, true)
	return in
}

// record registers the context. A new execution finds it as it was made.
func (c *Cancel) record(s *Sim) *Object {
	o, fresh := s.object(&c.h, unsafe.Pointer(c))
	if fresh {
		c.done, c.watches = false, nil
	}
	return o
}

func (c *Cancel) ready() bool { return c.done }

func (c *Cancel) receive(s *Sim, o *Object, t *thread) { s.acquire(t, o) }
