package main

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// In these, time stands still unless all goroutines of the bubble sleep: a lost wake-up
// is a deadlock, which synctest reports.

func TestGetSleeps(t *testing.T) {
	each(t, func(t *testing.T, make func(int) *Queue[int]) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			q := make(1)
			got := 0
			go func() { got, _ = q.Get(ctx) }()
			synctest.Wait() // it sleeps
			if got != 0 {
				t.Fatal("got an item from an empty queue")
			}
			q.TryPut(7)
			synctest.Wait()
			if got != 7 {
				t.Errorf("got %d, want 7", got)
			}

			var err error
			go func() { _, err = q.Get(ctx) }()
			synctest.Wait()
			cancel()
			synctest.Wait()
			if err != context.Canceled {
				t.Errorf("got %v, want %v", err, context.Canceled)
			}
		})
	})
}

func TestGetDeadline(t *testing.T) {
	each(t, func(t *testing.T, make func(int) *Queue[int]) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
			defer cancel()
			start := time.Now()
			_, err := make(1).Get(ctx)
			if took := time.Since(start); took != time.Hour || err != context.DeadlineExceeded {
				t.Errorf("%v after %v", err, took)
			}
		})
	})
}

func TestGetTimeout(t *testing.T) {
	each(t, func(t *testing.T, make func(int) *Queue[int]) {
		synctest.Test(t, func(t *testing.T) {
			q := make(1)
			start := time.Now()
			if v, ok := q.GetTimeout(time.Hour); ok {
				t.Errorf("got %d from an empty queue", v)
			}
			if took := time.Since(start); took != time.Hour {
				t.Errorf("timed out after %v", took)
			}
			time.AfterFunc(time.Minute, func() { q.TryPut(7) })
			start = time.Now()
			if v, ok := q.GetTimeout(time.Hour); v != 7 || !ok {
				t.Errorf("got %d, %v", v, ok)
			}
			if took := time.Since(start); took != time.Minute {
				t.Errorf("got it after %v", took)
			}
		})
	})
}

// A select takes ticks while there is nothing, then the item.
func TestReady(t *testing.T) {
	each(t, func(t *testing.T, make func(int) *Queue[int]) {
		synctest.Test(t, func(t *testing.T) {
			q := make(1)
			tick := time.NewTicker(time.Second)
			defer tick.Stop()
			time.AfterFunc(3500*time.Millisecond, func() { q.TryPut(7) })
			for ticks := 0; ; {
				select {
				case <-q.Ready():
					if v, ok := q.TryGet(); v != 7 || !ok || ticks != 3 {
						t.Errorf("got %d, %v after %d ticks", v, ok, ticks)
					}
					return
				case <-tick.C:
					if ticks++; ticks > 3 {
						t.Fatal("the item doesn't come")
					}
				}
			}
		})
	})
}

func TestPutSleeps(t *testing.T) {
	each(t, func(t *testing.T, make func(int) *Queue[int]) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			q := make(1)
			q.TryPut(1)
			var err error
			put := func() { err = q.Put(ctx, 2) }

			go put()
			synctest.Wait() // no room: it sleeps
			if v, ok := q.TryGet(); v != 1 || !ok {
				t.Errorf("got %d, %v", v, ok)
			}
			synctest.Wait()
			if err != nil {
				t.Errorf("put: %v", err)
			}

			go put()
			synctest.Wait()
			cancel()
			synctest.Wait()
			if err != context.Canceled {
				t.Errorf("put: %v, want %v", err, context.Canceled)
			}
			if v, ok := q.TryGet(); v != 2 || !ok {
				t.Errorf("got %d, %v", v, ok)
			}
			if v, ok := q.TryGet(); ok {
				t.Errorf("got %d, which was given up", v)
			}
		})
	})
}

// That Ready takes an item out of the queue makes room in it, too.
func TestReadyMakesRoom(t *testing.T) {
	each(t, func(t *testing.T, make func(int) *Queue[int]) {
		synctest.Test(t, func(t *testing.T) {
			q := make(1)
			q.TryPut(1)
			done := false
			go func() {
				q.Put(t.Context(), 2)
				done = true
			}()
			synctest.Wait()
			<-q.Ready()
			synctest.Wait()
			if !done {
				t.Error("the producer still waits for room")
			}
		})
	})
}
