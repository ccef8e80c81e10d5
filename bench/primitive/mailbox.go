package main

import "sync/atomic"

// An actor's mailbox: the notifier that moves the state from 0 to 1 schedules the actor,
// as a new goroutine, which runs until there is nothing left to do.
var mailboxPeer = &peer{
	name: "mailbox", text: "actor mailbox: schedule on 0 → 1",
	renotify: func() func(int) {
		m := &mailbox{run: func() {}}
		m.state.Store(1) // scheduled
		return func(n int) { mailboxNotify(m, n) }
	},
	pingPong: map[string]sides{
		"plain": func(turn *atomic.Uint32, n int) [2]func() {
			m := new([2]mailbox)
			for me := range m {
				done := make(chan struct{}, 1)
				m[me].done = done
				m[me].run = mailboxTurn(&m[me], &m[1-me], turn, uint32(me), n)
			}
			return two(func(me uint32) {
				m[me].notify()
				<-m[me].done
			})
		},
	},
	actors: func(n int) actors { return make(mailboxActors, n) },
}

type mailbox struct {
	state atomic.Uint32
	run   func()
	done  chan struct{}

	wakes, spurious int // of the running actor
}

func (m *mailbox) notify() {
	if m.state.CompareAndSwap(0, 1) {
		go m.run()
	}
}

func mailboxNotify(m *mailbox, n int) {
	for n /= 8; n > 0; n-- {
		m.notify()
		m.notify()
		m.notify()
		m.notify()
		m.notify()
		m.notify()
		m.notify()
		m.notify()
	}
}

func mailboxTurn(mine, other *mailbox, turn *atomic.Uint32, me uint32, n int) func() {
	left := n // of the running actor
	return func() {
		for {
			if turn.Load() == me && left > 0 {
				left--
				turn.Store(1 - me)
				other.notify()
				if left == 0 {
					mine.done <- struct{}{}
					return // and stay scheduled
				}
			}
			mine.state.Store(0)
			if turn.Load() != me || !mine.state.CompareAndSwap(0, 1) {
				return
			}
		}
	}
}

type mailboxActors []mailbox

func (a mailboxActors) Start(i int, ready func() bool, run func()) {
	m := &a[i]
	m.run = func() {
		m.wakes++
		if !ready() {
			m.spurious++
		}
		for {
			for ready() {
				run()
			}
			m.state.Store(0)
			if !ready() || !m.state.CompareAndSwap(0, 1) {
				return
			}
		}
	}
}

func (a mailboxActors) Notify(i int) { a[i].notify() }

func (a mailboxActors) Wakes(i int) (wakes, spurious int) { return a[i].wakes, a[i].spurious }
