package waitset_test

import (
	"context"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/diatomic-go/diatomic"
)

func TestWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		set, m := letters()
		got := make(chan string)
		go func() {
			for range 3 {
				c, err := set.Wait(bg)
				if err != nil {
					t.Error(err)
				}
				got <- c
			}
		}()
		for _, c := range "abc" {
			synctest.Wait()
			notify(m, string(c))
			want(t, <-got, string(c))
		}
	})
}

func TestWaitCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		set, m := letters()
		ctx, cancel := context.WithCancel(bg)
		done := make(chan struct{})
		go func() {
			defer close(done)
			if c, err := set.Wait(ctx); err != context.Canceled || c != "" {
				t.Errorf("got %q, %v", c, err)
			}
		}()
		synctest.Wait()
		cancel()
		<-done
		notify(m, "ab")
		if c, err := set.Wait(ctx); err != nil || c != "a" {
			t.Errorf("ready under a cancelled context: got %q, %v", c, err)
		}
		for c := range set.All(ctx) {
			t.Errorf("All gave %q under a cancelled context", c)
		}
		want(t, try(set), "b")
	})
}

func TestWaitTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		set, m := letters()
		start := time.Now()
		if c, ok := set.WaitTimeout(time.Minute); ok {
			t.Errorf("got %q", c)
		}
		if d := time.Since(start); d != time.Minute {
			t.Errorf("took %v", d)
		}
		for _, d := range []time.Duration{0, -1, math.MinInt64} {
			if _, ok := set.WaitTimeout(d); ok {
				t.Errorf("%d: ready", d)
			}
			notify(m, "a")
			if c, ok := set.WaitTimeout(d); !ok || c != "a" {
				t.Errorf("%d: got %q, %t", d, c, ok)
			}
		}
		time.AfterFunc(time.Second, m["z"].Notify)
		if c, ok := set.WaitTimeout(time.Minute); !ok || c != "z" {
			t.Errorf("got %q, %t", c, ok)
		}
	})
}

func TestAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		set, m := letters()
		ctx, cancel := context.WithCancel(bg)
		go func() {
			for _, c := range "abc" {
				synctest.Wait()
				notify(m, string(c))
			}
			synctest.Wait()
			cancel()
		}()
		got := ""
		for c := range set.All(ctx) {
			got += c
		}
		want(t, got, "abc")
		notify(m, "xy")
		for c := range set.All(bg) {
			want(t, c, "x")
			break
		}
		want(t, try(set), "y")

		// The loop's body uses the set.
		notify(m, "abcd")
		got = ""
		for c := range set.All(bg) {
			next, _ := set.Try()
			if got += c + next; c == "c" {
				break
			}
		}
		want(t, got, "abcd")
	})
}

func TestReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		set, m := letters()
		tick := time.NewTicker(time.Second)
		time.AfterFunc(1500*time.Millisecond, m["k"].Notify)
		ticks := 0
		for got := ""; got == ""; {
			select {
			case <-set.Ready():
				got = try(set)
				want(t, got, "k")
			case <-tick.C:
				ticks++
			}
		}
		if ticks != 1 {
			t.Errorf("%d ticks", ticks)
		}
	})
}

func TestPoll(t *testing.T) {
	set, m := letters()
	woken := 0
	w := diatomic.WakerFunc(func() { woken++ })
	notify(m, "a")
	if c, ok := set.Poll(w); !ok || c != "a" {
		t.Errorf("got %q, %t", c, ok)
	}
	notify(m, "b")
	set.Try()
	if woken != 0 {
		t.Error("woken when nobody waited")
	}
	for i, c := range []string{"x", "y"} {
		if _, ok := set.Poll(w); ok {
			t.Error("ready")
		}
		notify(m, c+"z")
		if woken != i+1 {
			t.Errorf("woken %d times", woken)
		}
		want(t, try(set), c+"z")
	}
	set.Poll(w)
	set.Forget()
	notify(m, "q")
	if woken != 2 {
		t.Error("woken after Forget")
	}
	want(t, try(set), "q")
}
