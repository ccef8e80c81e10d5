// Package testing stands in for testing in suites, whose tests the command runs as
// models. T has the same methods as testing.T. In a model, a subtest is a goroutine of
// it.
package testing

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/internal/core"
	"github.com/diatomic-go/diatomic/interleave/rt"
	model "github.com/diatomic-go/diatomic/interleave/rt/context"
)

// These are the types of package testing.
type (
	B               = testing.B
	F               = testing.F
	M               = testing.M
	PB              = testing.PB
	TB              = testing.TB
	BenchmarkResult = testing.BenchmarkResult
)

// Short reports whether -test.short is set.
func Short() bool { return testing.Short() }

// Verbose reports whether -test.v is set.
func Verbose() bool { return testing.Verbose() }

// Testing reports that this is a test.
func Testing() bool { return testing.Testing() }

// AllocsPerRun can't be modelled: rewritten code has other allocations.
func AllocsPerRun(runs int, f func()) float64 {
	if s := core.In(); s != nil {
		s.CannotModel("testing.AllocsPerRun", "rewritten code allocates more")
	}
	return testing.AllocsPerRun(runs, f)
}

// T is testing.T. Its methods that aren't here are those of the test that runs the model.
type T struct {
	testing.TB
	s *core.Sim // nil outside of models

	parent   *T
	name     string
	failed   bool
	skipped  bool
	why      string
	parallel bool
	cleanups []func()
	ctx      context.Context
	cancel   context.CancelFunc

	names map[string]int // of subtests: how often each was asked for
	ended bool           // its function, and those of its subtests
	undo  []*undo        // in the outermost test: what is not part of the model, for when it is cut short

	sub     []*T      // that have called Parallel
	signal  chan bool // of a subtest: it has ended, or waits for its parent
	barrier chan bool // closed when the function is over: parallel subtests go on
}

// Suite runs a test as a model.
func Suite(t *testing.T, f func(t *T)) {
	t.Helper()
	why := ""
	interleave.Suite(t, func(s *interleave.Sim) {
		top := &T{TB: t, s: s, name: t.Name()}
		defer func() {
			if top.skipped && !top.failed {
				why = "skipped in a model: " + top.why
			}
		}()
		top.run(f)
	}, func() string { return why })
}

// Bubble runs f in the goroutine of the test, as a test of its own.
func Bubble(t *T, f func(t *T)) {
	if t.s == nil {
		synctest.Test(t.TB.(*testing.T), func(real *testing.T) { f(&T{TB: real}) })
		return
	}
	u := &T{TB: t.TB, s: t.s, parent: t, name: t.name}
	u.run(f)
	rt.Recv(u.signal)
}

// run calls the function of a test, and waits for its subtests.
func (t *T) run(f func(t *T)) {
	t.signal = rt.Chan(make(chan bool, 2), "t.signal")
	t.barrier = rt.Chan(make(chan bool), "t.barrier")
	defer t.over()
	f(t)
}

func (t *T) over() {
	if t.s.Unwinding() {
		for i := len(t.undo) - 1; i >= 0; i-- {
			t.undo[i].run()
		}
		return
	}
	if len(t.sub) > 0 {
		rt.Close(t.barrier)
		for _, u := range t.sub {
			rt.Recv(u.signal)
		}
	}
	t.ended = true
	if t.cancel != nil {
		t.cancel()
	}
	defer func() {
		if t.parent != nil && !t.s.Unwinding() {
			rt.To(t.signal).Send(true)
		}
	}()
	t.clean()
}

// clean calls the functions of Cleanup, all of them even if one ends the goroutine.
func (t *T) clean() {
	defer func() {
		if len(t.cleanups) > 0 && !t.s.Unwinding() {
			t.clean()
		}
	}()
	for len(t.cleanups) > 0 {
		n := len(t.cleanups) - 1
		f := t.cleanups[n]
		t.cleanups = t.cleanups[:n]
		f()
	}
}

// undo is done once.
type undo struct{ f func() }

func (u *undo) run() {
	if f := u.f; f != nil {
		u.f = nil
		f()
	}
}

// afterwards has f called at the end of the test, or of the execution if that is cut
// short.
func (t *T) afterwards(f func()) {
	u := &undo{f}
	top := t
	for top.parent != nil {
		top = top.parent
	}
	top.undo = append(top.undo, u)
	t.Cleanup(u.run)
}

// subName is the name of a subtest: each has one of its own.
func (t *T) subName(name string) string {
	if t.names == nil {
		t.names = map[string]int{}
	}
	name = strings.ReplaceAll(name, " ", "_")
	for base := name; ; {
		n := t.names[base]
		t.names[base]++
		if n > 0 || base == "" {
			if name = fmt.Sprintf("%s#%02d", base, n); t.names[name] > 0 {
				continue
			}
			t.names[name]++
		}
		return t.name + "/" + name
	}
}

// Run runs a subtest, and returns when it has ended, or waits since it is parallel.
func (t *T) Run(name string, f func(t *T)) bool {
	if t.s == nil {
		return t.TB.(*testing.T).Run(name, func(real *testing.T) { f(&T{TB: real}) })
	}
	u := &T{TB: t.TB, s: t.s, parent: t, name: t.subName(name)}
	u.signal = rt.Chan(make(chan bool, 2), "t.signal")
	signal := u.signal
	t.s.GoStatement(u.name, func() {
		u.barrier = rt.Chan(make(chan bool), "t.barrier")
		defer u.over()
		f(u)
	})
	rt.Recv(signal)
	return !u.failed
}

// Parallel lets the test go on when its parent's function is over, along with others.
func (t *T) Parallel() {
	if t.s == nil {
		t.TB.(*testing.T).Parallel()
		return
	}
	if t.parallel {
		panic("testing: t.Parallel called multiple times")
	}
	t.parallel = true
	if t.parent == nil {
		return // one test at a time is a model
	}
	t.parent.sub = append(t.parent.sub, t)
	rt.To(t.signal).Send(true)
	rt.Recv(t.parent.barrier)
}

// Name is the name of the test.
func (t *T) Name() string {
	if t.s == nil {
		return t.TB.Name()
	}
	return t.name
}

// Deadline reports that there is none: the model's time is its own.
func (t *T) Deadline() (deadline time.Time, ok bool) {
	if t.s == nil {
		return t.TB.(*testing.T).Deadline()
	}
	return time.Time{}, false
}

// Context returns a context that is cancelled before the functions of Cleanup are called.
func (t *T) Context() context.Context {
	if t.s == nil {
		return t.TB.Context()
	}
	if t.ctx == nil {
		t.ctx, t.cancel = model.WithCancel(context.Background())
		if t.ended {
			t.cancel()
		}
	}
	return t.ctx
}

// Cleanup has f called when the test and its subtests have ended, the last one first.
func (t *T) Cleanup(f func()) {
	if t.s == nil {
		t.TB.Cleanup(f)
		return
	}
	t.cleanups = append(t.cleanups, f)
}

// Setenv sets a variable of the environment until the end of the test.
func (t *T) Setenv(key, value string) {
	if t.s == nil {
		t.TB.Setenv(key, value)
		return
	}
	old, had := os.LookupEnv(key)
	if err := os.Setenv(key, value); err != nil {
		t.Fatalf("cannot set environment variable: %v", err)
	}
	t.afterwards(func() {
		if had {
			os.Setenv(key, old)
		} else {
			os.Unsetenv(key)
		}
	})
}

// Chdir changes the working directory until the end of the test.
func (t *T) Chdir(dir string) {
	if t.s == nil {
		t.TB.Chdir(dir)
		return
	}
	old, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chdir(dir); err != nil {
		t.Fatal(err)
	}
	t.afterwards(func() { os.Chdir(old) })
	if runtime.GOOS != "windows" && runtime.GOOS != "plan9" {
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(old, dir)
		}
		t.Setenv("PWD", dir)
	}
}

// TempDir returns a new directory, which is removed at the end of the test.
func (t *T) TempDir() string {
	dir := t.TB.TempDir()
	if t.s != nil {
		t.afterwards(func() { os.RemoveAll(dir) })
	}
	return dir
}

// Helper does nothing in a model.
func (t *T) Helper() {
	if t.s == nil {
		t.TB.Helper()
	}
}

// Failed reports whether the test has failed.
func (t *T) Failed() bool {
	if t.s == nil {
		return t.TB.Failed()
	}
	return t.failed
}

// Skipped reports whether the test was skipped.
func (t *T) Skipped() bool {
	if t.s == nil {
		return t.TB.Skipped()
	}
	return t.skipped
}

func (t *T) fail(text string) {
	for u := t; u != nil; u = u.parent {
		u.failed = true
	}
	t.s.Fail("%s", strings.TrimSuffix(text, "\n"))
}

// Fail fails the test.
func (t *T) Fail() {
	if t.s == nil {
		t.TB.Fail()
		return
	}
	t.fail("failed")
}

// FailNow is Fail, and ends the goroutine.
func (t *T) FailNow() {
	if t.s == nil {
		t.TB.FailNow()
		return
	}
	if !t.failed {
		t.fail("failed")
	}
	runtime.Goexit()
}

// Error is Log and Fail.
func (t *T) Error(args ...any) {
	if t.s == nil {
		t.TB.Helper()
		t.TB.Error(args...)
		return
	}
	t.fail(fmt.Sprintln(args...))
}

// Errorf is Logf and Fail.
func (t *T) Errorf(format string, args ...any) {
	if t.s == nil {
		t.TB.Helper()
		t.TB.Errorf(format, args...)
		return
	}
	t.fail(fmt.Sprintf(format, args...))
}

// Fatal is Log and FailNow.
func (t *T) Fatal(args ...any) {
	if t.s == nil {
		t.TB.Helper()
		t.TB.Fatal(args...)
		return
	}
	t.fail(fmt.Sprintln(args...))
	runtime.Goexit()
}

// Fatalf is Logf and FailNow.
func (t *T) Fatalf(format string, args ...any) {
	if t.s == nil {
		t.TB.Helper()
		t.TB.Fatalf(format, args...)
		return
	}
	t.fail(fmt.Sprintf(format, args...))
	runtime.Goexit()
}

// Log puts a remark into the story.
func (t *T) Log(args ...any) {
	if t.s == nil {
		t.TB.Helper()
		t.TB.Log(args...)
		return
	}
	if t.s.Telling() {
		t.s.Note("%s", strings.TrimSuffix(fmt.Sprintln(args...), "\n"))
	}
}

// Logf is Log with a format.
func (t *T) Logf(format string, args ...any) {
	if t.s == nil {
		t.TB.Helper()
		t.TB.Logf(format, args...)
		return
	}
	if t.s.Telling() {
		t.s.Note(format, args...)
	}
}

// Skip is Log and SkipNow.
func (t *T) Skip(args ...any) {
	t.Helper()
	t.Log(args...)
	t.why = strings.TrimSuffix(fmt.Sprintln(args...), "\n")
	t.SkipNow()
}

// Skipf is Logf and SkipNow.
func (t *T) Skipf(format string, args ...any) {
	t.Helper()
	t.Logf(format, args...)
	t.why = fmt.Sprintf(format, args...)
	t.SkipNow()
}

// SkipNow ends the test, which counts as skipped.
func (t *T) SkipNow() {
	if t.s == nil {
		t.TB.SkipNow()
		return
	}
	t.skipped = true
	runtime.Goexit()
}
