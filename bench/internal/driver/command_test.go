package driver

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/bench/internal/page"
	"github.com/diatomic-go/diatomic/bench/internal/picture"
	"github.com/diatomic-go/diatomic/bench/internal/rmw"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
	"github.com/diatomic-go/diatomic/internal/program"
)

// room has one benchmark, and can't be built: it fails if it comes to that.
var room = Command{
	Room: "room", Title: "a room", Page: "page.md", Prefix: "room-", Tags: map[string]string{"runtime": ""},
	Passes: func(o Options) []Pass {
		return []Pass{{"pass", []Step{{Parker: "runtime", Bench: o.Only("One"), About: 1e9}}}}
	},
	Report: func(d *stats.Data) Report {
		v := d.Get("ns/op", "One")
		table := page.Table([]string{"", "x"}, [][]string{{"row", page.Cell(v, " ns")}})
		return Report{
			Sections: []page.Section{
				{Name: "run", Title: "The run", Text: page.Run(d, "room-raw.txt")},
				{Name: "one", Title: "One", Text: table},
				{Name: "fixed", Title: "Fixed", Text: "by hand\n"},
			},
			Targets:  []page.Target{{Text: "goal", Limit: 1, Ratio: v}},
			Table:    "the goal\n",
			Pictures: map[string][]picture.Panel{"plot": nil},
		}
	},
}

func runRoom(args ...string) (code int, stdout, stderr string) {
	var out, err strings.Builder
	code = room.Run(context.Background(), args, &out, &err)
	return code, out.String(), err.String()
}

func write(t *testing.T, file, text string) string {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const (
	header = "date: 2026-01-02\ncommit: abc\ngo: go1.99\n"
	marks  = "<!-- begin run -->\nold\n<!-- end run -->\n<!-- begin one -->\nold\n<!-- end one -->\n" +
		"<!-- begin fixed -->\nold\n<!-- end fixed -->\n"
	goals = "<!-- begin room -->\nold\n<!-- end room -->\n"
)

// docs is a directory with pages to rewrite.
func docs(t *testing.T) string {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "page.md"), marks)
	write(t, filepath.Join(dir, "targets.md"), goals)
	return dir
}

func TestDraw(t *testing.T) {
	dir, docs := t.TempDir(), docs(t)
	write(t, filepath.Join(dir, "room-raw.txt"), header+"parker: runtime\nBenchmarkOne 1 5 ns/op\n")
	code, out, err := runRoom("-draw", "-o", dir, "-docs", docs)
	text := read(t, filepath.Join(docs, "page.md"))
	if code != program.OK || err != "" || !strings.Contains(out, "MISSED") ||
		!strings.Contains(text, "| row | 5 ns |") || strings.Contains(text, "old") {
		t.Errorf("exit code %d, %s%s\n%s", code, out, err, text)
	}
	if code, _, err := runRoom("-draw", "-o", dir, "-docs", docs, "-check"); code != Missed || err == "" {
		t.Errorf("exit code %d, %s", code, err)
	}
}

// What isn't raw data of this room leaves all files as they are.
func TestDrawGarbage(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "no results of benchmarks",
		"garbage\n":                           "no results of benchmarks",
		"\x00\xff\n":                          "no results of benchmarks",
		header + "PASS\n":                     "no results of benchmarks",
		header + "BenchmarkOne 1 x ns/op\n":   "raw.txt:4:",
		header + "BenchmarkOther 1 5 ns/op\n": "no results of a room",
		"BenchmarkOne 1 5 ns/op\n":            `lacks a line that begins with "date:"`,
	} {
		dir, docs := t.TempDir(), docs(t)
		raw := write(t, filepath.Join(dir, "room-raw.txt"), text)
		tables := write(t, filepath.Join(dir, "room-tables.md"), "old")
		code, out, err := runRoom("-draw", "-o", dir, "-docs", docs)
		if code != program.Failed || !strings.Contains(err, raw) || !strings.Contains(err, want) || out != "" {
			t.Errorf("%q: exit code %d, %s%s", text, code, out, err)
		}
		if read(t, tables) != "old" || read(t, filepath.Join(docs, "page.md")) != marks ||
			read(t, filepath.Join(docs, "targets.md")) != goals {
			t.Errorf("%q: files were overwritten", text)
		}
	}
	code, _, err := runRoom("-draw", "-o", t.TempDir())
	if code != program.Failed || !strings.Contains(err, "room-raw.txt") {
		t.Errorf("without raw data: exit code %d, %s", code, err)
	}
}

// What can't be written is noticed before anything is built or measured, and before
// anything else is written.
func TestUnwritable(t *testing.T) {
	for _, spoil := range []func(dir, docs string) string{
		func(dir, docs string) string { return filepath.Join(dir, "room-raw.txt") },
		func(dir, docs string) string { return filepath.Join(dir, "room-tables.md") },
		func(dir, docs string) string { return filepath.Join(dir, "room-plot.svg") },
		func(dir, docs string) string { return filepath.Join(docs, "page.md") },
		func(dir, docs string) string { return filepath.Join(docs, "targets.md") },
	} {
		dir, docs := t.TempDir(), docs(t)
		file := spoil(dir, docs)
		os.Remove(file)
		if err := os.Mkdir(file, 0o777); err != nil {
			t.Fatal(err)
		}
		before := files(t, dir)
		code, _, err := runRoom("-o", dir, "-docs", docs)
		if code != program.Failed || !strings.Contains(err, file) || strings.Contains(err, "go test") {
			t.Errorf("%s: exit code %d, %s", file, code, err)
		}
		if got := files(t, dir); got != before {
			t.Errorf("%s: the check has left %q, not %q", file, got, before)
		}
	}
	dir, docs := t.TempDir(), docs(t)
	file := write(t, filepath.Join(docs, "page.md"), "no marks")
	if code, _, err := runRoom("-o", dir, "-docs", docs); code != program.Failed || !strings.Contains(err, file) {
		t.Errorf("a page without marks: exit code %d, %s", code, err)
	}
}

func files(t *testing.T, dir string) string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range list {
		names = append(names, f.Name())
	}
	return strings.Join(names, " ")
}

func TestUsage(t *testing.T) {
	if code, out, err := runRoom("-h"); code != program.OK || !strings.Contains(out, "-draw") || err != "" {
		t.Errorf("exit code %d, %s%s", code, out, err)
	}
	for _, c := range []struct {
		args string
		code int
		want string
	}{
		{"-run [", program.WrongUsage, "room: -run: error parsing regexp: missing closing ]"},
		{"-count 0", program.WrongUsage, "room: -count must be from 1 to 1000"},
		{"-count x", program.WrongUsage, `room: invalid value "x" for flag -count`},
		{"-check -quick", program.WrongUsage, "room: -check doesn't go with -quick"},
		{"argument", program.WrongUsage, "room: there are no arguments"},
		{"-nosuch", program.WrongUsage, "room: flag provided but not defined: -nosuch"},
		{"-run nosuch", Nothing, `room: -run "nosuch" matches no benchmark`},
	} {
		code, out, err := runRoom(strings.Fields(c.args)...)
		if code != c.code || !strings.HasPrefix(err, c.want) || out != "" {
			t.Errorf("%s: exit code %d, %s%s", c.args, code, out, err)
		}
	}
	// A room that counts read-modify-writes has something to run for this.
	counts := room
	counts.Paths = func() []rmw.Path { return nil }
	o := Options{Count: 1, match: regexp.MustCompile("RMW")}
	if r := newRunner(&counts, o, "", new(strings.Builder)); !r.anything() {
		t.Error("RMW is nothing")
	}
}
