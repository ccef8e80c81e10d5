package lincheck

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/anishathalye/porcupine"
	"github.com/diatomic-go/diatomic/interleave"
)

// These tests compare the checker of package interleave with porcupine: on random
// histories both must come to the same.

// call is an operation of one of the objects.
type call struct {
	op string
	v  int
}

// object is a specification, and the operations that there are.
type object struct {
	name string
	ops  []string
	step func(s string, in call, out int) (bool, string)
}

var objects = []object{
	{"register", []string{"write", "read"}, func(s string, in call, out int) (bool, string) {
		if in.op == "write" {
			return true, string(rune('0' + in.v))
		}
		return s == "" && out == 0 || s == string(rune('0'+out)), s
	}},
	{"queue", []string{"put", "get"}, func(s string, in call, out int) (bool, string) {
		switch {
		case in.op == "put":
			return true, s + string(rune('0'+in.v))
		case s == "":
			return out == 0, s
		}
		return out == int(s[0]-'0'), s[1:]
	}},
	{"stack", []string{"push", "pop"}, func(s string, in call, out int) (bool, string) {
		n := len(s) - 1
		switch {
		case in.op == "push":
			return true, s + string(rune('0'+in.v))
		case n < 0:
			return out == 0, s
		}
		return out == int(s[n]-'0'), s[:n]
	}},
	{"lock", []string{"try", "unlock"}, func(s string, in call, out int) (bool, string) {
		if in.op == "unlock" {
			return out == len(s), ""
		}
		return out == 1-len(s), "x"
	}},
}

// random makes a history: each operation takes effect at some time while it lasts, and
// now and then one of the results is changed.
func (o object) random(seed uint64) []interleave.Operation[call, int] {
	r := rand.New(rand.NewPCG(seed, 1))
	var h []interleave.Operation[call, int]
	clock := int64(0)
	goroutines := 2 + r.IntN(4)
	open := make([]int, goroutines) // the operation of each, and one more
	took := make([]bool, goroutines)
	state := ""
	total := 4 + r.IntN(14)
	for made := 0; ; {
		clock += int64(r.IntN(3))
		g := r.IntN(goroutines)
		i := open[g] - 1
		switch {
		case i < 0 && made < total:
			in := call{o.ops[r.IntN(len(o.ops))], 1 + r.IntN(5)}
			h = append(h, interleave.Operation[call, int]{Goroutine: g, In: in, Call: clock})
			open[g], took[g] = len(h), false
			made++
		case i < 0:
		case !took[g]:
			for out := range 10 {
				if ok, next := o.step(state, h[i].In, out); ok {
					h[i].Out, state = out, next
					break
				}
			}
			took[g] = true
		default:
			h[i].Return = clock
			open[g] = 0
		}
		if made == total {
			done := true
			for _, x := range open {
				done = done && x == 0
			}
			if done {
				break
			}
		}
	}
	for range r.IntN(3) {
		h[r.IntN(len(h))].Out = r.IntN(6)
	}
	return h
}

func TestChecker(t *testing.T) {
	n := uint64(20000)
	if testing.Short() {
		n = 2000
	}
	for _, o := range objects {
		spec := interleave.Spec[string, call, int]{Init: func() string { return "" }, Step: o.step}
		model := porcupine.Model{
			Init: func() any { return "" },
			Step: func(s, in, out any) (bool, any) { return o.step(s.(string), in.(call), out.(int)) },
		}
		count := map[bool]int{}
		for seed := range n {
			h := o.random(seed)
			var ops []porcupine.Operation
			for _, op := range h {
				ops = append(ops, porcupine.Operation{
					ClientId: op.Goroutine, Input: op.In, Call: op.Call, Output: op.Out, Return: op.Return,
				})
			}
			got, want := spec.Check(h), porcupine.CheckOperations(model, ops)
			count[want]++
			if got != want {
				t.Fatalf("%s, seed %d: %v, porcupine: %v\n%s", o.name, seed, got, want, text(h))
			}
		}
		t.Log(o.name, count)
		if count[true] < int(n)/20 || count[false] < int(n)/20 {
			t.Errorf("%s: too few of either: %v", o.name, count)
		}
	}
}

func text(h []interleave.Operation[call, int]) (s string) {
	for _, o := range h {
		s += fmt.Sprintf("%d: %v from %d to %d\n", o.Goroutine, o, o.Call, o.Return)
	}
	return s
}
