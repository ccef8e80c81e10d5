package interleave_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
)

// forgetful is a random program whose threads forget what they have seen, so that many
// ways lead to each state.
func forgetful(seed uint64) model {
	r := rand.New(rand.NewPCG(seed, 2))
	type op struct{ kind, obj, arg int }
	threads := make([][]op, 2+r.IntN(3))
	for i := range threads {
		for range 2 + r.IntN(3) {
			threads[i] = append(threads[i], op{r.IntN(4), r.IntN(3), r.IntN(2)})
		}
	}
	return model{Name: fmt.Sprint("forgetful", seed), Setup: func(s *sim) {
		v := new([3]atomic.Uint32)
		s.Name(v, "v")
		for i, ops := range threads {
			s.Go(fmt.Sprint("t", i), func() {
				for j, o := range ops {
					a := &v[o.obj]
					switch o.kind {
					case 0:
						a.Load()
					case 1:
						a.Store(uint32(o.arg))
					case 2:
						a.CompareAndSwap(uint32(o.arg), uint32(1-o.arg))
					case 3:
						if a.Load() == uint32(o.arg) {
							v[(o.obj+1)%3].Store(uint32(o.arg))
						}
					}
					s.Checkpoint(j)
				}
			})
		}
	}}
}

// Sleep sets save steps, not states.
func TestReductionKeepsStates(t *testing.T) {
	models := []model{peterson(false), dekker(false), ticketLock(3, false)}
	for seed := range batch(100) {
		models = append(models, forgetful(seed))
	}
	saved := int64(0)
	for _, m := range models {
		with, without := interleave.Check(m, opts{}), interleave.Check(m, opts{NoReduce: true})
		if with.Verdict != interleave.OK || with.States != without.States {
			t.Errorf("%s: %d states with reduction, %d without\n%v", m.Name, with.States, without.States, with)
		}
		saved += without.Branches - with.Branches
	}
	if saved <= 0 {
		t.Errorf("no steps are saved: %d", saved)
	}
}
