//go:build !interleave && !race && !js

package waitset_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/interleave/overlay"
)

// runModels runs models of this package under the model checker, with changes to its code.
func runModels(t *testing.T, run string, mutations ...overlay.Mutation) (string, bool) {
	t.Helper()
	if testing.Short() {
		t.Skip("slow: the model checker runs")
	}
	// Read what the models run, so that the go command doesn't report a cached pass after a change.
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if _, err := os.ReadFile(f); err != nil {
			t.Fatal(err)
		}
	}
	o, err := overlay.New(overlay.Config{Dir: "..", Packages: []string{"waitset", "."}, Mutate: mutations})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	out, err := o.Test("./waitset", "-run", run, "-v", "-limit", "500ms")
	return string(out), err == nil
}

// TestModels explores each model for a while. In full, it takes -interleave.full: see internal/interleave.
func TestModels(t *testing.T) {
	out, ok := runModels(t, "^TestModel")
	if !ok {
		t.Fatalf("%s", out)
	}
	t.Log(out)
}

// mutants are changes that break the set, the models that notice, and what they say.
var mutants = []struct{ name, file, old, new, model, want string }{
	{"Notify on a ready source queues it again", "source.go",
		"if n.state.CompareAndSwap(idle, queued) {", "if n.state.Store(queued); true {", "Poll", "a node is there twice"},
	{"two notifiers may queue it", "source.go",
		"if n.state.CompareAndSwap(idle, queued) {", "if n.state.Load() == idle { n.state.Store(queued)", "Poll", "source0.next"},
	{"a given source stays ready", "source.go",
		"return n.state.CompareAndSwap(queued, idle)", "return n.state.Load() == queued", "Twice", "deadlock"},
	{"a removed source is brought back", "source.go",
		"return n.state.CompareAndSwap(queued, idle)", "n.state.Store(idle); return true", "Remove", "after Remove had returned"},
	{"Remove doesn't last", "source.go",
		"s.node.state.Store(removed)", "s.node.state.CompareAndSwap(queued, removed)", "Remove", "after Remove had returned"},
	{"push overwrites the top", "line.go",
		"if l.top.CompareAndSwap(top, n) {", "if l.top.Store(n); true {", "Poll", "deadlock"},
	{"a node is linked after it was published", "line.go",
		"		n.next.Set(top)\n", "		defer n.next.Set(top)\n", "Poll", "data race"},
	{"the consumer isn't told", "line.go",
		"	l.sink.Source().Notify()\n", "	_ = l.sink.Source()\n", "Poll", "deadlock"},
	{"the consumer is told too early", "line.go",
		"		top := l.top.Load()\n", "		top := l.top.Load(); l.sink.Source().Notify(); if n != nil { if l.top.CompareAndSwap(top, n) { return } }\n", "Poll", "deadlock"},
	{"refill loses what is pushed meanwhile", "line.go",
		"n := l.top.Swap(nil)", "n := l.top.Load(); l.top.Store(nil)", "Poll", "deadlock"},
	{"refill turns nothing round", "line.go",
		"	for n != nil {\n", "	for first = n; n != nil && false; {\n", "Order", "given in the order"},
	{"refill forgets what is there", "line.go",
		"if l.last == nil {", "if true {", "Batch", "deadlock"},
	{"Batch takes what becomes ready meanwhile", "set.go",
		"for end := l.in; l.out < end; l.guard.enter() {", "for; l.first != nil || l.refill(); l.guard.enter() {", "Batch", "twice in a batch"},
	{"a popped node is unlinked too late", "line.go",
		"if n := l.pop(); n.take() {", "if n := l.pop(); n.take() && func() bool { n.next.Set(nil); return true }() {", "Twice", "data race"},
	{"Ready looks at the removed", "line.go",
		"if l.first.state.Load() == queued {", "if l.first.state.Load() == idle {", "Ready", "deadlock"},
}

func TestMutants(t *testing.T) {
	for _, m := range mutants {
		t.Run(m.name, func(t *testing.T) {
			out, ok := runModels(t, "^TestModel"+m.model+"$", overlay.Mutation{File: "waitset/" + m.file, Old: m.old, New: m.new})
			if ok || !strings.Contains(out, m.want) {
				t.Errorf("want %q in\n%s", m.want, out)
			}
		})
	}
}
