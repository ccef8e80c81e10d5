package core

import (
	"fmt"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"unsafe"
)

// What of package sync does not lie in memory, in a model: condition variables, pools and
// maps.

// thing returns the record of what is at p, and what it holds.
func thing[T any](s *Sim, p unsafe.Pointer) (id int32, x *T) {
	if s.aborting {
		s.unwind(s.cur)
	}
	if s.onlyLooking() || s.cur != nil && s.cur.peeking {
		panic(refusal("an operation of package sync where the state may only be looked at"))
	}
	e := s.addrs.find(uintptr(p))
	if e == nil || e.obj < 0 {
		id = s.addMemory(p).id
	} else {
		id = e.obj
	}
	s.inside(&s.objects[id])
	x, ok := s.objects[id].aux.(*T)
	if !ok {
		x = new(T)
		s.objects[id].aux = x
	}
	return id, x
}

// finish ends an operation on a thing that now has a value.
func (s *Sim) finish2(id int32, t *thread, k Kind, v uint64, refs []uint64, wr bool) *Object {
	o := &s.objects[id]
	s.setValue(o, v, refs...)
	if t != nil {
		s.step.touches(o, wr)
	}
	return o
}

// waiters is what is known of a condition variable: who waits, the first to come first.
type waiters struct{ list []*Waiter }

// Waiter is a thread that waits for a condition variable.
type Waiter struct {
	t        *thread
	notified bool
}

func (w *waiters) hash() uint64 {
	h := uint64(0)
	for _, x := range w.list {
		h = mix(h+k3, x.t.name)
	}
	return h
}

// CondAdd makes the running thread one that waits for the condition variable at p. It
// waits from now on: a notification before CondWait counts.
func (s *Sim) CondAdd(p unsafe.Pointer) *Waiter {
	id, c := thing[waiters](s, p)
	t := s.enter(OpWait, id, 1, nil)
	if t == nil {
		panic(refusal("Wait of a condition variable may only be called in a thread"))
	}
	w := &Waiter{t: t}
	c.list = append(c.list, w)
	o := s.finish2(id, t, OpWait, c.hash(), nil, true)
	s.observe(t, o.name, uint64(OpWait), 0)
	s.rec.text("wait for ", o.label)
	return w
}

// CondWait blocks the running thread until it is notified.
func (s *Sim) CondWait(p unsafe.Pointer, w *Waiter) {
	id, _ := thing[waiters](s, p)
	t := s.enter(OpWait, id, 1, func() bool { return w.notified })
	o := &s.objects[id]
	s.step.touches(o, false)
	s.observe(t, o.name, uint64(OpWait), 1)
	s.rec.text("wakes up")
}

// CondNotify notifies one waiter, or all.
func (s *Sim) CondNotify(p unsafe.Pointer, all bool) {
	id, c := thing[waiters](s, p)
	t := s.enter(OpNotify, id, 1, nil)
	n := min(len(c.list), 1)
	if all {
		n = len(c.list)
	}
	for _, w := range c.list[:n] {
		w.notified = true
		if t != nil {
			s.learn(w.t, &t.know)
		}
		// That it is notified is part of its state.
		s.observe(w.t, 0, uint64(OpNotify), 0)
		s.rekey(w.t)
	}
	c.list = slices.Clone(c.list[n:])
	o := s.finish2(id, t, OpNotify, c.hash(), nil, true)
	if t != nil {
		s.observe(t, o.name, uint64(OpNotify), 0)
		s.rec.text("notify ", o.label)
	}
}

// pool is what is in a sync.Pool.
type pool struct{ list []pooled }

type pooled struct {
	x    any
	h    uint64
	refs []uint64
	obj  int32 // the record of what happens before it is taken out
}

func (p *pool) hash() (h uint64, refs []uint64) {
	for i := range p.list {
		h = mix(h+k3, p.list[i].h)
		refs = append(refs, p.list[i].refs...)
	}
	return h, refs
}

// PoolGet takes out what was put into the pool last, or returns nil.
func (s *Sim) PoolGet(p unsafe.Pointer) any {
	id, c := thing[pool](s, p)
	t := s.enter(OpGet, id, 1, nil)
	n := len(c.list) - 1
	if n < 0 {
		if t != nil {
			o := &s.objects[id]
			s.step.touches(o, false)
			s.observe(t, o.name, uint64(OpGet), 0)
			s.rec.text("get from ", o.label, ": nothing")
		}
		return nil
	}
	x := c.list[n]
	c.list = c.list[:n]
	s.limit("a sync.Pool always gave what was put into it last")
	h, refs := c.hash()
	o := s.finish2(id, t, OpGet, h, refs, true)
	if t != nil {
		s.acquire(t, &s.objects[x.obj])
		s.observe(t, o.name, uint64(OpGet), x.h, x.refs...)
		s.rec.text("get from ", o.label, ": ", s.rec.any(s, x.x))
	}
	return x.x
}

// PoolPut puts x into the pool.
func (s *Sim) PoolPut(p unsafe.Pointer, x any) {
	id, c := thing[pool](s, p)
	t := s.enter(OpPut, id, 1, nil)
	h, refs := s.hashAny(x)
	n := len(c.list)
	name := s.derived(s.objects[id].name, k3, uint64(n)+1)
	at := s.placeFor(name)
	c.list = append(c.list, pooled{x, h, refs, at})
	h, refs = c.hash()
	o := s.finish2(id, t, OpPut, h, refs, true)
	if t != nil {
		s.publish(&s.objects[at], t, false)
		s.observe(t, o.name, uint64(OpPut), 0)
		s.rec.text("put into ", o.label, ": ", s.rec.any(s, x))
	}
}

// placeFor returns the record with a name that has no address.
func (s *Sim) placeFor(name uint64) int32 {
	for i := range s.objects {
		if s.objects[i].name == name {
			return int32(i)
		}
	}
	id := int32(len(s.objects))
	s.objects = append(s.objects, Object{id: id, cell: -1, name: name})
	return id
}

// hashAny is the hash of a value of any type.
func (s *Sim) hashAny(x any) (uint64, []uint64) {
	s.local = x
	h := anyPlan.hash(s, unsafe.Pointer(&s.local), false)
	s.local = nil
	return h, append([]uint64(nil), s.mentioned()...)
}

// syncMap is what is in a sync.Map, in the order of the hashes of the keys.
type syncMap struct{ list []mapped }

type mapped struct {
	key, value any
	k, v       uint64
	refs       []uint64
	obj        int32 // the record of what happens before a load
}

func (m *syncMap) hash() (h uint64, refs []uint64) {
	for i := range m.list {
		h = mix(h+k3, mix(m.list[i].k, m.list[i].v))
		refs = append(refs, m.list[i].refs...)
	}
	return h, refs
}

// MapOp is an operation on a key of the map at p. f is told the value of the key, and
// whether there is one; it returns what they are to be, and whether that is a change.
func (s *Sim) MapOp(p unsafe.Pointer, k Kind, key any, f func(any, bool) (any, bool, bool)) (any, bool) {
	id, m := thing[syncMap](s, p)
	kh, _ := s.hashAny(key)
	t := s.enter(k, id, 1, nil)
	i := slices.IndexFunc(m.list, func(e mapped) bool { return e.k == kh && e.key == key })
	var old mapped
	has := i >= 0
	seen := uint64(0)
	var seenRefs []uint64
	if has {
		old = m.list[i]
		seen, seenRefs = mix(old.v, 1), old.refs
		if t != nil && k != OpStore {
			s.acquire(t, &s.objects[old.obj])
		}
	}
	value, keep, changed := f(old.value, has)
	if changed {
		if has {
			m.list = slices.Delete(slices.Clone(m.list), i, i+1)
		}
		at := s.placeFor(s.derived(s.objects[id].name, k3, kh))
		if keep {
			v, refs := s.hashAny(value)
			e := mapped{key, value, kh, v, refs, at}
			j, _ := slices.BinarySearchFunc(m.list, kh, func(e mapped, k uint64) int {
				return compareUint(e.k, k)
			})
			m.list = slices.Insert(m.list, j, e)
		}
		if t != nil {
			s.publish(&s.objects[at], t, true)
		}
	}
	h, refs := m.hash()
	o := s.finish2(id, t, k, h, refs, changed)
	if t != nil {
		if k == OpStore {
			seen, seenRefs = 0, nil
		}
		s.observe(t, o.name, mix(uint64(k), kh), seen, seenRefs...)
		if s.rec != nil {
			was := "none"
			if has {
				was = s.rec.any(s, old.value)
			}
			s.rec.addMap(k, o.label+"["+s.rec.any(s, key)+"]", was, s.rec.any(s, value), changed)
		}
	}
	return old.value, has
}

func compareUint(a, b uint64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// MapClear deletes all keys.
func (s *Sim) MapClear(p unsafe.Pointer) {
	id, m := thing[syncMap](s, p)
	t := s.enter(OpClear, id, 1, nil)
	m.list = nil
	o := s.finish2(id, t, OpClear, 0, nil, true)
	if t != nil {
		s.observe(t, o.name, uint64(OpClear), 0)
		s.rec.text("clear ", o.label)
	}
}

// MapKeys are the keys in an order that is the same each time.
func (s *Sim) MapKeys(p unsafe.Pointer) []any {
	id, m := thing[syncMap](s, p)
	t := s.enter(OpRange, id, 1, nil)
	var keys []any
	h := uint64(0)
	for i := range m.list {
		keys = append(keys, m.list[i].key)
		h = mix(h+k3, m.list[i].k)
	}
	if t != nil {
		o := &s.objects[id]
		s.step.touches(o, false)
		s.observe(t, o.name, uint64(OpRange), h)
		s.rec.text("keys of ", o.label)
	}
	return keys
}

// FuncName is the name of a function, for the thread that runs it: without its package,
// or the place of a function literal, as go statements have it.
func FuncName(f func()) string {
	pc := reflect.ValueOf(f).Pointer()
	name, ok := funcNames[pc]
	if !ok {
		name = funcName(pc)
		funcNames[pc] = name
	}
	return name
}

var funcNames = map[uintptr]string{}

func funcName(pc uintptr) string {
	fn := runtime.FuncForPC(pc)
	if fn == nil {
		return "go"
	}
	name := fn.Name()
	_, name, _ = strings.Cut(name[strings.LastIndexByte(name, '/')+1:], ".")
	name = strings.TrimSuffix(name, "-fm") // a method value
	if !literal.MatchString(name) {
		return name
	}
	file, line := fn.FileLine(fn.Entry())
	return fmt.Sprintf("go@%s:%d", filepath.Base(file), line)
}

// literal matches the name of a function literal.
var literal = regexp.MustCompile(`\.func\d+(\.\d+)*$`)

// any spells a value out.
func (r *recorder) any(s *Sim, x any) string {
	if r == nil {
		return ""
	}
	if x == nil {
		return "nil"
	}
	return r.plainValue(s, reflect.ValueOf(&x).Elem())
}
