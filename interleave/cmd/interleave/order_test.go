//go:build !js

package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// expressions writes random expressions with calls that change what other operands read.
type expressions struct {
	*rand.Rand
	depth int
}

func (x *expressions) pick(list ...string) string { return list[x.IntN(len(list))] }

// place is a variable, or a part of one.
func (x *expressions) place() string {
	return x.pick("s.n", "s.m", "s.p.n", "s.a[s.n&1]", "s.arr[s.m&1]", "s.p.a[1]", "*s.q", "y", "global", "s.in.b",
		"s.ps[s.n&1].n", "s.mp[s.n&1]", "s.slow[key{s.m & 1}]")
}

func (x *expressions) call() string {
	return x.pick("s.bump()", "s.grow()", "s.move()", "s.flip()", "s.swap()", "<-s.fill()", "step()",
		"func() int { y++; return y }()")
}

func (x *expressions) value() string {
	if x.depth++; x.depth > 2 {
		x.depth--
		return x.pick(x.place(), x.call(), "1", "int(s.bytes[int8(s.n)&1])")
	}
	defer func() { x.depth-- }()
	a, b := x.value, x.value
	switch x.IntN(28) {
	case 0, 1, 2, 3:
		return x.place()
	case 4, 5, 6, 7:
		return x.call()
	case 8, 9:
		return a() + x.pick(" + ", " - ", " * ") + b()
	case 10:
		return "(" + a() + " - " + b() + ")"
	case 11:
		return fmt.Sprintf("add(%s, %s)", a(), b())
	case 12:
		return fmt.Sprintf("three(%s, %s, %s)", a(), b(), x.value())
	case 13:
		return fmt.Sprintf("%s(%s)", x.pick("s.f", "s.p.get", "s.in.sum", "s.i.get", "s.get", "s.p.in.sum"), a())
	case 14:
		return fmt.Sprintf("s.a[%s&1]", x.pick("s.n", "y", "*s.q", "s.mp[s.m&1]", "s.p.a[0]"))
	case 15:
		return fmt.Sprintf("print(%s > %s, %s)", x.place(), x.place(), a())
	case 16:
		return fmt.Sprintf("num(%s %s %s)", a(), x.pick("<", "==", ">="), b())
	case 17:
		return fmt.Sprintf("num(%s > 2 %s %s < 9)", a(), x.pick("&&", "||"), b())
	case 18:
		return fmt.Sprintf("pair{%s, %s}.sum(%s)", a(), b(), x.value())
	case 19:
		return fmt.Sprintf("[2]int{%s, %s}[(%s)&1]", a(), b(), x.value())
	case 20:
		return fmt.Sprintf("append(s.a, %s, %s)[2]", a(), b())
	case 21:
		return fmt.Sprintf("(len(s.a) + %s)", a())
	case 22:
		return fmt.Sprintf("int(int32(%s))", a())
	case 23:
		return fmt.Sprintf("print(%s, %s, %s)", x.pick("s.p", "s.n", "s.in", "s.str", "s.a"), a(), b())
	case 26:
		return fmt.Sprintf("s.mp[(%s)&1]", a())
	case 27:
		return fmt.Sprintf("s.slow[key{(%s) & 1}]", a())
	case 24:
		return fmt.Sprintf("len(s.str + string(s.bytes) + text(%s))", a())
	default:
		return fmt.Sprintf("map[int]int{%s: %s, 7: %s}[7]", a(), b(), x.value())
	}
}

// target is what is assigned to. Its operands make no calls.
func (x *expressions) target() string {
	return x.pick(x.place(), "s.n", "s.mp[y&1]", "z", "local[s.n&1]", "s.any")
}

func (x *expressions) statement() string {
	v := x.value
	switch x.IntN(18) {
	case 16:
		return fmt.Sprintf("%s = %s[(%s)&1]", x.target(), x.pick("s.a", "s.mp", "s.ps[s.n&1].a"), v())
	case 17:
		list := x.pick("s.a", "s.mp", "s.ps[s.n&1].a")
		return fmt.Sprintf("%s[(%s)&1] %s %s", list, v(), x.pick("=", "+="), x.place())
	case 0, 1, 2:
		return fmt.Sprintf("%s = %s", x.target(), v())
	case 3:
		t := x.target()
		if t == "s.any" {
			t = "s.n"
		}
		return fmt.Sprintf("%s %s= %s", t, x.pick("+", "-", "*"), v())
	case 4:
		return fmt.Sprintf("s.m, %s = %s, %s", x.pick("z", "s.p.n", "s.a[s.n&1]"), v(), v())
	case 5:
		to := x.pick("s.p.n", "s.a[s.n&1]", "s.mp[s.n]", "local[s.n&1]")
		return fmt.Sprintf("%s, s.m = two(%s, %s)", to, v(), v())
	case 6:
		return fmt.Sprintf("func() (int, int) { return %s, %s }()", v(), v())
	case 7:
		return fmt.Sprintf("func() { defer show(%s, %s) }()", v(), v())
	case 8:
		return fmt.Sprintf("done := make(chan bool); go tell(%s, %s, done); <-done", v(), v())
	case 9:
		return fmt.Sprintf("s.a = append(s.a, %s)", v())
	case 10:
		return fmt.Sprintf("s.c <- %s; show(len(s.c), <-s.c)", v())
	case 11:
		return fmt.Sprintf("var a, b = %s, %s; show(a, b)", v(), v())
	case 12:
		return fmt.Sprintf("for i := 0; i < 1; s.n += (%s) { i++ }", v())
	case 13:
		return fmt.Sprintf("switch (%s) { case %s: show(1, 1); case %s: show(2, 2) }", v(), v(), v())
	case 14:
		return fmt.Sprintf("s.slow[key{s.n & 1}] = %s", v())
	default:
		return fmt.Sprintf("show(%s, %s)", v(), v())
	}
}

const orderHead = `package m

import (
	"fmt"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
)

var _ = interleave.Test

type pair struct{ x, b int }

func (p pair) sum(n int) int { return p.x + 3*p.b + n }

type key struct{ k int }

type state struct {
	n, m  int
	a     []int
	arr   [2]int
	p     *state
	ps    []*state
	q     *int
	in    pair
	mp    map[int]int
	slow  map[key]int
	bytes []byte
	str   string
	f     func(int) int
	i     getter
	c     chan int
	any   any
}

type getter interface{ get(int) int }

func (s *state) get(n int) int { return s.n + 2*n }

type other struct{ n int }

func (o other) get(n int) int { return 100 + o.n + n }

func (s *state) bump() int { s.n++; s.in.b += 2; s.mp[s.n&1] = s.n; s.slow[key{s.n & 1}]++; return 10 }
func (s *state) grow() int {
	s.a, s.bytes = append([]int{s.n}, s.a[:1]...), []byte{byte(s.n), 3}
	s.str += "x"
	return 20
}

func (s *state) move() int { s.p, s.m = s.ps[s.n&1], s.m+1; return 30 }
func (s *state) flip() int { *s.q += 5; s.q = &s.arr[s.n&1]; s.f = func(n int) int { return -n }; return 40 }

func (s *state) swap() int {
	s.ps = []*state{s.ps[1], s.ps[0]}
	s.i = other{s.n}
	s.mp = map[int]int{0: s.n, 1: 9}
	s.slow = map[key]int{{0}: s.n}
	s.c = make(chan int, 2)
	return 50
}

func (s *state) fill() chan int {
	s.arr[s.n&1]++
	c := make(chan int, 1)
	c <- s.n
	s.n += 3
	return c
}

var global int

func step() int { global += 7; return global }

func add(a, b int) int          { return 2*a + b }
func three(a, b, c int) int     { return 4*a + 2*b + c }
func two(a, b int) (int, int)   { cur.n++; cur.move(); return a + 1, b }
func text(n int) string         { return fmt.Sprint(n) }
func show(a, b int)             { fmt.Println("  show", a, b) }
func tell(a, b int, c chan bool) { fmt.Println("  tell", a, b); close(c) }

func num(b bool) int {
	if b {
		return 1
	}
	return 0
}

func print(list ...any) int {
	for _, x := range list {
		if p, ok := x.(*state); ok {
			x = p.n
		}
		fmt.Print(" ", x)
	}
	return len(list)
}

var cur *state

func fresh() *state {
	one, two := 3, 4
	left := &state{n: 6, a: []int{5, 6}, q: &one, in: pair{1, 2}}
	right := &state{n: 7, a: []int{8, 9}, q: &two, in: pair{3, 4}}
	cur = &state{n: 0, m: 1, a: []int{1, 2}, p: left, ps: []*state{left, right}, q: &one, in: pair{5, 6},
		mp: map[int]int{0: 1, 1: 2}, slow: map[key]int{{0}: 1, {1}: 2}, bytes: []byte{2, 3}, str: "str",
		f: func(n int) int { return n }, i: right, c: make(chan int, 2)}
	global = 0
	return cur
}

func (s *state) String() string {
	return fmt.Sprint(s.n, s.m, s.a, s.arr, s.p.n, s.ps[0].n, s.ps[0].a, *s.q, s.in, s.mp, s.slow, s.bytes, s.str,
		s.f(1), s.i.get(1), len(s.c), s.any, global)
}

func try(name string, f func(s *state)) {
	s := fresh()
	fmt.Println(name)
	defer func() { fmt.Println(s, recover()) }()
	f(s)
}

func TestOrder(t *testing.T) {
`

// TestOrder holds the order in which rewritten code evaluates operands against that of
// the compiler.
func TestOrder(t *testing.T) {
	bin := tool(t)
	n := 500
	if testing.Short() {
		n = 150
	}
	var text strings.Builder
	text.WriteString(orderHead)
	for i := range n {
		x := &expressions{Rand: rand.New(rand.NewPCG(2, uint64(i)))}
		fmt.Fprintf(&text, "\ttry(\"case %d:\", func(s *state) {\n\t\ty, z, local := 1, 2, [2]int{}\n"+
			"\t\t%s\n\t\tfmt.Println(y, z, local)\n\t})\n", i, x.statement())
	}
	text.WriteString("\ttry(\"case end\", func(*state) {})\n}\n")
	source := text.String()
	dir := module(t, "-- m_test.go\n"+source)
	code, want := runIn(t, dir, nil, "go", "test", "-vet=off", "-v", ".")
	if code != 0 {
		t.Fatal(want)
	}
	code, got := runIn(t, dir, nil, bin, "-v", ".")
	if code != 0 {
		t.Fatal(got)
	}
	wants, gots := strings.Split(want, "case "), strings.Split(got, "case ")
	if len(wants) < n || len(wants) != len(gots) {
		t.Fatalf("%d cases, and %d", len(wants), len(gots))
	}
	lines := strings.Split(source, "try(\"case ")
	bad := 0
	for i := 1; i < len(wants)-1; i++ {
		if wants[i] != gots[i] {
			if bad++; bad < 30 {
				t.Errorf("%s\nthe compiler: %s\nrewritten:    %s", lines[i], wants[i], gots[i])
			}
		}
	}
	if bad > 0 {
		t.Errorf("%d of %d differ", bad, n)
	}
}
