package mutants

// checker are mutants of the model checker's engine: what tells states apart, what
// depends on what, what happens before what. Its tests compare the searches with each
// other over random programs.
var checker = []aimed{
	{"key-no-value", "the state key forgets the values of variables", "", "Differential", edits(
		edit("interleave/internal/core/key.go", "	st.replace(&o.comp, valueTerm(o.name, v, o.refs))\n", "\n"))},
	{"key-no-history", "the state key forgets what threads have seen", "", "Differential", edits(
		edit("interleave/internal/core/key.go", "	pos := t.pos\n	for", "	pos := h128{}\n	for"))},
	{"key-no-wait", "the state key forgets how long those that wait have to", "", "Outcomes", edits(
		edit("interleave/internal/core/key.go", "f*k3+t.wait*k4", "f*k3"))},
	{"head-no-locals", "the head of a loop forgets the locals", "", "Differential", edits(
		edit("interleave/internal/core/locks.go", "	for _, l := range locals {\n", "	for _, l := range locals[:0] {\n"))},
	{"foot-no-read-write", "a read and a later write are taken for independent", "", "Differential", edits(
		edit("interleave/internal/core/foot.go", " || meet(f.r, g.w)\n", "\n"),
		edit("interleave/internal/core/foot.go", "m.w&(n.r|n.w) != 0 || n.w&m.r != 0", "m.w&(n.r|n.w) != 0"))},
	{"dpor-no-blocked", "DPOR forgets operations that can't be executed", "", "Differential", edits(
		edit("interleave/internal/core/dpor.go", "		d.blocked(s, f, enabled)\n", "\n"))},
	{"dpor-no-race", "DPOR forgets to turn a race round", "", "Differential", edits(
		edit("interleave/internal/core/dpor.go", "			d.race(i, e, thread, clock)\n", "			_ = i\n"))},
	{"dpor-births", "DPOR takes a thread for one that Setup made", "", "OneExecution", edits(
		edit("interleave/internal/core/dpor.go", "			d.birth[i] = s.depth - 1 //", "			d.birth[i] = early //"))},
	{"dpor-no-stopped", "DPOR forgets that a timer could have fired before it was reset", "", "Outcomes", edits(
		edit("interleave/internal/core/dpor.go", "		if s.step.stopped&bit != 0 && was {", "		if false {"))},
	{"timer-same-thread", "a timer takes the thread of one that others may not know of yet", "", "Differential", edits(
		edit("interleave/internal/core/timer.go", "		if u.ended && (m.silent || u.timer) {", "		if u.ended {"))},
	{"comm-leaves-nothing", "a communication doesn't touch the channels that it has not chosen", "", "Differential", edits(
		edit("interleave/internal/core/comm.go", "		if ch := c.cases[i].ch; ch != nil {\n", "		if ch := c.cases[i].ch; ch != nil && i == chosen {\n"))},
	{"comm-no-default", "a default clause is not taken if a partner waits", "", "Bodies", edits(
		edit("interleave/internal/core/comm.go", "						c.moves = append(c.moves, move{i, u, j})\n", "						c.moves = append(c.moves, move{i, u, j}); sure = true\n"))},
	{"buffer-no-order", "a receive does not happen before the send that uses its place", "", "Bodies", edits(
		edit("interleave/internal/core/comm.go", "		s.acquire(t, &s.objects[ch.places[n]])\n", "\n"))},
	{"store-hands-on", "a store hands on what others have published", "", "RacesOnSchedules", edits(
		edit("interleave/internal/core/atomic.go", "	a.s.publish(a.o, a.t, false)\n", "	a.s.publish(a.o, a.t, true)\n"))},
	{"mixed-forgotten", "a plain access does not race with atomic ones before it", "", "RacesOnSchedules", edits(
		edit("interleave/internal/core/hb.go", "	if c.atomics.any() && !s.afterAtomics(t, o, c, wr) {\n", "	if false {\n"))},
	{"mixed-no-load", "an atomic load does not race with plain writes", "", "Bodies", edits(
		edit("interleave/internal/core/atomic.go", "		a.s.atomically(a.t, a.o, false)\n	}\n	a.s.observe(a.t, a.o.name, uint64(a.k), v)\n", "\n	}\n	a.s.observe(a.t, a.o.name, uint64(a.k), v)\n"))},
	{"alive-timers", "a timer that has not fired counts as a goroutine", "", "Bodies", edits(
		edit("interleave/internal/core/clock.go", "		if !u.ended && !u.timer {\n", "		if !u.ended {\n"))},
	{"select-unfair", "a select statement may choose the same case forever", "", "Bodies", edits(
		edit("interleave/internal/core/progress.go", "	for leaves(edges, from, comp) || ", "	for "))},
	{"lock-unfair", "one that waits for a lock may wait forever", "", "Bodies", edits(
		edit("interleave/internal/core/progress.go", " || g.starves(edges, from, comp) {\n", " {\n"))},
	{"sleep-late", "a sleep that begins late ends as if it had begun early", "", "Bodies", edits(
		edit("interleave/internal/core/clock.go", "	case s.readsClock || !s.body:\n", "	case false:\n"))},
}

// rewriter are mutants of the rewriting: hooks that are dropped, and heads of loops where
// something is hidden.
var rewriter = []aimed{
	{"head-no-entry", "the head of a loop forgets what was seen before the function", "", "Found", edits(
		edit("interleave/internal/core/locks.go", "	pos := f.pos.then(id, k3)\n", "	pos := h128{1, 1}.then(id, k3)\n"))},
	{"head-names-late", "what was written before a loop is named when its reason is forgotten", "", "Found", edits(
		edit("interleave/internal/core/locks.go", "	if len(s.written) > 0 {\n", "	if false {\n"))},
	{"ticker-starves", "a ticker that lives hides deadlocks", "", "Found", edits(
		edit("interleave/internal/core/execution.go", "		s.tickOn()\n", "\n"))},
	{"ticker-no-choice", "what a ticker's goroutine may choose counts as what it does", "", "Found", edits(
		edit("interleave/internal/core/clock.go", "		if !r.forced {\n", "		if false {\n"))},
	{"interface-copies-nothing", "a call by way of an interface reads nothing", "", "Found", edits(
		edit("interleave/internal/rewrite/expr.go", "		if ok || types.IsInterface(s.Recv()) {\n", "		if false {\n"))},
	{"no-reads", "plain reads are not watched", "", "Found", edits(
		edit("interleave/internal/rewrite/memory.go", "	if !r.reads(e) {\n", "	if true {\n"))},
	{"operands-early", "what is read after a call is read before it", "", "Found", edits(
		edit("interleave/internal/rewrite/order.go", "	if at < 0 || !r.single(evs[at].e) {\n", "	if true {\n"))},
	{"operands-unnoted", "what is read after a call is not watched", "", "Found", edits(
		edit("interleave/internal/rewrite/order.go", "append(r.after[evs[at].e], ev.notes...)", "append(r.after[evs[at].e], ev.notes[:0]...)"))},
	{"assign-unnoted", "what is assigned after a call is not watched", "", "Found", edits(
		edit("interleave/internal/rewrite/order.go", "append(r.after[end], notes...)", "append(r.after[end], notes[:0]...)"))},
	{"temporary-positions", "the compiler names temporary files", "", "Positions", edits(
		edit("interleave/cmd/interleave/main.go", "	text = \"//line \" + source + \":1\\n\" + text", "	_ = source"))},
	{"holds-nothing", "what package variables hold isn't known", "", "Holds", edits(
		edit("interleave/internal/rewrite/rewrite.go", "	fs.holds = held(all)\n", "	_ = held(all)\n"))},
	{"no-captured-writes", "captured variables that are assigned are not watched", "", "Modules", edits(
		edit("interleave/internal/rewrite/locals.go", "(l.addressed || l.captured && l.assigned)", "l.addressed"))},
	{"no-captured-names", "captured variables are no part of the state", "", "Checkpoints", edits(
		edit("interleave/internal/rewrite/locals.go", "return l != nil && (l.addressed || l.captured) }", "return l.shared() }"))},
	{"head-with-defer", "a loop forgets which calls are deferred", "", "Found", edits(
		edit("interleave/internal/rewrite/loops.go", "			if !top[n] {\n", "			if false {\n"))},
	{"head-with-deferred-function", "a loop forgets which function is deferred", "", "Found", edits(
		edit("interleave/internal/rewrite/loops.go", "			if !r.settledFunc(n.Call.Fun) {\n", "			if false {\n"))},
	{"head-with-argument", "a loop forgets the arguments of deferred calls", "", "Found", edits(
		edit("interleave/internal/rewrite/loops.go", "				if !r.settled(a) {\n", "				if a == nil {\n"))},
	{"head-with-foreign", "a loop forgets what a foreign value holds", "", "Found", edits(
		edit("interleave/internal/rewrite/loops.go", "			if hides || !r.visible(v.Type(), 0) {\n", "			if hides {\n"))},
	{"head-with-parameter", "a loop forgets a parameter that was assigned", "", "Found", edits(
		edit("interleave/internal/rewrite/loops.go", "			if r.isParam(v) && !l.assigned {\n", "			if r.isParam(v) {\n"))},
	{"head-no-hidden", "a loop forgets the hidden variables of those around it", "", "Checkpoints", edits(
		edit("interleave/internal/rewrite/loops.go", "slices.Concat(locals, f.hidden, hidden)", "slices.Concat(locals, hidden)"))},
	{"head-in-hidden", "there are heads inside of loops whose place is hidden", "", "Found", edits(
		edit("interleave/internal/rewrite/loops.go", "	if !f.sound || f.inner > 0 || !ok {\n", "	if !f.sound || !ok {\n"))},
	{"range-func-no-function", "the body of a loop over a function is taken for a part of the function around it", "", "Found", edits(
		edit("interleave/internal/rewrite/locals.go", "				if ok && s.Body == n && r.overFunction(s) {\n", "				if false && ok && r.overFunction(s) {\n"))},
	{"range-func-no-leave", "how the body of a loop over a function was left is forgotten", "", "Found", edits(
		edit("interleave/internal/rewrite/loops.go", "		r.fn.over++\n		defer func() { r.fn.over-- }()\n", "\n\n"))},
	{"no-named-results", "what a return statement assigns is not watched", "", "Found", edits(
		edit("interleave/internal/rewrite/stmt.go", "	if !shared {\n		end", "	if true {\n		end"))},
	{"no-result-reads", "a function that ends reads none of its named results", "", "Modules$/^named_result", edits(
		edit("interleave/internal/rewrite/stmt.go", "	if typ.Results == nil {\n		return nil\n", "	if true {\n		return nil\n"))},
	{"no-copies-of-rounds", "the variables of a loop's next round are copied unseen", "", "Modules$/^copies_of_the_variables_of_a_loop", edits(
		edit("interleave/internal/rewrite/loops.go", "			end += r.rt() + \"R(\" + p + \"); \"\n", "\n"))},
	{"no-spread", "what append copies from a slice isn't read", "", "Modules$/^spread_of_an_append", edits(
		edit("interleave/internal/rewrite/expr.go", "			if x.Ellipsis.IsValid() {\n				r.elements", "			if false {\n				r.elements"))},
	{"no-type-arguments", "fields that only generic code assigns are not watched", "", "Found", edits(
		edit("interleave/internal/rewrite/facts.go", "		for t := range in.TypeArgs.Types() {\n", "		for t := range in.TypeArgs.Types() { continue\n"))},
	{"keep-functions", "functions in package variables are kept between executions", "", "Found", edits(
		edit("interleave/internal/rewrite/vars.go", "			return !r.hasCall(rhs) && !r.methodValue(rhs)\n", "			return true\n"))},
	{"map-index-late", "a map is read before its index is known", "", "Found", edits(
		edit("interleave/internal/rewrite/expr.go", "		if r.calls(x.Index) { //", "		if false { //"))},
	{"foreign-writes-unseen", "what foreign code writes by way of a pointer is not seen", "", "Found", edits(
		edit("interleave/internal/rewrite/expr.go", "			if r.hookable(t.Elem()) && r.p.hides(t, 0) == nil {\n", "			if t == nil {\n"))},
	{"met-nothing", "the verdict doesn't know of foreign values", "", "Modules", edits(
		edit("interleave/internal/rewrite/loops.go", "	if met := r.p.met(body); len(met) > 0 {\n", "	if met := r.p.met(body); false {\n"))},
	{"no-assembly", "functions without a body are called as they are", "", "ModuleCache", edits(
		edit("interleave/internal/rewrite/link.go", "	if !ok || pure[from] {\n", "	if true || !ok || pure[from] {\n"))},
	{"no-overlay", "files that are replaced are read all the same", "", "Overlay", edits(
		edit("interleave/internal/rewrite/with.go", "	if by := o[path]; by != \"\" {\n", "	if by := o[path]; false {\n"))},
	{"no-language", "old modules keep their version of Go", "", "ModuleCache", edits(
		edit("interleave/internal/rewrite/with.go", "	return major == 1 && minor < 21\n", "	return false\n"))},
	{"workspace-relative", "a copy of go.work is elsewhere, and has the same paths", "", "Workspace", edits(
		edit("interleave/cmd/interleave/modules.go", "path = filepath.Join(s.root(), path)\n", "\n"))},
	{"story-nowhere", "a story doesn't say where goroutines wait", "", "Story", edits(
		edit("interleave/internal/core/step.go", "		t.site = callSite()\n", "\n"))},
	{"story-map-old", "a story has the old value of a key for the new one", "", "Story", edits(
		edit("interleave/internal/core/things.go", "s.rec.any(s, value), changed)", "was, changed)"))},
	{"replay-no-line", "a replay leaves no result", "", "Files", edits(
		edit("interleave/run.go", "	defer recordReplay(t, r)\n", "\n"))},
	{"again-any-test", "the command of a page runs tests with longer names, too", "", "Files", edits(
		edit("interleave/cmd/interleave/page.go", "regexp.QuoteMeta(name)+\"$\")", "regexp.QuoteMeta(name))"))},
}
