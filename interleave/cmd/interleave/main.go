// Interleave runs the tests of packages under the model checker: each body of
// interleave.Test runs in all interleavings of its goroutines, or as many as was asked
// for. The packages need no preparation. See package interleave.
//
//	go get -tool github.com/diatomic-go/diatomic/interleave/cmd/interleave
//	go tool interleave [flags] [packages] [flags]
//
// It is go test with an overlay: rewritten copies of the packages and of all others of
// the main module that they depend on. Only packages whose tests import interleave are
// run. Flags that are not its own are those of go test:
//
//	go tool interleave ./queue -run TestQueue -v
//
// With -suite, each test of the packages is run, as it is, some times at random:
//
//	go tool interleave -method random=1000 -suite ./...
//
// The flag -h explains all flags.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/diatomic-go/diatomic/interleave/internal/rewrite"
	"github.com/diatomic-go/diatomic/internal/program"

	// What rewritten code imports: so go mod vendor copies it, for the sake of the tool.
	_ "github.com/diatomic-go/diatomic/interleave/rt/atomic"
	_ "github.com/diatomic-go/diatomic/interleave/rt/context"
	_ "github.com/diatomic-go/diatomic/interleave/rt/maphash"
	_ "github.com/diatomic-go/diatomic/interleave/rt/maps"
	_ "github.com/diatomic-go/diatomic/interleave/rt/rand"
	_ "github.com/diatomic-go/diatomic/interleave/rt/randv2"
	_ "github.com/diatomic-go/diatomic/interleave/rt/runtime"
	_ "github.com/diatomic-go/diatomic/interleave/rt/sync"
	_ "github.com/diatomic-go/diatomic/interleave/rt/synctest"
	_ "github.com/diatomic-go/diatomic/interleave/rt/testing"
	_ "github.com/diatomic-go/diatomic/interleave/rt/time"
)

const usage = `usage: go tool interleave [flags] [packages] [flags]

Runs the tests of packages under the model checker: each body of interleave.Test runs in all interleavings
of its goroutines. The packages, and all others of the main module that they depend on, are rewritten for it,
and those of other modules and of the standard library that -with names; their files stay as they are.
Flags that are not listed here are those of go test: -run, -v, -tags, -timeout.

`

const below = `
It exits with 0 if all tests passed, 1 if one failed, 2 after wrong usage, 130 if it was interrupted.
`

func main() { program.Main("interleave", run) }

// options are the flags of the tool.
type options struct {
	html     string
	json     string
	out      string
	overlay  string
	with     []string
	suite    bool
	jobs     int
	constant map[string]string
	pass     []string // flags of the test binary

	method             string
	depth, preemptions bool // given
}

// newFlags defines the flags.
func newFlags(o *options) *flag.FlagSet {
	flags := flag.NewFlagSet("interleave", flag.ContinueOnError)
	pass := func(name, usage string, valid func(string) error) {
		flags.Func(name, usage, func(v string) error {
			if err := valid(v); err != nil {
				return err
			}
			o.pass = append(o.pass, "-interleave."+name+"="+v)
			return nil
		})
	}
	method := oneOf("auto", "states", "dpor", "all", "bounded", "random", "uniform", "pct")
	flags.Func("method", "`how` to explore: auto (the best that is sound), states, dpor, all, bounded, random, "+
		"uniform or pct; random=1000 has the number of executions too, bounded=2 that of preemptions", func(
		v string,
	) error {
		v, n, ok := strings.Cut(v, "=")
		if err := method(v); err != nil {
			return err
		}
		o.method = v
		o.pass = append(o.pass, "-interleave.method="+v)
		switch of := (map[string]string{
			"random": "executions", "uniform": "executions", "pct": "executions", "bounded": "preemptions",
		})[v]; {
		case ok && of == "":
			return errors.New("only random, uniform, pct and bounded can have a number")
		case ok:
			o.pass = append(o.pass, "-interleave."+of+"="+n)
			return isNumber(n)
		}
		return nil
	})
	pass("replay", "run this `schedule` only, and tell its story", anything)
	pass("time", "the longest `duration` of the search of each test, by default 10s, with -suite any; where that "+
		"isn't enough for all interleavings, few preemptions have as long again, and random ones a quarter", isDuration)
	pass("states", "the largest `number` of states of each test; by default any", isNumber)
	pass("executions", "the `number` of executions at random, by default 1000; of each scenario of Linearizable at "+
		"least 20", isNumber)
	pass("depth", "the `depth` of the bugs that -method pct looks for, by default 3: how many steps must come in a "+
		"certain order", of(&o.depth))
	pass("seed", "a `number` that says which executions come at random", isNumber)
	pass("preemptions", "the largest `number` of preemptions with -method bounded, by default 2", of(&o.preemptions))
	pass("timers", "`when` timers fire: any (at any moment, the default) or idle (when nothing else can run)",
		oneOf("any", "idle"))
	flags.BoolVar(&o.suite, "suite", false, "run each test of the packages as it is, at random, 100 times")
	flags.IntVar(&o.jobs, "jobs", 1, "share the work among so many processes")
	flags.StringVar(&o.json, "json", "", "append a line of JSON for each test to this `file`")
	flags.StringVar(&o.html, "html", "", "write the stories of failures to this `file`, as a page")
	flags.StringVar(&o.out, "o", "", "keep the rewritten files in this `directory`")
	flags.Func("with", "rewrite these `packages` too, of other modules or of the standard library: "+
		"golang.org/x/sync/...,container/list (may be repeated)", func(v string) error {
		for pattern := range strings.SplitSeq(v, ",") {
			if pattern == "" {
				return errors.New("want packages, with commas between them")
			}
			o.with = append(o.with, pattern)
		}
		return nil
	})
	flags.StringVar(&o.overlay, "overlay", "",
		"take other files in the place of some, as this `file` has it (see go help build)")
	flags.Func("set", "give a constant of a rewritten package another value: `path.Name=2` (may be repeated)",
		func(v string) error {
			name, value, ok := strings.Cut(v, "=")
			if !ok || !strings.Contains(name, ".") || value == "" {
				return errors.New("want import/path.Name=value")
			}
			o.constant[name] = value
			return nil
		})
	return flags
}

func anything(string) error { return nil }

// of notes that a flag was given which has a number from 1 on.
func of(given *bool) func(string) error {
	return func(v string) error {
		*given = true
		if n, err := strconv.ParseUint(v, 10, 31); err != nil || n == 0 {
			return errors.New("want a number from 1 on")
		}
		return nil
	}
}

func isNumber(v string) error {
	_, err := strconv.ParseUint(v, 10, 31)
	return err
}

func isDuration(v string) error {
	_, err := time.ParseDuration(v)
	return err
}

func oneOf(values ...string) func(string) error {
	return func(v string) error {
		if slices.Contains(values, v) {
			return nil
		}
		return errors.New("want " + strings.Join(values, ", "))
	}
}

// run is the program. It returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o := options{constant: map[string]string{}}
	flags := newFlags(&o)
	own, packages, others := split(flags, args)
	fine := func() error {
		if o.jobs < 1 || o.jobs > 1000 {
			return errors.New("want -jobs between 1 and 1000")
		}
		if o.depth && o.method != "pct" {
			return errors.New("-depth goes with -method pct")
		}
		if o.preemptions && o.method != "bounded" {
			return errors.New("-preemptions goes with -method bounded")
		}
		return nil
	}
	code, ok := program.Parse(flags, program.Usage{Above: usage, Below: below}, own, stdout, stderr, fine)
	if !ok {
		return code
	}
	err := test(ctx, &o, packages, others, stdout, stderr)
	if errors.Is(err, errFailed) && ctx.Err() == nil {
		return program.Failed
	}
	return program.Exit(ctx, "interleave", err, stderr)
}

// errFailed is when go test has failed, and has told why.
var errFailed = errors.New("go test failed")

// split tells the tool's own flags, packages, and flags of go test apart.
func split(flags *flag.FlagSet, args []string) (own, packages, others []string) {
	for i := 0; i < len(args); i++ {
		a := args[i]
		name, _, hasValue := strings.Cut(strings.TrimLeft(a, "-"), "=")
		switch {
		case a == "--" || a == "-args" || a == "--args":
			others = append(others, args[i:]...)
			i = len(args)
		case !strings.HasPrefix(a, "-") || a == "-":
			packages = append(packages, a)
		case flags.Lookup(name) != nil:
			own = append(own, a)
			if !hasValue && name != "suite" && i+1 < len(args) {
				i++
				own = append(own, args[i])
			}
		case name == "h" || name == "help":
			own = append(own, a)
		case !takesValue[name] && !isSwitch[name] && !strings.HasPrefix(name, "test."):
			own = append(own, a) // which says that there is no such flag
		default:
			others = append(others, a)
			if !hasValue && i+1 < len(args) && takesValue[name] {
				i++
				others = append(others, args[i])
			}
		}
	}
	if len(packages) == 0 {
		packages = []string{"."}
	}
	return own, packages, others
}

// takesValue are the flags of go test that are followed by their value, and isSwitch
// those that are not.
var takesValue, isSwitch = words("run skip bench benchtime blockprofile blockprofilerate count coverprofile " +
	"covermode coverpkg cpu cpuprofile exec fuzz fuzztime fuzzminimizetime list memprofile memprofilerate mod " +
	"modfile mutexprofile mutexprofilefraction outputdir p parallel shuffle tags timeout trace vet asmflags gcflags " +
	"ldflags gccgoflags C o pkgdir pgo toolexec buildmode buildvcs compiler"),
	words("v short failfast fullpath cover benchmem race msan asan a n x work trimpath linkshared modcacherw c")

func words(text string) map[string]bool {
	out := map[string]bool{}
	for name := range strings.FieldsSeq(text) {
		out[name] = true
	}
	return out
}

// buildFlags are those of others that go list needs too.
func buildFlags(others []string) (out []string, err error) {
	for i := 0; i < len(others); i++ {
		name, _, hasValue := strings.Cut(strings.TrimLeft(others[i], "-"), "=")
		switch name {
		case "tags", "mod", "modfile", "race":
			out = append(out, others[i])
			if takesValue[name] && !hasValue && i+1 < len(others) {
				i++
				out = append(out, others[i])
			}
		case "C", "c", "o":
			return nil, fmt.Errorf("go test's flag -%s can't be used here", name)
		case "cover", "coverprofile", "covermode", "coverpkg":
			return nil, fmt.Errorf("go test's flag -%s can't be used here, since the go command counts in the files "+
				"that aren't rewritten: go test -cover counts in one run of each body", name)
		}
	}
	return out, nil
}

func test(ctx context.Context, o *options, packages, others []string, stdout, stderr io.Writer) error {
	build, err := buildFlags(others)
	if err != nil {
		return err
	}
	own, err := readSettings(ctx)
	if err != nil {
		return err
	}
	files, err := readOverlay(o.overlay)
	if err != nil {
		return err
	}
	res, err := rewrite.Rewrite(ctx, rewrite.Config{Dir: ".", Patterns: packages, Flags: build, Constant: o.constant,
		With: o.with, Overlay: files, Cache: own.GOMODCACHE, Suite: o.suite})
	if err != nil {
		return err
	}
	if len(res.Tested) == 0 && o.suite {
		return errors.New("these packages have no tests")
	} else if len(res.Tested) == 0 {
		return fmt.Errorf("no test of these packages imports %s", rewrite.Path)
	}
	dir := o.out
	if dir == "" {
		if dir, err = os.MkdirTemp("", "interleave-*"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return err
	}
	own.real = dir
	if own.base, err = readOverlay(own.flag("overlay")); err != nil {
		return err
	}
	overlay, err := write(dir, res, own)
	if err != nil {
		return err
	}
	here, env, err := own.announce(ctx, res.Moved, build, dir)
	if err != nil {
		return err
	}
	for _, path := range res.Old {
		here = append(here, "-gcflags="+path+"=-lang=go1.21")
	}
	lines := o.json
	if lines == "" {
		lines = filepath.Join(dir, "results.json")
	}
	pass := o.pass
	if o.suite {
		// Those that are asked for come later, and count.
		pass = append([]string{"-interleave.executions=100", "-interleave.timers=idle"}, pass...)
		if !slices.ContainsFunc(others, named("skip")) {
			others = append([]string{"-skip=^(Fuzz|Example)"}, others...)
		}
	}
	if !slices.ContainsFunc(others, named("timeout")) {
		others = append([]string{"-timeout=0"}, others...) // each search has its own limit
	}
	var from int64
	if lines, err = filepath.Abs(lines); err != nil {
		return err
	}
	if info, err := os.Stat(lines); err == nil {
		from = info.Size()
	}
	pass = append(pass, "-interleave.json="+lines)
	progress := program.NewProgress(stderr)
	stop := func() {}
	if progress.Live() {
		file := filepath.Join(dir, "progress")
		pass = append(pass, "-interleave.progressfile="+file)
		stop = follow(progress, file)
	}
	// The arguments of the test binary come last.
	var last []string
	if i := slices.IndexFunc(others, func(a string) bool { return a == "-args" || a == "--args" }); i >= 0 {
		others, last = others[:i], others[i+1:]
	}
	args := slices.Concat([]string{"test", "-overlay=" + overlay, "-vet=off", "-count=1"}, others, here, res.Tested,
		[]string{"-args"}, pass, last)
	err = o.run(ctx, args, env, stdout, stderr)
	if failed := new(exec.ExitError); errors.As(err, &failed) {
		err = errFailed
	}
	stop()
	if !slices.ContainsFunc(others, named("v")) {
		say := cutShort
		if o.suite {
			say = skipped
		}
		if e := say(stdout, lines, from); e != nil {
			return e
		}
	}
	if o.html != "" {
		if e := page(o.html, lines, from, o.storyFlags(build)); e != nil {
			return e
		}
	}
	return err
}

// cutShort prints what is claimed of the tests whose search was not finished: go test
// prints nothing of a test that passes.
func cutShort(w io.Writer, lines string, from int64) error {
	results, err := readLines(lines, from)
	if err != nil {
		return err
	}
	for _, l := range results {
		if l.Test != "" && l.Verdict == "incomplete" {
			fmt.Fprintf(w, "%s: %s\n", l.Test, strings.TrimPrefix(l.Claim, "interleave: "))
		}
	}
	return nil
}

// skipped prints which tests of a suite came to what can't be modelled.
func skipped(w io.Writer, lines string, from int64) error {
	results, err := readLines(lines, from)
	if err != nil {
		return err
	}
	said := map[string]bool{} // each process of several has skipped it
	for _, l := range results {
		if test := l.Package + "." + l.Test; l.Verdict == "refused" && !said[test] {
			said[test] = true
			why, _, _ := strings.Cut(strings.TrimPrefix(l.Reason, "interleave: "), "\n")
			fmt.Fprintf(w, "%s: skipped: %s\n", l.Test, why)
		}
	}
	return nil
}

// run runs go test: as many processes as there are jobs, each of which prints when it has
// ended.
func (o *options) run(ctx context.Context, args, env []string, stdout, stderr io.Writer) error {
	command := func(args []string, stdout, stderr io.Writer) error {
		cmd := program.Command(ctx, "go", args...)
		if len(env) > 0 {
			cmd.Env = append(os.Environ(), env...)
		}
		cmd.Stdout, cmd.Stderr = stdout, stderr
		return cmd.Run()
	}
	if o.jobs == 1 {
		return command(args, stdout, stderr)
	}
	var (
		mu   sync.Mutex
		wg   sync.WaitGroup
		errs = make([]error, o.jobs)
	)
	for i := range o.jobs {
		wg.Go(func() {
			var out bytes.Buffer
			part := fmt.Sprintf("-interleave.part=%d/%d", i+1, o.jobs)
			errs[i] = command(append(slices.Clone(args), part), &out, &out)
			mu.Lock()
			defer mu.Unlock()
			fmt.Fprintf(stdout, "# process %d of %d\n%s", i+1, o.jobs, out.Bytes())
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// named finds a flag of go test.
func named(flag string) func(arg string) bool {
	return func(arg string) bool {
		name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		return strings.HasPrefix(arg, "-") && strings.TrimPrefix(name, "test.") == flag
	}
}

// write writes the rewritten files to dir, and the file for go test's flag -overlay.
func write(dir string, res *rewrite.Result, own settings) (overlay string, err error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", err
	}
	if err := own.makeReal(res.Moved); err != nil {
		return "", err
	}
	replace := own.overlay(res)
	for name, by := range own.base {
		if _, ok := replace[name]; !ok {
			replace[name] = by
		}
	}
	for source, text := range res.Files {
		name := own.moved(res.Moved, source)
		flat := strings.NewReplacer("/", "__", ":", "").Replace(strings.Trim(filepath.ToSlash(name), "/"))
		to := filepath.Join(dir, flat)
		if _, err := os.Stat(source); err == nil {
			text = "//line " + source + ":1\n" + text // where the compiler says that something is
		}
		if err := os.WriteFile(to, []byte(text), 0o666); err != nil {
			return "", err
		}
		replace[name] = to
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "\t")
	if err := e.Encode(map[string]any{"Replace": replace}); err != nil {
		return "", err
	}
	overlay = filepath.Join(dir, "overlay.json")
	return overlay, os.WriteFile(overlay, b.Bytes(), 0o666)
}

// follow shows the last line of the file, again and again, until it is stopped.
func follow(p *program.Progress, file string) (stop func()) {
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		defer p.End()
		tick := time.NewTicker(program.Pace * 2)
		defer tick.Stop()
		for {
			select {
			case <-quit:
				return
			case <-tick.C:
				if text := lastLine(file); text != "" {
					p.Show("%s", text)
				}
			}
		}
	}()
	return func() { close(quit); <-done }
}

// lastLine spells out the last line of a progress file.
func lastLine(file string) string {
	b, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	b = bytes.TrimRight(b, "\n")
	b = b[bytes.LastIndexByte(b, '\n')+1:]
	f := strings.Split(string(b), "\t")
	if len(f) < 5 {
		return ""
	}
	return fmt.Sprintf("%s: %s executions, %s states, %s steps, %s s", f[0], f[1], f[2], f[3], f[4])
}
