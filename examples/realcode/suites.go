package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// suite is the tests of packages, which are run as they are, at random.
type suite struct {
	dir      string // where the tool runs
	packages []string
	flags    []string
	but      string    // what is left out, if anything
	finds    []failure // those that are known
}

// failure is a test that fails at random, what it says then, and why.
type failure struct{ test, want, why string }

// suites are those of packages of this repository, and of the module cache.
var suites = []suite{
	// Those of unbounded channels send so many messages that an execution takes a minute.
	{dir: "../..", packages: []string{"./mpsc"}, flags: append([]string{"-skip=^TestUnbounded"}, portable...),
		but: "those of unbounded channels, which are long"},
	{dir: "../..", packages: []string{"./event"}, flags: portable, finds: []failure{
		{"TestCollected", "data race on e.some",
			"Neither. weak.Make isn't rewritten, so the checker takes it to write to its event."},
	}},
	{dir: "../..", packages: []string{"./waitset"}, flags: portable},
	{dir: ".", packages: []string{"golang.org/x/sync/..."}},
	{dir: ".", packages: []string{"github.com/puzpuzpuz/xsync/v4"}},
	{dir: ".", packages: []string{"github.com/alitto/pond/v2"}, finds: []failure{
		{"TestTaskGroupWaitShouldNotDeadlockWhenPoolContextCanceledWithQueuedTasks",
			"Expected int64(0) but was int64(1)",
			"The test. Wait returns before the worker has counted itself out, and nothing waits for that. " +
				"It fails in plain Go too."},
		{"TestPoolWithQueueSizeZero", "Expected uint64(2) but was uint64(1)",
			"The test. A worker counts a task just after the task's Wait has returned. It fails in plain Go too."},
		{"TestResultPoolSubmitContextCanceled", "Expected uint64(3) but was uint64(2)",
			"The test. It expects its third Submit to come before a worker runs the second task, which cancels the " +
				"pool. It fails in plain Go too."},
	}},
	{dir: ".", packages: []string{"github.com/alphadose/haxmap"}},
	{dir: ".", packages: []string{"github.com/sourcegraph/conc/..."}, finds: []failure{
		{"TestContextPool", "leak: ", concLeak},
		{"TestErrorPool", "leak: ", concLeak},
		{"TestPool", "leak: ", concLeak},
		{"TestResultContextPool", "leak: ", concLeak},
		{"TestResultErrorGroup", "leak: ", concLeak},
		{"TestResultGroup", "leak: ", concLeak},
	}},
	{dir: ".", packages: []string{"github.com/marusama/semaphore/v2"}, finds: []failure{
		{"TestSemaphore_SetLimit_increase_broadcast", "semaphore must have count = 1 , but has 2",
			"The test. It looks at the count after SetLimit, which lets another goroutine in. (This was read, not " +
				"seen in plain Go.)"},
	}},
	{dir: ".", packages: []string{"github.com/jackc/puddle/v2/..."},
		flags: []string{"-with=golang.org/x/sync/semaphore,container/list"}, finds: []failure{
			{"TestPoolCreateResource", "Should be true", puddleTime},
			{"TestPoolStatSuccessfulAcquireCounters", "is not greater than", puddleTime},
			{"TestResourceLastUsageTimeTracking", "Should be true", puddleTime},
		}},
}

const concLeak = "The test. Its part \"before wait\" leaves a pool without Wait, and so the worker waits for tasks " +
	"forever."

const puddleTime = "Neither. The test needs a clock that moves while it runs; here only a timer that fires moves it."

// portable is the parker that uses channels: the other one calls the runtime.
var portable = []string{"-tags=diatomic_portable"}

// suites runs test suites, and returns the page about them.
func (c *checker) suites(only []string) (ok bool, text string, err error) {
	if c.temp, err = os.MkdirTemp("", "realcode-*"); err != nil {
		return false, "", err
	}
	defer os.RemoveAll(c.temp)
	if err := c.build(); err != nil {
		return false, "", err
	}
	executions := 100
	if c.quick {
		executions = 5
	}
	var rows, failed, skipped [][]string
	for _, s := range suites {
		name := strings.Join(s.packages, " ")
		if len(only) > 0 && !contains(only, name) {
			continue
		}
		if s.dir == "../.." {
			name = strings.Replace(name, "./", "github.com/diatomic-go/diatomic/", 1)
		}
		lines := filepath.Join(c.temp, "lines")
		os.Remove(lines)
		args := append([]string{"-suite", "-method", fmt.Sprintf("random=%d", executions), "-time", c.limit.String(),
			"-json", lines, "-short", "-timeout=60m"}, slices.Concat(s.flags, s.packages)...)
		fmt.Fprintln(c.log, "interleave", strings.Join(args, " "))
		cmd := exec.CommandContext(c.ctx, c.tool, args...)
		cmd.Dir = s.dir
		begin := time.Now()
		out, _ := cmd.CombinedOutput() // its results tell whether all is well
		results, err := read(lines)
		if err != nil {
			return false, "", fmt.Errorf("%s: %w\n%s", name, err, out)
		}
		var passed, executions int64
		wrong, left := 0, 0
		for _, r := range results {
			row := []string{"`" + name + "`", r.Test, says(r.Text)}
			executions += r.Executions
			switch r.Verdict {
			case "failed":
				wrong++
				why, known := s.known(r)
				failed = append(failed, append(row, why))
				if !known {
					c.unexpected("%s: %s: %s", name, r.Test, r.Text)
				}
			case "refused":
				left++
				row[2], _, _ = strings.Cut(strings.TrimPrefix(r.Reason, "interleave: "), ": ")
				skipped = append(skipped, row)
			default:
				passed++
			}
		}
		if passed == 0 {
			c.unexpected("%s: no test has passed\n%s", name, out)
		}
		label := "`" + name + "`"
		if s.but != "" {
			label += ", but for " + s.but
		}
		rows = append(rows, []string{label, fmt.Sprint(len(results)), fmt.Sprint(passed), fmt.Sprint(wrong),
			fmt.Sprint(left), fmt.Sprint(executions), fmt.Sprintf("%.0f s", time.Since(begin).Seconds())})
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Test suites, run at random\n\n"+
		"`go run . -suites -time %v -o ../../docs/suites.md` in [examples/realcode](../examples/realcode) writes this "+
		"page. The\ntests are those of the packages, unmodified; "+
		"`go tool interleave -suite` runs each of them %d times at random,\nor less often if that takes longer, "+
		"and with `-short`. Nothing is proven by that.\n\n", c.limit, executions)
	table(&b, "package|tests:|passed:|failed:|not modelled:|executions:|time:", rows)
	b.WriteString("\n## Failed\n\nTests that assume an order which nothing enforces fail here, as well as " +
		"code that is wrong. Each was\nlooked into:\n\n")
	table(&b, "package|test|says|what is wrong", failed)
	b.WriteString("\n## Not modelled\n\nThese were skipped, since they came to what the checker refuses:\n\n")
	table(&b, "package|test|because", skipped)
	for _, text := range c.bad {
		fmt.Fprintln(c.log, "not as expected:", text)
	}
	return len(c.bad) == 0, b.String(), nil
}

// says is what a failure says, in one line. That of testify has its stack left out.
func says(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if who, rest, ok := strings.Cut(text, "Error Trace:"); ok {
		_, rest, _ = strings.Cut(rest, " Error: ")
		rest, _, _ = strings.Cut(rest, " Test: ")
		text = who + rest
	}
	return text
}

// known reports whether the failure is one that was looked into, and what was found.
func (s *suite) known(r result) (why string, ok bool) {
	for _, f := range s.finds {
		if f.test == r.Test && strings.Contains(says(r.Text), f.want) {
			return f.why, true
		}
	}
	return "", false
}

func contains(list []string, name string) bool {
	for _, s := range list {
		if strings.Contains(name, s) {
			return true
		}
	}
	return false
}
