package core

import "unsafe"

// edge is a step in the state graph. There are as many as there are branches, so it is
// small: 16 bytes.
type edge struct {
	src, dst uint32
	thread   uint8 // number by name, see graph.number
	slot     uint8
	alt      uint8
	flags    uint8
	call     uint8 // outermost call that the step belongs to, 0 for none
	also     uint8 // number of the thread that moved along, plus one; 0 for none
}

const (
	flagProgress = 1 << iota
	flagCounted  // counts for the call
	flagFinished // ends the call
	flagRandom   // of several alternatives, none of which can be taken forever
	flagLeaves   // see livelock
)

// graph is the state graph. With full unset it has only what the search happens to
// explore, and serves to prove that there are no cycles. If there is one, the search runs
// again with full set and without sleep sets, to see what the cycle is like.
type graph struct {
	full bool

	// Edges are kept in chunks, since a slice that grows is copied, and for a moment
	// there twice. If the graph is not full, only the ends of edges are kept, in pairs.
	chunks [][]edge
	pairs  [][][2]uint32
	n      int64 // number of edges

	// By state: the threads that can step, by number.
	enabled []uint64

	// By state: the threads that could take a lock that they wait for, by number.
	locks []uint64

	// By state: some thread waits for time to pass, which it does only when nothing else
	// can run.
	late []bool

	// The numbers of threads by name, and their labels by number.
	numbers map[uint64]uint8
	labels  []string

	// The numbers of calls by name, and their names by number. 0 is no call.
	calls map[string]uint8
	names []string

	// Calls that a thread is blocked in, in some state.
	blocked map[string]bool
}

func newGraph() *graph {
	return &graph{
		numbers: map[uint64]uint8{}, calls: map[string]uint8{}, names: []string{""}, blocked: map[string]bool{},
	}
}

// chunk is the number of edges in a chunk.
const chunk = 1 << 16

// number is a number for a thread that is the same wherever it is made. (A slot is not:
// it depends on the schedule.) All above 254 have the same; solo refuses those, and
// livelock all above 63.
func (g *graph) number(t *thread) uint8 {
	n, ok := g.numbers[t.name]
	if !ok {
		n = uint8(min(len(g.labels), 255))
		g.numbers[t.name] = n
		g.labels = append(g.labels, t.label)
	}
	return n
}

// callID is the number of a call by name; 0 is none.
func (g *graph) callID(name string) uint8 {
	id, ok := g.calls[name]
	if !ok {
		id = uint8(len(g.names))
		g.calls[name] = id
		g.names = append(g.names, name)
	}
	return id
}

// add records the step just taken.
func (g *graph) add(src, dst uint32, s *Sim) {
	g.n++
	if !g.full {
		if k := len(g.pairs); k == 0 || len(g.pairs[k-1]) == chunk {
			g.pairs = append(g.pairs, make([][2]uint32, 0, chunk))
		}
		p := &g.pairs[len(g.pairs)-1]
		*p = append(*p, [2]uint32{src, dst})
		return
	}
	t := s.step.thread
	e := edge{src: src, dst: dst, thread: g.number(t), slot: uint8(t.slot), alt: uint8(s.step.alt), call: s.stepCall(g)}
	if s.step.progress {
		e.flags |= flagProgress
	}
	if s.step.random {
		e.flags |= flagRandom
	}
	for i := range s.threads {
		if s.step.also>>uint(i)&1 != 0 {
			e.also = g.number(s.threads[i]) + 1
		}
	}
	if s.step.counted {
		e.flags |= flagCounted
	}
	if t.finished > 0 {
		e.flags |= flagFinished
	}
	if k := len(g.chunks); k == 0 || len(g.chunks[k-1]) == chunk {
		g.chunks = append(g.chunks, make([]edge, 0, chunk))
	}
	p := &g.chunks[len(g.chunks)-1]
	*p = append(*p, e)
}

// stepCall is the call that the step began in.
func (s *Sim) stepCall(g *graph) uint8 {
	if s.step.call == "" {
		return 0
	}
	return g.callID(s.step.call)
}

// state records a new state: who can step, and who is stuck inside a call. States come in
// the order of their numbers.
func (g *graph) state(id uint32, enabled uint64, s *Sim) {
	if !g.full {
		return
	}
	m, locks, late := uint64(0), uint64(0), false
	for _, t := range s.threads {
		late = late || s.opts.IdleTimers && enabled>>uint(t.slot)&1 == 0 && t.waitsForTime()
		if enabled>>uint(t.slot)&1 != 0 {
			if n := g.number(t); n < 64 {
				m |= 1 << n
				if k := t.pend.kind; k == OpLock || k == OpRLock {
					locks |= 1 << n
				}
			}
			if t.comm != nil && t.pend.kind == OpComm {
				for _, x := range t.comm.moves { // it can do the step of a partner
					if x.partner != nil && g.number(x.partner) < 64 {
						m |= 1 << g.number(x.partner)
					}
				}
			}
			// A call that waits for somebody else has no bound on its steps when run
			// alone.
		} else if !t.ended && len(t.calls) > 0 && t.exclude == 0 {
			g.blocked[t.calls[0].name] = true
		}
	}
	g.enabled = append(g.enabled, m)
	g.locks = append(g.locks, locks)
	g.late = append(g.late, late)
}

func (g *graph) bytes() int64 {
	edges := len(g.chunks)*int(unsafe.Sizeof(edge{})) + len(g.pairs)*8
	return int64(edges)*chunk + int64(cap(g.enabled)+cap(g.locks))*8
}

// acyclic reports whether the recorded edges have no cycle. That is Kahn's algorithm:
// states that no edge leads to are taken out, with their edges, until there are none;
// what is left are cycles, and what they lead to.
func (g *graph) acyclic(states uint32) bool {
	// First the edges are sorted by where they start, by counting: from[v+1] is where
	// those of v go. When all are in place, from has moved on by one, and those of v are
	// from[v] to from[v+1].
	from := make([]uint32, states+2)
	in := make([]uint32, states)
	each := func(f func(src, dst uint32)) {
		for _, c := range g.pairs {
			for _, e := range c {
				f(e[0], e[1])
			}
		}
		for _, c := range g.chunks {
			for i := range c {
				f(c[i].src, c[i].dst)
			}
		}
	}
	each(func(src, dst uint32) { from[src+2]++; in[dst]++ })
	for i := uint32(2); i < states+2; i++ {
		from[i] += from[i-1]
	}
	to := make([]uint32, g.n)
	each(func(src, dst uint32) { to[from[src+1]] = dst; from[src+1]++ })
	queue := make([]uint32, 0, states)
	for i := range in {
		if in[i] == 0 {
			queue = append(queue, uint32(i))
		}
	}
	for k := 0; k < len(queue); k++ {
		v := queue[k]
		for _, w := range to[from[v]:from[v+1]] {
			if in[w]--; in[w] == 0 {
				queue = append(queue, w)
			}
		}
	}
	return len(queue) == int(states)
}

// index sorts the edges by where they start, as acyclic does: those of state v are
// edges[from[v]:from[v+1]].
func (g *graph) index() (edges []edge, from []uint32) {
	states := len(g.enabled)
	from = make([]uint32, states+2)
	for _, c := range g.chunks {
		for i := range c {
			from[c[i].src+2]++
		}
	}
	for i := 2; i < len(from); i++ {
		from[i] += from[i-1]
	}
	edges = make([]edge, g.n)
	for _, c := range g.chunks {
		for i := range c {
			e := c[i]
			edges[from[e.src+1]] = e
			from[e.src+1]++
		}
	}
	return edges, from
}

// components finds the strongly connected components of the edges that keep lets through:
// sets of states in which each can be reached from each. It returns their numbers, by
// state.
//
// It is Tarjan's algorithm without recursion, which would be as deep as the graph: path
// has the calls under way, and next says how far each has come with its edges. num is the
// order in which states were found; low, the first state on the stack known to be
// reached.
func components(edges []edge, from []uint32, states int, keep func(*edge) bool) []uint32 {
	const none = ^uint32(0)
	comp := make([]uint32, states)
	low := make([]uint32, states)
	num := make([]uint32, states)
	next := make([]uint32, states)
	for i := range num {
		num[i], comp[i] = none, none
		next[i] = from[i]
	}
	var stack, path []uint32
	count, ncomp := uint32(0), uint32(0)
	for root := range states {
		if num[root] != none {
			continue
		}
		path = append(path[:0], uint32(root))
		for len(path) > 0 {
			v := path[len(path)-1]
			if num[v] == none {
				num[v], low[v] = count, count
				count++
				stack = append(stack, v)
			}
			down := false
			for next[v] < from[v+1] {
				e := &edges[next[v]]
				if !keep(e) {
					next[v]++
					continue
				}
				w := e.dst
				// A call: v comes round again to this edge when it is over, and takes in
				// what w found.
				if num[w] == none {
					path = append(path, w)
					down = true
					break
				}
				if comp[w] == none {
					low[v] = min(low[v], low[w])
				}
				next[v]++
			}
			if down {
				continue
			}
			// Nothing before v can be reached: v and all above it on the stack are a
			// component.
			if low[v] == num[v] {
				for {
					w := stack[len(stack)-1]
					stack = stack[:len(stack)-1]
					comp[w] = ncomp
					if w == v {
						break
					}
				}
				ncomp++
			}
			path = path[:len(path)-1]
		}
	}
	return comp
}
