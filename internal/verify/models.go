package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/diatomic-go/diatomic/internal/interleave/overlay"
)

// set is the models of one build of a package.
type set struct {
	Name   string
	Models []line
}

// waitModels are the models in which the package's own waits run.
const waitModels = "^TestModel(Poll|Wait|WaitCancelled|WaitTimeout|OtherContext|Parker|Ready|Mixed)$"

// runModels runs the models on the code as it is, by both parkers.
func runModels(ctx context.Context, dir string, full bool) ([]set, error) {
	var sets []set
	for _, build := range []struct{ name, tags, run string }{
		{"the primitive, runtime parker", "interleave", "^Test(Model|Mapped)"},
		{"portable parker", "interleave,diatomic_portable", waitModels},
	} {
		lines, err := runSet(ctx, dir, build.tags, build.run, full)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", build.name, err)
		}
		sets = append(sets, set{build.name, lines})
	}
	return sets, nil
}

func runSet(ctx context.Context, dir, tags, run string, full bool) ([]line, error) {
	o, err := overlay.New(overlay.Config{Dir: dir, Packages: []string{"."}})
	if err != nil {
		return nil, err
	}
	defer o.Close()
	tmp, err := os.MkdirTemp("", "verify-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	results := filepath.Join(tmp, "results")
	args := []string{"-tags=" + tags, "-run=" + run, "-timeout=5h", "-interleave.json=" + results, "-interleave.progress"}
	if full {
		args = append(args, "-interleave.full", "-interleave.oracle=2s")
	}
	cmd := o.Command("test", ".", args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { cmd.Process.Signal(os.Interrupt) })
	defer stop()
	if err := cmd.Wait(); err != nil {
		if exit, ok := err.(*exec.ExitError); ok {
			return nil, fmt.Errorf("a model failed: %v", exit)
		}
		return nil, err
	}
	return readLines(results)
}
