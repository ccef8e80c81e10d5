package waitset_test

import (
	"context"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/testenv"
	"github.com/diatomic-go/diatomic/waitset"
)

// TestAllocations: none on any path but Add, once it was taken.
func TestAllocations(t *testing.T) {
	testenv.Limit(t)
	testenv.CountsAllocations(t)
	var set waitset.Set[*int]
	var sources []waitset.Source
	for i := range 100 {
		sources = append(sources, set.Add(&i))
	}
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	w := diatomic.Waker(new(nop))
	i := 0
	notify := func() waitset.Source { i = (i + 1) % 100; sources[i].Notify(); return sources[i] }
	batch, all := set.Batch(), set.All(ctx)
	for _, test := range []struct {
		name string
		call func()
		want float64
	}{
		{"Notify, Try", func() { notify(); set.Try() }, 0},
		{"Notify twice, Try", func() { notify().Notify(); set.Try() }, 0},
		{"Wait", func() { notify(); set.Wait(bg) }, 0},
		{"Wait, cancellable", func() { notify(); set.Wait(ctx) }, 0},
		{"WaitTimeout", func() { notify(); set.WaitTimeout(time.Hour) }, 0},
		{"Poll, false, woken", func() { set.Poll(w); notify(); set.Try() }, 0},
		{"Poll, true", func() { notify(); set.Poll(w) }, 0},
		{"Ready", func() { set.Ready(); notify(); <-set.Ready(); set.Try() }, 0},
		{"Batch", func() {
			notify()
			notify()
			for range batch {
			}
		}, 0},
		{"All", func() {
			notify()
			for range all {
				break
			}
		}, 0},
		{"Add", func() { set.Add(nil).Notify(); set.Try() }, 1},
	} {
		if allocs := testing.AllocsPerRun(100, test.call); allocs != test.want {
			t.Errorf("%s: %v allocations, want %v", test.name, allocs, test.want)
		}
	}
}

// TestParkedAllocations: none for a wait that really parks and is woken by another
// goroutine.
func TestParkedAllocations(t *testing.T) {
	testenv.Limit(t)
	testenv.CountsAllocations(t)
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	for name, wait := range map[string]func(s *waitset.Set[int]){
		"Wait":        func(s *waitset.Set[int]) { s.Wait(ctx) },
		"WaitTimeout": func(s *waitset.Set[int]) { s.WaitTimeout(time.Hour) },
	} {
		var ping, pong waitset.Set[int]
		there, back := ping.Add(0), pong.Add(0)
		done := make(chan struct{})
		go func() {
			defer close(done)
			for {
				if i, err := ping.Wait(bg); err != nil || i > 0 {
					return
				}
				back.Notify()
			}
		}()
		allocs := testing.AllocsPerRun(1000, func() {
			there.Notify()
			wait(&pong)
		})
		if allocs >= 0.01 {
			t.Errorf("%s: %v allocations per round trip", name, allocs)
		}
		ping.Add(1).Notify()
		<-done
	}
}
