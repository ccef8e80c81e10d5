//go:build !interleave

package actor

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// A random program: actors that, for each message, do what a table says, as a function of
// their own number, of the message and of its sender. So what an actor does depends only
// on what it receives from each sender, and in which order it does from that sender. The
// reference runs the same program in one loop.
type program struct {
	seed   uint64
	actors int
}

// mail is a message of a program: the one with this number of its sender.
type mail struct{ from, number, fuel int }

// act says what an actor sends for a message: to whom, how much fuel each has.
func (p program) act(me int, m mail) (to []int, fuel int) {
	dice := rand.New(rand.NewPCG(p.seed, uint64(me)<<40|uint64(m.from)<<20|uint64(m.number)))
	if m.fuel == 0 {
		return nil, 0
	}
	for range dice.IntN(3) {
		to = append(to, dice.IntN(p.actors))
	}
	return to, m.fuel - 1
}

// history is what actors have received, by receiver and sender. Per sender it is in
// order.
type history map[[2]int][]mail

// next is the number of the i-th message that an actor sends for m. It is made of m, not
// counted, since actors may receive messages of different senders in any order.
func (p program) next(m mail, i int) int { return (m.number*31+m.from*7+i+1)%1_000_003 + 1 }

// reference runs the program in one loop.
func (p program) reference(begin []mail) history {
	h := history{}
	type event struct {
		to int
		m  mail
	}
	var queue []event
	for i, m := range begin {
		queue = append(queue, event{i % p.actors, m})
	}
	for len(queue) > 0 {
		e := queue[0]
		queue = queue[1:]
		key := [2]int{e.to, e.m.from}
		h[key] = append(h[key], e.m)
		to, fuel := p.act(e.to, e.m)
		for i, t := range to {
			queue = append(queue, event{t, mail{e.to, p.next(e.m, i), fuel}})
		}
	}
	return h.sorted()
}

// sorted forgets the order, in which different runs may differ.
func (h history) sorted() history {
	for _, list := range h {
		slices.SortFunc(list, func(a, b mail) int {
			if a.number != b.number {
				return a.number - b.number
			}
			return a.fuel - b.fuel
		})
	}
	return h
}

// run runs it on actors, some of whose messages take a detour.
func (p program) run(t *testing.T, o Options, begin []mail) history {
	all := make([]history, p.actors)
	synctest.Test(t, func(t *testing.T) {
		s := start(o)
		refs := make([]Ref[mail], p.actors)
		for i := range refs {
			all[i] = history{}
			refs[i] = Spawn(s.System, do[mail](func(c *Context[mail], m mail) {
				key := [2]int{i, m.from}
				all[i][key] = append(all[i][key], m)
				to, fuel := p.act(i, m)
				for k, to := range to {
					next := mail{i, p.next(m, k), fuel}
					switch {
					case to == i && k == 0:
						c.Go(func() mail { return next })
					case to == i:
						c.After(time.Duration(next.number)*time.Millisecond, next)
					default:
						if err := Send(c, refs[to], next); err != nil {
							t.Error(err)
						}
					}
				}
			}))
		}
		for i, m := range begin {
			send(t, refs[i%p.actors], m)
		}
		time.Sleep(24 * time.Hour) // all timers have fired
		if err := s.Shutdown(bg); err != nil {
			t.Error(err)
		}
		s.ended(t, nil)
	})
	h := history{}
	for _, one := range all {
		for key, list := range one {
			h[key] = append(h[key], list...)
		}
	}
	return h.sorted()
}

// TestRandom holds random programs against the reference.
func TestRandom(t *testing.T) {
	seeds := uint64(40)
	if testing.Short() {
		seeds = 8
	}
	for seed := range seeds {
		randomRound(t, seed, 1+int(seed%7)*5, 20, Options{Workers: 1}, Options{Workers: 1, Seed: seed + 1},
			Options{Workers: 2}, Options{Workers: 5, Batch: 1})
	}
}

// randomRound runs a random program with each of these options, and holds it against the
// reference. It returns how many messages there were.
func randomRound(t *testing.T, seed uint64, actors, mails int, options ...Options) (messages int) {
	p := program{seed, actors}
	var begin []mail
	for i := range mails {
		begin = append(begin, mail{-1, i, 8})
	}
	want := p.reference(begin)
	for _, o := range options {
		got := p.run(t, o, begin)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("seed %d, %d actors, %d mails, %+v: the histories differ", seed, actors, mails, o)
		}
		for _, list := range got {
			messages += len(list)
		}
	}
	return messages
}

// A worker keeps no more spare envelopes than it should, and counts them right even when
// it uses those that others have passed on.
func TestSpareBounded(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	k := kindOf[int](NewSystem(Options{Workers: 2}))
	length := func(e *envelope[int]) (n int) {
		for ; e != nil; e = e.next.Get() {
			n++
		}
		return n
	}
	var out []*envelope[int] // in mailboxes
	for range 2000 {
		l, n := k.local[rnd.IntN(2)], rnd.IntN(3*chain)
		if rnd.IntN(2) == 0 {
			for range n {
				out = append(out, l.get(k))
			}
		} else {
			for range min(n, len(out)) {
				i := rnd.IntN(len(out))
				l.put(out[i], k)
				out[i] = out[len(out)-1]
				out = out[:len(out)-1]
			}
		}
		if n := length(l.free); n != l.count || n > chain || length(l.second) > chain {
			t.Fatalf("%d and %d spare envelopes, counted as %d", n, length(l.second), l.count)
		}
	}
}
