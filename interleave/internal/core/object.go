package core

import (
	"slices"
	"unsafe"
)

// Handle ties a variable to its record in the running execution. It lies in the variable.
// The zero value belongs to none; a stale one too, so what an earlier execution left in a
// package-level variable does not count.
type Handle struct {
	gen uint64
	id  int32
}

// Object is the record of one shared variable in one execution.
type Object struct {
	id   int32
	cell int32 // index among the cells, -1 for others

	// The same in all executions in which it is the same variable.
	name uint64

	// Its value as the state key has it: a hash, or the name if it is a pointer; the
	// names mentioned in the hash; and the term that they make.
	val  uint64
	refs []uint64
	comp h128

	// The accesses that happen before whatever acquires from it.
	know bitset

	addr  unsafe.Pointer
	fixed bool // see Fixed

	// Of plain memory: how its value is hashed, whether with what it leads to, the hash
	// that has no term, and whether it is to be hashed when the step is complete.
	plan   *plan
	deep   bool
	base   uint64
	global bool // it lies in a package variable
	dirty  bool

	// Of plain memory: what it is by its label and place, whichever instance; whether
	// only one thread accesses it, as far as is known; and that thread, or -1. See
	// shared.go.
	class   uint64
	private bool
	owner   int32
	plainly bool // accessed plainly, and atomically: see mixed.go
	atomic  bool
	outside bool // see Outside

	ch  *channel // of a channel
	aux any      // of other things that are not in memory

	// How it is spelled out. There is a label only when a story is recorded, except for
	// the clock.
	label string
	bits  []string
}

// object returns the record of the variable at addr, and whether it is new: then the
// variable must be zeroed, since it may have a value from an earlier execution.
func (s *Sim) object(h *Handle, addr unsafe.Pointer) (*Object, bool) {
	if h.gen == s.gen {
		return &s.objects[h.id], false
	}
	o := s.addObject(addr)
	h.gen, h.id = s.gen, o.id
	return o, true
}

// addObject makes the record of a variable that is used for the first time. (The slice
// may move: pointers to records are good until the next operation of any thread.)
func (s *Sim) addObject(addr unsafe.Pointer) *Object {
	id := int32(len(s.objects))
	s.objects = append(s.objects, Object{id: id, cell: -1, addr: addr})
	o := &s.objects[id]
	o.fixed = slices.Contains(s.fixed, addr)
	if i, off := s.find(uintptr(addr)); i >= 0 {
		o.name = s.derived(s.spans[i].name, 0, uint64(off)+1)
		s.rec.label(o, &s.spans[i], off)
		return o
	}
	o.name = s.freshName(s.parent())
	s.rec.labelFresh(o, s.parent())
	return o
}
