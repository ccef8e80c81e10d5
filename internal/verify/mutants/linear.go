package mutants

// linear are mutants of what is kept of the histories of operations, and of what depends on
// them.
var linear = []aimed{
	{"op-no-key", "the state key forgets the history of operations", "", "Histories", edits(
		edit("interleave/internal/core/operation.go", "	s.setValue(&s.objects[o.obj], o.val, o.refs...)\n", "\n"))},
	{"op-no-order", "a call does not begin a new block of the history", "", "Histories", edits(
		edit("interleave/internal/core/operation.go", "		o.block++\n", "\n"))},
	{"op-early", "an operation counts as called when the one before it has returned", "", "Histories", edits(
		edit("interleave/internal/core/operation.go", "	if goroutine == 0 {\n", "	if s.begun(t); goroutine == 0 {\n"))},
	{"op-no-step", "an operation without a step is called too early", "", "Histories", edits(
		edit("interleave/internal/core/operation.go", "		// and this one.\n		s.Yield()\n", "		// and this one.\n		s.begun(t)\n"))},
	{"op-no-return", "a return does not conflict with calls", "", "Histories", edits(
		edit("interleave/internal/core/operation.go", "	o.returned = true\n	s.step.touches(&s.objects[o.obj], true)\n", "	o.returned = true\n\n"))},
	{"op-no-call", "a call does not conflict with returns", "", "Histories", edits(
		edit("interleave/internal/core/operation.go", "	s.step.touches(&s.objects[o.obj], false)\n	s.note", "\n	s.note"))},
	{"op-partner", "an operation that another's step begins is called too late", "", "Histories", edits(
		edit("interleave/internal/core/comm.go", "		if u.op.open {\n", "		if false {\n"))},
	{"dpor-blocked-once", "DPOR looks at a blocked thread only once", "", "Histories", edits(
		edit("interleave/internal/core/dpor.go", " && !foot.conflicts(&before.foot) {\n", " {\n"))},
	{"dpor-blocked-op", "DPOR forgets that a blocked thread is in an operation", "", "Histories", edits(
		edit("interleave/internal/core/dpor.go", "			foot.w = append(foot.w, s.ops.obj)\n", "\n"))},
}

// specs are mutants of the search for an order of operations, and of the choice of
// scenarios.
var specs = []aimed{
	{"check-no-precedence", "an operation may come before one that precedes it", "", "Check(Cases|Equal)?", edits(
		edit("interleave/spec.go", "e != nil && e.call; e = e.next {\n		o := &c.ops[e.op]\n		switch {\n", "e != nil; e = e.next {\n		o := &c.ops[e.op]\n		switch { case !e.call:\n"))},
	{"check-tried", "two states count as one if the same operations lead there", "", "Check(Cases|Equal)?", edits(
		edit("interleave/spec.go", "slices.Equal(t.done, c.done) && c.equal(t.state, s)", "slices.Equal(t.done, c.done)"))},
	{"check-waits", "any operation may wait forever", "", "Check(Cases|Equal)?", edits(
		edit("interleave/spec.go", "	if c.left == 0 && c.mayWait(s) {\n", "	if c.left == 0 {\n"))},
	{"check-lost", "an operation that never returns has no effect", "", "Check(Cases|Equal)?", edits(
		edit("interleave/spec.go", "case o.Fate == Lost && c.spec.Lost == nil:\n", "case o.Fate == Lost:\n"))},
	{"check-ties", "a return comes before a call at the same time", "", "Check(Cases|Equal)?", edits(
		edit("interleave/spec.go", "		} else if a.call {\n			return -1\n", "		} else if b.call {\n			return -1\n"))},
	{"scenarios-alike", "goroutines that are alike never do the same", "", "Scenarios", edits(
		edit("interleave/linearizable.go", "				last = pick[g-1] + 1\n", "				last = max(pick[g-1], 1)\n"))},
}
