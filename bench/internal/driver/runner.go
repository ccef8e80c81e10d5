package driver

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/diatomic-go/diatomic/bench/internal/rmw"
	"github.com/diatomic-go/diatomic/internal/figures"
	"github.com/diatomic-go/diatomic/internal/program"
)

// Options are what the user wants.
type Options struct {
	Quick bool
	Count int
	match *regexp.Regexp
}

// Only is for -test.bench: the names that the user wants, or nothing.
func (o *Options) Only(names ...string) string {
	var kept []string
	for _, n := range names {
		if o.match.MatchString(n) {
			kept = append(kept, n)
		}
	}
	if kept == nil {
		return ""
	}
	return "^Benchmark(" + strings.Join(kept, "|") + ")$"
}

// Step is one start of a test binary.
type Step struct {
	Room   string // whose benchmarks, if not the command's
	Parker string
	Bench  string // for -test.bench; does nothing unless it begins with ^
	Args   []string
	About  time.Duration // how long it takes
}

func (s Step) wanted() bool { return strings.HasPrefix(s.Bench, "^") }

// Pass is some steps. The passes of a run follow one another, and each runs all peers, so
// that whatever else the machine does disturbs all of them.
type Pass struct {
	Name  string
	Steps []Step
}

// aboutRMW is how long it takes to count read-modify-writes.
const aboutRMW = 15 * time.Second

// runner measures, and writes raw data as it comes.
type runner struct {
	*Command
	Options
	raw      string // file name
	stderr   io.Writer
	passes   []Pass
	counting bool // of read-modify-writes

	bin      map[binary]string // file names
	file     *os.File
	out      *lasting // into file
	parker   string   // of the lines that are being written
	progress *progress
}

// binary is a test binary.
type binary struct{ room, parker string }

func (r *runner) binary(s Step) binary { return binary{cmp.Or(s.Room, r.Room), s.Parker} }

// lasting is a writer that keeps its first error.
type lasting struct {
	w   io.Writer
	err error
}

func (l *lasting) Write(p []byte) (n int, err error) {
	if l.err == nil {
		n, l.err = l.w.Write(p)
	}
	return n, l.err
}

func newRunner(c *Command, o Options, raw string, stderr io.Writer) *runner {
	r := &runner{Command: c, Options: o, raw: raw, stderr: stderr, progress: newProgress(stderr)}
	r.passes = c.Passes(o)
	for _, pass := range r.passes {
		for _, s := range pass.Steps {
			if s.wanted() {
				r.progress.total += s.About
			}
		}
	}
	if r.counting = r.Paths != nil && r.match.MatchString("RMW"); r.counting {
		r.progress.total += aboutRMW
	}
	return r
}

// anything reports whether there is anything to run.
func (r *runner) anything() bool { return r.progress.total > 0 }

func (r *runner) run(ctx context.Context) error {
	tmp, err := os.MkdirTemp("", "diatomic-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	if err := r.build(ctx, tmp); err != nil {
		return err
	}
	if r.file, err = os.Create(r.raw); err != nil {
		return err
	}
	defer r.file.Close()
	r.out = &lasting{w: r.file}
	r.header()
	r.progress.begin()
	defer r.progress.end()
	if r.counting {
		r.setParker("runtime")
		if err := rmw.Count(ctx, r.out, r.Paths()); ctx.Err() == nil && err != nil {
			r.progress.say("read-modify-writes are not counted: %v", err)
		}
		r.progress.done(aboutRMW)
	}
	for _, pass := range r.passes {
		for _, s := range pass.Steps {
			if !s.wanted() {
				continue
			}
			if err := cmp.Or(r.step(ctx, s, pass.Name), r.out.err); err != nil {
				return err
			}
		}
	}
	return cmp.Or(r.out.err, r.file.Close())
}

func (r *runner) build(ctx context.Context, tmp string) error {
	r.bin = make(map[binary]string)
	for _, pass := range r.passes {
		for _, s := range pass.Steps {
			b := r.binary(s)
			if !s.wanted() || r.bin[b] != "" {
				continue
			}
			file := filepath.Join(tmp, fmt.Sprint(len(r.bin), ".test"))
			cmd := program.Command(ctx, "go", "test", "-c", "-tags="+r.Tags[b.parker], "-o", file, "./"+b.room)
			if text, err := cmd.CombinedOutput(); ctx.Err() != nil {
				return ctx.Err()
			} else if err != nil {
				return fmt.Errorf("go test -c: %w\n%s", err, text)
			}
			r.bin[b] = file
		}
	}
	return nil
}

// header describes the run, in lines that benchstat understands.
func (r *runner) header() {
	fmt.Fprintf(r.out, "date: %s\ncommit: %s\ngo: %s\ngoos: %s\ngoarch: %s\ncores: %d\ngomaxprocs: %d\n",
		time.Now().UTC().Format(time.DateOnly), figures.Commit(".."), runtime.Version(),
		runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.GOMAXPROCS(0))
	if r.Quick {
		fmt.Fprintln(r.out, "mode: quick")
	}
}

func (r *runner) setParker(parker string) {
	if r.parker != parker {
		r.parker = parker
		fmt.Fprintf(r.out, "parker: %s\n", parker)
	}
}

// step runs one step and copies its results.
func (r *runner) step(ctx context.Context, s Step, where string) error {
	defer r.progress.done(s.About)
	args := append([]string{"-test.run=^$", "-test.count=1", "-test.timeout=20m", "-test.bench=" + s.Bench}, s.Args...)
	cmd := exec.CommandContext(ctx, r.bin[r.binary(s)], args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	cmd.Stderr = r.stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	r.setParker(s.Parker)
	var rest strings.Builder
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		line := lines.Text()
		switch {
		case strings.HasPrefix(line, "Benchmark") && strings.Contains(line, "ns/op"):
			fmt.Fprintln(r.out, line)
			name, _, _ := strings.Cut(line, " ")
			r.progress.show(where, strings.TrimPrefix(name, "Benchmark"))
		case strings.HasPrefix(line, "cpu: ") && r.progress.cpu != line:
			r.progress.cpu = line
			fmt.Fprintln(r.out, line)
		default:
			fmt.Fprintln(&rest, line)
		}
	}
	io.Copy(io.Discard, stdout)
	switch err := cmd.Wait(); {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("%s: %w\n%s", s.Bench, err, rest.String())
	}
	return nil
}
