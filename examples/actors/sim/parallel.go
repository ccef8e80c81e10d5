package sim

import (
	"cmp"
	"context"
	"slices"
	"sync/atomic"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/actor"
)

// modelActor is a model's actor. Its message is what is due for the model in one round.
type modelActor[B any] struct {
	actor.Actor[[]Event[B]]
	node[B]
	run *parallel[B]
}

// parallel is a run by actors.
type parallel[B any] struct {
	actors   []modelActor[B]
	contexts []Context[B]      // of the workers
	busy     atomic.Int64      // models that have not finished this round
	done     diatomic.WakeSink // to wait on until busy is 0. The engine's
}

// Receive handles the events of a round.
func (a *modelActor[B]) Receive(w *actor.Context[[]Event[B]], due []Event[B]) {
	c := &a.run.contexts[w.Worker()]
	for i := range due {
		a.handle(c, &due[i])
	}
	// What was sent is in c.out, and the engine looks there when it has seen 0 here.
	if a.run.busy.Add(-1) == 0 {
		a.run.done.Source().Notify()
	}
}

// Run runs the simulation on so many workers. It returns the context's error if it ends
// first, and that of the actors if a model panics.
func (s *Simulation[B]) Run(ctx context.Context, workers int) (Result, error) {
	system := actor.NewSystem(actor.Options{Workers: workers})
	p := &parallel[B]{actors: make([]modelActor[B], len(s.Models)), contexts: make([]Context[B], workers)}
	for i := range p.contexts {
		p.contexts[i].size = len(s.Models)
	}
	for i, m := range s.Models {
		a := &p.actors[i]
		a.node = node[B]{model: m, id: ID(i)}
		a.run = p
		a.Init(system, a)
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan error)
	go func() {
		err := system.Run(ctx)
		cancel() // so that the engine doesn't wait for models that have panicked
		ended <- err
	}()
	r, err := p.loop(ctx, s)
	system.Stop()
	if failed := <-ended; failed != nil {
		err = failed // and it is why the context has ended
	}
	if err == nil {
		r.finish(len(p.actors), func(i int, b []byte) []byte { return p.actors[i].append(b) })
	}
	return r, err
}

// loop is the engine: it takes one round after the other from the calendar.
func (p *parallel[B]) loop(ctx context.Context, s *Simulation[B]) (r Result, err error) {
	var later calendar[B]
	later.add(s.begin())
	for {
		at, events := later.next(s.Until)
		if events == nil {
			r.pending = later.size
			return r, nil
		}
		if err := s.report(ctx, at.at, r.Events); err != nil {
			return r, err
		}
		models, err := p.round(ctx, events)
		if err != nil {
			return r, err
		}
		r.Rounds++
		r.Events += len(events)
		r.Widest = max(r.Widest, models)
		r.End = at.at
		for i := range p.contexts {
			c := &p.contexts[i]
			later.add(c.out)
			c.out = c.out[:0]
		}
		later.recycle(events)
	}
}

// round has the models handle their events, each its own, and waits until all have. It
// returns how many models there were.
func (p *parallel[B]) round(ctx context.Context, events []Event[B]) (models int, err error) {
	slices.SortFunc(events, func(a, b Event[B]) int {
		return cmp.Or(cmp.Compare(a.To, b.To), a.bySender(&b))
	})
	for i := range events {
		if i == 0 || events[i].To != events[i-1].To {
			models++
		}
	}
	p.busy.Store(int64(models)) // before the first of them can finish
	for len(events) > 0 {
		n := 1
		for n < len(events) && events[n].To == events[0].To {
			n++
		}
		if err := p.actors[events[0].To].Ref().TrySend(events[:n:n]); err != nil {
			return models, p.over(ctx, err)
		}
		events = events[n:]
	}
	return models, p.done.Wait(ctx, func() bool { return p.busy.Load() == 0 })
}

// over is the error of a round whose system has ended: that of the context, which ends
// then, too.
func (p *parallel[B]) over(ctx context.Context, err error) error {
	<-ctx.Done()
	return cmp.Or(ctx.Err(), err)
}
