package main

import "github.com/diatomic-go/diatomic/bench/internal/picture"

// kind is what takes its time: a wake-up or a message.
type kind struct {
	section, title string
	bench          string // its name in the rooms
	unit           string // what is sent
	arrives        string // when it is there
	peers          []peer
}

// peer is one that a room has.
type peer struct {
	room, parker, name string
	text               string       // in tables
	line               picture.Line // in pictures, unless it has no name
}

// Names are those of the rooms. What more than one room has is here once.
var kinds = []kind{
	{"wake", "Wake-ups", "WakeLatency", "notifications", "seen", []peer{
		{"primitive", "runtime", "sink", "**diatomic.WakeSink**",
			picture.Line{Name: "WakeSink", Color: picture.Ours}},
		{"primitive", "portable", "sink", "**the same, portable parker**",
			picture.Line{Name: "WakeSink, portable", Color: picture.Ours, Dashed: true}},
		{"event", "runtime", "event", "**event.Event**",
			picture.Line{Name: "event.Event", Color: picture.Light}},
		{"waitset", "runtime", "waitset", "**waitset.Set**, a source for each sender", picture.Line{}},
		{"mpsc", "runtime", "mpsc", "**mpsc**, capacity 1, as a signal", picture.Line{}},
		{"primitive", "runtime", "cap1", "`chan struct{}`, capacity 1",
			picture.Line{Name: "channel, capacity 1", Color: picture.Second}},
		{"primitive", "runtime", "cond", "`sync.Cond`, with its lock",
			picture.Line{Name: "sync.Cond", Color: picture.Others}},
		{"primitive", "runtime", "gvisor", "gVisor `pkg/sleep`",
			picture.Line{Name: "gVisor pkg/sleep", Color: picture.Others}},
		{"primitive", "runtime", "semaphore", "`x/sync/semaphore` and a flag", picture.Line{}},
		{"primitive", "runtime", "trigger", "`msync/trigger`", picture.Line{}},
		{"primitive", "runtime", "exsync", "`exsync.Event`", picture.Line{}},
		{"event", "runtime", "closed", "a channel, closed and replaced", picture.Line{}},
		{"waitset", "runtime", "select", "`reflect.Select`, a channel for each sender", picture.Line{}},
		{"primitive", "runtime", "mailbox", "actor mailbox: schedule on 0 → 1", picture.Line{}},
		{"event", "runtime", "lockfree", "a bare list of waiters, lock-free", picture.Line{}},
		{"event", "runtime", "locked", "the same, with a mutex", picture.Line{}},
		{"internal/latency", "runtime", "none", "for comparison: no consumer",
			picture.Line{Name: "no consumer", Color: picture.Others, Dashed: true}},
	}},
	{"message", "Messages", "MessageLatency", "messages", "received", []peer{
		{"mpsc", "runtime", "mpsc", "**mpsc**, `Recv`",
			picture.Line{Name: "mpsc, Recv", Color: picture.Ours}},
		{"mpsc", "runtime", "batch", "**mpsc**, `RecvBatch`",
			picture.Line{Name: "mpsc, RecvBatch", Color: picture.Light}},
		{"mpsc", "runtime", "chan", "Go channel",
			picture.Line{Name: "Go channel", Color: picture.Second}},
		{"mpsc", "runtime", "cond", "mutex, slice, `sync.Cond`",
			picture.Line{Name: "mutex, slice, sync.Cond", Color: picture.Others}},
		{"mpsc", "runtime", "xsync", "`xsync.MPMCQueue`, yielding",
			picture.Line{Name: "xsync.MPMCQueue", Color: picture.Others}},
		{"event", "runtime", "event", "`xsync.MPMCQueue`, an `event.Event` on both sides", picture.Line{}},
		{"event", "runtime", "semaphore", "`xsync.MPMCQueue`, two `x/sync/semaphore`", picture.Line{}},
		{"mpsc", "runtime", "select", "Go channel in a `select` with `ctx.Done()`",
			picture.Line{Name: "Go channel, context", Color: picture.Second, Dashed: true}},
		{"mpsc", "runtime", "mpscctx", "**mpsc**, `Recv`, cancellable context",
			picture.Line{Name: "mpsc, Recv, context", Color: picture.Ours, Dashed: true}},
	}},
}

// byBinary groups the peers of the same test binary.
func (k kind) byBinary() (groups [][]peer) {
next:
	for _, p := range k.peers {
		for i, g := range groups {
			if g[0].room == p.room && g[0].parker == p.parker {
				groups[i] = append(g, p)
				continue next
			}
		}
		groups = append(groups, []peer{p})
	}
	return groups
}
