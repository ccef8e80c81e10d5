package abstraction

// What it takes to map the states of a model, in which the code runs, to the ones here.

// Key returns a number for s. States that differ in nothing that matters have the same
// one.
func (e *Exploration) Key(s State) uint64 { return s.pack(e.symmetric) }

// Len returns the number of states.
func (e *Exploration) Len() int { return len(e.states) }

// Reaches reports whether one of the states has this key.
func (e *Exploration) Reaches(key uint64) bool { return e.table[e.find(key)] != 0 }

// MaxSteps is how many steps a step of the code may be. The model checker runs the code
// from one atomic operation to the next, with the accesses to slots and the calls in
// between.
const MaxSteps = 3

// Distance returns the number of steps from one state to another, or -1 if it is more
// than MaxSteps.
func (e *Exploration) Distance(from, to uint64) int {
	if from == to {
		return 0
	}
	if n, ok := e.distances[[2]uint64{from, to}]; ok {
		return n
	}
	found := -1
	seen, layer := map[uint64]bool{from: true}, []uint64{from}
	for n := 1; n <= MaxSteps && found < 0; n++ {
		var next []uint64
		for _, k := range layer {
			e.each(Unpack(k), func(s State) {
				if k := e.Key(s); !seen[k] {
					seen[k] = true
					next = append(next, k)
				}
			})
		}
		if layer = next; seen[to] {
			found = n
		}
	}
	e.distances[[2]uint64{from, to}] = found
	return found
}

// Distances counts the pairs for which Distance was called, by what it returned; those
// that are further apart than MaxSteps, as 0.
func (e *Exploration) Distances() (counts [MaxSteps + 1]int) {
	for _, n := range e.distances {
		counts[max(n, 0)]++
	}
	return counts
}

// Cut is a step that the abstraction may lack.
type Cut struct {
	Name string
	cut  func(from, to State) bool
}

// Unexplored returns an exploration that has no states, and all steps but this one.
func (c Cut) Unexplored() *Exploration {
	p := shipped()
	p.cut = c.cut
	return unexplored(p)
}

// Cuts returns steps of the shipped protocol that models of the code reach.
func Cuts() []Cut {
	return []Cut{
		{"set NOTIFY", func(from, to State) bool { return to.Word&notify > from.Word&notify }},
		{"a failed release reloads", func(_, to State) bool { return to.Holder == HolderReloads }},
		{"the holder serves NOTIFY and reads again", func(from, to State) bool {
			return from.Holder == HolderReleases && to.Holder == HolderReads
		}},
		{"release", func(from, to State) bool {
			return from.Holder == HolderReleases && to.Holder == HolderNone
		}},
		{"withdraw", func(_, to State) bool { return to.At == SinkWithdraws }},
		{"load again", func(_, to State) bool { return to.At == SinkLoadsAgain }},
		{"register the same waker", func(_, to State) bool { return to.At == SinkRepeats }},
		{"look again", func(_, to State) bool { return to.At == SinkLooks }},
		{"look again, and find", func(from, to State) bool {
			return from.At == SinkLooks && to.At == SinkAwake
		}},
		{"spurious polls", func(from, to State) bool {
			return from.At == SinkAsleep && to.At == SinkAwake && !from.Woken
		}},
		{"unregister", func(_, to State) bool { return to.At == UnregAnds }},
		{"forget", func(_, to State) bool { return to.At == ForgetLoads }},
		{"forget drops the rest", func(_, to State) bool { return to.At == forgetDrops }},
		{"drop the rest later", func(_, to State) bool { return to.At == sinkDrops }},
		{"wake", func(from, to State) bool { return to.Woken && !from.Woken && from.At == to.At }},
	}
}
