package sim

import (
	"container/heap"
	"context"
)

// RunSequentially is the reference: one loop, which takes the first event from a heap and
// handles it. It knows nothing of actors, and sorts nothing but by the order that the
// package documents.
func (s *Simulation[B]) RunSequentially(ctx context.Context) (Result, error) {
	nodes := make([]node[B], len(s.Models))
	for i, m := range s.Models {
		nodes[i] = node[B]{model: m, id: ID(i)}
	}
	queue := eventHeap[B](s.begin())
	heap.Init(&queue)

	var r Result
	c := Context[B]{size: len(nodes)}
	last := slot{-1, 0}
	inRound := map[ID]bool{}
	for len(queue) > 0 && queue[0].At <= s.Until {
		e := heap.Pop(&queue).(Event[B])
		if now := (slot{e.At, e.Round}); now != last {
			if err := s.report(ctx, e.At, r.Events); err != nil {
				return r, err
			}
			r.Rounds++
			last = now
			clear(inRound)
		}
		inRound[e.To] = true
		r.Widest = max(r.Widest, len(inRound))
		r.Events++
		r.End = e.At
		nodes[e.To].handle(&c, &e)
		for _, e := range c.out {
			heap.Push(&queue, e)
		}
		c.out = c.out[:0]
	}
	r.pending = len(queue)
	r.finish(len(nodes), func(i int, b []byte) []byte { return nodes[i].append(b) })
	return r, nil
}

type eventHeap[B any] []Event[B]

func (h eventHeap[B]) Len() int      { return len(h) }
func (h eventHeap[B]) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h eventHeap[B]) Less(i, j int) bool {
	a, b := &h[i], &h[j]
	if c := (slot{a.At, a.Round}).compare(slot{b.At, b.Round}); c != 0 {
		return c < 0
	}
	return a.bySender(b) < 0
}
func (h *eventHeap[B]) Push(e any) { *h = append(*h, e.(Event[B])) }
func (h *eventHeap[B]) Pop() any {
	last := len(*h) - 1
	e := (*h)[last]
	*h = (*h)[:last]
	return e
}
