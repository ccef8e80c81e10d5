package interleave

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
	"github.com/diatomic-go/diatomic/internal/result"
)

var (
	flagReplay   = flag.String("interleave.replay", "", "run this schedule only, and print its story")
	flagFull     = flag.Bool("interleave.full", false, "explore models in full that are bounded otherwise")
	flagProgress = flag.Bool("interleave.progress", false, "report long searches on standard error")
	flagFile     = flag.String(
		"interleave.progressfile",
		"",
		"append a line to this file each second: test, executions, states, steps, seconds",
	)
	flagJSON   = flag.String("interleave.json", "", "append a line of JSON for each model to this file")
	flagMethod = flag.String(
		"interleave.method",
		"auto",
		"how Test explores: auto, states, dpor, all, bounded, random, uniform or pct",
	)
	flagTime   = flag.Duration("interleave.time", 0, "let Test explore for at most this time; 0: 10s")
	flagStates = flag.Int("interleave.states", 0, "let Test explore so many states at most; 0: any number")
	flagTimers = flag.String(
		"interleave.timers",
		"any",
		"when timers fire: at any moment, or idle: when nothing else can run",
	)
	flagExecutions  = flag.Int64("interleave.executions", 1000, "run so many executions at random, if it comes to that")
	flagPart        = flag.String("interleave.part", "", "do only this part of the work: 2/3 is the second of three")
	flagDepth       = flag.Int("interleave.depth", 3, "the depth of the bugs that -interleave.method=pct looks for")
	flagSeed        = flag.Uint64("interleave.seed", 0, "which executions come at random")
	flagPreemptions = flag.Int("interleave.preemptions", 2, "the bound of -interleave.method=bounded")
	flagNoHeads     = flag.Bool("interleave.noheads", false, "don't take the heads of loops as checkpoints")
	flagNoRandom    = flag.Bool("interleave.norandom", false, "don't begin a search with some executions at random")
	flagNoReduce    = flag.Bool("interleave.noreduce", false, "leave out no steps that are in another order elsewhere")
	flagDeepen      = flag.Bool(
		"interleave.deepen",
		false,
		"if a search hits a bound of time or size, find the largest bound on preemptions with which it doesn't",
	)
	flagOracle = flag.Duration(
		"interleave.oracle",
		0,
		"let the oracle explore each model for at most this time, and compare",
	)
)

// Full reports whether the full set of models is asked for.
func Full() bool { return *flagFull }

// Run checks a model in a test, obeying the flags, and fails the test with the story if
// a property does not hold, or if the package that calls it was built without the
// overlay. The bounds of o count only without -interleave.full, and then the test does
// not fail for hitting them.
func Run(t testing.TB, m Model, o Options) *Result {
	t.Helper()
	if err := core.NotRewritten(); err != nil {
		r := &Result{Model: m.Name, Method: "none", Verdict: Refused, Reason: err.Error()}
		t.Error(err)
		record(t, r, "")
		return r
	}
	if *flagReplay != "" {
		return runReplay(t, m, o)
	}
	if *flagFull {
		o.MaxStates, o.Time = 0, 0
	}
	if *flagProgress {
		o.Progress = report
	}
	r := Check(m, o)
	if *flagDeepen && r.Verdict == Incomplete && r.Bounded == 0 {
		r = Deepen(m, o, r)
	}
	agrees := ""
	defer func() { record(t, r, agrees) }()
	switch r.Verdict {
	case OK:
		t.Log(r)
	case Incomplete:
		t.Log(r)
	case Refused:
		t.Errorf("%s", r.Reason)
		return r
	case Failed:
		t.Errorf("%s", Story(r))
	}
	if *flagOracle > 0 {
		q, err := Compare(m, o, r, *flagOracle)
		switch {
		case err != nil:
			agrees = "disagrees"
			t.Errorf("%v", err)
		case r.Verdict == Incomplete:
			agrees = "not run"
			t.Log(q)
		case q.Verdict == OK || q.Verdict == Failed:
			agrees = "agrees"
			t.Log(q)
		default:
			agrees = "not finished"
			t.Log(q)
		}
	}
	return r
}

// Deepen explores a model that was too large for o, with result r: with one preemption at
// most, with two, and so on, as far as that comes to an end. It returns r, which says how
// far that was, or a failure.
func Deepen(m Model, o Options, r *Result) *Result {
	most := o.Preemptions
	for k := 1; most == 0 || k < most; k++ {
		o.Preemptions = k
		q := Check(m, o)
		if q.Verdict == Failed || q.Verdict == Refused {
			return q
		}
		if q.Bounded != k {
			break
		}
		r.Bounded = k
	}
	if r.Bounded > 0 {
		r.Reason += fmt.Sprintf("; to the end with at most %d preemptions", r.Bounded)
	}
	return r
}

func runReplay(t testing.TB, m Model, o Options) *Result {
	t.Helper()
	return replay(t, m, o, *flagReplay)
}

func replay(t testing.TB, m Model, o Options, schedule string) *Result {
	t.Helper()
	r, err := Replay(m, o, schedule)
	if err != nil {
		t.Fatal(err)
	}
	defer recordReplay(t, r)
	switch {
	case r.Verdict == Refused:
		t.Errorf("%s", r.Reason)
	case r.Failure.Kind != "":
		t.Errorf("%s", Story(r))
	default:
		t.Logf("%s", Story(r))
	}
	return r
}

// Story spells out the failure of a result.
func Story(r *Result) string {
	f := r.Failure
	if f == nil {
		return r.String()
	}
	text := fmt.Sprintf("model %s\n\n%s", r.Model, f.Trace)
	if f.Bound >= 0 {
		text += fmt.Sprintf("smallest preemption bound: %d\n", f.Bound)
	}
	return text
}

// walks is how many executions of a model run at random beside the oracle, at most.
const walks = 20000

// Compare lets the oracle explore m, for at most limit, and as long executions that run
// at random. It returns an error if the oracle finishes and disagrees with r, or if
// either comes to a state that the search has not seen, finished or not. That is how a
// Checkpoint is noticed that forgets too much.
//
// If the search is not finished there is nothing to compare with. Then the oracle is not
// run, and executions at random only look for failures.
func Compare(m Model, o Options, r *Result, limit time.Duration) (*Result, error) {
	o.Time, o.MaxStates, o.Preemptions = limit, 0, 0
	if o.MaxDepth == 0 {
		o.MaxDepth = 2000
	}
	if r.Verdict == Incomplete {
		q := core.Walk(m, o, new(Result), walks)
		if q.Verdict == Failed {
			return q, fmt.Errorf("interleave: model %s: the search has not come to this: %s: %s (replay: %q)",
				m.Name, q.Failure.Kind, q.Failure.Text, q.Failure.Replay())
		}
		return q, nil
	}
	if r.Verdict != OK {
		q := Oracle(m, o)
		if q.Verdict != OK || r.Verdict != Failed || r.Failure.Kind == "invariant" || r.Failure.Kind == "livelock" {
			return q, nil
		}
		return q, fmt.Errorf("interleave: model %s: the search says %s, the oracle %s", m.Name, r.Verdict, q.Verdict)
	}
	q := core.Walk(m, o, r, walks)
	if q.Verdict == OK || q.Verdict == Incomplete {
		q = core.InterleaveWithin(m, o, r)
	}
	switch q.Verdict {
	case Failed:
		return q, fmt.Errorf("interleave: model %s: the search says ok, the %s: %s: %s (replay: %q)",
			m.Name, q.Method, q.Failure.Kind, q.Failure.Text, q.Failure.Replay())
	case Incomplete, Refused:
		return q, nil
	}
	for name := range q.Outcomes {
		if _, ok := r.Outcomes[name]; !ok {
			return q, fmt.Errorf("interleave: model %s: outcome %q is found by the oracle only", m.Name, name)
		}
	}
	for name := range r.Outcomes {
		if _, ok := q.Outcomes[name]; !ok {
			return q, fmt.Errorf("interleave: model %s: outcome %q is not found by the oracle", m.Name, name)
		}
	}
	return q, nil
}

func report(p Progress) {
	rate := float64(p.States) / p.Elapsed.Seconds()
	fmt.Fprintf(
		os.Stderr,
		"interleave: %s: %d states (%.0f/s), %d executions, %d steps (%.0f/s), depth %d, %v\n",
		p.Model,
		p.States,
		rate,
		p.Executions,
		p.Steps,
		float64(p.Steps)/p.Elapsed.Seconds(),
		p.Depth,
		p.Elapsed.Round(time.Second),
	)
}

// recordReplay is record, where a story without a failure is a result as well.
func recordReplay(t testing.TB, r *Result) {
	q := *r
	if q.Verdict == Failed && q.Failure.Kind == "" {
		q.Verdict, q.Reason = Incomplete, "nothing fails on this schedule"
	}
	record(t, &q, "")
}

// testedPackage is the import path of the package whose test binary this is.
func testedPackage() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return strings.TrimSuffix(info.Path, ".test")
	}
	return ""
}

func record(t testing.TB, r *Result, oracle string) {
	if *flagJSON == "" {
		return
	}
	l := result.Line{
		Model: r.Model, Verdict: string(r.Verdict), Reason: r.Reason, States: r.States, Executions: r.Executions,
		Branches: r.Branches, Steps: r.Steps,
		MaxDepth: r.MaxDepth, Bytes: r.Bytes, Seconds: r.Elapsed.Seconds(), Bound: "none",
		Calls: map[string]result.CallStats{}, Outcomes: r.OutcomeNames(), Oracle: oracle,
	}
	for name, c := range r.Calls {
		l.Calls[name] = result.CallStats(c)
	}
	if r.Verdict == Incomplete {
		l.Bound = r.Reason
	}
	if r.Body {
		l.Package, l.Test, l.Claim = testedPackage(), t.Name(), Summary(r)
		if r.Failure != nil {
			l.Story = Story(r)
		}
		if r.Verdict == Failed {
			l.Claim = ""
		}
	}
	if f := r.Failure; f != nil {
		l.Kind, l.Text, l.Replay = f.Kind, f.Text, f.Replay()
		if f.Bound >= 0 {
			l.Smallest = &f.Bound
		}
	}
	if err := l.Append(*flagJSON); err != nil {
		t.Fatal(err)
	}
}
