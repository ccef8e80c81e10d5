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

// Model is a program to be checked.
type Model = core.Model

// Options bound and steer a search; the zero value explores everything.
type Options = core.Options

// Result is what a search found.
type Result = core.Result

// Failure is a property that does not hold, with its story.
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
