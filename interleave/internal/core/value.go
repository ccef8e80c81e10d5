package core

import (
	"fmt"
	"reflect"
	"slices"
	"unsafe"
)

// plan says how to hash the values of a type so that equal values of different executions
// hash alike: pointers by name, the rest by content. The zero value hashes to 0, so that
// a variable which has been zeroed and one which has not been used have the same term in
// the state key: none.
//
// A plan is made once for each type. It is flat: structs and arrays are taken apart down
// to the parts that have bits of their own, each with its offset. So hashing takes no
// reflection but for interfaces and maps, and padding doesn't count.
type plan struct {
	typ   reflect.Type
	parts []part
	plain bool // one scalar of at most eight bytes: its hash is its value
}

// part is what lies at an offset of a type: up to eight bytes that are hashed as they are
// (reflect.Uint64 stands for all of these), or something that leads elsewhere.
type part struct {
	off  uintptr
	kind reflect.Kind
	size uintptr
	typ  reflect.Type
	elem *plan // of a slice or map
	key  *plan // of a map
}

// plans has the plan of each type met so far. Like all package-level variables here, it
// is touched by one search at a time only.
var plans = map[reflect.Type]*plan{}

// planOf returns the plan of a type.
func planOf(t reflect.Type) *plan {
	if p, ok := plans[t]; ok {
		return p
	}
	p := &plan{typ: t}
	// Before it is complete: a type may lead to itself, through a slice.
	plans[t] = p
	p.flatten(t, 0)
	p.plain = len(p.parts) == 1 && p.parts[0].kind == reflect.Uint64 && p.parts[0].off == 0
	return p
}

// flatten adds the parts of t, which lies at offset off of the plan's type.
func (p *plan) flatten(t reflect.Type, off uintptr) {
	switch k := t.Kind(); k {
	case reflect.Struct:
		for i := range t.NumField() {
			p.flatten(t.Field(i).Type, off+t.Field(i).Offset)
		}
	case reflect.Array:
		for i := range t.Len() {
			p.flatten(t.Elem(), off+uintptr(i)*t.Elem().Size())
		}
	case reflect.Complex64, reflect.Complex128:
		// Two halves, which are floats.
		p.parts = append(p.parts, part{off: off, kind: reflect.Uint64, size: t.Size() / 2, typ: t},
			part{off: off + t.Size()/2, kind: reflect.Uint64, size: t.Size() / 2, typ: t})
	case reflect.Slice:
		p.parts = append(p.parts, part{off: off, kind: k, size: t.Size(), typ: t, elem: planOf(t.Elem())})
	case reflect.String, reflect.Interface:
		p.parts = append(p.parts, part{off: off, kind: k, size: t.Size(), typ: t})
	case reflect.Map:
		p.parts = append(p.parts, part{
			off: off, kind: k, size: t.Size(), typ: t, elem: planOf(t.Elem()), key: planOf(t.Key()),
		})
	case reflect.Pointer, reflect.UnsafePointer, reflect.Func, reflect.Chan:
		p.parts = append(p.parts, part{off: off, kind: reflect.Pointer, size: t.Size(), typ: t})
	case reflect.Uintptr:
		p.parts = append(p.parts, part{off: off, kind: k, size: t.Size(), typ: t})
	default:
		p.parts = append(p.parts, part{off: off, kind: reflect.Uint64, size: t.Size(), typ: t})
	}
}

// hash hashes the value at v. With deep, slices and maps are hashed by content: for
// ghosts and locals, which no other thread changes meanwhile. Without, as in cells, a
// slice counts as its pointer, length and capacity: its elements may be model variables,
// with terms of their own.
//
// Symbolic names in it are left in the list of mentions, in order.
func (p *plan) hash(s *Sim, v unsafe.Pointer, deep bool) uint64 {
	if p.plain {
		return scalar(v, p.parts[0].size)
	}
	h := uint64(0)
	for i := range p.parts {
		pt := &p.parts[i]
		// A sum, so that parts which are zero don't count: see plan.
		if x := pt.hash(s, unsafe.Add(v, pt.off), deep); x != 0 {
			h += mix(uint64(pt.off)+1, x)
		}
	}
	return h
}

// mapContent is the kind of the only part of a plan for what a map holds.
const mapContent = reflect.Kind(100)

var contents = map[reflect.Type]*plan{}

// contentOf is the plan for what maps of a type hold.
func contentOf(t reflect.Type) *plan {
	p, ok := contents[t]
	if !ok {
		m := planOf(t).parts[0]
		m.kind = mapContent
		p = &plan{typ: t, parts: []part{m}}
		contents[t] = p
	}
	return p
}

// scalar reads a value of at most eight bytes.
func scalar(v unsafe.Pointer, size uintptr) uint64 {
	switch size {
	case 1:
		return uint64(*(*uint8)(v))
	case 2:
		return uint64(*(*uint16)(v))
	case 4:
		return uint64(*(*uint32)(v))
	}
	return *(*uint64)(v)
}

func (pt *part) hash(s *Sim, v unsafe.Pointer, deep bool) uint64 {
	switch pt.kind {
	case reflect.Uint64:
		return scalar(v, pt.size)
	case reflect.Uintptr:
		return s.mention(s.wordID(*(*uintptr)(v)))
	case reflect.Pointer:
		return s.mention(s.pointerID(*(*unsafe.Pointer)(v)))
	case reflect.String:
		if str := *(*string)(v); str != "" {
			return hashString(str)
		}
		return 0
	case reflect.Slice:
		h := *(*struct {
			p        unsafe.Pointer
			len, cap int
		})(v)
		if !deep {
			if h.p == nil {
				return 0
			}
			// Lengths and capacities that don't fit fall together with others. Models
			// don't have any.
			return mix(s.mention(s.pointerID(h.p)), uint64(h.len)<<32|uint64(h.cap))
		}
		x := uint64(h.len)
		for i := range h.len {
			x = mix(x+k1, pt.elem.hash(s, unsafe.Add(h.p, uintptr(i)*pt.elem.typ.Size()), true))
		}
		return x
	case reflect.Interface:
		return hashInterface(s, reflect.NewAt(pt.typ, v).Elem(), deep)
	case mapContent:
		m := v // the word of a map is the address of what it holds
		return pt.hashMap(s, reflect.NewAt(pt.typ, unsafe.Pointer(&m)).Elem())
	case reflect.Map:
		if !deep {
			return s.mention(s.pointerID(*(*unsafe.Pointer)(v)))
		}
		return pt.hashMap(s, reflect.NewAt(pt.typ, v).Elem())
	}
	panic(refusal(fmt.Sprintf("cannot hash a %v", pt.typ)))
}

// hashInterface hashes the dynamic type and value. The interface's words are read
// directly, since reflection would copy what lies behind them. The first word is the
// address of a type (or of a table of methods, one for each pair of types), which stays
// the same in one process: keys are not compared across processes.
func hashInterface(s *Sim, v reflect.Value, deep bool) uint64 {
	w := *(*[2]unsafe.Pointer)(v.Addr().UnsafePointer())
	if w[0] == nil {
		return 0
	}
	d, ok := dynCache[w[0]]
	if !ok {
		t := v.Elem().Type()
		d = &dyn{plan: planOf(t), id: uint64(uintptr(w[0]))}
		switch t.Kind() {
		case reflect.Pointer, reflect.UnsafePointer, reflect.Func, reflect.Chan, reflect.Map:
			d.direct = true
		case reflect.Struct, reflect.Array:
			d.direct = pointerShaped(t)
		}
		dynCache[w[0]] = d
	}
	// The word is the value itself.
	if d.direct {
		return mix(d.id, s.mention(s.pointerID(w[1]))+1)
	}
	return mix(d.id, d.plan.hash(s, w[1], deep)+1)
}

// pointerShaped reports whether values of t are stored in the interface itself, as a type
// whose only part is a pointer is.
func pointerShaped(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Struct:
		return t.NumField() == 1 && pointerShaped(t.Field(0).Type)
	case reflect.Array:
		return t.Len() == 1 && pointerShaped(t.Elem())
	case reflect.Pointer, reflect.UnsafePointer, reflect.Func, reflect.Chan, reflect.Map:
		return true
	}
	return false
}

// dyn is what there is to know of a dynamic type, by its word in interfaces.
type dyn struct {
	plan   *plan
	id     uint64
	direct bool
}

var dynCache = map[unsafe.Pointer]*dyn{}

// hashMap hashes a map by content: a sum over its elements, as they come in no order.
// Names that they mention would come in no order, either, so there must be none.
func (pt *part) hashMap(s *Sim, m reflect.Value) uint64 {
	h := uint64(m.Len())
	if h == 0 {
		return 0
	}
	k, v := reflect.New(pt.key.typ), reflect.New(pt.elem.typ)
	if pt.kind == mapContent {
		// In order, since what has no name yet gets one here.
		type entry struct{ k, v reflect.Value }
		entries := make([]entry, 0, m.Len())
		for it := m.MapRange(); it.Next(); {
			entries = append(entries, entry{it.Key(), it.Value()})
		}
		slices.SortFunc(entries, func(a, b entry) int { return compareKeys(s, a.k, b.k) })
		for _, x := range entries {
			k.Elem().Set(x.k)
			v.Elem().Set(x.v)
			h += mix(pt.key.hash(s, k.UnsafePointer(), false), pt.elem.hash(s, v.UnsafePointer(), false))
		}
		s.mentioned()
		return h
	}
	for it := m.MapRange(); it.Next(); {
		k.Elem().SetIterKey(it)
		v.Elem().SetIterValue(it)
		n := len(s.mentions)
		h += mix(pt.key.hash(s, k.UnsafePointer(), true), pt.elem.hash(s, v.UnsafePointer(), true))
		if len(s.mentions) > n {
			s.refuse("model %s: a map in a ghost, or given to Checkpoint, holds pointers "+
				"that depend on threads of Alike: use a slice", s.model.Name)
		}
	}
	return h
}
