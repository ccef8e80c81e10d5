package checked

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/waitset"
)

// turn is an operation of a set: Notify and Remove of a source, Try and Wait.
type turn struct {
	op     string
	source int
}

func (t turn) String() string {
	if t.op == "Notify" || t.op == "Remove" {
		return fmt.Sprintf("%s(%d)", t.op, t.source)
	}
	return t.op
}

// none is given by a Try that finds no source.
const none = -1

// set is a set with two sources.
type set struct {
	waitset.Set[int]
	sources [2]waitset.Source
}

func newSet() *set {
	s := new(set)
	for i := range s.sources {
		s.sources[i] = s.Add(i)
	}
	return s
}

func (s *set) call(in turn) int {
	switch in.op {
	case "Notify":
		s.sources[in.source].Notify()
	case "Remove":
		s.sources[in.source].Remove()
	case "Try":
		if v, ok := s.Try(); ok {
			return v
		}
	case "Wait":
		v, _ := s.Wait(context.Background())
		return v
	}
	return none
}

// ready is the state of a set: its sources that are ready, in order, and those that are
// removed.
type ready struct{ line, removed string }

// setSpec is a queue without duplicates, with an allowance: it may seem empty while a
// Notify is unfinished.
var setSpec = interleave.Spec[ready, turn, int]{
	Init:  func() ready { return ready{} },
	Equal: func(a, b ready) bool { return a == b },
	Step: func(s ready, in turn, out int) (bool, ready) {
		name := string(rune('0' + in.source))
		switch in.op {
		case "Notify":
			if !strings.Contains(s.line+s.removed, name) {
				s.line += name
			}
			return true, s
		case "Remove":
			s.line = strings.ReplaceAll(s.line, name, "")
			if !strings.Contains(s.removed, name) {
				s.removed += name
			}
			return true, s
		}
		if s.line == "" {
			return out == none && in.op == "Try", s
		}
		return out == int(s.line[0]-'0'), ready{s.line[1:], s.removed}
	},
	Blocks: func(s ready, in turn) bool { return in.op == "Wait" && s.line == "" },
	Excused: func(op interleave.Operation[turn, int], overlaps []interleave.Operation[turn, int]) bool {
		return op.In.op == "Try" && op.Out == none &&
			slices.ContainsFunc(overlaps, func(o interleave.Operation[turn, int]) bool { return o.In.op == "Notify" })
	},
}

func testSet(t *testing.T, calls int, goroutines ...[]turn) {
	t.Helper()
	interleave.Linearizable(t, setSpec, interleave.Object[*set, turn, int]{
		New:        newSet,
		Call:       (*set).call,
		Goroutines: goroutines,
		Calls:      calls,
	}, interleave.Options{Time: limit})
}

func TestLinearSet(t *testing.T) {
	testSet(t, 1+more, []turn{{"Wait", 0}, {"Try", 0}}, []turn{{"Notify", 0}, {"Remove", 0}}, []turn{{"Notify", 1}})
}

func TestLinearSetTwo(t *testing.T) {
	testSet(t, 2+more, []turn{{"Wait", 0}, {"Try", 0}}, []turn{{"Notify", 0}, {"Notify", 1}})
}
