package main

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/diatomic-go/diatomic/internal/program"
)

func wide() (int, bool) { return 80, true }

func TestProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // for its clock
		var out bytes.Buffer
		expect := func(want string) {
			t.Helper()
			if got := out.String(); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			out.Reset()
		}
		s := &status{w: &out, line: program.ProgressOf(&out, wide)}
		s.progress(&counts{files: 1, words: 2345})
		expect("\r1 files, 2,345 words")
		s.skip(errBroken)
		expect("\r" + strings.Repeat(" ", 22) + "\rwordcount: skipped: broken\n")
		s.end()
		expect("") // it is gone already
		s.skip(errBroken)
		expect("") // it was reported in an earlier run
		s.begin(options{runs: 5, ways: ways, batch: 7}, 1, ways[0])
		if s.skipped != 0 {
			t.Errorf("%d skipped in a new run", s.skipped)
		}
		time.Sleep(program.Pace)
		s.progress(&counts{files: 4, words: 5})
		expect("\r4 files, 5 words, via slots, run 2 of 5, batches of 7 words")
		s = newStatus(&out)
		s.progress(&counts{files: 4})
		expect("")
	})
}

// Names may be anything, but reach no terminal as they are.
func TestQuoted(t *testing.T) {
	evil := "a\x1b[2J\nwordcount: \u202e"
	for _, err := range []error{
		&fs.PathError{Op: "open", Path: evil, Err: errBroken},
		errors.New(evil),
	} {
		var out strings.Builder
		newStatus(&out).skip(err)
		if strings.ContainsAny(out.String(), "\x1b\u202e") || strings.Count(out.String(), "\n") != 1 {
			t.Errorf("wrote %q", out.String())
		}
	}
	runOn(t.Context(), broken(tree(nil), "."), evil).check(t, program.Failed, `^$`,
		`^wordcount: can't read "a\\x1b\[2J\\nwordcount: \\u202e": broken\n$`)
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := number(n); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
}
