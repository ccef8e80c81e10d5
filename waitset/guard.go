//go:build !race

package waitset

// guard notices two consumers if one of them is asleep.
type guard struct{ busy bool }

func (g *guard) enter() {
	if g.busy {
		panic(twoConsumers)
	}
	g.busy = true
}

func (g *guard) leave() { g.busy = false }
