package interleave_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
)

// Slot holds one number, or nothing.
type Slot struct{ v atomic.Int64 }

// Put puts v, which isn't 0, into the slot, if that is empty.
func (s *Slot) Put(v int64) bool { return s.v.CompareAndSwap(0, v) }

// Take returns what is in the slot, or 0. Two goroutines may take the same.
func (s *Slot) Take() int64 {
	v := s.v.Load()
	s.v.Store(0)
	return v
}

// Op is an operation of a slot: Put of a number, or Take of 0.
type Op int64

func (o Op) String() string {
	if o == 0 {
		return "Take"
	}
	return fmt.Sprintf("Put(%d)", int64(o))
}

// The command finds the smallest scenario in which what the operations return can't be
// explained by any order of them, two goroutines that take the same number, and tells
// how they do:
//
//	go tool interleave -run TestSlot
func ExampleLinearizable() {
	TestSlot := func(t *testing.T) {
		spec := interleave.Spec[Op, Op, int64]{ // the state is what is in the slot
			Init: func() Op { return 0 },
			Step: func(state, in Op, out int64) (ok bool, next Op) {
				switch {
				case in == 0:
					return out == int64(state), 0
				case out == 1:
					return state == 0, in
				}
				return state != 0, state
			},
		}
		interleave.Linearizable(t, spec, interleave.Object[*Slot, Op, int64]{
			New: func() *Slot { return new(Slot) },
			Call: func(s *Slot, in Op) int64 {
				if in == 0 {
					return s.Take()
				}
				if s.Put(int64(in)) {
					return 1
				}
				return 0
			},
			Goroutines: [][]Op{{0, 1}, {0, 2}},
		})
	}
	_ = TestSlot
}

// A history that a program has recorded can be checked as well.
func ExampleSpec_Check() {
	register := interleave.Spec[int, string, int]{
		Init: func() int { return 0 },
		Step: func(state int, in string, out int) (ok bool, next int) {
			if in == "write" {
				return true, out
			}
			return out == state, state
		},
	}
	h := []interleave.Operation[string, int]{
		{Goroutine: 1, In: "write", Out: 1, Call: 0, Return: 10},
		{Goroutine: 2, In: "read", Out: 1, Call: 1, Return: 2},
		{Goroutine: 2, In: "read", Out: 0, Call: 3, Return: 4},
	}
	fmt.Println(register.Check(h[:2]), register.Check(h))
	// Output: true false
}
