package waitset_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/race"
	"github.com/diatomic-go/diatomic/internal/testenv"
	"github.com/diatomic-go/diatomic/waitset"
)

// queue counts what was put there and not taken.
type queue struct {
	n      atomic.Int64
	source waitset.Source
}

// stress lets producers put things at random into many queues, and a consumer take all of
// them.
func stress(t *testing.T, queues, producers, each int, next func(set *waitset.Set[*queue]) *queue) {
	t.Helper()
	var set waitset.Set[*queue]
	all := make([]queue, queues)
	for i := range all {
		all[i].source = set.Add(&all[i])
	}
	var wg sync.WaitGroup
	for p := range producers {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(1, uint64(p)))
			for range each {
				q := &all[r.IntN(queues)]
				q.n.Add(1)
				q.source.Notify()
				if r.IntN(8) == 0 { // sources come and go
					extra := set.Add(new(queue))
					extra.Notify()
					extra.Remove()
				}
			}
		})
	}
	for left := int64(producers * each); left > 0; {
		left -= next(&set).n.Swap(0)
	}
	wg.Wait()
	for q := range set.Batch() {
		if n := q.n.Load(); n != 0 {
			t.Errorf("%d more than were put there", n)
		}
	}
}

func TestStress(t *testing.T) {
	each := 20000
	if testing.Short() || race.Enabled {
		each = 2000
	}
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	woken := make(chan struct{}, 1)
	w := diatomic.WakerFunc(func() {
		select {
		case woken <- struct{}{}:
		default:
		}
	})
	for name, next := range map[string]func(set *waitset.Set[*queue]) *queue{
		"Wait":              func(set *waitset.Set[*queue]) *queue { q, _ := set.Wait(bg); return q },
		"Wait, cancellable": func(set *waitset.Set[*queue]) *queue { q, _ := set.Wait(ctx); return q },
		"Ready": func(set *waitset.Set[*queue]) *queue {
			for {
				<-set.Ready()
				if q, ok := set.Try(); ok {
					return q
				}
			}
		},
		"Poll": func(set *waitset.Set[*queue]) *queue {
			for {
				if q, ok := set.Poll(w); ok {
					return q
				}
				<-woken
			}
		},
		"Batch": func(set *waitset.Set[*queue]) *queue {
			for {
				for q := range set.Batch() {
					return q
				}
				<-set.Ready()
			}
		},
	} {
		for _, queues := range []int{1, 10, 1000} {
			t.Run(name, func(t *testing.T) {
				testenv.Limit(t)
				stress(t, queues, 4, each, next)
			})
		}
	}
}

// In a bubble a lost wake-up is a deadlock.
func TestStressBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stress(t, 3, 3, 1000, func(set *waitset.Set[*queue]) *queue { q, _ := set.Wait(bg); return q })
	})
}

// TestStressRemove: a source that the consumer has removed isn't given any more, whatever
// its notifiers do.
func TestStressRemove(t *testing.T) {
	testenv.Limit(t)
	const rounds = 200
	var set waitset.Set[int]
	for round := range rounds {
		removed := set.Add(round)
		other := set.Add(-1)
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				for range 10 {
					removed.Notify()
				}
				other.Notify()
			})
		}
		gone := false
		for i := 0; i < 3; i++ {
			v, _ := set.Wait(bg)
			if v == round && gone {
				t.Fatal("a removed source was given")
			}
			if v == -1 {
				break
			}
			removed.Remove()
			gone = true
		}
		removed.Remove()
		wg.Wait()
		for v := range set.Batch() {
			if v != -1 {
				t.Fatal("a removed source was given")
			}
		}
	}
}
