//go:build !interleave

package actor

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

func TestBounded(t *testing.T) {
	inBubble(t, Options{Workers: 2}, func(t *testing.T, s running) {
		a, hold, got := held(s.System, Mailbox(2))
		send(t, a, 0)
		synctest.Wait() // it is in hand, and doesn't count
		send(t, a, 1)
		send(t, a, 2)
		if err := a.TrySend(3); err != ErrFull {
			t.Errorf("TrySend to a full mailbox: %v", err)
		}
		b := Spawn(s.System, do[int](func(c *Context[int], m int) {
			if err := Send(c, a, 3); err != ErrFull {
				t.Errorf("Send from an actor to a full mailbox: %v", err)
			}
		}))
		send(t, b, 0)
		ctx, cancel := context.WithCancel(bg)
		over := make(chan error)
		go func() { over <- a.Send(ctx, 3) }()
		synctest.Wait()
		cancel()
		if err := <-over; err != context.Canceled {
			t.Errorf("a cancelled Send: %v", err)
		}
		var waiting sync.WaitGroup
		for i := range 3 {
			waiting.Go(func() {
				if err := a.Send(bg, 4+i); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait() // in line, one after the other
		}
		close(hold)
		waiting.Wait()
		synctest.Wait()
		slices.Sort(*got) // those that waited come in any order
		if !slices.Equal(*got, []int{0, 1, 2, 4, 5, 6}) {
			t.Errorf("received %v", *got)
		}
	})
}

// TestBoundedEnds: senders that wait for room return when the actor or the system has
// ended.
func TestBoundedEnds(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(s running, a Ref[int])
		want error
	}{
		"actor":  {func(_ running, a Ref[int]) { a.Stop() }, ErrStopped},
		"system": {func(s running, _ Ref[int]) { s.Stop() }, ErrEnded},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := start(Options{Workers: 2})
				a, hold, _ := held(s.System, Mailbox(1))
				send(t, a, 0)
				synctest.Wait()
				send(t, a, 1)
				errs := make(chan error)
				for range 3 {
					go func() { errs <- a.Send(bg, 2) }()
				}
				synctest.Wait()
				c.end(s, a)
				close(hold)
				for range 3 {
					if err := <-errs; err != c.want {
						t.Errorf("a Send that waited: %v, want %v", err, c.want)
					}
				}
				s.stop(t)
			})
		})
	}
}

func TestBoundedContexts(t *testing.T) {
	testenv.TestContexts(t, testenv.Blocking{Name: "Send", New: func() (func(context.Context) error, func()) {
		s := NewSystem(Options{Workers: 1})
		a := Spawn(s, do[int](func(*Context[int], int) {}), Mailbox(1))
		a.TrySend(0)
		w := s.workers[0]
		return func(ctx context.Context) error { return a.Send(ctx, 1) }, func() {
			w.left = 1 // as a worker that receives one message
			task := w.queue.pop()
			if task == nil {
				task = s.injected.take(1)
			}
			task.actor.run(w)
		}
	}})
}

// TestTimersBeyondBound: timers, watches and Go don't wait for room, and don't spoil the
// count.
func TestTimersBeyondBound(t *testing.T) {
	inBubble(t, Options{Workers: 2}, func(t *testing.T, s running) {
		var got []int
		hold := make(chan struct{})
		a := Spawn(s.System, do[int](func(c *Context[int], m int) {
			got = append(got, m)
			switch m {
			case 0:
				c.After(time.Second, 1)
				c.Go(func() int { time.Sleep(time.Second); return 2 })
				<-hold
			case 9:
				<-hold
			}
		}), Mailbox(1))
		send(t, a, 0)
		synctest.Wait()
		send(t, a, 3)
		time.Sleep(time.Minute)
		if err := a.TrySend(4); err != ErrFull {
			t.Error(err)
		}
		close(hold)
		synctest.Wait()
		if len(got) != 4 {
			t.Errorf("received %v", got)
		}
		// There is room for one again, and no more.
		hold = make(chan struct{})
		send(t, a, 9)
		synctest.Wait()
		send(t, a, 5)
		if err := a.TrySend(6); err != ErrFull {
			t.Errorf("a mailbox for one takes two: %v", err)
		}
		close(hold)
	})
}

// TestWatchPanicsBounded: a panic of the function that makes the message takes no room.
func TestWatchPanicsBounded(t *testing.T) {
	inBubble(t, Options{Workers: 1}, func(t *testing.T, s running) {
		a := Spawn[int](s.System, nobodysWatcher{}, OnPanic(Restart), Mailbox(1))
		for i := range 3 {
			send(t, a, i)
			synctest.Wait()
		}
	})
}

// nobodysWatcher watches nobody, and panics when it is told so.
type nobodysWatcher struct{}

func (nobodysWatcher) Receive(c *Context[int], _ int) {
	Watch(c, Ref[int]{}, func(error) int { panic("oops") })
}

func (nobodysWatcher) Restart(*Fault) {}

func TestWatch(t *testing.T) {
	inBubble(t, Options{Workers: 2}, func(t *testing.T, s running) {
		var got []string
		watcher := Spawn(s.System, do[string](func(c *Context[string], m string) {
			if name, ok := strings.CutPrefix(m, "watch "); ok {
				w := Spawn(s.System, do[int](func(c *Context[int], m int) {
					if m < 0 {
						panic("oops")
					}
					c.Stop()
				}), OnPanic(StopActor))
				Watch(c, w, func(cause error) string { return fmt.Sprintf("%s stopped: %T", name, cause) })
				Watch(c, Ref[bool]{}, func(cause error) string { return fmt.Sprint("nobody: ", cause == ErrNobody) })
				n := 1
				if name == "b" {
					n = -1
				}
				Send(c, w, n)
				return
			}
			got = append(got, m)
		}))
		send(t, watcher, "watch a")
		send(t, watcher, "watch b")
		synctest.Wait()
		slices.Sort(got)
		want := []string{"a stopped: <nil>", "b stopped: *actor.Fault", "nobody: true", "nobody: true"}
		if !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
	})
}

func TestAsk(t *testing.T) {
	type question struct {
		kind  string
		reply Reply[int]
	}
	inBubble(t, Options{Workers: 2}, func(t *testing.T, s running) {
		a := Spawn(s.System, do[question](func(c *Context[question], q question) {
			switch q.kind {
			case "answer":
				if !q.reply.Send(7) || q.reply.Send(8) {
					t.Error("the first answer isn't the first, or the second is")
				}
			case "later":
				go func() { time.Sleep(time.Second); q.reply.Send(9) }()
			case "stop":
				c.Stop()
			case "answer and stop":
				q.reply.Send(10)
				c.Stop()
			}
		}))
		ask := func(ctx context.Context, to Ref[question], kind string, want int, wantErr error) {
			t.Helper()
			n, err := Ask(ctx, to, func(reply Reply[int]) question { return question{kind, reply} })
			if n != want || err != wantErr {
				t.Errorf("%s: %d, %v, want %d, %v", kind, n, err, want, wantErr)
			}
		}
		ask(bg, a, "answer", 7, nil)
		ask(bg, a, "later", 9, nil)
		ctx, cancel := context.WithTimeout(bg, time.Minute)
		defer cancel()
		ask(ctx, a, "never", 0, context.DeadlineExceeded)
		ask(bg, a, "stop", 0, ErrStopped)
		ask(bg, a, "answer", 0, ErrStopped)
		b := Spawn(s.System, do[question](func(c *Context[question], q question) { q.reply.Send(10); c.Stop() }))
		ask(bg, b, "answer and stop", 10, nil)
	})
	synctest.Test(t, func(t *testing.T) {
		s := start(Options{Workers: 1})
		a := Spawn(s.System, do[question](func(c *Context[question], q question) {}))
		go func() { synctest.Wait(); s.Stop() }()
		_, err := Ask(bg, a, func(reply Reply[int]) question { return question{"never", reply} })
		if err != ErrEnded {
			t.Error(err)
		}
		s.stop(t)
	})
}

func TestTimers(t *testing.T) {
	inBubble(t, Options{Workers: 2}, func(t *testing.T, s running) {
		begin := time.Now()
		var got []string
		note := func(m int) { got = append(got, fmt.Sprint(m, "@", time.Since(begin))) }
		var every *Timer
		a := Spawn(s.System, do[int](func(c *Context[int], m int) {
			switch note(m); m {
			case 0:
				c.After(3*time.Second, 3)
				c.After(2*time.Second, 2)
				c.After(2*time.Second, 22)
				c.After(0, 1)
				off := c.After(time.Second, 4)
				if !off.Stop() || off.Stop() {
					t.Error("Stop of a timer says the wrong thing")
				}
			case 3:
				every = c.Every(10*time.Second, 10)
			}
		}))
		send(t, a, 0)
		time.Sleep(time.Minute)
		synctest.Wait()
		if !every.Stop() {
			t.Error("a ticker says that it was stopped before")
		}
		time.Sleep(time.Hour)
		want := "[0@0s 1@0s 2@2s 22@2s 3@3s 10@13s 10@23s 10@33s 10@43s 10@53s]"
		if fmt.Sprint(got) != want {
			t.Errorf("got  %v\nwant %v", got, want)
		}
	})
}

// TestEveryIsSteady: a beat that comes late, since the worker was held up, doesn't delay
// the next.
func TestEveryIsSteady(t *testing.T) {
	inBubble(t, Options{Workers: 1}, func(t *testing.T, s running) {
		begin := time.Now()
		var got []time.Duration
		a := Spawn(s.System, do[int](func(c *Context[int], m int) {
			if m == 0 {
				c.Every(10*time.Second, 1)
				return
			}
			if got = append(got, time.Since(begin)); len(got) == 2 {
				time.Sleep(25 * time.Second)
			}
		}))
		send(t, a, 0)
		time.Sleep(65 * time.Second)
		synctest.Wait()
		if want := "[10s 20s 45s 50s 1m0s]"; fmt.Sprint(got) != want {
			t.Errorf("beats at %v, want %v", got, want)
		}
	})
}

// TestTimersOfStopped: those of an actor that has stopped send nothing, and go.
func TestTimersOfStopped(t *testing.T) {
	inBubble(t, Options{Workers: 1}, func(t *testing.T, s running) {
		a := Spawn(s.System, do[int](func(c *Context[int], m int) {
			c.Every(time.Second, 1)
			c.Stop()
		}))
		send(t, a, 0)
		time.Sleep(time.Minute)
		synctest.Wait()
		if n := len(s.workers[0].timers.heap); n != 0 {
			t.Errorf("%d timers are left", n)
		}
	})
}

// TestManyTimers starts many and stops most: those that were stopped don't stay.
func TestManyTimers(t *testing.T) {
	inBubble(t, Options{Workers: 1}, func(t *testing.T, s running) {
		n := 0
		a := Spawn(s.System, do[int](func(c *Context[int], m int) {
			if m > 0 {
				n++
				return
			}
			for i := range 10_000 {
				timer := c.After(time.Duration(i*7919%1000)*time.Second, 1)
				if i%100 != 0 {
					timer.Stop()
				}
			}
			if k := len(s.workers[0].timers.heap); k > 400 {
				t.Errorf("%d timers are left", k)
			}
		}))
		send(t, a, 0)
		time.Sleep(time.Hour)
		synctest.Wait()
		if n != 100 {
			t.Errorf("%d of 100 timers have fired", n)
		}
	})
}

func TestSnapshot(t *testing.T) {
	inBubble(t, Options{Workers: 2}, func(t *testing.T, s running) {
		if first := s.Snapshot(); len(first.Longest) != 0 {
			t.Errorf("%+v", first)
		}
		a, hold, _ := held(s.System)
		for i := range 100 {
			send(t, a, i)
		}
		synctest.Wait()
		close(hold)
		synctest.Wait()
		snap := s.Snapshot()
		messages, sleeps := int64(0), int64(0)
		for _, w := range snap.Workers {
			messages += w.Messages
			sleeps += w.Sleeps
		}
		if snap.Actors != 1 || messages != 100 || sleeps == 0 || len(snap.Workers) != 2 || snap.Queued != 0 ||
			len(snap.Longest) != 1 || snap.Longest[0].Actor != any(a) || snap.Longest[0].Messages < 50 {
			t.Errorf("%+v", snap)
		}
		if again := s.Snapshot(); len(again.Longest) != 0 {
			t.Errorf("%+v", again)
		}
	})
}

// TestSnapshotBeforeRun: what no worker has seen yet is queued.
func TestSnapshotBeforeRun(t *testing.T) {
	s := NewSystem(Options{Workers: 1})
	for range 100 {
		send(t, Spawn(s, do[int](func(*Context[int], int) {})), 1)
	}
	if n := s.Snapshot().Queued; n != 100 {
		t.Errorf("Queued is %d", n)
	}
}

// TestWatchersLeave: an actor that has stopped watches no more.
func TestWatchersLeave(t *testing.T) {
	inBubble(t, Options{Workers: 1}, func(t *testing.T, s running) {
		watched := Spawn(s.System, do[int](func(*Context[int], int) {}))
		for range 1000 {
			send(t, Spawn(s.System, do[int](func(c *Context[int], _ int) {
				Watch(c, watched, func(error) int { return 1 })
				c.Stop()
			})), 1)
			synctest.Wait()
		}
		if n := len(watched.actor.more.Load().watchers.Get()); n > 10 {
			t.Errorf("%d watch", n)
		}
	})
}

// TestWatchersComeAndGo: one of many who watch doesn't look at all others, even if as
// many leave as come.
func TestWatchersComeAndGo(t *testing.T) {
	s := NewSystem(Options{Workers: 1})
	watched := Spawn(s, do[int](func(*Context[int], int) {}))
	looks := 0
	come := func() (over *bool) {
		over = new(bool)
		watched.watch(watcher{func(error) runner { return nil }, func() bool { looks++; return *over }})
		return over
	}
	watchers := func() []watcher { return watched.actor.more.Load().watchers.Get() }
	var there []*bool
	for len(there) < 1000 || len(watchers()) < cap(watchers()) {
		there = append(there, come())
	}
	looks = 0
	const n = 10_000
	for i := range n {
		*there[i%len(there)] = true
		there[i%len(there)] = come()
	}
	if looks > 4*n || cap(watchers()) > 8*len(there) {
		t.Errorf("%d looks for %d who come and go, room for %d where %d are there",
			looks, n, cap(watchers()), len(there))
	}
}

// TestSeed: one worker and a seed give the same order each time, and another seed gives
// another.
func TestSeed(t *testing.T) {
	orders := map[string]bool{}
	for seed := range uint64(5) {
		run := func() string {
			var order []int
			synctest.Test(t, func(t *testing.T) {
				s := NewSystem(Options{Workers: 1, Seed: seed + 1})
				all := make([]Ref[int], 10)
				for i := range all {
					all[i] = Spawn(s, do[int](func(c *Context[int], m int) {
						order = append(order, i)
						if m > 0 {
							Send(c, all[(i+1)%10], m-1)
							Send(c, all[(i+3)%10], m-1)
							c.After(time.Second, 0)
						}
					}))
				}
				for i := range all {
					send(t, all[i], 3)
				}
				go func() { time.Sleep(time.Minute); s.Shutdown(bg) }()
				if err := s.Run(bg); err != nil {
					t.Error(err)
				}
			})
			return fmt.Sprint(order)
		}
		first := run()
		for range 3 {
			if got := run(); got != first {
				t.Errorf("seed %d gives\n%v, and then\n%v", seed+1, first, got)
			}
		}
		orders[first] = true
	}
	if len(orders) != 5 {
		t.Errorf("5 seeds give %d orders", len(orders))
	}
}
