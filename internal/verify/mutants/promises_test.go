package mutants

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// promised is what a section of docs/promises.md is about.
type promised struct {
	suite Suite
	tests []string // directories of the tests that it may name
}

var sections = map[string]promised{
	"## Package diatomic": {Primitive, []string{".", "internal/seam", "internal/protocol", "internal/protocol/abstraction"}},
	"## Package waitset":  {Set, []string{"waitset"}},
	"## Package mpsc":     {Channel, []string{"mpsc", "mpsc/lincheck"}},
	"## Package event":    {Event, []string{"event"}},
	"## Package actor":    {Actor, []string{"actor"}},
}

var quoted = regexp.MustCompile("`([^`]+)`")

// TestPromises: whatever the table of promises names exists, and each mutant that a test
// must notice is there, in a row with that test.
func TestPromises(t *testing.T) {
	const root = "../../.."
	text, err := os.ReadFile(filepath.Join(root, "docs", "promises.md"))
	if err != nil {
		t.Fatal(err)
	}
	var at promised
	var source, tests string
	seen, rows := map[string]bool{}, 0
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if p, ok := sections[line]; ok {
			at = p
			source, tests = declared(t, root, p.suite.Package), ""
			for _, dir := range p.tests {
				tests += testsOf(t, filepath.Join(root, dir))
			}
		}
		cells := strings.Split(line, "|")
		if !strings.HasPrefix(line, "| ") || len(cells) != 6 || strings.HasPrefix(line, "| promise |") {
			continue
		}
		rows++
		for _, name := range quoted.FindAllStringSubmatch(cells[2], -1) {
			if !strings.Contains(source, " "+name[1]+"\n") {
				t.Errorf("%s: %s exports no %s", line, at.suite.Name, name[1])
			}
		}
		var held []string
		for _, name := range quoted.FindAllStringSubmatch(cells[3], -1) {
			if !strings.Contains(tests, " "+name[1]+"\n") {
				t.Errorf("%s: %s has no test %s", line, at.suite.Name, name[1])
			}
			held = append(held, name[1])
		}
		if len(held) == 0 && !strings.Contains(cells[3], "by argument") {
			t.Errorf("%s: nothing holds it", line)
		}
		names := quoted.FindAllStringSubmatch(cells[4], -1)
		if len(names) == 0 && strings.TrimSpace(cells[4]) != "–" {
			t.Errorf("%s: neither a mutant nor a dash", line)
		}
		for _, name := range names {
			i := slices.IndexFunc(Of(at.suite), func(m Mutant) bool { return m.Name == name[1] })
			if i < 0 {
				t.Errorf("%s: %s has no mutant %s", line, at.suite.Name, name[1])
				continue
			}
			m := Of(at.suite)[i]
			seen[at.suite.Name+" "+m.Name] = true
			run := regexp.MustCompile(strings.Split(m.Run, "/")[0])
			if !slices.ContainsFunc(held, run.MatchString) {
				t.Errorf("%s: mutant %s is noticed by %s, which is not in its row", line, m.Name, m.Run)
			}
		}
	}
	if rows < 80 {
		t.Errorf("%d rows", rows)
	}
	for _, m := range All() {
		checker := len(m.Suite.Packages) == 0 // what it promises is another matter
		if m.Tests && !checker && !seen[m.Suite.Name+" "+m.Name] {
			t.Errorf("mutant %s of %s has no row", m.Name, m.Suite.Name)
		}
	}
}

// declared lists the exported functions, methods and types of a package, one a line.
func declared(t *testing.T, root, dir string) string {
	return found(t, filepath.Join(root, dir), `(?m)^(?:func (?:\([^)]*\) )?|type |\t)([A-Z]\w*)`,
		func(name string) bool { return !strings.HasSuffix(name, "_test.go") })
}

// testsOf lists the tests in a directory, one a line.
func testsOf(t *testing.T, dir string) string {
	return found(t, dir, `(?m)^func ((?:Test|Fuzz)\w+)\(`,
		func(name string) bool { return strings.HasSuffix(name, "_test.go") })
}

func found(t *testing.T, dir, pattern string, in func(name string) bool) string {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no files: %v", dir, err)
	}
	var list strings.Builder
	for _, f := range files {
		if !in(f) {
			continue
		}
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(pattern).FindAllSubmatch(text, -1) {
			list.WriteString(" " + string(m[1]) + "\n")
		}
	}
	return list.String()
}

// Names of mutants are unique in their suite, for -story and the tables.
func TestNames(t *testing.T) {
	for _, s := range Suites() {
		seen := map[string]bool{}
		for _, m := range Of(s) {
			if seen[m.Name] {
				t.Errorf("two mutants of %s have the name %s", s.Name, m.Name)
			}
			seen[m.Name] = true
		}
	}
}
