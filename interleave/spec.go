package interleave

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
)

// Spec is a sequential specification: what an object does if its operations are made one
// at a time. S is the state of the object, In an operation with its arguments, and Out
// what it returns. The functions must not change the states that they are given.
type Spec[S, In, Out any] struct {
	// Init returns the state of a new object.
	Init func() S

	// Step reports whether operation in may return out in state s, and which state it
	// leaves.
	Step func(s S, in In, out Out) (ok bool, next S)

	// Steps takes the place of Step if an operation may leave one of several states: it
	// returns all of them, and none if the operation may not return out.
	Steps func(s S, in In, out Out) []S

	// Equal reports whether two states are equal. nil: reflect.DeepEqual.
	Equal func(a, b S) bool

	// Blocks reports whether operation in may wait in state s for others to change it. An
	// operation that waits forever has no effect, and there must be an order of the
	// others that leaves a state in which it may wait. nil: none may wait forever.
	Blocks func(s S, in In) bool

	// Lost returns the states that operation in may leave if it takes effect though it
	// never returns, since its goroutine has ended inside of it. It may always have no
	// effect. nil: it never has any.
	Lost func(s S, in In) []S

	// Excused reports whether op may return what it did, and have no effect, because of
	// the operations that it overlaps: for objects that are not quite linearizable, as a
	// queue that may seem empty while an insertion is unfinished. nil: none is excused.
	Excused func(op Operation[In, Out], overlaps []Operation[In, Out]) bool
}

// Operation is a call in a history, and what came of it.
type Operation[In, Out any] struct {
	Goroutine int // that has made it
	In        In
	Out       Out // if it has returned
	Fate      Fate

	// When it began and returned, by any clock. An operation precedes another if it has
	// returned before that began, which is what Return < Call says. The return of one
	// that has not returned doesn't count.
	Call, Return int64
}

// Fate is what has become of a call.
type Fate int

const (
	Returned Fate = iota
	Waiting       // it waits forever
	Lost          // its goroutine has ended inside of it, or the history has
)

// precedes reports whether o comes before p in every order of operations.
func (o *Operation[In, Out]) precedes(p *Operation[In, Out]) bool {
	return o.Fate == Returned && o.Return < p.Call
}

// String spells the call out.
func (o Operation[In, Out]) String() string {
	switch o.Fate {
	case Waiting:
		return fmt.Sprintf("%v waits", o.In)
	case Lost:
		return fmt.Sprintf("%v never returns", o.In)
	}
	return fmt.Sprintf("%v = %v", o.In, o.Out)
}

// Check reports whether the history of an object is linearizable: whether there is an
// order of its operations in which each comes after those that precede it, and may return
// what it did. The order of the slice does not matter.
//
// It takes time that is exponential in the number of operations that overlap, in the
// worst case.
func (spec Spec[S, In, Out]) Check(history []Operation[In, Out]) bool {
	if text := spec.missing(); text != "" {
		panic("interleave: " + text)
	}
	_, ok := spec.linearize(history)
	return ok
}

// missing says what must be set.
func (spec *Spec[S, In, Out]) missing() string {
	switch {
	case spec.Init == nil:
		return "set Spec.Init, which returns the state of a new object"
	case spec.Step == nil && spec.Steps == nil:
		return "set Spec.Step or Spec.Steps, which say what an operation may return"
	}
	return ""
}

// linearize returns an order of the history's operations, or, if there is none, one of as
// many as can be ordered.
func (spec *Spec[S, In, Out]) linearize(history []Operation[In, Out]) (order []Operation[In, Out], ok bool) {
	c := newChecker(spec, spec.unexcused(history))
	ok = c.search(spec.Init())
	for _, i := range c.best {
		order = append(order, c.ops[i])
	}
	return order, ok
}

// unexcused is the history without the operations that are excused.
func (spec *Spec[S, In, Out]) unexcused(history []Operation[In, Out]) []Operation[In, Out] {
	ops := make([]Operation[In, Out], 0, len(history))
	for i := range history {
		o := &history[i]
		if spec.Excused != nil && o.Fate == Returned {
			var overlaps []Operation[In, Out]
			for j := range history {
				if p := &history[j]; i != j && !o.precedes(p) && !p.precedes(o) {
					overlaps = append(overlaps, *p)
				}
			}
			if spec.Excused(*o, overlaps) {
				continue
			}
		}
		ops = append(ops, *o)
	}
	return ops
}

// checker looks for an order of operations: depth first, by the algorithm of Wing and
// Gong ("Testing and verifying concurrent objects", 1993), which never goes on twice from
// the same operations in the same state, as Lowe has it ("Testing for linearizability",
// 2017).
type checker[S, In, Out any] struct {
	spec  *Spec[S, In, Out]
	equal func(a, b S) bool
	ops   []Operation[In, Out]

	// The calls and returns of the operations that are not in the order yet, by time.
	// Only the calls before the first return may come next. Operations that have not
	// returned have no return here, and those that wait aren't here at all.
	head event

	done  []uint64 // the set of operations in the order
	left  int      // how many that have returned are not
	order []int
	best  []int // the longest order so far
	tried map[uint64][]config[S]
}

// event is a call or a return in a list.
type event struct {
	op         int
	call       bool
	at         int64
	ret        *event // of a call
	prev, next *event
}

// config is where a search has been.
type config[S any] struct {
	done  []uint64
	state S
}

func newChecker[S, In, Out any](spec *Spec[S, In, Out], ops []Operation[In, Out]) *checker[S, In, Out] {
	c := &checker[S, In, Out]{spec: spec, equal: spec.Equal, ops: ops, tried: map[uint64][]config[S]{}}
	if c.equal == nil {
		c.equal = equalOf[S]()
	}
	c.done = make([]uint64, (len(ops)+63)/64)
	var events []*event
	for i := range ops {
		o := &ops[i]
		switch o.Fate {
		case Returned:
			c.left++
			ret := &event{op: i, at: max(o.Return, o.Call)}
			events = append(events, &event{op: i, call: true, at: o.Call, ret: ret}, ret)
		case Lost:
			events = append(events, &event{op: i, call: true, at: o.Call})
		}
	}
	// At the same time, calls come first: neither precedes the other.
	slices.SortStableFunc(events, func(a, b *event) int {
		if d := cmp.Compare(a.at, b.at); d != 0 || a.call == b.call {
			return d
		} else if a.call {
			return -1
		}
		return 1
	})
	last := &c.head
	for _, e := range events {
		last.next, e.prev = e, last
		last = e
	}
	return c
}

// equalOf compares states without a comparison of their own.
func equalOf[S any]() func(a, b S) bool {
	switch k := reflect.TypeFor[S]().Kind(); {
	case k >= reflect.Bool && k <= reflect.Complex128, k == reflect.String:
		return func(a, b S) bool { return any(a) == any(b) }
	}
	return func(a, b S) bool { return reflect.DeepEqual(a, b) }
}

// search reports whether the operations that are left can be ordered, from state s on.
func (c *checker[S, In, Out]) search(s S) bool {
	if len(c.order) > len(c.best) {
		c.best = slices.Clone(c.order)
	}
	if c.left == 0 && c.mayWait(s) {
		c.best = slices.Clone(c.order)
		return true
	}
	for e := c.head.next; e != nil && e.call; e = e.next {
		o := &c.ops[e.op]
		switch {
		case o.Fate == Lost && c.spec.Lost == nil:
		case o.Fate == Lost:
			for _, next := range c.spec.Lost(s, o.In) {
				if c.try(e, next) {
					return true
				}
			}
		case c.spec.Steps != nil:
			for _, next := range c.spec.Steps(s, o.In, o.Out) {
				if c.try(e, next) {
					return true
				}
			}
		default:
			if ok, next := c.spec.Step(s, o.In, o.Out); ok && c.try(e, next) {
				return true
			}
		}
	}
	return false
}

// try puts the operation of a call into the order, which leads to a state.
func (c *checker[S, In, Out]) try(e *event, next S) bool {
	word, bit := &c.done[e.op/64], uint64(1)<<(e.op%64)
	*word |= bit
	defer func() { *word &^= bit }()
	if !c.isNew(next) {
		return false
	}
	e.unlink()
	if e.ret != nil {
		e.ret.unlink()
		c.left--
	}
	c.order = append(c.order, e.op)
	if c.search(next) {
		return true
	}
	c.order = c.order[:len(c.order)-1]
	if e.ret != nil {
		c.left++
		e.ret.link()
	}
	e.link()
	return false
}

func (e *event) unlink() {
	e.prev.next = e.next
	if e.next != nil {
		e.next.prev = e.prev
	}
}

// link puts an event back where it was. Events must come back in the opposite order of
// that in which they were taken out.
func (e *event) link() {
	e.prev.next = e
	if e.next != nil {
		e.next.prev = e
	}
}

// isNew reports whether the search has not been in a state with the same operations done.
func (c *checker[S, In, Out]) isNew(s S) bool {
	h := uint64(14695981039346656037)
	for _, w := range c.done {
		h = (h ^ w) * 1099511628211
		h ^= h >> 32
	}
	for _, t := range c.tried[h] {
		if slices.Equal(t.done, c.done) && c.equal(t.state, s) {
			return false
		}
	}
	c.tried[h] = append(c.tried[h], config[S]{slices.Clone(c.done), s})
	return true
}

// mayWait reports whether all operations that wait forever may do so in state s.
func (c *checker[S, In, Out]) mayWait(s S) bool {
	for i := range c.ops {
		if c.ops[i].Fate == Waiting && (c.spec.Blocks == nil || !c.spec.Blocks(s, c.ops[i].In)) {
			return false
		}
	}
	return true
}

// explain says why a history is not linearizable: "" if it is, and otherwise a text and a
// kind of failure. sites is where goroutines wait, as far as that is known.
func (spec *Spec[S, In, Out]) explain(
	history []Operation[In, Out], sites map[int]string,
) (kind, text string) {
	order, ok := spec.linearize(history)
	if ok {
		return "", ""
	}
	var waiting []string
	var others []Operation[In, Out]
	for _, o := range history {
		if o.Fate == Waiting {
			who := fmt.Sprintf("goroutine %d", o.Goroutine)
			if o.Goroutine == 0 {
				who = "the test"
			}
			if at := sites[o.Goroutine]; at != "" {
				who += ", at " + at
			}
			waiting = append(waiting, fmt.Sprintf("%v (%s)", o.In, who))
		} else {
			others = append(others, o)
		}
	}
	if len(waiting) > 0 && spec.Check(others) {
		kind, text = "deadlock", "deadlock: nothing can run, and "+strings.Join(waiting, ", ")
		if len(waiting) == 1 {
			text += " waits forever"
		} else {
			text += " wait forever"
		}
		if spec.Blocks != nil {
			text += ", though no order of the others leaves a state in which "
			if len(waiting) == 1 {
				text += "it may"
			} else {
				text += "all may"
			}
		}
	} else {
		kind, text = "linearizability", "not linearizable: no order of the operations explains what they returned"
	}
	text += "\n\n" + table(history)
	if kind == "linearizability" {
		text += "\nas far as one can come: "
		for _, o := range order {
			text += o.String() + "; "
		}
		text += "then none fits"
	}
	return kind, text
}

// table is the history with a column for each goroutine, and a row for each time at which
// something begins or returns, in order.
func table[In, Out any](history []Operation[In, Out]) string {
	type mark struct {
		at   int64
		ret  bool
		op   int
		text string
	}
	var marks []mark
	var columns []int
	for i := range history {
		o := &history[i]
		if !slices.Contains(columns, o.Goroutine) {
			columns = append(columns, o.Goroutine)
		}
		marks = append(marks, mark{o.Call, false, i, fmt.Sprint(o.In)})
		switch o.Fate {
		case Returned:
			marks = append(marks, mark{max(o.Return, o.Call), true, i, fmt.Sprintf("= %v", o.Out)})
		case Waiting:
			marks = append(marks, mark{math.MaxInt64, true, i, "waits forever"})
		case Lost:
			marks = append(marks, mark{math.MaxInt64, true, i, "never returns"})
		}
	}
	slices.Sort(columns)
	slices.SortStableFunc(marks, func(a, b mark) int {
		if d := cmp.Compare(a.at, b.at); d != 0 || a.ret == b.ret {
			return d
		} else if b.ret {
			return -1
		}
		return 1
	})
	// A call that returns before anything else happens has one row.
	for i := 0; i+1 < len(marks); i++ {
		if a, b := &marks[i], &marks[i+1]; a.op == b.op && b.ret {
			a.text += " " + b.text
			a.ret = true
			marks = slices.Delete(marks, i+1, i+2)
		}
	}
	width := make([]int, len(columns))
	heads := make([]string, len(columns))
	for i, g := range columns {
		if heads[i] = fmt.Sprintf("goroutine %d", g); g == 0 {
			heads[i] = "test"
		}
		width[i] = len(heads[i])
	}
	column := func(m mark) int { return slices.Index(columns, history[m.op].Goroutine) }
	for _, m := range marks {
		width[column(m)] = max(width[column(m)], len([]rune(m.text)))
	}
	var b strings.Builder
	row := func(cells []string) {
		var line strings.Builder
		for i, c := range cells {
			if i > 0 {
				line.WriteString(" | ")
			}
			line.WriteString(c + strings.Repeat(" ", width[i]-len([]rune(c))))
		}
		b.WriteString("  " + strings.TrimRight(line.String(), " ") + "\n")
	}
	row(heads)
	open := make([]bool, len(columns))
	for _, m := range marks {
		cells := make([]string, len(columns))
		for i := range cells {
			if open[i] {
				cells[i] = ":"
			}
		}
		k := column(m)
		cells[k] = m.text
		open[k] = !m.ret
		row(cells)
	}
	return b.String()
}
