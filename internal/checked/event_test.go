package checked

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/diatomic-go/diatomic/event"
	"github.com/diatomic-go/diatomic/interleave"
)

// semaphore counts, and waits by an event.
type semaphore struct {
	n     atomic.Int32
	event event.Event
}

func (s *semaphore) try() bool {
	for {
		n := s.n.Load()
		if n == 0 {
			return false
		}
		if s.n.CompareAndSwap(n, n-1) {
			return true
		}
	}
}

// permit is an operation of a semaphore: Acquire, AcquireCancelled, Try, and Release of
// so many.
type permit struct {
	op string
	n  int
}

func (p permit) String() string {
	if p.op == "Release" {
		return fmt.Sprintf("Release(%d)", p.n)
	}
	return p.op
}

func (s *semaphore) call(in permit) bool {
	ctx := context.Background()
	if in.op == "AcquireCancelled" {
		with, cancel := context.WithCancel(ctx)
		go cancel() // at any moment
		ctx = with
	}
	switch in.op {
	case "Release":
		s.n.Add(int32(in.n))
		if in.n == 1 {
			s.event.Notify(1)
		} else {
			s.event.NotifyAll()
		}
		return true
	case "Try":
		return s.event.WaitTimeout(0, s.try)
	}
	return s.event.Wait(ctx, s.try) == nil
}

// semaphoreSpec is a counter that doesn't go below zero.
var semaphoreSpec = interleave.Spec[int, permit, bool]{
	Init: func() int { return 0 },
	Step: func(n int, in permit, ok bool) (bool, int) {
		switch {
		case in.op == "Release":
			return true, n + in.n
		case ok:
			return n > 0, n - 1
		}
		return in.op == "AcquireCancelled" || n == 0, n
	},
	Blocks: func(n int, in permit) bool { return in.op == "Acquire" && n == 0 },
}

func testEvent(t *testing.T, calls int, goroutines ...[]permit) {
	t.Helper()
	interleave.Linearizable(t, semaphoreSpec, interleave.Object[*semaphore, permit, bool]{
		New:        func() *semaphore { return new(semaphore) },
		Call:       (*semaphore).call,
		Goroutines: goroutines,
		Calls:      calls,
	}, interleave.Options{Time: limit})
}

func TestLinearEvent(t *testing.T) {
	acquire := []permit{{"Acquire", 0}}
	testEvent(t, 1+more, acquire, acquire, []permit{{"Release", 1}, {"Release", 2}})
}

func TestLinearEventTwo(t *testing.T) {
	testEvent(t, 2+more, []permit{{"Acquire", 0}, {"Try", 0}}, []permit{{"Release", 1}})
}

func TestLinearEventCancelled(t *testing.T) {
	testEvent(t, 1+more, []permit{{"AcquireCancelled", 0}}, []permit{{"Release", 1}, {"Acquire", 0}})
}
