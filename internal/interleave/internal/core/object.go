package core

import (
	"fmt"
	"slices"
	"sync/atomic"
	"unsafe"
)

// Handle ties a variable to its record in the running execution. The zero
// value belongs to none; a stale one too, so what an earlier execution left in
// a package-level variable does not count.
type Handle struct {
	gen uint64
	id  int32
}

// Object is the record of one shared variable in one execution.
type Object struct {
	id    int32
	cell  int32 // index among the cells, -1 for others
	name  uint64
	comp  h128 // part of the state key for the value
	val   uint64
	refs  []uint64 // the names mentioned in it
	know  bitset
	addr  unsafe.Pointer
	label string // only when a story is recorded, or for engine objects
	bits  []string
	named int32 // range it lies in, -1 for none
	fixed bool  // see Fixed
}

// gens counts the executions of all searches of this process.
var gens uint64

// current is the search that is running; one at a time (see Check).
var current atomic.Pointer[Sim]

// running returns the search for an operation of checked code.
func running() *Sim {
	s := current.Load()
	if s == nil || s.phase == phaseIdle {
		panic("interleave: a model variable is used outside of a running model")
	}
	return s
}

// settingUp returns the search if its model's Setup is running.
func settingUp() *Sim {
	if s := current.Load(); s != nil && s.phase == phaseSetup {
		return s
	}
	return nil
}

// SettingUp reports whether a model's Setup is running.
func SettingUp() bool { return settingUp() != nil }

// object returns the record of the variable at addr, and whether it is new.
func (s *Sim) object(h *Handle, addr unsafe.Pointer) (*Object, bool) {
	if h.gen == s.gen {
		return &s.objects[h.id], false
	}
	o := s.addObject(addr)
	h.gen, h.id = s.gen, o.id
	return o, true
}

func (s *Sim) addObject(addr unsafe.Pointer) *Object {
	id := int32(len(s.objects))
	s.objects = append(s.objects, Object{id: id, cell: -1, addr: addr, named: -1})
	o := &s.objects[id]
	o.fixed = slices.Contains(s.fixed, addr)
	if r, off := s.find(uintptr(addr)); r >= 0 {
		o.name, o.named = s.derived(s.ranges[r].name, 0, uint64(off)+1), int32(r)
		s.rec.label(o, &s.ranges[r], off)
		return o
	}
	o.name = s.freshName()
	s.rec.labelFresh(o, s.parent())
	return o
}

// freshName names what has no name by the thread that comes upon it first. The
// thread's history is in it, so that the name says which variable is meant
// (as seen by that thread) even after a Checkpoint forgets the history.
func (s *Sim) freshName() uint64 {
	p := s.parent()
	p.objects++
	s.named = true // see walk
	s.coined = s.coined || s.phase == phaseRun
	if own := s.symbolic(p.name); own || len(p.refs) > 0 {
		args, local := p.refs, uint64(0)
		if own {
			args = append([]uint64{p.name}, args...)
		} else {
			local = p.name
		}
		return s.term(mix(mix(local, p.objects), p.pos.lo), args)
	}
	return mix(mix(p.name, p.objects), p.pos.lo)
}

// setValue makes v the value of o in the state key; zero is no contribution,
// so a variable not yet used and a zero one are the same.
// refs are the names mentioned in the hash v.
func (s *Sim) setValue(o *Object, v uint64, refs ...uint64) {
	s.key.sub(o.comp)
	o.comp = h128{}
	o.val, o.refs = v, append(o.refs[:0], refs...)
	if v != 0 {
		o.comp = mix2(o.name, fold(v, refs))
	}
	s.key.add(o.comp)
}

// pointerID is the canonical name of a pointer value.
func (s *Sim) pointerID(p unsafe.Pointer) uint64 {
	id := s.canonical(p)
	s.rec.pointer(s, id, p)
	return id
}

func (s *Sim) pointerLabel(p unsafe.Pointer) string {
	if i := tokenSlot(uintptr(p)); i >= 0 && i < s.nthreads {
		return "thread " + s.threads[i].label
	}
	if r, off := s.rangeOf(uintptr(p)); r >= 0 {
		if off == 0 {
			return "&" + s.ranges[r].label
		}
		return "&" + s.ranges[r].fieldName(off)
	}
	return fmt.Sprintf("&%s.%d", s.parent().label, s.parent().objects)
}

func (s *Sim) canonical(p unsafe.Pointer) uint64 {
	a := uintptr(p)
	if a == 0 {
		return 0
	}
	if i := tokenSlot(a); i >= 0 {
		if i < s.nthreads {
			return s.tokenName(i, a)
		}
		return uint64(i) + 1
	}
	if r, off := s.rangeOf(a); r >= 0 {
		return s.derived(s.ranges[r].name, k2, uint64(off)+1)
	}
	if p == s.lastPtr {
		return s.lastID
	}
	id, ok := s.pointers[p]
	if !ok {
		if r, off := s.find(a); r >= 0 {
			return s.derived(s.ranges[r].name, k2, uint64(off)+1)
		}
		id = s.freshName()
		s.pointers[p] = id
	}
	s.lastPtr, s.lastID = p, id
	return id
}

// wordID is pointerID for an integer that may hold a pointer in disguise.
func (s *Sim) wordID(v uintptr) uint64 {
	if i := tokenSlot(v); i >= 0 && i < s.nthreads {
		return s.tokenName(i, v)
	}
	if r, off := s.rangeOf(v); r >= 0 {
		return s.derived(s.ranges[r].name, k2, uint64(off)+1)
	}
	return uint64(v)
}

// tokenName is the name of a thread's token, which may have flags in its lowest
// bits.
func (s *Sim) tokenName(slot int, p uintptr) uint64 {
	name := s.threads[slot].name
	if flags := uint64(p) & 7; flags != 0 {
		return s.derived(name, k4, flags)
	}
	return name
}
