package main

import (
	"fmt"
	"strconv"

	"github.com/diatomic-go/diatomic/bench/internal/page"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

func (r *report) rmw(path string, p *peer) string {
	v := r.data.Get("rmw/op", "RMW/path=%s/peer=%s", path, p.name)
	if len(v) == 0 {
		return ""
	}
	return stats.Number(v[0])
}

func (r *report) notifyTable() string {
	idle := func(name string) []float64 { return r.data.Get("ns/op", "IdleNotify/peer=%s/goroutines=1", name) }
	awake := func(name string) []float64 { return r.data.Get("ns/op", "NotifyAwake/peer=%s", name) }
	return page.Table([]string{"", "nobody waits", "RMW", "÷ channel", "already notified", "RMW", "consumer awake",
		"RMW", "÷ channel"},
		each(func(p *peer) []string {
			return []string{
				page.Cell(idle(p.name), " ns"), r.rmw("IdleNotify", p), page.Against(idle(p.name), idle("cap1")),
				page.Cell(r.data.Get("ns/op", "Renotify/peer=%s", p.name), " ns"), r.rmw("Renotify", p),
				page.Cell(awake(p.name), " ns"), r.rmw("NotifyAwake", p), page.Against(awake(p.name), awake("cap1")),
			}
		}))
}

var goroutines = []int{1, 2, 3, 4, 6, 8}

// perSecond turns times into millions a second.
func perSecond(ns []float64) []float64 {
	var m []float64
	for _, t := range ns {
		m = append(m, 1e3/t)
	}
	return m
}

func (r *report) scaling(p *peer, g int) []float64 {
	return perSecond(r.data.Get("ns/op", "IdleNotify/peer=%s/goroutines=%d", p.name, g))
}

func (r *report) scalingTable() string {
	head := []string{"million notifications/s, goroutines:"}
	for _, g := range goroutines {
		head = append(head, strconv.Itoa(g))
	}
	return page.Table(append(head, "2 ÷ 1"), each(func(p *peer) (cells []string) {
		for _, g := range goroutines {
			cells = append(cells, page.Centre(r.scaling(p, g)))
		}
		return append(cells, page.Against(r.scaling(p, 2), r.scaling(p, 1)))
	}))
}

var callbackWork = []struct{ name, text string }{
	{"Same", "same waker: register + notify"},
	{"Alternate", "two wakers in turn: register + notify"},
	{"Unregister", "register + unregister"},
}

func (r *report) callbackTable() string {
	head := []string{""}
	for _, w := range callbackWork {
		head = append(head, w.text, "RMW", "÷ mutex")
	}
	return page.Table(append(head, "allocations, in turn"), each(func(p *peer) (cells []string) {
		for _, w := range callbackWork {
			v := r.data.Get("ns/op", "%s/peer=%s", w.name, p.name)
			cells = append(cells, page.Cell(v, " ns"), r.rmw(w.name, p),
				page.Against(v, r.data.Get("ns/op", "%s/peer=mutex", w.name)))
		}
		return append(cells, page.Centre(r.data.Get("allocs/op", "Alternate/peer=%s", p.name)))
	}))
}

func (r *report) contentionTable() string {
	head := []string{"million/s"}
	for _, n := range []int{1, 3} {
		s := fmt.Sprintf(", %d notifier", n)
		if n > 1 {
			s += "s"
		}
		head = append(head, "registrations"+s, "notifications"+s, "wake-ups"+s)
	}
	return page.Table(head, each(func(p *peer) (cells []string) {
		for _, n := range []int{1, 3} {
			for _, unit := range []string{"registers/s", "notifies/s", "wakes/s"} {
				v := r.data.Get(unit, "Contend/peer=%s/notifiers=%d", p.name, n)
				cells = append(cells, page.Centre(stats.Scaled(v, 1e-6)))
			}
		}
		return cells
	}))
}

var kinds = []struct{ name, text string }{
	{"plain", "without a limit"},
	{"context", "with a context"},
	{"fresh", "with a new context each time"},
	{"timeout", "with a time-out"},
	{"select", "in a select of three"},
}

func (r *report) pingPongTable() string {
	head := []string{"round trip"}
	for _, k := range kinds {
		head = append(head, k.text, "÷ channel")
	}
	row := func(parker, peer string) (cells []string) {
		for _, k := range kinds {
			v := r.data.Of(parker, "ns/op", "PingPong/wait=%s/peer=%s", k.name, peer)
			text := page.Cell(v, " ns")
			if a := page.Count(r.data.Of(parker, "allocs/op", "PingPong/wait=%s/peer=%s", k.name, peer)); a == "1" {
				text += ", 1 allocation"
			} else if a != "" && a != "0" {
				text += ", " + a + " allocations"
			}
			cells = append(
				cells,
				text,
				page.Against(v, r.data.Of(parker, "ns/op", "PingPong/wait=%s/peer=cap1", k.name)),
			)
		}
		return cells
	}
	rows := each(func(p *peer) []string { return row("runtime", p.name) })
	portable := append([]string{"**the same, portable parker**"}, row("portable", "sink")...)
	return page.Table(head, append(rows[:1:1], append([][]string{portable}, rows[1:]...)...))
}

func (r *report) replyTable() string {
	row := func(parker, peer string) []string {
		get := func(unit string) []float64 { return r.data.Of(parker, unit, "Reply/peer=%s", peer) }
		return []string{
			page.Cell(get("ns/op"), " ns"), page.Against(get("ns/op"), r.data.Of(parker, "ns/op", "Reply/peer=cap1")),
			page.Count(get("allocs/op")), page.Count(get("B/op")),
		}
	}
	var rows [][]string
	for _, p := range peers {
		if p.reply == nil {
			continue
		}
		rows = append(rows, append([]string{p.reply.text}, row("runtime", p.name)...))
		if p.name == "sink" {
			rows = append(rows, append([]string{"**the same, portable parker**"}, row("portable", "sink")...))
		}
	}
	return page.Table(
		[]string{"the place for the reply", "request and reply", "÷ channel", "allocations", "bytes"},
		rows,
	)
}

var burstSizes = []int{1, 4, 16, 64, 256}

func (r *report) burstTable() string {
	head := []string{"wake-ups per burst (of them spurious), publications:"}
	for _, k := range burstSizes {
		head = append(head, strconv.Itoa(k))
	}
	return page.Table(head, each(func(p *peer) (cells []string) {
		for _, k := range burstSizes {
			w := r.data.Get("wakes/burst", "Burst/peer=%s/k=%d", p.name, k)
			s := r.data.Get("spurious/burst", "Burst/peer=%s/k=%d", p.name, k)
			if len(w) == 0 {
				return nil
			}
			cells = append(cells, fmt.Sprintf("%.2f (%.2f)", stats.Median(w), stats.Median(s)))
		}
		return cells
	}))
}

func (r *report) idleTable() string {
	row := func(p *peer) []string {
		cpu := r.data.Get("cpu-ns", "IdleCPU/peer=%s", p.name)
		text := ""
		if len(cpu) > 0 {
			text = fmt.Sprintf("%.1f ms in %s s", stats.Median(cpu)/1e6,
				page.Centre(r.data.Get("window-s", "IdleCPU/peer=%s", p.name)))
		}
		return []string{
			page.Cell(r.data.Get("B/consumer", "Memory/kind=callback/peer=%s", p.name), " B"),
			page.Cell(r.data.Get("B/consumer", "Memory/kind=goroutine/peer=%s", p.name), " B"),
			text,
		}
	}
	rows := each(row)
	rows = append(rows, append([]string{"for comparison: blocked on one shared channel"}, row(&peer{name: "none"})...))
	return page.Table([]string{"", "callback, with its waker", "goroutine", "processor time of 1000 goroutines"}, rows)
}
