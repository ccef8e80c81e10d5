package main

import (
	"fmt"
	"strings"

	"github.com/diatomic-go/diatomic/bench/internal/picture"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
)

// plotNotify is the README's.
func (r *report) plotNotify() picture.Panel {
	b := picture.Bars{Unit: " ns"}
	for _, p := range Peers {
		b.Add(bar(p, r.data.Get("ns/op", "NotifyAwake/peer=%s", p.Name)))
	}
	return b.Draw("To notify a consumer that is awake", "ns for the notification, and for the consumer to take it (less is better)")
}

func (r *report) plotScaling() picture.Panel {
	l := &picture.Lines{Room: 0.55}
	for _, p := range Peers {
		s := picture.Line{Name: plain(p), Color: hue(p)}
		for _, g := range goroutines {
			if v := r.scaling(p, g); len(v) > 0 {
				s.X, s.Y = append(s.X, float64(g)), append(s.Y, stats.Median(v))
			}
		}
		l.Add(s)
	}
	if l.All == nil {
		return picture.Panel{}
	}
	p := picture.New(fmt.Sprintf("Notifying when nobody waits, on %s cores", r.data.Config["cores"]), "notifying goroutines")
	p.Y.Label.Text = "million/s, all together"
	p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, picture.Decades{}
	p.X.Tick.Marker = picture.At(goroutines)
	p.Add(l)
	return picture.Panel{Plot: p, Height: 4.6 * vg.Inch}
}

func (r *report) plotCallback() picture.Panel {
	b := picture.Bars{Unit: " ns"}
	for _, w := range callbackWork {
		b.Heading(strings.ToUpper(w.text[:1]) + w.text[1:])
		for _, p := range Peers {
			b.Add(bar(p, r.data.Get("ns/op", "%s/peer=%s", w.name, p.Name)))
		}
	}
	return b.Draw("To wake a callback", "ns (less is better)")
}

func (r *report) plotContention() picture.Panel {
	b := picture.Bars{}
	for _, unit := range []struct{ name, text string }{{"registers/s", "Registrations"}, {"notifies/s", "Notifications"}} {
		b.Heading(unit.text)
		for _, p := range Peers {
			b.Add(bar(p, stats.Scaled(r.data.Get(unit.name, "Contend/peer=%s/notifiers=1", p.Name), 1e-6)))
		}
	}
	return b.Draw("One notifier against a consumer that registers all the time", "million/s, both at once (more is better)")
}

func (r *report) plotPingPong() picture.Panel {
	b := picture.Bars{Unit: " ns"}
	for _, k := range kinds {
		b.Heading("Waiting " + k.text)
		for _, p := range Peers {
			if p.Callback != nil && p.Name != "sink" {
				continue // parks on a channel; the table has them
			}
			b.Add(bar(p, r.data.Get("ns/op", "PingPong/wait=%s/peer=%s", k.name, p.Name)))
			if p.Name == "sink" {
				v := r.data.Of("portable", "ns/op", "PingPong/wait=%s/peer=sink", k.name)
				b.Add(picture.Bar{Name: "diatomic, portable", Value: v, Color: picture.Ours})
			}
		}
	}
	return b.Draw("Ping-pong of two goroutines", "ns for a round trip (less is better)")
}

func (r *report) plotLatency() picture.Panel {
	l := &picture.Lines{Room: 0.6}
	for _, p := range Peers {
		l.Add(picture.Distribution(picture.Line{Name: plain(p), Color: hue(p)}, func(unit string) []float64 {
			return r.data.Get(unit, "Latency/peer=%s", p.Name)
		}))
	}
	return l.DrawDistribution("From publishing to the consumer, while all cores are busy", "of all publications, this part took less time")
}

func (r *report) plotBursts() picture.Panel {
	b := picture.Bars{}
	for _, p := range Peers {
		b.Add(bar(p, r.data.Get("wakes/burst", "Burst/peer=%s/k=16", p.Name)))
		if v := r.data.Get("spurious/burst", "Burst/peer=%s/k=16", p.Name); len(v) > 0 {
			row := &b.Rows[len(b.Rows)-1]
			row.Part, row.Color = v, picture.Second
		}
	}
	return b.Draw("Wake-ups for a burst of 16 notifications", "wake-ups: those that found something (blue) and those for nothing (orange)")
}

func (r *report) plotMemory() picture.Panel {
	b := picture.Bars{Unit: " B"}
	b.Heading("Goroutine, with its stack")
	for _, p := range append(Peers, &Peer{Name: "none", Text: "(one channel for all)"}) {
		b.Add(bar(p, r.data.Get("B/consumer", "Memory/kind=goroutine/peer=%s", p.Name)))
	}
	b.Heading("Callback, with its waker")
	for _, p := range Peers {
		b.Add(bar(p, r.data.Get("B/consumer", "Memory/kind=callback/peer=%s", p.Name)))
	}
	return b.Draw("Memory of an idle consumer", "bytes each (less is better)")
}

func bar(p *Peer, values []float64) picture.Bar {
	return picture.Bar{Name: plain(p), Value: values, Color: hue(p)}
}
