package rt_test

import (
	"context"
	goruntime "runtime"
	"slices"
	"strings"
	"testing"
	gotime "time"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/internal/core"
	"github.com/diatomic-go/diatomic/interleave/rt"
	"github.com/diatomic-go/diatomic/interleave/rt/atomic"
	model "github.com/diatomic-go/diatomic/interleave/rt/context"
	"github.com/diatomic-go/diatomic/interleave/rt/maphash"
	"github.com/diatomic-go/diatomic/interleave/rt/rand"
	randv2 "github.com/diatomic-go/diatomic/interleave/rt/randv2"
	"github.com/diatomic-go/diatomic/interleave/rt/runtime"
	"github.com/diatomic-go/diatomic/interleave/rt/sync"
	"github.com/diatomic-go/diatomic/interleave/rt/time"
)

// bodies are what fails, with the kind of failure and words of its text; "" is what
// holds.
var bodies = []struct {
	name, kind, text string
	body             func(s *interleave.Sim)
}{
	{"race", "race", "data race on v: write by b", func(s *interleave.Sim) {
		v := rt.Alloc(new(int), "v")
		rt.Go("a", func() { rt.P(v).Set(1) })
		rt.Go("b", func() { rt.P(v).Set(2) })
	}},
	{"race of a struct and a field", "race", "data race on v.b: read by", func(s *interleave.Sim) {
		type pair struct{ a, b int }
		v := rt.Alloc(&pair{a: 1}, "v")
		rt.Go("a", func() { _ = rt.R(v) })
		rt.P(&v.b).Set(1)
	}},
	{"race of a map", "race", "data race on m", func(s *interleave.Sim) {
		m := rt.Map(map[int]int{}, "m")
		rt.Go("a", func() { rt.MW(m)[1] = 1 })
		rt.MP(m).Get2(2)
	}},
	{"race of an append", "race", "data race on s[1]: ", func(s *interleave.Sim) {
		l := rt.Slice(make([]int, 1, 4), "s")
		rt.Go("a", func() { rt.A(l).Append(7) })
		rt.A(l).Append(8)
	}},
	{"race after the end", "race", "", func(s *interleave.Sim) {
		v := rt.Alloc(new(int), "v")
		x := rt.Alloc(new(atomic.Int32), "x")
		rt.Go("a", func() { rt.P(v).Set(1); x.Store(1) })
		if x.Load() == 0 {
			_ = rt.R(v)
		}
	}},
	{"no race by a channel", "", "", func(s *interleave.Sim) {
		v := rt.Alloc(new(int), "v")
		c := rt.Chan(make(chan int), "c")
		rt.Go("a", func() { rt.P(v).Set(1); rt.To(c).Send(1); rt.R(v) })
		rt.Recv(c)
		rt.R(v)
	}},
	{"race behind a buffer", "race", "", func(s *interleave.Sim) {
		// Two sends are not ordered by a buffer with room for both.
		v := rt.Alloc(new(int), "v")
		c := rt.Chan(make(chan int, 2), "c")
		rt.Go("a", func() { rt.P(v).Set(1); rt.To(c).Send(1) })
		rt.Go("b", func() { rt.To(c).Send(1); rt.P(v).Set(2) })
	}},
	{"no race by room in a buffer", "", "", func(s *interleave.Sim) {
		// A receive happens before the send that uses its place.
		v := rt.Alloc(new(int), "v")
		c := rt.Chan(make(chan int, 1), "c")
		rt.To(c).Send(1)
		rt.Go("a", func() { rt.P(v).Set(1); rt.Recv(c) })
		rt.To(c).Send(2)
		rt.R(v)
	}},
	{"no race by close", "", "", func(s *interleave.Sim) {
		v := rt.Alloc(new(int), "v")
		c := rt.Chan(make(chan int), "c")
		rt.Go("a", func() { rt.P(v).Set(1); rt.Close(c) })
		rt.Recv(c)
		rt.R(v)
	}},
	{"race of readers", "race", "", func(s *interleave.Sim) {
		v := rt.Alloc(new(int), "v")
		m := rt.Alloc(new(sync.RWMutex), "m")
		rt.Go("a", func() { m.RLock(); rt.P(v).Set(1); m.RUnlock() })
		m.RLock()
		rt.P(v).Set(2)
		m.RUnlock()
	}},
	{"no race of a reader and a writer", "", "", func(s *interleave.Sim) {
		v := rt.Alloc(new(int), "v")
		m := rt.Alloc(new(sync.RWMutex), "m")
		rt.Go("a", func() { m.RLock(); rt.R(v); m.RUnlock() })
		m.Lock()
		rt.P(v).Set(2)
		m.Unlock()
	}},
	{"deadlock", "deadlock", "the test waits forever (wait wg) at body_test.go:", func(s *interleave.Sim) {
		wg := rt.Alloc(new(sync.WaitGroup), "wg")
		wg.Add(2)
		wg.Go(func() {})
		wg.Done()
		wg.Wait()
	}},
	{"recursive read lock", "deadlock", "", func(s *interleave.Sim) {
		m := rt.Alloc(new(sync.RWMutex), "m")
		rt.Go("writer", func() { m.Lock(); defer m.Unlock() })
		m.RLock()
		defer m.RUnlock()
		m.RLock()
		defer m.RUnlock()
	}},
	{"leak", "leak", "over, but goroutine a waits forever (receive c) at body_test.go:", func(s *interleave.Sim) {
		c := rt.Chan(make(chan int), "c")
		rt.Go("a", func() { rt.Recv(c) })
	}},
	{"Goexit with deferred operations", "assertion", "goroutine a: one", func(s *interleave.Sim) {
		x := rt.Alloc(new(atomic.Int32), "x")
		wg := rt.Alloc(new(sync.WaitGroup), "wg")
		wg.Add(1)
		rt.Go("a", func() {
			defer wg.Done()
			if x.Add(1) == 1 {
				s.Fail("one")
				goruntime.Goexit()
			}
		})
		wg.Wait()
	}},
	{"Goexit and a panic", "panic", "goroutine a panics: late", func(s *interleave.Sim) {
		x := rt.Alloc(new(atomic.Int32), "x")
		rt.Go("a", func() {
			defer func() { panic("late") }()
			x.Add(1)
			goruntime.Goexit()
		})
		x.Add(1)
	}},
	{"names of goroutines", "leak", "goroutine go@body_test.go:", func(s *interleave.Sim) {
		c := rt.Chan(make(chan int), "c")
		wg := rt.Alloc(new(sync.WaitGroup), "wg")
		wg.Go(func() { rt.Recv(c) })
	}},
	{"race of two that write all", "race", "data race on s[0]", func(s *interleave.Sim) {
		l := rt.Slice(make([]int, 2), "s")
		rt.Go("a", func() { rt.WS(l)[0] = 7 })
		rt.WS(l)[0] = 8
	}},
	{"leak of a select", "leak", "send c or receive d", func(s *interleave.Sim) {
		c, d := rt.Chan(make(chan int), "c"), rt.Chan(make(chan int), "d")
		rt.Go("a", func() { rt.Select(rt.OnSend(c).Val(1), rt.OnRecv(d)) })
	}},
	{"send to a closed channel", "panic", "send on closed channel", func(s *interleave.Sim) {
		c := rt.Chan(make(chan int), "c")
		rt.Go("a", func() { rt.To(c).Send(1) })
		rt.Close(c)
	}},
	{"closed twice", "panic", "close of closed channel", func(s *interleave.Sim) {
		c := rt.Chan(make(chan int), "c")
		rt.Go("a", func() { rt.Close(c) })
		rt.Close(c)
	}},
	{"a recover sees the panic of the code only", "", "", func(s *interleave.Sim) {
		c := rt.Chan(make(chan int, 1), "c")
		x := rt.Alloc(new(atomic.Int32), "x")
		rt.Go("a", func() {
			defer func() {
				if r := rt.Recover(recover()); r != "mine" {
					panic("not mine")
				}
				rt.To(c).Send(1)
			}()
			x.Add(1)
			panic("mine")
		})
		x.Add(1)
		rt.Recv(c)
	}},
	{"unlock of unlocked mutex", "fatal", "unlock of unlocked mutex", func(s *interleave.Sim) {
		m := rt.Alloc(new(sync.Mutex), "m")
		rt.Go("a", func() { m.Lock(); defer m.Unlock() })
		m.Unlock()
	}},
	{"a loop without operations", "livelock", "", func(s *interleave.Sim) {
		rt.Go("a", func() {
			f := rt.Enter()
			for rt.Cond(f, 1) {
				runtime.Gosched()
			}
		})
	}},
	{"a loop of which nothing is known", "refused", "a million times", func(s *interleave.Sim) {
		rt.Go("a", func() {
			for {
				rt.Spin()
				runtime.Gosched()
			}
		})
	}},
	{"a loop that waits", "", "", func(s *interleave.Sim) {
		x := rt.Alloc(new(atomic.Int32), "x")
		rt.Go("a", func() {
			f := rt.Enter()
			for rt.Cond(f, 1) && x.Load() == 0 {
				runtime.Gosched()
			}
		})
		x.Store(1)
	}},
	{"a loop that waits under a lock", "", "", func(s *interleave.Sim) {
		m := rt.Alloc(new(sync.Mutex), "m")
		x := rt.Alloc(new(int), "x")
		rt.Go("a", func() { m.Lock(); rt.P(x).Set(1); m.Unlock() })
		f := rt.Enter()
		for ready := false; rt.Cond(f, 1, ready) && !ready; {
			m.Lock()
			ready = rt.R(x) == 1
			m.Unlock()
		}
	}},
	{"a loop that reads under a lock", "", "", func(s *interleave.Sim) {
		m := rt.Alloc(new(sync.RWMutex), "m")
		x := rt.Alloc(new(int), "x")
		rt.Go("a", func() { m.Lock(); rt.P(x).Set(1); m.Unlock() })
		f := rt.Enter()
		for ready := false; rt.Cond(f, 1, ready) && !ready; {
			m.RLock()
			ready = rt.R(x) == 1
			m.RUnlock()
		}
	}},
	{"a loop that writes under a lock", "", "", func(s *interleave.Sim) {
		m := rt.Alloc(new(sync.RWMutex), "m")
		x := rt.Alloc(new(atomic.Int32), "x")
		rt.Go("a", func() { m.RLock(); x.Store(1); m.RUnlock() })
		f := rt.Enter()
		for ready := false; rt.Cond(f, 1, ready) && !ready; {
			m.Lock()
			ready = x.Load() == 1
			m.Unlock()
		}
	}},
	{"a loop that waits for a lock but doesn't wait", "livelock", "", func(s *interleave.Sim) {
		m := rt.Alloc(new(sync.Mutex), "m")
		x := rt.Alloc(new(int), "x")
		rt.Go("a", func() {
			f := rt.Enter()
			for rt.Cond(f, 1) && !m.TryLock() {
			}
			rt.P(x).Set(1)
			m.Unlock()
		})
		f := rt.Enter()
		for ready := false; rt.Cond(f, 1, ready) && !ready; {
			m.Lock()
			ready = rt.R(x) == 1
			m.Unlock()
		}
	}},
	{"two that try and back off", "livelock", "", func(s *interleave.Sim) {
		m := rt.Alloc(new([2]sync.Mutex), "m")
		both := func(a, b *sync.Mutex) {
			f := rt.Enter()
			for rt.Cond(f, 1) {
				a.Lock()
				if b.TryLock() {
					break
				}
				a.Unlock()
			}
			a.Unlock()
			b.Unlock()
		}
		rt.Go("a", func() { both(&m[0], &m[1]) })
		both(&m[1], &m[0])
	}},
	{"a lost wake-up", "deadlock", "", func(s *interleave.Sim) {
		m := rt.Alloc(new(sync.Mutex), "m")
		c := rt.Alloc(sync.NewCond(m), "c")
		x := rt.Alloc(new(atomic.Int32), "x")
		rt.Go("a", func() { x.Store(1); c.Signal() })
		if x.Load() == 0 {
			m.Lock()
			c.Wait()
			m.Unlock()
		}
	}},
	{"a wake-up", "", "", func(s *interleave.Sim) {
		m := rt.Alloc(new(sync.Mutex), "m")
		c := rt.Alloc(sync.NewCond(m), "c")
		x := rt.Alloc(new(int), "x")
		rt.Go("a", func() { m.Lock(); rt.P(x).Set(1); m.Unlock(); c.Signal() })
		m.Lock()
		for rt.R(x) == 0 {
			c.Wait()
		}
		m.Unlock()
	}},
	{"cancelled", "", "", func(s *interleave.Sim) {
		ctx, cancel := model.WithCancel(context.Background())
		child, stop := model.WithTimeout(ctx, time.Later(1).Sub(time.Later(0)))
		defer stop()
		rt.Go("a", cancel)
		rt.Recv(child.Done())
		if child.Err() == nil {
			s.Fail("no error")
		}
	}},
	{"a child may be cancelled late", "assertion", "", func(s *interleave.Sim) {
		ctx, cancel := model.WithCancel(context.Background())
		child, stop := model.WithCancel(ctx)
		defer stop()
		rt.Go("a", cancel)
		rt.Recv(ctx.Done())
		if child.Err() == nil {
			s.Fail("not yet")
		}
	}},
	{"atomic and plain", "race", "data race on x: atomic write by a", func(s *interleave.Sim) {
		x := rt.Alloc(new(int32), "x")
		rt.Go("a", func() { atomic.StoreInt32(x, 1) })
		rt.R(x)
	}},
	{"plain and atomic", "race", "data race on x: ", func(s *interleave.Sim) {
		x := rt.Alloc(new(int32), "x")
		rt.Go("a", func() { rt.P(x).Set(1) })
		atomic.LoadInt32(x)
	}},
	{"plain, then atomic", "", "", func(s *interleave.Sim) {
		x := rt.Alloc(new(int32), "x")
		wg := rt.Alloc(new(sync.WaitGroup), "wg")
		rt.P(x).Set(1)
		wg.Go(func() { atomic.AddInt32(x, 1) })
		wg.Go(func() { atomic.AddInt32(x, 1) })
		wg.Wait()
		if n := rt.R(x); n != 3 {
			s.Fail("got %d", n)
		}
	}},
	{"a lock is overwritten", "race", "", func(s *interleave.Sim) {
		m := rt.Alloc(new(sync.Mutex), "m")
		rt.Go("a", func() { m.Lock(); defer m.Unlock() })
		rt.P(m).Set(sync.Mutex{})
	}},
	{"an atomic is copied", "race", "", func(s *interleave.Sim) {
		x := rt.Alloc(new(struct{ n atomic.Int32 }), "x")
		rt.Go("a", func() { x.n.Store(1) })
		rt.R(x)
	}},
	{"a poll", "", "", func(s *interleave.Sim) {
		c := rt.Chan(make(chan int), "c")
		rt.Go("a", func() { rt.To(c).Send(1) })
		f := rt.Enter()
		for rt.Cond(f, 1) && rt.TrySelect(rt.OnRecv(c)) < 0 {
		}
	}},
	{"a poll of two", "", "", func(s *interleave.Sim) {
		c := rt.Chan(make(chan int), "c")
		d := rt.Chan(make(chan int), "d")
		rt.Go("a", func() { rt.To(c).Send(1) })
		rt.Close(d)
		f := rt.Enter()
		for rt.Cond(f, 1) && rt.Select(rt.OnRecv(c), rt.OnRecv(d)) != 0 {
		}
	}},
	{"two that are ready", "", "", func(s *interleave.Sim) {
		jobs, quit := rt.Chan(make(chan int), "jobs"), rt.Chan(make(chan int), "quit")
		rt.Close(jobs)
		rt.Go("a", func() { rt.Close(quit) })
		f := rt.Enter()
		for rt.Cond(f, 1) && rt.Select(rt.OnRecv(jobs), rt.OnRecv(quit)) != 1 {
		}
	}},
	{"default although a sender waits", "assertion", "default", func(s *interleave.Sim) {
		c, x := rt.Chan(make(chan int), "c"), rt.Alloc(new(atomic.Int32), "x")
		rt.Go("a", func() { x.Store(1); rt.To(c).Send(1) })
		if x.Load() == 1 && rt.TrySelect(rt.OnRecv(c)) < 0 {
			s.Fail("default")
		}
		rt.Recv(c)
	}},
	{"tickers", "", "", func(s *interleave.Sim) {
		tick := time.NewTicker(5)
		rt.Go("a", func() {})
		for range 3 {
			rt.Recv(tick.C)
		}
	}},
	{"a deadlock beside a ticker", "deadlock", "", func(s *interleave.Sim) {
		tick := time.NewTicker(5)
		rt.Go("a", func() {})
		rt.Recv(tick.C)
		rt.Recv(tick.C)
		rt.Recv(rt.Chan(make(chan int), "c"))
	}},
	{"a ticker that is stopped", "deadlock", "", func(s *interleave.Sim) {
		tick := time.NewTicker(5)
		rt.Go("a", func() {})
		rt.Recv(tick.C)
		rt.Recv(tick.C)
		tick.Stop()
		rt.Recv(tick.C)
	}},
	{"random numbers and hashes are the same each time", "", "", func(s *interleave.Sim) {
		x := rt.Alloc(new(atomic.Uint64), "x")
		for range 2 {
			rt.Go("a", func() { x.Add(rand.Uint64()); x.Add(uint64(randv2.IntN(9))) })
		}
		x.Add(maphash.Comparable(maphash.MakeSeed(), x))
		var l []int
		for range 4 {
			l = append(l, rand.Intn(1000))
		}
		if slices.Min(l) == slices.Max(l) {
			s.Fail("each is the same as the one before")
		}
	}},
	{"an armed timer isn't a goroutine", "", "", func(s *interleave.Sim) {
		timer := time.NewTimer(1)
		tick := time.NewTicker(1)
		x := rt.Alloc(new(atomic.Int32), "x")
		rt.Go("a", func() { x.Store(1) })
		if n := runtime.NumGoroutine(); n > 2 {
			s.Fail("%d goroutines", n)
		}
		timer.Stop()
		tick.Stop()
	}},
	{"the function of a timer is a goroutine", "assertion", "3 goroutines", func(s *interleave.Sim) {
		x := rt.Alloc(new(atomic.Int32), "x")
		time.AfterFunc(1, func() { x.Store(2) })
		rt.Go("a", func() { x.Store(1) })
		if n := runtime.NumGoroutine(); n == 3 {
			s.Fail("%d goroutines", n)
		}
	}},
	{"one goroutine", "refused", "the body started no goroutine", func(s *interleave.Sim) {
		x := rt.Alloc(new(atomic.Int32), "x")
		x.Store(1)
	}},
	{"sleep", "refused", "the body started no goroutine", func(s *interleave.Sim) { time.Sleep(1) }},
	{"nothing", "refused", "the body started no goroutine", func(s *interleave.Sim) {}},
	{"idle goroutine", "refused", "no goroutine but that of the test made an operation", func(s *interleave.Sim) {
		rt.Go("a", func() {})
	}},
	{"a sleep that begins early", "assertion", "10ns", func(s *interleave.Sim) { lateSleep(s, 10) }},
	{"a sleep that begins late", "assertion", "15ns", func(s *interleave.Sim) { lateSleep(s, 15) }},
}

// lateSleep fails if the test sleeps until then: it may begin to do so before another
// goroutine wakes up, or after that.
func lateSleep(s *interleave.Sim, until gotime.Duration) {
	x := rt.Alloc(new(atomic.Int32), "x")
	wg := rt.Alloc(new(sync.WaitGroup), "wg")
	start := time.Now()
	wg.Go(func() { time.Sleep(5) })
	x.Load()
	time.Sleep(10)
	if d := time.Since(start); d == until {
		s.Fail("%v", d)
	}
	wg.Wait()
}

// Timers that fire when nothing else can run do so in the order of their times.
func TestIdleTimers(t *testing.T) {
	for method, check := range map[string]func(interleave.Model, interleave.Options) *interleave.Result{
		"states": interleave.Check, "dpor": interleave.Oracle,
	} {
		m := core.Body("idle timers", "main", func(s *interleave.Sim) {
			x := rt.Alloc(new(atomic.Int32), "x")
			wg := rt.Alloc(new(sync.WaitGroup), "wg")
			for i, d := range []int{3, 1, 2} {
				wg.Go(func() { time.Sleep(gotime.Duration(d) * gotime.Second); x.Store(10*x.Load() + int32(i)) })
			}
			time.AfterFunc(4*gotime.Second, func() { x.Store(-1) })
			wg.Wait()
			if n := x.Load(); n != 120 {
				s.Fail("got %d", n)
			}
		})
		if r := check(m, interleave.Options{IdleTimers: true, MaxDepth: 300}); r.Verdict != interleave.OK {
			t.Errorf("%s: %s", method, interleave.Story(r))
		}
		if r := check(m, interleave.Options{MaxDepth: 300}); r.Verdict != interleave.Failed {
			t.Errorf("%s: timers fire in order although they need not: %v", method, r)
		}
	}
}

// A loop that waits for a timer isn't a livelock, though the timer waits for the loop.
func TestSpinUntilTimer(t *testing.T) {
	m := core.Body("spin", "main", func(*interleave.Sim) {
		done := rt.Alloc(new(atomic.Int32), "done")
		time.AfterFunc(1, func() { done.Store(1) })
		f := rt.Enter()
		for rt.Cond(f, 1) && done.Load() == 0 {
		}
	})
	for _, check := range []func(interleave.Model, interleave.Options) *interleave.Result{
		interleave.Check, interleave.Oracle,
	} {
		r := check(m, interleave.Options{IdleTimers: true, NoRandom: true})
		if r.Verdict != interleave.Refused || !strings.Contains(r.Reason, "-timers=any") {
			t.Error(interleave.Story(r))
		}
		if r := check(m, interleave.Options{NoRandom: true}); r.Verdict != interleave.OK {
			t.Error(interleave.Story(r))
		}
	}
}

func TestBodies(t *testing.T) {
	for _, b := range bodies {
		t.Run(b.name, func(t *testing.T) {
			for _, method := range []string{"states", "dpor", "random"} {
				m := core.Body(b.name, "main", b.body)
				var r *interleave.Result
				switch method {
				case "states":
					r = interleave.Check(m, interleave.Options{NoRandom: true})
				case "dpor":
					r = interleave.Oracle(m, interleave.Options{MaxDepth: 200})
				case "random":
					r = core.Walk(m, interleave.Options{MaxDepth: 200}, new(interleave.Result), 1000)
				}
				kind, text := "", r.Reason
				if r.Failure != nil {
					kind, text = r.Failure.Kind, r.Failure.Text
				}
				if r.Verdict == interleave.Refused {
					kind = "refused"
				}
				if b.kind == "refused" && method != "states" && kind == "refused" ||
					b.kind == "livelock" && method != "states" ||
					r.Verdict == interleave.Incomplete && method == "dpor" {
					continue
				}
				if strings.Contains(interleave.Story(r), "%") {
					t.Errorf("a value is missing:\n%s", interleave.Story(r))
				}
				if kind != b.kind || !strings.Contains(text, b.text) {
					t.Errorf("%s: %s: %q, want %q with %q\n%s", method, r.Verdict, kind+": "+text, b.kind, b.text,
						interleave.Story(r))
				}
			}
		})
	}
}
