package actor

import (
	"reflect"
	"slices"

	"github.com/diatomic-go/diatomic/actor/internal/outside"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// Snapshot is what a System is doing. The figures are some hundred turns old, and not all
// of the same moment.
type Snapshot struct {
	Actors      int64 // spawned, and not stopped; those that were garbage are counted
	Queued      int   // actors in queues; until the system has ended
	Tasks       int64 // goroutines of Context.Go
	DeadLetters int64 // since the beginning
	Workers     []WorkerSnapshot

	// Longest are mailboxes in which the most messages were found since the last
	// Snapshot, longest first. The first Snapshot has none. Each worker keeps some of
	// these actors alive until the next Snapshot.
	Longest []Backlog
}

// WorkerSnapshot is what a worker has done since the beginning.
type WorkerSnapshot struct {
	Messages int64 // received; those of a turn are left out in which a Receive has panicked
	Runs     int64 // of an actor
	Steals   int64 // from other workers' queues
	Sleeps   int64
	Queued   int // actors in its queue
}

// Backlog is how many messages were in a mailbox when a worker looked into it.
type Backlog struct {
	Actor    any // its Ref
	Messages int
}

// Snapshot returns what the system is doing. It may be called at any time, from anywhere,
// and holds up nobody.
func (s *System) Snapshot() Snapshot {
	snap := Snapshot{
		Actors:      s.actors.Get(),
		Tasks:       s.tasks.Load(),
		DeadLetters: s.letters.Get(),
		Queued:      int(max(0, s.injected.pushed.Get()-s.injected.taken.Get())),
	}
	for _, w := range s.workers {
		p := &w.published
		queued := max(0, w.queue.size())
		snap.Workers = append(snap.Workers, WorkerSnapshot{
			p.messages.Get(), p.runs.Get(), p.steals.Get(), p.sleeps.Get(), queued,
		})
		snap.Queued += queued
		w.marks.mu.Lock()
		snap.Longest = append(snap.Longest, w.marks.list...)
		w.marks.list = nil
		w.marks.mu.Unlock()
		w.marks.fresh.Set(1)
	}
	slices.SortStableFunc(snap.Longest, func(a, b Backlog) int { return b.Messages - a.Messages })
	snap.Longest = snap.Longest[:min(len(snap.Longest), marked)]
	return snap
}

// marked is how many mailboxes a Snapshot shows.
const marked = 8

// marks are the longest mailboxes that a worker has found.
type marks struct {
	mu    seam.Mutex
	list  []Backlog
	fresh outside.Count // 1 if a Snapshot has taken the list
}

// note notes that n messages were found. The worker only, if n is above w.longest.
func (w *worker) note(n int, ref any) {
	m := &w.marks
	m.mu.Lock()
	defer m.mu.Unlock()
	i := slices.IndexFunc(m.list, func(b Backlog) bool { return b.Actor == ref })
	switch {
	case i >= 0:
		m.list[i].Messages = max(m.list[i].Messages, n)
	case len(m.list) < marked:
		m.list = append(m.list, Backlog{ref, n})
	default:
		least := slices.MinFunc(m.list, func(a, b Backlog) int { return a.Messages - b.Messages })
		i = slices.Index(m.list, least)
		m.list[i] = Backlog{ref, n}
	}
	if len(m.list) == marked {
		w.longest = slices.MinFunc(m.list, func(a, b Backlog) int { return a.Messages - b.Messages }).Messages
	}
}

// refresh has the worker note mailboxes again, after a Snapshot has taken its notes.
func (w *worker) refresh() {
	if w.marks.fresh.Get() != 0 {
		w.marks.fresh.Set(0)
		w.longest = noteFrom
	}
}

// noteFrom is the number of messages up to which a mailbox isn't worth noting. Before the
// first Snapshot none is.
const noteFrom = 1

func (w *worker) label(t reflect.Type) {
	if w.labelled != t {
		w.labelled = t
		outside.Label(t.String())
	}
}
