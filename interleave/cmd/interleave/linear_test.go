//go:build !js

package main

import (
	"regexp"
	"strings"
	"testing"
)

// linears are objects with operations of a counter, or of a cell, and what comes out.
var linears = []struct {
	name, code string
	fails      bool
	want       []string
}{
	{"atomic counter", `
type object struct{ n atomic.Int64 }
func (o *object) call(op string) int64 { return o.n.Add(1) }`, false,
		[]string{"interleave: all interleavings of 5 scenarios: "}},
	{"lost increment", `
type object struct{ n atomic.Int64 }
func (o *object) call(op string) int64 { v := o.n.Load(); o.n.Store(v+1); return v+1 }`, true,
		[]string{"scenario 2 of 5: add || add", `replay: "2/`, "call add", "add = 1", "goroutine 1 | goroutine 2",
			"not linearizable: no order of the operations explains what they returned",
			"as far as one can come: add = 1; then none fits"}},
	{"locked counter", `
type object struct { mu sync.Mutex; n int64 }
func (o *object) call(op string) int64 { o.mu.Lock(); defer o.mu.Unlock(); o.n++; return o.n }`, false,
		[]string{"interleave: all interleavings of 5 scenarios: "}},
	{"counter of an actor", `
type object struct { c chan chan int64; n int64 }
func (o *object) init() { o.c = make(chan chan int64); go func() { for r := range o.c { o.n++; r <- o.n } }() }
func (o *object) call(op string) int64 { r := make(chan int64); o.c <- r; return <-r }
func (o *object) close() { close(o.c) }`, false,
		[]string{"interleave: all interleavings of 5 scenarios: "}},
	// It takes no step, so only precedence tells.
	{"a constant", `
type object struct { mu sync.Mutex; n int64 }
func (o *object) call(op string) int64 { return 1 }`, true,
		[]string{"not linearizable", "add = 1"}},
	{"a number of each goroutine", `
type object struct { id, n atomic.Int64 }
func (o *object) call(op string) int64 { return o.id.Add(1) + o.n.Load() }`, false,
		[]string{"interleave: all interleavings of 5 scenarios: "}},
	{"waits for nothing", `
type object struct { n atomic.Int64; c chan bool }
func (o *object) init() { o.c = make(chan bool, 1) }
func (o *object) call(op string) int64 { if v := o.n.Add(1); v < 3 { return v }; <-o.c; return 3 }`, true,
		[]string{"deadlock: nothing can run, and add (goroutine", ", at m.go:", "waits forever"}},
	{"ends inside of it", `
type object struct{ n atomic.Int64 }
func (o *object) call(op string) int64 { v := o.n.Add(1); if v == 3 { runtime.Goexit() }; return v }`, true,
		[]string{"never returns"}},
	{"race", `
type object struct{ n int64 }
func (o *object) call(op string) int64 { o.n++; return o.n }`, true, []string{"data race on object.n"}},
	{"panic", `
type object struct{ n atomic.Int64 }
func (o *object) call(op string) int64 { if o.n.Add(1) == 2 { panic("two") }; return 1 }`, true,
		[]string{"panics: two"}},
}

func linear(code string) string {
	for _, method := range []string{"init()", "close()"} {
		if !strings.Contains(code, ") "+method) {
			code += "\nfunc (o *object) " + method + " {}"
		}
	}
	return `-- m.go
package m

import (
	"runtime"
	"sync"
	"sync/atomic"
)

var _ sync.Mutex
var _ atomic.Int64
var _ = runtime.Goexit
` + code + `
-- m_test.go
package m

import (
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
)

func TestLinear(t *testing.T) {
	interleave.Linearizable(t, interleave.Spec[int64, string, int64]{
		Init: func() int64 { return 0 },
		Step: func(n int64, _ string, out int64) (bool, int64) { return out == n+1, n + 1 },
	}, interleave.Object[*object, string, int64]{
		New:        func() *object { o := new(object); o.init(); return o },
		Call:       (*object).call,
		Close:      (*object).close,
		Goroutines: [][]string{{"add"}, {"add"}},
	})
}
`
}

func TestLinearizable(t *testing.T) {
	bin := tool(t)
	replay := regexp.MustCompile(`replay: "([^"]*)"`)
	for i, c := range linears {
		if testing.Short() && i > 1 {
			break
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := module(t, linear(c.code))
			methods := []string{"auto"}
			if i := strings.Index("lost increment, counter of an actor", c.name); i >= 0 {
				methods = append(methods, "dpor")
			}
			for _, method := range methods {
				code, out := runIn(t, dir, nil, bin, "-v", "-method="+method)
				if want := map[bool]int{true: 1}[c.fails]; code != want {
					t.Errorf("%s: exit code %d\n%s", method, code, out)
				}
				for _, want := range c.want {
					if method == "dpor" {
						want = strings.TrimSuffix(want, ": ")
					}
					if !strings.Contains(out, want) {
						t.Errorf("%s: no %q in\n%s", method, want, out)
					}
				}
				if m := replay.FindStringSubmatch(out); m != nil && method == "auto" {
					code, again := runIn(t, dir, nil, bin, "-v", "-replay="+m[1])
					if last := c.want[len(c.want)-1]; code != 1 || !strings.Contains(again, last) {
						t.Errorf("replay: exit code %d\n%s", code, again)
					}
				} else if c.fails && m == nil {
					t.Errorf("%s: no replay string\n%s", method, out)
				}
			}
		})
	}
}

// Without the tool each scenario runs once, and the test is skipped, or fails if that is
// asked for.
func TestLinearizableOnce(t *testing.T) {
	tool(t)
	dir := module(t, linear(linears[0].code))
	code, out := runIn(t, dir, nil, "go", "test", "-v", ".")
	if code != 0 || !strings.Contains(out, "ran 5 scenarios once each") {
		t.Errorf("exit code %d\n%s", code, out)
	}
	code, out = runIn(t, dir, []string{"INTERLEAVE=require"}, "go", "test", ".")
	if code != 1 || !strings.Contains(out, "run it by the interleave command") {
		t.Errorf("exit code %d\n%s", code, out)
	}
	// A number that is too large is seen in any interleaving.
	dir = module(t, linear(`
type object struct{ n atomic.Int64 }
func (o *object) call(op string) int64 { return o.n.Add(2) }`))
	if code, out := runIn(t, dir, nil, "go", "test", "."); code != 1 || !strings.Contains(out, "not linearizable") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}
