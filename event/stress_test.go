package event_test

import (
	"context"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/event"
	"github.com/diatomic-go/diatomic/internal/race"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// stressed is what waiters and notifiers share. Each waiter takes tokens until all have
// been taken. One that gives up doesn't look again before its token, if that is what it
// leaves behind, has been taken by another one. So if a notification were lost with it,
// nobody would make up for that.
type stressed struct {
	event.Event
	tokens
	left atomic.Int64 // tokens that have not been taken
}

// take takes a token, or reports that all have been taken.
func (s *stressed) take() bool {
	if s.left.Load() == 0 {
		return true
	}
	if !s.try() {
		return false
	}
	if s.left.Add(-1) == 0 {
		s.NotifyAll()
	}
	return true
}

func (s *stressed) ready() bool { return s.some() || s.left.Load() == 0 }

func (s *stressed) rest() {
	for s.some() {
		runtime.Gosched()
	}
}

// ways are the ways in which a waiter waits, or gives up.
var ways = map[string]func(r *rand.Rand, s *stressed){
	"Wait": func(_ *rand.Rand, s *stressed) { s.Wait(bg, s.take) },
	"cancelled": func(r *rand.Rand, s *stressed) {
		ctx, cancel := context.WithCancel(bg)
		defer cancel()
		if r.IntN(2) == 0 {
			go cancel()
		}
		if s.Wait(ctx, s.take) != nil {
			s.rest()
		}
	},
	"WaitTimeout": func(r *rand.Rand, s *stressed) {
		if !s.WaitTimeout(time.Duration(r.IntN(20_000)), s.take) {
			s.rest()
		}
	},
	"Ready": func(r *rand.Rand, s *stressed) {
		w := s.Waiter()
		select {
		case <-w.Ready(s.ready):
			if s.take() {
				w.Cancel()
				return
			}
		case <-time.After(time.Duration(r.IntN(20_000))):
		}
		w.Cancel()
		s.rest()
	},
	"Poll": func(r *rand.Rand, s *stressed) {
		w := s.Waiter()
		woken := make(chan struct{}, 1)
		if !w.Poll(diatomic.WakerFunc(func() { woken <- struct{}{} }), s.take) {
			if r.IntN(2) == 0 {
				<-woken
				if w.Poll(diatomic.WakerFunc(func() {}), s.take) {
					return
				}
			}
			w.Cancel()
			s.rest()
		}
	},
	"panics": func(r *rand.Rand, s *stressed) {
		defer func() {
			if recover() != nil {
				s.rest()
			}
		}()
		s.Wait(bg, func() bool {
			if r.IntN(4) == 0 && s.left.Load() > 0 {
				panic("mine")
			}
			return s.take()
		})
	},
}

// stress has waiters take tokens in these ways, of which one at least must be Wait, and
// notifiers that put them there. If a notification were lost, it would not end.
func stress(t *testing.T, seed uint64, tokens int, names ...string) {
	t.Helper()
	var s stressed
	s.left.Store(int64(tokens))
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(seed, uint64(i)))
			for s.left.Load() > 0 {
				ways[name](r, &s)
			}
		})
	}
	var still atomic.Int64 // tokens to be put
	still.Store(int64(tokens))
	for i := range 2 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(seed+1, uint64(i)))
			for {
				n := 1 + r.IntN(2)
				if short := int(still.Add(-int64(n))); short < 0 {
					if n += short; n <= 0 {
						return
					}
				}
				s.put(n)
				s.Notify(n)
				s.rest()
			}
		})
	}
	wg.Wait()
}

func TestStress(t *testing.T) {
	tokens := 200_000
	if testing.Short() || race.Enabled {
		tokens = 10_000
	}
	for _, names := range [][]string{
		{"Wait", "Wait"},
		{"Wait", "Wait", "Wait", "Wait", "Wait", "Wait", "Wait", "Wait"},
		{"Wait", "cancelled"},
		{"Wait", "WaitTimeout", "WaitTimeout"},
		{"Wait", "Ready", "Ready"},
		{"Wait", "Poll", "Poll"},
		{"Wait", "panics"},
		{"Wait", "cancelled", "WaitTimeout", "Ready", "Poll", "panics"},
	} {
		t.Run(strings.Join(names, ", "), func(t *testing.T) {
			testenv.Limit(t)
			stress(t, 1, tokens, names...)
		})
	}
}

// In a bubble a lost wake-up is a deadlock.
func TestStressBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stress(t, 1, 1000, "Wait", "Wait", "cancelled", "Ready", "Poll")
	})
}
