package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	quick := flag.Bool("quick", false, "take a few seconds for each model, and one mutant of each package")
	only := flag.String("only", "", "these `directories` only, with commas between them")
	limit := flag.Duration("time", time.Minute, "the longest `duration` of a model")
	suites := flag.Bool("suites", false, "run test suites of packages at random, instead of models")
	out := flag.String("o", "", "write the table to this `file` too")
	flag.Parse()
	if *quick {
		*limit = quickLimit
	}
	c := &checker{ctx: context.Background(), quick: *quick, limit: *limit, log: os.Stderr}
	check := c.all
	if *suites {
		check = c.suites
	}
	ok, text, err := check(strings.FieldsFunc(*only, func(r rune) bool { return r == ',' }))
	if err == nil && *out != "" {
		err = os.WriteFile(*out, []byte(text), 0o666)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "realcode:", err)
		os.Exit(1)
	}
	fmt.Print(text)
	if !ok {
		os.Exit(1)
	}
}

// quickLimit is the longest a model may take in the quick set.
const quickLimit = 4 * time.Second

// checker runs models and mutants.
type checker struct {
	ctx   context.Context
	quick bool
	limit time.Duration
	log   io.Writer
	tool  string
	temp  string
	bad   []string // what is not as expected
}

// result is a line of the tool's flag -json, as far as it matters here.
type result struct {
	Test, Verdict, Claim, Text, Reason, Replay string
	States, Executions, Steps                  int64
	Seconds                                    float64
	Smallest                                   *int `json:"smallest_preemption_bound"`
}

// all checks the targets, or those of these directories. It reports whether everything
// was as expected, and returns the tables.
func (c *checker) all(only []string) (ok bool, text string, err error) {
	if c.temp, err = os.MkdirTemp("", "realcode-*"); err != nil {
		return false, "", err
	}
	defer os.RemoveAll(c.temp)
	if err := c.build(); err != nil {
		return false, "", err
	}
	var models, found, broken, peers [][]string
	for _, t := range targets {
		if len(only) > 0 && !slices.Contains(only, t.dir) {
			continue
		}
		dir, version, err := c.module(t)
		if err != nil {
			return false, "", err
		}
		name := "`" + strings.TrimSuffix(t.module+"/"+t.path, "/") + "`"
		if !t.peer {
			name += " " + version
		}
		results, output, err := c.run(t, dir, nil)
		if err != nil {
			return false, "", err
		}
		if len(results) == 0 {
			c.unexpected("%s: nothing has run\n%s", t.dir, output)
		}
		for _, r := range results {
			i := slices.IndexFunc(t.finds, func(f finding) bool { return f.test == r.Test })
			switch {
			case i >= 0 && c.quick && r.Verdict == "incomplete":
				fmt.Fprintln(c.log, r.Test, "found nothing in so short a time")
			case i >= 0 && (r.Verdict != "failed" || !strings.Contains(r.Text, t.finds[i].want)):
				c.unexpected("%s: %s: want %q, got %s %s", t.dir, r.Test, t.finds[i].want, r.Verdict, r.Text)
			case i >= 0:
				found = append(found, []string{name, r.Test, r.Text, preemptions(r)})
			case r.Verdict == "failed" || r.Verdict == "refused":
				c.unexpected("%s: %s %s: %s\n%s", t.dir, r.Test, r.Verdict, r.Text, output)
			case t.peer:
				dpor, err := c.dpor(t, dir, r.Test)
				if err != nil {
					return false, "", err
				}
				peers = append(peers, []string{r.Test, fmt.Sprint(loom[r.Test]), dpor,
					fmt.Sprint(r.Executions), fmt.Sprint(r.States)})
			default:
				models = append(models, []string{name, r.Test, fmt.Sprint(r.States), fmt.Sprint(r.Executions),
					claim(r.Claim), fmt.Sprintf("%.1f s", r.Seconds)})
			}
		}
		for _, f := range t.finds {
			if !slices.ContainsFunc(results, func(r result) bool { return r.Test == f.test }) {
				c.unexpected("%s: %s has not run\n%s", t.dir, f.test, output)
			}
		}
		for i, m := range t.mutants {
			if c.quick && i > 0 {
				break
			}
			row, err := c.mutant(t, dir, m)
			if err != nil {
				return false, "", err
			}
			broken = append(broken, append([]string{name}, row...))
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Packages of others, checked\n\n"+
		"`go run . -time %v -o ../../docs/realcode.md` in [examples/realcode](../examples/realcode) writes this page. "+
		"The\npackages are as they were released.\n\n"+
		"## Models\n\nHow far each came:\n\n", c.limit)
	table(&b, "package|model|states:|executions:|claim|time:", models)
	b.WriteString("\n## What was found\n\nA test that fails; [findings.md](findings.md) tells more.\n\n")
	table(&b, "package|test|says|preemptions:", found)
	b.WriteString("\n## Mutants\n\nA bug is put into a copy of the package, and a model finds it:\n\n")
	table(&b, "package|bug|test|says", broken)
	b.WriteString("\n## Beside loom\n\nThe same models, with loom 0.7.2 (Rust). It explores weak memory too, which " +
		"Go's atomics don't have.\n(loom's figures were measured once; its model of the counters may have " +
		"differed.)\n\n")
	table(&b, "model|loom: executions:|-method=dpor: executions:|-method=states: executions:|states:", peers)
	for _, text := range c.bad {
		fmt.Fprintln(c.log, "not as expected:", text)
	}
	return len(c.bad) == 0, b.String(), nil
}

// build builds the tool.
func (c *checker) build() error {
	c.tool = filepath.Join(c.temp, "interleave.exe")
	if out, err := exec.CommandContext(c.ctx, "go", "build", "-o", c.tool,
		"github.com/diatomic-go/diatomic/interleave/cmd/interleave").CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}

func (c *checker) unexpected(format string, args ...any) {
	c.bad = append(c.bad, fmt.Sprintf(format, args...))
}

// preemptions is how few of them a failure needs.
func preemptions(r result) string {
	if r.Smallest == nil {
		return ""
	}
	return fmt.Sprint(*r.Smallest)
}

// claim is the first line of a claim, and what is listed below it.
func claim(text string) string {
	first, rest, _ := strings.Cut(strings.TrimPrefix(text, "interleave: "), "\n")
	first, _, _ = strings.Cut(first, ": ")
	first, _, _ = strings.Cut(first, " (")
	var notes []string
	for line := range strings.Lines(rest) {
		notes = append(notes, strings.TrimSpace(line))
	}
	if len(notes) > 0 {
		first += ". " + strings.Join(notes, "; ")
	}
	return first
}

// module is the directory and the version of a module.
func (c *checker) module(t target) (dir, version string, err error) {
	out, err := exec.CommandContext(c.ctx, "go", "list", "-m", "-f={{.Dir}}\n{{.Version}}", t.module).Output()
	if err == nil {
		if dir, version, _ = strings.Cut(strings.TrimSpace(string(out)), "\n"); dir != "" {
			return dir, version, nil
		}
		// It is not in the module cache yet.
		out, err = exec.CommandContext(c.ctx, "go", "mod", "download", "-json", t.module).Output()
		var m struct{ Dir, Version string }
		if err == nil {
			err = json.Unmarshal(out, &m)
		}
		if err == nil {
			return m.Dir, m.Version, nil
		}
	}
	return "", "", fmt.Errorf("%s: %w", t.module, err)
}

// run runs the tool on a target, with files that replace others.
func (c *checker) run(t target, dir string, replace map[string]string, flags ...string) ([]result, string, error) {
	lines, overlay := filepath.Join(c.temp, "lines"), filepath.Join(c.temp, "overlay.json")
	os.Remove(lines)
	args := []string{"-json=" + lines, "-with=" + strings.Join(t.with, ","), "-time=" + c.limit.String(),
		"-timeout=60m", "-tags=findings"}
	for _, s := range t.set {
		args = append(args, "-set="+s)
	}
	replace = maps.Clone(replace)
	if t.play != "" {
		if replace == nil {
			replace = map[string]string{}
		}
		entries, err := os.ReadDir(filepath.Join(dir, t.play))
		if err != nil {
			return nil, "", err
		}
		for _, e := range entries {
			if ext := filepath.Ext(e.Name()); ext == ".s" || ext == ".go" && !strings.HasSuffix(e.Name(), "_test.go") {
				replace[filepath.Join(dir, t.play, e.Name())] = ""
			}
		}
		part, err := filepath.Abs(filepath.Join(t.dir, "testdata", "sync.go"))
		if err != nil {
			return nil, "", err
		}
		replace[filepath.Join(dir, t.play, "played.go")] = part
	}
	if len(replace) > 0 {
		text, err := json.Marshal(map[string]any{"Replace": replace})
		if err != nil {
			return nil, "", err
		}
		if err := os.WriteFile(overlay, text, 0o666); err != nil {
			return nil, "", err
		}
		args = append(args, "-overlay="+overlay)
	}
	args = append(append(args, flags...), "./"+t.dir)
	fmt.Fprintln(c.log, "interleave", strings.Join(args, " "))
	out, _ := exec.CommandContext(c.ctx, c.tool, args...).CombinedOutput() // its results tell whether all is well
	results, err := read(lines)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w\n%s", t.dir, err, out)
	}
	return results, string(out), nil
}

// read reads the lines of the tool's flag -json.
func read(file string) (results []result, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("no results: %w", err)
	}
	for line := range bytes.Lines(text) {
		var r result
		if err := json.Unmarshal(line, &r); err != nil {
			return nil, err
		}
		results = append(results, r)
	}
	return results, nil
}

// dpor is how many executions a test takes by partial order reduction alone.
func (c *checker) dpor(t target, dir, test string) (string, error) {
	results, _, err := c.run(t, dir, nil, "-run=^"+test+"$", "-method=dpor")
	if err != nil || len(results) != 1 {
		return "", fmt.Errorf("%s: %d results, %w", test, len(results), err)
	}
	n := fmt.Sprint(results[0].Executions)
	if results[0].Verdict == "incomplete" {
		n = "not finished"
	}
	return n, nil
}

// mutant puts a bug into a file, and returns what the tool says of it.
func (c *checker) mutant(t target, dir string, m mutant) ([]string, error) {
	file := filepath.Join(dir, filepath.FromSlash(m.file))
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if !bytes.Contains(text, []byte(m.old)) {
		c.unexpected("%s: mutant %q: its text isn't in %s", t.dir, m.name, m.file)
		return []string{m.name, m.test, "not run"}, nil
	}
	mutated := filepath.Join(c.temp, "mutant.go")
	if err := os.WriteFile(mutated, bytes.ReplaceAll(text, []byte(m.old), []byte(m.new)), 0o666); err != nil {
		return nil, err
	}
	results, out, err := c.run(t, dir, map[string]string{file: mutated}, "-run=^("+m.test+")")
	if err != nil {
		c.unexpected("%s: mutant %q: %v", t.dir, m.name, err)
	}
	for _, r := range results {
		if r.Verdict == "failed" && strings.Contains(r.Text, m.want) {
			return []string{m.name, r.Test, r.Text}, nil
		}
	}
	if c.quick && slices.ContainsFunc(results, func(r result) bool { return r.Verdict == "incomplete" }) {
		return []string{m.name, m.test, "nothing in so short a time"}, nil
	}
	c.unexpected("%s: mutant %q isn't found\n%s", t.dir, m.name, out)
	return []string{m.name, m.test, "not found"}, nil
}

// table writes a table; columns that end in a colon are numbers.
func table(b *strings.Builder, head string, rows [][]string) {
	columns := strings.Split(head, "|")
	var line []string
	for i, name := range columns {
		line = append(line, "---")
		if name, ok := strings.CutSuffix(name, ":"); ok {
			columns[i], line[i] = name, "--:"
		}
	}
	for _, row := range append([][]string{columns, line}, rows...) {
		for i := range row {
			row[i], _, _ = strings.Cut(strings.ReplaceAll(row[i], "|", "\\|"), "\n")
		}
		fmt.Fprintf(b, "| %s |\n", strings.Join(row, " | "))
	}
}
