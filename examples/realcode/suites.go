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
	finds    []finding // failures that are known
}

// suites are those of packages of this repository, and of the module cache.
var suites = []suite{
	{dir: "../..", packages: []string{"./mpsc"}, flags: portable},
	{dir: "../..", packages: []string{"./event"}, flags: portable},
	{dir: "../..", packages: []string{"./waitset"}, flags: portable},
	{dir: ".", packages: []string{"golang.org/x/sync/..."}},
	{dir: ".", packages: []string{"github.com/puzpuzpuz/xsync/v4"}},
	{dir: ".", packages: []string{"github.com/alitto/pond/v2"}, finds: []finding{
		{"TestTaskGroupWaitShouldNotDeadlockWhenPoolContextCanceledWithQueuedTasks",
			"Expected int64(0) but was int64(1)"},
		{"TestPoolWithQueueSizeZero", "Expected uint64(2) but was uint64(1)"},
		{"TestResultPoolSubmitContextCanceled", "Expected uint64(3) but was uint64(2)"},
	}},
	{dir: ".", packages: []string{"github.com/alphadose/haxmap"}},
}

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
			row := []string{"`" + name + "`", r.Test, r.Text}
			executions += r.Executions
			switch r.Verdict {
			case "failed":
				wrong++
				failed = append(failed, row)
				if known := s.known(r); !known {
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
		rows = append(rows, []string{"`" + name + "`", fmt.Sprint(len(results)), fmt.Sprint(passed), fmt.Sprint(wrong),
			fmt.Sprint(left), fmt.Sprint(executions), fmt.Sprintf("%.0f s", time.Since(begin).Seconds())})
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Test suites, run at random\n\n"+
		"`go run . -suites -o ../../docs/suites.md` in [examples/realcode](../examples/realcode) writes this page. "+
		"The tests\nare those of the packages, unmodified; "+
		"`go tool interleave -suite` runs each of them %d times at random\n(less often if that takes longer than %v), "+
		"and with `-short`. Nothing is proven by that.\n\n", executions, c.limit)
	table(&b, "package|tests:|passed:|failed:|not modelled:|executions:|time:", rows)
	b.WriteString("\n## Failed\n\nTests that assume an order which nothing enforces fail here, as well as " +
		"code that is wrong:\n\n")
	table(&b, "package|test|says", failed)
	b.WriteString("\n## Not modelled\n\nThese were skipped, since they came to what the checker refuses:\n\n")
	table(&b, "package|test|because", skipped)
	for _, text := range c.bad {
		fmt.Fprintln(c.log, "not as expected:", text)
	}
	return len(c.bad) == 0, b.String(), nil
}

// known reports whether the failure is one that was looked into.
func (s *suite) known(r result) bool {
	for _, f := range s.finds {
		if f.test == r.Test && strings.Contains(r.Text, f.want) {
			return true
		}
	}
	return false
}

func contains(list []string, name string) bool {
	for _, s := range list {
		if strings.Contains(name, s) {
			return true
		}
	}
	return false
}
