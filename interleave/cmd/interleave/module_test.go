//go:build !js

package main

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

// These tests run the tool as others do: on modules of their own that require this one.

// tool builds the tool.
func tool(t *testing.T) string {
	t.Helper()
	testenv.NeedGo(t)
	bin := filepath.Join(t.TempDir(), "interleave.exe")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return bin
}

// module makes a module of the files in text, each of which begins with a line "-- name".
func module(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.com/m\n\ngo 1.25.0\n\nrequire github.com/diatomic-go/diatomic v0.0.0\n\n"+
		"replace github.com/diatomic-go/diatomic => "+root+"\n")
	for _, file := range strings.Split(text, "-- ")[1:] {
		name, text, _ := strings.Cut(file, "\n")
		write(name, text)
	}
	return dir
}

// runIn runs a command in a directory and returns its exit code.
func runIn(t *testing.T, dir string, env []string, name string, args ...string) (int, string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return failed.ExitCode(), out.String()
	}
	if err != nil {
		t.Fatal(err)
	}
	return 0, out.String()
}

// head begins the test file of each module.
const head = `package m

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic/interleave"
)

var _ = errors.New
var _ context.Context
var _ sync.Mutex
var _ atomic.Int64
var _ time.Duration

`

// testModel is a module with a test that has this body, and with other code.
func testModel(body, code string) string {
	return "-- m_test.go\n" + head + "func TestModel(t *testing.T) {\n\tinterleave.Test(t, func(t *interleave.T) {\n" +
		body + "\n\t})\n}\n-- m.go\npackage m\n\n" + code
}

func TestModules(t *testing.T) {
	bin := tool(t)
	for _, c := range modules {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := module(t, testModel(c.body, c.code))
			code, out := runIn(t, dir, nil, bin, append([]string{"-v"}, c.args...)...)
			if want := map[bool]int{true: 1}[c.fails]; code != want {
				t.Errorf("exit code %d\n%s", code, out)
			}
			for _, want := range c.want {
				if !strings.Contains(out, want) {
					t.Errorf("no %q in\n%s", want, out)
				}
			}
		})
	}
}

// A checkpoint that the rewriter puts into a loop must not forget what matters later.
func TestCheckpoints(t *testing.T) {
	bin := tool(t)
	text, err := os.ReadFile("testdata/remember.txt")
	if err != nil {
		t.Fatal(err)
	}
	dir := module(t, "-- m_test.go\n"+string(text))
	names := regexp.MustCompile(`(?m)^func (Test\w+)`).FindAllSubmatch(text, -1)
	if len(names) < 10 {
		t.Fatalf("%d tests", len(names))
	}
	_, out := runIn(t, dir, nil, bin, "-method=states", "-v", "-args", "-interleave.norandom",
		"-interleave.noreduce")
	for _, name := range names {
		for _, sub := range []string{"/#00 ", "/#01 ", "/#02 ", "/#03 "} {
			if !strings.Contains(out, "--- FAIL: "+string(name[1])+sub) {
				t.Errorf("nothing is found in %s%s", name[1], sub)
			}
		}
	}
	if t.Failed() {
		t.Log(out)
	}
}

// What was found once is found, by each method: see testdata/found.txt.
func TestFound(t *testing.T) {
	bin := tool(t)
	text, err := os.ReadFile("testdata/found.txt")
	if err != nil {
		t.Fatal(err)
	}
	dir := module(t, "-- m_test.go\n"+string(text))
	names := regexp.MustCompile(`(?m)^func (Test\w+)`).FindAllSubmatch(text, -1)
	for _, method := range []string{"states", "dpor"} {
		// Sleep sets have states explored again, which may come to what a loop forgets.
		reduce := fmt.Sprintf("-interleave.noreduce=%v", method == "states")
		_, out := runIn(t, dir, nil, bin, "-method="+method, "-time=1s", "-v", "-args", "-interleave.norandom", reduce)
		results := regexp.MustCompile(`(?m)^ *--- (\w+): (\w+)(/\S*)? `).FindAllStringSubmatch(out, -1)
		seen := map[string]bool{}
		for _, r := range results {
			seen[r[2]] = true
			if fails := strings.HasPrefix(r[2], "TestFail"); fails != (r[1] == "FAIL") {
				t.Errorf("%s: %s", method, r[0])
			}
		}
		for _, n := range names {
			if !seen[string(n[1])] {
				t.Errorf("%s: %s did not run", method, n[1])
			}
		}
		if t.Failed() {
			t.Log(out)
		}
	}
}

// Without the tool, a test runs its body once and is skipped; where the environment says
// so, it fails.
func TestWithoutTheTool(t *testing.T) {
	testenv.NeedGo(t)
	dir := module(t, "-- m_test.go\n"+head+`func TestModel(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) { t.Log("the body") })
}
`)
	const reason = "run it by the interleave command"
	code, out := runIn(t, dir, []string{"INTERLEAVE="}, "go", "test", "-v", ".")
	for _, want := range []string{"--- SKIP", reason, "the body"} {
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("exit code %d\n%s", code, out)
		}
	}
	code, out = runIn(t, dir, []string{"INTERLEAVE=require"}, "go", "test", "-v", ".")
	if code != 1 || !strings.Contains(out, "--- FAIL") || !strings.Contains(out, reason) {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

// A story can be told again by its replay string; results go to files.
func TestFiles(t *testing.T) {
	bin := tool(t)
	dir := module(t, testModel(ringBody, brokenRing))
	code, out := runIn(t, dir, nil, bin, "-json=lines", "-html=page.html", "-o", "kept", ".")
	_, replay, ok := strings.Cut(out, "replay: \"")
	replay, _, _ = strings.Cut(replay, "\"")
	if code != 1 || !ok {
		t.Fatalf("exit code %d\n%s", code, out)
	}
	for file, want := range map[string]string{"lines": `"verdict":"failed"`, "page.html": "q.ring[0]",
		"kept/overlay.json": "m_test.go"} {
		b, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil || !bytes.Contains(b, []byte(want)) {
			t.Errorf("%s: no %s in %s, %v", file, want, b, err)
		}
	}
	// The page has a command for that. It is run, and leaves its results, too.
	command := regexp.MustCompile("<code>go tool interleave (-replay=.*)</code>")
	m := command.FindStringSubmatch(html.UnescapeString(read(t, filepath.Join(dir, "page.html"))))
	if want := "-replay=" + replay + " -run '^TestModel$' example.com/m"; m == nil || m[1] != want {
		t.Fatalf("the command of the page is %q, want %s", m, want)
	}
	args := strings.Fields(strings.ReplaceAll(m[1], "'", ""))
	code, again := runIn(t, dir, nil, bin, append(args, "-json=lines2", "-html=page2.html")...)
	if code != 1 || !strings.Contains(again, "data race on q.ring[0]") {
		t.Errorf("exit code %d\n%s", code, again)
	}
	for file, want := range map[string]string{"lines2": `"verdict":"failed"`, "page2.html": "read q.ring[0]"} {
		if text := read(t, filepath.Join(dir, file)); !strings.Contains(text, want) {
			t.Errorf("after a replay, %s has no %s in %s", file, want, text)
		}
	}
	// A schedule on which nothing fails is one interleaving.
	code, again = runIn(t, dir, nil, bin, "-replay=start", "-json=lines3")
	text := read(t, filepath.Join(dir, "lines3"))
	if code != 0 || !strings.Contains(again, "TestModel: one interleaving: nothing is proven\n") ||
		!strings.Contains(text, `"verdict":"incomplete"`) || !strings.Contains(text, "nothing fails on this schedule") {
		t.Errorf("exit code %d\n%s\n%s", code, again, text)
	}
}

// told are bodies of tests that fail, and what is told of them, in order.
var told = []struct {
	body string
	want []string
}{
	// Atomic pointers and values hold what has the names of plain memory.
	{`
		var p atomic.Pointer[int]
		var v atomic.Value
		a := new(int)
		go func() {
			p.Store(a)
			v.Store(7)
		}()
		if p.Load() == nil && p.CompareAndSwap(a, nil) && v.Load() == nil {
			v.CompareAndSwap(nil, 8)
			t.Error("the story")
		}`, []string{"load p: nil", "store p := &a", "CAS p: &a -> nil", "load v: nil", "CAS v: nil -> 8",
		"\n    the story\n"}},
	// Where goroutines wait.
	{`
		var mu sync.Mutex
		c := make(chan int)
		mu.Lock()
		go func() { mu.Lock() }()
		<-c`, []string{"deadlock: nothing can run, and the test waits forever (receive c) at m_test.go:LINE+5, " +
		"goroutine go@m_test.go:LINE+4 waits forever (lock mu) at m_test.go:LINE+4\n"}},
	{`
		c := make(chan int)
		go work(t, c)`, []string{"leak: the test is over, but goroutine work waits forever (receive c) at m.go:8\n"}},
	// What a map does, with what.
	{`
		var m sync.Map
		go m.Load("d")
		m.Store("a", 10)
		m.Store("a", 20)
		m.CompareAndSwap("a", 20, 30)
		m.CompareAndSwap("a", 20, 40)
		m.Load("b")
		m.LoadOrStore("b", "")
		m.LoadOrStore("b", 2)
		m.Swap("b", 3)
		m.Swap("c", nil)
		m.CompareAndDelete("c", 7)
		m.CompareAndDelete("c", nil)
		m.Delete("a")
		m.Delete("a")
		m.Load("d")
		t.Error("the end")`, []string{`store m["a"] := 10`, `store m["a"] := 20`, `CAS m["a"]: 20 -> 30`,
		`CAS m["a"] fails: 30`, `load m["b"]: none`, `load or store m["b"] := ""`, `load or store m["b"]: ""`,
		`swap m["b"]: "" -> 3`, `swap m["c"]: none -> nil`, `delete m["c"] fails: nil`, `delete m["c"], was nil`,
		`delete m["a"], was 30`, `delete m["a"] fails: none`, `load m["d"]: none`}},
	// Values are told apart from what is empty, and locks that are had from others.
	{`
		var mu sync.RWMutex
		var s string
		var l []int
		go mu.RLock()
		ok := mu.TryLock()
		mu.TryRLock()
		if ok {
			func() { s, l = s+"", append(l, 1, 2, 3) }()
			t.Error("had")
		}`, []string{"try to lock mu: got it", "try to read-lock mu fails", `read s: ""`, "read l: nil",
		`write s: ""`, "write l: []int, len 3", "had"}},
	// Who says what.
	{`
		c := make(chan int)
		go work(t, c)
		c <- 1`, []string{"\n    goroutine work: got 1\n"}},
}

// A story says what happened by the names and in the words of the code.
func TestStory(t *testing.T) {
	bin := tool(t)
	text := "-- m_test.go\n" + head
	var lines []int
	for i, s := range told {
		text += fmt.Sprintf("func TestModel%d(t *testing.T) {\n\tinterleave.Test(t, func(t *interleave.T) {", i)
		lines = append(lines, strings.Count(text, "\n"))
		text += s.body + "\n\t})\n}\n\n"
	}
	dir := module(t, text+`-- m.go
package m

type test interface{ Errorf(string, ...any) }

func work(t test, c chan int) {
	// It is a line of its own:

	n := <-c
	t.Errorf("got %d", n)
}
`)
	_, out := runIn(t, dir, nil, bin, "-v", "-run", "TestModel")
	line := regexp.MustCompile(`LINE\+(\d)`)
	for i, s := range told {
		_, story, _ := strings.Cut(out, fmt.Sprintf("=== RUN   TestModel%d\n", i))
		story, _, _ = strings.Cut(story, "=== RUN ")
		rest := strings.ReplaceAll(story, "        ", "    ")
		for _, want := range s.want {
			want = line.ReplaceAllStringFunc(want, func(plus string) string {
				return fmt.Sprint(lines[i] + int(plus[len(plus)-1]-'0'))
			})
			_, after, ok := strings.Cut(rest, want)
			if !ok {
				t.Errorf("no %q, or not in its place, in\n%s", want, story)
				break
			}
			rest = after
		}
	}
}

// A loop that counts while it waits never comes to a state again. What can be had is some
// executions at random; where these have no end either, it is a fault.
func TestCountingLoop(t *testing.T) {
	bin := tool(t)
	for _, c := range []struct {
		method, start string
		code          int
		want          string
	}{
		{"auto", "go f.Store(true)", 0, "1000 at random: nothing is proven"},
		{"bounded", "go f.Store(true)", 1, "count its rounds"},
		{"auto", "go f.Store(false)", 1, "count its rounds"},
	} {
		dir := module(t, testModel("var f atomic.Bool\n"+c.start+"\nn := 0\nfor !f.Load() {\nn++\n}", ""))
		code, out := runIn(t, dir, nil, bin, "-v", "-run", "TestModel", "-method="+c.method)
		if code != c.code || !strings.Contains(out, c.want) {
			t.Errorf("%v: exit code %d\n%s", c, code, out)
		}
	}
}

// What is claimed of a search that was cut short is printed without -v as well.
func TestCutShort(t *testing.T) {
	bin := tool(t)
	dir := module(t, testModel(`
		var n atomic.Int32
		for range 3 {
			go func() {
				for range 5 {
					n.Add(n.Load() + 1)
				}
			}()
		}`, ""))
	const claim = "TestModel: all with at most 1 preemption: "
	code, out := runIn(t, dir, nil, bin, "-method=bounded=1")
	if code != 0 || !strings.Contains(out, claim) {
		t.Errorf("exit code %d\n%s", code, out)
	}
	if code, out := runIn(t, dir, nil, bin, "-method=bounded=1", "-v"); code != 0 || strings.Contains(out, claim) {
		t.Errorf("exit code %d, or twice\n%s", code, out)
	}
}

// A body that calls methods of the test's own testing.T instead of its parameter's is
// told so.
func TestOuterT(t *testing.T) {
	bin := tool(t)
	for _, call := range []string{`t.Error("x")`, `t.Fatal("x")`, `t.Skip("x")`, `go t.Error("x")`} {
		dir := module(t, "-- m_test.go\n"+head+`func TestModel(t *testing.T) {
	interleave.Test(t, func(*interleave.T) {
		var n atomic.Int32
		go n.Add(1)
		n.Add(1)
		`+call+`
	})
}
`)
		code, out := runIn(t, dir, nil, bin)
		if code != 1 || !strings.Contains(out, "call that of the body's parameter") {
			t.Errorf("%s: exit code %d\n%s", call, code, out)
		}
	}
}

// What the compiler says about rewritten files names those that they stand for.
func TestPositions(t *testing.T) {
	bin := tool(t)
	dir := module(t, testModel("t.Log(Size())", "const size = 2\n\nfunc Size() int {\n\treturn size\n}\n"))
	code, out := runIn(t, dir, nil, bin, "-set", `example.com/m.size="two"`)
	if code != 1 || !strings.Contains(out, "\n./m.go:6: cannot use size") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

// An interrupt ends the search.
func TestInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there are no interrupts to be sent")
	}
	bin := tool(t)
	head := strings.Replace(head, "import (", "import (\n\t\"net\"\n\t\"os\"", 1)
	dir := module(t, "-- m_test.go\n"+head+`func TestModel(t *testing.T) {
	if c, err := net.Dial("tcp", os.Getenv("STARTED")); err == nil {
		c.Close()
	}
	interleave.Test(t, func(t *interleave.T) {
		var n atomic.Int64
		for range 4 {
			go func() {
				for range 100 {
					n.Add(n.Load())
				}
			}()
		}
	})
}
`)
	started, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Skip(err)
	}
	defer started.Close()
	cmd := exec.Command(bin, "-method=all", "-time=1h")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "STARTED="+started.Addr().String())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := started.Accept(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); cmd.ProcessState.ExitCode() != 130 {
		t.Error(err)
	}
}

type testModule struct {
	name, code, body string
	args             []string
	fails            bool
	want             []string
}

// methods are of types that embed others.
const methods = `type T struct{ n, m int }

func (t T) Get() int   { return t.n }
func (t *T) Set(n int) { t.n = n }

type P struct{ *T }
type V struct{ T }
type I interface{ Get() int }
`

var modules = []testModule{
	{name: "ring", code: ring, body: ringBody, want: []string{"all interleavings"}},
	{name: "named result", code: `func Late() (n int) {
	go func() { n = 2 }()
	return
}
`, body: `Late()`, fails: true, want: []string{"data race on n:"}},
	{name: "named result after defers", code: `import "sync"

func Late() (n int, err error) {
	var mu sync.Mutex
	mu.Lock()
	defer mu.Unlock()
	go func() {
		mu.Lock()
		n = 2
		mu.Unlock()
	}()
	return 1, nil
}
`, body: `Late()`, fails: true, want: []string{"data race on n:"}},
	{name: "named result after a recovered panic", code: `func Late() (n int) {
	defer func() { recover() }()
	go func() { n = 2 }()
	panic(1)
}
`, body: `Late()`, fails: true, want: []string{"data race on n:"}},
	{name: "named results in order", code: `import "sync"

func Wait() (n int, err error) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { n = 2 })
	return
}

func Values() (n int, err error) {
	var wg sync.WaitGroup
	wg.Go(func() { n = 2 })
	wg.Wait()
	for i := range func(yield func(int) bool) { yield(3); n++ } {
		return n + i, nil
	}
	return
}

func Panics(c chan int) (n int) {
	defer close(make(chan int))
	go func() { n = 2; c <- n }()
	panic(1)
}

func Hidden() (n int) {
	defer func() { n++ }()
	{
		n := 3
		return n
	}
}
`, body: `
		if n, err := Wait(); n != 2 || err != nil {
			t.Error(n, err)
		}
		if n, _ := Values(); n != 6 {
			t.Error(n)
		}
		c := make(chan int)
		func() {
			defer func() { recover() }()
			Panics(c)
		}()
		if n := Hidden() + <-c; n != 6 {
			t.Error(n)
		}`, want: []string{"all interleavings"}},
	{name: "copies of the variables of a loop", body: `
		for i := 0; i < 1; i++ {
			go func() { i = 5 }()
		}`, fails: true,
		want: []string{"data race", "write by go@m_test.go:24", "after the read by test at m_test.go:25"}},
	{name: "copies by continue", body: `
	outer:
		for i, j := 0, 0; i < 1; i++ {
			go func() { j++ }()
			for range 2 {
				continue outer
			}
		}`, fails: true,
		want: []string{"data race", "write by go@m_test.go:25", "after the read by test at m_test.go:27"}},
	{name: "no copies", body: `
		c := make(chan int)
	outer:
		for i := 0; i < 9; i++ {
			go func() { i += 5; c <- i }()
			for j := 0; ; j++ {
				go func() { j = 7 }()
				i := <-c
				if i > 9 {
					break outer
				}
				break
			}
		}`, want: []string{"all interleavings"}},
	{name: "label before a variable of the same name", body: `
		c := make(chan int, 1)
		go func() { c <- 1; close(c) }()
		for v := range c {
			goto again
		again:
			v := v
			_ = v
		}`, want: []string{"all interleavings"}},
	{name: "method value by an embedded pointer", code: methods, body: `
		x := &P{&T{}}
		go func() { x.T.n = 5 }()
		_ = x.Get`, fails: true, want: []string{"data race on"}},
	{name: "call by an embedded pointer", code: methods, body: `
		x := P{&T{}}
		go func() { x.T.n = 5 }()
		x.Get()`, fails: true, want: []string{"data race on"}},
	{name: "method value of an embedded struct", code: methods, body: `
		x := &V{}
		go func() { x.n = 5 }()
		_ = x.Get`, fails: true, want: []string{"data race on"}},
	{name: "method values in order", code: methods, body: `
		x, v := &P{&T{}}, &V{}
		c := make(chan int)
		set, setV := x.Set, v.Set
		go func() { set(5); setV(6); c <- 1 }()
		<-c
		get, getV := x.Get, v.Get
		var i I = x
		set(7)
		setV(7)
		if get() != 5 || getV() != 6 || i.Get() != 7 || x.Get() != 7 {
			t.Error("receivers")
		}`, want: []string{"all interleavings"}},
	{name: "method expression", code: methods, body: `
		x := &T{}
		go func() { x.n = 5 }()
		f := (*T).Get
		f(x)`, fails: true, want: []string{"data race on x.n"}},
	{name: "call of a method expression", code: methods + `
func (t T) Plus(a int, b []string) (int, error) { return t.n + a, nil }
`, body: `
		x := &T{n: 1}
		go func() { x.n = 5 }()
		(*T).Plus(x, 1, nil)`, fails: true, want: []string{"data race on x.n"}},
	{name: "method expressions in order", code: methods + `
func (t T) Plus(a int, b ...string) (int, error) { return t.n + a + len(b), nil }
`, body: `
		x := &T{n: 1}
		c := make(chan int)
		go func() { (*T).Set(x, 5); c <- (*T).Get(x) }()
		n, _ := (*T).Plus(&T{n: <-c}, 1, "a", "b")
		if n != 8 || T.Get(*x) != 5 || I.Get(x) != 5 || (*P).Get(&P{x}) != 5 {
			t.Error(n)
		}`, want: []string{"all interleavings, but for what is listed", "(*T).Plus"}},
	{name: "call by a pointer that a result embeds", code: methods + `
type PP struct{ P }

func Make(t *T) PP { return PP{P{t}} }
`, body: `
		x := &T{}
		c := make(chan int)
		go func() { p := Make(nil); p.T = x; p.P = P{x}; p.Set(5); c <- 1 }()
		<-c
		get := Make(x).Get
		if get() != 5 || Make(x).Get() != 5 {
			t.Error("receivers")
		}`, want: []string{"all interleavings"}},
	{name: "elements of either type", code: `func First[S string | []byte](s S) byte { return s[0] }

func String[S string | []byte](s S) string { return string(s) }

func Set[S []int | *[2]int](s S) { s[0] = 5 }
`, body: `
		c := make(chan byte, 1)
		go func() { c <- First([]byte("ab")) }()
		<-c
		String("ab")
		Set([]int{1})`, want: []string{"all interleavings, but for what is listed", "the element s[0] at ",
		"m.go:3:50", "the conversion string(s) at ", "m.go:7:36",
		"the type parameter S stands for slices and for other types"}},
	{name: "channels of timers", body: `
		timer := time.NewTimer(1)
		c := make(chan int)
		go func() { <-timer.C; c <- cap(timer.C) + len(timer.C) }()
		if n := <-c + cap(time.NewTicker(1).C); n != 0 {
			t.Error(n)
		}
		timer.Reset(1)
		time.Sleep(2)
		if len(timer.C) != 0 {
			t.Error("len")
		}
		<-timer.C`, want: []string{"all interleavings"}},
	{name: "spread of an append", body: `
		xs := make([]byte, 2)
		go func() { xs[0] = 5 }()
		_ = append([]byte{}, xs...)`, fails: true, want: []string{"data race on xs[0]"}},
	{name: "text of either type", code: `func Copy[S string | []byte](d []byte, s S) int { return copy(d, s) }

func Append[S string | []byte](d []byte, s S) []byte { return append(d, s...) }
`, body: `
		xs, ys := make([]byte, 2), make([]byte, 2)
		Copy(xs, "ab")
		go func() { xs[0] = 5 }()
		Append(ys, xs)`, fails: true, want: []string{"data race on xs[0]"}},
	{name: "copy of either type", code: `func Copy[S string | []byte](d []byte, s S) int { return copy(d, s) }
`, body: `
		xs := make([]byte, 2)
		go func() { xs[0] = 5 }()
		Copy(xs, "ab")`, fails: true, want: []string{"data race on xs[0]"}},
	{name: "loop that assigns elements", body: `
		xs := make([]int, 2)
		go func() { xs[1] = 5 }()
		var v int
		for _, v = range xs {
			_ = v
		}`, fails: true, want: []string{"data race on xs[1]"}},
	{name: "loop that assigns two places", body: `
		c := make(chan int, 1)
		go func() { c <- 4 }()
		a, i := make([]int, 5), <-c
		for i, a[i] = range []int{7, 8} {
		}
		b, j := make([]int, 5), 4
		for j, b[j] = range map[int]int{2: 9} {
		}
		if a[4] != 7 || a[0] != 8 || b[4] != 9 {
			t.Errorf("%v %v", a, b)
		}`, want: []string{"all interleavings"}},
	{name: "loop over an array that isn't there", body: `
		var p *struct{ a [3]int }
		c := make(chan int, 1)
		go func() { p = nil; c <- 1 }()
		<-c
		for i := range p.a {
			_ = i
		}`, want: []string{"all interleavings"}},
	{name: "arguments without a type of their own", code: `type Flag bool

func Send(b Flag, n uint8, c chan uint8) {
	if b {
		n++
	}
	c <- n
}
`, body: `
		c := make(chan uint8, 1)
		x, s := 1, uint(1)
		go Send(x == 2, 1<<s, c)
		s = 5
		_ = s
		if n := <-c; n != 2 {
			t.Errorf("got %d", n)
		}`, want: []string{"all interleavings"}},
	{name: "error before done", body: `
		ctx, cancel := context.WithCancel(context.Background())
		go cancel()
		if ctx.Err() != nil {
			select {
			case <-ctx.Done():
			default:
				t.Error("not done")
			}
		}
		<-ctx.Done()`, want: []string{"all interleavings"}},
	{name: "ring broken", code: brokenRing, body: ringBody, fails: true,
		want: []string{"data race on q.ring[0]", "replay:", "write q.ring[0]: 1  m.go:16"}},
	{name: "deadlock", code: `import "sync"

type Accounts struct {
	a, b       sync.Mutex
	x, y       int
}

func (s *Accounts) Forth() { s.a.Lock(); s.b.Lock(); s.x--; s.y++; s.b.Unlock(); s.a.Unlock() }
func (s *Accounts) Back()  { s.b.Lock(); s.a.Lock(); s.x++; s.y--; s.a.Unlock(); s.b.Unlock() }
`, body: `
		s := new(Accounts)
		var wg sync.WaitGroup
		wg.Go(s.Forth)
		wg.Go(s.Back)
		wg.Wait()`, fails: true, want: []string{"deadlock", "s.a", "s.b"}},
	{name: "leak", code: `func First(xs ...int) int {
	c := make(chan int)
	for _, x := range xs {
		go func() { c <- x }()
	}
	return <-c
}
`, body: `
		if n := First(1, 2); n != 1 && n != 2 {
			t.Errorf("got %d", n)
		}`, fails: true, want: []string{"leak"}},
	{name: "captured", code: `import "sync"

func Count(n int) (sum int) {
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() { sum++ })
	}
	wg.Wait()
	return sum
}
`, body: `
		t.Log(Count(2))`, fails: true, want: []string{"data race on sum"}},
	{name: "generics and once", code: `import "sync"

type Lazy[T any] struct {
	once sync.Once
	make func() T
	v    T
}

func (l *Lazy[T]) Get() T {
	l.once.Do(func() { l.v = l.make() })
	return l.v
}
`, body: `
		made := 0
		l := &Lazy[int]{make: func() int { made++; return 7 }}
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				if v := l.Get(); v != 7 {
					t.Errorf("got %d", v)
				}
			})
		}
		wg.Wait()
		if made != 1 {
			t.Errorf("made %d times", made)
		}`, want: []string{"all interleavings"}},
	{name: "group", code: `import (
	"context"
	"sync"
)

type Group struct {
	cancel func(error)
	wg     sync.WaitGroup
	once   sync.Once
	err    error
}

func With(ctx context.Context) (*Group, context.Context) {
	ctx, cancel := context.WithCancelCause(ctx)
	return &Group{cancel: cancel}, ctx
}

func (g *Group) Go(f func() error) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		if err := f(); err != nil {
			g.once.Do(func() {
				g.err = err
				g.cancel(err)
			})
		}
	}()
}

func (g *Group) Wait() error {
	g.wg.Wait()
	g.cancel(g.err)
	return g.err
}
`, body: `
		g, ctx := With(context.Background())
		bad := errors.New("bad")
		g.Go(func() error { return bad })
		g.Go(func() error { <-ctx.Done(); return ctx.Err() })
		if err := g.Wait(); err != bad {
			t.Errorf("got %v", err)
		}`, want: []string{"all interleavings"}},
	{name: "group broken", code: `import "sync"

type Group struct {
	wg  sync.WaitGroup
	err error
}

func (g *Group) Go(f func() error) {
	go func() {
		g.wg.Add(1)
		defer g.wg.Done()
		g.err = f()
	}()
}

func (g *Group) Wait() error { g.wg.Wait(); return g.err }
`, body: `
		g := new(Group)
		g.Go(func() error { return errors.New("bad") })
		if g.Wait() == nil {
			t.Error("no error")
		}`, fails: true, want: []string{"g.err"}},
	{name: "pipeline", code: `func Squares(done <-chan struct{}, in <-chan int) <-chan int {
	out := make(chan int, 1)
	go func() {
		defer close(out)
		for x := range in {
			select {
			case out <- x * x:
			case <-done:
				return
			}
		}
	}()
	return out
}
`, body: `
		in, done := make(chan int), make(chan struct{})
		out := Squares(done, in)
		go func() {
			in <- 2
			in <- 3
			close(in)
		}()
		sum := 0
		for x := range out {
			sum += x
		}
		if sum != 13 {
			t.Errorf("got %d", sum)
		}`, want: []string{"all interleavings"}},
	{name: "timeout", code: `import (
	"context"
	"time"
)

func Ask(ctx context.Context, c <-chan int) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	select {
	case v := <-c:
		return v, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}
`, body: `
		c := make(chan int, 1)
		go func() { time.Sleep(time.Millisecond); c <- 1 }()
		v, err := Ask(context.Background(), c)
		if v != 1 && err != context.DeadlineExceeded {
			t.Errorf("got %d, %v", v, err)
		}`, want: []string{"all interleavings"}},
	{name: "package variables", code: `import "sync"

var (
	mu    sync.Mutex
	seen  = map[string]int{"start": 1}
	total = initial()
)

func initial() int { return len(seen) }

func init() { total++ }

func Note(s string) int {
	mu.Lock()
	defer mu.Unlock()
	seen[s]++
	total++
	return total
}
`, body: `
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() { Note("x") })
		}
		wg.Wait()
		if n := Note("y"); n != 5 || seen["x"] != 2 || seen["start"] != 1 {
			t.Errorf("%d, %v", n, seen)
		}`, want: []string{"all interleavings"}},
	{name: "spin", code: `import (
	"runtime"
	"sync/atomic"
)

type Lock struct{ held atomic.Bool }

func (l *Lock) Lock() {
	for !l.held.CompareAndSwap(false, true) {
		runtime.Gosched()
	}
}

func (l *Lock) Unlock() { l.held.Store(false) }
`, body: `
		var l Lock
		n := 0
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				l.Lock()
				n++
				l.Unlock()
			})
		}
		wg.Wait()
		if n != 2 {
			t.Errorf("got %d", n)
		}`, want: []string{"all interleavings"}},
	{name: "outside", code: `import "net"

func Dial() error {
	_, err := net.Dial("tcp", "localhost:1")
	return err
}
`, body: `
		go func() { Dial() }()`, fails: true, want: []string{"net.Dial", "hand it in behind an interface"}},
	{name: "set", code: `import "sync"

const workers = 200

func Start(f func()) {
	var wg sync.WaitGroup
	for range workers {
		wg.Go(f)
	}
	wg.Wait()
}
`, body: `
		var n atomic.Int64
		Start(func() { n.Add(1) })
		if n.Load() != workers {
			t.Errorf("got %d", n.Load())
		}`, args: []string{"-set", "example.com/m.workers=2"}, want: []string{"all interleavings"}},
}

// claims are what verdicts say: no more than was explored.
func init() {
	const spin = `
		var a atomic.Int32
		go func() { a.Add(1) }()
		a.Add(1)
`
	const buffer = `import "bytes"

type Log struct{ buf bytes.Buffer }

func (l *Log) Add(b byte) { l.buf.WriteByte(b) }

func None() {}
`
	add := func(name, code, body string, args []string, want ...string) {
		modules = append(modules, testModule{name: name, code: code, body: spin + body, args: args, want: want})
	}
	add("claim", "", "", nil, "all interleavings: ")
	add("claim with states and what is not rewritten", buffer, "new(Log).Add(1)", []string{"-method=states"},
		"not all interleavings", "not rewritten: bytes (field buf keeps a bytes.Buffer")
	add("claim with a bound and what is not rewritten", buffer, "new(Log).Add(1)", []string{"-method=bounded"},
		"not all with at most 2 preemptions", "not rewritten: bytes")
	add("claim with what is not rewritten", buffer, "new(Log).Add(1)", nil,
		"all interleavings, but for what is listed", "not rewritten: bytes")
	add("claim with what is not rewritten, embedded", `import "bytes"

type Log struct{ bytes.Buffer }

func (l *Log) Add(b byte) { l.WriteByte(b) }
`, "new(Log).Add(1)", nil, "all interleavings, but for what is listed", "not rewritten: bytes")
	add("claim with what is not rewritten, in a package variable", `import "bytes"

type Sink interface{ Write([]byte) (int, error) }

var sink Sink = new(bytes.Buffer)

func Add(b byte) { sink.Write([]byte{b}) }
`, "Add(1)", nil, "all interleavings, but for what is listed", "not rewritten: bytes")
	add("claim without what another test uses", buffer, "None()", nil, "all interleavings: ")
	add("claim with timers", "", "time.Sleep(1)", []string{"-timers=idle"}, "but for what is listed",
		"timers fired only when nothing else could run")
	add("claim with a clock", "", "time.Now()", nil, "but for what is listed", "time passed only when a timer fired")
	add("claim with a ticker", "", "for c := time.Tick(1); ; { <-c; <-c; <-c; break }", nil, "but for what is listed",
		"each ticker fired 2 times at most")
	add("claim with a ticker that hides who waits", "", `
		go func() {
			for c, n := time.Tick(1), 0; ; n++ {
				<-c
			}
		}()
		<-make(chan int)`, nil, "but for what is listed", "after the last tick, the test still waited (receive")
	add("claim with random numbers", "import \"math/rand\"\n\nfunc One() int { return rand.Int() }", "One()", nil,
		"but for what is listed", "each random number had one value only")
	add("claim with a map", "", "for k := range map[int]int{1: 2, 3: 4} { _ = k }", nil, "but for what is listed",
		"each map was ranged over in one order only")
	add("claim with a pool", "", "var p sync.Pool; p.Put(1); p.Get()", nil, "but for what is listed",
		"a sync.Pool always gave what was put into it last")
	add("claim with a context", "", `
		ctx, cancel := context.WithCancel(context.Background())
		context.WithCancel(ctx)
		context.WithCancel(ctx)
		cancel()`, nil, "but for what is listed", "a context cancelled its children in the order")
	add("claim with a variable that stays", `import "log"

var table = map[string]int{}

func init() { log.SetFlags(0); build() }

func build() { table["a"] = 1 }

func Get() int { return table["a"] }
`, `if n := Get(); n != 1 { t.Errorf("got %d", n) }`, nil, "but for what is listed", "not watched: variable table")
	add("claim with a hidden result", `func F(f *func() int) (n int) {
	*f = func() int { return n }
	{
		n := 7
		return n
	}
}`, "var f func() int; F(&f)", nil, "but for what is listed", "not watched: what the return statement at ")
}

// What a package variable holds of packages that are not rewritten concerns the tests
// that come to the variable, and no others.
func TestHolds(t *testing.T) {
	bin := tool(t)
	dir := module(t, `-- m.go
package m

import "bytes"

type Sink interface{ Write([]byte) (int, error) }

var (
	first  Sink = new(bytes.Buffer)
	second      = made()
	third       = map[string]Sink{}
	fourth      = second
)

func init() { third["a"] = new(bytes.Buffer) }

func made() Sink { return new(bytes.Buffer) }

func First()  { first.Write(nil) }
func Second() { second.Write(nil) }
func Third()  { third["a"].Write(nil) }
func Fourth() { fourth.Write(nil) }
-- m_test.go
`+head+`
func model(t *testing.T, f func()) {
	interleave.Test(t, func(t *interleave.T) {
		var n atomic.Int64
		go n.Add(1)
		n.Add(1)
		f()
	})
}

func TestFirst(t *testing.T)  { model(t, First) }
func TestSecond(t *testing.T) { model(t, Second) }
func TestThird(t *testing.T)  { model(t, Third) }
func TestFourth(t *testing.T) { model(t, Fourth) }
func TestOther(t *testing.T)  { model(t, func() {}) }
`)
	code, out := runIn(t, dir, nil, bin, "-v")
	if code != 0 {
		t.Errorf("exit code %d", code)
	}
	for part := range strings.SplitSeq(out, "=== RUN   Test") {
		name, part, _ := strings.Cut(part, "\n")
		if part != "" && strings.Contains(part, "not rewritten: bytes") != (name != "Other") {
			t.Errorf("%s: %s", name, part)
		}
	}
	if !strings.Contains(out, "all interleavings: ") {
		t.Errorf("no test is without bytes: %s", out)
	}
}

// A goroutine that code has started which is not rewritten isn't taken for one of the
// model.
func TestStray(t *testing.T) {
	bin := tool(t)
	dir := module(t, testModel(`
		var a atomic.Int32
		var g lib.Group
		go func() { a.Add(1) }()
		for range 3 {
			g.Go(func() { a.Add(1); a.Add(1) })
		}
		g.Wait()`, "")+`-- lib/go.mod
module example.com/lib

go 1.25.0
-- lib/lib.go
package lib

import "sync"

type Group struct{ wg sync.WaitGroup }

func (g *Group) Go(f func()) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		f()
	}()
}

func (g *Group) Wait() { g.wg.Wait() }
`)
	file := filepath.Join(dir, "m_test.go")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte("import ("), []byte("import (\n\t\"example.com/lib\""), 1)
	if err := os.WriteFile(file, text, 0o666); err != nil {
		t.Fatal(err)
	}
	if code, out := runIn(t, dir, nil, "go", "mod", "edit", "-require=example.com/lib@v0.0.0",
		"-replace=example.com/lib=./lib"); code != 0 {
		t.Fatal(out)
	}
	for _, method := range []string{"states", "dpor", "auto"} {
		code, out := runIn(t, dir, nil, bin, "-method="+method)
		if code != 1 || !strings.Contains(out, "was started by code which isn't rewritten") {
			t.Errorf("%s: exit code %d\n%s", method, code, out)
		}
	}
}

const ring = `import "sync/atomic"

type Queue struct {
	head, tail atomic.Uint64
	ring       [2]int
}

func (q *Queue) Put(v int) bool {
	tail := q.tail.Load()
	if tail-q.head.Load() == 2 {
		return false
	}
	q.ring[tail%2] = v
	q.tail.Store(tail + 1)
	return true
}

func (q *Queue) Get() (int, bool) {
	head := q.head.Load()
	if head == q.tail.Load() {
		return 0, false
	}
	v := q.ring[head%2]
	q.head.Store(head + 1)
	return v, true
}
`

var brokenRing = strings.Replace(ring, "q.ring[tail%2] = v\n\tq.tail.Store(tail + 1)",
	"q.tail.Store(tail + 1)\n\tq.ring[tail%2] = v", 1)

const ringBody = `
		q := new(Queue)
		go func() {
			for i := 1; i <= 3; i++ {
				for !q.Put(i) {
				}
			}
		}()
		for want := 1; want <= 3; {
			if v, ok := q.Get(); ok {
				if v != want {
					t.Errorf("got %d, want %d", v, want)
				}
				want++
			}
		}`

// In a file of a Go before 1.22 all rounds of a loop share its variables, which aren't
// watched there. The verdict says so.
func TestOldLoops(t *testing.T) {
	bin := tool(t)
	dir := module(t, `-- m_test.go
//go:build go1.21

package m

import (
	"sync"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
)

func TestModel(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		var wg sync.WaitGroup
		for _, v := range []int{1, 2} {
			wg.Add(1)
			go func() { defer wg.Done(); _ = v }()
		}
		wg.Wait()
	})
}
`)
	if _, out := runIn(t, dir, nil, bin, "-v"); !strings.Contains(out, "of a Go before 1.22") {
		t.Errorf("the verdict doesn't name the loop\n%s", out)
	}
}
