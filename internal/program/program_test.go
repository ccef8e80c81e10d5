package program

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for args, want := range map[string]struct {
		code        int
		ok          bool
		out, reason string
	}{
		"":       {OK, true, "", ""},
		"-n 9":   {OK, true, "", ""},
		"-h":     {OK, false, "above", ""},
		"-n 10":  {WrongUsage, false, "", "p: -n must be from 1 to 9\n(p -h explains the flags)\n"},
		"-n 0 x": {WrongUsage, false, "", "p: -n must be"},
		"x":      {WrongUsage, false, "", "p: there are no arguments"},
		"-x":     {WrongUsage, false, "", "p: flag provided but not defined"},
	} {
		var out, reason strings.Builder
		flags := flag.NewFlagSet("p", flag.ContinueOnError)
		n := flags.Int("n", 1, "a number")
		code, ok := Parse(flags, Usage{"above\n", "below\n"}, strings.Fields(args), &out, &reason, func() error {
			return cmp.Or(Between("n", *n, 1, 9), NoArguments(flags))
		})
		if code != want.code || ok != want.ok || !strings.HasPrefix(out.String(), want.out) ||
			!strings.HasPrefix(reason.String(), want.reason) {
			t.Errorf("%q: %d, %v, %q, %q", args, code, ok, out.String(), reason.String())
		}
	}
}

func TestExit(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	var out strings.Builder
	codes := []int{Exit(t.Context(), "p", nil, &out), Exit(t.Context(), "p", errors.New("no"), &out),
		Exit(cancelled, "p", nil, &out)}
	if codes[0] != OK || codes[1] != Failed || codes[2] != Interrupted || out.String() != "p: no\np: interrupted\n" {
		t.Errorf("%d, %q", codes, out.String())
	}
}

type failing struct{ writes int }

func (f *failing) Write([]byte) (int, error) {
	f.writes++
	return 0, errors.New("no room")
}

// Output that is lost is a failure, whatever the program makes of it.
func TestLostOutput(t *testing.T) {
	for code, want := range map[int]int{OK: Failed, Failed: Failed, WrongUsage: WrongUsage, Interrupted: Interrupted} {
		var f failing
		var reason strings.Builder
		got := Run(t.Context(), "p", func(_ context.Context, _ []string, stdout, _ io.Writer) int {
			fmt.Fprintln(stdout, "some")
			if _, err := fmt.Fprintln(stdout, "more"); err == nil {
				t.Error("no error")
			}
			return code
		}, nil, &f, &reason)
		if told := reason.String() == "p: the output is incomplete: no room\n"; got != want || f.writes != 1 ||
			told != (code == OK) {
			t.Errorf("%d: %d, %q, %d writes", code, got, reason.String(), f.writes)
		}
	}
}

// Only what hears of interrupts takes commands out of the terminal's reach.
func TestCommandGroup(t *testing.T) {
	ctx, stop := Interruptible()
	defer stop()
	if cmd := Command(t.Context(), "go"); cmd.SysProcAttr != nil {
		t.Error("a group of its own, and nobody to interrupt it")
	}
	cmd := Command(ctx, "go")
	if unix := len(interrupts()) > 1; (cmd.SysProcAttr != nil) != unix {
		t.Errorf("has %v", cmd.SysProcAttr)
	}
}
