package interleave

import (
	"context"
	"fmt"
	"hash/fnv"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
	model "github.com/diatomic-go/diatomic/interleave/rt/context"
)

// Test checks that body doesn't fail, in any interleaving of its goroutines. It is called
// in an ordinary test, and body is ordinary code: it makes what it needs, starts
// goroutines, waits for them, and reports what is wrong by t's methods.
//
// The interleave command runs such a test: it rewrites the code, so that the search can
// decide who runs when. Then body runs many times, each time with another interleaving.
// It must do the same each time if the interleaving is the same, and change nothing that
// outlives it, but for package variables of rewritten packages, which are made anew
// before it. When body has returned, the goroutines that it has started run on. One that
// can't end is reported.
//
// Without the command, body runs once, as it would if it were the test, and then the test
// is skipped. With INTERLEAVE=require in the environment it fails.
//
// There may be Options, at most once; flags of the test binary go before them.
func Test(t testing.TB, body func(t *T), options ...Options) {
	t.Helper()
	notInSuite(t)
	checkOptions(t, options)
	if body == nil {
		t.Fatal("interleave: the body is nil")
	}
	if !core.TestRewritten() {
		once(t, body)
		return
	}
	o := testOptions(options)
	outer := t.Failed()
	m := core.Body(t.Name(), "test", func(s *Sim) {
		b := &T{s: s, name: t.Name()}
		defer b.end()
		defer func() {
			if !s.Unwinding() && (t.Skipped() || t.Failed() && !outer) {
				s.CannotModel("a method of the test's own testing.TB", "call that of the body's parameter")
			}
		}()
		body(b)
	})
	if *flagReplay != "" {
		runReplay(t, m, o)
		return
	}
	if k, n := part(); !atRandom() && int(hash(t.Name())%uint32(n)) != k {
		t.Skip("interleave: another process explores it")
	}
	r := explore(m, o)
	defer record(t, r, "")
	text := Summary(r)
	if (r.Verdict == OK || r.Verdict == Incomplete) && (t.Skipped() || t.Failed() && !outer) {
		r.Verdict = Refused
		r.Reason = fmt.Sprintf("test %s: a goroutine called a method of the test's own testing.TB: "+
			"call that of the body's parameter", t.Name())
	}
	switch r.Verdict {
	case OK, Incomplete:
		t.Log(text)
	case Refused:
		t.Error(r.Reason)
	case Failed:
		t.Errorf("%s", Story(r))
	}
}

// notInSuite skips a model that is among the tests of a suite: it would run in another.
func notInSuite(t testing.TB) {
	t.Helper()
	if s := core.In(); s != nil && s.InSuite() {
		t.Skip("interleave: a model: run it without -suite")
	}
}

// part is the part of the work that this process does, from 0 on, and how many there are.
func part() (k, n int) {
	if _, err := fmt.Sscanf(*flagPart, "%d/%d", &k, &n); err != nil || k < 1 || k > n {
		return 0, 1
	}
	return k - 1, n
}

// atRandom reports whether the flags ask for executions at random, which all processes
// share.
func atRandom() bool { return slices.Contains([]string{"random", "uniform", "pct"}, *flagMethod) }

// executions is how many of them this process runs.
func executions() int64 {
	_, n := part()
	return (*flagExecutions + int64(n) - 1) / int64(n)
}

func hash(text string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(text))
	return h.Sum32()
}

// checkOptions ends a test with too many of them.
func checkOptions(t testing.TB, options []Options) {
	t.Helper()
	if n := len(options); n > 1 {
		t.Fatalf("interleave: these are %d Options, and there may be one", n)
	}
}

// testOptions are the options of a test, changed by the flags.
func testOptions(options []Options) Options {
	var o Options
	if len(options) > 0 {
		o = options[0]
	}
	if *flagTimers == "idle" {
		o.IdleTimers = true
	}
	o.NoHeads = o.NoHeads || *flagNoHeads
	o.NoRandom = o.NoRandom || *flagNoRandom
	o.NoReduce = o.NoReduce || *flagNoReduce
	if *flagTime > 0 {
		o.Time = *flagTime
	}
	if *flagStates > 0 {
		o.MaxStates = *flagStates
	}
	if *flagProgress {
		o.Progress = report
	}
	k, _ := part()
	o.Seed += *flagSeed + uint64(k)<<32
	switch *flagMethod {
	case "pct":
		o.Depth = *flagDepth
	case "uniform":
		o.Uniform = true
	}
	if *flagFile != "" {
		o.Progress, o.Every = toFile, time.Second
	}
	return o
}

const onceText = "ran once, so this is one interleaving of many: run it by the interleave command " +
	"(go tool interleave) to check all of them"

// once runs the body as if it were the test.
func once(t testing.TB, body func(*T)) {
	t.Helper()
	body(&T{tb: t, name: t.Name()})
	if t.Failed() {
		return
	}
	if os.Getenv("INTERLEAVE") == "require" {
		t.Error("interleave: INTERLEAVE=require is set, and this " + onceText)
		return
	}
	t.Skip("interleave: " + onceText)
}

// T is to the body of Test what testing.T is to a test. A failure is one of the
// interleaving that is being run.
type T struct {
	// Without the command, the test itself.
	tb testing.TB

	s        *Sim
	name     string
	failed   bool
	cleanups []func()
	ctx      context.Context
	cancel   context.CancelFunc
}

// end runs when the body is over.
func (t *T) end() {
	if t.s.Unwinding() {
		return
	}
	if t.cancel != nil {
		t.cancel()
	}
	for len(t.cleanups) > 0 {
		n := len(t.cleanups) - 1
		f := t.cleanups[n]
		t.cleanups = t.cleanups[:n]
		f()
	}
}

// Helper does nothing.
func (t *T) Helper() {
	if t.tb != nil {
		t.tb.Helper()
	}
}

// Name is the name of the test.
func (t *T) Name() string { return t.name }

// Failed reports whether this interleaving has failed.
func (t *T) Failed() bool {
	if t.tb != nil {
		return t.tb.Failed()
	}
	return t.failed
}

func (t *T) fail(text string) {
	t.failed = true
	t.s.Fail("%s", strings.TrimSuffix(text, "\n"))
}

// Fail fails this interleaving, which ends with the next operation.
func (t *T) Fail() {
	if t.tb != nil {
		t.tb.Fail()
		return
	}
	t.fail("failed")
}

// FailNow is Fail, and ends the goroutine.
func (t *T) FailNow() {
	if t.tb != nil {
		t.tb.FailNow()
		return
	}
	if !t.failed {
		t.fail("failed")
	}
	runtime.Goexit()
}

// Error is Log and Fail.
func (t *T) Error(args ...any) {
	if t.tb != nil {
		t.tb.Helper()
		t.tb.Error(args...)
		return
	}
	t.fail(fmt.Sprintln(args...))
}

// Errorf is Logf and Fail.
func (t *T) Errorf(format string, args ...any) {
	if t.tb != nil {
		t.tb.Helper()
		t.tb.Errorf(format, args...)
		return
	}
	t.fail(fmt.Sprintf(format, args...))
}

// Fatal is Log and FailNow.
func (t *T) Fatal(args ...any) {
	if t.tb != nil {
		t.tb.Helper()
		t.tb.Fatal(args...)
		return
	}
	t.fail(fmt.Sprintln(args...))
	runtime.Goexit()
}

// Fatalf is Logf and FailNow.
func (t *T) Fatalf(format string, args ...any) {
	if t.tb != nil {
		t.tb.Helper()
		t.tb.Fatalf(format, args...)
		return
	}
	t.fail(fmt.Sprintf(format, args...))
	runtime.Goexit()
}

// Log puts a remark into the story, if this interleaving is one that is told.
func (t *T) Log(args ...any) {
	if t.tb != nil {
		t.tb.Helper()
		t.tb.Log(args...)
		return
	}
	if t.s.Telling() {
		t.s.Note("%s", strings.TrimSuffix(fmt.Sprintln(args...), "\n"))
	}
}

// Logf is Log with a format.
func (t *T) Logf(format string, args ...any) {
	if t.tb != nil {
		t.tb.Helper()
		t.tb.Logf(format, args...)
		return
	}
	if t.s.Telling() {
		t.s.Note(format, args...)
	}
}

// Context returns a context that is cancelled when the body has returned, before the
// functions of Cleanup are called.
func (t *T) Context() context.Context {
	if t.tb != nil {
		return t.tb.Context()
	}
	if t.ctx == nil {
		t.ctx, t.cancel = model.WithCancel(context.Background())
	}
	return t.ctx
}

// Cleanup has f called when the body has returned, the last one first.
func (t *T) Cleanup(f func()) {
	if t.tb != nil {
		t.tb.Cleanup(f)
		return
	}
	t.cleanups = append(t.cleanups, f)
}

// explore searches m by the method of the flags. By itself it tries states first; where
// that takes too long, few preemptions. If code takes part that was not rewritten, states
// can't be told apart, so it tries all interleavings up to the order of independent
// steps. In the end it runs some at random.
func explore(m Model, o Options) *Result {
	limit := o.Time
	if limit == 0 {
		limit = 10 * time.Second
	}
	if *flagFull {
		limit, o.MaxStates = 0, 0
	}
	o.Time = limit
	switch *flagMethod {
	case "states":
		return Check(m, o)
	case "dpor":
		return Oracle(m, o)
	case "all":
		o.NoReduce = true
		return Oracle(m, o)
	case "bounded":
		o.Preemptions = *flagPreemptions
		return Check(m, o)
	case "random", "pct", "uniform":
		return core.Walk(m, o, new(Result), executions())
	}
	r, foreign := exhaust(m, o)
	if r.Verdict == Refused && r.Endless {
		return counting(m, o, r)
	}
	if r.Verdict != Incomplete || *flagFull {
		return r
	}
	end := time.Now().Add(limit)
	for k := 1; !foreign; k++ {
		o.Preemptions, o.Time = k, time.Until(end)
		if o.Time <= 0 {
			break
		}
		q := Check(m, o)
		if q.Verdict == Failed || q.Verdict == Refused {
			return q
		}
		if q.Bounded != k {
			break
		}
		r.Bounded = k
	}
	o.Preemptions, o.Time = 0, limit/4
	q := core.Walk(m, o, new(Result), *flagExecutions)
	if q.Verdict == Failed || q.Verdict == Refused {
		return q
	}
	r.AtRandom = walked(q)
	return r
}

// walked is how many executions at random were not cut off when the time was over.
func walked(q *Result) int64 {
	if q.Verdict == Incomplete {
		return max(q.Executions-1, 0)
	}
	return q.Executions
}

// counting runs m at random, after a search in which no state came again: a loop may
// count its rounds while it waits for another goroutine, which it does forever only if
// that is never run.
func counting(m Model, o Options, r *Result) *Result {
	q := core.Walk(m, o, new(Result), *flagExecutions)
	switch {
	case q.Verdict == Failed:
		return q
	case q.Verdict == Refused || q.Endless || walked(q) == 0:
		return r
	}
	r.Verdict, r.AtRandom = Incomplete, walked(q)
	return r
}

// exhaust searches m by states, or by DPOR if it comes to values that are foreign.
func exhaust(m Model, o Options) (r *Result, foreign bool) {
	apart := o
	apart.StopAtForeign = true
	r = Check(m, apart)
	foreign = len(r.Foreign) > 0 && r.Verdict != Failed && r.Verdict != Refused
	if foreign {
		r = Oracle(m, o)
	}
	return r, foreign
}

// toFile appends to the file of the flag how far a search has come.
func toFile(p Progress) {
	f, err := os.OpenFile(*flagFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return
	}
	defer f.Close()
	fmt.Fprintf(f, "%s\t%d\t%d\t%d\t%.0f\n", p.Model, p.Executions, p.States, p.Steps, p.Elapsed.Seconds())
}

// Summary says in a few lines how far a search has come, and what it has not seen.
func Summary(r *Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "interleave: %s", Extent(r))
	if r.States > 0 {
		fmt.Fprintf(&b, ": %d states", r.States)
	}
	if r.Method != "replay" {
		fmt.Fprintf(&b, " (%s, %.2f s)", plural(int(r.Executions), "execution"), r.Elapsed.Seconds())
	}
	if r.Reason != "" {
		fmt.Fprintf(&b, "\n  %s", r.Reason)
	}
	if r.Bounded > 0 {
		b.WriteString("\n  livelocks were not looked for")
	}
	for _, l := range r.Limits {
		fmt.Fprintf(&b, "\n  %s", l)
	}
	for _, n := range r.Foreign {
		fmt.Fprintf(&b, "\n  not rewritten: %s (%s)", n.What, n.Why)
	}
	_, unwatched := core.Notes()
	for _, n := range unwatched {
		fmt.Fprintf(&b, "\n  not watched: %s (%s)", n.What, n.Why)
	}
	return b.String()
}

// Extent says how much of what there is was explored.
func Extent(r *Result) string {
	if r.OfScenarios > 0 {
		return extentOfScenarios(r)
	}
	const apart = " (of the states that differ in what was rewritten: others count as one)"
	foreign := len(r.Foreign) > 0
	_, unwatched := core.Notes()
	switch {
	case r.Method == "replay":
		return "one interleaving: nothing is proven"
	case r.Verdict == OK && r.Method == "stateful" && foreign:
		return "not all interleavings" + apart
	case r.Verdict == OK && r.Method != "walk":
		if foreign || len(unwatched)+len(r.Limits) > 0 {
			return "all interleavings, but for what is listed"
		}
		return "all interleavings"
	case r.Bounded > 0 && foreign:
		return fmt.Sprintf("not all with at most %s%s", plural(r.Bounded, "preemption"), apart)
	case r.Bounded > 0:
		text := fmt.Sprintf("all with at most %s", plural(r.Bounded, "preemption"))
		if r.AtRandom > 0 {
			text += fmt.Sprintf(", and %d at random", r.AtRandom)
		}
		return text
	case r.Method == "walk":
		return fmt.Sprintf("%d at random: nothing is proven", r.Executions)
	case r.AtRandom > 0:
		return fmt.Sprintf("%d at random: nothing is proven", r.AtRandom)
	}
	return "not finished: nothing is proven"
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
