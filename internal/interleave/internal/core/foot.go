package core

import "slices"

// fullFoot is the exact footprint of a step, for the oracle.
type fullFoot struct {
	r, w []int32
	all  bool // may depend on anything
}

func (f *fullFoot) reset() { f.r, f.w, f.all = f.r[:0], f.w[:0], false }

// ghostID stands for all ghosts among the object numbers.
const ghostID = -1

func (f *fullFoot) clone() fullFoot {
	return fullFoot{append([]int32(nil), f.r...), append([]int32(nil), f.w...), f.all}
}

// join adds g to f. It leaves alone what f was before, which may be shared.
func (f *fullFoot) join(g *fullFoot) {
	*f = fullFoot{slices.Concat(f.r, g.r), slices.Concat(f.w, g.w), f.all || g.all}
}

func meet(a, b []int32) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

func (f *fullFoot) conflicts(g *fullFoot) bool {
	if f.all && len(g.w) > 0 || g.all && len(f.w) > 0 {
		return true
	}
	return meet(f.w, g.w) || meet(f.w, g.r) || meet(f.r, g.w)
}
