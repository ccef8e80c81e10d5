package core

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unsafe"
)

// span is a named piece of memory.
type span struct {
	base  unsafe.Pointer // keeps it alive
	size  uintptr
	name  uint64
	label string
	typ   reflect.Type
	n     int // elements, for the array behind a slice; else 0
}

func (s *Sim) rangeOf(a uintptr) (int, uintptr) {
	for i := range s.ranges {
		r := &s.ranges[i]
		if off := a - uintptr(r.base); off < r.size {
			return i, off
		}
	}
	return -1, 0
}

// Name names the memory that ptr points to, in traces and in state keys, and
// what it leads to through pointers and slices that are set already, or pointers to structs that are set
// before the structs are used. A func, chan or map can be named too.
func (s *Sim) Name(ptr any, label string) {
	v := reflect.ValueOf(ptr)
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			panic(refusal("Name of a nil pointer: " + label))
		}
		s.nameSpan(v.UnsafePointer(), v.Type().Elem(), 0, label, s.owner(), 0)
	case reflect.Slice:
		s.nameSpan(v.UnsafePointer(), v.Type().Elem(), v.Cap(), label, s.owner(), 0)
	case reflect.Func:
		s.nameWord((*[2]unsafe.Pointer)(unsafe.Pointer(&ptr))[1], label)
	case reflect.Chan, reflect.Map:
		s.nameWord(v.UnsafePointer(), label)
	default:
		panic(refusal(fmt.Sprintf("Name wants a pointer, not %T: %s", ptr, label)))
	}
}

// owner is the running thread's name if it is one of Alike, who give the same label to a thing
// each; else 0.
func (s *Sim) owner() uint64 {
	if p := s.parent(); s.symbolic(p.name) {
		return p.name
	}
	return 0
}

// labelName is the name for an owner's label.
func (s *Sim) labelName(label string, owner uint64) uint64 {
	if owner != 0 {
		return s.term(hashString(label), []uint64{owner})
	}
	return hashString(label)
}

// nameWord names a single pointer value.
func (s *Sim) nameWord(p unsafe.Pointer, label string) {
	if p == nil {
		return
	}
	id := s.derived(s.labelName(label, s.owner()), 0, k1)
	s.pointers[p] = id
	s.rec.namePointer(id, label)
}

func (s *Sim) nameSpan(p unsafe.Pointer, t reflect.Type, n int, label string, owner uint64, depth int) {
	size := t.Size()
	if n > 0 {
		size *= uintptr(n)
	}
	if p == nil || size == 0 || depth > 4 {
		return
	}
	if i, off := s.rangeOf(uintptr(p)); i >= 0 {
		if depth > 0 || (off == 0 && s.ranges[i].label == label) {
			return
		}
		// A name inside a named thing: the inner one is more telling.
		s.ranges = append([]span{{p, size, s.labelName(label, owner), label, t, n}}, s.ranges...)
		return
	}
	s.ranges = append(s.ranges, span{p, size, s.labelName(label, owner), label, t, n})
	links := linksOf(t)
	for e := 0; e < max(n, 1); e++ {
		for _, l := range links {
			q := unsafe.Add(p, uintptr(e)*t.Size()+l.off)
			name := label + l.path
			if n > 0 {
				name = fmt.Sprintf("%s[%d]%s", label, e, l.path)
			}
			if l.slice {
				h := (*[3]uintptr)(q)
				s.nameSpan(*(*unsafe.Pointer)(q), l.elem, int(h[2]), name, owner, depth+1)
			} else if to := *(*unsafe.Pointer)(q); to != nil {
				s.nameSpan(to, l.elem, 0, name, owner, depth+1)
			} else {
				s.unset = append(s.unset, unset{q, l.elem, name, owner, depth + 1})
			}
		}
	}
}

// link is a pointer or slice inside a type.
type link struct {
	off   uintptr
	path  string
	elem  reflect.Type
	slice bool
}

var linkCache = map[reflect.Type][]link{}

func linksOf(t reflect.Type) []link {
	if l, ok := linkCache[t]; ok {
		return l
	}
	var l []link
	collectLinks(t, 0, "", &l)
	linkCache[t] = l
	return l
}

func collectLinks(t reflect.Type, off uintptr, path string, out *[]link) {
	if modelType(t) {
		return // the checker's own pointers
	}
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			p := path + "." + f.Name
			collectLinks(f.Type, off+f.Offset, p, out)
		}
	case reflect.Array:
		for i := range t.Len() {
			collectLinks(t.Elem(), off+uintptr(i)*t.Elem().Size(), fmt.Sprintf("%s[%d]", path, i), out)
		}
	case reflect.Pointer:
		if t.Elem().Kind() == reflect.Struct {
			*out = append(*out, link{off, path, t.Elem(), false})
		}
	case reflect.Slice:
		*out = append(*out, link{off, path, t.Elem(), true})
	}
}

// unset is a pointer in named memory that was nil when that was named.
type unset struct {
	at    unsafe.Pointer
	elem  reflect.Type
	label string
	owner uint64
	depth int
}

// find is rangeOf for something new. It may lie where pointers in named memory lead to that have been
// set since: that is named first.
func (s *Sim) find(a uintptr) (int, uintptr) {
	if r, off := s.rangeOf(a); r >= 0 {
		return r, off
	}
	for i := 0; i < len(s.unset); i++ {
		u := s.unset[i]
		if to := *(*unsafe.Pointer)(u.at); to != nil {
			s.unset = slices.Delete(s.unset, i, i+1)
			i--
			s.nameSpan(to, u.elem, 0, u.label, u.owner, u.depth)
		}
	}
	return s.rangeOf(a)
}

// fieldName spells out the field at an offset of a named span.
func (r *span) fieldName(off uintptr) string {
	label, t := r.label, r.typ
	if r.n > 0 {
		label = fmt.Sprintf("%s[%d]", label, off/t.Size())
		off %= t.Size()
	}
	for {
		switch {
		case modelType(t):
			return label
		case t.Kind() == reflect.Struct && t.NumField() > 0:
			f := t.Field(0)
			for i := range t.NumField() {
				if g := t.Field(i); g.Offset <= off && (g.Type.Size() > 0 || f.Type.Size() == 0) {
					f = g
				}
			}
			off -= f.Offset
			if !f.Anonymous {
				label += "." + f.Name
			}
			t = f.Type
		case t.Kind() == reflect.Array && t.Len() > 0 && t.Elem().Size() > 0:
			label = fmt.Sprintf("%s[%d]", label, off/t.Elem().Size())
			off %= t.Elem().Size()
			t = t.Elem()
		default:
			return label
		}
	}
}

// modelType reports a variable of the checker, whose inside is not spelled out.
func modelType(t reflect.Type) bool {
	p := t.PkgPath()
	i := strings.LastIndex(p, "interleave/")
	if i < 0 {
		return false
	}
	switch p[i+len("interleave/"):] {
	case "atomic", "seam", "context", "time", "internal/core":
		return true
	}
	return false
}
