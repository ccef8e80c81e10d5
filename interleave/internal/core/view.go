package core

import (
	"reflect"
	"unsafe"
)

// ThreadView is where a thread stands, for an Invariant that maps the states of a model
// to those of an abstraction. It has nothing that the state key doesn't have: what a
// Checkpoint forgets is gone from it. Otherwise two states with the same key could be
// mapped to different ones, and only the first to come would be looked at.
type ThreadView struct {
	Label   string
	Pending StepView // what it does next; its Kind is "start" before the first step, "end" after the last
	Last    StepView // what it did last, if that was since its last checkpoint
	InCode  bool     // its last checkpoint is one in the checked code
	Locals  []any    // of that checkpoint
}

// StepView is a step of a thread, or one to come.
type StepView struct {
	Kind  string // load, store, CAS, and, or, await...; none: ""
	Value uint64 // what a load saw
	addr  unsafe.Pointer
}

// On reports whether the step is one on the model variable that ptr points to.
func (v StepView) On(ptr any) bool {
	return v.addr != nil && v.addr == reflect.ValueOf(ptr).UnsafePointer()
}

// Views tells where the threads stand, in the order in which they were made. The slice is
// the caller's; what Locals hold must not be changed.
func (s *Sim) Views() []ThreadView {
	views := make([]ThreadView, 0, len(s.threads))
	for _, t := range s.threads {
		v := ThreadView{
			Label:   t.label,
			Pending: StepView{t.pend.kind.String(), 0, s.addrOf(t.pend.obj)},
			InCode:  t.past.inCode,
			Locals:  t.past.locals,
		}
		if t.past.stepped {
			v.Last = StepView{t.past.kind.String(), t.past.value, s.addrOf(t.past.obj)}
		}
		views = append(views, v)
	}
	return views
}

// addrOf is the address of an object by number, nil for none. Views compare addresses, so
// that abstractions need no handles.
func (s *Sim) addrOf(obj int32) unsafe.Pointer {
	if obj < 0 {
		return nil
	}
	return s.objects[obj].addr
}

// past is what a thread remembers for Views: what it did last, and its last checkpoint.
type past struct {
	stepped bool // since its last checkpoint
	kind    Kind
	obj     int32
	value   uint64
	inCode  bool
	locals  []any
}

// step is called when the thread takes a step; a load fills in the value.
func (p *past) step(d *pending) {
	p.stepped, p.kind, p.obj, p.value = true, d.kind, d.obj, 0
}

// checkpoint is called at each checkpoint, and forgets the step before.
func (p *past) checkpoint(inCode bool, locals []any) {
	*p = past{inCode: inCode, locals: append(p.locals[:0], locals...)}
}
