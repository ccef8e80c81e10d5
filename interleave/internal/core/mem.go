package core

import (
	"reflect"
	"strings"
	"unsafe"
)

// Plain memory of rewritten code: every access to memory that may be shared calls the
// engine. It is watched by its leaves, the parts of a type that have no parts, so that an
// access to a struct meets one to a field of it. As with cells, an access is no step.
//
// The value of a leaf is part of the state. It changes just after the call that announces
// a write, so it is looked at when the step is complete.

// Mem is a type as it lies in memory.
type Mem struct {
	typ    reflect.Type
	size   uintptr
	plan   *plan
	leaves []leaf
}

type leaf struct {
	off     uintptr
	plan    *plan
	standIn bool // of the checker's packages, which see to it themselves
}

var mems = map[reflect.Type]*Mem{}

// MemOf returns what there is to know of a type. Only a search may call it.
func MemOf(t reflect.Type) *Mem {
	if m, ok := mems[t]; ok {
		return m
	}
	m := &Mem{typ: t, size: t.Size(), plan: planOf(t)}
	m.add(t, 0)
	mems[t] = m
	return m
}

func (m *Mem) add(t reflect.Type, off uintptr) {
	if t.Size() == 0 {
		return
	}
	if standIn(t) {
		m.leaves = append(m.leaves, leaf{off, planOf(t), true})
		return
	}
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.Name != "_" {
				m.add(f.Type, off+f.Offset)
			}
		}
	case reflect.Array:
		for i := range t.Len() {
			m.add(t.Elem(), off+uintptr(i)*t.Elem().Size())
		}
	default:
		m.leaves = append(m.leaves, leaf{off, planOf(t), false})
	}
}

// standIn reports a type that stands in for one of the packages that rewritten code
// imports.
func standIn(t reflect.Type) bool {
	p, ok := strings.CutPrefix(t.PkgPath(), enginePath+"/rt/")
	return ok && p != ""
}

var enginePath = strings.TrimSuffix(reflect.TypeFor[Sim]().PkgPath(), "/internal/core")

// zero reports whether the value at p is the zero value, all bytes of it.
func (p *plan) zero(v unsafe.Pointer) bool {
	if p.plain {
		return scalar(v, p.parts[0].size) == 0
	}
	for _, b := range unsafe.Slice((*byte)(v), p.typ.Size()) {
		if b != 0 {
			return false
		}
	}
	return true
}

// memory returns the record of a leaf. One that is met for the first time in a package
// variable has the value that it had when the execution began, which has no term.
func (s *Sim) memory(p unsafe.Pointer, pl *plan) *Object {
	e := s.addrs.find(uintptr(p))
	if e != nil && e.obj >= 0 {
		return &s.objects[e.obj]
	}
	o := s.addMemory(p)
	if o.global {
		o.base = pl.hash(s, p, false)
		s.mentioned()
	}
	o.plan = pl
	return o
}

// addMemory makes the record of what is at p, and names it.
func (s *Sim) addMemory(p unsafe.Pointer) *Object {
	id := int32(len(s.objects))
	s.addrs.at(uintptr(p)).obj = id
	if i, off := s.find(uintptr(p)); i >= 0 {
		s.objects = append(s.objects, Object{id: id, cell: -1, addr: p})
		o := &s.objects[id]
		o.name = s.derived(s.spans[i].name, 0, uint64(off)+1)
		s.rec.label(o, &s.spans[i], off)
		return o
	}
	if sp, off := s.allocOf(uintptr(p)); sp != nil {
		s.objects = append(s.objects, Object{id: id, cell: -1, addr: p, global: sp.global(), owner: -1})
		o := &s.objects[id]
		o.class = sp.class(off)
		o.outside = sp.outside
		o.private = s.maybePrivate(o.class)
		o.name = s.derived(sp.name, 0, uint64(off)+1)
		s.rec.label(o, sp, off)
		return o
	}
	s.objects = append(s.objects, Object{id: id, cell: -1, addr: p})
	o := &s.objects[id]
	o.name = s.freshName(s.parent())
	s.rec.labelFresh(o, s.parent())
	return o
}

// global reports whether the span is a package variable.
func (r *span) global() bool {
	g := globals.list
	return len(g) > 0 && uintptr(unsafe.Pointer(r)) >= uintptr(unsafe.Pointer(&g[0])) &&
		uintptr(unsafe.Pointer(r)) <= uintptr(unsafe.Pointer(&g[len(g)-1]))
}

// dirty notes that the value of o is to be looked at when the step is complete.
func (s *Sim) dirty(o *Object) {
	if !o.dirty {
		o.dirty = true
		s.written = append(s.written, o.id)
	}
}

// flush brings the values of what the step has written into the state key.
func (s *Sim) flush() {
	// By index: to name a pointer may make records.
	for i := 0; i < len(s.written); i++ {
		o := &s.objects[s.written[i]]
		o.dirty = false
		v := o.plan.hash(s, o.addr, o.deep)
		refs := s.mentioned()
		o = &s.objects[s.written[i]]
		s.setValue(o, v^o.base, refs...)
	}
	s.written = s.written[:0]
}

// watching returns the running thread if its plain accesses count. In Setup, and where
// the state is only looked at, they don't.
func (s *Sim) watching() *thread {
	t := s.cur
	if t == nil || s.aborting || t.peeking {
		return nil
	}
	return t
}

// Read is a plain read of n values at p.
func (s *Sim) Read(p unsafe.Pointer, m *Mem, n int) {
	t := s.watching()
	if t == nil || p == nil {
		return
	}
	s.rec.settle(s)
	for i := range n {
		for j := range m.leaves {
			l := &m.leaves[j]
			if l.standIn {
				s.copied(t, unsafe.Add(p, uintptr(i)*m.size+l.off), l.plan)
				continue
			}
			s.readLeaf(t, unsafe.Add(p, uintptr(i)*m.size+l.off), l.plan, m)
		}
	}
}

func (s *Sim) readLeaf(t *thread, p unsafe.Pointer, pl *plan, m *Mem) {
	o := s.memory(p, pl)
	id := o.id
	s.access(t, o, false)
	x := pl.hash(s, p, o.deep)
	refs := s.mentioned()
	s.observe(t, s.objects[id].name, 0, x, refs...)
	if s.rec != nil {
		s.rec.addPlain(s, "read", &s.objects[id], pl.typ, p)
	}
}

// Write announces a plain write of n values at p, which follows at once.
func (s *Sim) Write(p unsafe.Pointer, m *Mem, n int) { s.write(p, m, n, false) }

// Wrote is Write after the fact.
func (s *Sim) Wrote(p unsafe.Pointer, m *Mem, n int) { s.write(p, m, n, true) }

// Update is a plain read of a value at p, and a write that follows at once.
func (s *Sim) Update(p unsafe.Pointer, m *Mem) {
	s.Read(p, m, 1)
	s.write(p, m, 1, false)
}

func (s *Sim) write(p unsafe.Pointer, m *Mem, n int, done bool) {
	if p == nil || s.aborting {
		return
	}
	t := s.cur
	if t == nil && s.phase == phaseRun || t != nil && t.peeking {
		panic(refusal("plain memory is written where the state may only be looked at"))
	}
	s.rec.settle(s)
	for i := range n {
		for j := range m.leaves {
			l := &m.leaves[j]
			q := unsafe.Add(p, uintptr(i)*m.size+l.off)
			if l.standIn {
				s.overwritten(t, q, l.plan)
				continue
			}
			if t == nil {
				// Setup: only the value counts, and that only if it is looked at later.
				if e := s.addrs.find(uintptr(q)); e != nil && e.obj >= 0 {
					s.dirty(&s.objects[e.obj])
				}
				continue
			}
			known := s.addrs.find(uintptr(q))
			o := s.memory(q, l.plan)
			if done && o.global && (known == nil || known.obj < 0) {
				o.base = 0 // what it was before is not known any more
			}
			s.inside(o)
			s.access(t, o, true)
			s.dirty(o)
			if s.rec != nil {
				s.rec.addWrite(s, o, l.plan.typ, q)
			}
		}
	}
}

// overwritten is a plain write of a stand-in, which is overwritten as a whole: by a copy
// of a struct, say.
func (s *Sim) overwritten(t *thread, p unsafe.Pointer, pl *plan) {
	size := pl.typ.Size()
	if w := wordOf(pl); w != nil && t != nil {
		o := s.memory(p, w)
		s.access(t, o, true)
		s.dirty(o)
	}
	for off := uintptr(0); off < size; off += 4 {
		if e := s.addrs.find(uintptr(p) + off); e != nil && e.obj >= 0 {
			if o := &s.objects[e.obj]; o.plan != nil {
				s.dirty(o)
			}
		}
	}
}

// copied is a plain read of a stand-in.
func (s *Sim) copied(t *thread, p unsafe.Pointer, pl *plan) {
	if w := wordOf(pl); w != nil {
		s.readLeaf(t, p, w, nil)
	}
}

// Touch is for a value at p that code which isn't rewritten reads now, and may change.
func (s *Sim) Touch(p unsafe.Pointer, m *Mem) {
	t := s.watching()
	if t == nil || p == nil {
		return
	}
	s.Read(p, m, 1)
	for j := range m.leaves {
		if l := &m.leaves[j]; !l.standIn {
			s.dirty(s.memory(unsafe.Add(p, l.off), l.plan))
		}
	}
}

// Changed says that n values at p may have changed since they were announced as written.
func (s *Sim) Changed(p unsafe.Pointer, m *Mem, n int) {
	if s.watching() == nil {
		return
	}
	for i := range n {
		for j := range m.leaves {
			if l := &m.leaves[j]; !l.standIn {
				s.dirty(s.memory(unsafe.Add(p, uintptr(i)*m.size+l.off), l.plan))
			}
		}
	}
}

// wordOf is the plan of the variable at the beginning of a stand-in by which it is known,
// or nil if it is known in another way.
func wordOf(pl *plan) *plan {
	if len(pl.parts) == 1 && pl.parts[0].off == 0 {
		return pl // of rt/atomic
	}
	switch pl.typ.Name() {
	case "Mutex", "RWMutex", "WaitGroup", "Once":
		return planOf(reflect.TypeFor[uint32]())
	}
	return nil
}

// access is touch for a leaf.
func (s *Sim) access(t *thread, o *Object, wr bool) {
	s.touched = true
	if t.op.at > 0 && t != s.main {
		s.others = true
	}
	s.cellOf(o)
	if s.live > 1 || o.atomic {
		if o.plainly = true; o.atomic {
			s.learnMixed(o)
		}
	}
	if o.private && !s.stillPrivate(t, o) {
		return
	}
	s.touchCell(t, o, wr)
}

// cellOf is the cell of a leaf, made if there is none.
func (s *Sim) cellOf(o *Object) *cellInfo {
	if o.cell < 0 {
		n := len(s.cells)
		if n < cap(s.cells) {
			s.cells = s.cells[:n+1]
		} else {
			s.cells = append(s.cells, cellInfo{})
		}
		c := &s.cells[n]
		c.write, c.reads, c.plan = -1, c.reads[:0], o.plan
		c.atomics.reset()
		o.cell = int32(n)
	}
	return &s.cells[o.cell]
}

// MapRead is a read of a map, as a whole; MapWrite announces a write.
func (s *Sim) MapRead(p unsafe.Pointer, t reflect.Type) { s.mapAccess(p, t, false) }

// MapWrite announces a write to a map, which follows at once.
func (s *Sim) MapWrite(p unsafe.Pointer, t reflect.Type) { s.mapAccess(p, t, true) }

func (s *Sim) mapAccess(p unsafe.Pointer, typ reflect.Type, wr bool) {
	if p == nil || s.aborting {
		return
	}
	t := s.cur
	if wr && (t == nil && s.phase == phaseRun || t != nil && t.peeking) {
		panic(refusal("a map is written where the state may only be looked at"))
	}
	if t == nil || t.peeking {
		return
	}
	s.rec.settle(s)
	e := s.addrs.find(uintptr(p))
	var o *Object
	if e != nil && e.obj >= 0 {
		o = &s.objects[e.obj]
	} else {
		o = s.addMemory(p)
		o.plan, o.deep = contentOf(typ), true
	}
	id := o.id
	s.access(t, o, wr)
	if wr {
		s.inside(o)
		s.dirty(o)
		s.rec.say(s, "write map ", o)
		return
	}
	x := o.plan.hash(s, o.addr, true)
	refs := s.mentioned()
	s.observe(t, s.objects[id].name, 0, x, refs...)
	s.rec.say(s, "read map ", &s.objects[id])
}
