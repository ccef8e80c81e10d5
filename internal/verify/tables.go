package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/diatomic-go/diatomic/internal/figures"
	"github.com/diatomic-go/diatomic/internal/result"
	"github.com/diatomic-go/diatomic/internal/verify/mutants"
)

// writeTables puts the results of a suite between its markers of docs/verification.md.
// They are those of this commit, and flags says what else they were made with.
func writeTables(
	dir string,
	suite mutants.Suite,
	commit, flags string,
	sets []set,
	deaths []mutants.Death,
	took time.Duration,
) error {
	before, after, err := aroundTables(dir, suite)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	fmt.Fprintf(
		&b,
		"Written by `go run ./internal/verify -package '%s'%s` at commit %s, %s, %s/%s, on %s, in %v.\n\n",
		suite.Name,
		flags,
		commit,
		runtime.Version(),
		runtime.GOOS,
		runtime.GOARCH,
		time.Now().Format(time.DateOnly),
		took.Round(time.Second),
	)
	for _, s := range sets {
		fmt.Fprintf(&b, "### Models: %s\n\n", s.Name)
		modelTable(&b, s.Models)
	}
	fmt.Fprintf(&b, "### Mutants\n\n")
	mutantTable(&b, deaths)
	return os.WriteFile(tablesPage(dir), []byte(before+"\n"+b.String()+after), 0o666)
}

func tablesPage(dir string) string { return filepath.Join(dir, "docs", "verification.md") }

// checkTables reports why the tables of a suite can't be written.
func checkTables(dir string, suite mutants.Suite) error {
	_, _, err := aroundTables(dir, suite)
	return cmp.Or(err, figures.Writable(tablesPage(dir)))
}

// aroundTables is what the page has before and after the tables of a suite, with the
// markers.
func aroundTables(dir string, suite mutants.Suite) (before, after string, err error) {
	file := tablesPage(dir)
	text, err := os.ReadFile(file)
	if err != nil {
		return "", "", err
	}
	begin, end := "<!-- begin results: "+suite.Name+" -->\n", "<!-- end results: "+suite.Name+" -->"
	before, rest, ok := strings.Cut(string(text), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		return "", "", fmt.Errorf("%s has no markers for %s", file, suite.Name)
	}
	return before + begin, end + after, nil
}

func modelTable(b *bytes.Buffer, lines []result.Line) {
	fmt.Fprintf(
		b,
		"| model | states | executions | branches | depth | seconds | bound | oracle |\n|---|--:|--:|--:|--:|--:|---|---|\n",
	)
	var states int64
	var bounded, agree, within, notRun int
	calls := map[string]result.CallStats{}
	for _, l := range lines {
		states += l.States
		if l.Bound != "none" {
			bounded++
		}
		fmt.Fprintf(
			b,
			"| %s | %d | %d | %d | %d | %.1f | %s | %s |\n",
			l.Model,
			l.States,
			l.Executions,
			l.Branches,
			l.MaxDepth,
			l.Seconds,
			l.Bound,
			cmp.Or(l.Oracle, "none"),
		)
		switch l.Oracle {
		case "agrees":
			agree++
		case "not finished":
			within++
		case "not run":
			notRun++
		}
		for name, c := range l.Calls {
			have, ok := calls[name]
			if !ok {
				have = result.CallStats{Max: -1, Solo: -1}
			}
			calls[name] = result.CallStats{Max: max(have.Max, c.Max), Solo: max(have.Solo, c.Solo)}
		}
	}
	fmt.Fprintf(b, "\n%d models, %d states. The search explored %d of them to the end; column *bound* says how far it "+
		"came in %d.\n\n", len(lines), states, len(lines)-bounded, bounded)
	for _, o := range []struct {
		models int
		say    string
	}{
		{agree, "**agrees**: the oracle explored the model to the end, too, and found the same"},
		{within, "**not finished**: its time was over first. Until then, neither it nor the executions at random " +
			"came to a failure, or to a state that the search had not seen"},
		{notRun, "**not run**: since the search was bounded, there is nothing to compare an oracle with. The " +
			"executions at random came to no failure"},
		{len(lines) - agree - within - notRun, "**none**: neither an oracle nor executions at random"},
	} {
		if o.models > 0 {
			fmt.Fprintf(b, "- %d models, oracle %s.\n", o.models, o.say)
		}
	}
	fmt.Fprintln(b)
	if len(calls) == 0 {
		return
	}
	fmt.Fprintf(b, "| call | most own steps seen | most when run alone, from any state |\n|---|--:|--:|\n")
	var names []string
	for name := range calls {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		solo := "not computed"
		if c := calls[name]; c.Solo >= 0 {
			solo = fmt.Sprint(c.Solo)
		}
		fmt.Fprintf(b, "| %s | %d | %s |\n", name, calls[name].Max, solo)
	}
	fmt.Fprintln(b)
}

func mutantTable(b *bytes.Buffer, deaths []mutants.Death) {
	fmt.Fprintf(
		b,
		"| mutant | what it breaks | noticed as | by the model | preemptions | seconds |\n|---|---|---|---|--:|--:|\n",
	)
	for _, d := range deaths {
		kind := d.Kind
		if !d.Killed {
			kind = "**not noticed**"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %.1f |\n", d.Mutant, d.Breaks, kind, d.Model, d.Bound, d.Seconds)
	}
	fmt.Fprintln(b)
}
