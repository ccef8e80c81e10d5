package main

import "github.com/diatomic-go/diatomic/bench/internal/rmw"

// Paths are the same in each process. Their wakers do nothing.
func Paths() []rmw.Path {
	var paths []rmw.Path
	add := func(path string, p *Peer, n int, work func(n int)) {
		paths = append(paths, rmw.Path{Name: "path=" + path + "/peer=" + p.Name, Ops: n, Run: func() { work(n) }})
	}
	for _, p := range Peers {
		if p.Idle != nil {
			add("IdleNotify", p, 8, p.Idle())
		}
		if p.Renotify != nil {
			add("Renotify", p, 8, p.Renotify())
		}
		if p.Awake != nil {
			add("NotifyAwake", p, 8, p.Awake())
		}
		if c := p.Callback; c != nil {
			w := Wakers{new(Nop), new(Nop)}
			add("Same", p, 2, c.Same(w))
			add("Alternate", p, 2, c.Alternate(w))
			add("Unregister", p, 2, c.Unregister(w))
		}
	}
	return paths
}
