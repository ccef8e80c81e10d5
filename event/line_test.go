package event

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestLine does at random what waiters and notifiers do to the line, and compares it with
// a sorted list.
func TestLine(t *testing.T) {
	for seed := range uint64(200) {
		var (
			r        = rand.New(rand.NewPCG(seed, 0))
			e        Event
			line     []*place // in order
			notified []*place
		)
		byNumber := func(p, q *place) int { return int(p.number.Get()) - int(q.number.Get()) }
		notify := func(n int) {
			n = min(n, len(line))
			notified, line = append(notified, line[:n]...), line[n:]
		}
		any := func(list *[]*place) (p *place) {
			i := r.IntN(len(*list))
			p = (*list)[i]
			*list = slices.Delete(*list, i, i+1)
			return p
		}
		for range 200 {
			switch op := r.IntN(10); {
			case op < 3:
				line = append(line, e.join())
			case op < 4:
				n := 1 + r.IntN(30)
				e.Notify(n)
				notify(n)
			case op < 8 && len(notified) > 0:
				i := r.IntN(len(notified)) // or some that came one after the other
				for range min(1+r.IntN(5), len(notified)-i) {
					p := notified[i]
					notified = slices.Delete(notified, i, i+1)
					e.rejoin(p)
					line = append(line, p)
				}
				slices.SortFunc(line, byNumber)
			case op < 9 && len(notified) > 0:
				used := r.IntN(2) == 0
				s := stay{event: &e, place: any(&notified), used: used}
				s.end()
				if !used {
					notify(1)
				}
			case len(line) > 0:
				s := stay{event: &e, place: any(&line)}
				s.end()
			}
			checkLine(t, &e, line)
			if t.Failed() {
				t.Fatalf("seed %d", seed)
			}
		}
	}
}

// checkLine checks that these are in line, and that spare places lead to none of them.
func checkLine(t *testing.T, e *Event, want []*place) {
	t.Helper()
	var got []*place
	var last *place
	for p := e.first.Get(); p != nil; p = p.next.Get() {
		if p.prev.Get() != last || !p.inLine.Get() {
			t.Fatalf("%p, after %p, has prev %p, in line: %t", p, last, p.prev.Get(), p.inLine.Get())
		}
		got, last = append(got, p), p
	}
	if !slices.Equal(got, want) || e.last.Get() != last || (e.some.Load() == 1) != (last != nil) {
		t.Errorf("%v are in line, want %v; last %p, some %d", got, want, e.last.Get(), e.some.Load())
	}
	for _, p := range []*place{e.free.Get(), e.spare.Load()} {
		for ; p != nil; p = p.next.Get() {
			if p.prev.Get() != nil || p.inLine.Get() {
				t.Errorf("spare: %p has prev %p, in line: %t", p, p.prev.Get(), p.inLine.Get())
			}
		}
	}
}

// TestComeBack: of many that were notified, and come back in two runs, as if on two
// processors, each is put back beside the one that came before it. A search from the ends
// would come to the links that are cut here.
func TestComeBack(t *testing.T) {
	const n = 20
	var e Event
	var line [n]*place
	for i := range line {
		line[i] = e.join()
	}
	e.NotifyAll()
	for i := range n / 2 {
		e.rejoin(line[i])
		if i < n/2-1 {
			e.rejoin(line[n/2+i])
		}
		if i == 2 {
			line[1].next.Set(nil)
		}
	}
	line[1].next.Set(line[2])
	e.rejoin(line[n-1])
	checkLine(t, &e, line[:])
}
