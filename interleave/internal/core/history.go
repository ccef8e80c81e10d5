package core

// history is what a thread has seen and done, as a hash. Between operations a thread's
// code is local to it and deterministic, so where it stands and what its locals are
// follows from that.
type history struct {
	pos  h128
	refs []uint64 // the symbolic names in it
}

// keep makes h a copy of g, in the memory that h has.
func (h *history) keep(g *history) {
	h.pos, h.refs = g.pos, append(h.refs[:0], g.refs...)
}

// beginning is where the history of a thread begins, and that of each Checkpoint, by
// salt.
func (y *symbols) beginning(t *thread, salt uint64) h128 {
	if y.symbolic(t.name) {
		return h128{k2, salt} // does not tell which it is: its name does
	}
	return h128{t.name, salt}
}

// observe adds to the history of the thread what it has learned: by what it has done
// (with the object of the given name), and the value seen. refs are the names mentioned
// in the value's hash. The state key gets it when the thread has come to its next
// operation.
func (y *symbols) observe(t *thread, name, what, v uint64, refs ...uint64) {
	if y.symbolic(name) {
		t.refs = append(t.refs, name)
		name = someObject
	}
	if y.symbolic(v) {
		t.refs = append(t.refs, v)
		v = someValue
	}
	if len(refs) > 0 {
		t.refs = append(t.refs, refs...)
	}
	t.pos = t.pos.then(name+what, v)
}
