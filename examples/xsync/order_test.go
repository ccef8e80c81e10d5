package main

import (
	"testing"
	"testing/synctest"

	"github.com/puzpuzpuz/xsync/v4"
)

// slow gives everybody the time to fall asleep again before it does anything: a
// notification before the change that it tells of would be lost.
type slow struct{ nonBlocking[int] }

func (q slow) TryEnqueue(v int) bool {
	synctest.Wait()
	return q.nonBlocking.TryEnqueue(v)
}

// slowOut is slow at the other end.
type slowOut struct{ nonBlocking[int] }

func (q slowOut) TryDequeue() (int, bool) {
	synctest.Wait()
	return q.nonBlocking.TryDequeue()
}

func TestPutThenNotify(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := NewQueue[int](slow{xsync.NewSPSCQueue[int](1)})
		got := 0
		go func() { got, _ = q.Get(t.Context()) }()
		synctest.Wait()
		q.TryPut(7)
		synctest.Wait()
		if got != 7 {
			t.Errorf("got %d, want 7", got)
		}
	})
}

func TestGetThenNotify(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := NewQueue[int](slowOut{xsync.NewSPSCQueue[int](1)})
		q.TryPut(1)
		done := false
		go func() {
			q.Put(t.Context(), 2)
			done = true
		}()
		synctest.Wait()
		q.TryGet()
		synctest.Wait()
		if !done {
			t.Error("the producer still waits for room")
		}
	})
}
