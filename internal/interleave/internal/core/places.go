package core

// Places is for tests: how the places of like threads are chosen.
var Places = PlacesSort

// The ways to choose.
const (
	PlacesSort  = iota // as settle says
	PlacesCheck        // the same, and keys made anew are compared with those kept up to date
	PlacesAny          // arbitrarily
	PlacesBest         // of all changes of places the one with the least key
)

// best tries all changes of places: no two states that are alike have two keys.
func (s *Sim) best() h128 {
	p := &s.perm
	best, to := h128{}, p.to
	p.sig = [maxThreads]uint64{} // all may be twins
	s.eachPlace(func(k h128) {
		if best == (h128{}) || k.lo < best.lo || k.lo == best.lo && k.hi < best.hi {
			best, to = k, p.to
		}
	})
	p.to = to
	return best
}

// eachPlace calls f with the key after each change of places.
func (s *Sim) eachPlace(f func(k h128)) {
	p := &s.perm
	var try func(class, i int)
	try = func(class, i int) {
		if class == len(s.classes) {
			f(s.permuted())
			return
		}
		c := s.classes[class]
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
