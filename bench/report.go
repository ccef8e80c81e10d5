package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/diatomic-go/diatomic/bench/suite"
)

// report makes tables and plots of the data.
type report struct {
	data *data
	dir  string
	page string // or ""
}

// section is one table, or what stands in its place on the page.
type section struct{ name, title, text string }

func (r *report) sections() []section {
	return []section{
		{"run", "The run", r.runText()},
		{"targets", "Targets", r.targetTable()},
		{"notify", "Notify", r.notifyTable()},
		{"scaling", "Idle notify, scaling", r.scalingTable()},
		{"callback", "Callbacks", r.callbackTable()},
		{"contention", "Contention", r.contentionTable()},
		{"pingpong", "Ping-pong", r.pingPongTable()},
		{"latency", "Latency under load", r.latencyTable()},
		{"bursts", "Bursts", r.burstTable()},
		{"idle", "Idle consumers", r.idleTable()},
		{"rust", "The Rust crates", rustTable},
	}
}

func (r *report) write() error {
	var all strings.Builder
	sections := r.sections()
	all.WriteString("<!-- Written by bench. -->\n")
	for _, s := range sections {
		if s.text != "" {
			fmt.Fprintf(&all, "\n## %s\n\n%s", s.title, s.text)
		}
	}
	if err := os.WriteFile(filepath.Join(r.dir, "tables.md"), []byte(all.String()), 0o666); err != nil {
		return err
	}
	if err := r.plots(); err != nil {
		return err
	}
	if r.page == "" {
		return nil
	}
	return rewrite(r.page, sections)
}

// rewrite puts each section between its markers on the page.
func rewrite(page string, sections []section) error {
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	s := string(text)
	for _, sec := range sections {
		begin, end := "<!-- begin "+sec.name+" -->\n", "<!-- end "+sec.name+" -->"
		before, rest, ok1 := strings.Cut(s, begin)
		_, after, ok2 := strings.Cut(rest, end)
		if !ok1 || !ok2 {
			return fmt.Errorf("%s has no markers for %q", page, sec.name)
		}
		if sec.text != "" {
			s = before + begin + "\n" + sec.text + "\n" + end + after
		}
	}
	return os.WriteFile(page, []byte(s), 0o666)
}

func (r *report) runText() string {
	c := r.data.config
	text := fmt.Sprintf("Measured on %s: %s, %s cores, %s/%s, %s, commit %s.",
		c["date"], c["cpu"], c["cores"], c["goos"], c["goarch"], c["go"], c["commit"])
	if c["mode"] == "quick" {
		text += " A quick run: good for a look, not for conclusions."
	}
	return text + " Each figure is the median of the passes, in brackets its 95 % confidence interval. The raw data are in raw.txt.\n"
}

// table writes a Markdown table; rows without a figure are left out.
func table(head []string, rows [][]string) string {
	var b strings.Builder
	line := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	line(head)
	b.WriteString("|---|" + strings.Repeat("---:|", len(head)-1) + "\n")
	n := 0
	for _, cells := range rows {
		if strings.Join(cells[1:], "") != "" {
			line(cells)
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return b.String()
}

// each makes one row per peer.
func each(cells func(p *suite.Peer) []string) (rows [][]string) {
	for _, p := range suite.Peers {
		rows = append(rows, append([]string{p.Text}, cells(p)...))
	}
	return rows
}

func cell(values []float64, unit string) string {
	if len(values) == 0 {
		return ""
	}
	return withInterval(values, unit)
}

func centre(values []float64) string {
	if len(values) == 0 {
		return ""
	}
	return number(median(values))
}

// against writes the ratio of the values to those of another peer.
func against(values, other []float64) string {
	q := ratios(values, other)
	if len(q) == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", median(q))
}

func (r *report) printTargets(w io.Writer) (met bool) {
	fmt.Fprintln(w)
	met = true
	for _, t := range r.targets() {
		verdict := "ok    "
		switch {
		case len(t.ratio) == 0:
			verdict = "no run"
		case !t.met():
			verdict = "MISSED"
			met = met && t.aim
		}
		fmt.Fprintf(w, "%s  %-72s %s, measured %s\n", verdict, t.text, t.limitText(), t.measured())
	}
	return met
}
