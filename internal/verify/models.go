package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/diatomic-go/diatomic/internal/overlay"
	"github.com/diatomic-go/diatomic/internal/result"
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
	{"package event, runtime parker", "interleave", "^TestModel", mutants.Event},
	{"package event, portable parker", "interleave,diatomic_portable", "^TestModel", mutants.Event},
	{"package actor", "interleave", "^TestModel", mutants.Actor},
}

// bounded reports whether the models of a suite are explored for as long as -limit says.
func bounded(s mutants.Suite) bool {
	return s.Name == mutants.Channel.Name || s.Name == mutants.Event.Name || s.Name == mutants.Actor.Name
}

// runModels runs the models on the code as it is.
func (v *verifier) runModels(ctx context.Context, suite mutants.Suite) ([]set, error) {
	full, limit := !v.quick, v.limit
	var sets []set
	for _, b := range builds {
		if b.suite.Name != suite.Name {
			continue
		}
		var args []string
		switch {
		case full && limit > 0 && bounded(suite):
			args = []string{"-limit=" + limit.String(), "-interleave.oracle=1s", "-interleave.deepen"}
		case full:
			args = []string{"-interleave.full", "-interleave.oracle=2s"}
		default:
			args = []string{"-interleave.oracle=500ms"} // go test takes less
		}
		lines, err := v.runSet(ctx, b.suite, b.tags, b.run, args)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.name, err)
		}
		sets = append(sets, set{b.name, lines})
	}
	return sets, nil
}

func (v *verifier) runSet(
	ctx context.Context,
	suite mutants.Suite,
	tags, run string,
	more []string,
) ([]result.Line, error) {
	o, err := overlay.New(overlay.Config{Dir: v.dir, Packages: suite.Packages, Models: true})
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
	cmd := o.Command(ctx, "test", suite.Package, append(args, more...)...)
	cmd.Stdout, cmd.Stderr = v.stdout, v.stderr
	err = cmd.Run()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return nil, fmt.Errorf("a model failed: %w", exit)
	}
	if err != nil {
		return nil, err
	}
	return result.Read(results)
}
