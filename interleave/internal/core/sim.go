package core

import (
	"fmt"
	"math"
	"slices"
	"time"
	"unsafe"
)

// Sim is a model that is being searched: what Setup declares its threads and properties
// on, and what threads call in addition to the checked code.
//
// Its own fields last for the whole search. What an execution has is in the embedded
// execution, which is made anew for each; that has the state of the model, the step being
// taken and the properties.
type Sim struct {
	model  *Model
	body   bool // the model is the body of an ordinary test
	opts   Options
	result *Result // shrink puts another one in its place, for a while
	strat  strategy

	// Why the model can't be checked. A search that has a reason ends.
	refused error

	// Tells the story of an execution; nil in searches.
	rec *recorder

	// Coroutines without a thread, to be borrowed.
	idle []*coroutine

	steps   int64 // taken in all executions, repeated ones included
	touched bool  // a thread has come to an operation on a model variable
	others  bool  // one that is not the first
	beat    beat  // for the watchdog
	local   any   // see checkpoint

	// Code of the model looks at the clock; the search is to begin again, since it has
	// learned what is part of a state; and it can; code looks at the number of threads;
	// how often a timer was stopped after it had sent.
	readsClock  bool
	restart     bool
	restartable bool
	countsLive  bool
	leaves      bool // see Leave
	dropped     int
	sharing     sharing

	limits  []string // see limit
	stray   stray    // see In
	foreign []Note   // what code has met that is not rewritten

	execution
}

func newSim(m Model, opts Options, method string) *Sim {
	if opts.MaxDepth == 0 {
		opts.MaxDepth = 20000
	}
	if opts.Watchdog == 0 {
		opts.Watchdog = 20 * time.Second
	}
	if opts.Every == 0 {
		opts.Every = 5 * time.Second
	}
	if opts.ShrinkTime == 0 {
		opts.ShrinkTime = 10 * time.Second
	}
	s := &Sim{model: &m, body: m.body, opts: opts, result: newResult(m.Name, method)}
	s.pointers, s.terms = map[unsafe.Pointer]uint64{}, map[uint64]term{}
	s.allocated = s.allocName
	s.chans = map[<-chan struct{}]Receivable{}
	return s
}

// drive repeats executions until the strategy has seen enough, or the watchdog has.
func (s *Sim) drive(st strategy) { s.driveFor(st, math.MaxInt64) }

// driveFor is drive for at most so many executions.
func (s *Sim) driveFor(st strategy, most int64) {
	s.strat = st
	for s.result.Executions < most {
		s.beat.steps.Add(1)
		s.execute()
		s.result.Executions++
		// A failure of a model that is refused, perhaps for not being deterministic, says
		// nothing.
		if s.failure != nil && s.refused == nil && !s.restart {
			s.result.Failure = s.failure
		}
		if s.beat.dead.Load() || s.restart || !st.backtrack(s) {
			return
		}
	}
}

// stopper returns a function that tells whether a bound of the options has been hit, to
// be called now and then. It reports progress, too. states says how many states there
// are; it may be nil.
func (s *Sim) stopper(states func() int64) func() bool {
	start := time.Now()
	n := 0
	lastReport := start
	return func() bool {
		if s.opts.MaxStates > 0 && states != nil && states() > int64(s.opts.MaxStates) {
			s.incomplete(fmt.Sprintf("more than %d (MaxStates)", s.opts.MaxStates))
			return true
		}
		if n++; n&1023 != 0 { // the time is looked at once in so many calls
			return s.result.Verdict == Incomplete
		}
		now := time.Now()
		if s.opts.Time > 0 && now.Sub(start) > s.opts.Time {
			s.incomplete(fmt.Sprintf("not finished after %v", s.opts.Time))
			return true
		}
		if s.opts.Progress != nil && now.Sub(lastReport) > s.opts.Every {
			lastReport = now
			p := Progress{
				Model: s.model.Name, Executions: s.result.Executions,
				Steps: s.steps, Depth: s.depth, Elapsed: now.Sub(start),
			}
			if states != nil {
				p.States = states()
			}
			s.opts.Progress(p)
		}
		return s.result.Verdict == Incomplete
	}
}

// endless ends a search that has come to an execution of n steps without meeting a state
// again.
func (s *Sim) endless(n int) {
	s.result.Endless = true
	if s.body {
		s.refuse("test %s: an execution of %d steps came to new states all the way: does a loop go round without end, "+
			"or count its rounds while it waits for another goroutine?", s.model.Name, n)
		return
	}
	s.refuse("model %s: an execution of %d steps came to new states all the way: "+
		"does it loop without end? Use Checkpoint or Await in the loop", s.model.Name, n)
}

func (s *Sim) incomplete(reason string) {
	s.result.Verdict, s.result.Reason = Incomplete, reason
}

// limit notes that something which the code may meet is not explored. The verdict says
// so.
func (s *Sim) limit(text string) {
	if s.body && !slices.Contains(s.limits, text) {
		s.limits = append(s.limits, text)
	}
}

// Limit is limit, for the packages that code is given.
func Limit(text string) {
	if s := In(); s != nil {
		s.limit(text)
	}
}

// refuse ends the search: the model is not one that it can check. The first reason
// counts.
func (s *Sim) refuse(format string, args ...any) {
	if s.refused == nil {
		s.refused = fmt.Errorf("interleave: "+format, args...)
	}
}

// refusal is the panic of an operation that the engine can't model.
type refusal string

func (r refusal) Error() string  { return "interleave: " + string(r) }
func (r refusal) String() string { return "interleave: " + string(r) }
