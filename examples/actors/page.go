package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/diatomic-go/diatomic/internal/figures"
)

// tables measures, and publishes what came of it.
func tables(ctx context.Context, stdout, stderr io.Writer, o options) error {
	if err := figures.Check(o.page); err != nil {
		return err
	}
	command := fmt.Sprintf("cd examples/actors && go run . -table %s -runs %d", o.page, o.runs)
	if o.quick {
		command += " -quick"
	}
	from := strings.TrimSuffix(figures.Origin(command, o.runs), "\n") +
		fmt.Sprintf(" With a million actors, %d runs. %d workers.\n", (o.runs+1)/2, o.workers)
	bar := newProgress(stderr)
	defer bar.end()
	r, err := measure(ctx, o, bar)
	if err != nil {
		return err
	}
	text := from
	for _, f := range measured {
		text += "\n" + r.table(f)
	}
	bar.end()
	if o.page == "-" {
		return figures.Publish(stdout, o.page, text)
	}
	base := strings.TrimSuffix(o.page, filepath.Ext(o.page))
	if err := r.raw(base+".csv", from); err != nil {
		return err
	}
	if err := r.plot(base + ".svg"); err != nil {
		return err
	}
	return figures.Publish(stdout, o.page, text)
}

// raw writes all samples.
func (r *results) raw(file, from string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s", from)
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"kind", "actors", "run", "bytes_per_actor", "start_ns_per_actor", "messages_per_s", "alone_messages_per_s"})
	for _, n := range r.sizes {
		for _, kind := range []string{byActors, byGoroutines} {
			for run, s := range r.samples[kind][n] {
				line := []string{kind, strconv.Itoa(n), strconv.Itoa(run + 1)}
				for _, f := range measured {
					line = append(line, strconv.FormatFloat(f.of(s), 'f', 1, 64))
				}
				_ = w.Write(line) // to memory
			}
		}
	}
	w.Flush()
	return os.WriteFile(file, []byte(b.String()), 0o666)
}
