//go:build !js

package main

import (
	"bytes"
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/program"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// Output that is lost is a failure.
func TestOutput(t *testing.T) {
	testenv.Output(t, ".", []string{"-h"})
}

func TestUsage(t *testing.T) {
	for args, want := range map[string]string{
		"-nosuch":           "interleave: flag provided but not defined: -nosuch",
		"-method":           "interleave: flag needs an argument: -method",
		"-set X=1":          "interleave: invalid value \"X=1\" for flag -set: want import/path.Name=value",
		". -run X -nosuch2": "interleave: flag provided but not defined: -nosuch2",

		"-method states=3":                "interleave: invalid value \"states=3\" for flag -method: only random",
		"-method bounded -depth 0":        "interleave: invalid value \"0\" for flag -depth: want a number from 1 on",
		"-method bounded -preemptions -1": "interleave: invalid value \"-1\" for flag -preemptions: want a number from",
		"-method random -preemptions 2":   "interleave: -preemptions goes with -method bounded",
		"-depth 2 -method bounded":        "interleave: -depth goes with -method pct",
	} {
		var out, reason strings.Builder
		if code := run(t.Context(), strings.Fields(args), &out, &reason); code != program.WrongUsage ||
			!strings.HasPrefix(reason.String(), want) {
			t.Errorf("%q: exit code %d, %s", args, code, reason.String())
		}
	}
}

// Flags of go test that make no sense here are refused by name.
func TestRefusedFlags(t *testing.T) {
	for args, want := range map[string]string{
		"-C dir .":           "interleave: go test's flag -C can't be used here\n",
		". -cover":           "go test -cover counts in one run of each body\n",
		"-coverprofile=c .":  "interleave: go test's flag -coverprofile can't be used here, since",
		"-coverpkg ./... -v": "interleave: go test's flag -coverpkg can't be used here, since",
	} {
		var out, reason strings.Builder
		if code := run(t.Context(), strings.Fields(args), &out, &reason); code != program.Failed ||
			!strings.Contains(reason.String(), want) {
			t.Errorf("%q: exit code %d, %s", args, code, reason.String())
		}
	}
}

func TestSplit(t *testing.T) {
	flags := newFlags(&options{})
	own, packages, others := split(flags, strings.Fields(
		"-method dpor ./a -run X -v -json=f ./b -count=2 -timeout 1s -states=3 -args -method x"))
	_, here, _ := split(flags, strings.Fields("-args ./a"))
	for _, c := range [][2]string{
		{strings.Join(here, " "), "."},
		{strings.Join(own, " "), "-method dpor -json=f -states=3"},
		{strings.Join(packages, " "), "./a ./b"},
		{strings.Join(others, " "), "-run X -v -count=2 -timeout 1s -args -method x"},
	} {
		if c[0] != c[1] {
			t.Errorf("got %s, want %s", c[0], c[1])
		}
	}
}

const storyText = `model TestX

step  line          | test                   | a|b
      x_test.go:14  | go a                   |
   1  queue.go:17   |                        | load q.tail: A|B
                    |                        | read q.x: 0  queue.go:18
  12  queue.go:30   | load q.head: 0         |

data race on <q.x>
replay: "1x2-0x2"
`

func TestPage(t *testing.T) {
	dir := t.TempDir()
	o := options{suite: true, with: []string{"a/...", "b"}, constant: map[string]string{"p.B": "2", "p.A": "1"},
		pass: []string{"-interleave.time=1s", "-interleave.timers=idle"}}
	lines, file := filepath.Join(dir, "lines"), filepath.Join(dir, "page.html")
	text, err := json.Marshal(line{Model: "TestX, scenario 1 of 3: a; b", Package: "example.com/x", Test: "TestX/a'b",
		Verdict: "failed", Kind: "race", Text: "data race on <q.x>", Replay: "1x2-0x2", Story: storyText})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(lines, []byte("old\n"+string(text)+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := page(file, lines, int64(len("old\n")), o.storyFlags([]string{"-tags=x y"})); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{">load q.tail: A|B<", ">a|b</th>", `class="step">12<`, "on &lt;q.x&gt;",
		">queue.go:18<", "prefers-color-scheme", ">queue.go:30<"} {
		if !bytes.Contains(got, []byte(want)) {
			t.Errorf("the page lacks %s", want)
		}
	}
	const again = `<code>go tool interleave '-tags=x y' -suite -with=a/...,b -set=p.A=1 -set=p.B=2 -timers=idle ` +
		`-replay=1x2-0x2 -run '^TestX$/^a'\''b$' example.com/x</code>`
	if !strings.Contains(html.UnescapeString(string(got)), again) {
		t.Errorf("the page lacks %s", again)
	}
	for _, not := range []string{"src=", "http:", "https:", "@import", "url("} {
		if bytes.Contains(got, []byte(not)) {
			t.Errorf("the page needs %s", not)
		}
	}
	if err := page(file, filepath.Join(dir, "none"), 0, nil); err != nil {
		t.Error(err)
	}
}
