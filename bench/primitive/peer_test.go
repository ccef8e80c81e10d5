package main

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

// Every peer passes the same tests as ours: a wake-up that is lost hangs the test, and
// one that comes twice is counted.

// In each round all producers publish once; the consumer sleeps until all have. A lost
// last notification leaves it asleep.
func TestNoLostWakeUp(t *testing.T) {
	testenv.Limit(t)
	const producers, rounds = 4, 3000
	for _, p := range peers {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			c := p.newConsumers(1)
			if c == nil {
				t.Skip("has no waiting consumer of its own")
			}
			var published, round, seen atomic.Int64 // an actor's ready may overlap its next run
			next := make([]chan struct{}, producers)
			for i := range next {
				next[i] = newSignal()
			}
			done := make(chan struct{})
			c.start(0, func() bool {
				// Each one in the odd rounds, all of them in the even ones.
				n, r := published.Load(), round.Load()
				return n > seen.Load() && (r%2 == 1 || n == (r+1)*producers)
			}, func() bool {
				n := published.Load()
				seen.Store(n)
				if n < (round.Load()+1)*producers {
					return true
				}
				r := round.Add(1)
				for _, n := range next {
					n <- struct{}{}
				}
				if r == rounds {
					close(done)
				}
				return r < rounds
			})
			for _, next := range next {
				go func() {
					for range rounds {
						published.Add(1)
						c.notify(0)
						<-next
					}
				}()
			}
			<-done
		})
	}
}

func TestPingPong(t *testing.T) {
	for _, p := range peers {
		if (p.pingPong["fresh"] == nil) != (p.pingPong["context"] == nil) {
			t.Errorf("%s waits under a context that is kept, or under a new one each time, but not both", p.name)
		}
		for kind, sides := range p.pingPong {
			t.Run(p.name+"/"+kind, func(t *testing.T) {
				t.Parallel()
				turns := pingPong(sides, 3000)
				if turns.Load() != 0 {
					t.Error("it is not the turn of the side that began")
				}
			})
		}
	}
}

// A client panics at a wrong reply, and waits forever for one that is lost.
func TestReply(t *testing.T) {
	for _, p := range peers {
		if p.reply != nil {
			t.Run(p.name, func(t *testing.T) {
				t.Parallel()
				together(p.reply.sides(3000))
			})
		}
	}
}

func TestCallbackInTurn(t *testing.T) {
	for _, p := range peers {
		if p.callback == nil {
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			s, a, b := p.callback.proto(), new(counting), new(counting)
			want := func(what string, na, nb uint32) {
				t.Helper()
				if a.n.Load() != na || b.n.Load() != nb {
					t.Fatalf("%s: woke a %d times and b %d times, want %d and %d", what, a.n.Load(), b.n.Load(), na, nb)
				}
			}
			s.Notify()
			want("nobody registered", 0, 0)
			s.Register(a)
			s.Notify()
			s.Notify()
			want("one registration, two notifications", 1, 0)
			s.Register(a)
			s.Register(b)
			s.Notify()
			want("the newer waker", 1, 1)
			s.Register(b)
			s.Unregister()
			s.Notify()
			want("unregistered", 1, 1)
			s.Register(b)
			s.Register(a)
			s.Notify()
			want("and back", 2, 1)
		})
	}
}

// The consumer registers all the time, with wakers in turn, and looks at the condition;
// every registration is woken once at most, and the last change isn't missed.
func TestCallbackStress(t *testing.T) {
	testenv.Limit(t)
	const notifiers, changes = 3, 20000
	for _, p := range peers {
		if p.callback == nil {
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			s := p.callback.proto()
			w := [2]*tallyWaker{newTallyWaker(), newTallyWaker()}
			var published atomic.Int64
			var wg sync.WaitGroup
			for range notifiers {
				wg.Go(func() {
					for range changes {
						published.Add(1)
						s.Notify()
					}
				})
			}
			registered := 0
			for published.Load() < notifiers*changes {
				registered++
				me := w[registered&1]
				s.Register(me)
				if published.Load() == notifiers*changes {
					break
				}
				<-me.token // each of the last changes comes before its Notify
			}
			wg.Wait()
			s.Unregister()
			if n := w[0].n.Load() + w[1].n.Load(); n > int64(registered) {
				t.Errorf("%d wake-ups for %d registrations", n, registered)
			}
		})
	}
}

type tallyWaker struct {
	n     atomic.Int64
	token chan struct{}
}

func newTallyWaker() *tallyWaker { return &tallyWaker{token: newSignal()} }

func (w *tallyWaker) Wake() {
	w.n.Add(1)
	signal(w.token)
}
