package core

import (
	"reflect"
	"unsafe"
)

// CellNew registers the cell at addr on its first use in this execution, and then reports
// true: the caller must zero it. Where the state is only looked at, it does not register,
// as New doesn't.
//
// A cell is plain memory. Its accesses are not steps, since it doesn't matter to others
// when they happen: if it did, they would race, and that is what is checked.
func CellNew(h *Handle, addr unsafe.Pointer, typ reflect.Type) bool {
	s := running()
	if h.gen == s.gen {
		return false
	}
	if s.onlyLooking() {
		return true
	}
	o, _ := s.object(h, addr)
	n := len(s.cells)
	// The slice of reads is used again.
	if n < cap(s.cells) {
		s.cells = s.cells[:n+1]
	} else {
		s.cells = append(s.cells, cellInfo{})
	}
	c := &s.cells[n]
	c.write, c.reads = -1, c.reads[:0]
	c.atomics.reset()
	c.plan = planOf(typ)
	o.cell = int32(n)
	return true
}

// CellRead records a plain read of the registered cell with value *v: what the thread has
// seen depends on it.
func CellRead(h *Handle, v unsafe.Pointer) {
	s := running()
	t := s.cur
	if t == nil || s.aborting {
		return
	}
	o := &s.objects[h.id]
	if t.peeking {
		s.peek(o)
		return
	}
	s.touch(t, o, false)
	plan := s.cells[o.cell].plan
	x := plan.hash(s, v, false)
	// The kind is 0, which no atomic operation has: OpStart is none.
	s.observe(t, o.name, 0, x, s.mentioned()...)
	s.rec.plain(s, "read", o, plan.typ, v)
}

// CellWritten records a plain write that has put *v into the registered cell. The thread
// has learned nothing by it, so its history stays as it is.
func CellWritten(h *Handle, v unsafe.Pointer) {
	s := running()
	t := s.cur
	if s.aborting {
		return
	}
	if s.onlyLooking() || t != nil && t.peeking {
		panic(refusal("a cell is written where the state may only be looked at"))
	}
	o := &s.objects[h.id]
	plan := s.cells[o.cell].plan
	x := plan.hash(s, v, false)
	s.setValue(o, x, s.mentioned()...)
	if t == nil {
		return
	}
	s.touch(t, o, true)
	s.rec.plain(s, "write", o, plan.typ, v)
}
