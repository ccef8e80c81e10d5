//go:build !race

package mpsc

// guard notices two goroutines that sleep in one Receiver.
type guard struct{ asleep bool }

func (*guard) enter() {}
func (*guard) leave() {}

func (g *guard) sleep() {
	if g.asleep {
		panic(twoReceivers)
	}
	g.asleep = true
}

func (g *guard) wake() { g.asleep = false }

// check is for calls that would take the registration of one that sleeps.
func (g *guard) check() {
	if g.asleep {
		panic(twoReceivers)
	}
}
