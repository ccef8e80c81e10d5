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
)

const (
	begin = "<!-- begin table -->\n"
	end   = "<!-- end table -->\n"
)

// tables measures, and publishes what came of it.
func tables(ctx context.Context, stdout, stderr io.Writer, o options) error {
	if o.page != "-" {
		// Now, rather than after all the work.
		if _, _, err := around(o.page); err != nil {
			return err
		}
	}
	command := fmt.Sprintf("cd examples/actors && go run . -table %s -runs %d", o.page, o.runs)
	if o.quick {
		command += " -quick"
	}
	from := origin(command, o.runs, o.workers)
	bar := newProgress(stderr)
	defer bar.end()
	r, err := measure(ctx, o, bar)
	if err != nil {
		return err
	}
	text := from
	for _, f := range figures {
		text += "\n" + r.table(f)
	}
	if o.page == "-" {
		bar.end()
		_, err := io.WriteString(stdout, text)
		return err
	}
	base := strings.TrimSuffix(o.page, filepath.Ext(o.page))
	if err := r.raw(base+".csv", from); err != nil {
		return err
	}
	if err := r.plot(base + ".svg"); err != nil {
		return err
	}
	return publish(o.page, text)
}

// around is what the page has before and after the tables.
func around(page string) (before, after string, err error) {
	old, err := os.ReadFile(page)
	if err != nil {
		return "", "", err
	}
	before, rest, ok1 := strings.Cut(string(old), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		return "", "", fmt.Errorf("%s lacks the lines %q and %q", page, strings.TrimSpace(begin), strings.TrimSpace(end))
	}
	return before, after, nil
}

// publish puts text between the markers of the page.
func publish(page, text string) error {
	before, after, err := around(page)
	if err != nil {
		return err
	}
	return os.WriteFile(page, []byte(before+begin+"\n"+text+"\n"+end+after), 0o666)
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
				for _, f := range figures {
					line = append(line, strconv.FormatFloat(f.of(s), 'f', 1, 64))
				}
				_ = w.Write(line) // to memory
			}
		}
	}
	w.Flush()
	return os.WriteFile(file, []byte(b.String()), 0o666)
}
