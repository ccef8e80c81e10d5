package main

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

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
		s := &status{w: &out, live: true}
		s.progress(&counts{files: 1, words: 2345})
		expect("\r1 files, 2,345 words")
		s.progress(&counts{files: 2, words: 3000})
		expect("") // too soon
		time.Sleep(pace)
		s.progress(&counts{files: 3, words: 99})
		expect("\r3 files, 99 words   ")
		s.skip(errBroken)
		expect("\r" + strings.Repeat(" ", 19) + "\rwordcount: skipped: broken\n")
		s.end()
		expect("") // it is gone already
		s.skip(errBroken)
		expect("") // it was reported in an earlier run
		s.begin(options{runs: 5, ways: ways, batch: 7}, 1, ways[0])
		if s.skipped != 0 {
			t.Errorf("%d skipped in a new run", s.skipped)
		}
		time.Sleep(pace)
		s.progress(&counts{files: 4, words: 5})
		expect("\rvia slots, run 2 of 5, batches of 7 words: 4 files, 5 words")
		s.live = false
		time.Sleep(pace)
		s.progress(&counts{files: 4})
		expect("")
	})
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := number(n); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
}
