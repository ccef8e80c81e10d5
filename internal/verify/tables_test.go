package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/result"
)

// The table says of each model whether it is bounded, and what the oracle came to. The
// lines below it claim no more.
func TestModelTable(t *testing.T) {
	var b bytes.Buffer
	modelTable(&b, []result.Line{
		{Model: "a", States: 10, Bound: "none", Oracle: "agrees"},
		{Model: "b", States: 20, Bound: "none", Oracle: "not finished"},
		{Model: "c", States: 30, Bound: "at most 2 preemptions", Oracle: "not run"},
		{Model: "d", States: 40, Bound: "not finished after 8s", Oracle: "not run"},
		{Model: "e", States: 50, Bound: "none"},
	})
	for _, want := range []string{
		"| a | 10 | 0 | 0 | 0 | 0.0 | none | agrees |",
		"| b | 20 | 0 | 0 | 0 | 0.0 | none | not finished |",
		"| c | 30 | 0 | 0 | 0 | 0.0 | at most 2 preemptions | not run |",
		"| d | 40 | 0 | 0 | 0 | 0.0 | not finished after 8s | not run |",
		"| e | 50 | 0 | 0 | 0 | 0.0 | none | none |",
		"5 models, 150 states. The search explored 3 of them to the end; column *bound* says how far it came in 2.",
		"- 1 models, oracle **agrees**",
		"- 1 models, oracle **not finished**",
		"- 2 models, oracle **not run**",
		"- 1 models, oracle **none**",
	} {
		if !strings.Contains(b.String(), want+"\n") && !strings.Contains(b.String(), want+": ") {
			t.Errorf("no line %q in\n%s", want, b.String())
		}
	}
}
