package interleave

import "github.com/diatomic-go/diatomic/interleave/internal/core"

// Sim is what Setup declares the threads and properties of a model on, and what threads
// use beside the checked code. Its methods are
//
//	Go, Daemon, Alike               threads
//	Invariant, Final, Outcome, Fail properties
//	Relation                        a property of steps
//	Ghost, Name, Bits               the state, and how it is spelled out
//	Choose, Yield, Await            steps of the model itself
//	Checkpoint, Peek                the state key
//	Call, Exclude, Progress         counting steps; livelock
//	Note                            remarks in the trace
//	Early                           timers that fire too early
//	Views                           where the threads stand, for an Invariant
type Sim = core.Sim

// ThreadView is where a thread stands: see Sim.Views.
type ThreadView = core.ThreadView

// StepView is a step in a ThreadView.
type StepView = core.StepView

// Model is a program to be checked. Its fields are
//
//	Name  string
//	Setup func(s *Sim)
//	Graph bool          keep the edges of the state graph, to bound Calls that run alone
type Model = core.Model

// Options bound and steer a search; the zero value explores everything. Their fields are
//
//	Preemptions   int            how often a thread is interrupted that could go on; 0: any
//	MaxStates     int            the search gives up after so many; 0: any
//	Time          time.Duration  or after so long; 0: any, in Test and Linearizable 10 s
//	MaxDepth      int            the most steps of an execution; 0: 20000
//	Watchdog      time.Duration  the longest time that a step takes; 0: 20 s
//	IdleTimers    bool           timers fire when nothing else can run, as by -timers=idle
//	Ticks         int            how often a ticker fires; 0: twice
//	Seed          uint64         which executions come at random
//	Uniform       bool           at random: each step is by any thread
//	Depth         int            at random: PCT, for bugs of this depth
//	NoRandom      bool           a test doesn't begin with some executions at random
//	NoShrink      bool           a story is told as it was found
//	ShrinkTime    time.Duration  how long it may take to make it shorter; 0: 10 s
//	NoReduce      bool           no sleep sets; the oracle: no reduction
//	NoSymmetry    bool           threads of Alike are taken as different
//	NoHeads       bool           loop heads of rewritten code are not checkpoints
//	StopAtForeign bool           give up at values of packages that are not rewritten
//	Progress      func(Progress) called every so often
//	Every         time.Duration  how often; 0: every 5 s
type Options = core.Options

// Result is what a search found. Its main fields are
//
//	Verdict            Verdict          OK, Failed, Refused or Incomplete
//	Reason             string           of Refused and Incomplete
//	Failure            *Failure         of Failed, and of Replay
//	Bounded            int              of Incomplete: done with so many preemptions
//	AtRandom           int64            so many executions were run at random besides
//	Limits             []string         what the code may meet, and was not explored
//	States, Executions int64
//	Elapsed            time.Duration
//	Outcomes           map[string]int64 how executions ended, and how often
//	Calls              map[string]CallStats
type Result = core.Result

// Failure is a property that does not hold, with its story. Its fields are
//
//	Kind     string   panic, race, deadlock, livelock, invariant, final, assertion ...
//	Text     string   in plain words
//	Trace    string   the story, spelled out
//	Schedule []Choice the story; the method Replay returns it as a string
//	Bound    int      the smallest number of preemptions that shows it; -1: unknown
//	Scenario int      of Linearizable, from 1 on
type Failure = core.Failure

// CallStats is what was found out about a Call.
type CallStats = core.CallStats

// Choice is one step of a schedule.
type Choice = core.Choice

// Progress is how far a search has come.
type Progress = core.Progress

// Verdict is how a search ended.
type Verdict = core.Verdict

// The verdicts.
const (
	OK         = core.OK
	Failed     = core.Failed
	Refused    = core.Refused
	Incomplete = core.Incomplete
)

// Check explores all interleavings of m, merging equal states.
func Check(m Model, o Options) *Result { return core.Check(m, o) }

// Oracle explores without merging states: every interleaving up to the order of
// independent steps (source-DPOR), or with NoReduce every single one. It does not look
// for livelock, and may miss an Invariant that is broken only between steps that are
// independent of each other. MaxStates bounds the number of executions.
func Oracle(m Model, o Options) *Result { return core.Interleave(m, o) }

// Replay runs one execution along a replay string, and tells its story in the
// Failure of the result, whether anything fails or not (then Kind is empty).
func Replay(m Model, o Options, replay string) (*Result, error) {
	sch, err := core.ParseSchedule(replay)
	if err != nil {
		return nil, err
	}
	return core.Replay(m, o, sch), nil
}
