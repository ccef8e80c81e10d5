// Package semaphore has models of github.com/marusama/semaphore/v2.
package semaphore

import (
	"context"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/marusama/semaphore/v2"
)

// A semaphore of one is a lock.
func TestLock(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		s := semaphore.New(1)
		n := 0
		for range 3 {
			go func() {
				if err := s.Acquire(context.Background(), 1); err != nil {
					t.Error(err)
				}
				n++
				s.Release(1)
			}()
		}
	})
}

// A waiter that is cancelled takes nothing from the other one.
func TestCancel(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		s := semaphore.New(1)
		s.Acquire(nil, 1)
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan bool, 2)
		for _, ctx := range []context.Context{ctx, nil} {
			go func() {
				if s.Acquire(ctx, 1) == nil {
					s.Release(1)
				} else if ctx == nil {
					t.Error("cancelled, without a context")
				}
				done <- true
			}()
		}
		go cancel()
		s.Release(1)
		<-done
		<-done
		if n := s.GetCount(); n != 0 {
			t.Errorf("%d are taken", n)
		}
	})
}

// A waiter for two goes on when both the limit and a release have made room.
func TestLimit(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		s := semaphore.New(1)
		s.Acquire(nil, 1)
		go s.Acquire(nil, 2)
		go s.SetLimit(2)
		s.Release(1)
	})
}
