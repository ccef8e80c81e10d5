package main

import "github.com/diatomic-go/diatomic/bench/internal/rmw"

// paths are the same in each process. Their wakers do nothing.
func paths() []rmw.Path {
	var paths []rmw.Path
	add := func(path string, p *peer, n int, work func(n int)) {
		paths = append(paths, rmw.Path{Name: "path=" + path + "/peer=" + p.name, Ops: n, Run: func() { work(n) }})
	}
	for _, p := range peers {
		if p.idle != nil {
			add("IdleNotify", p, 8, p.idle())
		}
		if p.renotify != nil {
			add("Renotify", p, 8, p.renotify())
		}
		if p.awake != nil {
			add("NotifyAwake", p, 8, p.awake())
		}
		if c := p.callback; c != nil {
			w := wakers{new(nop), new(nop)}
			add("Same", p, 2, c.same(w))
			add("Alternate", p, 2, c.alternate(w))
			add("Unregister", p, 2, c.unregister(w))
		}
	}
	return paths
}
