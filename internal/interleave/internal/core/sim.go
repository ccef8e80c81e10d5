package core

import (
	"fmt"
	"unsafe"
)

const (
	phaseIdle = iota
	phaseSetup
	phaseRun
)

// Sim is a running model: what Setup declares its threads and properties on.
type Sim struct {
	model  *Model
	opts   Options
	strat  strategy
	result *Result

	// the execution
	gen      uint64
	phase    int
	threads  []*thread
	nthreads int
	nsetup   int
	live     int
	root     thread // stands for Setup as a parent
	fresh    []*thread
	cur      *thread
	next     *thread
	alt      int32
	depth    int
	over     bool
	aborting bool
	failure  *Failure
	refused  error
	objects  []Object
	cells    []cellInfo
	slots    []slot
	ranges   []span
	unset    []unset
	fixed    []unsafe.Pointer
	pointers map[unsafe.Pointer]uint64
	chans    map[<-chan struct{}]Receivable // see Stands
	lastPtr  unsafe.Pointer
	lastID   uint64
	key      h128
	ghosts   []ghost
	ghostKey uint64
	ghostVal uint64
	ghostRef []uint64
	invs     []invariant
	relation *relation
	finals   []func() error
	outcome  string
	clock    int64
	clockObj int32
	early    int     // timers that are to fire too early
	classes  [][]int // slots of like threads, see Alike
	terms    map[uint64]term
	mentions []uint64
	perm     permuter

	// the step
	stepThread   *thread
	stepAlt      int32
	stepCallName string
	foot         mask
	full         *fullFoot
	progress     bool
	counted      bool
	awaiting     bool
	walks        []walk // the step's checkpoints
	known        []walk // what they were, when the step is replayed
	walked       int    // how many of them came by
	named        bool   // something has got a fresh name
	coined       bool   // a thread has given one in this execution

	idle    []*coroutine
	steps   int64
	touched bool // in some execution, a thread has come to an operation on a model variable
	rec     *recorder
	beat    beat
}

type ghost struct {
	p    unsafe.Pointer
	plan *plan
	name string
}

type invariant struct {
	name  string
	check func() error
}

// reset makes ready for an execution.
func (s *Sim) reset() {
	gens++
	s.gen = gens
	s.nthreads, s.nsetup, s.live = 0, 0, 0
	s.root = thread{label: "setup", name: k4, slot: -1}
	s.fresh = s.fresh[:0]
	s.cur, s.next, s.alt, s.depth = nil, nil, 0, 0
	s.over, s.failure, s.coined = false, nil, false
	s.objects = s.objects[:0]
	s.cells = s.cells[:0]
	s.slots = s.slots[:0]
	s.ranges, s.unset, s.fixed = s.ranges[:0], s.unset[:0], s.fixed[:0]
	clear(s.pointers)
	clear(s.chans)
	s.lastPtr = nil
	s.key = h128{}
	s.ghosts, s.invs, s.finals = s.ghosts[:0], s.invs[:0], s.finals[:0]
	s.relation = nil
	s.ghostKey = 0
	s.classes, s.mentions = s.classes[:0], s.mentions[:0]
	clear(s.terms)
	s.outcome = ""
	s.clock, s.clockObj, s.early = 0, -1, 0
	s.foot, s.stepThread = mask{}, nil
	s.walks, s.known, s.walked = s.walks[:0], nil, 0
}

// execute runs one execution to its end, as the strategy leads it.
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
	s.nsetup = s.nthreads
	s.phase = phaseRun
	if s.failure != nil || s.refused != nil {
		s.over = true
	}
	s.decide()
	for !s.over {
		s.switchTo(s.next)
	}
	s.abandon()
	s.phase = phaseIdle
}

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

// decide is called when the running step is complete, which is when its thread
// has come to its next operation, or to its end. New threads first run up to
// their first operation: that is local code, and belongs to the step.
func (s *Sim) decide() {
	if s.over {
		return
	}
	if s.failure != nil || s.refused != nil || s.beat.dead.Load() {
		s.over = true
		return
	}
	for len(s.fresh) > 0 {
		t := s.fresh[0]
		s.fresh = s.fresh[1:]
		if len(s.fresh) == 0 {
			s.fresh = nil
		}
		s.rekey(t)
		if t.timer {
			continue // runs when it fires
		}
		s.next = t
		return
	}
	if len(s.ghosts) > 0 {
		s.hashGhosts()
	}
	c, ok := s.strat.choose(s)
	s.depth++
	if !ok {
		s.over = true
		return
	}
	s.next, s.alt = s.threads[c.Thread], int32(c.Alt)
}

func (s *Sim) hashGhosts() {
	k := uint64(0)
	for i := range s.ghosts {
		g := &s.ghosts[i]
		k = mix(k+uint64(i), g.plan.hash(s, g.p, true))
	}
	s.ghostVal, s.ghostRef = k, append(s.ghostRef[:0], s.mentioned()...)
	k = fold(k, s.ghostRef)
	s.reads(ghostID, ghostBit)
	if k != s.ghostKey {
		s.writes(ghostID, ghostBit)
		s.key.sub(mix2(s.ghostKey, k2))
		s.key.add(mix2(k, k2))
		s.ghostKey = k
	}
}

// enabled is the set of threads that can take a step.
func (s *Sim) enabled() uint64 {
	m := uint64(0)
	for _, t := range s.threads[:s.nthreads] {
		if s.canStep(t) {
			m |= 1 << uint(t.slot)
		}
	}
	return m
}

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
	case OpWait, OpAwait, OpSelect:
		return s.holds(t.pend.cond)
	}
	return true
}

func (s *Sim) holds(cond func() bool) bool {
	saved := s.cur
	s.cur = nil
	ok := cond()
	s.cur = saved
	return ok
}

// look runs code that looks at the state between two steps.
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
