package core

import (
	"fmt"
	"time"
)

// Check explores all interleavings of the model by the stateful search.
func Check(m Model, opts Options) *Result {
	return guarded(m, opts, "stateful", func(s *Sim) { s.checkAll() })
}

// Interleave explores without state keys: all interleavings that differ by more than the
// order of independent steps (source-DPOR with sleep sets), or with NoReduce literally
// all of them. It is the oracle for Check.
func Interleave(m Model, opts Options) *Result { return InterleaveWithin(m, opts, nil) }

// InterleaveWithin is Interleave, and each state must be one that the search has seen
// which had result r, if r isn't nil.
func InterleaveWithin(m Model, opts Options, r *Result) *Result {
	name := "dpor"
	if opts.NoReduce {
		name = "all"
	}
	return guarded(m, opts, name, func(s *Sim) {
		var d *dpor
		for s.sharing.again = true; s.sharing.again && s.failure == nil; {
			s.sharing.again = false
			s.result.Outcomes = map[string]int64{}
			d = newDPOR(!opts.NoReduce)
			d.within, d.stop = r.states(), s.stopper(func() int64 { return s.result.Executions })
			s.drive(d)
			if s.refused != nil || s.result.Verdict != "" {
				break
			}
		}
		if s.failure != nil {
			s.result.Failure.Schedule = d.schedule()
			if m.body {
				s.tell(nil)
			}
		}
	})
}

// Replay runs one execution and records it.
func Replay(m Model, opts Options, schedule []Choice) *Result {
	return guarded(m, opts, "replay", func(s *Sim) {
		f := s.record(schedule, "")
		if s.sharing.again && s.refused == nil {
			f = s.record(schedule, "") // knowing what it has learned
		}
		s.result.Failure = f
	})
}

// finish turns what the search has left behind into a verdict.
func (s *Sim) finish(start time.Time) {
	r := s.result
	r.Steps = s.steps
	if s.opts.IdleTimers {
		s.limit("timers fired only when nothing else could run")
	}
	r.Limits, r.Foreign, r.Body = s.limits, s.foreign, s.body
	r.Elapsed = time.Since(start)
	scenario := s.model.scenario > 0 || s.model.suite
	r.Idle = scenario && !s.others // another one may do more
	switch {
	case s.refused != nil:
		r.Verdict, r.Reason, r.Failure = Refused, s.refused.Error(), nil
	case s.body && !s.others && !scenario && r.Failure == nil &&
		!(s.opts.StopAtForeign && len(s.foreign) > 0):
		why := "no goroutine but that of the test made an operation"
		if s.main.kids == 0 {
			why = "the body started no goroutine"
		}
		s.refuse("test %s: %s, so there was nothing to interleave (what packages do that are not rewritten doesn't "+
			"count)", s.model.Name, why)
		r.Verdict, r.Reason = Refused, s.refused.Error()
	// A model that is fine, and has done nothing that could go wrong, was built in the
	// wrong way.
	case !s.touched && !scenario && (r.Verdict == "" || r.Bounded > 0) &&
		(r.Failure == nil || r.Failure.Kind == ""):
		s.refuse("model %s: no thread of the model made an operation on a model variable: "+
			"if the checked code does, it was built without the overlay; %s", s.model.Name, Remedy)
		r.Verdict, r.Reason, r.Failure = Refused, s.refused.Error(), nil
	case r.Failure != nil:
		r.Verdict = Failed
	case r.Verdict == "":
		r.Verdict = OK
	}
}

// checkAll is the stateful search and all that follows from it. It runs a second time,
// without any reduction, only if there is a cycle of states or the model asks for its
// graph.
func (s *Sim) checkAll() {
	if s.body && !s.opts.NoRandom && !s.prelude() {
		s.tell(nil)
		return
	}
	if s.seesForeign() {
		return
	}
	if n := s.opts.Preemptions; n > 0 {
		s.boundedRun(n)
		s.tell(nil)
		return
	}
	full := s.model.Graph
	d := s.statefulRun(full)
	if s.result.Failure == nil && s.refused == nil && s.result.Verdict == "" {
		// If there is no cycle, no execution is infinite, so there is neither livelock
		// nor unbounded loop, and the graph is not needed.
		if !d.graph.acyclic(d.table.n) {
			if !full {
				// There is a cycle: whether it is a livelock takes all edges.
				s.result.Outcomes, s.result.Calls = map[string]int64{}, map[string]CallStats{}
				d = s.statefulRun(true)
			}
			if s.result.Verdict == "" && s.refused == nil {
				s.analyse(d, true)
			}
		} else if full {
			s.analyse(d, false)
		}
	}
	s.tell(d)
}

// seesForeign reports whether the search is over, since code has come to values of
// packages that are not rewritten.
func (s *Sim) seesForeign() bool {
	if !s.opts.StopAtForeign || len(s.foreign) == 0 || s.result.Failure != nil {
		return false
	}
	s.incomplete("it works on values of packages that are not rewritten")
	return true
}

// tell makes the story of a failure, if there is one: the shortest that shrink finds. (A
// livelock can't be shrunk: it takes the graph to see it.) d is the search that has found
// it, nil for others.
func (s *Sim) tell(d *search) {
	f := s.result.Failure
	if f == nil || s.refused != nil {
		return
	}
	if d != nil && f.Kind != "livelock" {
		f.Schedule = d.schedule()
	}
	f.Bound = -1
	if d != nil {
		// shrink has a table of its own, and memory may be short.
		d.table, d.frames = nil, nil
	}
	if !s.opts.NoShrink && f.Kind != "livelock" {
		s.shrink(f)
	}
	text, kind := f.Text, f.Kind
	// The execution that is recorded has the last word on what fails: with a recorder,
	// there is more to say.
	r := s.record(f.Schedule, text)
	if r == nil {
		f.Trace = "(the story can't be told again)"
		return
	}
	f.Trace = r.Trace
	if kind != "livelock" && r.Kind != "" {
		f.Kind, f.Text = r.Kind, r.Text
	}
}

// statefulRun runs the stateful search, with all edges or without.
func (s *Sim) statefulRun(full bool) *search {
	s.restartable = true
	defer func() { s.restartable = false }()
	for {
		s.restart = false
		d := s.statefulOnce(full)
		if s.seesForeign() {
			return d
		}
		if !s.restart {
			return d
		}
		s.result.Outcomes, s.result.Calls = map[string]int64{}, map[string]CallStats{}
	}
}

func (s *Sim) statefulOnce(full bool) *search {
	d := newSearch(!s.opts.NoReduce && !full)
	d.graph.full = full
	d.alike = !s.opts.NoSymmetry && !full // edges would have to say who has become who
	d.stop = s.stopper(func() int64 { return int64(d.table.n) })
	s.result.Executions, s.result.Branches, s.result.MaxDepth = 0, 0, 0
	s.drive(d)
	s.result.States = int64(d.table.n)
	s.result.Bytes = d.table.bytes() + d.graph.bytes()
	s.result.known = &known{d.table, d.alike}
	return d
}

// refuseLate is for loops that wait until a timer has fired which waits for them.
func (s *Sim) refuseLate() {
	s.refuse("test %s: a loop goes round until a timer has fired, and that fires only when nothing else can run: "+
		"use -timers=any", s.model.Name)
}

// analyse draws from the full state graph what takes a look at cycles, and at calls run
// alone.
func (s *Sim) analyse(d *search, cyclic bool) {
	g := d.graph
	edges, from := g.index()
	if cyclic {
		way, who, found, late := g.livelock(edges, from)
		if late {
			s.refuseLate()
			return
		}
		if found {
			if len(g.labels) > maxThreads {
				s.refuse("model %s: more than %d threads, in all executions together, and a cycle of states: "+
					"whether that is a livelock can't be told", s.model.Name, maxThreads)
				return
			}
			f := &Failure{Kind: "livelock", Text: fmt.Sprintf("livelock: %s can go on forever without progress, "+
				"though no thread is left out; the story ends with one round", who), Scenario: s.model.scenario}
			for _, e := range way {
				f.Schedule = append(f.Schedule, Choice{int(e.slot), int(e.alt)})
			}
			s.result.Failure = f
			return
		}
		g.loops(edges, from, s.result)
	}
	if len(s.result.Calls) > 0 {
		if err := g.solo(edges, from, s.result); err != nil {
			s.refuse("%v", err)
		}
	}
}
