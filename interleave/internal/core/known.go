package core

// known is the states that a search has seen. If it was right to count some of them as
// one, no execution leaves them: the oracle, and random walks, look each of their states
// up. So a Checkpoint that forgets what the future depends on is noticed by one that gets
// to a state which only the forgotten leads to, and not at the end only.
type known struct {
	table *table
	alike bool
}

// has reports whether the state at hand is one of them.
func (k *known) has(s *Sim) bool {
	if !k.alike || len(s.classes) == 0 {
		return k.table.has(s.key)
	}
	if k.table.has(s.settle()) {
		return true
	}
	found := false // like states don't always settle to one key, and the search need not have seen this one of them
	s.eachPlace(func(key h128) { found = found || k.table.has(key) })
	return found
}

// look fails the execution if it has left the known states. Once a thread has come upon
// something without a name, the names tell apart states in which the same was done in
// another order, and it looks no more.
func (k *known) look(s *Sim) bool {
	if k == nil || s.coined || k.has(s) {
		return true
	}
	s.fail("unknown", "the search has not seen this state: a Checkpoint forgets too much, or threads of Alike are not")
	return false
}
