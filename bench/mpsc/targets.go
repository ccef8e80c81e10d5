package main

import (
	"fmt"

	"github.com/diatomic-go/diatomic/bench/internal/page"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

// goal is a ratio to Go's channel, or to a select on it, that is to hold, for each type
// of messages there is.
type goal struct {
	text  string
	limit float64
	ratio [][]float64
}

// limits are at least, by capacity.
type limits map[int]float64

var (
	manyRigs = limits{1: 1, 10: 1.4, 100: 2, 1000: 2}
	oneRig   = limits{1: 1, 10: 1, 100: 1.8, 1000: 1.8}
)

const (
	batchLimit    = 2.5 // at capacity 1000
	batchCapacity = 1000
	pinballLimit  = 1.3
)

func limitsOf(s shape) limits {
	if s.rigs > 1 {
		return manyRigs
	}
	return oneRig
}

func (r *report) funnelRatios(s shape, capacity int, peer string) (ratio [][]float64) {
	for _, m := range messages {
		ratio = append(ratio, stats.Ratios(r.funnel("M/s", s, m.name, capacity, peer),
			r.funnel("M/s", s, m.name, capacity, "chan")))
	}
	return ratio
}

func (r *report) contextsRatio(u use, s shape) []float64 {
	return stats.Ratios(r.contexts("M/s", u, s, "mpsc"), r.contexts("M/s", u, s, "select"))
}

func (r *report) goals() (goals []goal) {
	for _, s := range shapes {
		for _, c := range capacities {
			goals = append(goals, goal{fmt.Sprintf("funnel, %s, capacity %s", s.text(), stats.RoundNumber(float64(c))),
				limitsOf(s)[c], r.funnelRatios(s, c, "mpsc")})
		}
	}
	for _, s := range shapes {
		goals = append(goals, goal{fmt.Sprintf("`RecvBatch`, %s, capacity %s", s.text(),
			stats.RoundNumber(batchCapacity)), batchLimit, r.funnelRatios(s, batchCapacity, "batch")})
	}
	for _, u := range uses {
		if u.limit == 0 {
			continue
		}
		for _, s := range contextShapes {
			goals = append(goals, goal{fmt.Sprintf("÷ `select`: funnel, %s, capacity 1, %s", s.text(), u.text), u.limit,
				[][]float64{r.contextsRatio(u, s)}})
		}
	}
	for _, n := range balls {
		ratio := stats.Ratios(r.pinball("M/s", n, "mpsc"), r.pinball("M/s", n, "chan"))
		goals = append(goals, goal{fmt.Sprintf("pinball, balls: %d", n), pinballLimit, [][]float64{ratio}})
	}
	return append(goals, r.unboundedGoals()...)
}

// targets are the ratios of all goals.
func (r *report) targets() (all []page.Target) {
	for _, g := range r.goals() {
		for i := range g.ratio {
			all = append(all, g.target(i))
		}
	}
	return all
}

func (g goal) target(i int) page.Target {
	text := g.text
	if len(g.ratio) > 1 {
		text += ", " + messages[i].text
	}
	return page.Target{Text: text, Limit: g.limit, AtLeast: true, Ratio: g.ratio[i]}
}

// targetTable has a row for each goal, and two columns for each type of messages: one in
// a quick run, which judges nothing.
func (r *report) targetTable() string {
	quick := r.data.Quick()
	head := []string{"messages/s, divided by those of Go's channel", "limit"}
	for _, m := range messages {
		head = append(head, m.text+": measured")
		if !quick {
			head = append(head, "holds")
		}
	}
	var rows [][]string
	for _, g := range r.goals() {
		row := []string{g.text, g.target(0).LimitText()}
		measured := false
		for i := range messages {
			var t page.Target
			text := ""
			if i < len(g.ratio) && len(g.ratio[i]) > 0 {
				t = g.target(i)
				text, measured = t.Measured(), true
			}
			row = append(row, text)
			if !quick {
				row = append(row, t.Holds())
			}
		}
		if measured {
			rows = append(rows, row)
		}
	}
	if rows == nil {
		return ""
	}
	return page.Table(head, rows)
}
