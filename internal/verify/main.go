// Verify runs all that the model checker has to show of this module, and writes the
// tables of docs/verification.md.
//
//	go run ./internal/verify            all of it: the full set of models, and the mutants
//	go run ./internal/verify -package mpsc   the same for one package
//	go run ./internal/verify -quick     the models that go test ./... runs, and the mutants
//	go run ./internal/verify -mutants   the mutants only, and no tables
//	go run ./internal/verify -story m   how mutant m goes wrong, step by step
//
// It exits with 1 if a model fails or a mutant survives.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"sync"
	"time"

	"github.com/diatomic-go/diatomic/internal/figures"
	"github.com/diatomic-go/diatomic/internal/verify/mutants"
)

func main() {
	quick := flag.Bool("quick", false, "the quick set of models only; leaves the tables as they are")
	onlyMutants := flag.Bool("mutants", false, "the mutants only; leaves the tables as they are")
	run := flag.String("run", "", "only mutants whose name matches this regular expression; with -mutants")
	pkg := flag.String(
		"package",
		"",
		"only the models and mutants of packages (the primitive, mpsc, waitset) that match this regular expression; writes their tables",
	)
	limit := flag.Duration(
		"limit",
		5*time.Second,
		"bound on each model of mpsc; the tables say where it was hit. 0: none",
	)
	story := flag.String("story", "", "print how the mutant of this name goes wrong, and do nothing else")
	jobs := flag.Int("jobs", runtime.GOMAXPROCS(0), "mutants at a time")
	dir := flag.String("dir", ".", "root of the module")
	flag.Usage = func() {
		fmt.Fprintln(
			os.Stderr,
			"usage: verify [flags]\n\nRuns the models and the mutants, and writes the tables of docs/verification.md.",
		)
		flag.PrintDefaults()
	}
	flag.Parse()
	match, err := regexp.Compile(*run)
	only, err2 := regexp.Compile(*pkg)
	if err != nil || err2 != nil || flag.NArg() > 0 || *jobs < 1 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if *story != "" {
		if err := tell(ctx, *dir, *story); err != nil {
			fmt.Fprintln(os.Stderr, "verify:", err)
			os.Exit(1)
		}
		return
	}
	if err := verify(ctx, *dir, *quick, *onlyMutants, *limit, match, only, *jobs); err != nil {
		fmt.Fprintln(os.Stderr, "verify:", err)
		os.Exit(1)
	}
}

func verify(
	ctx context.Context,
	dir string,
	quick, onlyMutants bool,
	limit time.Duration,
	match, only *regexp.Regexp,
	jobs int,
) error {
	all, survivors, at := 0, 0, figures.Commit(dir)
	for _, s := range mutants.Suites() {
		if !only.MatchString(s.Name) {
			continue
		}
		start := time.Now()
		var models []set
		if !onlyMutants {
			var err error
			if models, err = runModels(ctx, dir, !quick, limit, s); err != nil {
				return err
			}
		}
		deaths, err := runMutants(ctx, dir, match, s, jobs)
		if err != nil {
			return err
		}
		for _, d := range deaths {
			if all++; !d.Killed {
				survivors++
			}
		}
		if !quick && !onlyMutants {
			var flags string
			if s.Name == mutants.Channel.Name {
				flags = fmt.Sprintf(" -limit %v", limit)
			}
			if err := writeTables(dir, s, at, flags, models, deaths, time.Since(start)); err != nil {
				return err
			}
		}
	}
	fmt.Printf("%d mutants, %d survive\n", all, survivors)
	if survivors > 0 {
		return fmt.Errorf("%d mutants survive", survivors)
	}
	return nil
}

func tell(ctx context.Context, dir, name string) error {
	for _, m := range mutants.All() {
		if m.Name != name {
			continue
		}
		d, err := m.Try(ctx, dir)
		if err == nil {
			fmt.Printf("%s: %s\n\n%s", d.Mutant, d.Breaks, d.Story)
		}
		return err
	}
	return fmt.Errorf("no mutant has the name %q", name)
}

// runMutants tries each mutant, several at a time, and reports in the order of the list.
func runMutants(
	ctx context.Context,
	dir string,
	match *regexp.Regexp,
	s mutants.Suite,
	jobs int,
) ([]mutants.Death, error) {
	var list []mutants.Mutant
	for _, m := range mutants.Of(s) {
		if match.MatchString(m.Name) {
			list = append(list, m)
		}
	}
	deaths, errs := make([]mutants.Death, len(list)), make([]error, len(list))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	slots := make(chan struct{}, jobs)
	var print sync.Mutex
	for i, m := range list {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			deaths[i], errs[i] = m.Try(ctx, dir)
			print.Lock()
			defer print.Unlock()
			if errs[i] != nil { // no verdict: it was not tried, or noticed as the wrong thing
				fmt.Fprintln(os.Stderr, errs[i])
				return
			}
			fmt.Println(deaths[i])
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return deaths, nil
}
