package main

import (
	"fmt"

	"github.com/diatomic-go/diatomic/bench/internal/rmw"
)

// shape is so many rigs at once, each of so many senders and a receiver.
type shape struct{ rigs, senders int }

func (s shape) name() string { return fmt.Sprintf("rigs=%d/senders=%d", s.rigs, s.senders) }

var (
	shapes     = []shape{{61, 13}, {1, 1}, {1, 4}, {1, 13}}
	capacities = []int{1, 10, 100, 1000}
	balls      = []int{1, 7, 41, 241}
)

// courts is how many there are at once in pinball.
const courts = 61

// message is a type of messages.
type message struct {
	name, text string
	rig        func(*peer) func(capacity int) rig
}

var messages = []message{
	{"int", "int", func(p *peer) func(int) rig { return p.ints }},
	{"64B", "64 bytes", func(p *peer) func(int) rig { return p.larges }},
}

// can reports whether the peer may have so many senders.
func (p *peer) can(senders int) bool { return p.senders == 0 || senders <= p.senders }

// paths are for counting read-modify-writes: nobody else is there, and nothing blocks.
func paths() []rmw.Path {
	const n = 8
	var paths []rmw.Path
	for _, p := range peers {
		there, both := p.ints(1000), p.ints(1000)
		paths = append(paths,
			rmw.Path{Name: "path=send/peer=" + p.name, Ops: n, Run: func() { there.send(n) }},
			rmw.Path{Name: "path=both/peer=" + p.name, Ops: n, Run: func() {
				both.send(n)
				both.receive(n)
			}})
	}
	return paths
}
