package main

import (
	"flag"
	"fmt"
	"runtime"
	"sync"
	"testing"

	"github.com/diatomic-go/diatomic/bench/internal/rmw"
	"github.com/diatomic-go/diatomic/internal/figures"
)

func TestMain(m *testing.M) {
	rmw.Child(paths)
	flag.Parse()
	m.Run()
}

// crew is goroutines that start together, once all of them are there.
type crew struct {
	here, done sync.WaitGroup
	start      chan struct{}
}

func (c *crew) add(f func()) {
	if c.start == nil {
		c.start = make(chan struct{})
	}
	c.here.Add(1)
	c.done.Go(func() {
		c.here.Done()
		<-c.start
		f()
	})
}

// measure runs the crew until finish returns, in which n messages are received. The rest
// of what they need was made before.
func (c *crew) measure(b *testing.B, n int, finish func()) {
	c.here.Wait()
	runtime.GC()
	b.ResetTimer()
	cpu := figures.CPUTime()
	close(c.start)
	finish()
	b.StopTimer()
	cpu = figures.CPUTime() - cpu
	b.ReportMetric(float64(cpu)/float64(n), "cpu-ns/msg")
	b.ReportMetric(float64(n)/b.Elapsed().Seconds()/1e6, "M/s")
}

// BenchmarkFunnel: rigs at once, each of some senders in a tight loop and one receiver.
func BenchmarkFunnel(b *testing.B) {
	for _, s := range shapes {
		for _, m := range messages {
			for _, capacity := range capacities {
				for _, p := range peers {
					if p.can(s.senders) {
						b.Run(
							fmt.Sprintf("%s/msg=%s/cap=%d/peer=%s", s.name(), m.name, capacity, p.name),
							func(b *testing.B) {
								funnel(b, m.rig(p), s, capacity)
							},
						)
					}
				}
			}
		}
	}
}

func funnel(b *testing.B, newRig func(int) rig, s shape, capacity int) {
	rigs := make([]rig, s.rigs)
	for i := range rigs {
		rigs[i] = newRig(capacity)
	}
	crewFor := func(n int) *crew {
		c := new(crew)
		for _, r := range rigs {
			c.add(func() { r.receive(n * s.senders) })
			for range s.senders {
				c.add(func() { r.send(n) })
			}
		}
		return c
	}
	warm := crewFor(1) // what a channel makes at its first use isn't part of the time
	close(warm.start)
	warm.done.Wait()
	n := max(b.N/(s.rigs*s.senders), 1)
	c := crewFor(n)
	c.measure(b, n*s.senders*s.rigs, c.done.Wait)
}

// BenchmarkContexts: the funnel of one rig at capacity 1, by how goroutines use contexts
// that can be cancelled.
func BenchmarkContexts(b *testing.B) {
	for _, u := range uses {
		for _, s := range contextShapes {
			for _, p := range u.peers {
				b.Run(contextsName(u, s, p.name), func(b *testing.B) {
					b.ReportAllocs()
					funnel(b, p.ints, s, 1)
				})
			}
		}
	}
}

// BenchmarkPinball: complete graphs of 13 nodes, through which balls walk at random. No
// send blocks.
func BenchmarkPinball(b *testing.B) {
	for _, balls := range balls {
		for _, p := range peers {
			if p.court != nil {
				b.Run(fmt.Sprintf("balls=%d/peer=%s", balls, p.name), func(b *testing.B) { pinball(b, p, balls) })
			}
		}
	}
}

func pinball(b *testing.B, p *peer, balls int) {
	var (
		c          crew
		home, done sync.WaitGroup
		all        []court
	)
	// First each node gets a message, so that it was there and has gone to sleep when the
	// time begins.
	home.Add(courts * nodes)
	for range courts {
		court := p.court(balls)
		all = append(all, court)
		for i := range nodes {
			done.Go(func() { court.node(i, home.Done) })
			court.serve(i, 0)
		}
	}
	home.Wait()
	home.Add(courts * balls)
	hops := max(b.N/(courts*balls), 1)
	for _, court := range all {
		c.add(func() {
			for i := range balls {
				court.serve(i%nodes, hops-1)
			}
		})
	}
	c.measure(b, hops*courts*balls, home.Wait)
	for _, court := range all {
		court.stop()
	}
	done.Wait()
}

// BenchmarkUnbounded: channels without a bound, whose backlog the rig bounds by credits;
// their round trips, and pinball.
func BenchmarkUnbounded(b *testing.B) {
	for _, senders := range unboundedSenders {
		for _, m := range messages {
			for _, p := range unboundedPeers {
				b.Run(fmt.Sprintf("senders=%d/msg=%s/peer=%s", senders, m.name, p.name), func(b *testing.B) {
					b.ReportAllocs()
					r := credited(m.rig(p)(0))
					n := max(b.N/senders/lot, 1) * lot
					crewFor := func(n int) *crew {
						c := new(crew)
						c.add(func() { r.receive(n * senders) })
						for range senders {
							c.add(func() { r.send(n) })
						}
						return c
					}
					warm := crewFor(credits)
					close(warm.start)
					warm.done.Wait()
					c := crewFor(n)
					c.measure(b, n*senders, c.done.Wait)
				})
			}
		}
	}
	for _, p := range unboundedPeers {
		b.Run("path=free/peer="+p.name, func(b *testing.B) { free(b, p) })
		b.Run("path=roundtrip/peer="+p.name, func(b *testing.B) { roundTrip(b, p) })
	}
	for _, n := range balls {
		for _, p := range unboundedPeers {
			b.Run(fmt.Sprintf("balls=%d/peer=%s", n, p.name), func(b *testing.B) { pinball(b, p, n) })
		}
	}
}

// free sends and receives eight messages at a time, in one goroutine.
func free(b *testing.B, p *peer) {
	r := p.ints(1000)
	b.ReportAllocs()
	b.ResetTimer()
	for left := b.N; left > 0; left -= 8 {
		r.send(min(left, 8))
		r.receive(min(left, 8))
	}
}

// roundTrip sends a message there and back.
func roundTrip(b *testing.B, p *peer) {
	there, back := p.ints(1), p.ints(1)
	var c crew
	c.add(func() {
		for range b.N {
			there.receive(1)
			back.send(1)
		}
	})
	c.add(func() {
		for range b.N {
			there.send(1)
			back.receive(1)
		}
	})
	b.ReportAllocs()
	c.measure(b, 2*b.N, c.done.Wait)
}

// BenchmarkPath: time and allocations of a message where nobody blocks, where the
// receiver sleeps each time (two messages and two sleepers for a round trip), and where
// senders do.
func BenchmarkPath(b *testing.B) {
	for _, p := range peers {
		b.Run("path=free/peer="+p.name, func(b *testing.B) { free(b, p) })
	}
	for _, p := range peers {
		b.Run("path=roundtrip/peer="+p.name, func(b *testing.B) { roundTrip(b, p) })
	}
	for _, p := range peers {
		if p.can(4) {
			b.Run("path=full/peer="+p.name, func(b *testing.B) {
				b.ReportAllocs()
				funnel(b, p.ints, shape{1, 4}, 1)
			})
		}
	}
}

// BenchmarkMemory: what a channel takes that was full once. Run it with -benchtime=1x.
func BenchmarkMemory(b *testing.B) {
	memoryOfUnbounded(b)
	for _, m := range messages {
		for _, capacity := range capacities {
			for _, p := range peers {
				if !p.variant {
					b.Run(fmt.Sprintf("msg=%s/cap=%d/peer=%s", m.name, capacity, p.name), func(b *testing.B) {
						for range b.N {
							memory(b, m.rig(p), capacity)
						}
					})
				}
			}
		}
	}
}

func memoryOfUnbounded(b *testing.B) {
	for _, p := range unboundedPeers {
		if !p.variant {
			b.Run("unbounded/peer="+p.name, func(b *testing.B) {
				for range b.N {
					memory(b, p.ints, 1)
				}
			})
		}
	}
}

func memory(b *testing.B, newRig func(int) rig, capacity int) {
	const n = 1000
	channels := make([]any, n)
	before := heap()
	for i := range channels {
		r := newRig(capacity)
		for range 2 { // what has two halves, in both
			r.send(capacity)
			r.receive(capacity)
		}
		channels[i] = r.channel
	}
	b.ReportMetric((heap()-before)/n, "B/channel")
	runtime.KeepAlive(channels)
}

func heap() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}
