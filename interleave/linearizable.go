package interleave

import (
	"cmp"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

// Object is what Linearizable checks: how to make one, how to call it, and which
// goroutines make which operations. Q is its type, In an operation with its arguments and
// Out what it returns.
type Object[Q, In, Out any] struct {
	New  func() Q
	Call func(q Q, in In) Out

	// Close, if it isn't nil, ends the goroutines that New or the operations have
	// started. It isn't called if an operation waits forever.
	Close func(q Q)

	// Goroutines has the operations that each of the goroutines may make. Scenarios are
	// made of them: in each, a goroutine makes up to Calls operations (0: 2), one after
	// the other. Goroutines with equal operations are alike: of the scenarios that
	// differ only in which of them does what, one is run.
	Goroutines [][]In
	Calls      int

	// Number returns the operation in, as the nth of a scenario: with an argument made of
	// n, so that no two insertions insert the same. nil: operations stay as they are.
	Number func(in In, n int) In

	// Before and After are operations that the test makes in each scenario, before it
	// starts the goroutines, and after they have ended. After is left out if an operation
	// waits forever.
	Before, After []In

	// Scenarios are explored first, as they are.
	Scenarios []Scenario[In]
}

// Scenario is which operations are made.
type Scenario[In any] struct {
	Before     []In
	Goroutines [][]In
	After      []In
}

// String has the operations of the goroutines side by side.
func (c Scenario[In]) String() string {
	list := func(ops []In) string {
		var l []string
		for _, in := range ops {
			l = append(l, fmt.Sprint(in))
		}
		return strings.Join(l, "; ")
	}
	var l []string
	for _, ops := range c.Goroutines {
		l = append(l, list(ops))
	}
	text := strings.Join(l, " || ")
	if len(c.Before) > 0 {
		text = list(c.Before) + "; { " + text + " }"
	}
	if len(c.After) > 0 {
		text += "; then " + list(c.After)
	}
	return text
}

// Linearizable checks that an object is linearizable: some order of its operations, which
// the specification allows, explains what they return. In that order, each comes after
// those that had returned when it was called. Linearizable runs all scenarios of the
// object, the smallest first, each in all interleavings, under the conditions that [Test]
// has.
//
// In a story, an operation is called just before its first step. Results are equal if all
// of what they hold is, but of errors only the text counts.
//
// Without the interleave command, the goroutines of each scenario run once, unless Blocks
// says that operations may wait, and the test is skipped.
//
// There may be Options, at most once. Time is for all scenarios together; after that
// time, those that are left run at random for a while.
func Linearizable[S, Q, In, Out any](
	t testing.TB, spec Spec[S, In, Out], object Object[Q, In, Out], options ...Options,
) {
	t.Helper()
	notInSuite(t)
	checkOptions(t, options)
	if text := cmp.Or(spec.missing(), object.missing()); text != "" {
		t.Fatal("interleave: " + text)
	}
	scenarios, err := object.scenarios()
	if err != nil {
		t.Fatalf("interleave: %v", err)
	}
	l := &linearizable{name: t.Name(), n: len(scenarios)}
	k, of := part()
	for i := k; i < l.n; i += of {
		l.mine = append(l.mine, i)
	}
	l.body = func(i int) func(s *Sim) { return modelOf(&spec, &object, &scenarios[i]) }
	l.title = func(i int) string { return scenarios[i].String() }
	l.once = func(i int) (string, bool) {
		if spec.Blocks != nil {
			return "", false
		}
		_, text := spec.explain(runOnce(&object, &scenarios[i]), nil)
		return text, true
	}
	l.run(t, options)
}

// missing says what must be set.
func (b *Object[Q, In, Out]) missing() string {
	switch {
	case b.New == nil:
		return "set Object.New, which makes an object"
	case b.Call == nil:
		return "set Object.Call, which makes an operation"
	}
	return ""
}

// maxScenarios bounds the scenarios of one test.
const maxScenarios = 200_000

// scenarios lists them: smaller ones first.
func (b *Object[Q, In, Out]) scenarios() ([]Scenario[In], error) {
	list := slices.Clone(b.Scenarios)
	calls := b.Calls
	if calls == 0 {
		calls = 2
	}
	// What each goroutine may do: lists of indices of its operations.
	var lists [][][]int
	for _, ops := range b.Goroutines {
		lists = append(lists, sequences(len(ops), calls))
	}
	for size := 1; size <= calls*len(lists); size++ {
		pick := make([]int, len(lists)) // which of its lists each goroutine takes
		var choose func(g, left int) bool
		choose = func(g, left int) bool {
			if g == len(lists) {
				if left == 0 {
					list = append(list, b.scenario(lists, pick))
				}
				return len(list) <= maxScenarios
			}
			// Of goroutines that are alike, the one before takes what comes later in
			// their list, or the same. (The first list is empty.)
			last := len(lists[g])
			if g > 0 && reflect.DeepEqual(b.Goroutines[g], b.Goroutines[g-1]) {
				last = pick[g-1] + 1
			}
			for pick[g] = 0; pick[g] < last; pick[g]++ {
				n := len(lists[g][pick[g]])
				if n <= left && !choose(g+1, left-n) {
					return false
				}
			}
			return true
		}
		if !choose(0, size) {
			return nil, fmt.Errorf("more than %d scenarios: fewer operations, goroutines or calls make fewer",
				maxScenarios)
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("there are no operations")
	}
	return list, nil
}

// sequences are the lists of up to most numbers below n, the empty one first.
func sequences(n, most int) [][]int {
	out := [][]int{nil}
	for from, k := 0, 1; k <= most; k++ {
		to := len(out)
		for _, s := range out[from:to] {
			for i := range n {
				out = append(out, append(slices.Clone(s), i))
			}
		}
		from = to
	}
	return out
}

// scenario makes one of the lists that are picked.
func (b *Object[Q, In, Out]) scenario(lists [][][]int, pick []int) Scenario[In] {
	var c Scenario[In]
	n := 0
	number := func(in In) In {
		if n++; b.Number != nil {
			return b.Number(in, n)
		}
		return in
	}
	for _, in := range b.Before {
		c.Before = append(c.Before, number(in))
	}
	for g, k := range pick {
		var ops []In
		for _, i := range lists[g][k] {
			ops = append(ops, number(b.Goroutines[g][i]))
		}
		if len(ops) > 0 {
			c.Goroutines = append(c.Goroutines, ops)
		}
	}
	for _, in := range b.After {
		c.After = append(c.After, number(in))
	}
	return c
}

// modelOf is the body of a model that runs a scenario.
func modelOf[S, Q, In, Out any](
	spec *Spec[S, In, Out], object *Object[Q, In, Out], c *Scenario[In],
) func(s *Sim) {
	at := func(goroutine, index int) In {
		switch {
		case goroutine > 0:
			return c.Goroutines[goroutine-1][index]
		case index < len(c.Before):
			return c.Before[index]
		}
		return c.After[index-len(c.Before)]
	}
	judge := func(list []core.OpRecord) (kind, text string) {
		var h []Operation[In, Out]
		sites := map[int]string{} // of goroutines that wait
		for _, r := range list {
			o := Operation[In, Out]{Goroutine: r.Goroutine, In: at(r.Goroutine, r.Index)}
			// Calls come before returns in a block.
			o.Call, o.Return = 2*r.Call, 2*r.Return+1
			switch {
			case r.Returned:
				o.Out, _ = r.Out.(Out)
			case r.Lost:
				o.Fate = Lost
			default:
				o.Fate = Waiting
				sites[r.Goroutine] = r.Site
			}
			h = append(h, o)
		}
		return spec.explain(h, sites)
	}
	return func(s *Sim) {
		s.Operations(judge)
		q := object.New()
		if s.Telling() {
			s.Relabel(reflect.ValueOf(&q).Elem(), "object")
		}
		call := func(goroutine, index int) {
			in := at(goroutine, index)
			s.CallOperation(goroutine, index, func() string { return fmt.Sprint(in) })
			out := object.Call(q, in)
			s.ReturnOperation(out, func() string { return fmt.Sprint(out) })
		}
		for i := range c.Before {
			call(0, i)
		}
		for g, ops := range c.Goroutines {
			s.Operator(fmt.Sprintf("goroutine %d", g+1), func() {
				for i := range ops {
					call(g+1, i)
				}
			})
		}
		s.JoinOperators()
		for i := range c.After {
			call(0, len(c.Before)+i)
		}
		if object.Close != nil {
			object.Close(q)
		}
	}
}

// runOnce runs a scenario with real goroutines.
func runOnce[Q, In, Out any](object *Object[Q, In, Out], c *Scenario[In]) []Operation[In, Out] {
	var (
		mu    sync.Mutex
		clock atomic.Int64
		h     []Operation[In, Out]
		wg    sync.WaitGroup
	)
	q := object.New()
	call := func(goroutine int, in In) {
		o := Operation[In, Out]{Goroutine: goroutine, In: in, Call: clock.Add(1), Fate: Lost}
		defer func() {
			mu.Lock()
			defer mu.Unlock()
			h = append(h, o)
		}()
		out := object.Call(q, in)
		o.Out, o.Return, o.Fate = out, clock.Add(1), Returned
	}
	for _, in := range c.Before {
		call(0, in)
	}
	for g, ops := range c.Goroutines {
		wg.Go(func() {
			for _, in := range ops {
				call(g+1, in)
			}
		})
	}
	wg.Wait()
	for _, in := range c.After {
		call(0, in)
	}
	if object.Close != nil {
		object.Close(q)
	}
	return h
}

// linearizable is a test of many scenarios.
type linearizable struct {
	name  string
	n     int
	mine  []int // the scenarios that this process explores
	body  func(i int) func(s *Sim)
	title func(i int) string

	// once runs a scenario once with real goroutines, if it can, and says what is wrong.
	once func(i int) (text string, ran bool)
}

func (l *linearizable) run(t testing.TB, options []Options) {
	t.Helper()
	if !core.TestRewritten() {
		l.runAll(t)
		return
	}
	o := testOptions(options)
	if *flagReplay != "" {
		number, schedule, _ := strings.Cut(*flagReplay, "/")
		i, err := strconv.Atoi(number)
		if err != nil || i < 1 || i > l.n {
			t.Fatalf("interleave: this test has %d scenarios, and the replay string begins with the number of one: %q",
				l.n, *flagReplay)
		}
		replay(t, l.model(i-1), o, schedule)
		return
	}
	if len(l.mine) == 0 {
		t.Skip("interleave: other processes explore it")
	}
	r := l.explore(o)
	defer record(t, r, "")
	switch r.Verdict {
	case OK, Incomplete:
		t.Log(Summary(r))
	case Refused:
		t.Error(r.Reason)
	case Failed:
		t.Errorf("%s", Story(r))
	}
}

// runAll runs each scenario once.
func (l *linearizable) runAll(t testing.TB) {
	t.Helper()
	ran := false
	for i := range l.n {
		text, ok := l.once(i)
		if ran = ran || ok; text != "" {
			t.Errorf("interleave: scenario %d, %s:\n%s", i+1, l.title(i), text)
			return
		}
	}
	text := fmt.Sprintf("ran %d scenarios once each, so this is one interleaving of many: "+
		"run it by the interleave command (go tool interleave) to check all of them", l.n)
	if !ran {
		text = "was not run, since operations may wait: run it by the interleave command (go tool interleave)"
	}
	if os.Getenv("INTERLEAVE") == "require" {
		t.Error("interleave: " + text)
		return
	}
	t.Skip("interleave: " + text)
}

func (l *linearizable) model(i int) Model {
	name := l.name
	if l.n > 1 {
		name = fmt.Sprintf("%s, scenario %d of %d: %s", l.name, i+1, l.n, l.title(i))
	}
	return core.Scenario(name, i+1, l.body(i))
}

// explore searches the scenarios, one after the other, by the method of the flags.
func (l *linearizable) explore(o Options) *Result {
	limit := o.Time
	if limit == 0 {
		limit = 10 * time.Second
	}
	if *flagFull {
		limit, o.MaxStates = 0, 0
	}
	start := time.Now()
	total := &Result{Model: l.name, Verdict: OK, Body: true, OfScenarios: len(l.mine), Idle: true}
	defer func() { total.Elapsed = time.Since(start) }()
	i := 0
	for ; i < len(l.mine); i++ {
		o.Time = 0
		if limit > 0 {
			if o.Time = limit - time.Since(start); o.Time <= 0 {
				break
			}
		}
		m := l.model(l.mine[i])
		var r *Result
		switch *flagMethod {
		case "dpor":
			r = Oracle(m, o)
		case "all":
			o.NoReduce = true
			r = Oracle(m, o)
		case "bounded":
			o.Preemptions = *flagPreemptions
			r = Check(m, o)
		case "random", "pct", "uniform":
			r = core.Walk(m, o, new(Result), max(*flagExecutions/int64(l.n), 20))
		case "states":
			r = Check(m, o)
		default:
			r, _ = exhaust(m, o)
		}
		if total = l.add(total, r); total == r {
			return r
		}
		if r.Verdict == Incomplete && r.Bounded == 0 {
			break
		}
		total.Scenarios++
	}
	if total.Idle {
		total.Verdict = Refused
		total.Reason = fmt.Sprintf("interleave: test %s: no operation came to anything that goroutines share: "+
			"was the package rewritten that has the object?", l.name)
	}
	if i == len(l.mine) || *flagFull || total.Idle {
		return total
	}
	total.Verdict = Incomplete
	total.Reason = fmt.Sprintf("not finished after %v", limit)
	// The others at random, each for as long.
	end := time.Now().Add(limit / 4)
	most := max(*flagExecutions/int64(len(l.mine)-i), 20)
	for ; i < len(l.mine) && time.Now().Before(end); i++ {
		o.Time, o.Preemptions = time.Until(end), 0
		r := core.Walk(l.model(l.mine[i]), o, new(Result), most)
		switch r.Verdict {
		case Failed, Refused:
			return r
		}
		total.Steps += r.Steps
		total.AtRandom += walked(r)
	}
	return total
}

// add adds the result of a scenario to that of all. It returns that of the scenario if
// the search is over.
func (l *linearizable) add(total, r *Result) *Result {
	if r.Verdict == Failed || r.Verdict == Refused {
		return r
	}
	total.Method = r.Method
	total.Idle = total.Idle && r.Idle
	total.States += r.States
	total.Executions += r.Executions
	total.Branches += r.Branches
	total.Steps += r.Steps
	total.Bytes = max(total.Bytes, r.Bytes)
	total.MaxDepth = max(total.MaxDepth, r.MaxDepth)
	if r.Bounded > 0 {
		total.Verdict, total.Bounded = Incomplete, r.Bounded
	}
	for _, x := range r.Foreign {
		if !slices.Contains(total.Foreign, x) {
			total.Foreign = append(total.Foreign, x)
		}
	}
	for _, x := range r.Limits {
		if !slices.Contains(total.Limits, x) {
			total.Limits = append(total.Limits, x)
		}
	}
	return total
}

// extentOfScenarios is Extent for a test of scenarios.
func extentOfScenarios(r *Result) string {
	one := *r
	one.OfScenarios = 0
	if r.Scenarios == r.OfScenarios {
		return of(Extent(&one), plural(r.OfScenarios, "scenario"))
	}
	var l []string
	if r.Scenarios > 0 {
		one.AtRandom = 0
		if one.Bounded == 0 && one.Method != "walk" {
			one.Verdict = OK
		}
		l = append(l, of(Extent(&one), fmt.Sprintf("the %d smallest of %d scenarios", r.Scenarios, r.OfScenarios)))
	}
	if r.AtRandom > 0 {
		l = append(l, fmt.Sprintf("%d at random of the others: nothing is proven for those", r.AtRandom))
	}
	if len(l) == 0 {
		return "not finished: nothing is proven"
	}
	return strings.Join(l, "; ")
}

// of says what a claim is about.
func of(claim, what string) string {
	if strings.ContainsAny(claim, ",:") {
		return what + ": " + claim
	}
	return claim + " of " + what
}
