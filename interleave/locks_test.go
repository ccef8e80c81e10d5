package interleave_test

import (
	"fmt"
	"testing"

	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/seam"
)

// dekker is Dekker's lock; broken leaves out the wish.
func dekker(broken bool) model {
	return model{Setup: func(s *sim) {
		type lock struct {
			want [2]atomic.Bool
			turn atomic.Int32
			data seam.Cell[int]
		}
		l := new(lock)
		s.Name(l, "l")
		for i := range 2 {
			s.Go([]string{"a", "b"}[i], func() {
				if !broken {
					l.want[i].Store(true)
				}
				for l.want[1-i].Load() {
					if l.turn.Load() != int32(i) {
						l.want[i].Store(false)
						for l.turn.Load() != int32(i) {
							s.Checkpoint()
						}
						l.want[i].Store(true)
					}
					s.Checkpoint()
				}
				l.data.Set(l.data.Get() + 1)
				l.turn.Store(int32(1 - i))
				l.want[i].Store(false)
				s.Checkpoint()
			})
		}
		s.Final(func() error {
			if n := l.data.Get(); n != 2 {
				return fmt.Errorf("count %d", n)
			}
			return nil
		})
	}}
}

func TestDekker(t *testing.T)       { want(t, dekker(false), "") }
func TestDekkerBroken(t *testing.T) { want(t, dekker(true), "race") }

// ticketLock takes tickets with Add, or with a load and a store.
func ticketLock(threads int, split bool) model {
	return model{Setup: func(s *sim) {
		type lock struct {
			next, owner atomic.Uint32
			data        seam.Cell[int]
		}
		l := new(lock)
		s.Name(l, "l")
		for i := range threads {
			s.Go(fmt.Sprint("t", i), func() {
				var me uint32
				if split {
					me = l.next.Load()
					l.next.Store(me + 1)
				} else {
					me = l.next.Add(1) - 1
				}
				s.Await(func() bool { return l.owner.Load() == me })
				l.data.Set(l.data.Get() + 1)
				l.owner.Add(1)
				s.Checkpoint()
			})
		}
		s.Final(func() error {
			s.Outcome("%d", l.data.Get())
			return nil
		})
	}}
}

func TestTicketLock(t *testing.T) {
	r := want(t, ticketLock(3, false), "")
	if got := r.OutcomeNames(); len(got) != 1 || got[0] != "3" {
		t.Fatalf("outcomes %v", got)
	}
}

func TestTicketLockBroken(t *testing.T) {
	// The shortest story: both take ticket 0, one is let through and the other
	// comes too late.
	r := want(t, ticketLock(2, true), "deadlock")
	if r.Failure.Bound != 1 || len(r.Failure.Schedule) != 6 {
		t.Fatalf("smallest preemption bound %d", r.Failure.Bound)
	}
}

// seqlock reads two atomics that are written together. skip leaves out the second look at
// the sequence number.
func seqlock(skip bool) model {
	return model{Setup: func(s *sim) {
		type lock struct{ seq, a, b atomic.Uint32 }
		l := new(lock)
		s.Name(l, "l")
		s.Go("writer", func() {
			l.seq.Add(1)
			l.a.Store(1)
			l.b.Store(1)
			l.seq.Add(1)
			s.Checkpoint()
		})
		s.Go("reader", func() {
			q := l.seq.Load()
			a, b := l.a.Load(), l.b.Load()
			if q%2 == 0 && (skip || l.seq.Load() == q) && a != b {
				s.Fail("read %d and %d", a, b)
			}
		})
	}}
}

func TestSeqlock(t *testing.T)       { want(t, seqlock(false), "") }
func TestSeqlockBroken(t *testing.T) { want(t, seqlock(true), "assertion") }

// treiber is a stack whose nodes are used again; tagged counts the changes of the head,
// against ABA.
func treiber(tagged bool) model {
	return model{Setup: func(s *sim) {
		const end = 9
		type stack struct {
			head atomic.Uint64 // node, and above it the count of changes
			next [2]atomic.Uint64
		}
		st := new(stack)
		s.Name(st, "stack")
		st.head.Store(0)
		st.next[0].Store(1)
		st.next[1].Store(end)
		with := func(h, node uint64) uint64 {
			if !tagged {
				return node
			}
			return h&^15 + 16 | node
		}
		pop := func() uint64 {
			for {
				h := st.head.Load()
				if h&15 == end {
					return end
				}
				if n := st.next[h&15].Load(); st.head.CompareAndSwap(h, with(h, n)) {
					return h & 15
				}
			}
		}
		push := func(node uint64) {
			for {
				h := st.head.Load()
				st.next[node].Store(h & 15)
				if st.head.CompareAndSwap(h, with(h, node)) {
					return
				}
			}
		}
		owner := [2]int{}
		s.Ghost(&owner)
		take := func(who int) uint64 {
			n := pop()
			if n == end {
				return n
			}
			if owner[n] != 0 {
				s.Fail("node %d was taken twice", n)
			}
			owner[n] = who
			return n
		}
		s.Go("a", func() { take(1) })
		s.Go("b", func() {
			x := take(2)
			take(2)
			if x != end {
				owner[x] = 0
				push(x)
			}
			take(2)
		})
	}}
}

func TestTreiber(t *testing.T)    { want(t, treiber(true), "") }
func TestTreiberABA(t *testing.T) { want(t, treiber(false), "assertion") }
