package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/diatomic-go/diatomic/internal/interleave/overlay"
	"github.com/diatomic-go/diatomic/internal/interleave/result"
	"github.com/diatomic-go/diatomic/internal/verify/mutants"
)

// set is the models of one build of a package.
type set struct {
	Name   string
	Models []result.Line
}

// builds are the packages that have models, with both parkers.
var builds = []struct {
	name, tags, run string
	suite           mutants.Suite
}{
	{"the primitive, runtime parker", "interleave", "^Test(Model|Mapped)", mutants.Primitive},
	{"portable parker", "interleave,diatomic_portable", mutants.WaitModels, mutants.Primitive},
	{"package mpsc, runtime parker", "interleave", "^TestModel", mutants.Channel},
	{"package mpsc, portable parker", "interleave,diatomic_portable", "^TestModel", mutants.Channel},
	{"package waitset", "interleave", "^TestModel", mutants.Set},
}

// runModels runs the models on the code as it is.
func runModels(ctx context.Context, dir string, full bool, limit time.Duration, suite mutants.Suite) ([]set, error) {
	var sets []set
	for _, b := range builds {
		if b.suite.Name != suite.Name {
			continue
		}
		var args []string
		switch {
		case full && limit > 0 && suite.Name == mutants.Channel.Name:
			args = []string{"-limit=" + limit.String(), "-interleave.oracle=1s", "-interleave.deepen"}
		case full:
			args = []string{"-interleave.full", "-interleave.oracle=2s"}
		}
		lines, err := runSet(ctx, dir, b.suite, b.tags, b.run, args)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.name, err)
		}
		sets = append(sets, set{b.name, lines})
	}
	return sets, nil
}

func runSet(
	ctx context.Context,
	dir string,
	suite mutants.Suite,
	tags, run string,
	more []string,
) ([]result.Line, error) {
	o, err := overlay.New(overlay.Config{Dir: dir, Packages: suite.Packages})
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
	args := []string{
		"-tags=" + tags,
		"-run=" + run,
		"-timeout=5h",
		"-interleave.json=" + results,
		"-interleave.progress",
	}
	cmd := o.Command("test", suite.Package, append(args, more...)...)
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
	return result.Read(results)
}
