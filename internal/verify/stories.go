package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"github.com/diatomic-go/diatomic/internal/figures"
)

func storiesPage(dir string) string { return filepath.Join(dir, "docs", "checking.md") }

// story is a place in docs/checking.md for how the mutant of that name goes wrong.
var story = regexp.MustCompile(`(?s)(<!-- begin story: (\S+) -->\n).*?(<!-- end story -->)`)

// writeStories puts the stories into docs/checking.md that it asks for.
func (v *verifier) writeStories(ctx context.Context) error {
	page := storiesPage(v.dir)
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	if err := figures.Writable(page); err != nil {
		return err
	}
	places := story.FindAllSubmatchIndex(text, -1)
	if places == nil {
		return fmt.Errorf("%s has no place for a story", page)
	}
	var b bytes.Buffer
	last := 0
	for _, p := range places {
		name := string(text[p[4]:p[5]])
		m := named(name)
		if m == nil {
			return fmt.Errorf("%s: no mutant has the name %q", page, name)
		}
		d, err := m[0].Try(ctx, v.dir)
		if err != nil {
			return err
		}
		told := trace.FindSubmatch(d.Story)
		if !d.Killed || told == nil {
			return fmt.Errorf("%s has no story", name)
		}
		b.Write(text[last:p[3]])
		b.WriteString("\n```\n")
		for line := range bytes.Lines(told[0]) {
			b.Write(bytes.TrimPrefix(line, told[1])) // a blank one has fewer spaces
		}
		b.WriteString("```\n\n")
		last = p[6]
		if _, err := fmt.Fprintln(v.stdout, d); err != nil {
			return err
		}
	}
	b.Write(text[last:])
	return os.WriteFile(page, b.Bytes(), 0o666)
}

// trace is the part of a test's output that a reader wants: the steps, the verdict, and
// how to replay it. All of it is indented.
var trace = regexp.MustCompile(`(?ms)^( *)step  line .*?^ *smallest preemption bound: \d+\n`)
