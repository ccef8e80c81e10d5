package interleave_test

import (
	"fmt"
	"strings"
	"testing"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/internal/core"
	"github.com/diatomic-go/diatomic/interleave/seam"
)

// With n like threads of k steps that are told apart by where they are only, the states
// are the multisets of n positions out of k+1.
func TestAlikeCount(t *testing.T) {
	m := func(k int, sizes ...int) model {
		return model{Setup: func(s *sim) {
			v := new(atomic.Uint32)
			s.Name(v, "v")
			for i, n := range sizes {
				s.Alike(fmt.Sprint("c", i), n, func() {
					for j := range k {
						v.Add(1)
						s.Checkpoint(j)
					}
				})
			}
		}}
	}
	check := func(m model) *interleave.Result { return interleave.Check(m, opts{}) }
	for n := 1; n <= 5; n++ {
		for k := 1; k <= 4; k++ {
			if r := check(m(k, n)); r.Verdict != interleave.OK || r.States != binomial(n+k, k) {
				t.Errorf("%d threads of %d steps: %d states, want %d", n, k, r.States, binomial(n+k, k))
			}
		}
	}
	if r := check(m(3, 3, 2)); r.States != binomial(6, 3)*binomial(5, 3) {
		t.Errorf("two classes: %d states, want 20*10", r.States)
	}
	r := check(m(3, 4))
	all := interleave.Check(m(3, 4), opts{NoSymmetry: true})
	if all.States != 4*4*4*4 || r.Branches > 3*r.States {
		t.Errorf("%d states without symmetry, want 256; with it, %d branches", all.States, r.Branches)
	}
}

// crossing makes two locks. Like threads take both: the first to come in one order, the
// others in that or, with crossed, in the other.
func crossing(crossed bool, unlocked func(c *seam.Cell[int])) model {
	return model{Setup: func(s *sim) {
		type world struct {
			turn  atomic.Uint32
			locks [2]atomic.Uint32
			c     seam.Cell[int]
		}
		w := new(world)
		s.Name(w, "w")
		s.Alike("t", 3, func() {
			i := 0
			if w.turn.Add(1) > 1 && crossed {
				i = 1
			}
			s.Checkpoint(i)
			for _, j := range []int{i, 1 - i} {
				l := &w.locks[j]
				s.Await(func() bool { return l.Load() == 0 })
				if !l.CompareAndSwap(0, 1) {
					return // another was quicker
				}
				s.Checkpoint(i, j)
			}
			w.c.Set(w.c.Get() + 1)
			w.locks[0].Store(0)
			w.locks[1].Store(0)
			unlocked(&w.c)
		})
	}}
}

func TestAlikeDeadlock(t *testing.T) {
	none := func(*seam.Cell[int]) {}
	r := want(t, crossing(true, none), "deadlock")
	again, err := interleave.Replay(crossing(true, none), opts{}, r.Failure.Replay())
	if err != nil || again.Failure.Kind != "deadlock" || !strings.Contains(again.Failure.Trace, "| t 2") {
		t.Errorf("%v: %+v", err, again)
	}
	text := r.Failure.Text
	if !strings.Contains(text, "thread t 1 waits") && !strings.Contains(text, "thread t 2 waits") {
		t.Error(text)
	}
}

func TestAlikeRace(t *testing.T) {
	want(t, crossing(false, func(*seam.Cell[int]) {}), "")
	want(t, crossing(false, func(c *seam.Cell[int]) { c.Get() }), "race")
}

// Like threads write down who they are, each over the other; then one is the first to
// come to a counter. It may be the last who wrote, or not: two states that differ in
// nothing but a mention of a like thread.
func TestAlikeMentions(t *testing.T) {
	type node struct{ n atomic.Uint32 }
	type pair struct {
		a int
		p *node
	}
	type world struct {
		lock, turn atomic.Uint32
		c          seam.Cell[*node]
		any        seam.Cell[any]
		pair       seam.Cell[pair]
		slice      seam.Cell[[]node]
		node       atomic.Pointer[node]
		word       atomic.Uintptr
	}
	type self struct {
		node  *node
		slice []node
		token uintptr
	}
	var ghost struct{ l []*node }
	var running *sim
	for name, f := range map[string]struct {
		put  func(w *world, s self)
		take func(w *world, s self) bool
	}{
		"cell": {func(w *world, s self) { w.c.Set(s.node) },
			func(w *world, s self) bool { p := w.c.Get(); w.c.Set(nil); return p == s.node }},
		"interface": {func(w *world, s self) { w.any.Set(s.node) },
			func(w *world, s self) bool { p := w.any.Get(); w.any.Set(nil); return p == any(s.node) }},
		"struct": {func(w *world, s self) { w.pair.Set(pair{1, s.node}) },
			func(w *world, s self) bool { p := w.pair.Get(); w.pair.Set(pair{}); return p.p == s.node }},
		"slice": {func(w *world, s self) { w.slice.Set(s.slice) },
			func(w *world, s self) bool { p := w.slice.Get(); w.slice.Set(nil); return &p[0] == &s.slice[0] }},
		"atomic": {func(w *world, s self) { w.node.Store(s.node) },
			func(w *world, s self) bool { return w.node.Swap(nil) == s.node }},
		"token": {func(w *world, s self) { w.word.Store(s.token | 1) },
			func(w *world, s self) bool { return w.word.Swap(0) == s.token|1 }},
		"ghost": {func(w *world, s self) { ghost.l = []*node{s.node} },
			func(w *world, s self) bool { return ghost.l[0] == s.node }},
		"field": {func(w *world, s self) { w.node.Store(s.node) },
			func(w *world, s self) bool {
				w.node.Load().n.Store(1)
				w.node.Store(nil)
				var mine bool
				running.Checkpoint(s)
				running.Yield()
				running.Peek(func() { mine = s.node.n.Load() == 1 })
				return mine
			}},
		"local": {func(w *world, s self) { w.node.Store(s.node) },
			func(w *world, s self) bool {
				p := w.node.Swap(nil)
				running.Checkpoint(s, p)
				running.Yield()
				return p == s.node
			}},
		"base": {func(w *world, s self) { w.node.Store(s.node) },
			func(w *world, s self) bool {
				p := w.node.Swap(nil)
				running.Checkpoint(s, p)
				running.Yield()
				core.CheckpointRunning()
				running.Yield()
				return p == s.node
			}},
	} {
		for _, last := range []bool{true, false} {
			m := model{Name: name, Setup: func(s *sim) {
				w := new(world)
				s.Name(w, "w")
				ghost.l, running = nil, s
				if name == "ghost" {
					s.Ghost(&ghost)
				}
				s.Alike("t", 2, func() {
					me := self{new(node), make([]node, 1), 0}
					s.Name(me.node, "node")
					seam.Park(func(g, _ unsafe.Pointer) bool { me.token = uintptr(g); return false }, nil)
					locked := func(f func()) {
						s.Await(func() bool { return w.lock.Load() == 0 })
						if w.lock.CompareAndSwap(0, 1) {
							f()
							w.lock.Store(0)
						}
					}
					locked(func() { f.put(w, me) })
					s.Checkpoint(me)
					first := w.turn.Add(1) == 1
					s.Checkpoint(first, me)
					if !first {
						return
					}
					s.Await(func() bool { return w.turn.Load() == 2 })
					s.Checkpoint(first, me)
					mine, took := false, false
					locked(func() { mine, took = f.take(w, me), true })
					s.Yield()
					if took && mine == last {
						s.Fail("the first to come has written last: %t", last)
					}
				})
			}}
			places(t, core.PlacesSort)
			want(t, m, "assertion")
		}
	}
}

// What shows that threads are not alike is refused.
func TestAlikeRefused(t *testing.T) {
	i := 0
	refused(t, model{Setup: func(s *sim) {
		i = 0
		v := new([2]atomic.Uint32)
		s.Name(v, "v")
		s.Alike("t", 2, func() { i++; v[i-1].Add(1) })
	}}, opts{}, "threads t 1 and t 2 of Alike begin differently")
	refused(t, model{Setup: func(s *sim) {
		v := new(atomic.Uint32)
		s.Alike("t", 2, func() { v.Add(1) })
	}}, opts{}, "share a variable that has no name")
	refused(t, model{Setup: func(s *sim) {
		m := map[int]*int{}
		s.Ghost(&m)
		s.Alike("t", 2, func() { m[0] = new(int) })
	}}, opts{}, "use a slice")
}

// The full graph is made without symmetry: bounds and livelocks are those of
// threads that are not declared alike.
func TestAlikeGraph(t *testing.T) {
	m := func(alike, stuck bool) model {
		return model{Graph: true, Setup: func(s *sim) {
			v := new(atomic.Uint32)
			s.Name(v, "v")
			f := func() {
				s.Call("inc", func() {
					for x := v.Load(); !v.CompareAndSwap(x, x+1); x = v.Load() {
						s.Checkpoint()
					}
				})
				for stuck && v.Load() < 3 {
					s.Checkpoint()
				}
			}
			if alike {
				s.Alike("t", 2, f)
			} else {
				s.Go("t 1", f)
				s.Go("t 2", f)
			}
		}}
	}
	a, b := want(t, m(true, false), ""), want(t, m(false, false), "")
	if a.Calls["inc"] != b.Calls["inc"] || a.States != b.States {
		t.Errorf("%v\n%v", a, b)
	}
	want(t, m(true, true), "livelock")
	quick := m(true, true)
	quick.Graph = false
	want(t, quick, "livelock")
}
