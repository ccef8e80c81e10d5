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
	{"pct-no-fall", "PCT never lowers a priority", "", "PCT", edits(
		edit("interleave/internal/core/pct.go", "	for range p.depth - 1 {\n", "	for range 0 {\n"))},
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

// rounds are mutants of how DPOR deals with loops that wait.
var rounds = []aimed{
	{"dpor-wait-never", "a thread that waits in a loop is explored again and again", "", "DPORWaits", edits(
		edit("interleave/internal/core/waits.go", "ok && !changed {", "false && ok && !changed {"))},
	{"dpor-wait-forever", "a thread that has waited in a loop never looks again", "", "DPORDifferential", edits(
		edit("interleave/internal/core/waits.go", "ok && !changed {", "ok && (changed || true) {"))},
	{"dpor-wait-writes", "a thread that writes in a loop is taken for one that waits", "", "DPORDifferential", edits(
		edit("interleave/internal/core/waits.go", " || len(f.foot.w) > 0:", ":"))},
	{"dpor-wait-last", "only the last step of a round counts", "", "DPORDifferential", edits(
		edit("interleave/internal/core/waits.go", "		changed = changed || meet(wrote, f.foot.r)\n",
			"		changed = changed || len(reads) == 0 && meet(wrote, f.foot.r)\n"))},
	{"dpor-livelock", "nothing is said if only threads that wait in loops are left", "", "DPORDifferential", edits(
		edit("interleave/internal/core/dpor.go", "		if waiting != 0 {\n", "		if false {\n"))},
}

// suites are mutants of what runs test suites.
var suites = []aimed{
	{"suite-no-barrier", "parallel subtests don't wait for their parent", "", "Suite", edits(
		edit("interleave/rt/testing/testing.go", "	rt.Recv(t.parent.barrier)\n", "\n"))},
	{"suite-no-wait", "a test doesn't wait for its parallel subtests", "", "Suite", edits(
		edit("interleave/rt/testing/testing.go", "			rt.Recv(u.signal)\n", "			_ = u\n"))},
	{"suite-no-cleanup", "the functions of Cleanup aren't called", "", "Suite", edits(
		edit("interleave/rt/testing/testing.go", "		t.cleanups = t.cleanups[:n]\n		f()\n", "		t.cleanups = t.cleanups[:n]\n		_ = f\n"))},
	{"suite-timers", "timers fire while others can run", "", "Suite", edits(
		edit("interleave/internal/core/execution.go", "	if len(list) > 0 || late == 0 {\n", "	if late == 0 {\n"))},
	{"suite-late", "a later timer fires before an earlier one", "", "Suite", edits(
		edit("interleave/internal/core/execution.go", " && t.turn() == first && s.canStep(t) {\n", " && s.canStep(t) {\n"))},
	{"suite-idle", "synctest.Wait returns although a timer is due", "", "Suite", edits(
		edit("interleave/internal/core/clock.go", "		t.idle = true\n", "		t.idle = false\n"))},
	{"suite-wait", "synctest.Wait orders nothing", "", "Suite", edits(
		edit("interleave/internal/core/clock.go", "		s.learnAll(t)\n", "\n"))},
	{"suite-helpers", "packages that help tests keep testing.T", "", "Suite", edits(
		edit("interleave/internal/rewrite/with.go", ", slices.Contains(l.Imports, \"testing\"):", ":"))},
	{"suite-named", "the packages of other modules must be named by -with, too", "", "ModuleCache", edits(
		edit("interleave/internal/rewrite/with.go", "case !l.DepOnly, l.Module != nil && named[l.Module.Path], slices", "case slices"))},
	{"suite-module", "only the packages that are named are rewritten, not those of their module that they use", "", "ModuleCache",
		edits(edit("interleave/internal/rewrite/with.go", "l.Module != nil && named[l.Module.Path], slices", "slices"))},
	{"suite-data", "tests of other modules find no testdata", "", "ModuleCache", edits(
		edit("interleave/internal/rewrite/with.go", ", \"testdata\")", ", \"data\")"))},
	{"suite-format", "fmt is said to read what a method of its own prints", "", "Suite", edits(
		edit("interleave/internal/rewrite/fmt.go", "	case r.prints(x.Args[arg], \"Format\", 2):\n", "	case false && r.prints(x.Args[arg], \"Format\", 2):\n"))},
	{"suite-verb", "fmt is said to call String for every verb", "", "Suite", edits(
		edit("interleave/internal/rewrite/fmt.go", "ContainsRune(\"vsq\", verb)", "ContainsRune(\"vsqd\", verb)"))},
	{"suite-garbage", "runtime.GC does nothing in a test of a suite", "", "Suite", edits(
		edit("interleave/rt/runtime/runtime.go", "	case s.InSuite():\n", "	case false:\n"))},
	{"suite-model", "a model is run in the model of a test", "", "Suite", edits(
		edit("interleave/test.go", "	if s := core.In(); s != nil && s.InSuite() {\n", "	if false {\n"))},
	{"jobs-all", "each process explores all models", "", "Jobs", edits(
		edit("interleave/test.go", "	return k - 1, n\n", "	return 0, 1\n"))},
	{"jobs-error", "a process that fails isn't noticed", "", "Jobs", edits(
		edit("interleave/cmd/interleave/main.go", "	for _, err := range errs {\n", "	for _, err := range errs[:0] {\n"))},
	{"suite-lost", "accesses are forgotten, and the verdict doesn't say so", "", "Suite", edits(
		edit("interleave/internal/core/random.go", "	if s.forgotten > 0 {\n", "	if false {\n"))},
}
