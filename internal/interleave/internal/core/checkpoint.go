package core

import (
	"reflect"
	"runtime"
	"slices"
	"unsafe"
)

// kept is what a function that is still running, in checked code, said that it still needs.
type kept struct {
	calls []uintptr // the stack above the function
	history
}

// owned is a variable that only one thread uses.
type owned struct {
	p    unsafe.Pointer
	plan *plan
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
		m := s.checkpoint(t, &history{pos: s.beginning(t, k3)}, pcs[:runtime.Callers(2, pcs[:])], locals)
		s.remember(t, m)
	}
	t.base.keep(&t.history)
	t.kept = t.kept[:0]
	t.past.checkpoint(false, nil)
}

// Own declares plain variables that no other thread uses, and that this one uses again after it
// has called Checkpoint: what they hold is part of each of its checkpoints, also of those in
// checked code. Slices count by content, pointers by name.
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
// function but not those of its callers. So it keeps what the thread's last Checkpoint kept, and what
// this function and its callers kept last with Keep, and forgets what has been seen since. Outside of a
// model it does nothing.
func CheckpointRunning(locals ...any) {
	if s := checkpointing(); s != nil {
		s.checkpointIn(s.cur, locals, false)
	}
}

// Keep is CheckpointRunning, and its locals are kept by the checkpoints in this function, and in those that
// it calls, until it returns or calls Keep again.
func Keep(locals ...any) {
	if s := checkpointing(); s != nil {
		s.checkpointIn(s.cur, locals, true)
	}
}

func checkpointing() *Sim {
	s := current.Load()
	if s == nil || s.cur == nil || s.aborting || s.cur.peeking {
		return nil
	}
	return s
}

func (s *Sim) checkpointIn(t *thread, locals []any, keep bool) {
	t.past.checkpoint(true, locals)
	if s.recall(t) {
		return
	}
	var room [64]uintptr
	pcs := room[:runtime.Callers(4, room[:])]
	mine := pcs[1:] // the stack above the checked function
	n := len(t.kept)
	for ; n > 0; n-- {
		k := &t.kept[n-1]
		if d := len(mine) - len(k.calls); d >= 0 && slices.Equal(mine[d:], k.calls) && !(d == 0 && keep) {
			break
		}
	}
	t.kept = t.kept[:n]
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

func (t *thread) keep(calls []uintptr) {
	t.kept = append(t.kept, kept{calls, history{t.pos, slices.Clone(t.refs)}})
}

// mark is what a checkpoint came to. When the step is repeated, it need not be worked out
// again, which takes a walk of the stack.
type mark struct {
	pos   h128      // 0: it must be worked out again, since it gives names or has symbolic ones
	kept  int       // how much of what was kept stays
	calls []uintptr // of Keep
}

// remember adds a checkpoint to those of the step. (A thread that has not come to its first
// operation has no step of its own.)
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

// checkpoint makes a new history for t: from, its place in the code (pcs is its stack),
// locals, and what it owns.
func (s *Sim) checkpoint(t *thread, from *history, pcs []uintptr, locals []any) mark {
	s.gave = false
	pos := from.pos
	for _, pc := range pcs {
		pos = pos.then(uint64(pc), 1)
	}
	for i := range locals {
		p := planOf(reflect.TypeFor[any]())
		pos = pos.then(p.hash(s, unsafe.Pointer(&locals[i]), true), 2)
	}
	for _, o := range t.own {
		pos = pos.then(o.plan.hash(s, o.p, true), 3)
	}
	pos = pos.then(uint64(len(t.calls)), uint64(t.exclude))
	t.pos = pos
	t.refs = append(append(t.refs[:0], from.refs...), s.mentioned()...)
	if s.gave || len(t.refs) > 0 {
		return mark{}
	}
	return mark{pos: pos}
}
