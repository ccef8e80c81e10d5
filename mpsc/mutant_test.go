//go:build !interleave && !race

package mpsc_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/interleave/overlay"
)

// mutants are changes that break the channel, and the models that notice.
var mutants = []struct{ file, old, new, model string }{
	// The ring.
	{"channel.go", "if t < c.gate.limit.Load() {", "if t <= c.gate.limit.Load() {", "two that try"},
	{"channel.go", "if c.gate.tail.CompareAndSwap(t, t+1) {", "if c.gate.tail.Store(t + 1); true {", "two that try"},
	{"channel.go", "				c.sink.Source().Notify()\n				return nil", "				_ = c.sink.Source()\n				return nil", "two senders, no overflow"},
	// The hand-over.
	{"park_runtime.go", "return k.tail.CompareAndSwap(k.head, k.head|parked)", "return k.tail.Or(parked) < parked", "one sender, ring"},
	{"channel.go", "} else if c.gate.tail.CompareAndSwap(t, t&^parked) {", "} else if c.gate.tail.Store(t &^ parked); true {", "two senders, no overflow"},
	{"channel.go", "			if t&parked != 0 {\n				ready(c.gate.g.Get())", "			if false {\n				ready(c.gate.g.Get())", "close while the receiver is blocked"},
	// The line.
	{"line.go", "if !b.taken.CompareAndSwap(old, old|1<<i) {", "if b.taken.Store(old | 1<<i); false {", "close while two are blocked"},
	{"place.go", "if p.state.CompareAndSwap(s, s|claimed) {", "if p.state.Store(s | claimed); true {", "one sender, overflow"},
	{"place.go", "if p.state.CompareAndSwap(s, p.stay.Get()+next) {", "if p.state.Store(p.stay.Get() + next); true {", "cancelled send"},
	{"bed.go", "if b.state.Swap(state)&asleep != 0 {", "if s := b.state.Load(); func() bool { b.state.Store(state); return s&asleep != 0 }() {", "one sender, overflow"},
	{"bed.go", "if b.state.CompareAndSwap(s, s|noticed) {", "{", "close, nobody receives"},
	{"give.go", "p.settle(n | noticed)", "p.settle(n)", "close while one is blocked"},
	{"give.go", "r.given = max(r.given, t+1)", "_ = t", "two senders, overflow"},
	{"give.go", "if c.line.anybody() && c.gate.open() {", "if false {", "one sender, one receive"},
	{"channel.go", "	c.line.rouse()\n", "	_ = c\n", "close, nobody receives"},
	{"stand.go", "		err = nil\n		// Both", "		_ = err\n		// Both", "room that another one takes"},
	{"stand.go", "		p.heed()\n", "		_ = p\n", "room that another one takes"},
	// Its order.
	{"receive.go", "		if c.gate.tail.Load() != r.head {\n			return v, false", "		if false {\n			return v, false", "one sender, overflow, two more"},
}

func TestMutants(t *testing.T) {
	if testing.Short() {
		t.Skip("slow: the model checker runs for each mutant")
	}
	for _, m := range mutants {
		t.Run(fmt.Sprintf("%s/%s", m.file, m.new), func(t *testing.T) {
			o, err := overlay.New(overlay.Config{
				Dir: "..", Packages: []string{"mpsc", "."}, Except: []string{"mpsc/wait.go"},
				Mutate: []overlay.Mutation{{File: "mpsc/" + m.file, Old: m.old, New: m.new}},
			})
			if err != nil {
				t.Fatal(err)
			}
			defer o.Close()
			name := "^" + regexp.QuoteMeta(strings.ReplaceAll(m.model, " ", "_")) + "$"
			out, err := o.Test("./mpsc", "-run", "TestModel/"+name, "-limit", "30s")
			if err == nil {
				t.Fatalf("the model %q does not notice:\n%s", m.model, out)
			}
			if !strings.Contains(string(out), "FAIL: TestModel/") {
				t.Fatalf("the model %q did not run:\n%s", m.model, out)
			}
		})
	}
}
