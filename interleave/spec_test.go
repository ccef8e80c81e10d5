package interleave_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
)

// cell is an operation of a cell that holds a number or nothing: put waits until it is
// empty, take until it is full; try looks.
type cell struct {
	name string
	v    int
}

func (c cell) String() string {
	if c.name == "put" {
		return fmt.Sprintf("put %d", c.v)
	}
	return c.name
}

var cellSpec = interleave.Spec[int, cell, int]{
	Init: func() int { return 0 },
	Step: func(s int, in cell, out int) (bool, int) {
		switch in.name {
		case "put":
			return s == 0, in.v
		case "take":
			return s != 0 && out == s, 0
		}
		return out == s, s
	},
	Blocks: func(s int, in cell) bool {
		return in.name == "put" && s != 0 || in.name == "take" && s == 0
	},
	Lost: func(s int, in cell) []int {
		switch {
		case in.name == "put" && s == 0:
			return []int{in.v}
		case in.name == "take" && s != 0:
			return []int{0}
		}
		return nil
	},
}

// strict is a test that notes what it is ended with.
type strict struct {
	testing.TB
	text string
}

func (r *strict) Fatal(args ...any) {
	r.text = fmt.Sprint(args...)
	runtime.Goexit()
}

func (r *strict) Fatalf(format string, args ...any) { r.Fatal(fmt.Sprintf(format, args...)) }

// What Linearizable and Spec.Check are not given they ask for, and Test for one Options.
func TestMissing(t *testing.T) {
	type spec = interleave.Spec[int, cell, int]
	type object = interleave.Object[*int, cell, int]
	whole := object{
		New:        func() *int { return new(int) },
		Call:       func(*int, cell) int { return 0 },
		Goroutines: [][]cell{{{name: "look"}}},
	}
	for _, c := range []struct {
		call func(t testing.TB)
		want string
	}{
		{func(t testing.TB) { interleave.Linearizable(t, spec{Step: cellSpec.Step}, whole) }, "set Spec.Init"},
		{func(t testing.TB) { interleave.Linearizable(t, spec{Init: cellSpec.Init}, whole) },
			"set Spec.Step or Spec.Steps"},
		{func(t testing.TB) { interleave.Linearizable(t, cellSpec, object{New: whole.New}) }, "set Object.Call"},
		{func(t testing.TB) { interleave.Linearizable(t, cellSpec, object{Call: whole.Call}) }, "set Object.New"},
		{func(t testing.TB) { interleave.Linearizable(t, cellSpec, whole, opts{}, opts{}) }, "2 Options"},
		{func(t testing.TB) { interleave.Test(t, func(*interleave.T) {}, opts{}, opts{}) }, "2 Options"},
		{func(t testing.TB) { interleave.Test(t, nil) }, "body"},
		{func(testing.TB) { spec{Step: cellSpec.Step}.Check(nil) }, "set Spec.Init"},
		{func(testing.TB) { spec{Init: cellSpec.Init}.Check(nil) }, "set Spec.Step or Spec.Steps"},
	} {
		r := &strict{TB: t}
		done := make(chan any)
		go func() {
			defer func() { done <- recover() }()
			c.call(r)
		}()
		text := fmt.Sprint(<-done)
		if r.text != "" {
			text = r.text
		}
		if !strings.HasPrefix(text, "interleave: ") || !strings.Contains(text, c.want) {
			t.Errorf("%q, want %s", text, c.want)
		}
	}
}

type cellHistory = []interleave.Operation[cell, int]

// anyOrder tries all orders of all operations, with those that have never returned or
// without.
func anyOrder(h cellHistory) bool {
	var try func(s int, done uint) bool
	try = func(s int, done uint) bool {
		complete := true
		for i := range h {
			if done>>i&1 == 0 && h[i].Fate == interleave.Returned ||
				h[i].Fate == interleave.Waiting && !cellSpec.Blocks(s, h[i].In) {
				complete = false
			}
		}
		if complete {
			return true
		}
	next:
		for i := range h {
			if done>>i&1 != 0 || h[i].Fate == interleave.Waiting {
				continue
			}
			for j := range h {
				if done>>j&1 == 0 && h[j].Fate == interleave.Returned && h[j].Return < h[i].Call {
					continue next
				}
			}
			if h[i].Fate == interleave.Lost {
				for _, s := range cellSpec.Lost(s, h[i].In) {
					if try(s, done|1<<i) {
						return true
					}
				}
			} else if ok, s := cellSpec.Step(s, h[i].In, h[i].Out); ok && try(s, done|1<<i) {
				return true
			}
		}
		return false
	}
	return try(0, 0)
}

func randomHistory(r *rand.Rand) cellHistory {
	var h cellHistory
	clock := int64(0)
	open := make([]int, 2+r.IntN(3)) // an operation of each goroutine, and one more
	for len(h) < 7 {
		clock += int64(r.IntN(2)) // the same time, now and then
		g := r.IntN(len(open))
		if i := open[g] - 1; i >= 0 {
			h[i].Fate, h[i].Return, h[i].Out = interleave.Returned, clock, r.IntN(3)
			open[g] = 0
			continue
		}
		in := []cell{{"put", 1 + r.IntN(2)}, {"take", 0}, {"try", 0}}[r.IntN(3)]
		h = append(h, interleave.Operation[cell, int]{
			Goroutine: g, In: in, Call: clock, Fate: interleave.Fate(1 + r.IntN(2)),
		})
		open[g] = len(h)
	}
	return h
}

// TestCheck compares Check with a search through all orders.
func TestCheck(t *testing.T) {
	count := map[bool]int{}
	for seed := range uint64(60000) {
		r := rand.New(rand.NewPCG(seed, 1))
		h := randomHistory(r)
		got, want := cellSpec.Check(h), anyOrder(h)
		count[got]++
		if got != want {
			t.Fatalf("seed %d: %v, want %v: %v", seed, got, want, h)
		}
		// The order of the list doesn't matter.
		if h = slices.Clone(h); seed%10 == 0 {
			r.Shuffle(len(h), func(i, j int) { h[i], h[j] = h[j], h[i] })
			if cellSpec.Check(h) != want {
				t.Fatalf("seed %d, in another order: %v: %v", seed, want, h)
			}
		}
	}
	t.Log(count)
	if count[true] < 1000 || count[false] < 1000 {
		t.Error("too few of either")
	}
}

func op(g int, in string, v, out int, call, ret int64) interleave.Operation[cell, int] {
	o := interleave.Operation[cell, int]{Goroutine: g, In: cell{in, v}, Out: out, Call: call, Return: ret}
	switch ret {
	case -1:
		o.Fate = interleave.Waiting
	case -2:
		o.Fate = interleave.Lost
	}
	return o
}

func TestCheckCases(t *testing.T) {
	excused := cellSpec
	puts := func(o interleave.Operation[cell, int]) bool { return o.In.name == "put" }
	excused.Excused = func(o interleave.Operation[cell, int], overlaps []interleave.Operation[cell, int]) bool {
		return o.In.name == "try" && o.Out == 0 && slices.ContainsFunc(overlaps, puts)
	}
	seen := cellHistory{op(1, "put", 1, 0, 0, 9), op(2, "try", 0, 1, 1, 2), op(3, "try", 0, 0, 3, 4)}
	patient := cellSpec
	patient.Blocks = nil
	several := cellSpec
	several.Steps = func(s int, in cell, out int) []int {
		if in.name == "put" && out == 1 { // cancelled: it may have happened
			return []int{s, in.v}
		}
		if ok, next := cellSpec.Step(s, in, out); ok {
			return []int{next}
		}
		return nil
	}
	several.Step = nil
	for _, c := range []struct {
		name string
		spec interleave.Spec[int, cell, int]
		h    cellHistory
		want bool
	}{
		{"nothing", cellSpec, nil, true},
		{"stale", cellSpec, cellHistory{op(1, "put", 1, 0, 0, 1), op(2, "try", 0, 0, 2, 3)}, false},
		{"overlap", cellSpec, cellHistory{op(1, "put", 1, 0, 0, 2), op(2, "try", 0, 0, 1, 3)}, true},
		{"the same time is no order", cellSpec, cellHistory{op(1, "put", 1, 0, 0, 2), op(2, "try", 0, 0, 2, 3)}, true},
		{"waits, as it must", cellSpec, cellHistory{op(1, "put", 1, 0, 0, 1), op(2, "put", 2, 0, 0, -1)}, true},
		{"waits for nothing", cellSpec, cellHistory{op(1, "put", 1, 0, 0, 1), op(2, "take", 0, 0, 0, -1)}, false},
		{"none may wait", patient, cellHistory{op(1, "put", 1, 0, 0, 1), op(2, "put", 2, 0, 0, -1)}, false},
		{"lost with an effect", cellSpec, cellHistory{op(1, "put", 1, 0, 0, -2), op(2, "take", 0, 1, 5, 6)}, true},
		{"lost without one", cellSpec, cellHistory{op(1, "put", 1, 0, 0, -2), op(2, "put", 2, 0, 5, 6)}, true},
		{"lost before its time", cellSpec, cellHistory{op(1, "put", 1, 0, 7, -2), op(2, "take", 0, 1, 5, 6)}, false},
		{"lost, and one waits", cellSpec, cellHistory{op(1, "put", 1, 0, 0, -2), op(2, "put", 2, 0, 5, -1)}, true},
		{"not excused", excused, cellHistory{op(1, "put", 1, 0, 0, 1), op(2, "try", 0, 0, 2, 3)}, false},
		{"excused", excused, seen, true},
		{"but for that", cellSpec, seen, false},
		{"one effect", several, cellHistory{op(1, "put", 1, 1, 0, 1), op(2, "take", 0, 1, 2, 3)}, true},
		{"the other", several, cellHistory{op(1, "put", 1, 1, 0, 1), op(2, "try", 0, 0, 2, 3)}, true},
		{"neither", several, cellHistory{op(1, "put", 1, 1, 0, 1), op(2, "try", 0, 2, 2, 3)}, false},
	} {
		if got := c.spec.Check(c.h); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// States without == are compared by reflect.DeepEqual, or as the specification says.
func TestCheckEqual(t *testing.T) {
	equal := 0
	spec := interleave.Spec[[]int, int, int]{
		Init: func() []int { return nil },
		Step: func(s []int, in, out int) (bool, []int) { return out == len(s)%3, append(slices.Clone(s), 1) },
	}
	var h []interleave.Operation[int, int]
	for i := range 10 { // one result does not fit: each order of the others is tried
		h = append(h, interleave.Operation[int, int]{Goroutine: i, Out: min(i%3+i/9, 2), Call: 0, Return: 1})
	}
	if spec.Check(h) {
		t.Error("linearizable")
	}
	spec.Equal = func(a, b []int) bool { equal++; return len(a) == len(b) }
	if spec.Check(h) || equal == 0 {
		t.Error("linearizable, or compared in another way")
	}
}

func TestScenario(t *testing.T) {
	c := interleave.Scenario[cell]{
		Before:     []cell{{"put", 1}},
		Goroutines: [][]cell{{{"take", 0}, {"put", 2}}, {{"try", 0}}},
		After:      []cell{{"take", 0}},
	}
	if got, want := c.String(), "put 1; { take; put 2 || try }; then take"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	c.Before, c.After = nil, nil
	if got := c.String(); strings.ContainsAny(got, "{}") {
		t.Error(got)
	}
}
