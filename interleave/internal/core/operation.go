package core

import (
	"reflect"
	"slices"
)

// The history of the operations of an object that is checked for linearizability: which
// were called and have returned, and in which order that was, as far as it matters. It is
// part of the state, since what comes of it at the end is. But to keep it takes no steps,
// so there are no more interleavings to explore than of the operations alone:
//
//   - An operation begins with the first step that its goroutine takes in it. It might
//     have begun earlier, but then it precedes no less, and overlaps more.
//   - It returns with the step that it returns in.
//
// Calls commute, and returns do, but a call and a return don't: so a call counts as a
// read of the history, and a return as a write.
//
// What precedes what follows from how calls and returns alternate: a block is some calls
// and then some returns, and an operation precedes those that are called in a later block
// than the one that it returns in. Histories in which the same precedes the same have the
// same blocks.

// history of operations in one execution.
type operations struct {
	judge func([]OpRecord) (kind, text string) // nil if there is no history

	obj      int32 // its record, by which the steps conflict
	list     []OpRecord
	block    int64
	returned bool // an operation has returned in this block
	running  int  // goroutines that have not come to their end
	val      uint64
	refs     []uint64
}

// OpRecord is an operation.
type OpRecord struct {
	Goroutine, Index int // the operation is the nth of a goroutine
	Out              any
	Call, Return     int64 // numbers of blocks
	Begun, Returned  bool
	Lost             bool   // the goroutine has ended in it
	Site             string // where it waits forever, in a story

	name string // in stories
	term uint64 // in the state key
}

// op is the operation that a thread is in.
type op struct {
	at   int32 // in the list, and one more; 0: none
	open bool  // it has not taken a step in it
}

// Operations begins a history. judge is told it at the end of each execution that comes
// to one: when all goroutines have ended, or some wait forever in an operation. It says
// what is wrong with it.
func (s *Sim) Operations(judge func([]OpRecord) (kind, text string)) {
	s.threadOnly("Operations")
	o := &s.ops
	o.judge, o.obj = judge, int32(len(s.objects))
	s.objects = append(s.objects, Object{id: o.obj, cell: -1, name: mix(k4, k2), label: "history"})
}

// Operator starts a goroutine that makes operations.
func (s *Sim) Operator(label string, f func()) {
	p := s.threadOnly("Operator")
	if s.aborting {
		return
	}
	s.ops.running++
	// What it knows follows from what the test has seen until now.
	pos, refs := p.pos, append([]uint64(nil), p.refs...)
	t := s.spawn(label, func() {
		defer s.operatorEnds()
		f()
	})
	t.begin(pos.then(t.name, k3))
	t.refs = refs
	t.base.keep(&t.history)
}

func (s *Sim) operatorEnds() {
	t := s.cur
	if s.aborting || t == nil {
		return
	}
	if t.op.at > 0 { // Goexit, or a panic that is reported
		if t.op.open {
			s.Yield()
		}
		r := &s.ops.list[t.op.at-1]
		r.Lost = true
		s.note(r, mix(r.term, k1))
		if s.rec != nil {
			s.rec.extra(s, "never returns: "+r.name)
		}
		t.op.at = 0
	}
	s.ops.running--
	h := &s.objects[s.ops.obj]
	s.publish(h, t, true)
	s.step.touches(h, true)
}

// JoinOperators waits for all goroutines that make operations.
func (s *Sim) JoinOperators() {
	o := &s.ops
	t := s.enter(OpWait, o.obj, 1, func() bool { return o.running == 0 })
	if t == nil {
		panic(refusal("JoinOperators may only be called in a thread"))
	}
	h := &s.objects[o.obj]
	s.step.touches(h, false)
	s.acquire(t, h)
	s.observe(t, h.name, uint64(OpWait), 0)
	s.rec.text("wait for the goroutines")
}

// CallOperation is called before the operation with an index, of a goroutine: 0 is the
// test. name is what stories call it.
func (s *Sim) CallOperation(goroutine, index int, name func() string) {
	t := s.threadOnly("CallOperation")
	if s.aborting {
		return
	}
	o := &s.ops
	r := OpRecord{Goroutine: goroutine, Index: index}
	if s.rec != nil {
		Outside(func() { r.name = name() })
	}
	o.list = append(o.list, r)
	t.op = op{int32(len(o.list)), true}
	if goroutine == 0 {
		return
	}
	// What it has seen in the operations before is in the history, and nowhere else.
	t.pos = t.base.pos.then(uint64(index)+1, k3)
	t.refs = append(t.refs[:0], t.base.refs...)
}

// begun is called with the first step of an operation.
func (s *Sim) begun(t *thread) {
	t.op.open = false
	o := &s.ops
	r := &o.list[t.op.at-1]
	if o.returned {
		o.block++
		o.returned = false
	}
	r.Begun, r.Call = true, o.block
	s.step.touches(&s.objects[o.obj], false)
	s.note(r, mix(mix(uint64(r.Goroutine), uint64(r.Index)), uint64(r.Call)))
	s.rec.call(t, r.name)
}

// ReturnOperation is called when the operation has returned out, which text spells out.
func (s *Sim) ReturnOperation(out any, text func() string) {
	t := s.threadOnly("ReturnOperation")
	if s.aborting {
		return
	}
	if t.op.open {
		// It has taken no step: then others may have come between the operation before
		// and this one.
		s.Yield()
	}
	o := &s.ops
	r := &o.list[t.op.at-1]
	t.op.at = 0
	r.Out, r.Returned, r.Return = out, true, o.block
	o.returned = true
	s.step.touches(&s.objects[o.obj], true)
	var h uint64
	if out != nil {
		h = s.hashOut(addressable(reflect.ValueOf(out)))
	}
	o.refs = append(o.refs, s.mentioned()...)
	s.note(r, mix(mix(r.term, uint64(r.Return)), h))
	if s.rec != nil {
		Outside(func() { s.rec.extra(s, r.name+" = "+text()) })
	}
}

// note makes term that of the operation in the state key.
func (s *Sim) note(r *OpRecord, term uint64) {
	o := &s.ops
	o.val += term - r.term
	r.term = term
	s.setValue(&s.objects[o.obj], o.val, o.refs...)
}

// judged looks at the history, at the end of an execution. It reports whether threads may
// be left: operations that wait forever.
func (s *Sim) judged(stuck []*thread) (waits, ok bool) {
	o := &s.ops
	if o.judge == nil {
		return false, true
	}
	list := slices.Clone(o.list)
	for _, t := range stuck {
		if t.op.at > 0 {
			waits = true
			r := &list[t.op.at-1]
			if r.Site = t.site; t.op.open {
				r.Begun, r.Call = true, o.block+1
			}
		}
	}
	if len(stuck) > 0 && !waits {
		return false, true
	}
	var kind, text string
	Outside(func() { kind, text = o.judge(list) })
	if kind != "" {
		s.fail(kind, text)
		return waits, false
	}
	return waits, true
}

// Outside runs f as if there were no model.
func Outside(f func()) {
	s := current.Swap(nil)
	defer current.Store(s)
	f()
}

// hashOut hashes what an operation has returned: all of it, with what slices and maps
// hold. Pointers count by name, but errors by what they say, for most of them lie in no
// memory of the model.
func (s *Sim) hashOut(v reflect.Value) uint64 {
	t := v.Type()
	if t.Implements(errorType) && t.Kind() != reflect.Interface {
		if t.Kind() == reflect.Pointer && v.IsNil() {
			return 0
		}
		h := uint64(0)
		Outside(func() { h = mix(hashString(t.PkgPath()+" "+t.String()), hashString(v.Interface().(error).Error())) })
		return h
	}
	switch t.Kind() {
	case reflect.Interface:
		if v.IsNil() {
			return 0
		}
		e := addressable(v.Elem())
		return mix(hashString(e.Type().PkgPath()+" "+e.Type().String()), s.hashOut(e)+1)
	case reflect.Struct:
		h := uint64(0)
		for i := range t.NumField() {
			f := v.Field(i)
			h = mix(h+k1, s.hashOut(reflect.NewAt(f.Type(), f.Addr().UnsafePointer()).Elem()))
		}
		return h
	case reflect.Array, reflect.Slice:
		h := uint64(v.Len()) + 1
		if t.Kind() == reflect.Slice && v.IsNil() {
			h = 0
		}
		for i := range v.Len() {
			h = mix(h+k1, s.hashOut(v.Index(i)))
		}
		return h
	}
	return planOf(t).hash(s, v.Addr().UnsafePointer(), true)
}

var errorType = reflect.TypeFor[error]()

// addressable is a copy of v in memory of its own.
func addressable(v reflect.Value) reflect.Value {
	c := reflect.New(v.Type())
	if v.CanInterface() {
		c.Elem().Set(v)
	} else {
		panic(refusal("an operation returned what can't be looked at"))
	}
	return c.Elem()
}
