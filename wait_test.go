package diatomic_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/seam"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// consumer starts a goroutine in a bubble that waits for n, and returns what the wait did.
func consumer[T any](wait func() T) <-chan T {
	c := make(chan T, 1)
	go func() { c <- wait() }()
	synctest.Wait()
	return c
}

func TestWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s diatomic.WakeSink
		var n atomic.Int32
		looks := 0
		c := consumer(func() error {
			return s.Wait(context.Background(), func() bool { looks++; return n.Load() == 2 })
		})
		if !s.Registered() || looks != 2 {
			t.Errorf("parked after %d looks, registered: %t", looks, s.Registered())
		}
		n.Add(1)
		s.Source().Notify()
		synctest.Wait()
		if !s.Registered() || looks != 4 {
			t.Errorf("parked again after %d looks, registered: %t", looks, s.Registered())
		}
		n.Add(1)
		s.Source().Notify()
		if err := <-c; err != nil || s.Registered() || looks != 5 {
			t.Errorf("Wait returned %v after %d looks, registered: %t", err, looks, s.Registered())
		}
	})
}

func TestWaitContext(t *testing.T) {
	never := func() bool { return false }
	always := func() bool { return true }
	dead, kill := context.WithCancel(context.Background())
	kill()
	late, cancelLate := context.WithTimeout(context.Background(), 0)
	defer cancelLate()
	<-late.Done()

	var s diatomic.WakeSink
	for _, test := range []struct {
		name  string
		ctx   context.Context
		ready func() bool
		want  error
	}{
		{"holds, cancelled", dead, always, nil},
		{"cancelled", dead, never, context.Canceled},
		{"deadline exceeded", late, never, context.DeadlineExceeded},
		{"cancelled again", dead, never, context.Canceled},
	} {
		s.Register(new(nop))
		if err := s.Wait(test.ctx, test.ready); err != test.want || s.Registered() {
			t.Errorf("%s: Wait returned %v, want %v; registered: %t", test.name, err, test.want, s.Registered())
		}
	}

	for name, cause := range map[string]error{"plain": nil, "with cause": errors.New("because")} {
		t.Run("cancelled while parked, "+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				// Contexts of one kind after the other on the same sink.
				var s diatomic.WakeSink
				for range 3 {
					ctx, cancel := context.WithCancelCause(context.Background())
					c := consumer(func() error { return s.Wait(ctx, never) })
					cancel(cause)
					if err := <-c; err != context.Canceled || s.Registered() {
						t.Errorf("Wait returned %v, registered: %t", err, s.Registered())
					}
					limited, stop := context.WithTimeout(context.Background(), time.Hour)
					if err := s.Wait(limited, never); err != context.DeadlineExceeded || s.Registered() {
						t.Errorf("Wait returned %v, registered: %t", err, s.Registered())
					}
					stop()
				}
			})
		})
	}
}

// uncomparable is a context that would make a map or == panic.
type uncomparable struct {
	context.Context
	_ []int
}

func TestUncomparableContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		parent, cancel := context.WithCancel(context.Background())
		ctx := uncomparable{Context: parent}
		var s diatomic.WakeSink
		never := func() bool { return false }
		s.Wait(ctx, func() bool { return s.Registered() })
		c := consumer(func() error { return s.Wait(ctx, never) })
		cancel()
		if err := <-c; err != context.Canceled {
			t.Errorf("Wait returned %v", err)
		}
	})
}

func TestWaitTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s diatomic.WakeSink
		var ok atomic.Bool
		for range 3 { // the timer is reused
			start := time.Now()
			c := consumer(func() bool { return s.WaitTimeout(time.Minute, ok.Load) })
			s.Source().Notify() // doesn't end it
			synctest.Wait()
			if !s.Registered() {
				t.Error("not registered after a notification for nothing")
			}
			if <-c || time.Since(start) != time.Minute || s.Registered() {
				t.Errorf("timed out after %v, registered: %t", time.Since(start), s.Registered())
			}
			c = consumer(func() bool { return s.WaitTimeout(time.Minute, ok.Load) })
			ok.Store(true)
			s.Source().Notify()
			if !<-c || s.Registered() {
				t.Errorf("notified in time, but timed out; registered: %t", s.Registered())
			}
			ok.Store(false)
		}
		start := time.Now()
		if s.WaitTimeout(1<<62, func() bool { return time.Since(start) > 0 || s.Registered() }) != true {
			t.Error("the longest time-out is over at once")
		}
	})
}

func TestReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s diatomic.WakeSink
		var ok atomic.Bool
		c := s.Ready(ok.Load)
		select {
		case <-c:
			t.Error("a token before anything happened")
		default:
		}
		if !s.Registered() {
			t.Error("not registered")
		}
		ok.Store(true)
		s.Source().Notify()
		<-c
		if s.Registered() {
			t.Error("still registered")
		}
		<-s.Ready(ok.Load) // at once
		if s.Registered() {
			t.Error("registered though it holds")
		}

		// A token that nobody took is not there the next time.
		s.Ready(ok.Load)
		ok.Store(false)
		select {
		case <-s.Ready(ok.Load):
			t.Error("a token from before the call")
		default:
		}
		s.Source().Notify()
		<-c
		if c != s.Ready(ok.Load) {
			t.Error("another channel the second time")
		}
	})
}

func TestWaitUntilPollUntil(t *testing.T) {
	var s diatomic.WakeSink
	n := 0
	try := func() (int, bool) { n++; return n, n >= 2 }
	if v, err := diatomic.WaitUntil(context.Background(), &s, try); v != 2 || err != nil {
		t.Errorf("WaitUntil returned %d, %v", v, err)
	}
	dead, kill := context.WithCancel(context.Background())
	kill()
	fail := func() (int, bool) { return 7, false }
	if v, err := diatomic.WaitUntil(dead, &s, fail); v != 0 || err != context.Canceled {
		t.Errorf("WaitUntil returned %d, %v", v, err)
	}
	w := new(nop)
	if v, ok := diatomic.PollUntil(&s, w, fail); v != 0 || ok || !s.Registered() {
		t.Errorf("PollUntil returned %d, %t", v, ok)
	}
	if v, ok := diatomic.PollUntil(&s, w, try); v != 3 || !ok || s.Registered() {
		t.Errorf("PollUntil returned %d, %t", v, ok)
	}
}

// A predicate that ends its goroutine leaves nothing registered either.
func TestGoexitInPredicate(t *testing.T) {
	var s diatomic.WakeSink
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.Wait(context.Background(), func() bool {
			if s.Registered() {
				runtime.Goexit()
			}
			return false
		})
	}()
	<-done
	if s.Registered() {
		t.Error("still registered")
	}
}

// A lost wake-up inside a bubble is reported as a deadlock: the goroutine counts as durably
// blocked. The test runs itself, for that report ends the process.
func TestLostWakeUpIsDeadlock(t *testing.T) {
	if os.Getenv("DIATOMIC_LOSE") != "" {
		synctest.Test(t, func(t *testing.T) {
			var s diatomic.WakeSink
			s.Wait(context.Background(), func() bool { return false })
		})
		return
	}
	testenv.NeedGo(t)
	cmd := exec.Command(os.Args[0], "-test.run=^TestLostWakeUpIsDeadlock$", "-test.timeout=1m")
	cmd.Env = append(os.Environ(), "DIATOMIC_LOSE=1")
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "deadlock: main bubble goroutine has exited") &&
		!strings.Contains(string(out), "deadlock: all goroutines in bubble are blocked") {
		t.Errorf("no deadlock reported: %v\n%s", err, out)
	}
}

// A dump names the reason and, at the top, this package.
func TestGoroutineDump(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s diatomic.WakeSink
		var ok atomic.Bool
		c := consumer(func() error { return s.Wait(context.Background(), ok.Load) })
		buf := make([]byte, 1<<20)
		buf = buf[:runtime.Stack(buf, true)]
		ok.Store(true)
		s.Source().Notify()
		<-c
		want := "sync.Cond.Wait"
		if !seam.CanPark {
			want = "chan receive"
		}
		for g := range strings.SplitSeq(string(buf), "\n\n") {
			if !strings.Contains(g, "diatomic.(*WakeSink).wait(") {
				continue
			}
			lines := strings.Split(g, "\n")
			if !strings.Contains(lines[0], "["+want) || !strings.Contains(g, "diatomic.(*WakeSink).Wait(") {
				t.Errorf("not in state %s, or without Wait:\n%s", want, g)
			}
			return
		}
		t.Errorf("no waiting goroutine in\n%s", buf)
	})
}
