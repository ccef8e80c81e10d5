package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/diatomic-go/diatomic/internal/figures"
)

// sizes are how many words a message has in the table, at most.
var sizes = []int{1, 10, 100, 1000, maxBatch}

// table measures all ways with messages of each size.
func table(ctx context.Context, fsys fs.FS, o options, stdout, stderr io.Writer) error {
	command := strings.TrimSpace(fmt.Sprintf("go run ./examples/wordcount -table %s -runs %d -producers %d %s", o.page,
		o.runs, o.producers, o.dir))
	return figures.Measure(stdout, o.page, command, o.runs, func(b *strings.Builder) error {
		b.WriteString("\n| words in a message |")
		base := len(ways) - 1
		for _, w := range ways {
			fmt.Fprintf(b, " %s |", w.name)
		}
		for _, w := range ways[:base] {
			fmt.Fprintf(b, " %s ÷ %s |", w.name, ways[base].name)
		}
		b.WriteString("\n|---:|" + strings.Repeat("---:|", len(ways)+base) + "\n")
		for _, o.batch = range sizes {
			all, err := measure(ctx, fsys, o, stderr)
			if err != nil {
				return err
			}
			size := number(o.batch)
			if o.batch == maxBatch {
				size = "a whole batch"
			}
			fmt.Fprintf(b, "| %s |", size)
			for _, w := range all {
				fmt.Fprintf(
					b,
					" %s |",
					figures.Spread(figures.Of(w.samples, func(s sample) float64 { return s.rate / 1e6 })),
				)
			}
			for _, w := range all[:base] {
				fmt.Fprintf(b, " %s |", w.times(all[base]))
			}
			b.WriteString("\n")
		}
		return nil
	})
}
