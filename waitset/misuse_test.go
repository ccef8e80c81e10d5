package waitset_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/waitset"
)

type notComparable struct{ _ []int }

func (notComparable) Wake() {}

type nop struct{ _ int }

func (*nop) Wake() {}

// TestMisuse is every wrong call and the panic that it gets. The set can be used
// afterwards.
func TestMisuse(t *testing.T) {
	for _, test := range []struct {
		name string
		call func(s *waitset.Set[int])
		want string // the panic's beginning
	}{
		{"Notify on a zero source", func(*waitset.Set[int]) { waitset.Source{}.Notify() },
			"waitset: Notify on a zero Source: get one from Set.Add"},
		{"Remove of a zero source", func(*waitset.Set[int]) { waitset.Source{}.Remove() },
			"waitset: Remove of a zero Source: get one from Set.Add"},
		{"Wait with a nil context", func(s *waitset.Set[int]) { s.Wait(nil) }, //lint:ignore SA1012 that is the test
			"waitset: Wait with a nil Context: pass context.Background() to wait without a limit"},
		{"All with a nil context", func(s *waitset.Set[int]) { s.All(nil) }, //lint:ignore SA1012 that is the test
			"waitset: All with a nil Context: pass context.Background() to wait without a limit"},
		{"Poll with a nil waker", func(s *waitset.Set[int]) { s.Poll(nil) },
			"waitset: Poll with a nil Waker: give it the waker of the task that polls"},
		{"Poll with a waker that can't be compared", func(s *waitset.Set[int]) { s.Poll(notComparable{}) },
			"diatomic: Waker of type waitset_test.notComparable can't be compared: use a pointer"},
		{"a loop's body that panics, over Batch", func(s *waitset.Set[int]) {
			s.Add(1).Notify()
			for range s.Batch() {
				panic("mine")
			}
		}, "mine"},
		{"a loop's body that panics, over All", func(s *waitset.Set[int]) {
			s.Add(1).Notify()
			for range s.All(bg) {
				panic("mine")
			}
		}, "mine"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var s waitset.Set[int]
			func() {
				defer func() {
					if got, _ := recover().(string); !strings.HasPrefix(got, test.want) {
						t.Errorf("panicked with %q, want %q", got, test.want)
					}
				}()
				test.call(&s)
				t.Error("didn't panic")
			}()
			s.Add(7).Notify()
			if v, err := s.Wait(bg); v != 7 || err != nil {
				t.Errorf("afterwards: %d, %v", v, err)
			}
		})
	}
}

// TestTwoConsumers: while one sleeps, any call of another panics, and the one that sleeps
// is none the worse.
func TestTwoConsumers(t *testing.T) {
	for name, call := range map[string]func(s *waitset.Set[int]){
		"Try":         func(s *waitset.Set[int]) { s.Try() },
		"Wait":        func(s *waitset.Set[int]) { s.Wait(bg) },
		"WaitTimeout": func(s *waitset.Set[int]) { s.WaitTimeout(1) },
		"Poll":        func(s *waitset.Set[int]) { s.Poll(diatomic.WakerFunc(func() {})) },
		"Ready":       func(s *waitset.Set[int]) { s.Ready() },
		"Forget":      func(s *waitset.Set[int]) { s.Forget() },
		"All": func(s *waitset.Set[int]) {
			for range s.All(bg) {
			}
		},
		"Batch": func(s *waitset.Set[int]) {
			for range s.Batch() {
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var s waitset.Set[int]
				source := s.Add(1)
				done := make(chan int)
				go func() {
					v, _ := s.Wait(bg)
					done <- v
				}()
				synctest.Wait()
				func() {
					defer func() {
						want := "waitset: two goroutines use one Set at once: give each a set of its own"
						if got := recover(); got != want {
							t.Errorf("the second call panicked with %v, want %q", got, want)
						}
					}()
					call(&s)
				}()
				source.Notify()
				if v := <-done; v != 1 {
					t.Errorf("the first one was given %d", v)
				}
			})
		})
	}
}
