package core

import (
	"fmt"
	"iter"
	"runtime"
	"unsafe"
)

// maxThreads bounds the threads of one execution, because sets of them are kept in one
// word.
const maxThreads = 64

// pending is what a thread is about to do.
type pending struct {
	kind Kind
	obj  int32 // object number, -1 for none
	alts int32 // outcomes to choose from, 1 but for Choose
	cond func() bool
}

// thread is one model thread in one execution. The struct is used again by the thread
// with the same number in the next execution; its coroutine is borrowed while the
// thread's function runs.
//
// It has two numbers that must not be confused. Its slot counts the threads of this
// execution in the order in which they were made, which depends on the schedule for those
// that threads make; sets of threads and schedules have slots. Its name follows from who
// made it, and is the same in all executions; keys have names.
type thread struct {
	slot  int
	label string // for people; several threads may have the same
	name  uint64

	// What it has seen so far. At each checkpoint that begins anew: with nothing, or with
	// base, which is what the last Checkpoint of the model left of it, or with what is
	// kept by the innermost function that is still running (last in the list).
	history
	base history
	kept []kept
	own  []owned // see Own

	// Its term in the state key as of its last rekey. Since then, only history may have
	// changed: the thread is between two operations.
	comp h128

	// The operation that it has come to, and that it does when the strategy says so.
	pend pending

	fn    func()
	co    *coroutine // nil before fn has begun, and after it has ended
	ended bool

	moved   bool   // its operation was done by the step of another: see comm.go
	comm    *comm  // the communication that it has come to, if that is OpComm
	unwound int    // operations that it has come to while the execution is abandoned
	spun    int    // steps of such a loop, in a row
	fires   bool   // it is, or was, a timer
	when    int64  // it sleeps until then, or fires
	idle    bool   // and if then nothing else can run
	wait    uint64 // how long that is from now on, if that is part of the state
	goName  string // of the go statement that has started it, in a story
	site    string // where it has come to its operation, in a story
	op      op     // see operation.go
	heads   int    // of loops that it has come to since its last operation

	daemon bool // may be blocked at the end
	timer  bool // has not fired: pend.kind is OpFire, unless it has been stopped
	armed  bool // may fire

	// Park sets parking, and Ready sets ready: the thread can go on with both.
	parking bool
	ready   bool

	// How many children it has made, and how many things it was the first to come upon:
	// those are named by the numbers.
	kids    uint64
	objects uint64

	// The accesses that happen before whatever it does next.
	know bitset

	peeking  bool   // its loads are not operations now
	calls    []call // under way, innermost last
	exclude  int    // depth of Exclude
	finished uint32 // calls that ended in this step
	past     past   // for Views
}

// Go starts a thread. In Setup all threads are made before any runs; inside a thread it
// is a go statement.
func (s *Sim) Go(name string, f func()) {
	if s.aborting {
		return
	}
	s.mayDeclare("Go")
	s.spawn(name, f)
}

// Daemon starts a thread that may be blocked at the end.
func (s *Sim) Daemon(name string, f func()) {
	if s.aborting {
		return
	}
	s.mayDeclare("Daemon")
	s.spawn(name, f).daemon = true
}

// Thread is the number of the running thread, in the order of their creation.
func (s *Sim) Thread() int { return s.threadOnly("Thread").slot }

// gTokens are the addresses that stand for threads in Park and Ready. Checked code keeps
// them in its memory as it would a *g, perhaps with flags in the lowest bits; they are
// the same in all executions, and mean the thread with that slot.
var gTokens [maxThreads]uint64

func (t *thread) token() unsafe.Pointer {
	if t.slot >= maxThreads {
		panic(refusal(fmt.Sprintf("Park by one of more than %d threads", maxThreads)))
	}
	return unsafe.Pointer(&gTokens[t.slot])
}

// tokenSlot returns the slot that an address stands for, or -1.
func tokenSlot(p uintptr) int {
	base := uintptr(unsafe.Pointer(&gTokens[0]))
	if p >= base && p < base+unsafe.Sizeof(gTokens) {
		return int((p - base) / 8)
	}
	return -1
}

// aborted is the panic that unwinds a thread whose execution is given up, so that the
// coroutine comes free and deferred functions run.
type aborted struct{}

func (aborted) Error() string { return "interleave: execution abandoned" }

// unwind ends the thread. A thread that recovers from panics and goes on and on is ended
// the hard way.
func (s *Sim) unwind(t *thread) {
	// The tests of a suite have code around them that isn't rewritten, and recovers: a
	// panic must not be seen there. (It costs a coroutine.)
	if t.unwound++; t.unwound > 100 && s.body || s.model.suite {
		runtime.Goexit()
	}
	panic(aborted{})
}

// Recovered is what recover has returned in rewritten code, which must not see the panic
// that ends threads.
func Recovered(r any) any {
	if _, ok := r.(aborted); ok {
		panic(r)
	}
	if rf, ok := r.(refusal); ok {
		panic(rf)
	}
	return r
}

// coroutine runs one thread after another. To make one costs far more than to switch to
// it, and most executions make no thread that was not in the one before.
type coroutine struct {
	s      *Sim
	t      *thread
	resume func() (struct{}, bool)
	stop   func()
	yield  func(struct{}) bool
	gone   bool // the function called runtime.Goexit
}

// newCoroutine makes a coroutine that waits for a thread. Inside, each yield gives
// control back to the caller of resume: to switchTo. A thread yields in enter; between
// threads the loop here does.
func (s *Sim) newCoroutine() *coroutine {
	c := &coroutine{s: s}
	c.resume, c.stop = iter.Pull(func(yield func(struct{}) bool) {
		c.yield = yield
		brand()
		running := false
		defer func() {
			if running {
				// Goexit would run on into the goroutine that resumed this coroutine:
				// hold it here, and let a goroutine of its own be the one that it ends.
				c.ended()
				c.gone = true
				c.yield(struct{}{})
			}
		}()
		for yield(struct{}{}) {
			running = true
			c.modelThread()
			running = false
			c.ended()
		}
	})
	c.resume()
	return c
}

// modelThread calls the function of one thread. It returns, unless that has called
// Goexit: then it doesn't, even if the functions that are deferred there have panicked
// since. Its name is looked for in stacks by the watchdog. (Each frame here makes the
// walks of a thread's stack longer, by some percent of all the time.)
func (c *coroutine) modelThread() {
	defer func() {
		if r := recover(); r != nil && !c.s.aborting {
			if _, ok := r.(aborted); !ok {
				c.s.threadPanic(c.t, r)
			}
		}
	}()
	c.t.fn()
}

// ended is called when the thread has come to its end.
func (c *coroutine) ended() {
	if c.s.aborting {
		c.t.ended = true
		return
	}
	// The end of the thread completes its last step, as an operation would have.
	c.s.endThread(c.t)
	c.s.decide()
}

// threadPanic is for a panic that has come to the top of a thread: a failure, unless it
// is the engine's own.
func (s *Sim) threadPanic(t *thread, r any) {
	if rf, ok := r.(refusal); ok {
		s.refuse("%s", string(rf))
		return
	}
	s.fail("panic", fmt.Sprintf("%s panics: %v%s", s.who(t), r, s.rec.stack()))
}

// switchTo lets thread t run until the next decision that is not for it.
func (s *Sim) switchTo(t *thread) {
	if t.co == nil {
		if n := len(s.idle); n > 0 {
			t.co, s.idle = s.idle[n-1], s.idle[:n-1]
		} else {
			t.co = s.newCoroutine()
		}
		t.co.t = t
	}
	s.cur = t
	t.co.resume()
	s.cur = nil
	if t.ended {
		s.release(t)
	}
}

// release takes the coroutine back from a thread that has ended.
func (s *Sim) release(t *thread) {
	c := t.co
	if c == nil {
		return
	}
	t.co = nil
	if c.gone {
		// stop lets the Goexit go on, which then ends the goroutine that has called stop.
		go c.stop()
		return
	}
	s.idle = append(s.idle, c)
}

// abandon unwinds all threads that are under way. Each is resumed in the enter where it
// waits, which panics. A thread that survives that would go on in the next execution, so
// the model is refused.
func (s *Sim) abandon() {
	s.aborting = true
	for _, t := range s.threads {
		if t.co == nil {
			continue
		}
		s.cur = t
		t.co.resume()
		s.cur = nil
		if !t.ended {
			s.refuse("%s goes on after its execution was given up: it recovers from every panic", s.who(t))
			t.co = nil
			continue
		}
		s.release(t)
	}
	s.aborting = false
}

// newThread makes a thread. It does not start it: spawn puts it among the fresh ones, for
// decide to start, and a timer starts it when it fires.
func (s *Sim) newThread(label string, name uint64, fn func()) *thread {
	n := len(s.threads)
	if n >= maxThreads && !s.many {
		panic(refusal(fmt.Sprintf("more than %d threads in one execution", maxThreads)))
	}
	if n < cap(s.threads) {
		s.threads = s.threads[:n+1] // with a thread of an earlier execution, perhaps
	} else {
		s.threads = append(s.threads, nil)
	}
	if s.threads[n] == nil {
		s.threads[n] = new(thread)
	}
	t := s.threads[n]
	t.slot, t.label, t.name, t.fn, t.comp = n, label, name, fn, h128{}
	s.threadNames = append(s.threadNames, name)
	s.renew(t)
	return t
}

// renew makes the thread one that has not begun.
func (s *Sim) renew(t *thread) {
	*t = thread{
		slot: t.slot, label: t.label, name: t.name, fn: t.fn, comp: t.comp, pend: pending{OpStart, -1, 1, nil},
		calls: t.calls[:0], kept: t.kept[:0], own: t.own[:0],
		history: history{refs: t.refs[:0]}, base: history{refs: t.base.refs[:0]},
	}
	s.step.made |= 1 << uint(t.slot)
	s.live++
	s.counted()
	t.begin(s.beginning(t, mix(k1, 1)))
}

// spawn makes a child of the running thread, or of Setup, that is to start at once. What
// the parent has done until now happens before all that it does.
func (s *Sim) spawn(label string, fn func()) *thread {
	p := s.parent()
	p.kids++
	// Not its number among all threads, which depends on the schedule.
	t := s.newThread(label, s.derived(p.name, k2, p.kids), fn)
	s.learn(t, &p.know)
	s.fresh = append(s.fresh, t)
	return t
}

// begin makes pos the beginning of the thread's history.
func (t *thread) begin(pos h128) { t.pos, t.base.pos = pos, pos }

// endThread is for a thread that has come to its end, or never comes to its beginning: a
// timer that is stopped.
func (s *Sim) endThread(t *thread) {
	t.ended = true
	s.live--
	s.counted()
	t.pend = pending{OpEnd, -1, 1, nil}
	s.unlearnAll(t)
	s.sweep()
	s.rekey(t)
}
