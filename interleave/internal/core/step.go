package core

// A step is an operation on a model variable and all local code after it, up to the
// thread's next operation. (So plain accesses and checkpoints belong to the operation
// before them.)

// step is what is known of the step being taken, or, between two steps, of the last one.
type step struct {
	thread *thread // nil before the first step
	alt    int32

	call     string // name of the outermost call that it began in, "" for none
	counted  bool   // it counts for the calls that it began in
	progress bool   // see Progress
	random   bool   // it has chosen between communications
	awaiting bool   // the condition of an Await is evaluated for the last time

	// What it has touched: roughly, and exactly if the strategy is the oracle (else full
	// is nil). The strategy reads it when the step is complete.
	foot mask
	full *fullFoot

	// Other threads that have moved along with it: see comm.go.
	also uint64

	// Threads that it has made, and timers that it has stopped.
	made, stopped uint64

	// The step's checkpoints. When a step is repeated, the strategy puts into known what
	// they were the first time; passed is how many of them have come by.
	marks  []mark
	known  []mark
	passed int
}

func (p *step) reset() {
	*p = step{full: p.full, marks: p.marks[:0]}
}

// begin makes ready for a step of t.
func (p *step) begin(t *thread, alt int32) {
	p.foot, p.also, p.made, p.stopped = mask{}, 0, 0, 0
	p.marks, p.passed = p.marks[:0], 0
	p.thread, p.alt = t, alt
	p.call, p.counted, p.progress, p.random = "", false, false, false
	if len(t.calls) > 0 {
		p.call, p.counted = t.calls[0].name, t.exclude == 0
	}
}

// enter is the scheduling point before every operation. It announces what the thread is
// about to do, which completes the step before, asks the strategy who is next, and
// returns when the thread is to do what it has announced. It returns nil in Setup and
// where the state is only looked at: there is nothing to schedule.
func (s *Sim) enter(kind Kind, id int32, alts int, cond func() bool) *thread {
	t := s.cur
	if t == nil || t.peeking {
		return nil
	}
	if s.aborting {
		s.unwind(t)
	}
	s.touched = s.touched || kind != OpChoose && kind != OpYield
	// The step before ends here. What it has done to the thread's history and to its
	// pending operation is in the key from now on.
	t.pend = pending{kind, id, int32(alts), cond}
	if s.rec != nil {
		t.site = callSite()
	}
	if s.body {
		s.others = s.others || t != s.main && !(kind == OpYield && t.op.at > 0)
		if s.alone(t) {
			return t
		}
	}
	s.rekey(t)
	s.decide()
	// The thread goes on without a switch if the strategy wants it to. (If decide has set
	// next to a thread that is fresh, the switch goes there first.)
	if s.next != t || s.over {
		t.co.yield(struct{}{})
		if s.aborting {
			s.unwind(t)
		}
	}
	if t.moved {
		t.moved = false // by the step of another
		return t
	}
	s.begin(t)
	return t
}

// alone reports whether the operation that t has come to need not be a step, since there
// is no other thread to run before it. A loop that goes on and on gets steps all the
// same, so that it is noticed.
func (s *Sim) alone(t *thread) bool {
	if s.live != 1 || len(s.fresh) > 0 || s.failure != nil || s.refused != nil || s.solo >= 1000 ||
		s.step.thread != t && s.depth > 0 || t.pend.alts > 1 || t.pend.kind == OpYield {
		return false
	}
	if t.pend.kind == OpComm && s.moves(t) != 1 || t.pend.cond != nil && !s.holds(t.pend.cond) {
		return false
	}
	if s.solo++; s.solo == 1000 {
		s.beat.steps.Add(1)
	}
	s.alt = 0
	if t.op.open {
		s.begun(t)
	}
	s.rec.ghost(t)
	return true
}

// begin opens the step of thread t.
func (s *Sim) begin(t *thread) {
	s.step.begin(t, s.alt)
	t.finished = 0
	if s.body {
		s.solo = 0
		if t.heads = 0; t.pend.kind != OpYield {
			t.spun = 0
		}
		if t.op.open {
			s.begun(t)
		}
	}
	t.past.step(&t.pend)
	if s.steps++; s.steps&0xfff == 0 {
		s.beat.steps.Add(1) // an execution of a test suite may be long
	}
	if s.step.counted {
		for i := range t.calls {
			t.calls[i].steps++
		}
	}
	s.rec.begin(t)
}

// Choose returns each of 0 to n-1 in some execution.
func (s *Sim) Choose(n int) int {
	s.threadOnly("Choose")
	if n < 1 {
		panic(refusal("Choose of less than one"))
	}
	t := s.enter(OpChoose, -1, n, nil)
	if t == nil {
		panic(refusal("Choose may only be called in a thread"))
	}
	// The strategy has chosen it together with the thread.
	alt := s.alt
	s.observe(t, 0, uint64(OpChoose), uint64(alt))
	s.rec.number("choose %d of %d", int(alt), n)
	return int(alt)
}

// Yield is a step that does nothing.
func (s *Sim) Yield() {
	if t := s.enter(OpYield, -1, 1, nil); t != nil {
		s.observe(t, 0, uint64(OpYield), 0)
		s.rec.text("yield")
	}
}

// Gosched is a yield of the running model.
func Gosched() { running().Yield() }

// Await blocks the thread until cond, which looks at the state, holds. What it looks at
// counts as loaded by this thread.
func (s *Sim) Await(cond func() bool) {
	s.threadOnly("Await")
	t := s.enter(OpAwait, -1, 1, cond)
	if t == nil {
		panic(refusal("Await may only be called in a thread"))
	}
	s.step.touchesAll() // whatever a step changes may matter to cond
	// cond holds, or the thread would not be here. Once more, for what it looks at.
	t.peeking, s.step.awaiting = true, true
	cond()
	t.peeking, s.step.awaiting = false, false
	s.observe(t, 0, uint64(OpAwait), 0)
	s.rec.text("await: holds")
}

// Peek runs f, in which loads are not operations. It is for assertions: what f sees must
// not lead the thread.
func (s *Sim) Peek(f func()) {
	t := s.cur
	if t == nil || t.peeking {
		f()
		return
	}
	t.peeking = true
	defer func() { t.peeking = false }()
	f()
}

// peek is a look at a variable that is not an operation. The thread that looks has it in
// its footprint. In an Await it is the thread that was let through; it acquires, as the
// loads that the looks stand for would.
func (s *Sim) peek(o *Object) {
	if t := s.cur; t != nil && t.peeking && o != nil {
		s.step.touches(o, false)
		if s.step.awaiting {
			s.acquire(t, o)
		}
	}
}
