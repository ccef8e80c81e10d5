package sim

import "container/heap"

// calendar keeps the events that are not yet due, by slot. Within one they are in no
// order.
type calendar[B any] struct {
	slots  slotHeap // those that have events
	events map[slot][]Event[B]
	spare  [][]Event[B]
	size   int
}

func (c *calendar[B]) add(events []Event[B]) {
	if c.events == nil {
		c.events = map[slot][]Event[B]{}
	}
	for _, e := range events {
		at := slot{e.At, e.Round}
		list, ok := c.events[at]
		if !ok {
			heap.Push(&c.slots, at)
			if n := len(c.spare); n > 0 {
				list = c.spare[n-1]
				c.spare = c.spare[:n-1]
			}
		}
		c.events[at] = append(list, e)
	}
	c.size += len(events)
}

// next removes the events of the first slot, if that isn't later than until.
func (c *calendar[B]) next(until Time) (slot, []Event[B]) {
	if len(c.slots) == 0 || c.slots[0].at > until {
		return slot{}, nil
	}
	at := heap.Pop(&c.slots).(slot)
	events := c.events[at]
	delete(c.events, at)
	c.size -= len(events)
	return at, events
}

// recycle takes back what next returned.
func (c *calendar[B]) recycle(events []Event[B]) {
	clear(events)
	c.spare = append(c.spare, events[:0])
}

type slotHeap []slot

func (h slotHeap) Len() int           { return len(h) }
func (h slotHeap) Less(i, j int) bool { return h[i].compare(h[j]) < 0 }
func (h slotHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *slotHeap) Push(s any)        { *h = append(*h, s.(slot)) }
func (h *slotHeap) Pop() any {
	last := len(*h) - 1
	s := (*h)[last]
	*h = (*h)[:last]
	return s
}
