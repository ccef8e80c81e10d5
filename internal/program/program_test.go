package program

import (
	"cmp"
	"context"
	"errors"
	"flag"
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
