package main

import (
	"strings"
	"sync"
	"testing"

	"github.com/diatomic-go/diatomic/bench/internal/page"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// Each message arrives once, and those of a sender in their order.
func TestPipes(t *testing.T) {
	testenv.Limit(t)
	const senders, n = 3, 1000
	for _, p := range peers {
		if p.pipe == nil {
			continue
		}
		for _, capacity := range []int{1, 3, 100} {
			c := p.pipe(capacity)
			for s := range senders {
				go func() {
					for i := range n {
						c.send(s*n + i)
					}
				}()
			}
			var next [senders]int
			for range senders * n {
				v := c.recv()
				s, i := v/n, v%n
				if i != next[s] {
					t.Fatalf("%s, capacity %d: got message %d of sender %d, want %d", p.name, capacity, i, s, next[s])
				}
				next[s]++
			}
		}
	}
}

// Rigs take as many as were sent, and all balls come home.
func TestRigsAndCourts(t *testing.T) {
	testenv.Limit(t)
	for _, p := range peers {
		for _, m := range messages {
			r := m.rig(p)(2)
			senders := 3
			if !p.can(senders) {
				senders = 1
			}
			for range senders {
				go r.send(500)
			}
			r.receive(500 * senders)
		}
		if p.court == nil {
			continue
		}
		const balls, hops = 5, 300
		c := p.court(balls)
		var home, done sync.WaitGroup
		home.Add(balls)
		for i := range nodes {
			done.Go(func() { c.node(i, home.Done) })
		}
		for i := range balls {
			c.serve(i, hops)
		}
		home.Wait()
		c.stop()
		done.Wait()
	}
	for _, p := range unboundedPeers {
		const senders, n = 3, 100 * lot
		for _, m := range messages {
			r := credited(m.rig(p)(0))
			for range senders {
				go r.send(n)
			}
			r.receive(senders * n)
		}
	}
	for _, u := range uses {
		for _, p := range u.peers {
			const senders = 3
			r := p.ints(1)
			for range senders {
				go r.send(500)
			}
			r.receive(500 * senders)
		}
	}
}

// The balls go everywhere but to where they are.
func TestDice(t *testing.T) {
	for me := range nodes {
		d := dice(me + 1)
		var seen [nodes]bool
		for range 1000 {
			seen[d.other(me)] = true
		}
		for i, s := range seen {
			if s != (i != me) {
				t.Errorf("from node %d to %d: %v", me, i, s)
			}
		}
	}
}

// A report is made of whatever there is.
func TestReport(t *testing.T) {
	d := stats.New()
	d.Add("Funnel/rigs=61/senders=13/msg=int/cap=100/peer=mpsc", "M/s", 50, 60)
	d.Add("Funnel/rigs=61/senders=13/msg=int/cap=100/peer=chan", "M/s", 20, 40)
	d.Add("Contexts/ctx=own/rigs=1/senders=4/cap=1/peer=mpsc", "M/s", 3, 4)
	d.Add("Contexts/ctx=own/rigs=1/senders=4/cap=1/peer=select", "M/s", 2, 5)
	d.Add("Pinball/balls=7/peer=mpsc", "M/s", 10)
	d.Add("Pinball/balls=7/peer=chan", "M/s", 10)
	d.Add("Unbounded/senders=4/msg=int/peer=unbounded", "M/s", 30)
	d.Add("Unbounded/senders=4/msg=int/peer=umpsc", "M/s", 10)
	r := newReport(d)
	var out strings.Builder
	if page.PrintTargets(&out, r.Targets, false) || strings.Count(out.String(), "MISSED") != 1 ||
		strings.Count(out.String(), "\nok") != 3 {
		t.Errorf("three targets hold and one doesn't:\n%s", out.String())
	}
	for _, want := range []string{
		"| funnel, 61 rigs of 13 senders each, capacity 100 | at least 2 | 2 | yes |",
		"| ÷ `select`: funnel, one rig of 4 senders, capacity 1, a context for each goroutine | at least 1 | 1.15 | yes |",
		"| ÷ `UMPSCQueue`: unbounded, 4 senders | at least 1 | 3 | yes |",
		"| pinball, balls: 7 | at least 1.30 | 1 | **no** |",
	} {
		if !strings.Contains(r.Table, want) {
			t.Errorf("want %q in\n%s", want, r.Table)
		}
	}
	for _, s := range r.Sections {
		switch s.Name {
		case "path", "memory", "funnel1":
			if s.Text != "" {
				t.Errorf("%s was not measured:\n%s", s.Name, s.Text)
			}
		}
	}
	if n := len(lined()); n > 7 {
		t.Errorf("%d lines in a picture can't be told apart", n)
	}
	if p := r.Pictures["pinball"]; len(p) != 1 || p[0].Plot == nil {
		t.Error("there is no picture of pinball")
	}
}
