//go:build !js

package main

import (
	"regexp"
	"strings"
	"testing"
)

// suiteCode is a package with tests as people write them.
const suiteCode = `-- m.go
package m

import "sync/atomic"

// Flag is set once.
type Flag struct{ v atomic.Int32 }

func (f *Flag) Set() bool {
	if f.v.Load() != 0 {
		return false
	}
	f.v.Store(1)
	return true
}
-- help/help.go
package help

import "testing"

func Check(t *testing.T, ok bool) {
	t.Helper()
	if !ok {
		t.Fatal("no")
	}
}
-- m_test.go
package m

import (
	"context"
	"fmt"
	"net"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"example.com/m/help"
	"github.com/diatomic-go/diatomic/interleave"
)

func helper(t testing.TB, ok bool) {
	t.Helper()
	if !ok {
		t.Fatal("no")
	}
}

// Fails in few of the executions.
func TestTwice(t *testing.T) {
	var f Flag
	var n atomic.Int32
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if f.Set() {
				n.Add(1)
			}
		})
	}
	wg.Wait()
	if n.Load() != 1 {
		t.Errorf("%d have set it", n.Load())
	}
}

func TestMany(t *testing.T) {
	var n atomic.Int32
	var wg sync.WaitGroup
	for range 200 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			n.Add(1)
		}()
	}
	wg.Wait()
	helper(t, n.Load() == 200)
}

func TestTimeout(t *testing.T) {
	c := make(chan int)
	go func() {
		time.Sleep(10 * time.Millisecond)
		c <- 1
	}()
	select {
	case <-c:
	case <-time.After(time.Second):
		t.Fatal("too late")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	<-ctx.Done()
}

func TestTicker(t *testing.T) {
	tk := time.NewTicker(time.Second)
	defer tk.Stop()
	for range 5 {
		<-tk.C
	}
}

func TestSub(t *testing.T) {
	var order []string
	var mu sync.Mutex
	note := func(s string) { mu.Lock(); order = append(order, s); mu.Unlock() }
	t.Cleanup(func() {
		if len(order) != 5 || order[0] != "one" || order[1] != "body" || order[4] != "cleanup" {
			t.Error(order)
		}
	})
	t.Cleanup(func() { note("cleanup") })
	t.Run("one", func(t *testing.T) {
		if t.Name() != "TestSub/one" {
			t.Error(t.Name())
		}
		note("one")
	})
	for _, name := range []string{"two", "three"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			note(name)
		})
	}
	cleaned := false
	t.Run("cleaned", func(t *testing.T) { t.Cleanup(func() { cleaned = true }) })
	if !cleaned {
		t.Error("not cleaned")
	}
	t.Run("skipped", func(t *testing.T) {
		t.Skip("no")
		note("skipped")
	})
	note("body")
}

// More at a time than are kept.
func TestCells(t *testing.T) {
	cells := make([]int, 1000)
	var wg sync.WaitGroup
	for i := range 10 {
		wg.Go(func() {
			for j := i; j < len(cells); j += 10 {
				cells[j]++
			}
		})
	}
	wg.Wait()
	for _, n := range cells {
		helper(t, n == 1)
	}
}

func TestNet(t *testing.T) {
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
}

func TestBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var n atomic.Int32
		done := false // Wait orders it
		go func() {
			time.Sleep(time.Second)
			n.Add(1)
			done = true
		}()
		synctest.Wait()
		if n.Load() != 0 {
			t.Error("early")
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if n.Load() != 1 || !done {
			t.Error("late")
		}
	})
}

// Others are given the *testing.T.
func TestHelp(t *testing.T) {
	help.Check(t, true)
}

// What is printed by a method, or only by its address, isn't read.
type printed struct {
	n    int
	name string
}

func (p *printed) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "printed(%p)", p) }

type named printed

func (n *named) String() string { return n.name }

func TestPrint(t *testing.T) {
	p, n := new(printed), &named{name: "n"}
	var wg sync.WaitGroup
	wg.Go(func() { p.n++; n.n++ })
	for _, verb := range []string{"%v", "%d"} {
		if got := fmt.Sprintf(verb, p); got != fmt.Sprintf("printed(%p)", p) {
			t.Error(got)
		}
	}
	if got := fmt.Sprint(n) + fmt.Sprintf("%d%%%5q%T", 1, n, n); got != "n1%  \"n\"*m.named" {
		t.Error(got)
	}
	wg.Wait()
}

func TestPrinted(t *testing.T) {
	n := &named{name: "n"}
	go func() { n.n++ }()
	_ = fmt.Sprintf("%d", n)
}

func TestGarbage(t *testing.T) { runtime.GC() }

func TestAllocations(t *testing.T) {
	if n := testing.AllocsPerRun(10, func() {}); n != 0 {
		t.Error(n)
	}
}

func TestModel(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) { t.Error("run in another model") })
}

func TestSkip(t *testing.T) { t.Skip("not here") }

func TestNothing(t *testing.T) {
	if 1+1 != 2 {
		t.Error()
	}
}

type deferred struct{ recovered any }

// Nothing of how executions end is seen here.
func TestDefer(t *testing.T) {
	d := new(deferred)
	c := make(chan int)
	go func() {
		defer func() {
			d.recovered = recover()
			if d.recovered != nil {
				println("RECOVERED")
			}
		}()
		<-c
	}()
	time.Sleep(time.Second)
	c <- 1
}

func TestLeak(t *testing.T) {
	go func() { <-make(chan int) }()
}

func TestPlaces(t *testing.T) {
	names, dir := map[string]bool{}, ""
	t.Cleanup(func() {
		if t.Context().Err() == nil {
			t.Error("the context goes on")
		}
	})
	os.Mkdir("sub", 0o777)
	for range 2 {
		t.Run("a", func(t *testing.T) {
			if names[t.Name()] || os.Getenv("INTERLEAVE_TEST_PLACES") != "" {
				t.Error("not the first")
			}
			names[t.Name()] = true
			t.Setenv("INTERLEAVE_TEST_PLACES", "1")
			t.Chdir("sub")
			dir = t.TempDir()
			t.Cleanup(func() { t.SkipNow() })
		})
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("it is still there")
	}
}

func FuzzX(f *testing.F) { f.Add(1); f.Fuzz(func(t *testing.T, n int) {}) }

func BenchmarkX(b *testing.B) {}
`

// suiteOfGo is one more file.
const suiteOfGo = `
-- slog_test.go
package m

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"testing"
	"testing/slogtest"
)

// A package of Go is given the *testing.T.
func TestHelpOfGo(t *testing.T) {
	var b bytes.Buffer
	slogtest.Run(t, func(*testing.T) slog.Handler {
		b.Reset()
		return slog.NewJSONHandler(&b, nil)
	}, func(t *testing.T) (m map[string]any) {
		if err := json.Unmarshal(b.Bytes(), &m); err != nil {
			t.Fatal(err)
		}
		return m
	})
}
`

func TestSuite(t *testing.T) {
	bin := tool(t)
	text, standard := suiteCode, []string{"--- PASS: TestHelpOfGo"}
	if goIsCached(t, ".") {
		standard = nil // packages of Go can't be rewritten
	} else {
		text += suiteOfGo
	}
	dir := module(t, text)
	code, out := runIn(t, dir, nil, bin, "-suite", "-method=random=200", "-v", ".")
	if code != 1 {
		t.Errorf("exit code %d", code)
	}
	for _, want := range append(standard,
		"--- FAIL: TestTwice", "2 have set it", "replay: ", "--- PASS: TestMany", "--- PASS: TestTimeout",
		"--- PASS: TestTicker", "--- PASS: TestSub", "--- PASS: TestBubble", "--- PASS: TestPlaces",
		"--- SKIP: TestSkip",
		"--- PASS: TestNothing",
		"--- PASS: TestDefer", "--- PASS: TestCells", "races may have been missed", "--- SKIP: TestNet", "net.Listen",
		"--- PASS: TestHelp", "--- PASS: TestPrint ", "--- FAIL: TestPrinted", "data race on n.n",
		"--- SKIP: TestGarbage", "runtime.GC can't",
		"--- SKIP: TestAllocations", "--- SKIP: TestModel", "run it without -suite",
		"--- FAIL: TestLeak", "leak: the test is over", "200 at random: nothing is proven",
	) {
		if !strings.Contains(out, want) {
			t.Errorf("no %q", want)
		}
	}
	for _, not := range []string{"RECOVERED", "FuzzX", "panic"} {
		if strings.Contains(out, not) {
			t.Errorf("there is %q", not)
		}
	}
	if t.Failed() {
		t.Log(out)
	}
	// Without -v, go test says nothing of tests that were skipped.
	code, out = runIn(t, dir, nil, bin, "-suite", "-jobs=2", "-run=TestNet|TestSkip", ".")
	if code != 0 || strings.Count(out, "TestNet: skipped: ") != 1 || !strings.Contains(out, "net.Listen") ||
		strings.Contains(out, "TestSkip") {
		t.Errorf("exit code %d\n%s", code, out)
	}
	code, out = runIn(t, dir, nil, bin, "-suite", "-method=pct", "-jobs=2", "-run=TestTwice", ".")
	if code != 1 || !strings.Contains(out, "# process 2 of 2") || !strings.Contains(out, "2 have set it") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

// jobsCode has models, one of which fails, and an object.
const jobsCode = `-- m.go
package m
-- m_test.go
package m

import (
	"sync/atomic"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
)

func count(t *testing.T, want int32) {
	interleave.Test(t, func(t *interleave.T) {
		var n atomic.Int32
		go n.Add(1)
		if n.Add(1) > want {
			t.Error("too many")
		}
	})
}

func TestA(t *testing.T) { count(t, 2) }
func TestB(t *testing.T) { count(t, 2) }
func TestC(t *testing.T) { count(t, 2) }
func TestD(t *testing.T) { count(t, 2) }
func TestE(t *testing.T) { count(t, 1) }
`

// TestJobs: with several processes, each model is explored by one of them, or each has
// its share of the executions at random, with a seed of its own.
func TestJobs(t *testing.T) {
	bin := tool(t)
	dir := module(t, jobsCode)
	code, out := runIn(t, dir, nil, bin, "-jobs=3", "-v", ".")
	if code != 1 {
		t.Errorf("exit code %d", code)
	}
	for _, name := range []string{"TestA", "TestB", "TestC", "TestD", "TestE"} {
		verdict := "--- PASS: "
		if name == "TestE" {
			verdict = "--- FAIL: "
		}
		if strings.Count(out, verdict+name) != 1 || strings.Count(out, "--- SKIP: "+name) != 2 {
			t.Errorf("%s isn't explored once\n%s", name, out)
		}
	}
	code, out = runIn(t, dir, nil, bin, "-jobs=3", "-method=random=30", "-v", "-run=TestA", ".")
	if code != 0 || strings.Count(out, "(10 executions") != 3 {
		t.Errorf("exit code %d\n%s", code, out)
	}
	_, one := runIn(t, dir, nil, bin, "-jobs=2", "-method=random=40", "-run=TestE", ".")
	if r := regexp.MustCompile(`replay: .*`).FindAllString(one, -1); len(r) != 2 {
		t.Errorf("%q\n%s", r, one)
	}
	if code, out := runIn(t, dir, nil, bin, "-jobs=0", "."); code != 2 || !strings.Contains(out, "want -jobs") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}
