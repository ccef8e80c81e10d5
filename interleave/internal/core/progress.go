package core

import "fmt"

// livelock looks for a fair cycle without progress: one that every thread either steps in
// or is at some point unable to step in. So a thread that goes round in a loop until
// another one stores something is not a livelock: the cycle leaves out the other, which
// could step all the way round.
//
// Such a cycle exists exactly if a strongly connected component (of the graph without the
// progress steps) with at least one edge has, for every thread, an edge of the thread or
// a state where it can't step: a walk round the whole component is such a cycle; and any
// fair cycle lies within one component, which then has them too. It returns a way there
// and once round, or false.
//
// A lock asks for more: one that is waited for is not taken by others forever (sync's
// have a starvation mode, and writers and readers take turns). So a thread that could
// take it at some point of a fair cycle steps in it. If a component has no step of the
// thread, its fair cycles avoid the states where it could: these are left out, and what
// remains has components of its own, until there is nothing to leave out.
//
// With late, there is such a cycle, but time doesn't pass while it goes on.
func (g *graph) livelock(edges []edge, from []uint32) (way []edge, who string, found, late bool) {
	states := len(g.enabled)
	comp := components(edges, from, states, stays)
	for leaves(edges, from, comp) || g.starves(edges, from, comp) {
		comp = components(edges, from, states, stays)
	}
	type info struct {
		step  uint64 // threads with an edge inside
		stays uint64 // threads enabled in all states
		any   bool
		late  bool // in all states, a thread waits for time to pass
		at    uint32
	}
	in := map[uint32]*info{}
	for i := range edges {
		e := &edges[i]
		if !stays(e) || comp[e.src] != comp[e.dst] {
			continue
		}
		c := in[comp[e.src]]
		if c == nil {
			c = &info{stays: ^uint64(0), late: true, at: e.src}
			in[comp[e.src]] = c
		}
		c.any = true
		c.at = min(c.at, e.src)
		c.step |= e.steps()
	}
	// No edge within a component: the only cycles are those with progress.
	if len(in) == 0 {
		return nil, "", false, false
	}
	// A thread that is unable to step in one of the states need not step: it is not left
	// out.
	for v, k := range comp {
		if c := in[k]; c != nil {
			c.stays &= g.enabled[v]
			c.late = c.late && g.late[v]
		}
	}
	// Of several, the one that was reached first: its story is short.
	best := ^uint32(0)
	for k, c := range in {
		if c.stays&^c.step != 0 {
			continue
		}
		if late = late || c.late; !c.late && (best == ^uint32(0) || c.at < in[best].at) {
			best = k
		}
	}
	if best == ^uint32(0) {
		return nil, "", false, late
	}
	for i, l := range g.labels {
		if i < 64 && in[best].step>>uint(i)&1 != 0 {
			if who != "" {
				who += ", "
			}
			who += l
		}
	}
	return g.lasso(edges, from, comp, best, in[best].at), who, true, false
}

// steps is the threads that the step moves, by number, if that is below 64.
func (e *edge) steps() (m uint64) {
	if e.thread < 64 {
		m |= 1 << e.thread
	}
	if e.also > 0 && e.also <= 64 {
		m |= 1 << (e.also - 1)
	}
	return m
}

// stays reports whether a step may be one of a livelock.
func stays(e *edge) bool { return e.flags&(flagProgress|flagLeaves) == 0 }

// leaves marks the steps, in all their alternatives, that have one which leads out of the
// component: a select statement does not choose the same case forever, nor its default
// clause if a partner waits. It reports whether there were any.
func leaves(edges []edge, from []uint32, comp []uint32) (found bool) {
	for i := range edges {
		e := &edges[i]
		if e.flags&flagRandom == 0 || !stays(e) || comp[e.src] == comp[e.dst] {
			continue
		}
		for j := from[e.src]; j < from[e.src+1]; j++ {
			if x := &edges[j]; x.thread == e.thread && stays(x) {
				found = found || comp[x.src] == comp[x.dst]
				x.flags |= flagLeaves
			}
		}
	}
	return found
}

// starves leaves out the states in which a thread could take a lock, but has no step in
// the component: no edge goes on from there. It reports whether there were any.
func (g *graph) starves(edges []edge, from []uint32, comp []uint32) (found bool) {
	step := map[uint32]uint64{} // by component with an edge: the threads that step
	for i := range edges {
		if e := &edges[i]; stays(e) && comp[e.src] == comp[e.dst] {
			step[comp[e.src]] |= e.steps()
		}
	}
	for v, k := range comp {
		if m, ok := step[k]; !ok || g.locks[v]&^m == 0 {
			continue
		}
		for i := from[v]; i < from[v+1]; i++ {
			found = found || stays(&edges[i]) && comp[edges[i].dst] == k
			edges[i].flags |= flagLeaves
		}
	}
	return found
}

// lasso is a way from the first state to the state at in component k, then through edges
// of every thread that has one there, and back to at.
func (g *graph) lasso(edges []edge, from []uint32, comp []uint32, k, at uint32) []edge {
	way, _ := shortest(edges, from, 0, func(v uint32) bool { return v == at }, func(*edge) bool { return true })
	inside := func(e *edge) bool {
		return stays(e) && comp[e.src] == k && comp[e.dst] == k
	}
	v := at
	for n := range g.labels {
		has := func(u uint32) *edge {
			for i := from[u]; i < from[u+1]; i++ {
				if int(edges[i].thread) == n && inside(&edges[i]) {
					return &edges[i]
				}
			}
			return nil
		}
		// To the next state with an edge of this thread, if there is any.
		p, ok := shortest(edges, from, v, func(u uint32) bool { return comp[u] == k && has(u) != nil }, inside)
		if !ok {
			continue
		}
		way = append(way, p...)
		if len(p) > 0 {
			v = p[len(p)-1].dst
		}
		e := has(v)
		way = append(way, *e)
		v = e.dst
	}
	home, _ := shortest(edges, from, v, func(u uint32) bool { return u == at }, inside)
	return append(way, home...)
}

// shortest is a shortest way from v to a goal along the edges that keep lets through, and
// whether there is one: breadth first.
func shortest(edges []edge, from []uint32, v uint32, goal func(uint32) bool, keep func(*edge) bool) ([]edge, bool) {
	if goal(v) {
		return nil, true
	}
	// By state, the edge that it was found by.
	via := map[uint32]uint32{v: ^uint32(0)}
	queue := []uint32{v}
	for len(queue) > 0 {
		u := queue[0]
		queue = queue[1:]
		for i := from[u]; i < from[u+1]; i++ {
			e := &edges[i]
			if _, ok := via[e.dst]; ok || !keep(e) {
				continue
			}
			via[e.dst] = i
			if !goal(e.dst) {
				queue = append(queue, e.dst)
				continue
			}
			var back []edge
			for w := e.dst; via[w] != ^uint32(0); w = edges[via[w]].src {
				back = append(back, edges[via[w]])
			}
			for a, b := 0, len(back)-1; a < b; a, b = a+1, b-1 {
				back[a], back[b] = back[b], back[a]
			}
			return back, true
		}
	}
	return nil, false
}

// solo computes, for each call, how many own steps it takes at most to its end when its
// thread runs alone, over all states in which a thread is in the call. If there is a
// bound, the call is obstruction-free at least: stop all others wherever they are, and it
// still comes to its end.
//
// For each thread it is the longest way along its own edges, by a depth-first search
// without recursion. A step that leads back to a state on the way makes it infinite.
func (g *graph) solo(edges []edge, from []uint32, r *Result) error {
	states := len(g.enabled)
	const unknown, busy, infinite = -1, -2, 1 << 30
	for n := range g.labels {
		if n >= 255 {
			return fmt.Errorf("more than 255 threads by name")
		}
		// By state, the steps that the thread takes alone to the end of its call; or that
		// it is not known yet, or being worked out further up.
		val := make([]int32, states)
		for i := range val {
			val[i] = unknown
		}
		type call struct{ v, i uint32 }
		var stack []call
		for i := range edges {
			e := &edges[i]
			if int(e.thread) != n || e.call == 0 || val[e.src] != unknown {
				continue
			}
			stack = append(stack[:0], call{e.src, from[e.src]})
			val[e.src] = busy
			for len(stack) > 0 {
				top := &stack[len(stack)-1]
				v := top.v
				if top.i == from[v+1] {
					val[v] = g.soloOf(edges[from[v]:from[v+1]], n, val)
					stack = stack[:len(stack)-1]
					continue
				}
				e := &edges[top.i]
				top.i++
				// The way ends with the step that ends the call.
				if int(e.thread) == n && e.flags&flagFinished == 0 && val[e.dst] == unknown {
					val[e.dst] = busy
					stack = append(stack, call{e.dst, from[e.dst]})
				}
			}
		}
		for i := range edges {
			e := &edges[i]
			if int(e.thread) != n || e.call == 0 {
				continue
			}
			c := r.Calls[g.names[e.call]]
			// (A negative one would be a state that is still being worked out: there is
			// none now.)
			if v := int(val[e.src]); v >= infinite || v < 0 {
				c.Blocks = true
			} else {
				c.Solo = max(c.Solo, v)
			}
			r.Calls[g.names[e.call]] = c
		}
	}
	for name := range g.blocked {
		c := r.Calls[name]
		c.Blocks = true
		r.Calls[name] = c
	}
	return nil
}

// soloOf is the value of a state, given those that its own steps lead to. A state that
// the thread can't step from has 0; if it is inside a call there, blocked says so.
func (g *graph) soloOf(out []edge, n int, val []int32) int32 {
	const infinite = 1 << 30
	best := int32(0)
	for i := range out {
		e := &out[i]
		if int(e.thread) != n {
			continue
		}
		w := int32(e.flags & flagCounted / flagCounted)
		if e.flags&flagFinished == 0 {
			if val[e.dst] < 0 { // on the stack: a loop
				return infinite
			}
			w = min(w+val[e.dst], infinite)
		}
		best = max(best, w)
	}
	return best
}

// loops finds calls with a cycle of own steps, whatever the others do in between: no
// bound on their own steps can be given.
func (g *graph) loops(edges []edge, from []uint32, r *Result) {
	for n := range g.labels {
		has := false
		for i := range edges {
			has = has || int(edges[i].thread) == n && edges[i].call != 0
		}
		if !has {
			continue
		}
		// The call must not end on the cycle: to call it again and again is not a loop.
		comp := components(edges, from, len(g.enabled), func(e *edge) bool {
			return int(e.thread) != n || e.flags&flagFinished == 0
		})
		for i := range edges {
			e := &edges[i]
			own := int(e.thread) == n && e.call != 0 && e.flags&flagCounted != 0
			if own && e.flags&flagFinished == 0 && comp[e.src] == comp[e.dst] {
				c := r.Calls[g.names[e.call]]
				c.Loops = true
				r.Calls[g.names[e.call]] = c
			}
		}
	}
}
