package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/diatomic-go/diatomic/bench/suite"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
)

// plotNotify is the README's.
func (r *report) plotNotify() (*plot.Plot, vg.Length) {
	b := bars{unit: " ns"}
	for _, p := range suite.Peers {
		b.add(p, r.data.get("ns/op", "NotifyAwake/peer=%s", p.Name))
	}
	return b.draw("To notify a consumer that is awake", "ns for the notification, and for the consumer to take it (less is better)")
}

func (r *report) plotScaling() (*plot.Plot, vg.Length) {
	l := &lines{room: 0.55}
	for _, p := range suite.Peers {
		s := line{name: plain(p), color: hue(p)}
		for _, g := range goroutines {
			if v := r.scaling(p, g); len(v) > 0 {
				s.x, s.y = append(s.x, float64(g)), append(s.y, median(v))
			}
		}
		if len(s.x) > 0 {
			l.all = append(l.all, s)
		}
	}
	if l.all == nil {
		return nil, 0
	}
	p := newPlot(fmt.Sprintf("Notifying when nobody waits, on %s cores", r.data.config["cores"]), "notifying goroutines")
	p.Y.Label.Text = "million/s, all together"
	p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, decades{}
	var ticks []plot.Tick
	for _, g := range goroutines {
		ticks = append(ticks, plot.Tick{Value: float64(g), Label: fmt.Sprint(g)})
	}
	p.X.Tick.Marker = plot.ConstantTicks(ticks)
	p.Add(l)
	return p, 4.6 * vg.Inch
}

// decades are ticks at 1, 2 and 5 of each power of ten.
type decades struct{ unit string }

func (d decades) Ticks(lo, hi float64) (ticks []plot.Tick) {
	for e := math.Floor(math.Log10(lo)); e <= math.Ceil(math.Log10(hi)); e++ {
		for _, m := range []float64{1, 2, 5} {
			if v := m * math.Pow(10, e); v >= lo*0.999 && v <= hi*1.001 {
				ticks = append(ticks, plot.Tick{Value: v, Label: roundNumber(v) + d.unit})
			}
		}
	}
	return ticks
}

func (r *report) plotCallback() (*plot.Plot, vg.Length) {
	b := bars{unit: " ns"}
	for _, w := range callbackWork {
		b.rows = append(b.rows, bar{name: strings.ToUpper(w.text[:1]) + w.text[1:]})
		for _, p := range suite.Peers {
			b.add(p, r.data.get("ns/op", "%s/peer=%s", w.name, p.Name))
		}
	}
	return b.draw("To wake a callback", "ns (less is better)")
}

func (r *report) plotContention() (*plot.Plot, vg.Length) {
	b := bars{}
	for _, unit := range []struct{ name, text string }{{"registers/s", "Registrations"}, {"notifies/s", "Notifications"}} {
		b.rows = append(b.rows, bar{name: unit.text})
		for _, p := range suite.Peers {
			b.add(p, scaled(r.data.get(unit.name, "Contend/peer=%s/notifiers=1", p.Name), 1e-6))
		}
	}
	return b.draw("One notifier against a consumer that registers all the time", "million/s, both at once (more is better)")
}

func (r *report) plotPingPong() (*plot.Plot, vg.Length) {
	b := bars{unit: " ns"}
	for _, k := range kinds {
		b.rows = append(b.rows, bar{name: "Waiting " + k.text})
		for _, p := range suite.Peers {
			if p.Callback != nil && p.Name != "sink" {
				continue // parks on a channel; the table has them
			}
			b.add(p, r.data.get("ns/op", "PingPong/wait=%s/peer=%s", k.name, p.Name))
			if p.Name == "sink" {
				v := r.data.of("portable", "ns/op", "PingPong/wait=%s/peer=sink", k.name)
				if len(v) > 0 {
					b.rows = append(b.rows, bar{name: "diatomic, portable", value: v, color: ours})
				}
			}
		}
	}
	return b.draw("Ping-pong of two goroutines", "ns for a round trip (less is better)")
}

func (r *report) plotLatency() (*plot.Plot, vg.Length) {
	l := &lines{room: 0.6}
	levels := []float64{50, 75, 90, 95, 99, 99.5, 99.9}
	nines := func(q float64) float64 { return -math.Log10(1 - q/100) }
	for _, p := range suite.Peers {
		s := line{name: plain(p), color: hue(p)}
		for _, q := range levels {
			if v := r.data.get(fmt.Sprintf("p%g-ns", q), "Latency/peer=%s", p.Name); len(v) > 0 {
				s.x, s.y = append(s.x, nines(q)), append(s.y, median(v)/1e3)
			}
		}
		if len(s.x) > 0 {
			l.all = append(l.all, s)
		}
	}
	if l.all == nil {
		return nil, 0
	}
	p := newPlot("From publishing to the consumer, while all cores are busy", "of all publications, this part took less time")
	p.Y.Label.Text = "time"
	p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, decades{" µs"}
	var ticks []plot.Tick
	for _, q := range []float64{50, 90, 99, 99.9} {
		ticks = append(ticks, plot.Tick{Value: nines(q), Label: fmt.Sprintf("%g %%", q)})
	}
	p.X.Tick.Marker = plot.ConstantTicks(ticks)
	p.Add(l)
	return p, 4.6 * vg.Inch
}

func (r *report) plotBursts() (*plot.Plot, vg.Length) {
	b := bars{}
	for _, p := range suite.Peers {
		b.add(p, r.data.get("wakes/burst", "Burst/peer=%s/k=16", p.Name))
		if v := r.data.get("spurious/burst", "Burst/peer=%s/k=16", p.Name); len(v) > 0 {
			row := &b.rows[len(b.rows)-1]
			row.part, row.color = v, second
		}
	}
	return b.draw("Wake-ups for a burst of 16 notifications", "wake-ups: those that found something (blue) and those for nothing (orange)")
}

func (r *report) plotMemory() (*plot.Plot, vg.Length) {
	b := bars{unit: " B"}
	b.rows = append(b.rows, bar{name: "Goroutine, with its stack"})
	for _, p := range append(suite.Peers, &suite.Peer{Name: "none", Text: "(one channel for all)"}) {
		b.add(p, r.data.get("B/consumer", "Memory/kind=goroutine/peer=%s", p.Name))
	}
	b.rows = append(b.rows, bar{name: "Callback, with its waker"})
	for _, p := range suite.Peers {
		b.add(p, r.data.get("B/consumer", "Memory/kind=callback/peer=%s", p.Name))
	}
	return b.draw("Memory of an idle consumer", "bytes each (less is better)")
}
