package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"html/template"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
)

// line is what the page needs of a line of -json.
type line struct {
	Model, Package, Test, Verdict, Kind, Text, Replay, Reason, Claim, Story string
	States, Executions, Steps                                               int64
	Seconds                                                                 float64
}

// story is a story, taken apart.
type story struct {
	line
	Threads []string
	Rows    []storyRow
	After   []string // the lines below the table
	Again   string   // the command that tells it again
}

// storyRow is a row of it. A plain access belongs to the step above it: it has no
// number.
type storyRow struct {
	Step, Line string
	Cells      []string
	Plain      bool
}

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{
	"hue": func(i int) int { return (210 + i*67) % 360 },
}).Parse(pageText))

// readLines returns the results that the file of -json has from an offset on.
func readLines(file string, from int64) (all []line, err error) {
	data, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return nil, nil // no test came to a result
	} else if err != nil {
		return nil, err
	}
	for text := range bytes.Lines(data[min(from, int64(len(data))):]) {
		var l line
		if err := json.Unmarshal(text, &l); err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, nil
}

// page writes the stories that lines has, from an offset on, to a file. flags are those
// of the tool without which a story can't be told again.
func page(file, lines string, from int64, flags []string) error {
	results, err := readLines(lines, from)
	if err != nil {
		return err
	}
	var stories []story
	for _, l := range results {
		s := parse(l)
		s.Again = again(&l, flags)
		stories = append(stories, s)
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, stories); err != nil {
		return err
	}
	return os.WriteFile(file, b.Bytes(), 0o666)
}

// storyFlags are the flags of the tool that a story depends on, with those of the build.
func (o *options) storyFlags(build []string) []string {
	flags := slices.Clone(build)
	if o.suite {
		flags = append(flags, "-suite")
	}
	if o.overlay != "" {
		flags = append(flags, "-overlay="+o.overlay)
	}
	if len(o.with) > 0 {
		flags = append(flags, "-with="+strings.Join(o.with, ","))
	}
	for _, name := range slices.Sorted(maps.Keys(o.constant)) {
		flags = append(flags, "-set="+name+"="+o.constant[name])
	}
	for _, p := range o.pass {
		if strings.HasPrefix(p, "-interleave.timers=") {
			flags = append(flags, strings.Replace(p, "interleave.", "", 1))
		}
	}
	return flags
}

// again is the command that tells a story again, for a shell.
func again(l *line, flags []string) string {
	var run []string
	for name := range strings.SplitSeq(l.Test, "/") {
		run = append(run, "^"+regexp.QuoteMeta(name)+"$")
	}
	words := []string{"go", "tool", "interleave"}
	for _, f := range flags {
		words = append(words, quote(f))
	}
	words = append(words, "-replay="+quote(l.Replay), "-run", quote(strings.Join(run, "/")))
	if l.Package != "" {
		words = append(words, quote(l.Package))
	}
	return strings.Join(words, " ")
}

// plainWord matches what a shell takes as it is.
var plainWord = regexp.MustCompile(`^[\w@%+=:,./-]+$`)

func quote(word string) string {
	if plainWord.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// parse takes the text of a story apart: a table, whose head begins with step, and lines
// below it.
func parse(l line) story {
	s := story{line: l}
	table := false
	for text := range strings.Lines(l.Story) {
		text = strings.TrimRight(text, "\n")
		cells := strings.Split(text, " | ")
		switch {
		case !table && strings.HasPrefix(text, "step") && len(cells) > 1:
			table = true
			for _, c := range cells[1:] {
				s.Threads = append(s.Threads, strings.TrimSpace(c))
			}
		case table && len(s.After) == 0 && strings.Contains(text, " |") && len(s.Threads) > 0:
			s.Rows = append(s.Rows, parseRow(text, len(s.Threads)))
		case table && strings.TrimSpace(text) != "":
			s.After = append(s.After, strings.TrimSpace(text))
		}
	}
	s.After = slices.DeleteFunc(s.After, func(text string) bool { // what the page says itself
		return text == l.Text || strings.HasPrefix(text, "replay: ")
	})
	return s
}

// parseRow takes a row of n threads apart. What a thread does may itself have bars in it:
// bits of a word are spelled A|B, without blanks.
func parseRow(text string, n int) storyRow {
	cells := strings.Split(strings.TrimRight(text, " ")+" ", " |")
	f := strings.Fields(cells[0])
	row := storyRow{Plain: true}
	if len(f) > 0 && strings.Trim(f[0], "0123456789") == "" {
		row.Step, row.Plain = f[0], false
		f = f[1:]
	}
	row.Line = strings.Join(f, " ")
	for i := range n {
		cell := ""
		if i+1 < len(cells) {
			cell = strings.TrimSpace(cells[i+1])
		}
		if what, where, ok := strings.Cut(cell, "  "); ok && row.Line == "" {
			cell, row.Line = what, strings.TrimSpace(where) // of a plain access
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}
