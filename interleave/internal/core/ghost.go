package core

import (
	"fmt"
	"reflect"
	"unsafe"
)

// ghosts is the variables of the model that are neither atomics nor cells, and in the
// state key all the same: what the model counts and compares. Threads change them between
// operations, along with the step.
type ghosts struct {
	vars []ghost
	val  uint64 // hash of all of them
	refs []uint64
	comp h128 // part of the state key

	hashed bool // val is that of the state before the step
}

type ghost struct {
	p    unsafe.Pointer
	plan *plan
	val  uint64
}

func (g *ghosts) reset() { *g = ghosts{vars: g.vars[:0], refs: g.refs[:0]} }

// Ghost declares *ptr, an ordinary variable of the model that threads share, as part of
// the state. Slices and maps in it count by content, pointers by name.
func (s *Sim) Ghost(ptr any) {
	s.setupOnly("Ghost")
	v := reflect.ValueOf(ptr)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		panic(refusal(fmt.Sprintf("Ghost wants a pointer, not %T", ptr)))
	}
	s.ghosts.vars = append(s.ghosts.vars, ghost{v.UnsafePointer(), planOf(v.Type().Elem()), 0})
}

// hashGhosts brings the ghosts' term up to date. A step that has changed them has written
// to them. Any step may have read them; nothing tells.
func (s *Sim) hashGhosts() {
	g := &s.ghosts
	s.step.reads(ghostID, ghostBit)
	same := g.hashed && len(g.refs) == 0
	for i := range g.vars {
		v := &g.vars[i]
		x := v.plan.hash(s, v.p, true)
		same = same && x == v.val
		v.val = x
	}
	refs := s.mentioned()
	if same && len(refs) == 0 {
		return // as most steps leave them
	}
	g.hashed, g.val = true, 0
	for i := range g.vars {
		g.val = mix(g.val+uint64(i), g.vars[i].val)
	}
	g.refs = append(g.refs[:0], refs...)
	if term := ghostTerm(g.val, g.refs); term != g.comp {
		s.step.writes(ghostID, ghostBit)
		s.replace(&g.comp, term)
	}
}
