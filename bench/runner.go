package main

import (
	"bufio"
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

	"github.com/diatomic-go/diatomic/bench/suite"
)

// runner measures, and writes raw data as it comes.
type runner struct {
	quick bool
	count int
	match *regexp.Regexp
	raw   string // file name

	bin      map[string]string // test binaries by parker
	out      *os.File
	parker   string // of the lines that are being written
	progress progress
}

// step is one start of a test binary.
type step struct {
	parker string
	bench  string // for -test.bench
	args   []string
	about  time.Duration // how long it takes
}

// The passes of a run follow one another, and each runs all peers, so that whatever the
// machine does meanwhile befalls all of them.
func (r *runner) steps() [][]step {
	benchtime, latency, consumers, window := "100ms", "10000x", 1_000_000, 10*time.Second
	short, long := 38*time.Second, 10*time.Second
	if r.quick {
		benchtime, latency, consumers, window = "10ms", "1000x", 50_000, time.Second
		short, long = 8*time.Second, time.Second
	}
	var passes [][]step
	for range r.count {
		passes = append(passes, []step{
			{"runtime", r.only("Unit", "IdleNotify", "Renotify", "NotifyAwake", "Same", "Alternate", "Unregister", "Contend", "PingPong", "Burst"),
				[]string{"-test.benchtime=" + benchtime}, short},
			{"portable", r.only("PingPong") + "/wait=/^peer=(sink|cap1)$", []string{"-test.benchtime=" + benchtime}, short / 20},
			{"runtime", r.only("Latency"), []string{"-test.benchtime=" + latency}, long},
		})
	}
	once := []string{"-test.benchtime=1x", fmt.Sprint("-consumers=", consumers), fmt.Sprint("-window=", window)}
	var last []step
	// Each in a process of its own: what one leaves behind would serve the next.
	for _, p := range append(suite.Peers, &suite.Peer{Name: "none", Group: func(int) suite.Group { return nil }}) {
		if p.Group != nil {
			last = append(last,
				step{"runtime", r.only("Memory") + "/kind=goroutine/^peer=" + p.Name + "$", once, time.Duration(consumers) * 10 * time.Microsecond},
				step{"runtime", r.only("IdleCPU") + "/^peer=" + p.Name + "$", once, window * 11 / 10})
		}
		if p.Callback != nil {
			last = append(last, step{"runtime", r.only("Memory") + "/kind=callback/^peer=" + p.Name + "$", once, time.Duration(consumers) * time.Microsecond})
		}
	}
	return append(passes, last)
}

// only keeps the names that the user wants.
func (r *runner) only(names ...string) string {
	var kept []string
	for _, n := range names {
		if r.match.MatchString(n) {
			kept = append(kept, n)
		}
	}
	if kept == nil {
		return ""
	}
	return "^Benchmark(" + strings.Join(kept, "|") + ")$"
}

func (r *runner) run(ctx context.Context) error {
	tmp, err := os.MkdirTemp("", "diatomic-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	if err := r.build(ctx, tmp); err != nil {
		return err
	}
	if r.out, err = os.Create(r.raw); err != nil {
		return err
	}
	defer r.out.Close()
	r.header(ctx)
	passes := r.steps()
	for _, pass := range passes {
		for _, s := range pass {
			if strings.HasPrefix(s.bench, "^") {
				r.progress.total += s.about
			}
		}
	}
	r.progress.begin()
	defer r.progress.end()
	if r.match.MatchString("RMW") {
		r.setParker("runtime")
		if err := countRMW(r.out); err != nil {
			r.progress.say("read-modify-writes are not counted: %v", err)
		}
	}
	for i, pass := range passes {
		for _, s := range pass {
			if !strings.HasPrefix(s.bench, "^") {
				continue // nothing in it is wanted
			}
			where := fmt.Sprintf("pass %d of %d", i+1, r.count)
			if i == r.count {
				where = "idle consumers"
			}
			if err := r.step(ctx, s, where); err != nil {
				return err
			}
		}
	}
	return r.out.Close()
}

func (r *runner) build(ctx context.Context, tmp string) error {
	r.bin = make(map[string]string)
	for parker, tags := range map[string]string{"runtime": "", "portable": "diatomic_portable"} {
		bin := filepath.Join(tmp, parker+".test")
		cmd := exec.CommandContext(ctx, "go", "test", "-c", "-tags="+tags, "-o", bin, "./suite")
		if text, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("go test -c: %w\n%s", err, text)
		}
		r.bin[parker] = bin
	}
	return nil
}

// header describes the run, in lines that benchstat understands.
func (r *runner) header(ctx context.Context) {
	git := func(args ...string) string {
		text, err := exec.CommandContext(ctx, "git", args...).Output()
		if err != nil {
			return "unknown"
		}
		return strings.TrimSpace(string(text))
	}
	commit := git("rev-parse", "--short=12", "HEAD")
	if git("status", "--porcelain", "--untracked-files=no", "--", "..", ":(exclude)../docs") != "" {
		commit += " and changes"
	}
	fmt.Fprintf(r.out, "date: %s\ncommit: %s\ngo: %s\ngoos: %s\ngoarch: %s\ncores: %d\n",
		time.Now().UTC().Format(time.DateOnly), commit, runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	if r.quick {
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
func (r *runner) step(ctx context.Context, s step, where string) error {
	defer r.progress.done(s.about)
	args := append([]string{"-test.run=^$", "-test.count=1", "-test.timeout=20m", "-test.bench=" + s.bench}, s.args...)
	cmd := exec.CommandContext(ctx, r.bin[s.parker], args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	r.setParker(s.parker)
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
		return fmt.Errorf("%s: %w\n%s", s.bench, err, rest.String())
	}
	return nil
}
