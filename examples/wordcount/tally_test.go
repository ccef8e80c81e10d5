package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"

	"github.com/diatomic-go/diatomic/internal/program"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

func count(t *testing.T, fsys fs.FS, w way, o options) (*counts, string) {
	t.Helper()
	var report bytes.Buffer
	c, err := tally(t.Context(), fsys, o, w.make(o), newStatus(&report))
	if err != nil {
		t.Fatal(err)
	}
	return c, report.String()
}

func TestTally(t *testing.T) {
	files := tree(map[string]string{
		"a":       "one two",
		"b":       "two", // must not become twotwo
		"c/d":     "two three",
		"c/empty": "",
		"early":   "one" + strings.Repeat(" ", sniff-4) + "\x00",
		"late":    "one" + strings.Repeat(" ", sniff-3) + "\x00two",
		"later":   strings.Repeat(" ", sniff) + strings.Repeat("seven\x00", batchSize),
		"large":   strings.Repeat("four five\n", batchSize),
		"line":    strings.Repeat("six,", batchSize),
	})
	files["link"] = link()
	one, err := recount(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	inEachWay(t, func(t *testing.T, w way) {
		for producers := 1; producers <= 4; producers++ {
			for _, batch := range []int{10, maxBatch} {
				c, report := count(t, files, w, options{producers: producers, batch: batch})
				if got, want := topOf(c, 9), "five65536 four65536 seven65536 six65536 two4 one2 three1"; got != want {
					t.Errorf("%d producers: got %s, want %s", producers, got, want)
				}
				if err := compare(c, one); err != nil {
					t.Error(err)
				}
				if c.files != 8 || c.binary != 1 || report != "" {
					t.Errorf("%d files, %d binary, report %q", c.files, c.binary, report)
				}
			}
		}
	})
}

func TestSkip(t *testing.T) {
	files := broken(tree(map[string]string{"a": "one", "bad": "two", "dir/c": "three", "z": "four"}), "bad", "dir")
	inEachWay(t, func(t *testing.T, w way) {
		c, report := count(t, files, w, whole(2))
		if got := topOf(c, 9); got != "four1 one1" || c.files != 2 {
			t.Errorf("got %s in %d files", got, c.files)
		}
		for _, name := range []string{"bad", "dir"} {
			if want := "wordcount: skipped: open \"" + name + "\": broken\n"; !strings.Contains(report, want) {
				t.Errorf("%q isn't in %q", want, report)
			}
		}
	})
}

func TestTallyProgress(t *testing.T) {
	testenv.Limit(t)
	var out bytes.Buffer
	st := &status{w: &out, line: program.ProgressOf(&out, wide)}
	if _, err := tally(t.Context(), tree(map[string]string{"a": "one"}), whole(1), newSlots(whole(1)), st); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "\r1 files, 1 words\r"+strings.Repeat(" ", 18)+"\r"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSkipHalfRead(t *testing.T) {
	inEachWay(t, func(t *testing.T, w way) {
		c, report := count(t, stalled("one two", func() error { return errBroken }), w, whole(1))
		if got := topOf(c, 9); got != "one1 two1" || c.files != 0 {
			t.Errorf("got %s in %d files", got, c.files)
		}
		if want := "wordcount: skipped: broken\n"; report != want {
			t.Errorf("got %q, want %q", report, want)
		}
	})
}

// TestInterrupted stops a tally while everybody waits: a producer for its file, the
// others for names, the consumer for a batch.
func TestInterrupted(t *testing.T) {
	inEachBubble(t, func(t *testing.T, w way) {
		ctx, cancel := context.WithCancel(context.Background())
		files := stalled(strings.Repeat("word ", batchSize), func() error {
			<-ctx.Done()
			return ctx.Err()
		})
		go func() {
			synctest.Wait() // a goroutine that spins or polls would never let this return
			cancel()
		}()
		h := w.make(whole(3))
		c, err := tally(ctx, files, whole(3), h, newStatus(new(bytes.Buffer)))
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got error %v", err)
		}
		// All but the last batch was sent.
		if c.words < batchSize-batchSize/5-1 || c.words >= batchSize {
			t.Errorf("%d of %d words were counted", c.words, batchSize)
		}
		if h.slept() == 0 {
			t.Error("the consumer didn't sleep")
		}
	})
}

// TestInterruptedAtWork stops producers that always have something to read, and a walk
// that is far ahead of them.
func TestInterruptedAtWork(t *testing.T) { inEachWay(t, interruptAtWork) }

func interruptAtWork(t *testing.T, w way) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	text := strings.Repeat("word ", batchSize)
	files := tree(nil)
	for i := range 1000 {
		files[fmt.Sprint(i)] = &fstest.MapFile{}
	}
	endless := with(files, func(name string) (fs.File, error) {
		if name == "." {
			return nil, nil
		}
		f, _ := files.Open(name)
		reads := 0
		return readFile{f, func(p []byte) (int, error) {
			if reads++; reads == 50 {
				cancel()
			}
			return copy(p, text), nil
		}}, nil
	})
	c, err := tally(ctx, endless, whole(2), w.make(whole(2)), newStatus(new(bytes.Buffer)))
	if !errors.Is(err, context.Canceled) || c.words == 0 {
		t.Errorf("error %v, %d words", err, c.words)
	}
}
