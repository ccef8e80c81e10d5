package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/diatomic-go/diatomic/bench/internal/picture"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

// plotNotify is the README's.
func (r *report) plotNotify() picture.Panel {
	b := picture.Bars{Unit: " ns"}
	for _, p := range peers {
		b.Add(bar(p, r.data.Get("ns/op", "NotifyAwake/peer=%s", p.name)))
	}
	return b.Draw("To notify a consumer that is awake",
		"ns for the notification, and for the consumer to take it (less is better)")
}

// lined are the peers of pictures that have a line for each. The tables have all of them.
func lined(names ...string) (few []*peer) {
	for _, p := range peers {
		if slices.Contains(names, p.name) {
			few = append(few, p)
		}
	}
	return few
}

// line is a peer's, without points.
func line(p *peer) picture.Line {
	l := picture.Line{Name: strings.ReplaceAll(plain(p), ", with its lock", ""),
		Color: picture.Others}
	if p.name == "sink" || p.name == "cap1" {
		l.Color = hue(p)
	}
	return l
}

func (r *report) plotScaling() picture.Panel {
	l := &picture.Lines{}
	for _, p := range lined("sink", "cap1", "cond", "gvisor", "mutex", "atomicwaker", "onepointer") {
		s := line(p)
		for _, g := range goroutines {
			if v := r.scaling(p, g); len(v) > 0 {
				s.X, s.Y = append(s.X, float64(g)), append(s.Y, stats.Median(v))
			}
		}
		l.Add(s)
	}
	panel := l.Draw(fmt.Sprintf("Notifying when nobody waits, on %s cores", r.data.Config["cores"]),
		"million notifications/s, of all goroutines together (more is better)", "")
	if panel.Plot != nil {
		panel.Plot.X.Label.Text = "notifying goroutines"
		panel.Plot.X.Tick.Marker = picture.At(goroutines)
	}
	return panel
}

func (r *report) plotCallback() picture.Panel {
	b := picture.Bars{Unit: " ns"}
	for _, w := range callbackWork {
		b.Heading(strings.ToUpper(w.text[:1]) + w.text[1:])
		for _, p := range peers {
			b.Add(bar(p, r.data.Get("ns/op", "%s/peer=%s", w.name, p.name)))
		}
	}
	return b.Draw("To wake a callback", "ns (less is better)")
}

func (r *report) plotContention() (panels []picture.Panel) {
	for _, unit := range []struct{ name, text string }{
		{"registers/s", "Registrations, against one notifier"},
		{"notifies/s", "Notifications, against a consumer that registers all the time"},
	} {
		b := picture.Bars{}
		for _, p := range peers {
			b.Add(bar(p, stats.Scaled(r.data.Get(unit.name, "Contend/peer=%s/notifiers=1", p.name), 1e-6)))
		}
		panels = append(panels, b.Draw(unit.text, "million/s (more is better; both are measured at once)"))
	}
	return panels
}

func (r *report) plotPingPong() picture.Panel {
	b := picture.Bars{Unit: " ns"}
	for _, k := range kinds {
		b.Heading("Waiting " + k.text)
		for _, p := range peers {
			if p.callback != nil && p.name != "sink" {
				continue // parks on a channel; the table has them
			}
			b.Add(bar(p, r.data.Get("ns/op", "PingPong/wait=%s/peer=%s", k.name, p.name)))
			if p.name == "sink" {
				v := r.data.Of("portable", "ns/op", "PingPong/wait=%s/peer=sink", k.name)
				b.Add(picture.Bar{Name: "diatomic, portable", Value: v, Color: picture.Ours})
			}
		}
	}
	return b.Draw("Ping-pong of two goroutines", "ns for a round trip (less is better)")
}

func (r *report) plotBursts() picture.Panel {
	b := picture.Bars{}
	for _, p := range peers {
		b.Add(bar(p, r.data.Get("wakes/burst", "Burst/peer=%s/k=16", p.name)))
		if v := r.data.Get("spurious/burst", "Burst/peer=%s/k=16", p.name); len(v) > 0 {
			row := &b.Rows[len(b.Rows)-1]
			row.Part, row.Color = v, picture.Second
		}
	}
	return b.Draw("Wake-ups for a burst of 16 notifications",
		"wake-ups that found something (blue) and for nothing (orange); less is better")
}

func (r *report) plotMemory() []picture.Panel {
	get := func(p *peer, kind string) []float64 {
		return r.data.Get("B/consumer", "Memory/kind=%s/peer=%s", kind, p.name)
	}
	goroutines, callbacks := picture.Bars{Unit: " B"}, picture.Bars{Unit: " B"}
	for _, p := range append(peers, &peer{name: "none", text: "(one channel for all)"}) {
		goroutines.Add(bar(p, get(p, "goroutine")))
		callbacks.Add(bar(p, get(p, "callback")))
	}
	return []picture.Panel{
		goroutines.Draw("Memory of an idle consumer: a goroutine, with its stack", "bytes each (less is better)"),
		callbacks.Draw("Memory of an idle consumer: a callback, with its waker", "bytes each (less is better)"),
	}
}

func bar(p *peer, values []float64) picture.Bar {
	return picture.Bar{Name: plain(p), Value: values, Color: hue(p)}
}
