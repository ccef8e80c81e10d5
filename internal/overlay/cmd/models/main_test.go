package main

import (
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/program"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// Output that is lost is a failure.
func TestOutput(t *testing.T) {
	testenv.Output(t, ".", []string{"-h"})
}

func TestUsage(t *testing.T) {
	for args, want := range map[string]string{
		"":             "models: there is no directory of a package",
		"-nosuch":      "models: flag provided but not defined: -nosuch",
		"-dir ../../x": "models: there is no directory of a package",
	} {
		var out, reason strings.Builder
		if code := run(t.Context(), strings.Fields(args), &out, &reason); code != program.WrongUsage ||
			!strings.HasPrefix(reason.String(), want) {
			t.Errorf("%q: exit code %d, %s", args, code, reason.String())
		}
	}
	var out, reason strings.Builder
	if code := run(t.Context(), []string{"nosuch"}, &out, &reason); code != program.Failed || reason.Len() == 0 {
		t.Errorf("no package: exit code %d, %s", code, reason.String())
	}
}
