//go:build !js

package overlay

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRewriteKeepsLines(t *testing.T) {
	in := "package p\n\nimport (\n\t\"sync/atomic\" // a remark\n\ttm \"time\"\n\t_ \"runtime\"\n)" +
		"\n\nvar x atomic.Uint32\nvar d tm.Duration\n"
	got, err := rewrite("p.go", in, Standard(), false)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.NewReplacer(
		`"sync/atomic"`, `atomic "`+root+`interleave/atomic"`,
		`"time"`, `"`+root+`interleave/time"`).Replace(in)
	if got != want {
		t.Fatalf("got\n%s\nwant\n%s", got, want)
	}
}

func TestRewriteSelect(t *testing.T) {
	for _, test := range [][2]string{
		{
			"select {\n\tcase <-a():\n\t\treturn 1\n\tcase <-b:\n\t\treturn 2\n\t}",
			"switch interleave_.Select(a(), b) {\n\tcase 0:\n\t\treturn 1\n\tdefault:\n\t\treturn 2\n\t}",
		},
		{
			"select {\n\tcase <-a():\n\t\treturn 1\n\tdefault:\n\t\treturn 0\n\tcase <-b:\n\t\treturn 2\n\t}",
			"switch interleave_.TrySelect(a(), b) {\n\tcase 0:\n\t\treturn 1\n\tdefault:\n\t\treturn 0\n\tcase 1:\n\t\treturn 2\n\t}",
		},
	} {
		in, want := test[0], test[1]
		const head, body = "package p", "\n\nfunc f() int {\n\t"
		got, err := rewrite("p.go", head+body+in+"\n}\n", Standard(), false)
		want = head + "; import interleave_ \"" + root + "interleave/runtime\"" + body + want + "\n}\n"
		if err != nil || got != want {
			t.Errorf("%v, got\n%s\nwant\n%s", err, got, want)
		}
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"dot", "package p\nimport . \"sync/atomic\"\nvar x Uint32", "p.go:2:8: sync/atomic is imported with a dot"},
		{"sync", "package p\nimport \"sync\"\nvar x sync.Mutex", "import of sync"},
		{"go", "package p\nfunc f() { go f() }", "a go statement"},
		{"select", "package p\nfunc f() { select {} }", "a select statement that does more than receive"},
		{"select value", "package p\nfunc f(c chan int) { select { case x := <-c: _ = x; default: } }",
			"a select statement that does more than receive"},
		{"select send", "package p\nfunc f(c chan int) { select { case c <- 1: default: } }",
			"a select statement that does more than receive"},
		{"select default", "package p\nfunc f() { select { default: } }",
			"a select statement that does more than receive"},
		{"send", "package p\nfunc f(c chan int) { c <- 1 }", "a send to a channel"},
		{"receive", "package p\nfunc f(c chan int) { <-c }", "a receive from a channel"},
		{"close", "package p\nfunc f(c chan int) { close(c) }", "close of a channel"},
		{"linkname", "package p\nimport _ \"unsafe\"\n\n//go:linkname f runtime.f\nfunc f()", "a linkname"},
		{"reflect", "package p\nimport \"reflect\"\nfunc f(v reflect.Value) { v.Recv() }", "by way of reflect"},
		{"syntax", "package p\nfunc", "expected"},
	} {
		_, err := rewrite("p.go", c.src, Standard(), false)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error with %q", c.name, err, c.want)
		}
	}
	if _, err := rewrite("p.go", "package p\nfunc f() { go f() }", Standard(), true); err != nil {
		t.Errorf("an excepted file is refused: %v", err)
	}
}

const module = "module example.org/m\n\ngo 1.25.0\n"

const checked = `package p

import "sync/atomic"

type C struct{ n atomic.Uint32 }

func (c *C) Inc() uint32 {
	return c.n.Add(1)
}
`

// standin is what atomic is replaced with: an Add that adds a hundred.
const standin = `package fake

type Uint32 struct{ v uint32 }

func (u *Uint32) Add(d uint32) uint32 { u.v += 100 * d; return u.v }
`

const modelTest = `//go:build interleave

package p

import "testing"

func TestModel(t *testing.T) {
	if got := new(C).Inc(); got != WANT {
		t.Fatal(got)
	}
}
`

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func makeModule(t *testing.T, want string) Config {
	dir := t.TempDir()
	write(t, dir, "go.mod", module)
	write(t, dir, "p/p.go", checked)
	write(t, dir, "fake/fake.go", standin)
	write(t, dir, "p/p_test.go", strings.Replace(modelTest, "WANT", want, 1))
	return Config{Dir: dir, Packages: []string{"p"}, Replace: []Replace{{"sync/atomic", "example.org/m/fake"}}}
}

func TestGoTestWithOverlay(t *testing.T) {
	cfg := makeModule(t, "100")
	o, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	if out, err := o.Test("./p", "-run", "TestModel"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func TestMutation(t *testing.T) {
	cfg := makeModule(t, "200")
	cfg.Mutate = []Mutation{{"p/p.go", "c.n.Add(1)", "c.n.Add(2)"}}
	o, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	if out, err := o.Test("./p", "-run", "TestModel"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, m := range []Mutation{
		{"p/p.go", "c.n.Sub(1)", ""},
		{"p/p.go", "n", "m"},
		{"p/p.go", "c.n.Add(1)", "c.n.\nAdd(1)"},
		{"p/q.go", "x", "y"},
	} {
		cfg.Mutate = []Mutation{m}
		if o, err := New(cfg); err == nil {
			o.Close()
			t.Errorf("mutation %+v is taken", m)
		}
	}
}

func TestBuild(t *testing.T) {
	o, err := New(makeModule(t, "100"))
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	bin := filepath.Join(t.TempDir(), "p.test")
	if err := o.Build(t.Context(), "./p", bin); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(bin); err != nil {
		t.Fatal(err)
	}
}
