package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/diatomic-go/diatomic/examples/actors/epidemic"
	"github.com/diatomic-go/diatomic/examples/actors/sim"
)

// summary writes what came of a run.
func summary(out io.Writer, o options, days []epidemic.Day, r sim.Result, took time.Duration) error {
	var exposed, atHome, peak, peakDay int
	curve := make([]int, len(days))
	for i, d := range days {
		exposed += d.Exposed
		atHome += d.AtHome
		curve[i] = d.Infectious
		if d.Infectious > peak {
			peak, peakDay = d.Infectious, i
		}
	}
	end := "nothing is left to happen"
	if r.Pending() > 0 {
		end = fmt.Sprintf("%d events were yet to come", r.Pending())
	}
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "people\t%d, each an actor, on %d workers; seed %d\n", o.People, o.workers, o.Seed)
	fmt.Fprintf(t, "infected\t%d (%.1f %%)\n", exposed, 100*float64(exposed)/float64(o.People))
	fmt.Fprintf(t, "infectious at once\t%d on day %d, at most\n", peak, peakDay)
	fmt.Fprintf(t, "warned to stay at home\t%d times; %.0f %% of cases are found\n", atHome, 100*o.Tracing)
	fmt.Fprintf(t, "last event\tday %d; %s\n", r.End/24, end)
	fmt.Fprintf(t, "infectious, day 0 to %d\t%s\n", len(days)-1, spark(curve, 60))
	fmt.Fprintf(t, "events\t%d, in %d rounds of at most %d actors\n", r.Events, r.Rounds, r.Widest)
	fmt.Fprintf(t, "time\t%.2f s, %.2f million events/s\n", took.Seconds(), float64(r.Events)/took.Seconds()/1e6)
	fmt.Fprintf(t, "digest\t%x\n", r.Digest[:8])
	return t.Flush()
}

// spark draws a curve in one line of at most so many characters. Each is the largest
// value of its part.
func spark(curve []int, width int) string {
	const levels = "▁▂▃▄▅▆▇█"
	width = min(width, len(curve))
	parts := make([]int, width)
	top := 1
	for i, v := range curve {
		p := &parts[i*width/len(curve)]
		*p = max(*p, v)
		top = max(top, v)
	}
	var b strings.Builder
	for _, v := range parts {
		b.WriteRune([]rune(levels)[v*7/top])
	}
	return b.String()
}
