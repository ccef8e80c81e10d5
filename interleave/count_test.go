package interleave_test

import (
	"fmt"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/seam"
)

func binomial(n, k int) int64 {
	b := int64(1)
	for i := 1; i <= k; i++ {
		b = b * int64(n-k+i) / int64(i)
	}
	return b
}

// steps is threads of so many steps each; op does one.
func steps(op func(v *[8]atomic.Uint32, thread, step int), lengths ...int) model {
	return model{Name: fmt.Sprint("steps", lengths), Setup: func(s *sim) {
		v := new([8]atomic.Uint32)
		s.Name(v, "v")
		for i, n := range lengths {
			s.Go(fmt.Sprint("t", i), func() {
				for j := range n {
					op(v, i, j)
				}
			})
		}
	}}
}

func all(t *testing.T, m model) int64 {
	t.Helper()
	return finished(t, interleave.Oracle(m, opts{NoReduce: true}))
}

func reduced(t *testing.T, m model) int64 {
	t.Helper()
	return finished(t, interleave.Oracle(m, opts{}))
}

func finished(t *testing.T, r *interleave.Result) int64 {
	t.Helper()
	if r.Verdict != interleave.OK {
		t.Fatal(r)
	}
	n := int64(0)
	for _, k := range r.Outcomes {
		n += k
	}
	return n
}

// Without reduction there are as many executions as ways to interleave.
func TestCountAll(t *testing.T) {
	add := func(v *[8]atomic.Uint32, thread, _ int) { v[0].Add(1) }
	own := func(v *[8]atomic.Uint32, thread, _ int) { v[thread].Add(1) }
	for n := 1; n <= 5; n++ {
		for m := 1; m <= 4; m++ {
			want := binomial(n+m, n)
			if got := all(t, steps(add, n, m)); got != want {
				t.Errorf("%d and %d dependent steps: %d executions, want %d", n, m, got, want)
			}
			if got := all(t, steps(own, n, m)); got != want {
				t.Errorf("%d and %d independent steps: %d executions, want %d", n, m, got, want)
			}
		}
	}
	if got := all(t, steps(add, 2, 2, 2)); got != 90 {
		t.Errorf("three threads of two steps: %d executions, want 6!/(2!2!2!) = 90", got)
	}
}

// With reduction there is one for each order of dependent steps.
func TestCountTraces(t *testing.T) {
	add := func(v *[8]atomic.Uint32, thread, _ int) { v[0].Add(1) }
	own := func(v *[8]atomic.Uint32, thread, _ int) { v[thread].Add(1) }
	load := func(v *[8]atomic.Uint32, _, _ int) { v[0].Load() }
	for n := 1; n <= 5; n++ {
		for m := 1; m <= 4; m++ {
			if got, want := reduced(t, steps(add, n, m)), binomial(n+m, n); got != want {
				t.Errorf("%d and %d dependent steps: %d traces, want %d", n, m, got, want)
			}
			if got := reduced(t, steps(own, n, m)); got != 1 {
				t.Errorf("%d and %d independent steps: %d traces, want 1", n, m, got)
			}
			if got := reduced(t, steps(load, n, m)); got != 1 {
				t.Errorf("%d and %d loads: %d traces, want 1", n, m, got)
			}
		}
	}
	// One writes once, n read once: each reads before or after.
	readers := func(v *[8]atomic.Uint32, thread, _ int) {
		if thread == 0 {
			v[0].Store(1)
		} else {
			v[0].Load()
		}
	}
	if got := reduced(t, steps(readers, 1, 1, 1, 1)); got != 8 {
		t.Errorf("a writer and three readers: %d traces, want 8", got)
	}
	// Each thread has its own variable and then the shared one.
	last := func(v *[8]atomic.Uint32, thread, step int) { v[(thread+1)*(1-step)].Add(1) }
	if got := reduced(t, steps(last, 2, 2, 2)); got != 6 {
		t.Errorf("three threads that meet once: %d traces, want 6", got)
	}
}

// States can be counted by hand, too: positions of the threads, and sums.
func TestCountStates(t *testing.T) {
	r := interleave.Check(counters(2, 3), opts{})
	if r.States != 16 {
		t.Errorf("%d states, want 4*4", r.States)
	}
	r = interleave.Check(counters(3, 2), opts{NoReduce: true})
	// Each of the 27 states has an edge for each thread that has not ended.
	if r.States != 27 || r.Branches != 3*2*9 {
		t.Errorf("%d states, %d branches, want 27 and 54", r.States, r.Branches)
	}
}

func TestChoose(t *testing.T) {
	m := model{Setup: func(s *sim) {
		var got [2]int
		var c seam.Cell[int]
		s.Go("a", func() { got[0] = s.Choose(3); c.Set(got[0]) })
		s.Go("b", func() { got[1] = s.Choose(2) })
		s.Final(func() error { s.Outcome("%v", got); return nil })
	}}
	r := want(t, m, "")
	if len(r.Outcomes) != 6 {
		t.Fatalf("outcomes %v", r.OutcomeNames())
	}
	if got := all(t, m); got != 12 {
		t.Fatalf("%d executions, want 3*2*2", got)
	}
}
