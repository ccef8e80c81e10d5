package actor

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
)

// TestStress counts messages under a load that goes to sleep and comes back all the time:
// actors pass them on at random, and senders outside wait for theirs to be over before
// they send more. A lost wake-up leaves all asleep, which the bubble reports as a
// deadlock.
func TestStress(t *testing.T) {
	rounds := 300
	if testing.Short() || raceBuild {
		rounds = 60
	}
	for _, workers := range []int{1, 2, 3, 8} {
		synctest.Test(t, func(t *testing.T) {
			const actors, senders, hops = 40, 4, 25
			type token struct {
				hops int
				over chan struct{}
			}
			s, _ := Start[token](context.Background(), workers)
			all := make([]*do[token], actors)
			var received [actors]int // by each actor
			for i := range all {
				dice := rand.New(rand.NewPCG(uint64(i), 7))
				all[i] = start(s, func(w *Worker[token], k token) {
					received[i]++
					if k.hops--; k.hops == 0 {
						k.over <- struct{}{}
						return
					}
					w.Send(&all[dice.IntN(actors)].Actor, k)
				})
			}
			var done sync.WaitGroup
			sent := 0
			for sender := range senders {
				burst := 1 + 10*sender // one is always alone, the others come in crowds
				sent += rounds * burst * hops
				done.Go(func() {
					over := make(chan struct{}, burst)
					for round := range rounds {
						for i := range burst {
							all[(round+i)%actors].Send(token{hops, over})
						}
						for range burst {
							<-over
						}
					}
				})
			}
			done.Wait()
			s.Stop()
			if err := s.Wait(); err != nil {
				t.Error(err)
			}
			sum := 0
			for _, n := range received {
				sum += n
			}
			if sum != sent {
				t.Errorf("%d workers: %d messages were received, %d sent", workers, sum, sent)
			}
		})
	}
}
