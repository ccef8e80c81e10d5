package epidemic

import (
	"reflect"
	"testing"
)

// TestEqual compares the parallel run with the sequential one, with several seeds and
// numbers of workers.
func TestEqual(t *testing.T) {
	digests := map[[32]byte]bool{}
	for seed := range uint64(4) {
		for _, tracing := range []float64{0, 0.2} {
			p := Params{People: 1500, Seed: seed, Days: 120, Tracing: tracing}
			reference := New(p)
			want, err := reference.RunSequentially(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if digests[want.Digest] {
				t.Errorf("%+v has the digest of others", p)
			}
			digests[want.Digest] = true
			for _, workers := range []int{1, 2, 5} {
				o := New(p)
				got, err := o.Run(t.Context(), workers)
				if err != nil {
					t.Fatal(err)
				}
				if got != want {
					t.Errorf("%+v, %d workers: %+v, want %+v", p, workers, got, want)
				}
				if !reflect.DeepEqual(o.Registry.Days, reference.Registry.Days) {
					t.Errorf("%+v, %d workers: the days differ", p, workers)
				}
			}
		}
	}
}

// TestCounts compares the registry with the people.
func TestCounts(t *testing.T) {
	p := Params{People: 2000, Seed: 3, Days: 60, Tracing: 0.1}
	o := New(p)
	if _, err := o.Run(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	var got, want struct{ exposed, infectious, infectors int }
	for _, d := range o.Registry.Past() {
		got.exposed += d.Exposed
		got.infectious = d.Infectious
	}
	got.infectors = got.exposed - first
	for _, m := range o.Models[:p.People] {
		switch who := m.(*person); who.stage {
		case infectious:
			want.infectious++
			fallthrough
		case exposed, recovered:
			want.exposed++
			if who.infector >= 0 {
				want.infectors++
			}
		}
	}
	if got != want || want.exposed < 100 || want.infectious == 0 {
		t.Errorf("the registry has %+v, the people are %+v", got, want)
	}
}

// TestTracing expects fewer infections with it.
func TestTracing(t *testing.T) {
	total := func(tracing float64) (n int) {
		o := New(Params{People: 3000, Seed: 1, Days: 365, Tracing: tracing})
		if _, err := o.RunSequentially(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, d := range o.Registry.Past() {
			n += d.Exposed
		}
		return n
	}
	if without, with := total(0), total(0.5); without < 1000 || with > without/2 {
		t.Errorf("%d infections without tracing, %d with", without, with)
	}
}

func TestSmallWorld(t *testing.T) {
	o := New(Params{People: 1000, Days: 1})
	count := 0
	for i, m := range o.Models[:1000] {
		for _, other := range m.(*person).acquaintances {
			count++
			mutual := false
			for _, back := range o.Models[other].(*person).acquaintances {
				mutual = mutual || int(back) == i
			}
			if !mutual {
				t.Errorf("%d knows %d, but not the other way", i, other)
			}
		}
	}
	if count < 9900 || count > 10_000 {
		t.Errorf("%d ties, want nearly %d", count, 1000*ties)
	}
}

func TestCheck(t *testing.T) {
	if err := (Params{People: 100, Days: 1}).Check(); err != nil {
		t.Error(err)
	}
	for _, p := range []Params{
		{People: 99, Days: 1}, {People: 10_000_001, Days: 1}, {People: 100}, {People: 100, Days: 10_001},
		{People: 100, Days: 1, Tracing: -0.1}, {People: 100, Days: 1, Tracing: 1.1},
	} {
		if p.Check() == nil {
			t.Errorf("no error for %+v", p)
		}
	}
}
