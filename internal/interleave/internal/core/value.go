package core

import (
	"fmt"
	"reflect"
	"unsafe"
)

// plan says how to hash the values of a type so that equal values of different
// executions hash alike: pointers by name, the rest by content. The zero value
// hashes to 0.
type plan struct {
	typ   reflect.Type
	parts []part
	plain bool // one scalar of at most eight bytes: its hash is its value
}

type part struct {
	off  uintptr
	kind reflect.Kind
	size uintptr
	typ  reflect.Type
	elem *plan // of a slice
}

var plans = map[reflect.Type]*plan{}

func planOf(t reflect.Type) *plan {
	if p, ok := plans[t]; ok {
		return p
	}
	p := &plan{typ: t}
	plans[t] = p
	p.flatten(t, 0)
	p.plain = len(p.parts) == 1 && p.parts[0].kind == reflect.Uint64 && p.parts[0].off == 0
	return p
}

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
		p.parts = append(p.parts, part{off, reflect.Uint64, t.Size() / 2, t, nil},
			part{off + t.Size()/2, reflect.Uint64, t.Size() / 2, t, nil})
	case reflect.Slice:
		p.parts = append(p.parts, part{off, k, t.Size(), t, planOf(t.Elem())})
	case reflect.String, reflect.Interface:
		p.parts = append(p.parts, part{off, k, t.Size(), t, nil})
	case reflect.Map:
		p.parts = append(p.parts, part{off, k, t.Size(), t, nil})
	case reflect.Pointer, reflect.UnsafePointer, reflect.Func, reflect.Chan:
		p.parts = append(p.parts, part{off, reflect.Pointer, t.Size(), t, nil})
	case reflect.Uintptr:
		p.parts = append(p.parts, part{off, k, t.Size(), t, nil})
	default:
		p.parts = append(p.parts, part{off, reflect.Uint64, t.Size(), t, nil})
	}
}

// hash hashes the value at v. With deep, slices and maps are hashed by content:
// for ghosts, which only the model touches.
func (p *plan) hash(s *Sim, v unsafe.Pointer, deep bool) uint64 {
	if p.plain {
		return scalar(v, p.parts[0].size)
	}
	h := uint64(0)
	for i := range p.parts {
		pt := &p.parts[i]
		if x := pt.hash(s, unsafe.Add(v, pt.off), deep); x != 0 {
			h += mix(uint64(pt.off)+1, x)
		}
	}
	return h
}

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
			return mix(s.mention(s.pointerID(h.p)), uint64(h.len)<<32|uint64(h.cap))
		}
		x := uint64(h.len)
		for i := range h.len {
			x = mix(x+k1, pt.elem.hash(s, unsafe.Add(h.p, uintptr(i)*pt.elem.typ.Size()), true))
		}
		return x
	case reflect.Interface:
		return hashInterface(s, reflect.NewAt(pt.typ, v).Elem(), deep)
	case reflect.Map:
		if !deep {
			return s.mention(s.pointerID(*(*unsafe.Pointer)(v)))
		}
		return hashMap(s, reflect.NewAt(pt.typ, v).Elem())
	}
	panic(refusal(fmt.Sprintf("cannot hash a %v", pt.typ)))
}

// hashInterface hashes the dynamic type and value. The interface's words are
// read directly, since reflection would copy what lies behind them.
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
	if d.direct {
		return mix(d.id, s.mention(s.pointerID(w[1]))+1)
	}
	return mix(d.id, d.plan.hash(s, w[1], deep)+1)
}

// pointerShaped reports whether values of t are stored in the interface itself.
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

type dyn struct {
	plan   *plan
	id     uint64
	direct bool
}

var dynCache = map[unsafe.Pointer]*dyn{}

func hashMap(s *Sim, m reflect.Value) uint64 {
	h := uint64(m.Len())
	kp, vp := planOf(m.Type().Key()), planOf(m.Type().Elem())
	for it := m.MapRange(); it.Next(); {
		k, v := reflect.New(m.Type().Key()), reflect.New(m.Type().Elem())
		k.Elem().Set(it.Key())
		v.Elem().Set(it.Value())
		n := len(s.mentions)
		h += mix(kp.hash(s, k.UnsafePointer(), true), vp.hash(s, v.UnsafePointer(), true))
		if len(s.mentions) > n {
			s.refuse("model %s: a map in a ghost, or given to Checkpoint, holds pointers that depend on threads of Alike: use a slice", s.model.Name)
		}
	}
	return h
}
