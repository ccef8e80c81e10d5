package core

import (
	"fmt"
	"sort"
	"strings"
	"time"
)

// Model is a small closed program: Setup makes the shared variables, declares the threads
// that work on them and the properties that must hold. It is called for each execution.
type Model struct {
	Name  string
	Setup func(s *Sim)
	// Graph keeps all edges of the state graph, which the progress bounds of Calls need:
	// how many steps they take when run alone. It costs time and memory: no reduction,
	// and 16 bytes for each edge.
	Graph bool

	// It is the body of an ordinary test, which is the only thread that Setup makes; or,
	// by its number, a scenario of Linearizable, which is such a body too.
	body     bool
	scenario int
	suite    bool // a test of a suite, which may have nothing to interleave
}

// Options bound and steer a search. The zero value is a search without bounds but for
// MaxDepth.
type Options struct {
	// Preemptions bounds how often an execution switches away from a thread that could go
	// on: for models that are too big for anything else. It doesn't look for livelock,
	// nor make use of Alike. 0: no bound.
	Preemptions int

	// The search gives up after so many states, or after this time; 0: no bound.
	MaxStates int
	Time      time.Duration

	// The model is refused if an execution has more steps, or if a step takes longer; 0:
	// 20000, and 20 s.
	MaxDepth int
	Watchdog time.Duration

	// What saves states and steps can be left out, to see whether the result is the same:
	// sleep sets (for the oracle, any reduction), and that threads of Alike count as one.
	NoReduce   bool
	NoSymmetry bool

	// Loop heads of rewritten code are not taken as checkpoints; its timers fire only
	// when nothing else can run.
	NoHeads    bool
	IdleTimers bool

	// The search ends, incomplete, once a thread works on values of packages that are not
	// rewritten: states can't be told apart then.
	StopAtForeign bool

	// The search of a test does not begin with a few executions at random, which may come
	// to a failure that it would miss.
	NoRandom bool

	// A failing story is told as it was found, and not made shorter; or at most for so
	// long; 0: 10 s.
	NoShrink   bool
	ShrinkTime time.Duration

	// At random: which executions come, so that several searches can go on side by side;
	// by uniform choice of the thread that steps, each time; or by PCT, with so many
	// steps that must come in an order. 0: a mixture, from uniform choice to rare
	// switches.
	Seed    uint64
	Uniform bool
	Depth   int

	// So often a ticker fires in an execution; 0: twice.
	Ticks int

	// Progress is called every so often; 0: every 5 s.
	Progress func(Progress)
	Every    time.Duration
}

// Progress tells how far a search has come.
type Progress struct {
	Model      string
	States     int64
	Executions int64
	Steps      int64
	Depth      int
	Elapsed    time.Duration
}

// Verdict is how a search ended.
type Verdict string

// The verdicts.
const (
	OK         Verdict = "ok"
	Failed     Verdict = "failed"
	Refused    Verdict = "refused"
	Incomplete Verdict = "incomplete"
)

// Failure is a property that does not hold, and the story that shows it. Its text is for
// people; Kind is for programs.
type Failure struct {
	Kind     string   // panic, race, deadlock, livelock, invariant, final, assertion, park
	Text     string   // in plain words
	Schedule []Choice // the story
	Trace    string   // spelled out
	Bound    int      // smallest number of preemptions that shows a failure; -1 unknown
	Scenario int      // of Linearizable, from 1 on
}

// Replay is the schedule as a string, for -interleave.replay.
func (f *Failure) Replay() string {
	if f.Scenario > 0 {
		return fmt.Sprintf("%d/%s", f.Scenario, FormatSchedule(f.Schedule))
	}
	return FormatSchedule(f.Schedule)
}

// CallStats is what was found out about a Call.
type CallStats struct {
	// Most own steps in any execution that the search has seen. See Loops.
	Max int

	// Most steps to its end from any state, when run alone; -1 if not computed. See
	// Blocks.
	Solo int

	// There is a state from which it doesn't get to its end when run alone.
	Blocks bool

	// Its own steps are not bounded: there is a cycle of states with some of them.
	Loops bool
}

// Result is what a search found.
type Result struct {
	Model   string
	Method  string // which strategy
	Verdict Verdict
	Reason  string // of Refused and Incomplete

	// Of Incomplete: the search has come to its end with so many preemptions at most; 0:
	// with no number of them.
	Bounded int

	// So many executions were run at random besides.
	AtRandom int64

	Endless bool // an execution had as many steps as MaxDepth allows

	Body   bool     // of an ordinary test
	Limits []string // what the code may meet, and was not explored

	// Packages that are not rewritten, and work unseen on values that threads came to.
	Foreign []Note

	// Of Linearizable: how many scenarios were explored to the end, and how many there
	// are.
	Scenarios, OfScenarios int
	Idle                   bool // no goroutine has come to anything shared

	Failure *Failure // of Failed, and of Replay

	States     int64
	Executions int64
	Branches   int64 // transitions explored
	Steps      int64 // steps run, repeated ones too
	MaxDepth   int
	Bytes      int64 // of the table of states and the edges
	Elapsed    time.Duration

	// How executions ended that came to their end, by what Outcome said there, and how
	// often the search has seen that.
	Outcomes map[string]int64

	Calls map[string]CallStats // by the name given to Call

	// The states, for others to compare with.
	known *known
}

// states is what the search with this result has seen; a nil result has seen nothing that
// could be compared.
func (r *Result) states() *known {
	if r == nil {
		return nil
	}
	return r.known
}

// newResult is a result without a verdict: it gets one when the search has ended (see
// finish), or earlier if that is not to its end.
func newResult(model, method string) *Result {
	return &Result{Model: model, Method: method, Outcomes: map[string]int64{}, Calls: map[string]CallStats{}}
}

// reached counts a step just explored, which has led to the given depth.
func (r *Result) reached(depth int) {
	if depth > 0 {
		r.Branches++
		r.MaxDepth = max(r.MaxDepth, depth)
	}
}

// outcome counts an execution that has ended well, by its name.
func (r *Result) outcome(name string) { r.Outcomes[name]++ }

// callSteps takes in a call that has ended after n own steps.
func (r *Result) callSteps(name string, n int) {
	c, ok := r.Calls[name]
	if !ok {
		c.Solo = -1
	}
	if n > c.Max || !ok {
		c.Max = max(c.Max, n)
		r.Calls[name] = c
	}
}

// OutcomeNames lists the outcomes in order.
func (r *Result) OutcomeNames() []string {
	var l []string
	for k := range r.Outcomes {
		l = append(l, k)
	}
	sort.Strings(l)
	return l
}

// String is a line for a report.
func (r *Result) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s: %s: %d states, %d executions, %d branches, depth %d, %.2fs, bound none",
		r.Model, r.Method, r.Verdict, r.States, r.Executions, r.Branches, r.MaxDepth, r.Elapsed.Seconds())
	if r.Reason != "" {
		b.WriteString(": " + r.Reason)
	}
	var names []string
	for n := range r.Calls {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		c := r.Calls[n]
		fmt.Fprintf(&b, "\n  call %s: at most %s own steps", n, orUnbounded(c.Max, c.Loops))
		if c.Solo >= 0 || c.Blocks {
			fmt.Fprintf(&b, ", alone %s", orUnbounded(c.Solo, c.Blocks))
		}
	}
	return b.String()
}

func orUnbounded(n int, unbounded bool) string {
	if unbounded {
		return "unboundedly many"
	}
	return fmt.Sprint(n)
}
