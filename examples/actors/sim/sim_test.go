package sim

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/diatomic-go/diatomic/actor"
)

// rumour is a model whose state depends on the order of all that it has heard: it passes
// on what it makes of it, mostly without delay.
type rumour struct {
	state uint64
	heard []string // if it is to be kept
	keep  bool
}

func (m *rumour) Handle(c *Context[uint64], from ID, body uint64) {
	if m.keep {
		m.heard = append(m.heard, fmt.Sprintf("%d from %d: %d", c.Now(), from, body))
	}
	m.state = (m.state*31+body+uint64(from))*0x9e3779b97f4a7c15 + uint64(c.Now())
	x := m.state >> 20
	if body%256 == 0 {
		return // has gone far enough
	}
	for range 1 + x%2 {
		x = x*6364136223846793005 + 1442695040888963407
		delay := Time(0)
		if x>>60 > 11 {
			delay = Time(x >> 40 % 4)
		}
		c.Send(ID(x>>33%uint64(c.size)), delay, body-1)
	}
}

func (m *rumour) AppendState(b []byte) []byte { return binary.LittleEndian.AppendUint64(b, m.state) }

// rumours is a simulation of n models in which body is the number of times that each
// rumour is passed on.
func rumours(n int, seed, body uint64, keep bool) *Simulation[uint64] {
	s := &Simulation[uint64]{Until: 1 << 40}
	for i := range n {
		s.Models = append(s.Models, &rumour{state: seed + uint64(i), keep: keep})
	}
	for i := range 3 {
		s.Begin = append(s.Begin, Event[uint64]{At: Time(i / 2), To: ID(i * (n - 1) / 2), Body: body})
	}
	return s
}

// TestEqual compares all that came out, for several seeds and numbers of workers.
func TestEqual(t *testing.T) {
	seen := map[[32]byte]uint64{}
	for seed := range uint64(5) {
		for _, n := range []int{1, 2, 50} {
			want, err := rumours(n, seed, 12, false).RunSequentially(t.Context())
			if err != nil || want.Events < 100 && n > 1 {
				t.Fatal(want, err)
			}
			if other, ok := seen[want.Digest]; ok {
				t.Errorf("seeds %d and %d have the same digest", seed, other)
			}
			seen[want.Digest] = seed
			for _, workers := range []int{1, 2, 3, 8} {
				synctest.Test(t, func(t *testing.T) {
					got, err := rumours(n, seed, 12, false).Run(context.Background(), workers)
					if err != nil {
						t.Fatal(err)
					}
					if got != want {
						t.Errorf("seed %d, %d models, %d workers: %+v, want %+v", seed, n, workers, got, want)
					}
				})
			}
		}
	}
}

// TestHistory compares what each model has heard, event by event.
func TestHistory(t *testing.T) {
	a, b := rumours(20, 9, 9, true), rumours(20, 9, 9, true)
	if _, err := a.RunSequentially(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Run(t.Context(), 4); err != nil {
		t.Fatal(err)
	}
	for i := range a.Models {
		if want, got := a.Models[i].(*rumour).heard, b.Models[i].(*rumour).heard; !slices.Equal(got, want) {
			t.Errorf("model %d heard %q, want %q", i, got, want)
		}
	}
}

// scripted is a model made of a function.
type scripted func(c *Context[string], from ID, body string)

func (f scripted) Handle(c *Context[string], from ID, body string) { f(c, from, body) }
func (f scripted) AppendState(b []byte) []byte                     { return b }

// script has model 0 write down what it hears, and the others send to it what the table
// says.
func script(heard *[]string) *Simulation[string] {
	note := scripted(func(c *Context[string], from ID, body string) {
		*heard = append(*heard, fmt.Sprintf("%d/%d %d%s", c.Now(), c.due.round, from, body))
	})
	twice := scripted(func(c *Context[string], _ ID, body string) {
		c.Send(0, 5, "later")
		c.Send(0, 0, "a")
		c.Send(0, 0, "b")
		if body == "go" {
			c.Send(c.Self(), 0, "again")
		}
	})
	return &Simulation[string]{
		Models: []Model[string]{note, twice, twice},
		Begin: []Event[string]{
			{
				At:   7,
				To:   2,
				Body: "go",
			}, {At: 7, To: 1, Body: "go"}, {At: 12, To: 0, Body: "outside"},
			{At: 2, To: 0, Body: "early"}, {At: 99, To: 0, Body: "late"},
		},
		Until: 50,
	}
}

// TestOrder compares the order with the one that is documented.
func TestOrder(t *testing.T) {
	want := []string{
		"2/0 -1early",
		"7/1 1a", "7/1 1b", "7/1 2a", "7/1 2b",
		"7/2 1a", "7/2 1b", "7/2 2a", "7/2 2b",
		"12/0 -1outside", "12/0 1later", "12/0 1later", "12/0 2later", "12/0 2later",
	}
	var heard []string
	r, err := script(&heard).RunSequentially(t.Context())
	if err != nil || !slices.Equal(heard, want) {
		t.Errorf("sequentially: %v %q", err, heard)
	}
	for _, workers := range []int{1, 4} {
		heard = nil
		p, err := script(&heard).Run(t.Context(), workers)
		if err != nil || !slices.Equal(heard, want) {
			t.Errorf("%d workers: %v %q", workers, err, heard)
		}
		if p != r {
			t.Errorf("%d workers: %+v, want %+v", workers, p, r)
		}
	}
	if r.Events != 18 || r.Rounds != 5 || r.Widest != 3 || r.End != 12 || r.Pending() != 1 {
		t.Errorf("%+v", r)
	}
}

// TestDigest expects it to depend on the states, and on what was handled even if that
// left no trace in a state.
func TestDigest(t *testing.T) {
	silent := scripted(func(*Context[string], ID, string) {})
	var digests [][32]byte
	for _, at := range []Time{3, 4} {
		s := &Simulation[string]{Models: []Model[string]{silent}, Begin: []Event[string]{{At: at}}, Until: 9}
		r, err := s.Run(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		digests = append(digests, r.Digest)
	}
	for _, state := range []uint64{5, 6} {
		r, err := (&Simulation[uint64]{Models: []Model[uint64]{&rumour{state: state}}}).Run(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		digests = append(digests, r.Digest)
	}
	if digests[0] == digests[1] {
		t.Error("the digest doesn't depend on the events")
	}
	if digests[2] == digests[3] {
		t.Error("the digest doesn't depend on the states")
	}
}

func TestCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, run := range []func(*Simulation[uint64], context.Context) (Result, error){
			(*Simulation[uint64]).RunSequentially,
			func(s *Simulation[uint64], ctx context.Context) (Result, error) { return s.Run(ctx, 2) },
		} {
			ctx, cancel := context.WithCancel(context.Background())
			s := rumours(10, 1, 1000, false) // would take forever
			s.Progress = func(_ Time, events int) {
				if events > 100 {
					cancel()
				}
			}
			if _, err := run(s, ctx); !errors.Is(err, context.Canceled) {
				t.Errorf("the run says %v", err)
			}
			cancel()
		}
	})
}

func TestModelPanics(t *testing.T) {
	for _, c := range []struct {
		f    scripted
		want string
	}{
		{func(*Context[string], ID, string) { panic("oops") }, "oops"},
		{func(c *Context[string], _ ID, _ string) { c.Send(1, 0, "") }, "sim: Send to model 1: there are 1"},
		{func(c *Context[string], _ ID, _ string) { c.Send(-1, 0, "") }, "sim: Send to model -1"},
		{func(c *Context[string], _ ID, _ string) { c.Send(0, -1, "") }, "sim: Send with a delay of -1 at time 3"},
		{func(c *Context[string], _ ID, _ string) { c.Send(0, 1<<63-1, "") }, "sim: Send with a delay"},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &Simulation[string]{Models: []Model[string]{c.f}, Begin: []Event[string]{{At: 3}}, Until: 9}
			_, err := s.Run(context.Background(), 2)
			var p *actor.Fault
			if !errors.As(err, &p) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the run says %v, want %q", err, c.want)
			}
		})
	}
}

func TestNothing(t *testing.T) {
	for _, s := range []*Simulation[uint64]{
		{}, {Models: []Model[uint64]{&rumour{}}, Begin: []Event[uint64]{{At: 5}}, Until: 4}} {
		want, err1 := s.RunSequentially(t.Context())
		got, err2 := s.Run(t.Context(), 1)
		if err1 != nil || err2 != nil || got != want || got.Events != 0 {
			t.Error(got, err2, want, err1)
		}
	}
	defer func() {
		if v, _ := recover().(string); !strings.HasPrefix(v, "sim: ") {
			t.Errorf("panic %q", v)
		}
	}()
	(&Simulation[uint64]{Begin: []Event[uint64]{{}}}).RunSequentially(t.Context())
}
