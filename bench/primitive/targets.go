package main

import (
	"fmt"

	"github.com/diatomic-go/diatomic/bench/internal/page"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

// The figures of the anchors are times on a machine where one read-modify-write takes
// this long.
const anchorRMW = 5.4

func (r *report) targets() []page.Target {
	d := r.data
	add, cas := d.Get("ns/op", "Unit/op=add"), d.Get("ns/op", "Unit/op=failedCAS")
	idle := func(g int) []float64 { return d.Get("ns/op", "IdleNotify/peer=sink/goroutines=%d", g) }
	ping := func(parker, kind string) []float64 {
		return stats.Ratios(d.Of(parker, "ns/op", "PingPong/wait=%s/peer=sink", kind),
			d.Of(parker, "ns/op", "PingPong/wait=%s/peer=cap1", kind))
	}
	reply := stats.Ratios(d.Get("ns/op", "Reply/peer=sink"), d.Get("ns/op", "Reply/peer=cap1"))
	callback := func(name string) []float64 { return stats.Ratios(d.Get("ns/op", "%s/peer=sink", name), add) }
	rmw := func(name string) []float64 { return d.Get("rmw/op", "RMW/path=%s/peer=sink", name) }
	return []page.Target{
		{Text: "idle notify / failed compare-and-swap", Limit: 0.15, Ratio: stats.Ratios(idle(1), cas)},
		{Text: "register the same waker + notify a counting one / atomic add", Limit: 4.6, Ratio: callback("Same")},
		{Text: "ping-pong / through two channels, runtime parker", Limit: 0.90, Ratio: ping("runtime", "plain")},
		{Text: "ping-pong / through two channels, portable parker", Limit: 1.15, Ratio: ping("portable", "plain")},
		{
			Text:  "ping-pong with a context / two-way select, runtime parker",
			Limit: 0.65,
			Ratio: ping("runtime", "context"),
		},
		{Text: "ping-pong with a new context each time / two-way select, runtime parker", Limit: 1.05,
			Ratio: ping("runtime", "fresh")},
		{Text: "request and reply / through a channel in a two-way select, runtime parker", Limit: 1.3, Ratio: reply},
		{Text: "idle notify, throughput of 2 goroutines / of 1", Limit: 1.8, AtLeast: true,
			Ratio: stats.Ratios(idle(1), idle(2))},
		{Text: "read-modify-writes of an idle notify", Limit: 0, Ratio: rmw("IdleNotify")},
		{Text: "read-modify-writes of register the same waker + notify", Limit: 3, Ratio: rmw("Same")},
		{Text: "read-modify-writes of register another waker + notify", Limit: 3, Ratio: rmw("Alternate")},
		{
			Text:  "allocations of register another waker + notify",
			Limit: 0,
			Ratio: d.Get("allocs/op", "Alternate/peer=sink"),
		},
		{Text: "aim: same waker, 22 ns of the anchors / atomic add", Limit: 22 / anchorRMW, Aim: true,
			Ratio: callback("Same")},
		{Text: "aim: two wakers in turn, 24 ns of the anchors / atomic add", Limit: 24 / anchorRMW, Aim: true,
			Ratio: callback("Alternate")},
		{Text: "aim: register + unregister, 11 ns of the anchors / atomic add", Limit: 11 / anchorRMW, Aim: true,
			Ratio: callback("Unregister")},
		{Text: "aim: ping-pong / through two channels, runtime parker", Limit: 0.7, Aim: true,
			Ratio: ping("runtime", "plain")},
	}
}

func (r *report) targetTable() string {
	text := page.TargetTable(r.targets(), r.data.Quick())
	if text == "" {
		return ""
	}
	return text + fmt.Sprintf("\nAn aim is a time that was measured on another machine, "+
		"as a ratio to its read-modify-write of %.1f ns.\n", anchorRMW)
}
