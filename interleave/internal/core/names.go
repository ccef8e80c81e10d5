package core

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unsafe"
)

// Two executions have different addresses for the same things: Setup allocates anew each
// time. So what goes into the state key is names, hashes that are the same in each
// execution in which the same has been done:
//
//   - what lies in memory that the model has named (a span), or is reached from there,
//     has a name made of the label and its place there;
//   - the rest is named after the thread that comes upon it first, and how many it has
//     come upon before. Such names are coined. They tell more states apart than needed,
//     since they depend on which thread was first.
//
// A variable and a pointer to it have different names, both made of the span's.

// names is what things in memory are called in this execution.
type names struct {
	// Named memory. The first span that an address lies in counts.
	spans []span

	// Pointers in named memory that were nil when it was named. What they are set to
	// later gets its name when something is looked for that has none.
	unset []unset

	// Names of pointers that lead to no span, and the last one looked up there: most
	// often the same pointer is stored, and loaded at once.
	pointers map[unsafe.Pointer]uint64
	lastPtr  unsafe.Pointer
	lastID   uint64

	// The name of a pointer into memory that rewritten code has allocated, or 0.
	allocated func(unsafe.Pointer) uint64

	gave   bool // something has got a fresh name since this was set to false
	coined bool // the same, since Setup

	symbols
}

func (n *names) reset() {
	n.spans, n.unset = n.spans[:0], n.unset[:0]
	clear(n.pointers)
	n.lastPtr = nil
	n.gave, n.coined = false, false
	n.symbols.reset()
}

// span is a named piece of memory.
type span struct {
	base  unsafe.Pointer // keeps it alive
	size  uintptr
	name  uint64
	label string
	typ   reflect.Type
	n     int // elements, for the array behind a slice; else 0

	kind uint64 // of an allocation: the same for all of a label

	outside bool // see Outside
}

// unset is a pointer in named memory that was nil when that was named.
type unset struct {
	at    unsafe.Pointer
	elem  reflect.Type
	label string
	owner uint64
	depth int
}

// maxDepth is how many pointers Name follows from what it is given.
const maxDepth = 4

// spanOf returns the span that address a lies in, and where in it, or -1.
func (n *names) spanOf(a uintptr) (int, uintptr) {
	for i := range n.spans {
		r := &n.spans[i]
		if off := a - uintptr(r.base); off < r.size { // a below the base makes off huge
			return i, off
		}
	}
	return -1, 0
}

// find is spanOf for something new. It may lie where pointers in named memory lead to
// that have been set since: that is named first.
func (n *names) find(a uintptr) (int, uintptr) {
	if i, off := n.spanOf(a); i >= 0 {
		return i, off
	}
	for i := 0; i < len(n.unset); i++ {
		u := n.unset[i]
		if to := *(*unsafe.Pointer)(u.at); to != nil {
			n.unset = slices.Delete(n.unset, i, i+1)
			i--
			n.nameSpan(to, u.elem, 0, u.label, u.owner, u.depth)
		}
	}
	return n.spanOf(a)
}

// Name names the memory that ptr points to, in traces and in state keys, and what it
// leads to through pointers and slices that are set already, or pointers to structs that
// are set before the structs are used. A func, chan or map can be named too.
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
	// A func value points to its closure; the interface has that pointer as its word.
	case reflect.Func:
		s.nameWord((*[2]unsafe.Pointer)(unsafe.Pointer(&ptr))[1], label)
	case reflect.Chan, reflect.Map:
		s.nameWord(v.UnsafePointer(), label)
	default:
		panic(refusal(fmt.Sprintf("Name wants a pointer, not %T: %s", ptr, label)))
	}
}

// owner is the running thread's name if it is one of Alike, where each gives the same
// label to a thing of its own; else 0.
func (s *Sim) owner() uint64 {
	if p := s.parent(); s.symbolic(p.name) {
		return p.name
	}
	return 0
}

// labelName is the name for an owner's label.
func (n *names) labelName(label string, owner uint64) uint64 {
	if owner != 0 {
		return n.term(hashString(label), []uint64{owner})
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

// nameSpan names the memory at p, of type t or, with count, an array of so many. depth is
// how many pointers have led here from what was given to Name.
func (n *names) nameSpan(p unsafe.Pointer, t reflect.Type, count int, label string, owner uint64, depth int) {
	size := t.Size()
	if count > 0 {
		size *= uintptr(count)
	}
	// Things without a size may share an address with others. The depth ends lists and
	// cycles.
	if p == nil || size == 0 || depth > maxDepth {
		return
	}
	i, off := n.spanOf(uintptr(p))
	if i >= 0 && (depth > 0 || off == 0 && n.spans[i].label == label) {
		return // named before, by another way
	}
	in := span{base: p, size: size, name: n.labelName(label, owner), label: label, typ: t, n: count}
	if i >= 0 {
		// A name inside a named thing: the inner one is more telling, so it goes first.
		n.spans = slices.Insert(n.spans, 0, in)
		return
	}
	n.spans = append(n.spans, in)
	links := linksOf(t)
	for e := 0; e < max(count, 1); e++ {
		for _, l := range links {
			q := unsafe.Add(p, uintptr(e)*t.Size()+l.off)
			path := label + l.path
			if count > 0 {
				path = fmt.Sprintf("%s[%d]%s", label, e, l.path)
			}
			if l.slice {
				h := (*[3]uintptr)(q)
				n.nameSpan(*(*unsafe.Pointer)(q), l.elem, int(h[2]), path, owner, depth+1)
			} else if to := *(*unsafe.Pointer)(q); to != nil {
				n.nameSpan(to, l.elem, 0, path, owner, depth+1)
			} else {
				n.unset = append(n.unset, unset{q, l.elem, path, owner, depth + 1})
			}
		}
	}
}

// freshName coins a name for what has none, after the thread by that comes upon it first.
// The thread's history is in it, so that the name says which variable is meant (as seen
// by that thread) even after a Checkpoint forgets the history.
func (n *names) freshName(by *thread) uint64 {
	by.objects++
	n.gave, n.coined = true, true
	// A name that depends on a like thread, by the name of the thread or by what that has
	// seen, must be a term.
	if own := n.symbolic(by.name); own || len(by.refs) > 0 {
		args, local := by.refs, uint64(0)
		if own {
			args = append([]uint64{by.name}, args...)
		} else {
			local = by.name
		}
		return n.term(mix(mix(local, by.objects), by.pos.lo), args)
	}
	return mix(mix(by.name, by.objects), by.pos.lo)
}

// pointerID is the canonical name of a pointer value.
func (s *Sim) pointerID(p unsafe.Pointer) uint64 {
	id := s.pointerName(p, s.parent())
	s.rec.pointer(s, id, p)
	return id
}

// pointerName is the name of a pointer value, seen by the given thread. nil is 0.
func (n *names) pointerName(p unsafe.Pointer, by *thread) uint64 {
	a := uintptr(p)
	if a == 0 {
		return 0
	}
	if i := tokenSlot(a); i >= 0 {
		if i < len(n.threadNames) {
			return n.tokenName(i, a)
		}
		return uint64(i) + 1
	}
	if i, off := n.spanOf(a); i >= 0 {
		return n.inSpan(i, off)
	}
	if p == n.lastPtr {
		return n.lastID
	}
	if n.allocated != nil {
		if id := n.allocated(p); id != 0 {
			return id
		}
	}
	// The order matters: whatever can be named without a thread is.
	id, ok := n.pointers[p]
	if !ok {
		if i, off := n.find(a); i >= 0 {
			return n.inSpan(i, off)
		}
		id = n.freshName(by)
		n.pointers[p] = id
	}
	// Not for pointers into spans: those come first, and a span may be named later.
	n.lastPtr, n.lastID = p, id
	return id
}

// inSpan is the name of a pointer into a span.
func (n *names) inSpan(i int, off uintptr) uint64 {
	return n.derived(n.spans[i].name, k2, uint64(off)+1)
}

// wordID is pointerID for an integer that may hold a pointer in disguise. What lies in no
// span is taken for a number: there is no telling.
func (n *names) wordID(v uintptr) uint64 {
	if i := tokenSlot(v); i >= 0 && i < len(n.threadNames) {
		return n.tokenName(i, v)
	}
	if i, off := n.spanOf(v); i >= 0 {
		return n.inSpan(i, off)
	}
	return uint64(v)
}

// tokenName is the name of a thread's token, which may have flags in its lowest bits.
func (n *names) tokenName(slot int, p uintptr) uint64 {
	name := n.threadNames[slot]
	if flags := uint64(p) & 7; flags != 0 {
		return n.derived(name, k4, flags)
	}
	return name
}

// pointerLabel spells a pointer out for a story.
func (s *Sim) pointerLabel(p unsafe.Pointer) string {
	if i := tokenSlot(uintptr(p)); i >= 0 && i < len(s.threads) {
		return s.who(s.threads[i])
	}
	if i, off := s.spanOf(uintptr(p)); i >= 0 {
		if off == 0 {
			return "&" + s.spans[i].label
		}
		return "&" + s.spans[i].fieldName(off)
	}
	if sp, off := s.allocOf(uintptr(p)); sp != nil {
		if off == 0 {
			return "&" + sp.label
		}
		return "&" + sp.fieldName(off)
	}
	return fmt.Sprintf("&%s.%d", s.parent().label, s.parent().objects)
}

// link is a pointer or slice inside a type, which Name follows.
type link struct {
	off   uintptr
	path  string
	elem  reflect.Type
	slice bool
}

var linkCache = map[reflect.Type][]link{}

// linksOf returns the links of a type.
func linksOf(t reflect.Type) []link {
	if l, ok := linkCache[t]; ok {
		return l
	}
	var l []link
	collectLinks(t, 0, "", &l)
	linkCache[t] = l
	return l
}

// collectLinks adds the links of t, which lies at an offset of the type asked for.
// Pointers to other things than structs are left alone: they may lead into arrays, or
// anywhere.
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

// fieldName spells out the field at an offset of a named span: the innermost one, but
// nothing of what is inside of a variable of the checker. Embedded structs are left out.
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
				// The last field that begins at or before the offset; of several there,
				// one with a size.
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
	p = p[i+len("interleave/"):]
	if strings.HasPrefix(p, "rt/") {
		return true
	}
	switch p {
	case "atomic", "seam", "context", "time", "internal/core":
		return true
	}
	return false
}
