package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/diatomic-go/diatomic/internal/program"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

func link() *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("a"), Mode: fs.ModeSymlink}
}

type result struct {
	code     int
	out, err string
}

func runOn(ctx context.Context, fsys fs.FS, args ...string) result {
	var out, err bytes.Buffer
	code := run(ctx, args, &out, &err, func(string) fs.FS { return fsys })
	return result{code, out.String(), err.String()}
}

// check compares a result with a code, and patterns for what is on each output.
func (r result) check(t *testing.T, code int, out, err string) {
	t.Helper()
	if r.code != code || !regexp.MustCompile(out).MatchString(r.out) || !regexp.MustCompile(err).MatchString(r.err) {
		t.Errorf("exit code %d, want %d\n%s\nwant %s\nerrors: %s\nwant %s", r.code, code, r.out, out, r.err, err)
	}
}

func TestRun(t *testing.T) {
	testenv.Limit(t)
	dir := t.TempDir()
	for name, text := range map[string]string{"a.txt": "to be or not", "sub/b": "to be", "sub/c": "\x00to"} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(
			os.MkdirAll(filepath.Dir(name), 0o777),
			os.WriteFile(name, []byte(text), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	on := func(args ...string) result { return runOn(t.Context(), os.DirFS(args[0]), args[1:]...) }
	head := func(producers int) string {
		return fmt.Sprintf(
			`(?s)^ +6 words, 4 of them different\n +2 files read, 1 binary left out, 0 skipped \(producers: %d\)\n`,
			producers,
		)
	}
	for _, w := range ways {
		rate := `[ \d,]{12} words/s via ` + w.name + `: \d\.\d{3} s, \d+ sleeps of the consumer, for \d+ messages\n`
		on(
			dir,
			"-via",
			w.name,
			"-producers",
			"3",
			"-top",
			"2",
			dir,
		).check(t, program.OK, head(3)+rate+`\n +2 be\n +2 to\n$`, `^$`)
		on(dir, "-via", w.name, "-producers", "7", "-top", "0", dir).check(t, program.OK, head(7)+rate+`$`, `^$`)
		on(
			dir,
			"-via",
			w.name,
			"-producers",
			"2",
			"-verify",
			dir,
		).check(t, program.OK, head(2)+rate+`.*\nverified: `, `^$`)
		on(
			dir,
			"-via",
			w.name,
			"-producers",
			"1",
			"-batch",
			"1",
			dir,
		).check(t, program.OK, head(1)+`.*, for 6 messages\n`, `^$`)
	}
	on(dir, "-via", "all", "-producers", "2", "-runs", "2", "-top", "0", "-verify", dir).check(t, program.OK, head(2)+
		`.* via slots \(no measurable difference from chan\): .* via mpsc \(.*\): .* via chan: .*\n`+
		` +\(medians; runs in turns: 6\)\n\nverified: `, `^$`)

	file := filepath.Join(dir, "a.txt")
	on(file, file).check(t, program.Failed, `^$`, `^wordcount: can't read ".*a\.txt": `)
	none := filepath.Join(dir, "none")
	on(none, none).check(t, program.Failed, `^$`, `^wordcount: can't read ".*none": `)
}

func TestRunInjected(t *testing.T) {
	testenv.Limit(t)
	files := tree(map[string]string{"a": "one", "b": "two"})
	one := func(fsys fs.FS, args ...string) result { return runOn(t.Context(), fsys, append(args, "dir")...) }
	one(broken(files, ".")).check(t, program.Failed, `^$`, `^wordcount: can't read "dir": broken\n$`)
	one(
		broken(files, "b"),
		"-verify",
	).check(t, program.OK, `1 files read.* 1 skipped (?s).*verified`, `^wordcount: skipped: open "b": broken\n$`)
	file := with(files, func(name string) (fs.File, error) { return files.Open("a") })
	one(file).check(t, program.Failed, `^$`, `^wordcount: can't read "dir": not a directory\n$`)

	one(
		broken(files, "b"),
		"-via",
		"all",
		"-runs",
		"3",
	).check(t, program.OK, `1 skipped `, `^wordcount: skipped: open "b": broken\n$`)
	// once

	opened := 0
	changing := with(files, func(name string) (fs.File, error) {
		if name != "b" {
			return nil, nil
		}
		opened++
		return tree(map[string]string{"b": strings.Repeat("two ", opened)}).Open(name)
	})
	one(
		changing,
		"-verify",
	).check(t, program.Failed, `1 two\n$`, `^wordcount: verify: "two" was counted 1 times, and 2 times`)
	opened = 0
	one(
		changing,
		"-via",
		"all",
	).check(t, program.Failed, `^$`, `^wordcount: 2 words of 2 files were counted, then 3 of 2 \(did`)
}

func TestUsage(t *testing.T) {
	nowhere := openFS(func(string) (fs.File, error) { return nil, errBroken })
	for _, args := range []string{"-h", "-help", "-verify --help"} {
		runOn(t.Context(), nowhere, strings.Fields(args)...).
			check(t, program.OK,
				`(?s)^usage: .*-batch.*-producers.*-runs.*-table page.*-top.*-verify.*-via.*exit codes`, `^$`)
	}
	for args, want := range map[string]string{
		"-bad": `not defined: -bad`, "-top x": `invalid value "x"`, "-top -1": `must not be negative`,
		"-producers 0": `from 1 to 1000`, "-producers 1001": `from 1 to 1000`, "a b": `more than one`,
		"-via pipe": `-via must be slots, mpsc, chan or all`, "-batch 0": `1 or more`, "-runs 0": `from 1 to 1000`,
		"-runs 1001":       `from 1 to 1000`,
		"-table - -verify": `doesn't go with`,
	} {
		runOn(t.Context(), nowhere, strings.Fields(args)...).check(t, program.WrongUsage, `^$`, `^wordcount: .*`+want)
	}
}

func TestGoTree(t *testing.T) {
	testenv.Limit(t)
	want, err := goSource(t.Context())
	if err != nil {
		t.Skip(err)
	}
	if _, err := os.Stat(filepath.Join(want, "fmt")); err != nil {
		t.Error(err)
	}
	got := ""
	code := run(t.Context(), nil, new(bytes.Buffer), new(bytes.Buffer), func(dir string) fs.FS {
		got = dir
		return tree(map[string]string{"a": "one"})
	})
	if code != program.OK || got != want {
		t.Errorf("read %q, want %q; exit code %d", got, want, code)
	}
	run(
		t.Context(),
		[]string{"-table", "-", "-runs", "1"},
		new(bytes.Buffer),
		new(bytes.Buffer),
		func(dir string) fs.FS {
			got = dir
			return tree(nil)
		},
	)
	if want := filepath.Join(want, "runtime"); got != want {
		t.Errorf("the table is of %q, want %q", got, want)
	}
	t.Setenv("PATH", "")
	//lint:ignore SA1019 as in goSource
	built := runtime.GOROOT()
	if got, err := goSource(t.Context()); (built == "") != (err != nil) {
		t.Errorf("without a go command: %q, %v", got, err)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errBroken }

func TestOutputFails(t *testing.T) {
	var stderr bytes.Buffer
	code := run(t.Context(), []string{"dir"}, failing{}, &stderr, func(string) fs.FS { return tree(nil) })
	if code != program.Failed || !strings.Contains(stderr.String(), "broken") {
		t.Errorf("exit code %d, %q", code, stderr.String())
	}
}

// Output that is lost is a failure.
func TestOutput(t *testing.T) {
	testenv.Output(t, ".", []string{"-h"}, []string{"."}, []string{"-verify", "-via", "all", "."})
}
