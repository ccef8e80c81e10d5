//go:build !js

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// writer writes small random programs in Go, with what the rewriter knows: loops of all
// kinds, function literals, method values, deferred calls, channels, select, maps and
// slices. They have no data race, and can't deadlock.
type writer struct {
	*rand.Rand
	strings.Builder
	name  string
	depth int
	loops int
	fresh int
}

func (p *writer) line(format string, args ...any) {
	fmt.Fprintf(p, "%s%s\n", strings.Repeat("\t", p.depth), fmt.Sprintf(format, args...))
}

func (p *writer) local(stem string) string {
	p.fresh++
	return fmt.Sprintf("%s%d", stem, p.fresh)
}

// operation is an expression that looks at, or changes, what goroutines share.
func (p *writer) operation() string {
	a := fmt.Sprintf("s.a[%d]", p.IntN(2))
	switch p.IntN(7) {
	case 0, 1:
		return a + ".Load()"
	case 2:
		return fmt.Sprintf("%s.Add(%d)", a, 1+p.IntN(2))
	case 3:
		return fmt.Sprintf("%s.Swap(%d)", a, p.IntN(3))
	case 4:
		return fmt.Sprintf("s.locked(%d)", p.IntN(3))
	case 5:
		return fmt.Sprintf("s.try(%d)", p.IntN(3))
	default:
		return "s.take()"
	}
}

// statement adds to r, the local variable that tells what a goroutine has seen.
func (p *writer) statement(r string) {
	block := func(head string, tail string) {
		p.line("%s", head)
		p.depth++
		p.statement(r)
		p.depth--
		p.line("}%s", tail)
	}
	kind := p.IntN(14)
	if p.loops > 0 && kind >= 4 { // small programs only
		kind = p.IntN(4)
	}
	p.loops++
	defer func() { p.loops-- }()
	switch kind {
	case 0, 1:
		p.line("%s = %s*3 + %s", r, r, p.operation())
	case 2:
		x := p.local("x")
		p.line("%s := %s", x, p.operation())
		p.line("if %s > 0 {\n%s\t%s += %s\n%s}", x, strings.Repeat("\t", p.depth), r, x, strings.Repeat("\t", p.depth))
	case 3:
		p.line("%s += %s", r, p.operation())
	case 4:
		i := p.local("i")
		block(fmt.Sprintf("for %s := 0; %s < 2; %s++ {", i, i, i), "")
	case 5:
		i := p.local("i")
		p.line("for %s := range %s & 1 + 1 {", i, p.operation())
		p.depth++
		p.statement(r)
		p.line("%s += %s", r, i)
		p.depth--
		p.line("}")
	case 6:
		v := p.local("v")
		p.line("for _, %s := range []int64{%s, 2} {", v, p.operation())
		p.depth++
		p.statement(r)
		p.line("%s += %s", r, v)
		p.depth--
		p.line("}")
	case 7:
		k, v := p.local("k"), p.local("v")
		p.line("for %s, %s := range map[int64]int64{1: %s, 2: 5} {", k, v, p.operation())
		p.depth++
		p.line("%s = %s*2 + %s*%s", r, r, k, v)
		p.depth--
		p.line("}")
	case 8:
		f, x := p.local("f"), p.local("x")
		p.line("%s := %s", x, p.operation())
		p.line("%s := func() int64 { return %s + %s }", f, x, p.operation())
		p.line("for range 2 {\n%s\t%s += %s()\n%s}", strings.Repeat("\t", p.depth), r, f, strings.Repeat("\t", p.depth))
	case 9:
		f := p.local("f")
		p.line("%s := number{%s}.add", f, p.operation())
		p.statement(r)
		p.line("%s = %s(%s)", r, f, r)
	case 10:
		v := p.local("v")
		p.line("for %s := range seq(s) {", v)
		p.depth++
		p.line("%s = %s*2 + %s", r, r, v)
		p.depth--
		p.line("}")
	case 11:
		p.line("func() {")
		p.depth++
		p.line("defer func(x int64) { %s += x }(%s)", r, p.operation())
		p.statement(r)
		p.depth--
		p.line("}()")
	case 12:
		x := p.local("x")
		p.line("%s := []int64{%s}", x, p.operation())
		p.line("%s = append(%s, %s[0]+1)", x, x, x)
		p.statement(r)
		p.line("%s += %s[1]", r, x)
	default:
		p.line("switch x := %s; {", p.operation())
		p.line("case x > 1:")
		p.depth++
		p.statement(r)
		p.depth--
		p.line("default:")
		p.depth++
		p.line("%s += x", r)
		p.depth--
		p.line("}")
	}
}

// body is a test with two or three goroutines. Where it ends, it leaves a file that has
// what it has seen for a name.
func (p *writer) body() string {
	p.depth = 0
	p.line("func %s(t *testing.T) {", p.name)
	p.line("\tinterleave.Test(t, func(t *interleave.T) {")
	p.depth = 2
	p.line("s := &shared{c: make(chan int64, 1)}")
	p.line("var wg sync.WaitGroup")
	n := 1 + p.IntN(2)
	for i := range n {
		p.line("var r%d int64", i)
	}
	for i := range n {
		end := "}()"
		switch p.IntN(3) {
		case 0:
			p.line("wg.Go(func() {")
			end = "})"
		case 1:
			p.line("wg.Add(1)")
			p.line("go func(x int64) {")
			p.line("\tdefer wg.Done()")
			p.line("\tr%d = x", i)
			end = "}(" + p.operation() + ")"
		default:
			p.line("wg.Add(1)")
			p.line("go func() {")
			p.line("\tdefer wg.Done()")
		}
		p.depth++
		for range 1 + p.IntN(2) {
			p.statement(fmt.Sprintf("r%d", i))
		}
		p.depth--
		p.line("%s", end)
	}
	p.line("var r int64")
	p.statement("r")
	p.line("wg.Wait()")
	p.line("leave(t, r, r0, r%d, s)", n-1)
	p.line("})")
	p.depth = 0
	p.line("}")
	return p.String()
}

const differentialHead = `package m

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
)

type shared struct {
	a  [2]atomic.Int64
	mu sync.Mutex
	n  int64
	c  chan int64
}

func (s *shared) locked(d int64) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n += d
	return s.n
}

func (s *shared) try(v int64) int64 {
	select {
	case s.c <- v:
		return 1
	default:
		return 2
	}
}

func (s *shared) take() int64 {
	select {
	case v := <-s.c:
		return v
	default:
		return 3
	}
}

type number struct{ n int64 }

func (x number) add(y int64) int64 { return x.n + 2*y }

func seq(s *shared) func(func(int64) bool) {
	return func(yield func(int64) bool) {
		for i := range int64(2) {
			if !yield(s.a[0].Load() + i) {
				return
			}
		}
	}
}

func leave(t *interleave.T, r, r0, r1 int64, s *shared) {
	name := fmt.Sprint(t.Name(), " ", r, r0, r1, s.a[0].Load(), s.a[1].Load(), s.n, len(s.c))
	os.WriteFile(filepath.Join(os.Getenv("LEAVE"), name), nil, 0o666)
}

`

// TestDifferential runs random programs by each method: all must come to the same ends.
func TestDifferential(t *testing.T) {
	bin := tool(t)
	n, seed := 40, uint64(1)
	if testing.Short() {
		n = 15
	}
	var text strings.Builder
	text.WriteString(differentialHead)
	for i := range n {
		p := &writer{Rand: rand.New(rand.NewPCG(seed, uint64(i))), name: fmt.Sprintf("TestP%02d", i)}
		text.WriteString(p.body())
	}
	dir := module(t, "-- m_test.go\n"+text.String())
	ends := map[string][]string{}
	methods := [][]string{{"-method=states"}, {"-method=states", "-args", "-interleave.noheads"}, {"-method=dpor"},
		{"-method=all"}}
	for _, flags := range methods {
		out := t.TempDir()
		code, log := runIn(t, dir, []string{"LEAVE=" + out}, bin, append([]string{"-v", "-time=60s"}, flags...)...)
		if code != 0 || strings.Contains(log, "not finished") || strings.Contains(log, "at most") {
			t.Fatalf("%v: exit code %d\n%s", flags, code, log)
		}
		files, err := os.ReadDir(out)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.Join(flags, " ")
		for _, f := range files {
			ends[name] = append(ends[name], filepath.Base(f.Name()))
		}
	}
	want := ends["-method=all"]
	if len(want) < 2*n {
		t.Errorf("only %d ends of %d programs", len(want), n)
	}
	for name, got := range ends {
		if slices.Equal(got, want) {
			continue
		}
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%s does not come to %s", name, w)
			}
		}
		for _, g := range got {
			if !slices.Contains(want, g) {
				t.Errorf("%s comes to %s, all interleavings don't", name, g)
			}
		}
	}
}
