package event_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/event"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// TestAllocations: none on any path but Waiter, once it was taken.
func TestAllocations(t *testing.T) {
	testenv.CountsAllocations(t)
	var e event.Event
	var k tokens
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	w := e.Waiter()
	task := diatomic.WakerFunc(func() {})
	looks := 0
	sleeps := func() bool { // is notified by itself, and so sleeps and goes on
		if looks++; looks%3 == 2 {
			e.Notify(1)
		}
		return looks%3 == 0
	}
	for _, test := range []struct {
		name string
		call func()
	}{
		{"Notify", func() { e.Notify(1) }},
		{"NotifyAll", func() { e.NotifyAll() }},
		{"Wait, holds", func() { k.put(1); e.Wait(bg, k.try) }},
		{"Wait", func() { e.Wait(bg, sleeps) }},
		{"Wait, cancellable", func() { e.Wait(ctx, sleeps) }},
		{"WaitTimeout", func() { e.WaitTimeout(time.Hour, sleeps) }},
		{"WaitTimeout, over", func() { e.WaitTimeout(1, k.try) }},
		{"WaitUntil", func() {
			event.WaitUntil(bg, &e, func() (int, bool) { return 1, sleeps() })
		}},
		{"Ready", func() {
			c := w.Ready(k.some)
			e.Notify(1)
			<-c
		}},
		{"Ready, holds", func() { k.put(1); <-w.Ready(k.some); k.try() }},
		{"Ready, Cancel", func() { w.Ready(k.some); w.Cancel() }},
		{"Poll, false, woken", func() { w.Poll(task, k.try); e.Notify(1) }},
		{"Poll, true", func() { k.put(1); w.Poll(task, k.try) }},
	} {
		if allocs := testing.AllocsPerRun(100, test.call); allocs != 0 {
			t.Errorf("%s: %v allocations", test.name, allocs)
		}
	}
}

// TestParkedAllocations: none for waits that really park and are woken by another
// goroutine.
func TestParkedAllocations(t *testing.T) {
	testenv.CountsAllocations(t)
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	for name, wait := range map[string]func(e *event.Event, k *tokens){
		"Wait":              func(e *event.Event, k *tokens) { e.Wait(bg, k.try) },
		"Wait, cancellable": func(e *event.Event, k *tokens) { e.Wait(ctx, k.try) },
		"WaitTimeout":       func(e *event.Event, k *tokens) { e.WaitTimeout(time.Hour, k.try) },
	} {
		var ping, pong event.Event
		var there, back tokens
		over := make(chan struct{})
		var stop atomic.Bool
		go func() {
			defer close(over)
			for !stop.Load() {
				ping.Wait(bg, there.try)
				back.put(1)
				pong.Notify(1)
			}
		}()
		trip := func() {
			there.put(1)
			ping.Notify(1)
			wait(&pong, &back)
		}
		if allocs := testing.AllocsPerRun(1000, trip); allocs >= 0.01 {
			t.Errorf("%s: %v allocations per round trip", name, allocs)
		}
		stop.Store(true)
		trip()
		<-over
	}
}
