package diatomic_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/race"
)

type funcType func()

func (funcType) Wake() {}

type withSlice struct{ s []int }

func (withSlice) Wake() {}

type withAny struct{ v any }

func (withAny) Wake() {}

type nop struct{ _ int }

func (*nop) Wake() {}

// TestMisuse is every wrong call and the panic that it gets. The sink that it was made on
// must be as it was: the waker that was registered before still is, unless the call is
// one that ends with nothing registered.
func TestMisuse(t *testing.T) {
	bg := context.Background()
	never := func() bool { return false }
	always := func() bool { return true }
	for _, test := range []struct {
		name string
		call func(s *diatomic.WakeSink)
		want string // the panic's beginning
		ends bool   // nothing is registered afterwards
	}{
		{"Register nil", func(s *diatomic.WakeSink) { s.Register(nil) },
			"diatomic: nil Waker: register the waker of the task that waits", false},
		{"Register a function", func(s *diatomic.WakeSink) { s.Register(funcType(func() {})) },
			"diatomic: Waker of type diatomic_test.funcType can't be compared: " +
				"use a pointer, or wrap the function in WakerFunc", false},
		{"Register a struct with a slice", func(s *diatomic.WakeSink) { s.Register(withSlice{[]int{1}}) },
			"diatomic: Waker of type diatomic_test.withSlice can't be compared: use a pointer", false},
		{"Register an interface field with a slice", func(s *diatomic.WakeSink) { s.Register(withAny{[]int{1}}) },
			"diatomic: Waker of type diatomic_test.withAny can't be compared: use a pointer", false},
		{"Poll with a nil waker", func(s *diatomic.WakeSink) { s.Poll(nil, always) },
			"diatomic: Poll with a nil Waker: give it the waker of the task that polls", false},
		{"Poll with a slice", func(s *diatomic.WakeSink) { s.Poll(withAny{[]int{1}}, never) },
			"diatomic: Waker of type diatomic_test.withAny can't be compared", true},
		{"WakerFunc(nil)", func(*diatomic.WakeSink) { diatomic.WakerFunc(nil) },
			"diatomic: WakerFunc(nil): give it the function that wakes the task", false},
		{"Poll without predicate", func(s *diatomic.WakeSink) { s.Poll(new(nop), nil) },
			"diatomic: nil predicate: give it the function that says whether to go on", false},
		{"Wait without predicate", func(s *diatomic.WakeSink) { s.Wait(bg, nil) },
			"diatomic: nil predicate: give it the function that says whether to go on", false},
		{"WaitTimeout without predicate", func(s *diatomic.WakeSink) { s.WaitTimeout(1, nil) },
			"diatomic: nil predicate: give it the function that says whether to go on", false},
		{"Ready without predicate", func(s *diatomic.WakeSink) { s.Ready(nil) },
			"diatomic: nil predicate: give it the function that says whether to go on", false},
		{"WaitUntil without function", func(s *diatomic.WakeSink) { diatomic.WaitUntil[int](bg, s, nil) },
			"diatomic: WaitUntil with a nil function: give it the one that tries to get the value", false},
		{"PollUntil without function", func(s *diatomic.WakeSink) { diatomic.PollUntil[int](s, new(nop), nil) },
			"diatomic: PollUntil with a nil function: give it the one that tries to get the value", false},
		{"Wait with a nil context", func(s *diatomic.WakeSink) {
			s.Wait(nil, always) //lint:ignore SA1012 that is the test
		},
			"diatomic: Wait with a nil Context: pass context.Background() to wait without a limit", false},
		{"Notify on a zero source", func(*diatomic.WakeSink) { diatomic.WakeSource{}.Notify() },
			"diatomic: Notify on a zero WakeSource: get one from WakeSink.Source", false},
		{"Poll with a predicate that panics", func(s *diatomic.WakeSink) { s.Poll(new(nop), panics(1)) }, "mine", true},
		{"Poll with one that panics when registered", func(s *diatomic.WakeSink) { s.Poll(new(nop), panics(2)) },
			"mine", true},
		{"Wait with a predicate that panics", func(s *diatomic.WakeSink) { s.Wait(bg, panics(1)) }, "mine", true},
		{"Wait with one that panics when registered", func(s *diatomic.WakeSink) { s.Wait(bg, panics(2)) },
			"mine", true},
		{"WaitTimeout with one that panics when registered", func(s *diatomic.WakeSink) { s.WaitTimeout(1, panics(2)) },
			"mine", true},
		{"WaitTimeout with one that panics once awake", func(s *diatomic.WakeSink) { s.WaitTimeout(1, panics(3)) },
			"mine", true},
		{"Ready with one that panics when registered", func(s *diatomic.WakeSink) { s.Ready(panics(2)) }, "mine", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			var s diatomic.WakeSink
			before := 0
			s.Register(diatomic.WakerFunc(func() { before++ }))
			func() {
				defer func() {
					if got, _ := recover().(string); !strings.HasPrefix(got, test.want) {
						t.Errorf("panicked with %q, want %q", got, test.want)
					}
				}()
				test.call(&s)
				t.Error("didn't panic")
			}()
			if s.Registered() == test.ends {
				t.Errorf("registered afterwards: %t", s.Registered())
			}
			s.Source().Notify()
			if want := 1; !test.ends && before != want {
				t.Errorf("the waker from before was woken %d times, want %d", before, want)
			}
		})
	}
}

// panics returns a predicate that panics when it is called for the nth time.
func panics(n int) func() bool {
	return func() bool {
		if n--; n == 0 {
			panic("mine")
		}
		return false
	}
}

// A comparable value in an interface field is no misuse.
func TestComparableWaker(t *testing.T) {
	var s diatomic.WakeSink
	for _, w := range []diatomic.Waker{withAny{1}, withAny{"a"}, withAny{&s}, withAny{withAny{nil}}} {
		s.Register(w)
		s.Register(w)
	}
	if !s.Registered() {
		t.Error("not registered")
	}
}

// Each WakerFunc is a waker of its own, even if the function is the same.
func TestWakerFunc(t *testing.T) {
	var woken [2]int
	var s diatomic.WakeSink
	wakers := [2]diatomic.Waker{}
	for i := range wakers {
		wakers[i] = diatomic.WakerFunc(func() { woken[i]++ })
	}
	if wakers[0] == wakers[1] {
		t.Error("two calls of WakerFunc return the same waker")
	}
	s.Register(wakers[0])
	s.Register(wakers[1])
	s.Source().Notify()
	if woken != [2]int{0, 1} {
		t.Errorf("woken %v times", woken)
	}
}

// Two goroutines in Wait: the one that comes second panics, and the first is none the
// worse.
func TestTwoWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s diatomic.WakeSink
		never := func() bool { return false }
		first := make(chan error, 1)
		ok := make(chan bool, 1)
		go func() {
			first <- s.Wait(context.Background(), func() bool {
				select {
				case <-ok:
					return true
				default:
					return false
				}
			})
		}()
		synctest.Wait() // the first one is parked
		const two = "diatomic: two goroutines wait on one WakeSink: give each a sink of its own " +
			"(or a predicate waits on its own sink, or a sink in use was copied)"
		for _, call := range []struct {
			call func()
			want string
		}{
			{func() { s.Wait(context.Background(), never) }, two},
			{func() { s.WaitTimeout(1, never) }, two},
			{func() { s.Poll(new(nop), never) }, two},
			{func() { s.Ready(never) }, two},
			{s.Forget, "diatomic: Forget while a goroutine waits on the WakeSink: to end the wait, cancel its context"},
		} {
			func() {
				defer func() {
					if got := recover(); got != call.want {
						t.Errorf("the second one panicked with %v, want %q", got, call.want)
					}
				}()
				call.call()
			}()
		}
		ok <- true
		s.Source().Notify()
		if err := <-first; err != nil {
			t.Error(err)
		}
	})
}

// A second wait is refused and does the first no harm: neither to its registration, nor
// to its timer, nor to its watch.
func TestSecondWaitIsHarmless(t *testing.T) {
	never := func() bool { return false }
	always := func() bool { return true }
	dead, kill := context.WithCancel(context.Background())
	kill()
	seconds := map[string]func(s *diatomic.WakeSink){
		"WaitTimeout":          func(s *diatomic.WakeSink) { s.WaitTimeout(time.Hour, never) },
		"WaitTimeout, no time": func(s *diatomic.WakeSink) { s.WaitTimeout(0, never) },
		"Wait, holds":          func(s *diatomic.WakeSink) { s.Wait(context.Background(), always) },
		"Wait, cancelled":      func(s *diatomic.WakeSink) { s.Wait(dead, never) },
		"Wait, other context": func(s *diatomic.WakeSink) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			s.Wait(ctx, never)
		},
	}
	firsts := map[string]func(ctx context.Context, s *diatomic.WakeSink, ready func() bool) bool{
		"timer": func(_ context.Context, s *diatomic.WakeSink, ready func() bool) bool {
			return s.WaitTimeout(time.Minute, never) == false
		},
		"context": func(ctx context.Context, s *diatomic.WakeSink, ready func() bool) bool {
			return s.Wait(ctx, never) == context.DeadlineExceeded
		},
		"registration": func(_ context.Context, s *diatomic.WakeSink, ready func() bool) bool {
			return s.Wait(context.Background(), ready) == nil
		},
	}
	for second, disturb := range seconds {
		for first, wait := range firsts {
			t.Run(first+", disturbed by "+second, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var s diatomic.WakeSink
					ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
					defer cancel()
					ok := make(chan struct{})
					done := make(chan bool)
					go func() {
						done <- wait(ctx, &s, func() bool {
							select {
							case <-ok:
								return true
							default:
								return false
							}
						})
					}()
					synctest.Wait()
					func() {
						defer func() {
							if recover() == nil {
								t.Error("the second wait wasn't refused")
							}
						}()
						disturb(&s)
					}()
					if first == "registration" {
						close(ok)
						s.Source().Notify()
					}
					if !<-done {
						t.Error("the first wait ended otherwise")
					}
				})
			})
		}
	}
}

// A call of Ready that is refused leaves the token by which a wait in a select was woken,
// but which it hasn't taken yet.
func TestRefusedReadyIsHarmless(t *testing.T) {
	for name, ready := range map[string]func() bool{
		"two at once": func() bool { return false },
		"nil":         nil,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var s diatomic.WakeSink
				looks := 0
				err := s.Wait(t.Context(), func() bool {
					if looks++; looks == 2 {
						s.Source().Notify()
						defer func() {
							if recover() == nil {
								t.Error("Ready wasn't refused")
							}
						}()
						s.Ready(ready)
					}
					return looks > 2
				})
				if err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// Two waits at once are noticed, whichever of the two sleeps in which way, and even if
// the second began before the first fell asleep: whether it has registered or not. The
// first is not disturbed.
func TestSecondWaitBeganFirst(t *testing.T) {
	for _, at := range []int{1, 2} { // look of the second wait, at which the first falls asleep
		for _, cancellable := range [][2]bool{{false, false}, {false, true}, {true, false}, {true, true}} {
			synctest.Test(t, func(t *testing.T) { secondWaitBeganFirst(t, at, cancellable) })
		}
	}
}

func secondWaitBeganFirst(t *testing.T, at int, cancellable [2]bool) {
	var s diatomic.WakeSink
	ctxs := [2]context.Context{context.Background(), context.Background()}
	for i, yes := range cancellable {
		if yes {
			ctxs[i] = t.Context()
		}
	}
	ok, looking, goOn := make(chan struct{}), make(chan struct{}), make(chan struct{})
	holds := func() bool {
		select {
		case <-ok:
			return true
		default:
			return false
		}
	}
	var ends [2]chan any // what the waits panic with
	for i := range ends {
		ends[i] = make(chan any, 1)
	}
	began := make(chan struct{}) // the wait that falls asleep first may get past its first look
	second := func() {
		defer func() { ends[0] <- recover() }()
		looks := 0
		s.Wait(ctxs[0], func() bool {
			if looks++; looks == at {
				close(looking)
				<-goOn
			}
			return holds()
		})
	}
	first := func() {
		defer func() { ends[1] <- recover() }()
		s.Wait(ctxs[1], func() bool {
			<-began
			return holds()
		})
	}
	if at == 1 {
		go second()
		<-looking
		go first()
	} else { // the other way round, or the second look of the one would be noticed by the other
		go first()
		synctest.Wait()
		go second()
		<-looking
	}
	close(began)
	synctest.Wait()
	close(goOn)
	refused := 0
	if at > 1 && race.Enabled {
		refused = 1 // at once, since the other one has got past its first look
	}
	if <-ends[refused] == nil {
		t.Errorf("look %d, cancellable %v: none of the waits was refused", at, cancellable)
	}
	close(ok)
	s.Source().Notify()
	if r := <-ends[1-refused]; r != nil {
		t.Errorf("look %d, cancellable %v: the other wait panicked: %v", at, cancellable, r)
	}
}

// A predicate that waits on its own sink, polls or forgets it would hang its wait. It
// panics instead, at the second look at the latest, and the sink can be used again.
func TestPredicateUsesItsOwnSink(t *testing.T) {
	never := func() bool { return false }
	for name, use := range map[string]func(s *diatomic.WakeSink){
		"Wait":        func(s *diatomic.WakeSink) { s.Wait(context.Background(), never) },
		"WaitTimeout": func(s *diatomic.WakeSink) { s.WaitTimeout(time.Hour, never) },
		"Poll":        func(s *diatomic.WakeSink) { s.Poll(new(nop), never) },
		"Ready":       func(s *diatomic.WakeSink) { s.Ready(never) },
		"Forget":      func(s *diatomic.WakeSink) { s.Forget() },
	} {
		for how, wait := range map[string]func(s *diatomic.WakeSink, ctx context.Context, ready func() bool){
			"Wait": func(s *diatomic.WakeSink, _ context.Context, ready func() bool) {
				s.Wait(context.Background(), ready)
			},
			"Wait under a new context": func(s *diatomic.WakeSink, ctx context.Context, ready func() bool) {
				s.Wait(ctx, ready)
			},
			"WaitTimeout": func(s *diatomic.WakeSink, _ context.Context, ready func() bool) {
				s.WaitTimeout(time.Hour, ready)
			},
		} {
			t.Run(name+" in "+how, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var s diatomic.WakeSink
					looks := 0
					got := func() (r any) {
						defer func() { r = recover() }()
						wait(&s, t.Context(), func() bool {
							if looks++; looks == 2 {
								use(&s)
							}
							return false
						})
						return nil
					}()
					if text, _ := got.(string); looks != 2 || !strings.HasPrefix(text, "diatomic: ") {
						t.Fatalf("after %d looks: %v", looks, got)
					}
					var ok atomic.Bool
					go func() { ok.Store(true); s.Source().Notify() }()
					if err := s.Wait(context.Background(), ok.Load); err != nil {
						t.Error(err)
					}
				})
			})
		}
	}
}
