// Command many measures ways of waiting for any of many sources, side by side, and writes
// docs/examples/many.md. The same as benchmarks: go test -bench Many ./many
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

// counts are the numbers of sources.
var counts = []int{1, 10, 100, 1000}

func main() {
	var (
		out   = flag.String("o", "../docs/examples/many.md", "the page to write, or - for standard output")
		count = flag.Int("count", 11, "measurements of each, at least 3")
		each  = flag.Duration("time", 60*time.Millisecond, "how long a measurement takes")
	)
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), "many measures ways of waiting for any of many sources, and writes a page. It takes about a minute.\n\n"+
			"	cd bench && go run ./many\n\n")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() > 0 || *count < 3 || *each <= 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := measureAndWrite(ctx, *out, *count, *each); err != nil {
		fmt.Fprintln(os.Stderr, "many:", err)
		os.Exit(1)
	}
}

func measureAndWrite(ctx context.Context, out string, count int, each time.Duration) error {
	times, err := measure(ctx, count, each)
	if err != nil {
		return err
	}
	text := page(times, count, each)
	if out == "-" {
		_, err = fmt.Print(text)
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o777); err != nil {
		return err
	}
	return os.WriteFile(out, []byte(text), 0o666)
}

// key is one case.
type key struct {
	work, peer string
	n          int
}

// measure returns the times of each case, in ns, one for each pass. In a pass the peers of a case run one right after
// the other, so that ratios within a pass mean something on a machine that does other things too.
func measure(ctx context.Context, count int, each time.Duration) (map[key][]float64, error) {
	times := make(map[key][]float64)
	for wi, w := range works {
		for ni, n := range counts {
			fmt.Fprintf(os.Stderr, "\r%3d %%  %s, %d sources\033[K", 100*(wi*len(counts)+ni)/(len(works)*len(counts)), w.name, n)
			var running []runner
			for _, p := range peers {
				if run, stop := w.start(p, n); run != nil {
					defer stop()
					running = append(running, runner{key{w.name, p.name, n}, run, iterations(run, n, each)})
				}
			}
			for range count {
				for _, r := range running {
					if err := ctx.Err(); err != nil {
						return nil, err
					}
					start := time.Now()
					r.run(r.k)
					times[r.key] = append(times[r.key], float64(time.Since(start))/float64(r.k))
				}
			}
		}
	}
	fmt.Fprint(os.Stderr, "\r\033[K")
	return times, nil
}

type runner struct {
	key key
	run func(k int)
	k   int
}

// iterations finds how many times run can be done in about d: whole rounds of n.
func iterations(run func(int), n int, d time.Duration) int {
	for k := n; ; {
		start := time.Now()
		run(k)
		took := max(time.Since(start), time.Microsecond)
		if took >= d/4 {
			return max(1, int(float64(k)*float64(d)/float64(took))/n) * n
		}
		grow := min(100, max(2, int(d/took/3)))
		k *= grow
	}
}
