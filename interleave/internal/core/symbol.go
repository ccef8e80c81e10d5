package core

// A state and the one in which some like threads (see Alike) have changed places have the
// same future, up to the same change of places. The search counts such states as one: it
// looks a state up by a key with the threads of each class in a canonical order (see
// permuter).
//
// For that, everything in the state that depends on which like thread it is about must be
// seen to do so. A name that depends on a like thread (its own, that of its token in
// memory, of its children and timers, of variables and pointers that it was the first to
// come upon) is symbolic: one can tell what it is made of, and make it anew for other
// places. And a hash is never taken over a symbolic name: a stand-in goes into the hash,
// and the name into a list beside it (refs), in order.

// Symbolic names have one of these in their upper 16 bits. They are looked up too, so a
// hash that happens to begin like this does no harm.
const (
	likeName = 0x51c3 // of a like thread: the lower six bits are its slot
	termName = 0x51c4 // made of other names
)

// Stand-ins for symbolic names in hashes.
const (
	someObject  = k1
	someValue   = k2
	someMention = k4
)

// symbols is what the symbolic names of this execution are made of.
type symbols struct {
	threadNames []uint64 // of all threads, by slot
	likes       uint64   // slots of the like ones
	terms       map[uint64]term
	mentions    []uint64 // see mention
}

// term is what a name is made of that isn't a thread's own.
type term struct {
	local uint64   // says what of args it is the name of
	args  []uint64 // names, at least one of them symbolic
}

func (y *symbols) reset() {
	y.threadNames, y.likes = y.threadNames[:0], 0
	clear(y.terms)
	y.mentions = y.mentions[:0]
}

// symbolic reports whether a name depends on a like thread.
func (y *symbols) symbolic(name uint64) bool {
	switch name >> 48 {
	case likeName:
		i := name & 63
		return y.likes>>i&1 != 0 && y.threadNames[i] == name
	case termName:
		_, ok := y.terms[name]
		return ok
	}
	return false
}

// fold hashes names that a thing depends on into its hash.
func fold(x uint64, names []uint64) uint64 {
	for _, n := range names {
		x = mix(x+k3, n)
	}
	return x
}

// asTerm makes a symbolic name of a hash.
func asTerm(x uint64) uint64 { return x>>16 | termName<<48 }

// term makes a symbolic name.
func (y *symbols) term(local uint64, args []uint64) uint64 {
	name := asTerm(fold(local, args))
	if _, ok := y.terms[name]; !ok {
		y.terms[name] = term{local, append([]uint64(nil), args...)}
	}
	return name
}

// derived is the name of a part of what has the given name.
func (y *symbols) derived(name, salt, part uint64) uint64 {
	if y.symbolic(name) {
		return y.term(mix(salt, part), []uint64{name})
	}
	return mix(name+salt, part)
}

// mention stands in for a name inside of a larger hash. The caller that asked for the
// hash takes the names from the list.
func (y *symbols) mention(name uint64) uint64 {
	if !y.symbolic(name) {
		return name
	}
	y.mentions = append(y.mentions, name)
	return someMention
}

// mentioned takes the names mentioned in the hash just made, to be used at once.
func (y *symbols) mentioned() []uint64 {
	m := y.mentions
	y.mentions = y.mentions[:0]
	return m
}

// placed is a name after a change of places: to says, by slot, whose place each thread
// takes.
func (y *symbols) placed(name uint64, to *[maxThreads]uint8) uint64 {
	switch name >> 48 {
	case likeName:
		if y.symbolic(name) {
			return y.threadNames[to[name&63]]
		}
	case termName:
		if t, ok := y.terms[name]; ok {
			x := t.local
			for _, a := range t.args {
				x = mix(x+k3, y.placed(a, to)) // fold, without a list
			}
			return asTerm(x)
		}
	}
	return name
}

// faceless is a name that does not tell like threads apart, except self.
func (y *symbols) faceless(name, self uint64) uint64 {
	if !y.symbolic(name) {
		return name
	}
	if name>>48 == likeName {
		if name == self {
			return k1
		}
		return k2
	}
	t := y.terms[name]
	x := t.local
	for _, a := range t.args {
		x = mix(x, y.faceless(a, self))
	}
	return x
}
