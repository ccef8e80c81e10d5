package main

import (
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/program"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// TestChat runs it small, with actors and with goroutines: nothing is lost.
func TestChat(t *testing.T) {
	testenv.Limit(t)
	for _, kind := range []string{"-goroutines=false", "-goroutines"} {
		var out, reason strings.Builder
		code := run(t.Context(), []string{"-sessions", "2000", "-rooms", "50", "-conns", "20", "-lines", "2000", kind},
			&out, &reason)
		if code != program.OK || !strings.Contains(out.String(), "2000 sessions in 50 rooms") {
			t.Errorf("%s: exit code %d\n%s%s", kind, code, out.String(), reason.String())
		}
	}
}

func TestUsage(t *testing.T) {
	var out, reason strings.Builder
	if code := run(t.Context(), []string{"-rooms", "0"}, &out, &reason); code != program.WrongUsage {
		t.Errorf("exit code %d", code)
	}
}
