package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"testing"
)

// TestCtrlC sends this process the signal, while a file is being read.
func TestCtrlC(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOOS == "js" {
		t.Skip("a process can't interrupt itself here")
	}
	ctx, stop := interruptible()
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
	runOn(ctx, files, "-verify", "dir").check(t, exitInterrupted,
		`6\d,\d\d\d words, 1 of them(?s).* word\n$`, `interrupted; this is what was counted so far\n$`)
}

func TestInterruptedVerify(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	opened := 0
	files := tree(map[string]string{"a": "one"})
	second := with(files, func(name string) (fs.File, error) {
		if name == "a" {
			if opened++; opened == 2 {
				cancel()
			}
		}
		return nil, nil
	})
	runOn(ctx, second, "-verify", "dir").check(t, exitInterrupted, `1 one\n$`, `^wordcount: interrupted; not verified\n$`)
}

func TestTerminal(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	if isTerminal(w) || isTerminal(new(bytes.Buffer)) {
		t.Error("a pipe or a buffer passes for a terminal")
	}
}
