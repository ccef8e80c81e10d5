package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/diatomic-go/diatomic/internal/figures"
	"github.com/diatomic-go/diatomic/internal/program"
)

// tables measures, and publishes what came of it.
func tables(ctx context.Context, stdout, stderr io.Writer, o options) error {
	if err := figures.Check(o.page); err != nil {
		return err
	}
	base := strings.TrimSuffix(o.page, filepath.Ext(o.page))
	if o.page != "-" {
		if err := figures.Writable(base+".csv", base+".svg"); err != nil {
			return err
		}
	}
	if o.draw {
		r, err := readRaw(base + ".csv")
		if err != nil {
			return err
		}
		return r.plot(base + ".svg")
	}
	command := fmt.Sprintf("cd examples/actors && go run . -table %s -runs %d", o.page, o.runs)
	if o.quick {
		command += " -quick"
	}
	from := strings.TrimSuffix(figures.Origin(command, o.runs), "\n") +
		fmt.Sprintf(" With a million actors, %d runs. %d workers.\n", (o.runs+1)/2, o.workers)
	bar := program.NewProgress(stderr)
	defer bar.End()
	r, err := measure(ctx, o, bar)
	if err != nil {
		return err
	}
	text := from
	for _, f := range measured {
		text += "\n" + r.table(f)
	}
	bar.End()
	if o.page == "-" {
		return figures.Publish(stdout, o.page, text)
	}
	if err := r.raw(base+".csv", from); err != nil {
		return err
	}
	if err := r.plot(base + ".svg"); err != nil {
		return err
	}
	return figures.Publish(stdout, o.page, text)
}

// rawHead are the columns of the raw data.
var rawHead = []string{"kind", "actors", "run", "bytes_per_actor", "start_ns_per_actor", "messages_per_s",
	"alone_messages_per_s"}

// raw writes all samples.
func (r *results) raw(file, from string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s", from)
	w := csv.NewWriter(&b)
	_ = w.Write(rawHead)
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

// readRaw reads what raw wrote.
func readRaw(file string) (*results, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	in := csv.NewReader(strings.NewReader(string(text)))
	in.Comment = '#'
	lines, err := in.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(lines) < 2 || !slices.Equal(lines[0], rawHead) {
		return nil, fmt.Errorf("%s doesn't have the columns %s, with samples below", file, strings.Join(rawHead, ", "))
	}
	r := &results{nil, map[string]map[int][]sample{byActors: {}, byGoroutines: {}}}
	for _, line := range lines[1:] {
		s := sample{Kind: line[0]}
		_, err := fmt.Sscan(strings.Join(slices.Delete(slices.Clone(line[1:]), 1, 2), " "), &s.N, &s.Bytes, &s.Start,
			&s.Rate, &s.Alone)
		if err != nil || r.samples[s.Kind] == nil {
			return nil, fmt.Errorf("%s: not a sample: %s", file, line)
		}
		if !slices.Contains(r.sizes, s.N) {
			r.sizes = append(r.sizes, s.N)
		}
		r.samples[s.Kind][s.N] = append(r.samples[s.Kind][s.N], s)
	}
	for _, n := range r.sizes {
		for kind, samples := range r.samples {
			if samples[n] == nil {
				return nil, fmt.Errorf("%s has no samples of %d %s", file, n, kind)
			}
		}
	}
	return r, nil
}
