package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/diatomic-go/diatomic/interleave/internal/rewrite"
	"github.com/diatomic-go/diatomic/internal/program"
)

// The go command replaces no files in the module cache. So a module of which packages
// were rewritten gets another directory, which exists in the overlay only. (It has the
// same path each time, so that what was compiled is found again.) A copy of go.mod, or of
// go.work, says that the module is there. One with assembly, or with tests that are to be
// run, gets a real directory, since the assembler and the tests run in it.

// settings are those of the go command.
type settings struct {
	GOMODCACHE, GOMOD, GOWORK, GOFLAGS string

	real string            // where real directories are made
	base map[string]string // the overlay of GOFLAGS, for packages that are not rewritten
}

// flag is the value of a flag in GOFLAGS.
func (s settings) flag(name string) (value string) {
	for f := range strings.FieldsSeq(s.GOFLAGS) {
		if v, ok := strings.CutPrefix(strings.TrimLeft(f, "-"), name+"="); ok {
			value = v
		}
	}
	return value
}

func readSettings(ctx context.Context) (s settings, err error) {
	out, err := program.Command(ctx, "go", "env", "-json", "GOMODCACHE", "GOMOD", "GOWORK", "GOFLAGS").Output()
	if err != nil {
		return s, fmt.Errorf("go env: %w", err)
	}
	if err := json.Unmarshal(out, &s); err != nil {
		return s, fmt.Errorf("go env: %w", err)
	}
	if s.GOWORK == "off" {
		s.GOWORK = ""
	}
	return s, nil
}

// root is the directory of go.work, or of go.mod.
func (s settings) root() string {
	if s.GOWORK != "" {
		return filepath.Dir(s.GOWORK)
	}
	return filepath.Dir(s.GOMOD)
}

// home is the new directory of a module.
func (s settings) home(m rewrite.Moved) string {
	root := filepath.Join(s.root(), ".interleave")
	if m.Real {
		root = filepath.Join(s.real, "modules")
	}
	return filepath.Join(root, filepath.FromSlash(m.Path)+"-"+m.Version)
}

// moved is where a file of the modules is after they were moved.
func (s settings) moved(modules []rewrite.Moved, file string) string {
	for _, m := range modules {
		if rest, ok := strings.CutPrefix(file, m.Dir+string(filepath.Separator)); ok {
			return filepath.Join(s.home(m), rest)
		}
	}
	return file
}

// overlay is what stands in the place of which file, but for those that were rewritten.
func (s settings) overlay(res *rewrite.Result) map[string]string {
	out := map[string]string{}
	for _, m := range res.Moved {
		for _, f := range m.Files {
			out[s.moved(res.Moved, f)] = f
		}
		out[filepath.Join(s.home(m), "go.mod")] = m.GoMod
	}
	for path, by := range res.Rest {
		to := s.moved(res.Moved, path)
		out[to] = by
		if by == "" && to != path {
			delete(out, to)
		}
	}
	return out
}

// makeReal makes the directories of modules that must have some.
func (s settings) makeReal(modules []rewrite.Moved) error {
	for _, m := range modules {
		for _, f := range m.Files {
			if !m.Real {
				continue
			}
			to := s.moved(modules, f)
			if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
				return err
			}
		}
		for _, d := range m.Data {
			if _, err := os.Stat(d); err != nil {
				continue // there is none
			}
			if err := os.CopyFS(s.moved(modules, d), os.DirFS(d)); err != nil {
				return err
			}
		}
	}
	return nil
}

// announce writes a copy of go.mod, or of go.work, that says where modules have been
// moved. It returns the flag, or the environment, by which the go command finds it.
func (s settings) announce(ctx context.Context, modules []rewrite.Moved, build []string, dir string) (
	flags, env []string, err error) {
	if len(modules) == 0 {
		return nil, nil, nil
	}
	var replace []string
	for _, m := range modules {
		replace = append(replace, "-replace="+m.Path+"@"+m.Version+"="+s.home(m))
	}
	if s.GOWORK != "" {
		file := filepath.Join(dir, "go.work")
		return nil, []string{"GOWORK=" + file}, s.workFile(ctx, replace, file)
	}
	from := s.GOMOD
	for _, f := range append(strings.Fields(s.GOFLAGS), build...) {
		if v, ok := strings.CutPrefix(strings.TrimLeft(f, "-"), "modfile="); ok {
			from = v
		}
	}
	file := filepath.Join(dir, "go.mod")
	if err := copyFile(file, from); err != nil {
		return nil, nil, err
	}
	sum := strings.TrimSuffix(from, ".mod") + ".sum"
	if err := copyFile(filepath.Join(dir, "go.sum"), sum); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, err
	}
	return []string{"-modfile=" + file}, nil, goEdit(ctx, "mod", append(replace, file))
}

// workFile writes a copy of go.work to file, with these replacements.
func (s settings) workFile(ctx context.Context, replace []string, file string) error {
	if err := copyFile(file, s.GOWORK); err != nil {
		return err
	}
	if err := copyFile(file+".sum", s.GOWORK+".sum"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	out, err := program.Command(ctx, "go", "work", "edit", "-json", file).Output()
	if err != nil {
		return fmt.Errorf("go work edit: %w", err)
	}
	type module struct{ Path, Version string }
	var work struct {
		Use     []struct{ DiskPath string }
		Replace []struct{ Old, New module }
	}
	if err := json.Unmarshal(out, &work); err != nil {
		return fmt.Errorf("go work edit: %w", err)
	}
	absolute := func(path string) string {
		if path = filepath.FromSlash(path); !filepath.IsAbs(path) {
			path = filepath.Join(s.root(), path)
		}
		return path
	}
	var args []string
	for _, u := range work.Use {
		args = append(args, "-dropuse="+u.DiskPath, "-use="+absolute(u.DiskPath))
	}
	for _, r := range work.Replace {
		if r.New.Version != "" {
			continue // by another module
		}
		old := r.Old.Path
		if r.Old.Version != "" {
			old += "@" + r.Old.Version
		}
		args = append(args, "-replace="+old+"="+absolute(r.New.Path))
	}
	return goEdit(ctx, "work", append(append(args, replace...), file))
}

// goEdit runs go mod edit, or go work edit.
func goEdit(ctx context.Context, what string, args []string) error {
	var reason bytes.Buffer
	cmd := program.Command(ctx, "go", append([]string{what, "edit"}, args...)...)
	cmd.Stderr = &reason
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("go %s edit: %w\n%s", what, err, reason.Bytes())
	}
	return nil
}

func copyFile(to, from string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o666)
}

// readOverlay reads a file as the go command's flag -overlay takes it, with paths as they
// are relative to the current directory.
func readOverlay(file string) (rewrite.Overlay, error) {
	if file == "" {
		return nil, nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var o struct{ Replace map[string]string }
	if err := json.Unmarshal(b, &o); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	out := rewrite.Overlay{}
	for path, by := range o.Replace {
		if path, err = filepath.Abs(path); err != nil {
			return nil, err
		}
		if by != "" {
			if by, err = filepath.Abs(by); err != nil {
				return nil, err
			}
		}
		out[path] = by
	}
	return out, nil
}
