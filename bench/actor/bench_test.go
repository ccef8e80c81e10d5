package main

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

// run has so many balls make hops hops together, b.N or a few more, and measures it.
func run(b *testing.B, p *peer, plan plan, balls int, at func(ball int) int) {
	var out atomic.Int64
	home := make(chan struct{}, 1)
	plan.home = func(int) {
		if out.Add(-1) == 0 {
			home <- struct{}{}
		}
	}
	f := p.field(plan)
	defer f.stop()
	out.Store(int64(plan.n)) // each node gets a message first, and has gone to sleep when the time begins
	for i := range plan.n {
		f.serve(i, 0)
	}
	<-home
	pass := func(hops int) {
		out.Store(int64(balls))
		for i := range balls {
			f.serve(at(i), hops-1)
		}
		<-home
	}
	pass(2)
	hops := max(b.N/balls, 1)
	b.ReportAllocs()
	b.ResetTimer()
	start := time.Now()
	pass(hops)
	b.ReportMetric(float64(hops*balls)/time.Since(start).Seconds()/1e6, "M/s")
}

func each(b *testing.B, name string, f func(b *testing.B, p *peer)) {
	for i := range peers {
		p := &peers[i]
		b.Run(fmt.Sprintf("%speer=%s", name, p.name), func(b *testing.B) { f(b, p) })
	}
}

// BenchmarkPinball: complete graphs of 13 nodes, through which balls walk at random.
func BenchmarkPinball(b *testing.B) {
	for _, balls := range balls {
		each(b, fmt.Sprintf("balls=%d/", balls), func(b *testing.B, p *peer) {
			run(b, p, plan{n: courts * nodes, room: balls, next: func(i int, d *dice) int {
				to := i/nodes*nodes + d.roll(nodes-1)
				if to >= i {
					to++
				}
				return to
			}}, courts*balls, func(ball int) int { return ball/balls*nodes + ball%balls%nodes })
		})
	}
}

// BenchmarkWalk: balls walk at random among all nodes.
func BenchmarkWalk(b *testing.B) {
	for _, n := range walks {
		for _, balls := range walkers {
			each(b, fmt.Sprintf("n=%d/balls=%d/", n, balls), func(b *testing.B, p *peer) {
				if p.name == "proto" && n > 100_000 || testing.Short() && n > 10_000 {
					b.Skip("takes too long to start")
				}
				run(b, p, plan{n: n, room: balls, next: func(_ int, d *dice) int { return d.roll(n) }}, balls,
					func(ball int) int { return ball * (n / balls) })
			})
		}
	}
}

// BenchmarkPing: two nodes, one ball.
func BenchmarkPing(b *testing.B) {
	each(b, "", func(b *testing.B, p *peer) {
		run(b, p, plan{n: 2, room: 1, next: func(i int, _ *dice) int { return 1 - i }}, 1, func(int) int { return 0 })
	})
}

// BenchmarkRing: a ball goes round a thousand nodes.
func BenchmarkRing(b *testing.B) {
	const n = 1000
	each(b, "", func(b *testing.B, p *peer) {
		next := func(i int, _ *dice) int { return (i + 1) % n }
		run(b, p, plan{n: n, room: 1, next: next}, 1, func(int) int { return 0 })
	})
}

// BenchmarkFunnel: in each of 61 rigs 13 nodes send to one, which sends back to them in
// turn.
func BenchmarkFunnel(b *testing.B) {
	const rig = nodes + 1
	each(b, "", func(b *testing.B, p *peer) {
		run(b, p, plan{n: courts * rig, room: 8 * nodes, next: func(i int, d *dice) int {
			if i%rig != 0 {
				return i / rig * rig
			}
			*d++
			return i + 1 + int(*d)%nodes
		}}, courts*nodes*8, func(ball int) int { return ball/(nodes*8)*rig + 1 + ball%nodes })
	})
}

// BenchmarkSkynet: a tree with a million leaves.
func BenchmarkSkynet(b *testing.B) {
	leaves := 1_000_000
	if testing.Short() {
		leaves = 10_000
	}
	each(b, "", func(b *testing.B, p *peer) {
		if p.skynet == nil {
			b.Skip("it has none")
		}
		for range b.N {
			if got, want := p.skynet(leaves), leaves*(leaves-1)/2; got != want {
				b.Fatalf("the sum is %d, want %d", got, want)
			}
		}
	})
}

// BenchmarkLatency: how long a message from outside takes, until it is received, while
// others walk among a thousand nodes.
func BenchmarkLatency(b *testing.B) {
	const n, load = 1000, 16
	each(b, "", func(b *testing.B, p *peer) {
		var f field
		var sent time.Time
		took, over := make(chan time.Duration, 1), make(chan struct{})
		var out atomic.Int64
		var quit atomic.Bool
		next := func(_ int, d *dice) int { return d.roll(n) }
		f = p.field(plan{n: n + 1, room: load + 1, next: next, home: func(i int) {
			switch {
			case i == n:
				took <- time.Since(sent)
			case !quit.Load():
				f.serve(i, n)
			case out.Add(-1) == 0:
				close(over)
			}
		}})
		defer f.stop()
		out.Store(load)
		for i := range load {
			f.serve(i*(n/load), n)
		}
		var all []time.Duration
		for range b.N {
			sent = time.Now()
			f.serve(n, 0)
			all = append(all, <-took)
		}
		quit.Store(true)
		<-over
		slices.Sort(all)
		b.ReportMetric(float64(all[len(all)/2]), "p50-ns")
		b.ReportMetric(float64(all[len(all)*99/100]), "p99-ns")
	})
}

// BenchmarkIdle: memory and time of a node, until it has received its first message.
func BenchmarkIdle(b *testing.B) {
	each(b, "", func(b *testing.B, p *peer) {
		n := idle
		if testing.Short() {
			n = 1000
		}
		for range b.N {
			before := inUse()
			start := time.Now()
			var out atomic.Int64
			out.Store(int64(n))
			home := make(chan struct{}, 1)
			f := p.field(plan{n: n, room: 1, home: func(int) {
				if out.Add(-1) == 0 {
					home <- struct{}{}
				}
			}})
			for i := range n {
				f.serve(i, 0)
			}
			<-home
			b.ReportMetric(float64(time.Since(start))/float64(n), "ns/node")
			b.ReportMetric((inUse()-before)/float64(n), "B/node")
			f.stop()
		}
	})
}

// inUse is the memory in heap and stacks.
func inUse() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapInuse + m.StackInuse)
}

// TestPeers runs each of them a little, so that the race detector sees it.
func TestPeers(t *testing.T) {
	for i := range peers {
		p := &peers[i]
		home := make(chan struct{}, 3)
		f := p.field(plan{n: 20, room: 3, next: func(_ int, d *dice) int { return d.roll(20) },
			home: func(int) { home <- struct{}{} }})
		for i := range 3 {
			f.serve(i, 500)
		}
		for range 3 {
			<-home
		}
		f.stop()
		if p.skynet != nil {
			if got := p.skynet(1000); got != 499500 {
				t.Errorf("%s: skynet gives %d", p.name, got)
			}
		}
	}
}

// A report is made of whatever there is.
func TestReport(t *testing.T) {
	d := stats.New()
	for _, p := range peers[:2] {
		d.Add(fmt.Sprintf("Pinball/balls=1/peer=%s", p.name), "M/s", 10, 20)
		d.Add(fmt.Sprintf("Ping/peer=%s", p.name), "M/s", 10, 20)
	}
	text := ""
	for _, s := range newReport(d).Sections[1:] {
		text += s.Text
	}
	if !strings.Contains(text, "| `actor` | 15.0 | 1.00 |") {
		t.Errorf("got\n%s", text)
	}
}
