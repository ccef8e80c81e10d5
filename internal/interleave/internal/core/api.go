package core

import (
	"fmt"
	"reflect"
	"runtime"
)

// Go starts a thread. In Setup all threads are made before any runs; inside a
// thread it is a go statement.
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

func (s *Sim) mayDeclare(what string) {
	if s.phase == phaseIdle || s.phase == phaseRun && (s.cur == nil || s.cur.peeking) {
		panic(refusal(what + " is called outside of Setup and of the model's threads"))
	}
}

func (s *Sim) setupOnly(what string) {
	if s.phase != phaseSetup {
		panic(refusal(what + " belongs into Setup"))
	}
}

// Invariant declares what must hold after every step. It may look at model
// variables with their ordinary methods: there it is no operation.
func (s *Sim) Invariant(name string, check func() error) {
	s.setupOnly("Invariant")
	s.invs = append(s.invs, invariant{name, check})
}

// Final declares what must hold when all threads (but daemons that are blocked
// and timers that have not fired) have ended.
func (s *Sim) Final(check func() error) {
	s.setupOnly("Final")
	s.finals = append(s.finals, check)
}

// Outcome names how this execution ended; it is called in Final. The result
// has the set of all names.
func (s *Sim) Outcome(format string, args ...any) {
	s.outcome = fmt.Sprintf(format, args...)
}

// Ghost declares *ptr, an ordinary variable of the model that threads share, as
// part of the state. Slices and maps in it count by content, pointers by name.
func (s *Sim) Ghost(ptr any) {
	s.setupOnly("Ghost")
	v := reflect.ValueOf(ptr)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		panic(refusal(fmt.Sprintf("Ghost wants a pointer, not %T", ptr)))
	}
	s.ghosts = append(s.ghosts, ghost{v.UnsafePointer(), planOf(v.Type().Elem()), ""})
}

// Bits names the bits of an atomic variable, from the lowest, for traces.
func (s *Sim) Bits(variable any, names ...string) {
	s.rec.nameBits(variable, names)
}

// Choose returns each of 0 to n-1 in some execution.
func (s *Sim) Choose(n int) int {
	s.threadOnly("Choose")
	if n < 1 {
		panic(refusal("Choose of less than one"))
	}
	t := s.enter(OpChoose, -1, n, nil)
	if t == nil {
		panic(refusal("Choose belongs into a thread"))
	}
	alt := s.alt
	s.observe(t, 0, uint64(OpChoose), uint64(alt))
	s.rec.number("choose %d of %d", int(alt), n)
	return int(alt)
}

func (s *Sim) threadOnly(what string) *thread {
	if s.cur == nil {
		panic(refusal(what + " belongs into a thread"))
	}
	return s.cur
}

// Thread is the number of the running thread, in the order of their creation.
func (s *Sim) Thread() int { return s.threadOnly("Thread").slot }

// Yield is a step that does nothing.
func (s *Sim) Yield() {
	if t := s.enter(OpYield, -1, 1, nil); t != nil {
		s.observe(t, 0, uint64(OpYield), 0)
		s.rec.text("yield")
	}
}

// Await blocks the thread until cond, which looks at the state, holds. What it
// looks at counts as loaded by this thread.
func (s *Sim) Await(cond func() bool) {
	s.threadOnly("Await")
	t := s.enter(OpAwait, -1, 1, cond)
	if t == nil {
		panic(refusal("Await belongs into a thread"))
	}
	s.touchesAll() // whatever a step changes may matter to cond
	t.peeking, s.awaiting = true, true
	cond()
	t.peeking, s.awaiting = false, false
	s.observe(t, 0, uint64(OpAwait), 0)
	s.rec.text("await: holds")
}

// Peek runs f, in which loads are no operations. It is for assertions: what f
// sees must not lead the thread.
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

// Checkpoint says that nothing depends on what this thread has seen so far,
// but for locals, model variables and ghosts: its history is forgotten, and
// states that differ in it only become one. Its place in the code counts.
func (s *Sim) Checkpoint(locals ...any) {
	t := s.threadOnly("Checkpoint")
	if s.aborting || t.peeking {
		return
	}
	if !s.recall(t) {
		var pcs [64]uintptr
		w := s.checkpoint(t, s.beginning(t, k3), nil, pcs[:runtime.Callers(2, pcs[:])], locals)
		s.remember(t, w)
	}
	t.base, t.baseRefs, t.kept = t.pos, append(t.baseRefs[:0], t.refs...), t.kept[:0]
	t.past.checkpoint(false, nil)
}

// Progress marks the step as progress: a cycle with it is no livelock.
func (s *Sim) Progress() { s.progress = true }

// Note puts a remark into the trace.
func (s *Sim) Note(format string, args ...any) {
	if !s.aborting {
		s.rec.note(s, format, args)
	}
}

// Fail reports a failure of the thread, and ends the execution.
func (s *Sim) Fail(format string, args ...any) {
	if s.aborting {
		return
	}
	who := "setup"
	if s.cur != nil {
		who = "thread " + s.cur.label
	}
	s.fail("assertion", who+": "+fmt.Sprintf(format, args...))
}

// Call marks f as a call whose steps are counted.
func (s *Sim) Call(name string, f func()) {
	t := s.threadOnly("Call")
	t.calls = append(t.calls, call{name: name})
	n := len(t.calls)
	s.observe(t, 0, hashString(name), uint64(n))
	defer func() {
		if s.aborting {
			return
		}
		c := t.calls[n-1]
		t.calls = t.calls[:n-1]
		if n == 1 {
			t.finished++
		}
		s.result.callSteps(c.name, c.steps)
		s.observe(t, 0, 3, uint64(n))
	}()
	f()
}

// Exclude runs f, whose steps don't count for the calls around it.
func (s *Sim) Exclude(f func()) {
	t := s.threadOnly("Exclude")
	t.exclude++
	defer func() { t.exclude-- }()
	f()
}

// Now is the model's clock, in nanoseconds.
func (s *Sim) Now() int64 { return s.clock }

// Gosched is a yield of the running model.
func Gosched() { running().Yield() }
