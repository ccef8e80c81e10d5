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
	pos   h128
	refs  []uint64
}

// owned is a variable that only one thread uses.
type owned struct {
	p    unsafe.Pointer
	plan *plan
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

// Fixed declares atomic variables that no thread of this model changes. To load one is no step then, and to do
// anything else is refused.
func (s *Sim) Fixed(variables ...any) {
	s.setupOnly("Fixed")
	for _, v := range variables {
		at := reflect.ValueOf(v).UnsafePointer()
		s.fixed = append(s.fixed, at)
		for i := range s.objects {
			if o := &s.objects[i]; o.addr == at {
				o.fixed = true
			}
		}
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
	from, refs := t.base, t.baseRefs
	if n > 0 {
		from, refs = t.kept[n-1].pos, t.kept[n-1].refs
	}
	w := s.checkpoint(t, from, refs, pcs, locals)
	w.kept = n
	if keep {
		w.calls = slices.Clone(mine)
		t.keep(w.calls)
	}
	s.remember(t, w)
}

func (t *thread) keep(calls []uintptr) {
	t.kept = append(t.kept, kept{calls, t.pos, slices.Clone(t.refs)})
}

// walk is what a checkpoint came to. When the step is replayed, it need not be worked out again,
// which takes a walk of the stack.
type walk struct {
	pos   h128      // 0: it must be worked out again, since it gives names or has symbolic ones
	kept  int       // how much of what was kept stays
	calls []uintptr // of Keep
}

func (s *Sim) remember(t *thread, w walk) {
	if t == s.stepThread {
		s.walks = append(s.walks, w)
	}
}

// recall does what a checkpoint of the running step did when the step was new.
func (s *Sim) recall(t *thread) bool {
	if t != s.stepThread || s.walked >= len(s.known) {
		return false
	}
	w := &s.known[s.walked]
	if s.walked++; w.pos == (h128{}) {
		return false
	}
	t.pos, t.refs, t.kept = w.pos, t.refs[:0], t.kept[:w.kept]
	if w.calls != nil {
		t.keep(w.calls)
	}
	return true
}

// checkpoint makes a new history for t: from (with its refs), its place in the
// code, locals, and what it owns.
func (s *Sim) checkpoint(t *thread, from h128, refs []uint64, pcs []uintptr, locals []any) walk {
	s.named = false
	pos := from
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
	t.refs = append(append(t.refs[:0], refs...), s.mentioned()...)
	if s.named || len(t.refs) > 0 {
		return walk{}
	}
	return walk{pos: pos}
}
