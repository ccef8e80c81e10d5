package waitset_test

import (
	"context"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/testenv"
	"github.com/diatomic-go/diatomic/waitset"
)

var waiting = testenv.Blocking{Name: "Wait", New: func() (func(context.Context) error, func()) {
	var set waitset.Set[int]
	source := set.Add(1)
	return func(ctx context.Context) error {
		_, err := set.Wait(ctx)
		return err
	}, source.Notify
}}

func TestContexts(t *testing.T) { testenv.TestContexts(t, waiting) }

func TestContextFromOutsideTheBubble(t *testing.T) { testenv.TestOutside(t, waiting) }

// All ends when Done is closed, whatever Err says, though sources are ready.
func TestAllContexts(t *testing.T) {
	for _, kind := range testenv.Contexts {
		var set waitset.Set[int]
		source := set.Add(1)
		source.Notify()
		ctx, end := kind.New()
		n := 0
		for range set.All(ctx) {
			if n++; n == 3 {
				end()
			}
			source.Notify()
		}
		if n != 3 {
			t.Errorf("%s: All gave %d sources, want 3", kind.Name, n)
		}
	}
}

// A context whose methods panic leaves the set as it was: neither in use nor registered.
func TestContextPanics(t *testing.T) {
	for _, rounds := range []int{1, 2, 3} {
		var set waitset.Set[int]
		source := set.Add(1)
		for range rounds {
			func() {
				defer func() {
					if r := recover(); r != "mine" {
						t.Errorf("recovered %v", r)
					}
				}()
				set.Wait(panicking{context.Background()})
			}()
		}
		source.Notify()
		if v, ok := set.Try(); v != 1 || !ok {
			t.Errorf("got %d, %t", v, ok)
		}
	}
}

type panicking struct{ context.Context }

func (panicking) Done() <-chan struct{} { panic("mine") }

// WaitTimeout without time is Try: what Poll has registered stays.
func TestWaitTimeoutIsTry(t *testing.T) {
	for _, d := range []time.Duration{0, -1} {
		var set waitset.Set[int]
		source := set.Add(1)
		woken := 0
		w := diatomic.WakerFunc(func() { woken++ })
		set.Poll(w)
		if _, ok := set.WaitTimeout(d); ok {
			t.Error("got a source")
		}
		source.Notify()
		if woken != 1 {
			t.Errorf("woken %d times after WaitTimeout(%d)", woken, d)
		}
		if v, ok := set.WaitTimeout(d); v != 1 || !ok {
			t.Errorf("got %d, %t", v, ok)
		}
	}
}
