//go:build !interleave

package actor

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"unsafe"

	"github.com/diatomic-go/diatomic/internal/race"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

func TestSize(t *testing.T) {
	got := unsafe.Sizeof(Actor[int]{})
	if is64 := unsafe.Sizeof(uintptr(0)) == 8; is64 && !race.Enabled && got != 88 {
		t.Errorf("an actor takes %d bytes; the documentation says 88", got)
	}
}

// TestOrder has many senders, each of which counts, and an actor that expects each to do
// so.
func TestOrder(t *testing.T) {
	testenv.Limit(t)
	const senders, messages = 8, 2000
	for _, o := range []Options{{Workers: 1}, {Workers: 2}, {Workers: 4, Batch: 3}, {Workers: 1, Seed: 5}} {
		inBubble(t, o, func(t *testing.T, s running) {
			var last [2 * senders]int
			received := 0
			done := make(chan struct{})
			sink := Spawn(s.System, do[int](func(_ *Context[int], m int) {
				from, i := m%len(last), m/len(last)
				if i != last[from]+1 {
					t.Errorf("sender %d: %d came after %d", from, i, last[from])
				}
				last[from] = i
				if received++; received == len(last)*messages {
					close(done)
				}
			}))
			for from := range senders {
				// One from outside, and one that is an actor, and sends some messages
				// whenever it is told to.
				go func() {
					for i := range messages {
						send(t, sink, (i+1)*len(last)+from)
					}
				}()
				send(t, Spawn(s.System, do[int](func(c *Context[int], i int) {
					Send(c, sink, i*len(last)+senders+from)
					if i < messages {
						Send(c, c.Self(), i+1)
					}
				})), 1)
			}
			<-done
		})
	}
}

// TestExclusive has actors that note when they are in Receive.
func TestExclusive(t *testing.T) {
	testenv.Limit(t)
	const actors, messages = 4, 3000
	inBubble(t, Options{Workers: 4}, func(t *testing.T, s running) {
		var done sync.WaitGroup
		done.Add(actors * messages * 2)
		for range actors {
			var inside atomic.Int32
			plain := 0 // that the race detector has something to look at
			a := Spawn(s.System, do[int](func(*Context[int], int) {
				if inside.Add(1) != 1 {
					t.Error("the actor runs twice at a time")
				}
				plain++
				inside.Add(-1)
				done.Done()
			}))
			for range 2 {
				go func() {
					for i := range messages {
						send(t, a, i)
					}
				}()
			}
		}
		done.Wait()
	})
}

// TestBatch counts how many messages an actor receives before another that waits has its
// turn, though others came through the slot.
func TestBatch(t *testing.T) {
	testenv.Limit(t)
	inBubble(t, Options{Workers: 1, Batch: 20}, func(t *testing.T, s running) {
		done := make(chan struct{})
		n := 0
		greedy := make([]Ref[int], 2)
		for i := range greedy {
			greedy[i] = Spawn(s.System, do[int](func(c *Context[int], m int) {
				n++
				if m > 0 {
					Send(c, greedy[1-i], m-1)
				}
			}))
		}
		modest := Spawn(s.System, do[int](func(*Context[int], int) {
			if n != 19 {
				t.Errorf("%d messages before the other's turn, want the 19 that were left of a batch", n)
			}
			close(done)
		}))
		send(t, Spawn(s.System, do[int](func(c *Context[int], _ int) {
			Send(c, modest, 0)
			Send(c, greedy[0], 1000)
		})), 0)
		<-done
	})
}

// TestOutsideHasItsTurn has actors that are busy all the time, and a message from
// outside.
func TestOutsideHasItsTurn(t *testing.T) {
	testenv.Limit(t)
	inBubble(t, Options{Workers: 1}, func(t *testing.T, s running) {
		var stop atomic.Bool
		busy := make([]Ref[int], 10)
		for i := range busy {
			busy[i] = Spawn(s.System, do[int](func(c *Context[int], m int) {
				if !stop.Load() {
					Send(c, busy[i], m)
				}
			}))
		}
		for i := range busy {
			send(t, busy[i], i)
		}
		done := make(chan struct{})
		send(t, Spawn(s.System, do[int](func(*Context[int], int) { stop.Store(true); close(done) })), 0)
		<-done
	})
}

// TestInsideHasItsTurn: a worker takes from its own queue in every other turn, however
// much comes from outside.
func TestInsideHasItsTurn(t *testing.T) {
	s := NewSystem(Options{Workers: 1})
	w := s.workers[0]
	var inside, outside bare
	inside.task.actor, outside.task.actor = &inside, &outside
	w.queue.push(&inside.task)
	for i, want := range []*task{&outside.task, &inside.task, &outside.task} {
		s.injected.push(&outside.task, &outside.task, 1)
		if w.next() != want {
			t.Errorf("turn %d isn't right", i)
		}
		if want == &inside.task {
			s.injected.take(1)
			w.queue.push(want)
		}
	}
}

// TestMoreThanTheQueueHolds: all have their turn if more are busy than there is room for.
func TestMoreThanTheQueueHolds(t *testing.T) {
	const n, turns = 2 * ringSize, 20
	s := NewSystem(Options{Workers: 1, Batch: 1})
	counts, total := make([]int, n), 0
	busy := make([]Ref[int], n)
	for i := range busy {
		busy[i] = Spawn(s, do[int](func(c *Context[int], m int) {
			counts[i]++
			if total++; total == n*turns {
				s.Stop()
			}
			Send(c, busy[i], m)
		}))
		send(t, busy[i], i)
	}
	if err := s.Run(bg); err != nil {
		t.Fatal(err)
	}
	if least, most := slices.Min(counts), slices.Max(counts); least < turns/4 || most > 4*turns {
		t.Errorf("from %d to %d turns, %d on average", least, most, turns)
	}
}

// TestSteal blocks a worker, and expects another to do its work, except for the actor
// that it has sent to last.
func TestSteal(t *testing.T) {
	for _, others := range []int{2, 100, 10_000} {
		inBubble(t, Options{Workers: 2}, func(t *testing.T, s running) {
			synctest.Wait() // both sleep
			var done sync.WaitGroup
			done.Add(others)
			send(t, Spawn(s.System, do[int](func(c *Context[int], _ int) {
				for range others {
					Send(c, Spawn(s.System, do[int](func(*Context[int], int) { done.Done() })), 0)
				}
				Send(c, Spawn(s.System, do[int](func(*Context[int], int) {})), 0)
				done.Wait()
			})), 0)
			done.Wait()
		})
	}
}

// bare is a task without an actor.
type bare struct{ task }

func (*bare) run(*worker)            {}
func (*bare) failed(*worker, *Fault) {}
func (*bare) bury() []runner         { return nil }

// TestSlowThief: a worker that finds a thief about sleeps, until that has let go.
func TestSlowThief(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSystem(Options{Workers: 3}, 8)
		owner, thief, other := s.workers[0], s.workers[1], s.workers[2]
		for range 4 {
			b := new(bare)
			b.task.actor = b
			owner.queue.push(&b.task)
		}
		s.idle.word.Store(2 * searcher)
		owner.queue.head.Store(pack(0, 2)) // the thief has claimed two, and is descheduled
		if other.look() != nil {
			t.Fatal("two thieves at a time")
		}
		awake := make(chan struct{})
		go func() { other.sleep(); close(awake) }()
		synctest.Wait()
		if got, want := s.idle.word.Load(), searcher+1<<other.id; got != want {
			t.Errorf("idle is %#x, want %#x: the other doesn't sleep", got, want)
		}
		owner.queue.head.Store(pack(2, 2)) // lets go
		thief.found()
		<-awake
		if other.look() == nil {
			t.Error("the other was woken for nothing")
		}
	})
}

// TestStuckWorkers has all workers but one blocked, in turn, and expects what comes from
// outside to be handled.
func TestStuckWorkers(t *testing.T) {
	inBubble(t, Options{Workers: 3}, func(t *testing.T, s running) {
		block := make(chan struct{})
		for range 2 {
			send(t, Spawn(s.System, do[int](func(*Context[int], int) { <-block })), 0)
		}
		for range 1000 {
			done := make(chan struct{})
			send(t, Spawn(s.System, do[int](func(*Context[int], int) { close(done) })), 0)
			<-done
		}
		close(block)
	})
}

// TestPlainData is for the race detector: what an actor does is seen by the actor that
// gets its message.
func TestPlainData(t *testing.T) {
	testenv.Limit(t)
	type box struct{ n int }
	s := start(Options{Workers: 4})
	done := make(chan int)
	ring := make([]Ref[*box], 10)
	for i := range ring {
		ring[i] = Spawn(s.System, do[*box](func(c *Context[*box], b *box) {
			if b.n++; b.n == 10_000 {
				done <- b.n
				return
			}
			Send(c, ring[(i+1)%len(ring)], b)
		}))
	}
	for i := range 3 {
		send(t, ring[i], new(box))
	}
	for range 3 {
		<-done
	}
	s.stop(t)
}

// node is an actor that is embedded by value.
type node struct {
	Actor[int]
	received int
}

func (n *node) Receive(*Context[int], int) { n.received++ }

func TestEmbedded(t *testing.T) {
	inBubble(t, Options{Workers: 2}, func(t *testing.T, s running) {
		all := make([]node, 1000)
		for i := range all {
			all[i].Init(s.System, &all[i])
			send(t, all[i].Ref(), 1)
		}
		synctest.Wait()
		for i := range all {
			if all[i].received != 1 {
				t.Errorf("actor %d received %d messages", i, all[i].received)
			}
		}
	})
}

// TestTypes has actors of several types send to each other.
func TestTypes(t *testing.T) {
	inBubble(t, Options{Workers: 2}, func(t *testing.T, s running) {
		done := make(chan string, 1)
		words := Spawn(s.System, do[string](func(_ *Context[string], m string) { done <- m }))
		numbers := Spawn(s.System, do[int](func(c *Context[int], m int) { Send(c, words, fmt.Sprint(m)) }))
		empty := Spawn(s.System, do[struct{}](func(c *Context[struct{}], _ struct{}) { Send(c, numbers, 7) }))
		send(t, empty, struct{}{})
		if got := <-done; got != "7" {
			t.Errorf("got %q", got)
		}
	})
}

// TestOtherSystem sends from an actor to one of another system, with more workers and
// with fewer.
func TestOtherSystem(t *testing.T) {
	inBubble(t, Options{Workers: 3}, func(t *testing.T, s running) {
		other := start(Options{Workers: 1})
		done := make(chan int)
		var a, b [3]Ref[int]
		for i := range a {
			a[i] = Spawn(s.System, do[int](func(c *Context[int], m int) { Send(c, b[i], m+1) }))
			b[i] = Spawn(other.System, do[int](func(c *Context[int], m int) {
				if m < 100 {
					Send(c, a[i], m+1)
					return
				}
				done <- m
			}))
			send(t, a[i], 0)
		}
		for range a {
			<-done
		}
		other.stop(t)
		if err := Send(&Context[int]{}, Ref[int]{}, 1); err != ErrNobody {
			t.Error(err)
		}
	})
}
