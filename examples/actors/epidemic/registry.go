package epidemic

import "github.com/diatomic-go/diatomic/examples/actors/sim"

// Day is what happened on a day.
type Day struct {
	Exposed, AtHome int // people who became so
	Infectious      int // people who were so when it ended
}

// Registry is the model that counts.
type Registry struct {
	Days []Day // by number; those after the last report are empty

	id         sim.ID
	infectious int
	last       sim.Time // of a report
}

// Handle implements sim.Model.
func (r *Registry) Handle(c *sim.Context[Message], _ sim.ID, m Message) {
	// From the day of the last report to today nothing has changed.
	for d := r.last/day + 1; d <= c.Now()/day; d++ {
		r.Days[d].Infectious = r.infectious
	}
	r.last = c.Now()
	today := &r.Days[c.Now()/day]
	switch m {
	case Exposed:
		today.Exposed++
	case Infectious:
		r.infectious++
	case Recovered:
		r.infectious--
	case AtHome:
		today.AtHome++
	}
	today.Infectious = r.infectious
}

// Past returns the days up to the last report.
func (r *Registry) Past() []Day { return r.Days[:r.last/day+1] }

// AppendState implements sim.Model.
func (r *Registry) AppendState(b []byte) []byte {
	for _, d := range r.Past() {
		b = appendTime(b, sim.Time(d.Exposed))
		b = appendTime(b, sim.Time(d.AtHome))
		b = appendTime(b, sim.Time(d.Infectious))
	}
	return b
}
