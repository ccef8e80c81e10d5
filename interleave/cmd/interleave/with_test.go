//go:build !js

package main

import (
	"archive/zip"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// These tests are about packages of other modules: of a module cache, of vendor, of a
// workspace, and of the standard library.

// slot is a module that others depend on: its language is too old for what rewritten code
// needs, one of its functions is in assembly, another one is linked from the runtime.
var slot = map[string]string{
	"go.mod": "module example.org/slot\n\ngo 1.16\n",
	"slot.go": `// Package slot is a place for one value.
package slot

import (
	_ "embed"
	"sync/atomic"
	_ "unsafe"
)

//go:embed slot.txt
var text string

const Slots = 40

type Slot struct {
	full int32
	val  int
}

func (s *Slot) Put(v int) bool {
	for i := 0; i < Slots; i++ {
		if atomic.LoadInt32(&s.full) == 0 {
			s.val = v
			atomic.StoreInt32(&s.full, 1)
			return true
		}
	}
	return false
}

func (s *Slot) Take() (int, bool) {
	if atomic.LoadInt32(&s.full) == 0 {
		return 0, false
	}
	v := s.val
	atomic.StoreInt32(&s.full, 0)
	return v, true
}

// Text is what was embedded.
func (s *Slot) Text() string { return text }

//go:linkname cheaprand runtime.cheaprand
func cheaprand() uint32

func Random() uint32 { return cheaprand() }

//go:linkname goready runtime.goready
func goready(gp uintptr, skip int)

func Bad() { goready(0, 0) }

// All rounds of a loop share its variable, which only the second hands on.
func Each(vs []int) (fs []func() int) {
	n := 0
	for _, v := range vs {
		n += v
	}
	for _, v := range vs {
		fs = append(fs, func() int { return v + n })
	}
	return fs
}
`,
	"slot_test.go": `package slot_test

import (
	"os"
	"testing"

	"example.org/slot"
)

func TestPut(t *testing.T) {
	if b, err := os.ReadFile("testdata/value"); err != nil || string(b) != "data" {
		t.Fatal(string(b), err)
	}
	s := new(slot.Slot)
	go s.Put(1)
	s.Put(2)
}

func TestInside(t *testing.T) {
	c := slot.Inside()
	if <-c != 1 {
		t.Error()
	}
}
`,
	"inside.go": `package slot

import "example.org/slot/inside"

func Inside() chan int { return inside.Start() }
`,
	"inside/inside.go": `package inside

func Start() chan int {
	c := make(chan int)
	go func() { c <- 1 }()
	return c
}
`,
	"testdata/value": "data",
	"slot.txt":       "embedded",
	"slot.s":         "",
}

// slotTest are tests that use slot.
const slotTest = `package m

import (
	"sync/atomic"
	"testing"

	"example.org/slot"
	"github.com/diatomic-go/diatomic/interleave"
)

func TestSlot(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		s := new(slot.Slot)
		go func() { s.Put(1) }()
		if v, ok := s.Take(); ok && v != 1 || s.Text() != "embedded" {
			t.Errorf("got %d", v)
		}
		slot.Random()
	})
}

func TestPutTwice(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		s := new(slot.Slot)
		var n atomic.Int32
		go func() { n.Add(1); s.Put(1) }()
		n.Add(1)
		s.Put(2)
	})
}

func TestBad(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		var n atomic.Int32
		go func() { n.Add(1); slot.Bad() }()
	})
}
`

// user makes a module that requires slot at v1.0.0. The environment is for commands in
// it: there is a module cache of its own, filled by a proxy that is a directory.
func user(t *testing.T, text string) (dir string, env []string) {
	t.Helper()
	dir = module(t, text)
	temp := t.TempDir()
	proxy := filepath.Join(temp, "proxy", "example.org", "slot", "@v")
	if err := os.MkdirAll(proxy, 0o777); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(proxy, "list"), "v1.0.0\n")
	put(t, filepath.Join(proxy, "v1.0.0.info"), `{"Version": "v1.0.0"}`)
	put(t, filepath.Join(proxy, "v1.0.0.mod"), slot["go.mod"])
	f, err := os.Create(filepath.Join(proxy, "v1.0.0.zip"))
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for name, text := range slot {
		w, err := z.Create("example.org/slot@v1.0.0/" + name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(text))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	f.Close()
	env = []string{"GOPROXY=file://" + filepath.ToSlash(filepath.Join(temp, "proxy")), "GOSUMDB=off",
		"GOMODCACHE=" + filepath.Join(temp, "cache"), "GOFLAGS=-modcacherw", "GOWORK="}
	goMod := read(t, filepath.Join(dir, "go.mod"))
	put(t, filepath.Join(dir, "go.mod"), goMod+"\nrequire example.org/slot v1.0.0\n")
	goRun(t, dir, env, "mod", "tidy")
	return dir, env
}

func goRun(t *testing.T, dir string, env []string, args ...string) {
	t.Helper()
	if code, out := runIn(t, dir, env, "go", args...); code != 0 {
		t.Fatalf("go %v: %s", args, out)
	}
}

func put(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// wantSlots checks what the tests of slotTest say if package slot was rewritten.
func wantSlots(t *testing.T, code int, out string) {
	t.Helper()
	for _, want := range []string{"--- PASS: TestSlot", "all interleavings", "--- FAIL: TestPutTwice",
		"data race on s.val: ", "slot.go:23", "--- FAIL: TestBad",
		"example.org/slot.goready, which is runtime.goready, can't be modelled"} {
		if code != 1 || !strings.Contains(out, want) {
			t.Errorf("exit code %d, no %q in\n%s", code, want, out)
		}
	}
	if strings.Contains(out, "not rewritten") {
		t.Errorf("something was not rewritten:\n%s", out)
	}
	if strings.Contains(out, "slot.go:56") || !strings.Contains(out, "variables of the loop at ") ||
		!strings.Contains(out, "slot.go:59") {
		t.Errorf("want a remark on the second loop of Each, and none on the first:\n%s", out)
	}
}

func TestModuleCache(t *testing.T) {
	bin := tool(t)
	dir, env := user(t, "-- m_test.go\n"+slotTest)
	before := read(t, filepath.Join(dir, "go.mod"))
	code, out := runIn(t, dir, env, bin, "-v", "-with=example.org/slot", ".")
	wantSlots(t, code, out)
	if after := read(t, filepath.Join(dir, "go.mod")); after != before {
		t.Errorf("go.mod has become\n%s", after)
	}

	// Without -with, the verdict says so, and the race is not seen.
	code, out = runIn(t, dir, env, bin, "-v", "-run=TestPutTwice", ".")
	if code != 0 || !strings.Contains(out, "not rewritten: example.org/slot (-with example.org/slot would do that)") {
		t.Errorf("exit code %d\n%s", code, out)
	}

	// A constant of it has another value: so Put does nothing.
	code, out = runIn(t, dir, env, bin, "-run=TestSlot", "-with", "example.org/...",
		"-set=example.org/slot.Slots=0", ".")
	if code != 1 || !strings.Contains(out, "TestSlot: no goroutine but that of the test made an operation") {
		t.Errorf("exit code %d\n%s", code, out)
	}

	// Its own tests can be run, with what they read.
	code, out = runIn(t, dir, env, bin, "-v", "-suite", "example.org/slot")
	if code != 1 || !strings.Contains(out, "--- FAIL: TestPut") || !strings.Contains(out, "data race on ") ||
		!strings.Contains(out, "--- PASS: TestInside") {
		t.Errorf("exit code %d\n%s", code, out)
	}

	for pattern, want := range map[string]string{
		"example.com/none": "interleave: -with example.com/none: the tests depend on no such package",
		"sync":             "interleave: -with sync: the checker needs it itself, so that it can't be rewritten",
	} {
		if code, out := runIn(t, dir, env, bin, "-with="+pattern, "."); code != 1 || !strings.HasPrefix(out, want) {
			t.Errorf("exit code %d\n%s", code, out)
		}
	}
}

// A file of a module that is in the cache is replaced by an overlay: by one with a bug,
// and one that says what assembly does.
func TestOverlay(t *testing.T) {
	bin := tool(t)
	dir, env := user(t, "-- m_test.go\n"+slotTest)
	out, err := command(dir, env, "go", "list", "-m", "-f={{.Dir}}", "example.org/slot")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(strings.TrimSpace(string(out)), "slot.go")
	const right = "s.val = v\n\t\t\tatomic.StoreInt32(&s.full, 1)"
	const wrong = "atomic.StoreInt32(&s.full, 1)\n\t\t\ts.val = v"
	mutant := strings.Replace(slot["slot.go"], right, wrong, 1)
	mutant = strings.Replace(mutant, "func goready(gp uintptr, skip int)\n",
		"func goready_(gp uintptr, skip int)\n\nfunc goready(gp uintptr, skip int) {}\n", 1)
	mutant = strings.Replace(mutant, "linkname goready ", "linkname goready_ ", 1)
	put(t, filepath.Join(dir, "mutant"), mutant)
	overlay := func(replace map[string]string) {
		text, err := json.Marshal(map[string]any{"Replace": replace})
		if err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, "overlay.json"), string(text))
	}
	overlay(map[string]string{file: "mutant", filepath.Join(filepath.Dir(file), "slot.s"): ""})
	code, text := runIn(t, dir, env, bin, "-v", "-with=example.org/slot", "-overlay=overlay.json", ".")
	for _, want := range []string{"--- FAIL: TestSlot", "data race on s.val", "--- PASS: TestBad"} {
		if code != 1 || !strings.Contains(text, want) {
			t.Errorf("exit code %d, no %q in\n%s", code, want, text)
		}
	}
	// Without -with, it would be lost.
	code, text = runIn(t, dir, env, bin, "-overlay=overlay.json", ".")
	if code != 1 || !strings.Contains(text, "is of no package that is rewritten") {
		t.Errorf("exit code %d\n%s", code, text)
	}
	// A file is left out, and another one is there in its place.
	overlay(map[string]string{file: "", filepath.Join(filepath.Dir(file), "other.go"): "mutant",
		filepath.Join(filepath.Dir(file), "slot.s"): ""})
	code, text = runIn(t, dir, env, bin, "-v", "-with=example.org/slot", "-overlay=overlay.json", ".")
	if code != 1 || !strings.Contains(text, "other.go:24") {
		t.Errorf("exit code %d\n%s", code, text)
	}
}

func command(dir string, env []string, name string, args ...string) ([]byte, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	return cmd.Output()
}

func TestVendor(t *testing.T) {
	bin := tool(t)
	dir, env := user(t, "-- m_test.go\n"+slotTest)
	goMod := read(t, filepath.Join(dir, "go.mod"))
	put(t, filepath.Join(dir, "go.mod"), goMod+"\ntool github.com/diatomic-go/diatomic/interleave/cmd/interleave\n")
	goRun(t, dir, env, "mod", "vendor")
	code, out := runIn(t, dir, env, bin, "-v", "-with=example.org/slot", ".")
	wantSlots(t, code, out)
}

// A replaced module is rewritten where it is.
func TestReplaced(t *testing.T) {
	bin := tool(t)
	dir, env := user(t, "-- m_test.go\n"+slotTest)
	for name, text := range slot {
		put(t, filepath.Join(dir, "fork", name), text)
	}
	goRun(t, dir, env, "mod", "edit", "-replace=example.org/slot=./fork")
	code, out := runIn(t, dir, env, bin, "-v", "-with=example.org/slot", ".")
	wantSlots(t, code, out)
}

// In a workspace, all modules that it uses are rewritten; those of the module cache by
// -with.
func TestWorkspace(t *testing.T) {
	bin := tool(t)
	code := "package w\n\nvar N int\n\nfunc Inc() { N++ }\n"
	test := strings.Replace(slotTest, `	"example.org/slot"`, "\t\"example.com/w\"\n\t\"example.org/slot\"", 1) + `
func TestOther(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		go w.Inc()
		w.Inc()
	})
}
`
	dir, env := user(t, "-- m_test.go\n"+slotTest+
		"-- w/go.mod\nmodule example.com/w\n\ngo 1.25.0\n-- w/w.go\n"+code)
	put(t, filepath.Join(dir, "m_test.go"), test)
	env[len(env)-1] = "GOWORK=" + filepath.Join(dir, "go.work")
	put(t, filepath.Join(dir, "go.work"), "go 1.25.0\n\nuse (\n\t.\n\t./w\n)\n")
	exit, out := runIn(t, dir, env, bin, "-v", "-with=example.org/slot", ".")
	wantSlots(t, exit, out)
	if !strings.Contains(out, "data race on w.N") && !strings.Contains(out, "data race on N") {
		t.Errorf("no race in\n%s", out)
	}
}

// Code that waits by this module is checked together with it, as docs/checking.md says.
func TestWaits(t *testing.T) {
	bin := tool(t)
	test := strings.Replace(head, "import (", "import (\n\t\"github.com/diatomic-go/diatomic/event\"", 1) + `
func count(t *interleave.T, notify bool) {
	var n atomic.Int32
	var e event.Event
	go func() {
		n.Add(1)
		if notify {
			e.Notify(1)
		}
	}()
	if err := e.Wait(context.Background(), func() bool { return n.Load() == 1 }); err != nil {
		t.Error(err)
	}
}

func TestNotified(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) { count(t, true) })
}

func TestForgotten(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) { count(t, false) })
}
`
	dir := module(t, "-- m_test.go\n"+test)
	with := []string{"-with=github.com/diatomic-go/diatomic/...", "-v"}
	code, out := runIn(t, dir, nil, bin, append(with, "-tags=diatomic_portable")...)
	for _, want := range []string{"--- PASS: TestNotified", "all interleavings: ", "--- FAIL: TestForgotten",
		"waits forever"} {
		if code != 1 || !strings.Contains(out, want) {
			t.Errorf("exit code %d, no %q in\n%s", code, want, out)
		}
	}
	// In a build that has the runtime's park, the refusal names the tag.
	code, out = runIn(t, dir, nil, bin, append(with, "-run=TestNotified")...)
	if code != 0 && !strings.Contains(out, "-tags diatomic_portable") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

// A leaf of the standard library is rewritten where it is, unless that is in the module
// cache, as when the go command has fetched another version of itself.
func TestStandard(t *testing.T) {
	bin := tool(t)
	dir := module(t, "-- m_test.go\n"+strings.Replace(head, "import (", "import (\n\t\"container/list\"", 1)+`
func TestModel(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		l := list.New()
		var n atomic.Int32
		go func() { n.Add(1); l.PushBack(1) }()
		n.Add(1)
		l.PushBack(2)
	})
}
`)
	code, out := runIn(t, dir, nil, bin, "-v", ".")
	if code != 0 || !strings.Contains(out, "not rewritten: container/list") {
		t.Errorf("exit code %d\n%s", code, out)
	}
	code, out = runIn(t, dir, nil, bin, "-v", "-with=container/list", ".")
	if goIsCached(t, dir) {
		const want = "container/list can't be rewritten: the Go in use is in the module cache"
		if code == 0 || !strings.Contains(out, want) {
			t.Errorf("exit code %d\n%s", code, out)
		}
		return
	}
	if code != 1 || !strings.Contains(out, "data race on List.root.next") || strings.Contains(out, "not rewritten") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

// goIsCached reports whether the Go in use is in the module cache, where nothing can be
// replaced.
func goIsCached(t *testing.T, dir string) bool {
	_, where := runIn(t, dir, nil, "go", "env", "GOROOT", "GOMODCACHE")
	root, cache, _ := strings.Cut(where, "\n")
	return strings.HasPrefix(root, strings.TrimSpace(cache))
}
