package core

import (
	"reflect"
	"runtime"
	"slices"
	"unsafe"
)

// kept is what a function that is still running, in checked code, said that it still
// needs. A thread's history keeps states apart: after a loop that has gone round twice a
// thread stands where it stood after one round, but it has seen more. A checkpoint
// forgets what has been seen, and begins the history anew with what the model or the
// checked code says that the thread still depends on, and with its place in the code. If
// that is too little, states are merged that have different futures, and the search may
// miss some; the oracle is there to notice.
//
// There are two kinds. Checkpoint, in the model, forgets all. CheckpointRunning and Keep,
// in checked code, stand in a function whose callers may have locals of their own, which
// it can't know. So they keep what the last Checkpoint left (base), and what the
// functions that are still running have said that they need.
//
// kept is what such a function has said. It is found again by the stack: a function is
// still running if the stack above it is the end of the stack now.
type kept struct {
	calls []uintptr // the stack above the function
	history
}

// owned is a plain variable that only one thread uses. It is not part of the state, since
// the thread's history implies its value, until a checkpoint forgets the history.
type owned struct {
	p    unsafe.Pointer
	plan *plan
}

// Checkpoint says that nothing depends on what this thread has seen so far, but for
// locals, model variables and ghosts: its history is forgotten, and states that differ in
// it only become one. Its place in the code counts.
func (s *Sim) Checkpoint(locals ...any) {
	t := s.threadOnly("Checkpoint")
	if s.aborting || t.peeking {
		return
	}
	// Most checkpoints are in repeated steps, and walks of the stack are slow.
	if !s.recall(t) {
		var pcs [64]uintptr
		m := s.checkpoint(t, &history{pos: s.beginning(t, k3)}, pcs[:runtime.Callers(2, pcs[:])], locals)
		s.remember(t, m)
	}
	t.base.keep(&t.history)
	t.kept = t.kept[:0]
	t.past.checkpoint(false, nil)
}

// Own declares plain variables that no other thread uses, and that this one uses again
// after it has called Checkpoint: what they hold is part of each of its checkpoints, also
// of those in checked code. Slices count by content, pointers by name.
func (s *Sim) Own(ptrs ...any) {
	t := s.threadOnly("Own")
	for _, ptr := range ptrs {
		v := reflect.ValueOf(ptr)
		if v.Kind() != reflect.Pointer || v.IsNil() {
			panic(refusal("Own wants pointers"))
		}
		t.own = append(t.own, owned{v.UnsafePointer(), planOf(v.Type().Elem())})
	}
}

// CheckpointRunning is a checkpoint in checked code, which knows the locals of its own
// function but not those of its callers. So it keeps what the thread's last Checkpoint
// kept, and what this function and its callers kept last with Keep, and forgets what has
// been seen since. Outside of a model it does nothing.
func CheckpointRunning(locals ...any) {
	if s := checkpointing(); s != nil {
		s.checkpointIn(s.cur, locals, false)
	}
}

// Keep is CheckpointRunning, and its locals are kept by the checkpoints in this function,
// and in those that it calls, until it returns or calls Keep again.
func Keep(locals ...any) {
	if s := checkpointing(); s != nil {
		s.checkpointIn(s.cur, locals, true)
	}
}

// checkpointing returns the search if a thread runs that has a history to forget. Checked
// code has its checkpoints in Setup, too, and where the state is only looked at.
func checkpointing() *Sim {
	s := current.Load()
	if s == nil || s.cur == nil || s.aborting || s.cur.peeking {
		return nil
	}
	return s
}

// checkpointIn is a checkpoint in checked code. It is called by what the checked function
// has called, so that four frames are not of interest: Callers, this one, Keep, and the
// function of package seam.
func (s *Sim) checkpointIn(t *thread, locals []any, keep bool) {
	t.past.checkpoint(true, locals)
	if s.recall(t) {
		return
	}
	var room [64]uintptr
	pcs := room[:runtime.Callers(4, room[:])]
	mine := pcs[1:] // the stack above the checked function
	n := len(t.kept)
	// What was kept by functions that have returned is dropped. Keep replaces what its
	// own function kept before (d is 0 there); CheckpointRunning leaves it.
	for ; n > 0; n-- {
		k := &t.kept[n-1]
		if d := len(mine) - len(k.calls); d >= 0 && slices.Equal(mine[d:], k.calls) && !(d == 0 && keep) {
			break
		}
	}
	t.kept = t.kept[:n]
	// The innermost of what stays has all of the others in it: it began with them.
	from := &t.base
	if n > 0 {
		from = &t.kept[n-1].history
	}
	m := s.checkpoint(t, from, pcs, locals)
	m.kept = n
	if keep {
		m.calls = slices.Clone(mine)
		t.keep(m.calls)
	}
	s.remember(t, m)
}

// keep remembers the history at hand for the function below these calls.
func (t *thread) keep(calls []uintptr) {
	t.kept = append(t.kept, kept{calls, history{t.pos, slices.Clone(t.refs)}})
}

// mark is what a checkpoint came to. When the step is repeated, it need not be worked out
// again, which takes a walk of the stack. Its step's frame on the path keeps it.
type mark struct {
	pos   h128      // 0: it must be worked out again, since it gives names or has symbolic ones
	kept  int       // how much of what was kept stays
	calls []uintptr // of Keep
}

// remember adds a checkpoint to those of the step. (A thread that has not come to its
// first operation has no step of its own.)
func (s *Sim) remember(t *thread, m mark) {
	if t == s.step.thread {
		s.step.marks = append(s.step.marks, m)
	}
}

// recall does what a checkpoint of the running step did when the step was new.
func (s *Sim) recall(t *thread) bool {
	if t != s.step.thread || s.step.passed >= len(s.step.known) {
		return false
	}
	m := &s.step.known[s.step.passed]
	s.step.passed++
	if m.pos == (h128{}) {
		return false
	}
	t.pos, t.refs, t.kept = m.pos, t.refs[:0], t.kept[:m.kept]
	if m.calls != nil {
		t.keep(m.calls)
	}
	return true
}

var anyPlan = planOf(reflect.TypeFor[any]())

// checkpoint makes a new history for t: from, its place in the code (pcs is its stack),
// locals, and what it owns.
func (s *Sim) checkpoint(t *thread, from *history, pcs []uintptr, locals []any) mark {
	// A checkpoint that gives a name, to a pointer among locals, must give it again when
	// it is repeated: it has no mark then.
	s.gave = false
	// The whole stack is hashed, not the place alone: the same function may have been
	// called from several places, with different things left to do.
	pos := from.pos
	for i := 0; i < len(pcs); i += 2 {
		second := uint64(1) // not a place in the code
		if i+1 < len(pcs) {
			second = uint64(pcs[i+1])
		}
		pos = pos.then(uint64(pcs[i]), second)
	}
	for _, l := range locals {
		// Hashed from there, the slice that each call of a checkpoint makes does not
		// escape: it lies on the stack, so calls in repeated steps don't allocate.
		s.local = l
		pos = pos.then(anyPlan.hash(s, unsafe.Pointer(&s.local), true), 2)
	}
	s.local = nil
	for _, o := range t.own {
		pos = pos.then(o.plan.hash(s, o.p, true), 3)
	}
	// Which calls are being counted is not among the model's variables, but matters.
	pos = pos.then(uint64(len(t.calls)), uint64(t.exclude))
	t.pos = pos
	t.refs = append(append(t.refs[:0], from.refs...), s.mentioned()...)
	if s.gave || len(t.refs) > 0 {
		return mark{}
	}
	return mark{pos: pos}
}
