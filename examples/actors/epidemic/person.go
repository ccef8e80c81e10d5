package epidemic

import (
	"encoding/binary"
	"math/rand/v2"

	"github.com/diatomic-go/diatomic/examples/actors/sim"
)

// Message is what an event is about.
type Message uint8

// To a person.
const (
	Infect  Message = iota // from outside: for certain
	Meet                   // from somebody infectious
	Sicken                 // the latent time is over
	GoOut                  // time to meet somebody
	Found                  // is known to be a case
	Warn                   // from a case that was found
	Recover                // the illness is over
)

// To the registry, from a person.
const (
	Exposed Message = iota + 100
	Infectious
	Recovered
	AtHome // for some days
)

// stage is how far a person is.
type stage uint8

const (
	susceptible stage = iota
	exposed
	infectious
	recovered
)

// person is a model.
type person struct {
	acquaintances []sim.ID
	dice          rand.PCG // its own: what others do must not change the throws
	tracing       float64
	homeUntil     sim.Time // meets nobody before
	since         sim.Time // when the stage began
	infector      sim.ID
	registry      sim.ID
	stage         stage
}

// Handle implements sim.Model.
func (p *person) Handle(c *sim.Context[Message], from sim.ID, m Message) {
	dice := rand.New(&p.dice)
	switch m {
	case Infect:
		p.expose(c, dice, from)
	case Meet:
		// Of several that meet this person in the same hour the first to be handled may
		// be the infector. The order of events says which.
		if p.stage == susceptible && c.Now() >= p.homeUntil && dice.Float64() < catch {
			p.expose(c, dice, from)
		}
	case Sicken:
		p.enter(c, infectious, Infectious)
		c.Send(c.Self(), hours(dice, ill), Recover)
		c.Send(c.Self(), hours(dice, meet), GoOut)
		if dice.Float64() < p.tracing {
			c.Send(c.Self(), untilFound, Found)
		}
	case GoOut:
		if p.stage != infectious {
			return
		}
		if c.Now() >= p.homeUntil && len(p.acquaintances) > 0 {
			c.Send(p.acquaintances[dice.IntN(len(p.acquaintances))], 0, Meet)
		}
		c.Send(c.Self(), hours(dice, meet), GoOut)
	case Found:
		if p.stage == infectious {
			p.stayAtHome(c)
			for _, id := range p.acquaintances {
				c.Send(id, 0, Warn)
			}
		}
	case Warn:
		p.stayAtHome(c)
	case Recover:
		p.enter(c, recovered, Recovered)
	}
}

func (p *person) expose(c *sim.Context[Message], dice *rand.Rand, from sim.ID) {
	p.infector = from
	p.enter(c, exposed, Exposed)
	c.Send(c.Self(), hours(dice, latent), Sicken)
}

func (p *person) enter(c *sim.Context[Message], s stage, report Message) {
	p.stage, p.since = s, c.Now()
	c.Send(p.registry, 0, report)
}

func (p *person) stayAtHome(c *sim.Context[Message]) {
	if c.Now() >= p.homeUntil {
		c.Send(p.registry, 0, AtHome)
	}
	p.homeUntil = c.Now() + keptAtHome
}

// hours returns a time of the exponential distribution, of an hour at least.
func hours(dice *rand.Rand, mean float64) sim.Time {
	return 1 + sim.Time(dice.ExpFloat64()*mean)
}

// AppendState implements sim.Model.
func (p *person) AppendState(b []byte) []byte {
	b = append(b, byte(p.stage))
	b = binary.LittleEndian.AppendUint32(b, uint32(p.infector))
	b = appendTime(appendTime(b, p.since), p.homeUntil)
	dice, err := p.dice.MarshalBinary()
	if err != nil {
		panic(err) // it has none to return
	}
	return append(b, dice...)
}
