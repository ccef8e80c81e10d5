package core

import "strconv"

// Alike starts n threads, labelled name 1 to name n, that run the same function. What f
// does must not depend on which of them it runs in, nor may properties and outcomes tell
// them apart. States that differ only in which of them is which count as one.
func (s *Sim) Alike(name string, n int, f func()) {
	s.setupOnly("Alike")
	var class []int
	for i := range n {
		t := s.spawn(name+" "+strconv.Itoa(i+1), f)
		t.name = likeName<<48 | t.name&(1<<42-1)<<6 | uint64(t.slot)
		// spawn has given it the name of an ordinary thread. Nothing has been made of
		// that yet.
		s.threadNames[t.slot] = t.name
		s.likes |= 1 << uint(t.slot)
		t.begin(h128{k1, k2}) // does not tell which it is: the name does
		class = append(class, t.slot)
	}
	s.classes = append(s.classes, class)
}

// checkAlike refuses like threads that are not, as far as can be seen before the first
// step. Their operations differ then only if f knows who it is, or if one of them was the
// first to come upon a variable without a name.
func (s *Sim) checkAlike() {
	for _, class := range s.classes {
		for _, i := range class {
			t, u := s.threads[class[0]], s.threads[i]
			same := t.ended == u.ended && t.pos == u.pos &&
				t.pend.kind == u.pend.kind && t.pend.alts == u.pend.alts && (t.pend.obj < 0) == (u.pend.obj < 0)
			if same && t.pend.obj >= 0 {
				a, b := s.objects[t.pend.obj].name, s.objects[u.pend.obj].name
				// Named after one of them, it would not be the same variable after a
				// change of places.
				if t != u && a == b && s.symbolic(a) {
					s.refuse("model %s: the threads of Alike share a variable that has no name: Name it in Setup",
						s.model.Name)
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
