package core

import "math/bits"

// permuter is a change of places among like threads, and what it takes to choose it.
//
// Soundness: keyPlaced describes the whole of the state as it is after the change: it has
// each term that the state's own key has, with every symbolic name in it made anew. So
// two states get one key only if some change of places makes them the same, whatever
// change was chosen for each. The choice may be anything; a better one merges more. Here
// it sorts the threads of each class by what is said of them in terms that don't tell
// like threads apart.
type permuter struct {
	to       [maxThreads]uint8  // by slot: whose place the thread takes
	sig      [maxThreads]uint64 // by slot: what is said of the thread
	accesses []uint64           // by plain access: its name after the change
}

// Places is for tests: how the places of like threads are chosen. Whatever is chosen, the
// verdict must be the same; only the number of states may differ.
var Places = PlacesSort

// The ways to choose.
const (
	PlacesSort  = iota // as settle says
	PlacesCheck        // the same, and keys made anew are compared with those kept up to date
	PlacesAny          // arbitrarily
	PlacesBest         // of all changes of places the one with the least key
)

// settle chooses the change of places for the state at hand, and returns the state's key
// after it. It leaves the change in perm.to, for what else has to be translated, and the
// signatures in perm.sig, for twins.
func (st *state) settle() h128 {
	p := &st.perm
	for i := range st.threads {
		p.to[i] = uint8(i)
	}
	st.signatures()
	plain := true // nobody changes places
	for _, class := range st.classes {
		var order [maxThreads]int
		n := copy(order[:], class)
		// Sorting by insertion: classes are small, and it keeps threads with the same
		// signature in order.
		for i := 1; i < n; i++ {
			for j := i; j > 0 && p.sig[order[j]] < p.sig[order[j-1]]; j-- {
				order[j], order[j-1] = order[j-1], order[j]
			}
		}
		if Places == PlacesAny {
			rotate := int(st.key.lo % uint64(n))
			copy(order[:], class[rotate:])
			copy(order[n-rotate:], class[:rotate])
		}
		// The first in the order takes the first place of the class, and so on.
		for i, t := range order[:n] {
			p.to[t] = uint8(class[i])
			plain = plain && t == class[i]
		}
	}
	if Places == PlacesBest {
		return st.best()
	}
	// Most often nobody changes places. The key that is kept up to date will do.
	if plain && Places == PlacesSort {
		return st.key
	}
	k := st.keyPlaced()
	if plain && k != st.key {
		panic("the key made anew is another")
	}
	return k
}

// twins is a set of threads whose steps need not be explored, as those of others do: in
// this state, with this key, the two could change places and nothing would be changed.
// Their steps then lead to states that count as one.
func (st *state) twins(key h128, enabled uint64) uint64 {
	p := &st.perm
	drop := uint64(0)
	for _, class := range st.classes {
		for i, t := range class {
			if enabled>>uint(t)&1 == 0 {
				continue
			}
			for _, u := range class[i+1:] {
				// Threads with different signatures are not twins; those with the same
				// may be. To find out, let them change places, on top of the change that
				// settle has chosen.
				if p.sig[u] != p.sig[t] || enabled>>uint(u)&1 == 0 || drop>>uint(u)&1 != 0 {
					continue
				}
				p.to[t], p.to[u] = p.to[u], p.to[t]
				if st.keyPlaced() == key {
					drop |= 1 << uint(u)
				}
				p.to[t], p.to[u] = p.to[u], p.to[t]
			}
		}
	}
	return drop
}

// there maps a set of threads to the places they take.
func (p *permuter) there(set uint64) uint64 {
	m := uint64(0)
	for ; set != 0; set &= set - 1 {
		m |= 1 << p.to[bits.TrailingZeros64(set)]
	}
	return m
}

// back undoes it: the threads that take the places in set.
func (p *permuter) back(set uint64, threads int) uint64 {
	m := uint64(0)
	for i := range threads {
		m |= set >> p.to[i] & 1 << uint(i)
	}
	return m
}

// signatures says of each like thread what can be said without telling it from its like
// in any other way: where it stands, what it has seen and knows, and where its name
// occurs. Two states that are alike have the same signatures, in other places, so sorting
// by them brings out the same, except for ties.
func (st *state) signatures() {
	p := &st.perm
	var room [16]uint64
	for _, t := range st.threads {
		self := uint64(0)
		if st.likes>>uint(t.slot)&1 != 0 {
			self = t.name
		}
		refs := room[:0]
		for _, r := range t.refs {
			refs = append(refs, st.faceless(r, self))
		}
		h := threadTerm(t, st.faceless(t.name, self), st.faceless(st.pendingName(t), self), refs)
		for w, d := range t.know {
			for ; d != 0; d &= d - 1 {
				sl := &st.slots[w<<6+bits.TrailingZeros64(d)]
				h.lo += st.accessBy(sl, self)
			}
		}
		p.sig[t.slot] = h.lo
	}
	for _, t := range st.threads {
		for i, r := range t.refs {
			st.occurs(r, mix(t.pos.lo, uint64(i)))
		}
	}
	for i := range st.objects {
		o := &st.objects[i]
		v := fold(st.faceless(o.val, 0), nil)
		st.occurs(o.name, mix(st.faceless(o.name, 0), v))
		st.occurs(o.val, mix(st.faceless(o.name, 0), k1))
		for j, r := range o.refs {
			st.occurs(r, mix(st.faceless(o.name, 0)+v, uint64(j)))
		}
	}
	for i, r := range st.ghosts.refs {
		st.occurs(r, mix(k4, uint64(i)))
	}
	for i := range st.slots {
		if sl := &st.slots[i]; st.taken.has(int32(i)) && !sl.write {
			st.occurs(st.threads[sl.by].name, mix(st.faceless(st.objects[sl.cell].name, 0), k3))
		}
	}
}

// accessBy is the name of an access, with like threads told apart only from self.
func (st *state) accessBy(sl *slot, self uint64) uint64 {
	by := uint64(1)
	if !sl.write {
		by = st.faceless(st.threads[sl.by].name, self)
	}
	return mix(mix(st.faceless(st.objects[sl.cell].name, self), by), k3)
}

// occurs adds to the signatures of the like threads that name is about, that it occurs
// somewhere.
func (st *state) occurs(name, where uint64) {
	if !st.symbolic(name) {
		return
	}
	if name>>48 == likeName {
		st.perm.sig[name&63] += mix(where, k2)
		return
	}
	t := st.terms[name]
	for i, a := range t.args {
		st.occurs(a, mix(where+uint64(i), t.local))
	}
}

// best tries all changes of places, and takes the one with the least key: no two states
// that are alike have two keys then. It is what the tests hold settle against; n threads
// have n! places.
func (st *state) best() h128 {
	p := &st.perm
	best, to := h128{}, p.to
	p.sig = [maxThreads]uint64{} // all may be twins
	st.eachPlace(func(k h128) {
		if best == (h128{}) || k.lo < best.lo || k.lo == best.lo && k.hi < best.hi {
			best, to = k, p.to
		}
	})
	p.to = to
	return best
}

// eachPlace calls f with the key after each change of places: each permutation of each
// class, made by exchanges and undone again.
func (st *state) eachPlace(f func(k h128)) {
	p := &st.perm
	var try func(class, i int)
	try = func(class, i int) {
		if class == len(st.classes) {
			f(st.keyPlaced())
			return
		}
		c := st.classes[class]
		if i == len(c) {
			try(class+1, 0)
			return
		}
		for j := i; j < len(c); j++ {
			p.to[c[i]], p.to[c[j]] = p.to[c[j]], p.to[c[i]]
			try(class, i+1)
			p.to[c[i]], p.to[c[j]] = p.to[c[j]], p.to[c[i]]
		}
	}
	try(0, 0)
}
