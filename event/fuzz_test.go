package event_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/event"
)

// FuzzOperations plays a sequence of calls, and compares what becomes of each waiter with
// a slice in which they stand in order.
func FuzzOperations(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 4, 4, 4, 4})
	f.Add([]byte{0, 0, 0, 6, 0, 14, 4, 4, 22, 4, 4})
	f.Add([]byte{1, 3, 0, 8, 4, 5, 8, 5, 6, 7, 3, 9, 4})
	f.Add([]byte{2, 0, 2, 9, 5, 5, 0, 3, 13, 21, 7, 6, 6, 4})
	f.Fuzz(func(t *testing.T, ops []byte) {
		if len(ops) > 100 {
			ops = ops[:100]
		}
		synctest.Test(t, func(t *testing.T) { play(t, ops) })
	})
}

// player is a waiter that wants one token.
type player struct {
	number int
	took   chan bool // true: it has the token, false: it has given up
	cancel func()    // nil if it can't be cancelled
	timed  bool
}

func play(t *testing.T, ops []byte) {
	var e event.Event
	var k tokens
	var line []*player
	tokens, number := 0, 0
	// goes says that the next step lets this one go on.
	goes := func(p *player, took bool) {
		t.Helper()
		synctest.Wait()
		select {
		case got := <-p.took:
			if got != took {
				t.Fatalf("waiter %d took: %t", p.number, got)
			}
		default:
			t.Fatalf("waiter %d doesn't go on", p.number)
		}
		if took {
			tokens--
		}
		line = slices.DeleteFunc(line, func(q *player) bool { return p == q })
	}
	first := func(n int) []*player { return slices.Clone(line[:min(n, len(line))]) }
	for _, op := range ops {
		what, n := op%10, int(op/10)%4+1
		switch what {
		case 0, 1, 2, 3:
			p := &player{number: number, took: make(chan bool, 1)}
			number++
			line = append(line, p)
			switch what {
			case 0:
				go func() { p.took <- e.Wait(bg, k.try) == nil }()
			case 1:
				ctx, cancel := context.WithCancel(bg)
				p.cancel = cancel
				go func() { p.took <- e.Wait(ctx, k.try) == nil }()
			case 2:
				p.timed = true
				go func() { p.took <- e.WaitTimeout(time.Hour, k.try) }()
			case 3:
				task(&e, &k, p)
			}
			if tokens > 0 {
				goes(p, true)
			}
		case 4:
			k.put(1)
			tokens++
			e.Notify(1)
			for _, p := range first(1) {
				goes(p, true)
			}
		case 5:
			k.put(1)
			tokens++
		case 6, 7:
			if tokens > 0 {
				n = min(n, tokens) // otherwise some of them would be faster
			}
			if what == 7 && tokens == 0 {
				e.NotifyAll()
				break
			}
			e.Notify(n)
			if tokens > 0 {
				for _, p := range first(n) {
					goes(p, true)
				}
			}
		case 8:
			for i := range line {
				if p := line[(i+n)%len(line)]; p.cancel != nil {
					p.cancel()
					goes(p, tokens > 0 && !p.timed)
					break
				}
			}
		case 9:
			if tokens == 0 {
				time.Sleep(time.Hour)
				for _, p := range first(len(line)) {
					if p.timed {
						goes(p, false)
					}
				}
			}
		}
		synctest.Wait()
		for _, p := range line {
			if len(p.took) > 0 {
				t.Fatalf("waiter %d goes on, after %d", p.number, op)
			}
		}
		if got := int(k.n.Load()); got != tokens {
			t.Fatalf("%d tokens, want %d", got, tokens)
		}
	}
	k.put(len(line))
	e.NotifyAll()
	for _, p := range line {
		if !<-p.took {
			t.Fatalf("waiter %d gave up", p.number)
		}
	}
}

// task makes p a task.
func task(e *event.Event, k *tokens, p *player) {
	woken, over := make(chan struct{}, 1), make(chan struct{})
	p.cancel = func() { close(over) }
	w := e.Waiter()
	go func() {
		waker := diatomic.WakerFunc(func() { woken <- struct{}{} })
		for !w.Poll(waker, k.try) {
			select {
			case <-woken:
			case <-over:
				w.Cancel()
				p.took <- k.try()
				return
			}
		}
		p.took <- true
	}()
}
