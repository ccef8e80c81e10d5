// Package overlay makes the overlay with which the model checker runs shipped code:
// copies of a package's files in which the imports of what the checker replaces are
// replaced, one line each, so that line numbers stay.
//
// Each package also gets a file with an init function, by which the checker knows that
// it was rewritten. Test files are left alone, except for mutations: the models in them
// use the checker by its name.
package overlay

import (
	"context"
	"encoding/json"
	"fmt"
	"go/build"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/diatomic-go/diatomic/internal/program"
)

// Config says what to overlay.
type Config struct {
	Dir      string     // root of the module
	Packages []string   // directories of the checked packages, relative to Dir
	Except   []string   // files (relative to Dir) that may use what the model does not cover
	Replace  []Replace  // imports; nil: those of this repository
	Mutate   []Mutation // changes to the checked files
	Plain    bool       // no model: only Mutate, and the packages are built as they ship
	Models   bool       // leaves out test files that aren't for builds with the tag interleave only
}

// Replace is an import path and what stands in for it.
type Replace struct{ Old, New string }

// Mutation replaces Old, which must occur exactly once in File (relative to Dir), by New,
// which must have as many lines.
type Mutation struct{ File, Old, New string }

// registration is the name of the file that the overlay adds to each checked package.
const registration = "interleave_rewritten.go"

const root = "github.com/diatomic-go/diatomic/"

// Standard is the list of imports that are replaced.
func Standard() []Replace {
	return []Replace{
		{"sync/atomic", root + "interleave/atomic"},
		{"context", root + "interleave/context"},
		{"time", root + "interleave/time"},
		{"runtime", root + "interleave/runtime"},
		{root + "internal/seam", root + "interleave/seam"},
	}
}

// Overlay is a directory with the copies and the JSON file that names them.
type Overlay struct {
	cfg  Config
	tmp  string
	JSON string // for go build's -overlay flag
}

// New makes an overlay in a temporary directory. Close removes it.
func New(cfg Config) (*Overlay, error) {
	if cfg.Replace == nil {
		cfg.Replace = Standard()
	}
	dir, err := filepath.Abs(cfg.Dir)
	if err != nil {
		return nil, fmt.Errorf("interleave: %w", err)
	}
	cfg.Dir = dir
	tmp, err := os.MkdirTemp("", "interleave-*")
	if err != nil {
		return nil, fmt.Errorf("interleave: %w", err)
	}
	o := &Overlay{cfg: cfg, tmp: tmp, JSON: filepath.Join(tmp, "overlay.json")}
	if err := o.write(); err != nil {
		o.Close()
		return nil, fmt.Errorf("interleave: %w", err)
	}
	return o, nil
}

// Close removes the overlay.
func (o *Overlay) Close() error { return os.RemoveAll(o.tmp) }

func (o *Overlay) write() error {
	replace := map[string]string{}
	mutated := map[string]bool{}
	for _, pkg := range o.cfg.Packages {
		files, err := filepath.Glob(filepath.Join(o.cfg.Dir, pkg, "*.go"))
		if err != nil {
			return err
		}
		n := 0
		for _, file := range files {
			test := strings.HasSuffix(file, "_test.go")
			if !test {
				n++
			}
			if (test || o.cfg.Plain) && !o.mutates(file) {
				if test && o.cfg.Models {
					ok, err := isModel(file)
					if err != nil {
						return err
					}
					if !ok {
						replace[file] = "" // as if there were no such file
					}
				}
				continue
			}
			src, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(o.cfg.Dir, file)
			if err != nil {
				return err
			}
			rel = filepath.ToSlash(rel)
			text := string(src)
			for _, m := range o.cfg.Mutate {
				if filepath.ToSlash(filepath.Clean(m.File)) != rel {
					continue
				}
				if text, err = m.apply(text); err != nil {
					return err
				}
				mutated[m.File] = true
			}
			out := text
			if !test && !o.cfg.Plain {
				if out, err = rewrite(rel, text, o.cfg.Replace, o.excepted(rel)); err != nil {
					return err
				}
			}
			copied := filepath.Join(o.tmp, strings.ReplaceAll(rel, "/", "__"))
			if err := os.WriteFile(copied, []byte(out), 0o666); err != nil {
				return err
			}
			replace[file] = copied
		}
		if n == 0 {
			return fmt.Errorf("no Go files in package directory %s", pkg)
		}
		if o.cfg.Plain {
			continue
		}
		if err := o.register(pkg, replace); err != nil {
			return err
		}
	}
	for _, m := range o.cfg.Mutate {
		if !mutated[m.File] {
			return fmt.Errorf("mutation of %s: no such file in the checked packages", m.File)
		}
	}
	b, err := json.MarshalIndent(map[string]any{"Replace": replace}, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(o.JSON, b, 0o666)
}

// isModel reports whether the file is left out of builds without the tag interleave.
func isModel(file string) (bool, error) {
	ctx := build.Default
	dir, name := filepath.Split(file)
	plain, err := ctx.MatchFile(dir, name)
	if err != nil || plain {
		return false, err
	}
	ctx.BuildTags = append(slices.Clone(ctx.BuildTags), "interleave")
	return ctx.MatchFile(dir, name)
}

// register adds a file to the package, by which the checker knows that it was
// rewritten. A module that replaces imports by others than the checker's need not have
// the checker.
func (o *Overlay) register(pkg string, replace map[string]string) error {
	if !slices.ContainsFunc(
		o.cfg.Replace,
		func(r Replace) bool { return strings.HasPrefix(r.New, root+"interleave/") },
	) {
		return nil
	}
	dir := filepath.Join(o.cfg.Dir, pkg)
	ctx := build.Default
	ctx.BuildTags = append(slices.Clone(ctx.BuildTags), "interleave")
	p, err := ctx.ImportDir(dir, 0)
	if err != nil {
		return err
	}
	copied := filepath.Join(
		o.tmp,
		strings.ReplaceAll(filepath.ToSlash(filepath.Clean(pkg)), "/", "__")+"__"+registration,
	)
	replace[filepath.Join(dir, registration)] = copied
	text := "package " + p.Name + "\n\nimport interleave_ \"" + root + "interleave/runtime\"\n\n" +
		"func init() { interleave_.Rewritten() }\n"
	return os.WriteFile(copied, []byte(text), 0o666)
}

// mutates reports whether a mutation is of this file: a test file is copied only then.
func (o *Overlay) mutates(file string) bool {
	return slices.ContainsFunc(o.cfg.Mutate, func(m Mutation) bool {
		return filepath.Join(o.cfg.Dir, m.File) == file
	})
}

func (o *Overlay) excepted(rel string) bool {
	for _, e := range o.cfg.Except {
		if filepath.ToSlash(filepath.Clean(e)) == rel {
			return true
		}
	}
	return false
}

func (m Mutation) apply(text string) (string, error) {
	if n := strings.Count(text, m.Old); n != 1 || m.Old == "" {
		return "", fmt.Errorf("mutation of %s: the old text occurs %d times, not once:\n%s", m.File, n, m.Old)
	}
	if strings.Count(m.Old, "\n") != strings.Count(m.New, "\n") {
		return "", fmt.Errorf("mutation of %s changes the number of lines:\n%s", m.File, m.Old)
	}
	return strings.Replace(text, m.Old, m.New, 1), nil
}

// Test runs go test with the overlay and the tag interleave. Arguments that begin with
// "-" and are flags of the test binary are passed on by go test.
func (o *Overlay) Test(pkg string, args ...string) ([]byte, error) {
	cmd := o.Command(context.Background(), "test", pkg, args...)
	return cmd.CombinedOutput()
}

// Build compiles the test binary of the package to the file out, without debug
// information and with a compiler that collects less often: that takes a third off its
// time.
func (o *Overlay) Build(ctx context.Context, pkg, out string) error {
	cmd := program.Command(
		ctx,
		"go",
		slices.Concat(
			[]string{"test", "-c"},
			o.flags(),
			[]string{"-gcflags=-dwarf=false", "-ldflags=-s -w", "-o", out, pkg},
		)...,
	)
	cmd.Dir = o.cfg.Dir
	cmd.Env = append(os.Environ(), "GOGC=400")
	if text, err := cmd.CombinedOutput(); ctx.Err() != nil {
		return ctx.Err()
	} else if err != nil {
		return fmt.Errorf("interleave: building the tests of %s: %w\n%s", pkg, err, text)
	}
	return nil
}

// Command is the go command "verb" with the overlay, to be run by the caller. The tests
// always run: a pass is never taken from the cache, since the go command does not know
// what the models depend on.
func (o *Overlay) Command(ctx context.Context, verb, pkg string, args ...string) *exec.Cmd {
	all := append([]string{verb}, o.flags()...)
	if verb == "test" {
		all = append(all, "-count=1")
	}
	all = append(all, pkg)
	cmd := program.Command(ctx, "go", append(all, args...)...)
	cmd.Dir = o.cfg.Dir
	return cmd
}

// flags are those of the go command.
func (o *Overlay) flags() []string {
	flags := []string{"-overlay=" + o.JSON, "-vet=off"}
	if !o.cfg.Plain {
		flags = append(flags, "-tags=interleave")
	}
	return flags
}
