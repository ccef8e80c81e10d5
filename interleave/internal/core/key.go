package core

import "math/bits"

// The state key is a sum of terms, each a hash of one part of the state:
//
//	threadTerm  for each thread: what it has seen, and the operation that it has come to
//	valueTerm   for each object whose value isn't zero
//	accessTerm  for each plain access that may yet take part in a race (see accesses)
//	knowsTerm   for each of those, and each thread and object that knows of it
//	ghostTerm   for the ghosts, all of them as one
//
// Since it is a sum, a term can be replaced without looking at the others: state.key is
// kept up to date with every change. The key is also made from nothing, by keyPlaced,
// with the names changed as if like threads had changed places. Both use the terms below,
// and PlacesCheck lets the tests hold one against the other.
//
// Only what the future depends on is in the key. That two states have the same key is
// taken to mean that they have the same future: a collision of 128 bits is left to luck,
// and a Checkpoint that forgets too much to the oracle.

// state is the state of the model: what the key is made of.
type state struct {
	// The sum of all terms, up to date when the running thread has come to its next
	// operation.
	key h128

	// By slot. Behind the end there are more, of earlier executions, to be used again.
	threads []*thread

	// By number, in the order in which they were first used, which depends on the
	// schedule.
	objects []Object

	ghosts ghosts
	accesses
	names

	// Slots of the threads of each Alike, and the change of places among them.
	classes [][]int
	perm    permuter
}

func (st *state) reset() {
	st.key = h128{}
	st.threads = st.threads[:0]
	st.objects = st.objects[:0]
	st.ghosts.reset()
	st.accesses.reset()
	st.names.reset()
	st.classes = st.classes[:0]
}

// replace puts the new term in for the old one.
func (st *state) replace(old *h128, term h128) {
	st.key.sub(*old)
	*old = term
	st.key.add(term)
}

// threadTerm is the term of the thread, given the name of its own, that of the object of
// its pending operation, and those in its history.
//
// The operation that the thread has come to follows from its history. It is part of the
// key so that a model which is not deterministic, or has a Checkpoint that forgets too
// much, is the more likely to be noticed.
func threadTerm(t *thread, name, obj uint64, refs []uint64) h128 {
	pos := t.pos
	for _, r := range refs {
		pos = pos.then(k3, r)
	}
	if t.ended {
		return mix2(pos.lo+k0, pos.hi^name)
	}
	f := uint64(0)
	if t.parking {
		f |= 1
	}
	if t.ready {
		f |= 2
	}
	if t.timer {
		f |= 4
	}
	if t.armed {
		f |= 8
	}
	f |= uint64(t.pend.kind) << 8
	if t.pend.obj >= 0 {
		f += obj << 16
	}
	return mix2(pos.lo+k1+f*k3+t.wait*k4, pos.hi^name)
}

// valueTerm is the term of an object's value: its hash, or its name if it is a pointer,
// and the names mentioned in the hash. Zero has no term, so that a variable which has not
// been used and one that is zero again are the same.
func valueTerm(name, val uint64, refs []uint64) h128 {
	if val == 0 {
		return h128{}
	}
	return mix2(name, fold(val, refs))
}

func accessTerm(access uint64) h128 { return mix2(access, k4) }

func knowsTerm(who, access uint64) h128 { return mix2(who+k3, access) }

func ghostTerm(val uint64, refs []uint64) h128 { return mix2(fold(val, refs), k2) }

// accessName is the name of the last write to a cell, or of a thread's last read of it.
// Who wrote does not matter: those that don't know of the write race with it.
func accessName(cell uint64, write bool, by uint64) uint64 {
	if write {
		by = 1
	}
	return mix(cell, by)
}

// rekey brings the thread's term up to date, when it has come to its next operation.
func (st *state) rekey(t *thread) {
	st.replace(&t.comp, threadTerm(t, t.name, st.pendingName(t), t.refs))
}

// pendingName is the name of the object of the thread's pending operation, or 0.
func (st *state) pendingName(t *thread) uint64 {
	if t.pend.obj < 0 {
		return 0
	}
	return st.objects[t.pend.obj].name
}

// setValue makes v the value of o in the state key. refs are the names mentioned in the
// hash v.
func (st *state) setValue(o *Object, v uint64, refs ...uint64) {
	o.val = v
	if len(refs)+len(o.refs) > 0 {
		o.refs = append(o.refs[:0], refs...)
	}
	st.replace(&o.comp, valueTerm(o.name, v, o.refs))
}

// keyPlaced is the key that the state has after the change of places st.perm.to.
func (st *state) keyPlaced() h128 {
	p := &st.perm
	var room [16]uint64
	var k h128
	p.accesses = p.accesses[:0]
	for i := range st.slots {
		sl := &st.slots[i]
		name := uint64(0)
		if st.taken.has(int32(i)) {
			by := uint64(0)
			if !sl.write {
				by = st.place(st.threads[sl.by].name)
			}
			name = accessName(st.place(st.objects[sl.cell].name), sl.write, by)
			k.add(accessTerm(name))
		}
		p.accesses = append(p.accesses, name)
	}
	for _, t := range st.threads {
		name := st.place(t.name)
		k.add(threadTerm(t, name, st.place(st.pendingName(t)), st.placeAll(room[:0], t.refs)))
		st.addKnown(&k, name, &t.know)
	}
	for i := range st.objects {
		o := &st.objects[i]
		if o.val == 0 && o.know == (bitset{}) {
			continue
		}
		name := st.place(o.name)
		k.add(valueTerm(name, st.place(o.val), st.placeAll(room[:0], o.refs)))
		st.addKnown(&k, name, &o.know)
	}
	if len(st.ghosts.vars) > 0 {
		k.add(ghostTerm(st.ghosts.val, st.placeAll(room[:0], st.ghosts.refs)))
	}
	return k
}

func (st *state) addKnown(k *h128, name uint64, know *bitset) {
	for w, d := range know {
		for ; d != 0; d &= d - 1 {
			k.add(knowsTerm(name, st.perm.accesses[w<<6+bits.TrailingZeros64(d)]))
		}
	}
}

func (st *state) place(name uint64) uint64 { return st.placed(name, &st.perm.to) }

func (st *state) placeAll(buf, names []uint64) []uint64 {
	for _, n := range names {
		buf = append(buf, st.place(n))
	}
	return buf
}
