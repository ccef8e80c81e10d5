package main

import "fmt"

// target is a ratio that is to hold.
type target struct {
	text    string
	limit   float64
	atLeast bool
	aim     bool // from the anchors: measured on another machine, in its units
	ratio   []float64
}

// The figures of the anchors are times on a machine where one read-modify-write takes this long.
const anchorRMW = 5.4

func (r *report) targets() []target {
	d := r.data
	add, cas := d.get("ns/op", "Unit/op=add"), d.get("ns/op", "Unit/op=failedCAS")
	idle := func(g int) []float64 { return d.get("ns/op", "IdleNotify/peer=sink/goroutines=%d", g) }
	ping := func(parker, kind string) []float64 {
		return ratios(d.of(parker, "ns/op", "PingPong/wait=%s/peer=sink", kind),
			d.of(parker, "ns/op", "PingPong/wait=%s/peer=cap1", kind))
	}
	callback := func(name string) []float64 { return ratios(d.get("ns/op", "%s/peer=sink", name), add) }
	rmw := func(name string) []float64 { return d.get("rmw/op", "RMW/path=%s/peer=sink", name) }
	return []target{
		{text: "idle notify / failed compare-and-swap", limit: 0.15, ratio: ratios(idle(1), cas)},
		{text: "register the same waker + notify a counting one / atomic add", limit: 4.6, ratio: callback("Same")},
		{text: "ping-pong / through two channels, runtime parker", limit: 0.90, ratio: ping("runtime", "plain")},
		{text: "ping-pong / through two channels, portable parker", limit: 1.15, ratio: ping("portable", "plain")},
		{text: "ping-pong with a context / two-way select, runtime parker", limit: 0.65, ratio: ping("runtime", "context")},
		{text: "idle notify, throughput of 2 goroutines / of 1", limit: 1.8, atLeast: true, ratio: ratios(idle(1), idle(2))},
		{text: "read-modify-writes of an idle notify", limit: 0, ratio: rmw("IdleNotify")},
		{text: "read-modify-writes of register the same waker + notify", limit: 3, ratio: rmw("Same")},
		{text: "read-modify-writes of register another waker + notify", limit: 3, ratio: rmw("Alternate")},
		{text: "allocations of register another waker + notify", limit: 0, ratio: d.get("allocs/op", "Alternate/peer=sink")},
		{text: "aim: same waker, 22 ns of the anchors / atomic add", limit: 22 / anchorRMW, aim: true, ratio: callback("Same")},
		{text: "aim: two wakers in turn, 24 ns of the anchors / atomic add", limit: 24 / anchorRMW, aim: true, ratio: callback("Alternate")},
		{text: "aim: register + unregister, 11 ns of the anchors / atomic add", limit: 11 / anchorRMW, aim: true, ratio: callback("Unregister")},
		{text: "aim: ping-pong / through two channels, runtime parker", limit: 0.7, aim: true, ratio: ping("runtime", "plain")},
	}
}

// met compares the median with the limit, as the table shows them.
func (t target) met() bool {
	m := median(t.ratio)
	if t.atLeast {
		return m >= t.limit
	}
	return m <= t.limit
}

func (t target) limitText() string {
	if t.atLeast {
		return "at least " + number(t.limit)
	}
	return "at most " + number(t.limit)
}

func (t target) measured() string {
	if len(t.ratio) == 0 {
		return "–"
	}
	return withInterval(t.ratio, "")
}

func (r *report) targetTable() string {
	var rows [][]string
	for _, t := range r.targets() {
		if len(t.ratio) == 0 {
			continue
		}
		verdict := "yes"
		if !t.met() {
			verdict = "**no**"
		}
		rows = append(rows, []string{t.text, t.limitText(), t.measured(), verdict})
	}
	if rows == nil {
		return ""
	}
	return table([]string{"", "limit", "measured", "holds"}, rows) +
		fmt.Sprintf("\nAn aim is a time that was measured on another machine, as a ratio to its read-modify-write of %.1f ns.\n", anchorRMW)
}
