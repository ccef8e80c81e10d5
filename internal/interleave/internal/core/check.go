package core

import (
	"fmt"
	"math"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

// one search at a time: checked code finds it through a package-level variable.
var one sync.Mutex

// givenUp gets something when the search that the watchdog gave
// up last has ended after all. Guarded by one.
var givenUp chan any

// outlive waits for that search: should its threads come to life now, they would
// take the next one for theirs. One that hangs for good does no harm.
func outlive() {
	if givenUp == nil {
		return
	}
	select {
	case <-givenUp:
	case <-time.After(time.Second):
	}
	givenUp = nil
}

// Check explores all interleavings of the model by the stateful search.
func Check(m Model, opts Options) *Result {
	return guarded(m, opts, "stateful", func(s *Sim) { s.checkAll() })
}

// Interleave explores without state keys: all interleavings that differ by
// more than the order of independent steps (source-DPOR with sleep sets), or
// with NoReduce literally all of them. It is the oracle for Check.
func Interleave(m Model, opts Options) *Result { return InterleaveWithin(m, opts, nil) }

// InterleaveWithin is Interleave, and each state must be one that the search has seen which had result r, if r isn't nil.
func InterleaveWithin(m Model, opts Options, r *Result) *Result {
	name := "dpor"
	if opts.NoReduce {
		name = "all"
	}
	return guarded(m, opts, name, func(s *Sim) {
		d := newDPOR(!opts.NoReduce)
		d.within, d.stop = r.states(), s.stopper(func() int64 { return s.result.Executions })
		s.drive(d)
		if s.failure != nil {
			s.result.Failure.Schedule = d.schedule()
		}
	})
}

// Replay runs one execution and records it.
func Replay(m Model, opts Options, schedule []Choice) *Result {
	return guarded(m, opts, "replay", func(s *Sim) {
		f := s.record(schedule, "")
		s.result.Failure = f
	})
}

// beat is what the watchdog looks at.
type beat struct {
	steps atomic.Int64
	dead  atomic.Bool // given up by the watchdog
}

func newSim(m Model, opts Options, method string) *Sim {
	if opts.MaxDepth == 0 {
		opts.MaxDepth = 20000
	}
	if opts.Watchdog == 0 {
		opts.Watchdog = 20 * time.Second
	}
	if opts.ShrinkTime == 0 {
		opts.ShrinkTime = 10 * time.Second
	}
	s := &Sim{model: &m, opts: opts, pointers: map[unsafe.Pointer]uint64{}, terms: map[uint64]term{}, chans: map[<-chan struct{}]Receivable{}}
	s.result = newResult(m.Name, method)
	return s
}

// guarded runs a search in a goroutine of its own, so that a model that hangs
// can be reported.
func guarded(m Model, opts Options, method string, search func(*Sim)) *Result {
	one.Lock()
	defer one.Unlock()
	outlive()
	s := newSim(m, opts, method)
	start := time.Now()
	done := make(chan any, 1)
	current.Store(s)
	go func() {
		defer func() { done <- recover() }()
		search(s)
	}()
	tick := time.NewTicker(s.opts.Watchdog / 4)
	defer tick.Stop()
	last, still := int64(-1), 0
	for {
		select {
		case r := <-done:
			current.Store(nil)
			for _, c := range s.idle {
				c.stop()
			}
			if r != nil {
				panic(r)
			}
			s.finish(start)
			return s.result
		case <-tick.C:
			n := s.beat.steps.Load()
			if n != last {
				last, still = n, 0
				continue
			}
			if still++; still < 4 {
				continue
			}
			stack := hungStack()
			if stack == "" {
				still = 0 // the engine itself is at work
				continue
			}
			current.Store(nil)
			s.beat.dead.Store(true)
			givenUp = done
			res := newResult(m.Name, method)
			res.Verdict, res.Elapsed = Refused, time.Since(start)
			res.Reason = fmt.Sprintf("interleave: model %s: a thread blocks for real, or runs for ever without an operation of the model; it stands at\n%s", m.Name, stack)
			return res
		}
	}
}

func (s *Sim) finish(start time.Time) {
	r := s.result
	r.Steps = s.steps
	r.Elapsed = time.Since(start)
	switch {
	case s.refused != nil:
		r.Verdict, r.Reason, r.Failure = Refused, s.refused.Error(), nil
	case !s.touched && (r.Verdict == "" || r.Bounded > 0) && (r.Failure == nil || r.Failure.Kind == ""):
		s.refuse("model %s: no thread of the model made an operation on a model variable: if the checked code does, it was built without the overlay; %s", s.model.Name, Remedy)
		r.Verdict, r.Reason, r.Failure = Refused, s.refused.Error(), nil
	case r.Failure != nil:
		r.Verdict = Failed
	case r.Verdict == "":
		r.Verdict = OK
	}
}

// drive repeats executions until the strategy has seen enough.
func (s *Sim) drive(st strategy) { s.driveFor(st, math.MaxInt64) }

// driveFor is drive for at most so many executions.
func (s *Sim) driveFor(st strategy, most int64) {
	s.strat = st
	for s.result.Executions < most {
		s.beat.steps.Add(1)
		s.execute()
		s.result.Executions++
		if s.failure != nil && s.refused == nil {
			s.result.Failure = s.failure
		}
		if s.beat.dead.Load() || !st.backtrack(s) {
			return
		}
	}
}

// stopper returns a function that tells when a bound of the options is hit.
// states may be nil.
func (s *Sim) stopper(states func() int64) func() bool {
	start := time.Now()
	n := 0
	lastReport := start
	return func() bool {
		if s.opts.MaxStates > 0 && states != nil && states() > int64(s.opts.MaxStates) {
			s.incomplete(fmt.Sprintf("more than %d (MaxStates)", s.opts.MaxStates))
			return true
		}
		if n++; n&1023 != 0 {
			return s.result.Verdict == Incomplete
		}
		now := time.Now()
		if s.opts.Time > 0 && now.Sub(start) > s.opts.Time {
			s.incomplete(fmt.Sprintf("not finished after %v", s.opts.Time))
			return true
		}
		if s.opts.Progress != nil && now.Sub(lastReport) > 5*time.Second {
			lastReport = now
			p := Progress{Model: s.model.Name, Executions: s.result.Executions, Steps: s.steps, Depth: s.depth, Elapsed: now.Sub(start)}
			if states != nil {
				p.States = states()
			}
			s.opts.Progress(p)
		}
		return s.result.Verdict == Incomplete
	}
}

// checkAll is the stateful search and all that follows from it.
func (s *Sim) checkAll() {
	if n := s.opts.Preemptions; n > 0 {
		s.boundedRun(n)
		s.tell(nil)
		return
	}
	full := s.model.Graph
	d := s.statefulRun(full)
	if s.result.Failure == nil && s.refused == nil && s.result.Verdict == "" {
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

// tell makes the story of a failure, if there is one, as short as it can.
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
		d.table, d.frames = nil, nil
	}
	if !s.opts.NoShrink && f.Kind != "livelock" {
		s.shrink(f)
	}
	text, kind := f.Text, f.Kind
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

func (s *Sim) statefulRun(full bool) *search {
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

// analyse draws from the full state graph what takes a look at cycles.
func (s *Sim) analyse(d *search, cyclic bool) {
	g := d.graph
	edges, from := g.index()
	if cyclic {
		if way, who, found := g.livelock(edges, from); found {
			if len(g.labels) > maxThreads {
				s.refuse("model %s: more than %d threads, in all executions together, and a cycle of states: whether that is a livelock can't be told", s.model.Name, maxThreads)
				return
			}
			f := &Failure{Kind: "livelock", Text: fmt.Sprintf("livelock: %s can go on for ever without progress, though no thread is left out; the story ends with one round", who)}
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
