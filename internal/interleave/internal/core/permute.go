package core

import "math/bits"

// permuter is a change of places among like threads, and what it takes to
// choose it.
//
// Soundness: permuted() describes the whole of the state as it is after the
// change: it has each term that the state's own key has, with every symbolic
// name in it made anew. So two states get one key only if some change of places
// makes them the same, whatever change was chosen for each. The choice may be
// anything; a better one merges more. Here it sorts the threads of each class by
// what is said of them in terms that don't tell like threads apart.
type permuter struct {
	to    [maxThreads]uint8 // by slot: whose place the thread takes
	sig   [maxThreads]uint64
	slots []uint64 // by plain access: its name after the change
	plain bool     // nobody changes places
}

// settle chooses the change of places for the state at hand, and returns the
// state's key after it.
func (s *Sim) settle() h128 {
	p := &s.perm
	for i := range s.nthreads {
		p.to[i] = uint8(i)
	}
	s.signatures()
	p.plain = true
	for _, class := range s.classes {
		var order [maxThreads]int
		n := copy(order[:], class)
		for i := 1; i < n; i++ {
			for j := i; j > 0 && p.sig[order[j]] < p.sig[order[j-1]]; j-- {
				order[j], order[j-1] = order[j-1], order[j]
			}
		}
		if Places == PlacesAny {
			rotate := int(s.key.lo % uint64(n))
			copy(order[:], class[rotate:])
			copy(order[n-rotate:], class[:rotate])
		}
		for i, t := range order[:n] {
			p.to[t] = uint8(class[i])
			p.plain = p.plain && t == class[i]
		}
	}
	if Places == PlacesBest {
		return s.best()
	}
	if p.plain && Places == PlacesSort {
		return s.key
	}
	k := s.permuted()
	if p.plain && k != s.key {
		panic("the key made anew is another")
	}
	return k
}

// twins is a set of threads whose steps need not be explored, as those of
// others do: in this state, key, the two could change places and nothing
// would be changed. Their steps then lead to states that count as one.
func (s *Sim) twins(key h128, enabled uint64) uint64 {
	p := &s.perm
	drop := uint64(0)
	for _, class := range s.classes {
		for i, t := range class {
			if enabled>>uint(t)&1 == 0 {
				continue
			}
			for _, u := range class[i+1:] {
				if p.sig[u] != p.sig[t] || enabled>>uint(u)&1 == 0 || drop>>uint(u)&1 != 0 {
					continue
				}
				p.to[t], p.to[u] = p.to[u], p.to[t]
				if s.permuted() == key {
					drop |= 1 << uint(u)
				}
				p.to[t], p.to[u] = p.to[u], p.to[t]
			}
		}
	}
	return drop
}

// there maps a set of threads to the places they take, back undoes it.
func (p *permuter) there(set uint64) uint64 {
	m := uint64(0)
	for ; set != 0; set &= set - 1 {
		m |= 1 << p.to[bits.TrailingZeros64(set)]
	}
	return m
}

func (p *permuter) back(set uint64, threads int) uint64 {
	m := uint64(0)
	for i := range threads {
		m |= set >> p.to[i] & 1 << uint(i)
	}
	return m
}

// placed is a name after the change of places.
func (s *Sim) placed(name uint64) uint64 {
	switch name >> 48 {
	case likeName:
		if s.symbolic(name) {
			return s.threads[s.perm.to[name&63]].name
		}
	case termName:
		if t, ok := s.terms[name]; ok {
			x := t.local
			for _, a := range t.args {
				x = mix(x+k3, s.placed(a))
			}
			return x>>16 | termName<<48
		}
	}
	return name
}

func (s *Sim) placedAll(buf []uint64, names []uint64) []uint64 {
	for _, n := range names {
		buf = append(buf, s.placed(n))
	}
	return buf
}

// permuted is the key of the state after the change of places, term by term as
// it is kept up to date elsewhere: the threads (rekey), what they know (learn,
// touch), objects (setValue), what they know (publish), plain accesses
// (newSlot), and ghosts (hashGhosts).
func (s *Sim) permuted() h128 {
	p := &s.perm
	var room [16]uint64
	var k h128
	p.slots = p.slots[:0]
	for i := range s.slots {
		sl := &s.slots[i]
		name := uint64(0)
		if sl.used {
			name = s.placed(s.objects[sl.cell].name)
			if sl.wr {
				name = mix(name, 1)
			} else {
				name = mix(name, s.placed(s.threads[sl.by].name))
			}
			k.add(mix2(name, k4))
		}
		p.slots = append(p.slots, name)
	}
	for _, t := range s.threads[:s.nthreads] {
		name, obj := s.placed(t.name), uint64(0)
		if t.pend.obj >= 0 {
			obj = s.placed(s.objects[t.pend.obj].name)
		}
		k.add(t.part(name, obj, s.placedAll(room[:0], t.refs)))
		s.permutedSet(&k, name, &t.know)
	}
	for i := range s.objects {
		o := &s.objects[i]
		if o.val == 0 && o.know == (bitset{}) {
			continue
		}
		name := s.placed(o.name)
		if o.val != 0 {
			k.add(mix2(name, fold(s.placed(o.val), s.placedAll(room[:0], o.refs))))
		}
		s.permutedSet(&k, name, &o.know)
	}
	if len(s.ghosts) > 0 {
		k.sub(mix2(0, k2))
		k.add(mix2(fold(s.ghostVal, s.placedAll(room[:0], s.ghostRef)), k2))
	}
	return k
}

func (s *Sim) permutedSet(k *h128, name uint64, know *bitset) {
	for w, d := range know {
		for ; d != 0; d &= d - 1 {
			k.add(mix2(name+k3, s.perm.slots[w<<6+bits.TrailingZeros64(d)]))
		}
	}
}

// signatures says of each like thread what can be said without telling it from
// its like in any other way: where it stands, what it has seen and knows, and
// where its name occurs.
func (s *Sim) signatures() {
	p := &s.perm
	var room [16]uint64
	for _, t := range s.threads[:s.nthreads] {
		self, obj := uint64(0), uint64(0)
		if t.name>>48 == likeName && s.symbolic(t.name) {
			self = t.name
		}
		if t.pend.obj >= 0 {
			obj = s.faceless(s.objects[t.pend.obj].name, self)
		}
		refs := room[:0]
		for _, r := range t.refs {
			refs = append(refs, s.faceless(r, self))
		}
		h := t.part(s.faceless(t.name, self), obj, refs)
		for w, d := range t.know {
			for ; d != 0; d &= d - 1 {
				sl := &s.slots[w<<6+bits.TrailingZeros64(d)]
				h.lo += s.accessBy(sl, self)
			}
		}
		p.sig[t.slot] = h.lo
	}
	for _, t := range s.threads[:s.nthreads] {
		for i, r := range t.refs {
			s.occurs(r, mix(t.pos.lo, uint64(i)))
		}
	}
	for i := range s.objects {
		o := &s.objects[i]
		v := fold(s.faceless(o.val, 0), nil)
		s.occurs(o.name, mix(s.faceless(o.name, 0), v))
		s.occurs(o.val, mix(s.faceless(o.name, 0), k1))
		for j, r := range o.refs {
			s.occurs(r, mix(s.faceless(o.name, 0)+v, uint64(j)))
		}
	}
	for i, r := range s.ghostRef {
		s.occurs(r, mix(k4, uint64(i)))
	}
	for i := range s.slots {
		if sl := &s.slots[i]; sl.used && !sl.wr {
			s.occurs(s.threads[sl.by].name, mix(s.faceless(s.objects[sl.cell].name, 0), k3))
		}
	}
}

func (s *Sim) accessBy(sl *slot, self uint64) uint64 {
	by := uint64(1)
	if !sl.wr {
		by = s.faceless(s.threads[sl.by].name, self)
	}
	return mix(mix(s.faceless(s.objects[sl.cell].name, self), by), k3)
}

// faceless is a name that does not tell like threads apart, but for self.
func (s *Sim) faceless(name, self uint64) uint64 {
	if !s.symbolic(name) {
		return name
	}
	if name>>48 == likeName {
		if name == self {
			return k1
		}
		return k2
	}
	t := s.terms[name]
	x := t.local
	for _, a := range t.args {
		x = mix(x, s.faceless(a, self))
	}
	return x
}

// occurs adds to the signatures of the like threads that name is about.
func (s *Sim) occurs(name, where uint64) {
	if !s.symbolic(name) {
		return
	}
	if name>>48 == likeName {
		s.perm.sig[name&63] += mix(where, k2)
		return
	}
	t := s.terms[name]
	for i, a := range t.args {
		s.occurs(a, mix(where+uint64(i), t.local))
	}
}
