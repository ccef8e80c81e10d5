package core

import "fmt"

// Like threads run the same function, so a state and the one in which some of
// them have changed places have the same future, up to the same change of
// places. The search counts such states as one: it looks a state up by a key
// with the threads of each class in a canonical order (see permute.go).
//
// For that, everything in the state that depends on which like thread it is
// about must be seen to do so. A name that depends on a like thread (its own,
// that of its token in memory, of its children and timers, of variables and
// pointers that it was the first to come upon) is symbolic: one can tell what
// it is made of, and make it anew for other places. And a hash is never taken
// over a symbolic name: a stand-in goes into the hash, and the name into a list
// beside it (refs), in order.

// Symbolic names have one of these in their upper 16 bits. They are looked up
// too, so a hash that happens to begin like this does no harm.
const (
	likeName = 0x51c3 // of a like thread: the lower six bits are its slot
	termName = 0x51c4 // made of other names
)

// term is what a symbolic name is made of.
type term struct {
	local uint64
	args  []uint64
}

// stand-ins for symbolic names in hashes
const (
	someObject  = k1
	someValue   = k2
	someMention = k4
)

// Alike starts n threads, labelled name 1 to name n, that run the same
// function. What f does must not depend on which of them it runs in, nor may
// properties and outcomes tell them apart. States that differ only in which of
// them is which count as one.
func (s *Sim) Alike(name string, n int, f func()) {
	s.setupOnly("Alike")
	var class []int
	for i := range n {
		t := s.spawn(fmt.Sprint(name, " ", i+1), f)
		t.name = likeName<<48 | t.name&(1<<42-1)<<6 | uint64(t.slot)
		t.pos = h128{k1, k2} // does not tell which it is: the name does
		t.base = t.pos
		class = append(class, t.slot)
	}
	s.classes = append(s.classes, class)
}

// symbolic reports whether a name depends on a like thread.
func (s *Sim) symbolic(name uint64) bool {
	switch name >> 48 {
	case likeName:
		i := int(name & 63)
		return i < s.nthreads && s.threads[i].name == name
	case termName:
		_, ok := s.terms[name]
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

// term makes a symbolic name.
func (s *Sim) term(local uint64, args []uint64) uint64 {
	name := fold(local, args)>>16 | termName<<48
	if _, ok := s.terms[name]; !ok {
		s.terms[name] = term{local, append([]uint64(nil), args...)}
	}
	return name
}

// derived is the name of a part of what has the given name.
func (s *Sim) derived(name, salt, part uint64) uint64 {
	if s.symbolic(name) {
		return s.term(mix(salt, part), []uint64{name})
	}
	return mix(name+salt, part)
}

// mention stands in for a name inside of a larger hash. Whoever asked for that
// hash takes the names from the list.
func (s *Sim) mention(name uint64) uint64 {
	if !s.symbolic(name) {
		return name
	}
	s.mentions = append(s.mentions, name)
	return someMention
}

// mentioned takes the names mentioned in the hash just made, to be used at once.
func (s *Sim) mentioned() []uint64 {
	m := s.mentions
	s.mentions = s.mentions[:0]
	return m
}

// beginning is where the history of a thread begins, and that of Checkpoint.
func (s *Sim) beginning(t *thread, salt uint64) h128 {
	if s.symbolic(t.name) {
		return h128{k2, salt}
	}
	return h128{t.name, salt}
}

// checkAlike refuses like threads that are not, as far as can be seen before
// the first step. Their operations differ then only if f knows who it is, or
// if one of them was the first to come upon a variable without a name.
func (s *Sim) checkAlike() {
	for _, class := range s.classes {
		for _, i := range class {
			t, u := s.threads[class[0]], s.threads[i]
			same := t.ended == u.ended && t.pend.kind == u.pend.kind && t.pend.alts == u.pend.alts && (t.pend.obj < 0) == (u.pend.obj < 0) && t.pos == u.pos
			if same && t.pend.obj >= 0 {
				a, b := s.objects[t.pend.obj].name, s.objects[u.pend.obj].name
				if t != u && a == b && s.symbolic(a) {
					s.refuse("model %s: the threads of Alike share a variable that has no name: Name it in Setup", s.model.Name)
					return
				}
				same = a == b || s.symbolic(a) && s.symbolic(b) && s.terms[a].local == s.terms[b].local
			}
			if !same {
				s.refuse("model %s: threads %s and %s of Alike begin differently", s.model.Name, t.label, u.label)
				return
			}
		}
	}
}
