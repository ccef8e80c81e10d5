package core

import (
	"fmt"
	"reflect"
	"sort"
	"unsafe"
)

// What rewritten code allocates is named after the thread that makes it, the label that
// the rewriter has given to the place, and how many of that label the thread has made
// before. So the same thing has the same name in all executions in which its maker has
// made as many before it, whatever else was done in between.

// allocs is the memory that rewritten code has allocated in this execution.
type allocs struct {
	list []span
	made []made
}

// made counts what a thread has made under a label.
type made struct {
	thread uint64
	label  string
	n      uint64
}

func (l *allocs) reset() { l.list, l.made = l.list[:0], l.made[:0] }

// count is how many things the thread has made under the label, with this one.
func (l *allocs) count(thread uint64, label string) uint64 {
	for i := range l.made {
		if m := &l.made[i]; m.thread == thread && m.label == label {
			m.n++
			return m.n
		}
	}
	l.made = append(l.made, made{thread, label, 1})
	return 1
}

// Alloc names n things of a type that lie at p, and have just been made by the running
// thread, or by Setup. What they hold is part of the state from now on.
func (s *Sim) Alloc(p unsafe.Pointer, m *Mem, n int, array bool, label string) {
	size := m.size * uintptr(n)
	if p == nil || size == 0 || s.aborting || s.onlyLooking() {
		return
	}
	by := s.parent()
	k := s.allocs.count(by.name, label)
	kind := hashString(label)
	name := mix(mix(by.name+k3, kind), k)
	if s.rec != nil && k > 1 {
		label = fmt.Sprintf("%s#%d", label, k)
	}
	sp := span{base: p, size: size, name: name, kind: kind, label: label, typ: m.typ}
	if array {
		sp.n = n
	}
	s.allocs.list = append(s.allocs.list, sp)
	s.addrs.at(uintptr(p)).name = s.derived(name, k2, 1)
	// What is zero has no term.
	for i := range n {
		for j := range m.leaves {
			l := &m.leaves[j]
			if l.standIn {
				continue
			}
			q := unsafe.Add(p, uintptr(i)*m.size+l.off)
			if !l.plan.zero(q) {
				s.dirty(s.memory(q, l.plan))
			}
		}
	}
}

// Outside notes a variable that the body of a test uses and that is declared outside of
// it, with what it leads to at once. It is not made anew for each execution, so it must
// not be changed.
func (s *Sim) Outside(v reflect.Value, label string) {
	if s.cur == nil || s.aborting {
		return
	}
	add := func(p unsafe.Pointer, t reflect.Type, n int) {
		size := t.Size() * uintptr(max(n, 1))
		if p == nil || size == 0 {
			return
		}
		if sp, _ := s.allocOf(uintptr(p)); sp != nil {
			return
		}
		h := hashString(label + t.String())
		s.allocs.list = append(s.allocs.list, span{
			base: p, size: size, name: h, kind: h, label: label, typ: t, n: n, outside: true,
		})
	}
	v = v.Elem()
	add(v.Addr().UnsafePointer(), v.Type(), 0)
	switch v.Kind() {
	case reflect.Pointer:
		add(v.UnsafePointer(), v.Type().Elem(), 0)
	case reflect.Slice:
		add(v.UnsafePointer(), v.Type().Elem(), v.Cap())
	case reflect.Map:
		add(v.UnsafePointer(), byteType, 0)
	}
}

// inside refuses the change of a variable that is declared outside of the body.
func (s *Sim) inside(o *Object) {
	if o.outside && s.phase == phaseRun {
		label := "a variable"
		if sp, off := s.allocOf(uintptr(o.addr)); sp != nil {
			label = sp.fieldName(off)
		}
		panic(refusal(label + " is changed, which is declared outside of the body of the test, so that it is not " +
			"made anew for each execution: declare it inside"))
	}
}

// NamePtr names a map, or a channel, that was just made.
func (s *Sim) NamePtr(p unsafe.Pointer, label string) {
	if p == nil || s.aborting || s.onlyLooking() {
		return
	}
	by := s.parent()
	k := s.allocs.count(by.name, label)
	kind := hashString(label)
	name := mix(mix(by.name+k3, kind), k)
	if s.rec != nil && k > 1 {
		label = fmt.Sprintf("%s#%d", label, k)
	}
	s.allocs.list = append(s.allocs.list, span{base: p, size: 1, name: name, kind: kind, label: label, typ: byteType})
	s.addrs.at(uintptr(p)).name = s.derived(name, k2, 1)
	s.rec.namePointer(s.derived(name, k2, 1), label)
}

var byteType = reflect.TypeFor[byte]()

// allocOf returns the allocation, or the package variable, that an address lies in, and
// where.
func (s *Sim) allocOf(a uintptr) (*span, uintptr) {
	for i := len(s.allocs.list) - 1; i >= 0; i-- {
		sp := &s.allocs.list[i]
		if off := a - uintptr(sp.base); off < sp.size {
			return sp, off
		}
	}
	return globalOf(a)
}

// globals has the variables of rewritten packages, in order of their addresses, which are
// the same in all executions.
var globals struct {
	list   []span
	sorted bool
}

// Global names a package variable.
func Global(path string, p unsafe.Pointer, t reflect.Type, label string) {
	if t.Size() == 0 {
		return
	}
	h := hashString(path + "." + label) // other packages may have variables of this name
	globals.list = append(globals.list, span{base: p, size: t.Size(), name: h, kind: h, label: label, typ: t})
	globals.sorted = false
}

func globalOf(a uintptr) (*span, uintptr) {
	g := &globals
	if !g.sorted {
		sort.Slice(g.list, func(i, j int) bool { return uintptr(g.list[i].base) < uintptr(g.list[j].base) })
		g.sorted = true
	}
	i := sort.Search(len(g.list), func(i int) bool { return uintptr(g.list[i].base) > a }) - 1
	if i >= 0 {
		if off := a - uintptr(g.list[i].base); off < g.list[i].size {
			return &g.list[i], off
		}
	}
	return nil, 0
}

// allocName is the name of a pointer into memory that rewritten code has allocated, or 0.
func (s *Sim) allocName(p unsafe.Pointer) uint64 {
	e := s.addrs.find(uintptr(p))
	if e != nil && e.name != 0 {
		return e.name
	}
	sp, off := s.allocOf(uintptr(p))
	if sp == nil {
		return 0
	}
	name := s.derived(sp.name, k2, uint64(off)+1)
	s.addrs.at(uintptr(p)).name = name
	return name
}

// CannotModel refuses a function.
func (s *Sim) CannotModel(name, instead string) {
	if s.aborting {
		s.unwind(s.cur)
	}
	panic(refusal(name + " can't be modelled: " + instead))
}

// Relabel gives allocations that v leads to another label, for a story. Their names stay.
func (s *Sim) Relabel(v reflect.Value, label string) { s.relabel(v, label, 0) }

func (s *Sim) relabel(v reflect.Value, label string, depth int) {
	if depth > maxDepth {
		return
	}
	switch v.Kind() {
	case reflect.Interface:
		if !v.IsNil() {
			s.relabel(v.Elem(), label, depth)
		}
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Chan:
		p := v.UnsafePointer()
		if p == nil || !s.relabelAt(p, label) {
			return
		}
		if v.Kind() == reflect.Pointer {
			s.relabel(v.Elem(), label, depth)
		} else if v.Kind() == reflect.Slice {
			for i := range min(v.Len(), 64) {
				s.relabel(v.Index(i), fmt.Sprintf("%s[%d]", label, i), depth+1)
			}
		}
	case reflect.Struct:
		if modelType(v.Type()) {
			return
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			to := label
			if !f.Anonymous {
				to += "." + f.Name
			}
			s.relabel(v.Field(i), to, depth+1)
		}
	}
}

// relabelAt gives the allocation that begins at p, and the records in it, another label.
func (s *Sim) relabelAt(p unsafe.Pointer, label string) bool {
	for i := range s.allocs.list {
		sp := &s.allocs.list[i]
		if sp.base != p {
			continue
		}
		sp.label = label
		for j := range s.objects {
			o := &s.objects[j]
			if off := uintptr(o.addr) - uintptr(p); o.addr != nil && off < sp.size {
				o.label = sp.fieldName(off)
			}
		}
		for id := range s.rec.ptrs {
			if id == s.addrs.at(uintptr(p)).name {
				s.rec.ptrs[id] = "&" + label
			}
		}
		return true
	}
	return false
}
