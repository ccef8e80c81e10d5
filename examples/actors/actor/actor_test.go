package actor

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"unsafe"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

// do is an actor made of a function.
type do[M any] struct {
	Actor[M]
	f func(w *Worker[M], m M)
}

func (d *do[M]) Receive(w *Worker[M], m M) { d.f(w, m) }

func start[M any](s *System[M], f func(w *Worker[M], m M)) *do[M] {
	d := &do[M]{f: f}
	d.Init(s, d)
	return d
}

// inBubble runs the test where a worker that is never woken again shows as a deadlock.
func inBubble(t *testing.T, workers int, test func(t *testing.T, s *System[int])) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s, _ := Start[int](context.Background(), workers)
		test(t, s)
		s.Stop()
		if err := s.Wait(); err != nil {
			t.Error(err)
		}
	})
}

func TestSize(t *testing.T) {
	var a Actor[int]
	got := unsafe.Sizeof(a)
	if is64 := unsafe.Sizeof(uintptr(0)) == 8; is64 && !raceBuild && got != 120 {
		t.Errorf("an actor takes %d bytes; the documentation says 120", got)
	}
}

// TestOrder has many senders, each of which counts, and a receiver that expects each to
// do so.
func TestOrder(t *testing.T) {
	testenv.Limit(t)
	const senders, messages = 8, 2000
	for _, workers := range []int{1, 2, 4} {
		inBubble(t, workers, func(t *testing.T, s *System[int]) {
			var last [2 * senders]int
			received := 0
			done := make(chan struct{})
			sink := start(s, func(_ *Worker[int], m int) {
				from, i := m%len(last), m/len(last)
				if i != last[from]+1 {
					t.Errorf("sender %d: %d came after %d", from, i, last[from])
				}
				last[from] = i
				if received++; received == len(last)*messages {
					close(done)
				}
			})
			for from := range senders {
				// One from outside, and one that is an actor, and sends some messages
				// whenever it is told to.
				go func() {
					for i := range messages {
						sink.Send((i+1)*len(last) + from)
					}
				}()
				var self *do[int]
				self = start(s, func(w *Worker[int], i int) {
					w.Send(&sink.Actor, i*len(last)+senders+from)
					if i < messages {
						w.Send(&self.Actor, i+1)
					}
				})
				self.Send(1)
			}
			<-done
		})
	}
}

// TestExclusive has actors that note when they are in Receive.
func TestExclusive(t *testing.T) {
	testenv.Limit(t)
	const actors, messages = 4, 3000
	inBubble(t, 4, func(t *testing.T, s *System[int]) {
		var done sync.WaitGroup
		done.Add(actors * messages * 2)
		for range actors {
			var inside atomic.Int32
			plain := 0 // that the race detector has something to look at
			a := start(s, func(*Worker[int], int) {
				if inside.Add(1) != 1 {
					t.Error("the actor runs twice at a time")
				}
				plain++
				inside.Add(-1)
				done.Done()
			})
			for range 2 {
				go func() {
					for i := range messages {
						a.Send(i)
					}
				}()
			}
		}
		done.Wait()
	})
}

// TestFair has an actor that always has mail, and one that must have its turn.
func TestFair(t *testing.T) {
	testenv.Limit(t)
	inBubble(t, 1, func(t *testing.T, s *System[int]) {
		stop := false
		var busy *do[int]
		busy = start(s, func(w *Worker[int], m int) {
			if !stop {
				w.Send(&busy.Actor, 0)
			}
		})
		done := make(chan struct{})
		other := start(s, func(*Worker[int], int) {
			stop = true
			close(done)
		})
		for range 3 * batch {
			busy.Send(0)
		}
		other.Send(0)
		<-done
	})
}

// TestBatch counts how many messages an actor receives before another that waits has its
// turn.
func TestBatch(t *testing.T) {
	testenv.Limit(t)
	inBubble(t, 1, func(t *testing.T, s *System[int]) {
		done := make(chan struct{})
		n := 0
		greedy := start(s, func(*Worker[int], int) { n++ })
		modest := start(s, func(*Worker[int], int) {
			if n != batch {
				t.Errorf("%d messages before the other's turn, want %d", n, batch)
			}
			close(done)
		})
		// The worker is held up until both have their mail.
		hold := make(chan struct{})
		start(s, func(w *Worker[int], _ int) {
			for range 2 * batch {
				w.Send(&greedy.Actor, 0)
			}
			w.Send(&modest.Actor, 0)
			<-hold
		}).Send(0)
		close(hold)
		<-done
	})
}

// TestSteal blocks a worker, and expects another to do its work.
func TestSteal(t *testing.T) {
	inBubble(t, 2, func(t *testing.T, s *System[int]) {
		synctest.Wait() // both sleep
		const others = 3 * share
		var done sync.WaitGroup
		done.Add(others)
		start(s, func(w *Worker[int], _ int) {
			for range others {
				a := start(s, func(*Worker[int], int) { done.Done() })
				w.Send(&a.Actor, 0) // which goes to the queue of this worker
			}
			done.Wait()
		}).Send(0)
		done.Wait()
	})
}

// TestPlainData is for the race detector: what an actor does is seen by the actor that
// gets its message.
func TestPlainData(t *testing.T) {
	testenv.Limit(t)
	type box struct{ n int }
	s, _ := Start[*box](t.Context(), 4)
	done := make(chan int)
	ring := make([]*do[*box], 10)
	for i := range ring {
		ring[i] = start(s, func(w *Worker[*box], b *box) {
			if b.n++; b.n == 10_000 {
				done <- b.n
				return
			}
			w.Send(&ring[(i+1)%len(ring)].Actor, b)
		})
	}
	for i := range 3 {
		ring[i].Send(new(box))
	}
	for range 3 {
		<-done
	}
	s.Stop()
	if err := s.Wait(); err != nil {
		t.Error(err)
	}
}

// TestShare has an actor that blocks at the head of a queue: it may hold up the share
// that its worker has picked, and no more.
func TestShare(t *testing.T) {
	inBubble(t, 2, func(t *testing.T, s *System[int]) {
		synctest.Wait() // both sleep
		const others = 3 * share
		var enough sync.WaitGroup
		enough.Add(others - (share - 1))
		var ran atomic.Int32
		blocks := start(s, func(*Worker[int], int) { enough.Wait() })
		var all [others]*do[int]
		for i := range all {
			all[i] = start(s, func(*Worker[int], int) {
				if ran.Add(1) <= others-(share-1) {
					enough.Done()
				}
			})
		}
		// Both workers are held up until the queue of one of them is complete.
		posted, second := make(chan struct{}), make(chan struct{})
		a := start(s, func(w *Worker[int], _ int) {
			<-second
			w.Send(&blocks.Actor, 0)
			for _, o := range all {
				w.Send(&o.Actor, 0)
			}
			close(posted)
		})
		b := start(s, func(*Worker[int], int) {
			close(second)
			<-posted
		})
		a.Send(0)
		b.Send(0)
		enough.Wait()
	})
}
