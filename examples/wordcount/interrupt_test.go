package main

import (
	"context"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/program"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// TestCtrlC sends this process the signal, while a file is being read.
func TestCtrlC(t *testing.T) {
	testenv.Limit(t)
	if runtime.GOOS == "windows" || runtime.GOOS == "js" {
		t.Skip("a process can't interrupt itself here")
	}
	ctx, stop := program.Interruptible()
	defer stop()
	files := stalled(strings.Repeat("word ", batchSize), func() error {
		self, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = self.Signal(os.Interrupt)
		}
		if err != nil {
			return err
		}
		<-ctx.Done()
		return ctx.Err()
	})
	// It is the first run that is interrupted, so it counts.
	runOn(ctx, files, "-verify", "-via", "all", "dir").check(t, program.Interrupted,
		`6\d,\d\d\d words, 1 of them(?s).* via slots: .*in turns: 1\)\n.* word\n$`,
		`interrupted; this is what was counted so far\n$`)
}

// TestInterruptedLater: runs that were finished before count, the last one doesn't.
func TestInterruptedLater(t *testing.T) {
	testenv.Limit(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	fifth := onOpen(5, cancel)
	runOn(ctx, fifth, "-via", "all", "-producers", "1", "dir").check(t, program.Interrupted,
		` 1 words, 1 of(?s).* via slots .* via mpsc .* via chan: .*medians; runs in turns: 4`,
		`^wordcount: interrupted; this is what was counted so far\n$`)
}

func TestInterruptedTable(t *testing.T) {
	testenv.Limit(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	runOn(
		ctx,
		onOpen(1, cancel),
		"-table",
		"-",
		"dir",
	).check(t, program.Interrupted, `^$`, `^wordcount: interrupted; no table was written\n$`)
	runOn(
		t.Context(),
		broken(tree(nil), "."),
		"-table",
		"-",
		"dir",
	).check(t, program.Failed, `^$`, `^wordcount: can't read "dir": broken\n$`)
}

// onOpen is a tree of one file, a. When that is opened for the n-th time, f is called.
func onOpen(n int, f func()) fs.FS {
	opened := 0
	return with(tree(map[string]string{"a": "one"}), func(name string) (fs.File, error) {
		if name == "a" {
			if opened++; opened == n {
				f()
			}
		}
		return nil, nil
	})
}

func TestInterruptedVerify(t *testing.T) {
	testenv.Limit(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	runOn(
		ctx,
		onOpen(2, cancel),
		"-verify",
		"dir",
	).check(t, program.Interrupted, `1 one\n$`, `^wordcount: interrupted; not verified\n$`)
}
