// Verify runs all that the model checker has to show of this module, and writes the tables of
// docs/verification.md.
//
//	go run ./internal/verify            all of it: the full set of models, and the mutants
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
	"slices"
	"sync"
	"time"
)

func main() {
	quick := flag.Bool("quick", false, "the quick set of models only; leaves the tables as they are")
	onlyMutants := flag.Bool("mutants", false, "the mutants only; leaves the tables as they are")
	run := flag.String("run", "", "only mutants whose name matches this regular expression; with -mutants")
	story := flag.String("story", "", "print how the mutant of this name goes wrong, and do nothing else")
	jobs := flag.Int("jobs", runtime.GOMAXPROCS(0), "mutants at a time")
	dir := flag.String("dir", ".", "root of the module")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: verify [flags]\n\nRuns the models and the mutants, and writes the tables of docs/verification.md.")
		flag.PrintDefaults()
	}
	flag.Parse()
	match, err := regexp.Compile(*run)
	if err != nil || flag.NArg() > 0 || *jobs < 1 {
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
	if err := verify(ctx, *dir, *quick, *onlyMutants, match, *jobs); err != nil {
		fmt.Fprintln(os.Stderr, "verify:", err)
		os.Exit(1)
	}
}

func verify(ctx context.Context, dir string, quick, onlyMutants bool, match *regexp.Regexp, jobs int) error {
	start := time.Now()
	var models []set
	if !onlyMutants {
		var err error
		if models, err = runModels(ctx, dir, !quick); err != nil {
			return err
		}
	}
	deaths, err := runMutants(ctx, dir, match, jobs)
	if err != nil {
		return err
	}
	survivors := 0
	for _, d := range deaths {
		if !d.Killed {
			survivors++
		}
	}
	if !quick && !onlyMutants {
		if err := writeTables(dir, models, deaths, time.Since(start)); err != nil {
			return err
		}
	}
	fmt.Printf("%d mutants, %d survive\n", len(deaths), survivors)
	if survivors > 0 {
		return fmt.Errorf("%d mutants survive", survivors)
	}
	return nil
}

func mutants() []mutant { return slices.Concat(protocol, waits) }

func tell(ctx context.Context, dir, name string) error {
	for _, m := range mutants() {
		if m.name != name {
			continue
		}
		d, err := m.try(ctx, dir)
		if err == nil {
			fmt.Printf("%s: %s\n\n%s", d.Mutant, d.Breaks, d.story)
		}
		return err
	}
	return fmt.Errorf("no mutant has the name %q", name)
}

// runMutants tries each mutant, several at a time, and reports in the order of the list.
func runMutants(ctx context.Context, dir string, match *regexp.Regexp, jobs int) ([]death, error) {
	var list []mutant
	for _, m := range mutants() {
		if match.MatchString(m.name) {
			list = append(list, m)
		}
	}
	deaths, errs := make([]death, len(list)), make([]error, len(list))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	slots := make(chan struct{}, jobs)
	var print sync.Mutex
	for i, m := range list {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			deaths[i], errs[i] = m.try(ctx, dir)
			if errs[i] == nil && deaths[i].Killed && m.want != "" && deaths[i].Kind != m.want {
				errs[i] = fmt.Errorf("%s: noticed by %s (%s), want %s", m.name, deaths[i].Kind, deaths[i].Text, m.want)
			}
			print.Lock()
			defer print.Unlock()
			fmt.Println(deaths[i])
			if errs[i] != nil {
				fmt.Fprintln(os.Stderr, errs[i])
			}
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

func (d death) String() string {
	if !d.Killed {
		return fmt.Sprintf("%-26s SURVIVES: %s (%.1f s)", d.Mutant, d.Breaks, d.Seconds)
	}
	return fmt.Sprintf("%-26s %-9s bound %-2s %s (%.1f s)", d.Mutant, d.Kind, d.Bound, d.Model, d.Seconds)
}
