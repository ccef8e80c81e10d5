package core

import (
	"fmt"
	"slices"
	"sync/atomic"
	"unsafe"
)

// execution is one run of the model, from Setup to where the strategy ends it. All of it
// is made anew by reset; only memory is kept.
type execution struct {
	// The number of the execution, which no other has: handles with another number belong
	// to an earlier execution, and so do timers.
	gen   uint64
	phase phase

	depth  int // number of steps taken
	nsetup int // number of threads made in Setup

	root thread // stands for Setup as a parent

	// Threads that have been made, and have not run up to their first operations. Before
	// they have, the state is not complete, and nothing else runs.
	fresh []*thread

	// The thread whose code is running. It is nil in Setup, and while code looks at the
	// state between two steps, which happens on the stack of some thread.
	cur *thread

	// What decide has found out: the thread that is to run next, and which alternative of
	// its operation it is to take; or that the execution is over.
	next *thread
	alt  int32
	over bool

	// The threads are being unwound: operations panic, or do nothing if they may stand in
	// deferred functions.
	aborting bool

	failure *Failure // the first one
	outcome string   // see Outcome

	fixed []unsafe.Pointer               // see Fixed
	chans map[<-chan struct{}]Receivable // see Stands
	clock clock
	ops   operations

	// Of rewritten code: what is at which address, what it has allocated, and what the
	// running step has written.
	addrs   addrs
	allocs  allocs
	written []int32

	spent   []*timing // tickers that have fired as often as they may
	rest    rest
	liveObj int32 // see Alive

	main *thread // of a test: it runs the body

	live int // threads that have not ended
	solo int // operations that were no steps, since there is nobody else, in a row

	state // what the key is made of
	step  step
	props properties
}

// phase is what the execution is doing.
type phase int

const (
	phaseIdle phase = iota
	phaseSetup
	phaseRun
)

// gens counts the executions of all searches of this process.
var gens uint64

// current is the search that is running; there is one at a time (see guarded). Checked
// code finds it here.
var current atomic.Pointer[Sim]

// running returns the search for an operation of checked code.
func running() *Sim {
	s := current.Load()
	if s == nil || s.phase == phaseIdle {
		panic("interleave: a model variable is used outside of a running model")
	}
	return s
}

// settingUp returns the search if its model's Setup is running.
func settingUp() *Sim {
	if s := current.Load(); s != nil && s.phase == phaseSetup {
		return s
	}
	return nil
}

// SettingUp reports whether a model's Setup is running.
func SettingUp() bool { return settingUp() != nil }

// reset makes ready for an execution.
func (x *execution) reset() {
	gens++
	x.gen, x.depth, x.nsetup = gens, 0, 0
	x.root = thread{label: "setup", name: k4, slot: -1}
	x.fresh, x.fixed = x.fresh[:0], x.fixed[:0]
	x.cur, x.next, x.alt = nil, nil, 0
	x.over, x.failure, x.outcome = false, nil, ""
	clear(x.chans)
	x.clock = clock{obj: -1}
	x.ops = operations{list: x.ops.list[:0]}
	x.addrs.reset(gens)
	x.allocs.reset()
	x.written, x.spent, x.rest, x.liveObj = x.written[:0], x.spent[:0], rest{}, -1
	x.live, x.solo = 0, 0
	x.state.reset()
	x.step.reset()
	x.props.reset()
}

// execute runs one execution to its end, as the strategy leads it.
//
// Control goes from thread to thread without a scheduler of its own: a thread that comes
// to its next operation calls decide, which asks the strategy (see enter). If that wants
// the same thread to go on, it does so at once. Else it yields to the loop here, which
// resumes the one that is wanted.
func (s *Sim) execute() {
	if s.beat.dead.Load() {
		s.refuse("given up")
		return
	}
	s.reset()
	s.phase = phaseSetup
	s.rec.reset()
	s.runSetup()
	s.beat.steps.Add(1) // orders what the setup wrote before a watchdog that gives up
	s.nsetup = len(s.threads)
	s.coined = false // what Setup coins has the same name in each execution
	s.phase = phaseRun
	if s.failure != nil || s.refused != nil {
		s.over = true
	}
	s.decide()
	for !s.over {
		s.switchTo(s.next)
	}
	s.strays()
	// Most executions end in the middle, at a state that is known.
	s.abandon()
	s.phase = phaseIdle
}

// runSetup calls the model's Setup. Its name is looked for in stacks by the watchdog,
// like those of holds and look.
func (s *Sim) runSetup() {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case refusal:
			s.refuse("%s", string(r))
		default:
			s.fail("panic", fmt.Sprintf("setup panics: %v", r))
		}
	}()
	s.model.Setup(s)
}

// decide is called when the running step is complete, which is when its thread has come
// to its next operation, or to its end. It sets next and alt, or over.
//
// It runs on the stack of that thread, which is not the running thread of what it calls:
// properties and conditions look at the state, and the strategy has no business with the
// model.
func (s *Sim) decide() {
	if s.over {
		return
	}
	// Whatever has failed in the step, or around it, ends the execution before the next.
	if s.failure != nil || s.refused != nil || s.restart || s.beat.dead.Load() {
		s.rec.settle(s)
		s.over = true
		return
	}
	// New threads first run up to their first operation, one after the other: that is
	// local code, and belongs to the step that made them. Each comes back here when it
	// has got there.
	if len(s.written) > 0 {
		s.rec.settle(s)
		s.flush()
	}
	if len(s.fresh) > 0 {
		t := s.fresh[0]
		s.fresh = slices.Delete(s.fresh, 0, 1)
		s.rekey(t)
		s.next = t
		return
	}
	if len(s.ghosts.vars) > 0 {
		s.hashGhosts() // they are plain variables, so nothing tells when they change
	}
	if len(s.spent) > 0 {
		s.tickOn()
	}
	// Now the state is complete, and so is its key.
	c, ok := s.strat.choose(s)
	s.depth++
	if !ok {
		s.over = true
		return
	}
	s.next, s.alt = s.threads[c.Thread], int32(c.Alt)
}

// runnable appends to list the threads that can take a step.
func (s *Sim) runnable(list []int) []int {
	if !s.opts.IdleTimers {
		for _, t := range s.threads {
			if s.canStep(t) {
				list = append(list, t.slot)
			}
		}
		return list
	}
	// Those that sleep only if there are no others, and the first to come.
	late, first := 0, int64(0)
	for _, t := range s.threads {
		if !s.canStep(t) {
			continue
		}
		if t.pend.kind != OpFire && t.pend.kind != OpSleep {
			list = append(list, t.slot)
		} else if late++; late == 1 || t.turn() < first {
			first = t.turn()
		}
	}
	if len(list) > 0 || late == 0 {
		return list
	}
	for _, t := range s.threads {
		if (t.pend.kind == OpFire || t.pend.kind == OpSleep) && t.turn() == first && s.canStep(t) {
			list = append(list, t.slot)
		}
	}
	return list
}

// enabled is the set of threads that can take a step.
func (s *Sim) enabled() uint64 {
	m := uint64(0)
	for _, t := range s.threads {
		if s.canStep(t) {
			m |= 1 << uint(t.slot)
		}
	}
	if s.opts.IdleTimers {
		return s.idlers(m)
	}
	return m
}

// canStep reports whether the thread's pending operation can be done. Only a few kinds
// ever have to wait.
func (s *Sim) canStep(t *thread) bool {
	if t.ended {
		return false
	}
	switch t.pend.kind {
	case OpEnd:
		return false
	case OpPark:
		return t.ready
	case OpFire:
		return t.armed
	case OpComm:
		return s.moves(t) > 0
	}
	return t.pend.cond == nil || s.holds(t.pend.cond)
}

// alternatives is how many outcomes the thread's pending operation has in the state at
// hand.
func (s *Sim) alternatives(t *thread) int32 {
	if t.pend.kind == OpComm {
		return int32(s.moves(t))
	}
	return t.pend.alts
}

// holds evaluates the condition of a pending operation. That is foreign code that looks
// at the state between two steps, so there must be no running thread: see onlyLooking.
func (s *Sim) holds(cond func() bool) bool {
	saved := s.cur
	s.cur = nil
	ok := cond()
	s.cur = saved
	return ok
}

// look runs a property, as holds does a condition.
func (s *Sim) look(f func() error) (err error) {
	saved := s.cur
	s.cur = nil
	defer func() {
		s.cur = saved
		if r := recover(); r != nil {
			if rf, ok := r.(refusal); ok {
				s.refuse("%s", string(rf))
			}
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return f()
}

// onlyLooking reports that code runs between two steps, in an invariant say. There, a
// load is not an operation, and anything else is refused.
func (x *execution) onlyLooking() bool { return x.cur == nil && x.phase == phaseRun }

// parent is the thread that runs, or what stands for Setup: what it makes, or comes upon
// first, is named after it.
func (x *execution) parent() *thread {
	if x.cur != nil {
		return x.cur
	}
	return &x.root
}

// mayDeclare refuses what is not allowed between two steps.
func (s *Sim) mayDeclare(what string) {
	if s.phase == phaseIdle || s.phase == phaseRun && (s.cur == nil || s.cur.peeking) {
		panic(refusal(what + " is called outside of Setup and of the model's threads"))
	}
}

// setupOnly is for what must be the same in all states of an execution.
func (s *Sim) setupOnly(what string) {
	if s.phase != phaseSetup {
		panic(refusal(what + " may only be called in Setup"))
	}
}

// threadOnly returns the running thread, for what only a thread can do.
func (s *Sim) threadOnly(what string) *thread {
	if s.cur == nil {
		panic(refusal(what + " may only be called in a thread"))
	}
	return s.cur
}
