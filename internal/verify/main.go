// Verify runs all that the model checker has to show of this module, and writes the
// tables of docs/verification.md.
//
//	go run ./internal/verify            all of it: the full set of models, and the mutants
//	go run ./internal/verify -package mpsc   the same for one package
//	go run ./internal/verify -quick     the models that go test ./... runs, and the mutants
//	go run ./internal/verify -mutants   the mutants only, and no tables
//	go run ./internal/verify -story m   how mutant m goes wrong, step by step
//	go run ./internal/verify -stories   writes those of docs/checking.md
//
// A mutant has a verdict only if its models ran. The exit code is 1 if a model fails, a
// mutant survives or couldn't be tried; and 2 if there is nothing to run.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/diatomic-go/diatomic/internal/figures"
	"github.com/diatomic-go/diatomic/internal/program"
	"github.com/diatomic-go/diatomic/internal/verify/mutants"
)

const usage = `usage: verify [flags]

Runs the models and the mutants, and writes the tables of docs/verification.md.

Exit codes: 0 all is well, 1 a model failed, a mutant survives or couldn't be tried, 2 wrong usage, 130 interrupted.

`

func main() { program.Main("verify", run) }

// verifier has the flags.
type verifier struct {
	quick, onlyMutants bool
	run, pkg           *regexp.Regexp
	limit              time.Duration
	jobs               int
	dir                string
	stdout, stderr     io.Writer
}

// run is the program. It returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	v := &verifier{stdout: stdout, stderr: stderr}
	flags := flag.NewFlagSet("verify", flag.ContinueOnError)
	flags.BoolVar(&v.quick, "quick", false, "the quick set of models only; leaves the tables as they are")
	flags.BoolVar(&v.onlyMutants, "mutants", false, "the mutants only; leaves the tables as they are")
	match := flags.String("run", "", "only mutants whose name matches this regular expression; with -mutants or -quick")
	pkg := flags.String(
		"package",
		"",
		"only the models and mutants of packages (the primitive, mpsc, waitset, event, actor) that match this regular expression; writes their tables",
	)
	flags.DurationVar(
		&v.limit,
		"limit",
		5*time.Second,
		"bound on each model of mpsc, event and actor; the tables say where it was hit. 0: none",
	)
	story := flags.String("story", "", "print how the mutant of this name goes wrong, and do nothing else")
	stories := flags.Bool("stories", false, "write the stories in docs/checking.md, and do nothing else")
	flags.IntVar(&v.jobs, "jobs", runtime.GOMAXPROCS(0), "mutants at a time, 1 to 1000")
	flags.StringVar(&v.dir, "dir", ".", "root of the module")
	var (
		told   []mutants.Mutant
		suites []suite
	)
	code, ok := program.Parse(flags, program.Usage{Above: usage}, args, stdout, stderr, func() (err error) {
		if v.run, err = regexp.Compile(*match); err != nil {
			return fmt.Errorf("-run: %w", err)
		}
		if v.pkg, err = regexp.Compile(*pkg); err != nil {
			return fmt.Errorf("-package: %w", err)
		}
		if *match != "" && !v.onlyMutants && !v.quick {
			return errors.New("-run needs -mutants or -quick: the tables have all mutants")
		}
		if v.limit < 0 {
			return errors.New("-limit must not be negative")
		}
		if err := cmp.Or(program.NoArguments(flags), program.Between("jobs", v.jobs, 1, 1000)); err != nil {
			return err
		}
		if *story != "" {
			if told = named(*story); told == nil {
				return fmt.Errorf("-story: no mutant has the name %q", *story)
			}
		}
		if suites = v.suites(); suites == nil {
			return fmt.Errorf("no mutant matches -package %q and -run %q", *pkg, *match)
		}
		return checkModule(v.dir)
	})
	if !ok {
		return code
	}
	var err error
	if told != nil {
		err = v.tell(ctx, told[0])
	} else if *stories {
		err = v.writeStories(ctx)
	} else {
		err = v.verify(ctx, suites)
	}
	return program.Exit(ctx, "verify", err, stderr)
}

const module = "module github.com/diatomic-go/diatomic"

// checkModule reports why dir isn't the root of this module.
func checkModule(dir string) error {
	file := filepath.Join(dir, "go.mod")
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("-dir: %w", err)
	}
	if first, _, _ := strings.Cut(string(text), "\n"); strings.TrimSpace(first) != module {
		return fmt.Errorf("-dir: %s doesn't begin with %q", file, module)
	}
	return nil
}

// suite is a suite, and those of its mutants that are tried.
type suite struct {
	mutants.Suite
	mutants []mutants.Mutant
}

// suites are those that the flags ask for. None is without mutants.
func (v *verifier) suites() (list []suite) {
	all := mutants.Suites()
	if v.onlyMutants {
		all = append(all, mutants.Tested()...)
	}
	for _, s := range all {
		if !v.pkg.MatchString(s.Name) {
			continue
		}
		var of []mutants.Mutant
		for _, m := range mutants.Of(s) {
			if v.run.MatchString(m.Name) {
				of = append(of, m)
			}
		}
		if of != nil {
			list = append(list, suite{s, of})
		}
	}
	return list
}

// verify runs all that the flags ask for, up to the first suite in which something can't
// be run or a model fails.
func (v *verifier) verify(ctx context.Context, suites []suite) error {
	tables := !v.quick && !v.onlyMutants
	all := 0
	for _, s := range suites {
		all += len(s.mutants)
		if tables {
			if err := checkTables(v.dir, s.Suite); err != nil {
				return err
			}
		}
	}
	tried, survivors, at := 0, 0, figures.Commit(v.dir)
	for _, s := range suites {
		start := time.Now()
		var models []set
		var err error
		if !v.onlyMutants {
			models, err = v.runModels(ctx, s.Suite)
		}
		var deaths []mutants.Death
		if err == nil {
			deaths, err = v.runMutants(ctx, s.mutants)
		}
		for _, d := range deaths {
			if tried++; !d.Killed {
				survivors++
			}
		}
		if err == nil && tables {
			var flags string
			if bounded(s.Suite) {
				flags = fmt.Sprintf(" -limit %v", v.limit)
			}
			err = writeTables(v.dir, s.Suite, at, flags, models, deaths, time.Since(start))
		}
		if err != nil {
			fmt.Fprintf(v.stderr, "verify: %d of %d mutants were tried, %d of them survive\n", tried, all, survivors)
			return err
		}
	}
	if _, err := fmt.Fprintf(v.stdout, "%d mutants, %d survive\n", all, survivors); err != nil {
		return err
	}
	if survivors > 0 {
		return fmt.Errorf("%d mutants survive", survivors)
	}
	return nil
}

// named is the mutant of that name, or nil.
func named(name string) []mutants.Mutant {
	for _, m := range mutants.All() {
		if m.Name == name {
			return []mutants.Mutant{m}
		}
	}
	return nil
}

func (v *verifier) tell(ctx context.Context, m mutants.Mutant) error {
	d, err := m.Try(ctx, v.dir)
	if err != nil {
		return err
	}
	if !d.Killed {
		return fmt.Errorf("%s survives, so it has no story", d.Mutant)
	}
	_, err = fmt.Fprintf(v.stdout, "%s: %s\n\n%s", d.Mutant, d.Breaks, d.Story)
	return err
}

// runMutants tries each mutant, several at a time. It prints the verdicts as they come,
// and returns them in the order of the list: those of the mutants that were tried. The
// error is the first one of those that couldn't be.
func (v *verifier) runMutants(ctx context.Context, list []mutants.Mutant) ([]mutants.Death, error) {
	tried := make([]*mutants.Death, len(list))
	errs := make([]error, len(list))
	var wg sync.WaitGroup
	slots := make(chan struct{}, v.jobs)
	var print sync.Mutex
	for i, m := range list {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			d, err := m.Try(ctx, v.dir)
			print.Lock()
			defer print.Unlock()
			switch {
			case err == nil:
				tried[i] = &d
				_, err = fmt.Fprintln(v.stdout, d)
			case ctx.Err() == nil: // no verdict: it was not tried, or noticed as the wrong thing
				fmt.Fprintln(v.stderr, err)
			}
			errs[i] = err
		})
	}
	wg.Wait()
	var deaths []mutants.Death
	for _, d := range tried {
		if d != nil {
			deaths = append(deaths, *d)
		}
	}
	return deaths, cmp.Or(errs...)
}
