//go:build !interleave

package actor

import (
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/diatomic-go/diatomic/internal/race"
)

// TestStress counts messages under a load that goes to sleep and comes back all the time.
func TestStress(t *testing.T) {
	rounds := 300
	if testing.Short() || race.Enabled {
		rounds = 60
	}
	for _, o := range []Options{{Workers: 1}, {Workers: 2}, {Workers: 3, Batch: 2}, {Workers: 8}} {
		stress(t, o, 0, rounds)
	}
}

// stress has actors pass messages on at random, and senders outside that wait for theirs
// to be over before they send more. It returns how many messages there were. A lost
// wake-up leaves all asleep, which the bubble reports as a deadlock.
func stress(t *testing.T, o Options, seed uint64, rounds int) (sent int) {
	synctest.Test(t, func(t *testing.T) {
		const actors, senders, hops = 40, 4, 25
		type token struct {
			hops int
			over chan struct{}
		}
		s := start(o)
		all := make([]Ref[token], actors)
		var received [actors]int // by each actor
		for i := range all {
			dice := rand.New(rand.NewPCG(seed+uint64(i), 7))
			all[i] = Spawn(s.System, do[token](func(c *Context[token], k token) {
				received[i]++
				if k.hops--; k.hops == 0 {
					k.over <- struct{}{}
					return
				}
				Send(c, all[dice.IntN(actors)], k)
			}))
		}
		var done sync.WaitGroup
		for sender := range senders {
			burst := 1 + 10*sender // one is always alone, the others come in crowds
			sent += rounds * burst * hops
			done.Go(func() {
				over := make(chan struct{}, burst)
				for round := range rounds {
					for i := range burst {
						send(t, all[(round+i)%actors], token{hops, over})
					}
					for range burst {
						<-over
					}
				}
			})
		}
		done.Wait()
		s.stop(t)
		sum := 0
		for _, n := range received {
			sum += n
		}
		if sum != sent {
			t.Errorf("%+v: %d messages were received, %d sent", o, sum, sent)
		}
	})
	return sent
}

// TestStressStop stops actors while others send to them.
func TestStressStop(t *testing.T) {
	rounds := 200
	if testing.Short() || race.Enabled {
		rounds = 40
	}
	for _, o := range []Options{{Workers: 1}, {Workers: 2}, {Workers: 4, Batch: 1}} {
		for range rounds {
			stressStop(t, o)
		}
	}
}

// stressStop stops actors while others send to them, from outside and from inside: every
// message is received, or dead, or was refused. It returns how many were sent.
func stressStop(t *testing.T, o Options) (sent int) {
	synctest.Test(t, func(t *testing.T) {
		var count struct {
			sync.Mutex
			sent, received, dead, refused, stopped int
		}
		add := func(to *int) {
			count.Lock()
			defer count.Unlock()
			*to++
		}
		o.DeadLetter = func(DeadLetter) { add(&count.dead) }
		s := start(o)
		all := make([]Ref[int], 10)
		for i := range all {
			all[i] = Spawn(s.System, do[int](func(c *Context[int], m int) {
				add(&count.received)
				for _, to := range []Ref[int]{all[(i+1)%10], all[(i+m)%10]} {
					if m == 0 {
						return
					}
					if Send(c, to, m-1) == nil {
						add(&count.sent)
					} else {
						add(&count.refused)
					}
				}
				if m == 3 && i%3 == 0 {
					c.Stop()
				}
			}))
			all[i].OnStop(func(error) { add(&count.stopped) })
		}
		var done sync.WaitGroup
		for i := range 5 {
			done.Go(func() {
				if all[i].TrySend(6) == nil {
					add(&count.sent)
				}
				all[(2*i+1)%10].Stop()
				if all[(2*i+1)%10].TrySend(1) != ErrStopped {
					t.Error("a send after Stop wasn't refused")
				}
			})
		}
		done.Wait()
		if err := s.Shutdown(bg); err != nil {
			t.Error(err)
		}
		s.ended(t, nil)
		if count.received+count.dead != count.sent {
			t.Errorf("%d sent, %d received, %d dead", count.sent, count.received, count.dead)
		}
		if n := s.Snapshot().Actors; int(n)+count.stopped != 10 {
			t.Errorf("%d actors are left, %d have stopped", n, count.stopped)
		}
		sent = count.sent
	})
	return sent
}
