package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

// page is docs/examples/many.md.
func page(times map[key][]float64, count int, each time.Duration) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<!-- Written by go run ./many in bench. -->
# Waiting for any of many

Package [waitset](../../waitset) lets one consumer wait for any of many sources, and tells it which. Here it is beside gVisor's
`+"`pkg/sleep`, which does the same without context, time-out and select; `reflect.Select` over channels of capacity 1; and a single "+
		"`WakeSink`"+` whose predicate looks at a flag of each source, which is what the primitive does by itself.

    cd bench && go run ./many        # about a minute; rewrites this page
    cd bench && go test -bench Many ./many

Measured on %s: %s, %d cores, %s/%s, %s, %s. Each figure is the median of %d passes of %v. In brackets: the same divided by that of
waitset with the same number of sources, within a pass; its median, and the range without the lowest and the highest.
The last column is the time with %d sources divided by that with %d.
`, time.Now().Format(time.DateOnly), processor(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(), commit(),
		count, each, counts[len(counts)-1], counts[0])
	for _, w := range works {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| sources |", w.title, w.text)
		for _, n := range counts {
			fmt.Fprintf(&b, " %d |", n)
		}
		fmt.Fprintf(&b, " %d ÷ %d |\n|---|%s---:|\n", counts[len(counts)-1], counts[0], strings.Repeat("---:|", len(counts)))
		for _, p := range peers {
			if len(times[key{w.name, p.name, 1}]) == 0 {
				continue
			}
			fmt.Fprintf(&b, "| %s |", p.text)
			for _, n := range counts {
				t := times[key{w.name, p.name, n}]
				fmt.Fprintf(&b, " %s", nanoseconds(stats.Median(t)))
				if p.name != peers[0].name {
					fmt.Fprintf(&b, " [%s]", spread(stats.Ratios(t, times[key{w.name, peers[0].name, n}])))
				}
				b.WriteString(" |")
			}
			growth := stats.Median(times[key{w.name, p.name, counts[len(counts)-1]}]) / stats.Median(times[key{w.name, p.name, counts[0]}])
			fmt.Fprintf(&b, " %s |\n", number(growth))
		}
	}
	return b.String()
}

// spread is the median, and the range without the two outermost values.
func spread(v []float64) string {
	v = slices.Sorted(slices.Values(v))
	return fmt.Sprintf("%s (%s–%s)", number(stats.Median(v)), number(v[1]), number(v[len(v)-2]))
}

// number has three digits, or as many as there are before the point.
func number(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return trim(fmt.Sprintf("%.1f", v))
	}
	return trim(fmt.Sprintf("%.2f", v))
}

func trim(s string) string { return strings.TrimSuffix(strings.TrimRight(s, "0"), ".") }

func nanoseconds(v float64) string {
	if v >= 10_000 {
		return number(v/1000) + " µs"
	}
	return number(v) + " ns"
}

func processor() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "an unknown processor"
}

func commit() string {
	id, err := exec.Command("git", "rev-parse", "--short=12", "HEAD").Output()
	if err != nil {
		return "no commit"
	}
	text := "commit " + strings.TrimSpace(string(id))
	if changes, _ := exec.Command("git", "status", "--porcelain", "--", "..").Output(); len(changes) > 0 {
		text += " and changes"
	}
	return text
}
