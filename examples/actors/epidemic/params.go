package epidemic

import (
	"encoding/binary"
	"errors"
	"math/rand/v2"

	"github.com/diatomic-go/diatomic/examples/actors/sim"
)

// Times are in hours.
const (
	hour sim.Time = 1
	day           = 24 * hour
)

// Params say what to simulate.
type Params struct {
	People  int
	Seed    uint64
	Days    int     // the run ends then, or when nothing is left to happen
	Tracing float64 // probability that a case is found, and the acquaintances warned
}

// What Params leave fixed.
const (
	ties        = 10      // that each person has
	moved       = 0.2     // part of the ties that go to a random person
	first       = 20      // people who are infectious at first
	meet        = 12.0    // hours between two meetings of an infectious person, in the mean
	catch       = 0.35    // probability of an infection at a meeting
	latent      = 3 * 24. // hours from exposed to infectious, in the mean
	ill         = 5 * 24. // hours from infectious to recovered, in the mean
	untilFound  = day
	keptAtHome  = 10 * day
	smallest    = 100 // people
	largest     = 10_000_000
	longestDays = 10_000
)

// Check says what is wrong with the parameters.
func (p Params) Check() error {
	switch {
	case p.People < smallest || p.People > largest:
		return errors.New("people must be from 100 to 10000000")
	case p.Days < 1 || p.Days > longestDays:
		return errors.New("days must be from 1 to 10000")
	case !(p.Tracing >= 0 && p.Tracing <= 1):
		return errors.New("tracing must be from 0 to 1")
	}
	return nil
}

// Outbreak is one simulation, to be run once.
type Outbreak struct {
	sim.Simulation[Message]
	Registry *Registry
}

// New returns the outbreak at its beginning. It depends on the parameters alone.
func New(p Params) *Outbreak {
	registry := &Registry{id: sim.ID(p.People), Days: make([]Day, p.Days+1)}
	dice := rand.New(rand.NewPCG(p.Seed, 0))
	o := &Outbreak{Registry: registry}
	people := make([]person, p.People)
	for i, acquaintances := range smallWorld(p.People, dice) {
		people[i] = person{
			registry:      registry.id,
			acquaintances: acquaintances,
			tracing:       p.Tracing,
			infector:      sim.Outside,
			dice:          *rand.NewPCG(p.Seed, uint64(i)+1),
		}
		o.Models = append(o.Models, &people[i])
	}
	o.Models = append(o.Models, registry)
	o.Until = sim.Time(p.Days)*day - 1
	for _, i := range dice.Perm(p.People)[:first] {
		o.Begin = append(o.Begin, sim.Event[Message]{To: sim.ID(i), Body: Infect})
	}
	return o
}

// smallWorld returns who knows whom. Every tie is mutual.
func smallWorld(n int, dice *rand.Rand) [][]sim.ID {
	all := make([][]sim.ID, n)
	for i := range all {
		for k := 1; k <= ties/2; k++ {
			other := (i + k) % n
			if dice.Float64() < moved {
				other = dice.IntN(n)
			}
			if other != i {
				all[i] = append(all[i], sim.ID(other))
				all[other] = append(all[other], sim.ID(i))
			}
		}
	}
	return all
}

func appendTime(b []byte, t sim.Time) []byte { return binary.LittleEndian.AppendUint64(b, uint64(t)) }
