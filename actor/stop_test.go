//go:build !interleave

package actor

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

// letters collects dead letters.
type letters struct {
	mu  sync.Mutex
	all []DeadLetter
}

func (l *letters) take(d DeadLetter) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, d)
}

func (l *letters) got() (text []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, d := range l.all {
		text = append(text, fmt.Sprint(d.Message))
	}
	return text
}

// held starts an actor that is held up in its first Receive until the channel is closed.
// It has room for all that it receives.
func held(s *System, o ...Option) (Ref[int], chan struct{}, *[]int) {
	hold, got := make(chan struct{}), new([]int)
	a := Spawn(s, do[int](func(_ *Context[int], m int) {
		*got = append(*got, m)
		<-hold
	}), o...)
	return a, hold, got
}

func TestStopFromOutside(t *testing.T) {
	var dead letters
	inBubble(t, Options{Workers: 2, DeadLetter: dead.take}, func(t *testing.T, s running) {
		a, hold, got := held(s.System)
		var causes []error
		a.OnStop(func(cause error) { causes = append(causes, cause) })
		for i := range 4 {
			send(t, a, i)
		}
		synctest.Wait()
		a.Stop()
		a.Stop()
		if err := a.TrySend(4); err != ErrStopped {
			t.Errorf("a send after Stop: %v", err)
		}
		if causes != nil {
			t.Error("stopped before the message in hand was done")
		}
		close(hold)
		synctest.Wait()
		if len(*got) != 1 || fmt.Sprint(dead.got()) != "[1 2 3]" || len(causes) != 1 || causes[0] != nil {
			t.Errorf("received %v, dead %v, told %v", *got, dead.got(), causes)
		}
		for _, d := range dead.all {
			if d.To != any(a) || d.Reason != ErrStopped {
				t.Errorf("a dead letter to %v because of %v", d.To, d.Reason)
			}
		}
		if err := a.Send(bg, 5); err != ErrStopped {
			t.Errorf("a send after the end: %v", err)
		}
		a.OnStop(func(cause error) { causes = append(causes, cause) })
		if len(causes) != 2 {
			t.Error("a watcher that comes later isn't told")
		}
		a.Stop()
		if n := s.Snapshot(); n.Actors != 0 || n.DeadLetters != 3 {
			t.Errorf("%+v", n)
		}
	})
}

func TestStopByItself(t *testing.T) {
	var dead letters
	inBubble(t, Options{Workers: 1, DeadLetter: dead.take}, func(t *testing.T, s running) {
		n := 0
		a := Spawn(s.System, do[int](func(c *Context[int], m int) {
			n++
			if m == 1 {
				c.Stop()
				if err := Send(c, c.Self(), 9); err != ErrStopped {
					t.Errorf("a send to itself after Stop: %v", err)
				}
			}
		}))
		b := Spawn(s.System, do[int](func(c *Context[int], m int) {
			for i := range 4 {
				Send(c, a, i)
			}
		}))
		send(t, b, 0)
		synctest.Wait()
		if n != 2 || fmt.Sprint(dead.got()) != "[2 3]" {
			t.Errorf("received %d, dead %v", n, dead.got())
		}
	})
}

func TestStopIdle(t *testing.T) {
	inBubble(t, Options{Workers: 1}, func(t *testing.T, s running) {
		a := Spawn(s.System, do[int](func(*Context[int], int) { t.Error("received") }))
		told := 0
		a.OnStop(func(error) { told++ })
		synctest.Wait()
		a.Stop()
		synctest.Wait()
		if told != 1 || a.TrySend(1) != ErrStopped {
			t.Errorf("told %d times", told)
		}
	})
}

// cleaner is a Receiver that wants to know when it has stopped.
type cleaner struct {
	do[int]
	stopped func(cause error)
}

func (c *cleaner) Stopped(cause error) { c.stopped(cause) }

func TestStopper(t *testing.T) {
	inBubble(t, Options{Workers: 1}, func(t *testing.T, s running) {
		var got []string
		a := Spawn(s.System, &cleaner{
			func(c *Context[int], m int) {
				got = append(got, "received")
				c.Stop()
			},
			func(cause error) { got = append(got, fmt.Sprint("stopped: ", cause)) },
		})
		send(t, a, 1)
		synctest.Wait()
		if fmt.Sprint(got) != "[received stopped: <nil>]" {
			t.Errorf("%q", got)
		}
	})
}

// TestReleased: a stopped actor doesn't keep its Receiver alive, nor an idle one its last
// message.
func TestReleased(t *testing.T) {
	testenv.Limit(t)
	s := start(Options{Workers: 1})
	freed := make(chan struct{}, 2)
	fresh := func() *[64]int {
		p := new([64]int)
		runtime.AddCleanup(p, func(int) { freed <- struct{}{} }, 0)
		return p
	}
	done := make(chan struct{}, 1)
	spawn := func(state *[64]int) Ref[int] {
		return Spawn(s.System, do[int](func(c *Context[int], m int) { state[0]++; c.Stop(); done <- struct{}{} }))
	}
	a := spawn(fresh())
	b := Spawn(s.System, do[*[64]int](func(*Context[*[64]int], *[64]int) { done <- struct{}{} }))
	send(t, a, 1)
	<-done
	send(t, b, fresh())
	<-done
	for range 2 {
		for ok := false; !ok; {
			runtime.GC()
			select {
			case <-freed:
				ok = true
			default:
				runtime.Gosched()
			}
		}
	}
	runtime.KeepAlive(a)
	runtime.KeepAlive(b)
	s.stop(t)
}

// TestIdleIsGarbage: an idle actor that nobody refers to needs no stop.
func TestIdleIsGarbage(t *testing.T) {
	testenv.Limit(t)
	s := start(Options{Workers: 1})
	freed := make(chan struct{}, 1)
	done := make(chan struct{}, 1)
	func() {
		p := new([64]int)
		runtime.AddCleanup(p, func(int) { freed <- struct{}{} }, 0)
		a := Spawn(s.System, do[int](func(*Context[int], int) { p[0]++; done <- struct{}{} }))
		send(t, a, 1)
		<-done
	}()
	for ok := false; !ok; { // soon the worker sleeps, and forgets it
		runtime.GC()
		select {
		case <-freed:
			ok = true
		default:
			runtime.Gosched()
		}
	}
	s.stop(t)
}

// TestQueuesLetGo: queues don't keep actors alive that have been in them, nor do these
// keep each other.
func TestQueuesLetGo(t *testing.T) {
	testenv.Limit(t)
	s := start(Options{Workers: 1})
	const n = 50
	freed := make(chan struct{}, n)
	done := make(chan struct{}, 1)
	var live [2]Ref[int]
	func() {
		hold, held := make(chan struct{}), make(chan struct{})
		send(t, Spawn(s.System, do[int](func(*Context[int], int) { close(held); <-hold })), 1)
		<-held
		idle := func() Ref[int] {
			a := Spawn(s.System, do[int](func(*Context[int], int) {}))
			send(t, a, 1)
			return a
		}
		idle() // the worker takes one, and then others
		live[0] = idle()
		for i := range n {
			if i == n/2 {
				live[1] = idle()
			}
			p := new([64]int)
			runtime.AddCleanup(p, func(int) { freed <- struct{}{} }, 0)
			send(t, Spawn(s.System, do[int](func(*Context[int], int) { p[0]++ })), 1)
		}
		close(hold)
	}()
	send(t, Spawn(s.System, do[int](func(*Context[int], int) { done <- struct{}{} })), 1)
	<-done
	for len(freed) < n {
		runtime.GC()
		runtime.Gosched()
	}
	runtime.KeepAlive(live)
	s.stop(t)
}

func TestZeroRef(t *testing.T) {
	var r Ref[int]
	if err := r.TrySend(1); err != ErrNobody {
		t.Error(err)
	}
	if err := r.Send(bg, 1); err != ErrNobody {
		t.Error(err)
	}
	if _, err := Ask(bg, r, func(Reply[int]) int { return 0 }); err != ErrNobody {
		t.Error(err)
	}
	r.Stop()
	told := error(nil)
	r.OnStop(func(cause error) { told = cause })
	if told != ErrNobody || fmt.Sprint(r) != "actor.Ref(nobody)" {
		t.Error(told, r)
	}
	if (Reply[int]{}).Send(1) {
		t.Error("a zero Reply says that it has answered")
	}
}

// TestRunEnds ends a system in each way, with actors that are busy and some that are not.
func TestRunEnds(t *testing.T) {
	boom := errors.New("boom")
	for name, c := range map[string]struct {
		end  func(s *System, cancel context.CancelFunc, a Ref[int])
		want error
	}{
		"Stop":    {func(s *System, _ context.CancelFunc, _ Ref[int]) { s.Stop(); s.Stop() }, nil},
		"context": {func(_ *System, cancel context.CancelFunc, _ Ref[int]) { cancel() }, context.Canceled},
		"panic":   {func(s *System, _ context.CancelFunc, a Ref[int]) { a.TrySend(-1) }, boom},
	} {
		for _, workers := range []int{1, 3} {
			t.Run(name, func(t *testing.T) {
				for range 20 {
					synctest.Test(t, func(t *testing.T) {
						var dead letters
						var sent, received atomic.Int64
						s := NewSystem(Options{Workers: workers, DeadLetter: dead.take})
						all := make([]Ref[int], 5)
						for i := range all {
							all[i] = Spawn(s, do[int](func(c *Context[int], m int) {
								if m < 0 {
									panic(boom)
								}
								received.Add(1)
								if Send(c, all[(i+m)%len(all)], m) == nil {
									sent.Add(1)
								}
							}))
						}
						for i := range all {
							send(t, all[i], i)
							sent.Add(1)
						}
						ctx, cancel := context.WithCancel(bg)
						end := make(chan error)
						go func() { end <- s.Run(ctx) }()
						for received.Load() < 100 {
							runtime.Gosched()
						}
						c.end(s, cancel, all[0])
						err := <-end
						if !errors.Is(err, c.want) {
							t.Errorf("Run returned %v, want %v", err, c.want)
						}
						var f *Fault
						if name == "panic" && (!errors.As(err, &f) || f.Message != "int" || f.Actor != any(all[0]) ||
							!strings.Contains(err.Error(), "stop_test.go")) {
							t.Errorf("the fault is %v", err)
						}
						n := sent.Load()
						if name == "panic" {
							n++ // the message with which it panicked is a dead letter
						}
						if got := received.Load() + int64(len(dead.got())); got != n {
							t.Errorf("%d sent, %d received, %d dead", n, received.Load(), len(dead.got()))
						}
						if err := all[0].TrySend(1); err != ErrEnded && err != ErrStopped {
							t.Errorf("a send afterwards: %v", err)
						}
						<-s.Done()
						cancel()
					})
				}
			})
		}
	}
}

// TestEndsBeforeRun: a system may be over before it runs.
func TestEndsBeforeRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var dead letters
		s := NewSystem(Options{DeadLetter: dead.take})
		a := Spawn(s, do[int](func(*Context[int], int) { t.Error("received") }))
		send(t, a, 3)
		s.Stop()
		if err := s.Run(bg); err != nil || len(dead.got()) != 1 {
			t.Errorf("%v, dead %v", err, dead.got())
		}
	})
}

func TestShutdown(t *testing.T) {
	for _, workers := range []int{1, 2, 4} {
		synctest.Test(t, func(t *testing.T) {
			var dead letters
			s := start(Options{Workers: workers, DeadLetter: dead.take})
			const n = 500
			received := 0
			sink := Spawn(s.System, do[int](func(*Context[int], int) { received++ }))
			relay := Spawn(s.System, do[int](func(c *Context[int], m int) {
				if m%2 == 0 {
					Send(c, sink, m)
				} else {
					c.Go(func() int { time.Sleep(time.Second); return m - 1 })
				}
				c.After(time.Hour, 0) // never comes
			}))
			for i := range n {
				send(t, relay, i)
			}
			begin := time.Now()
			if err := s.Shutdown(bg); err != nil {
				t.Error(err)
			}
			if d := time.Since(begin); d > time.Minute {
				t.Errorf("it has waited for timers, %v", d)
			}
			if err := relay.TrySend(1); err != ErrEnded {
				t.Errorf("a send afterwards: %v", err)
			}
			if err := s.Shutdown(bg); err != nil {
				t.Error(err)
			}
			s.ended(t, nil)
			if received != n || len(dead.got()) != 0 {
				t.Errorf("%d of %d received, dead %v", received, n, dead.got())
			}
		})
	}
}

// TestShutdownWithoutRun ends with its context.
func TestShutdownWithoutRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, stopped := range []bool{false, true} {
			s := NewSystem(Options{})
			if stopped {
				s.Stop()
			}
			ctx, cancel := context.WithTimeout(bg, time.Minute)
			if err := s.Shutdown(ctx); err != context.DeadlineExceeded {
				t.Error(err)
			}
			cancel()
		}
	})
}

// TestShutdownTooLong: actors that never come to an end are ended with the context.
func TestShutdownTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := start(Options{Workers: 2})
		var a Ref[int]
		a = Spawn(s.System, do[int](func(c *Context[int], m int) {
			Send(c, a, m)
			time.Sleep(time.Second)
		}))
		send(t, a, 1)
		ctx, cancel := context.WithTimeout(bg, time.Minute)
		defer cancel()
		if err := s.Shutdown(ctx); err != context.DeadlineExceeded {
			t.Error(err)
		}
		s.ended(t, nil)
	})
}

// TestShutdownRefuses: a send from outside fails as soon as Shutdown has begun.
func TestShutdownRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := start(Options{Workers: 2})
		a, hold, _ := held(s.System)
		send(t, a, 1)
		synctest.Wait()
		done := make(chan error)
		go func() { done <- s.Shutdown(bg) }()
		synctest.Wait()
		if err := a.TrySend(2); err != ErrEnded {
			t.Error(err)
		}
		close(hold)
		if err := <-done; err != nil {
			t.Error(err)
		}
		s.ended(t, nil)
	})
}

// TestBuryChain: when the system has ended, actors that watch each other in a chain are
// buried one after the other, and not one inside the other.
func TestBuryChain(t *testing.T) {
	const n = 1000
	s := start(Options{Workers: 1})
	told, deepest := 0, 0
	var first, last Ref[int]
	for range n {
		watched := last
		last = Spawn(s.System, do[int](func(c *Context[int], _ int) {
			if watched == (Ref[int]{}) {
				return
			}
			Watch(c, watched, func(error) int {
				told++
				var stack [10000]uintptr
				deepest = max(deepest, runtime.Callers(0, stack[:]))
				return 0
			})
		}))
		if first == (Ref[int]{}) {
			first = last
		}
		send(t, last, 0)
	}
	if err := s.Shutdown(bg); err != nil { // all are idle
		t.Fatal(err)
	}
	first.Stop()
	if told != n-1 || deepest > 100 {
		t.Errorf("%d were told, at most %d calls deep", told, deepest)
	}
}
