//go:build interleave

package mpsc

import (
	"flag"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/context"
	"github.com/diatomic-go/diatomic/interleave/runtime"
	"github.com/diatomic-go/diatomic/interleave/seam"
)

var limit = flag.Duration(
	"limit",
	0,
	"run the large models too, each for so long at most; with -interleave.full, without a bound",
)

// rig is what the models are made of: a channel, senders whose messages are
// 10*(sender+1) + number, and an account of what became of each.
type rig struct {
	*interleave.Sim
	rx    *Receiver[int]
	tx    *Sender[int]
	nodes [spares]*node[int]
	book  *book
	stay  bool // somebody may be in line at the end
	awake bool // see inLine

	readied bool // Ready may have left the sink registered

	most int // nodes in line at the end, the dead as well, if that matters

	contexts map[context.Context]bool // see under

	inOrder int // whose messages come in the order of their senders, who have one each: so many, before others
}

// book is the account, by sender. Those of like senders are all of sender like.
type book struct {
	Sent, Refused, Got [5]int
	Dropped            int  // by Discard
	Closed             bool // the receiver was told that there is no more
	Panicked           int  // sends that have panicked: their messages are sent or not
	Last               int  // whose message came last, if that matters
	End                int  // one more than where the messages end, once the receiver has closed
}

// like is the sender of messages that nobody tells apart.
const like = 4

// spares is the number of nodes that are there from the beginning. They are used again as
// soon as they can be.
const spares = 4

func newRig(s *interleave.Sim, capacity, filled int) *rig {
	rx, tx := New[int](capacity)
	r := &rig{Sim: s, rx: rx, tx: tx, book: new(book)}
	rx.hasPointers = true // so that it is seen if a message is kept
	s.Name(tx, "tx")
	c := &tx.c
	for i := range r.nodes {
		// Made beforehand, lest their names depend on who comes first.
		n := newNode[int](c)
		n.predicate = settled(n.mayGo)
		r.warm(&n.sink, fmt.Sprint("node", i, ".signal"))
		s.Name(n, fmt.Sprint("node", i))
		c.nodes().spare.Put(n)
		r.nodes[i] = n
	}
	rx.predicate = settled(rx.pending)
	r.warm(&c.sink, "signal")
	s.Name(ErrClosed, "ErrClosed")
	s.Bits(&c.gate.tail)
	s.Ghost(r.book)
	for i := range filled {
		if err := tx.TrySend(10 + i); err != nil {
			panic(err)
		}
		r.book.Sent[0]++
	}
	s.Invariant("never more messages than the capacity", func() error {
		if n := c.gate.tail.Load()&position - rx.head; n > c.capacity {
			return fmt.Errorf("%d messages", n)
		}
		return nil
	})
	s.Invariant("nothing is sent after the receiver's Close", func() error {
		if end := int(c.gate.tail.Load() & position); r.book.End > 0 && end != r.book.End-1 {
			return fmt.Errorf("%d messages instead of %d", end, r.book.End-1)
		}
		return nil
	})
	s.Invariant("no spare node is in line", func() error {
		if n := c.line.count(c.nodes().spare.Has); n > 0 {
			return fmt.Errorf("%d are", n)
		}
		return nil
	})
	s.Invariant("limit <= room <= head + capacity", func() error {
		if k, room := &c.gate, c.room.Load(); k.limit.Load() > room || room > rx.head+c.capacity {
			return fmt.Errorf("%d, %d, %d", k.limit.Load(), room, rx.head+c.capacity)
		}
		return nil
	})
	s.Final(r.settled)
	return r
}

// settled says what must hold at the end.
func (r *rig) settled() error {
	b, c := r.book, &r.tx.c
	r.Outcome("%+v", *b)
	tail := c.gate.tail.Load() & position
	left := int(tail-r.rx.head) + b.Dropped
	for i := range b.Sent {
		left -= b.Sent[i] - b.Got[i]
	}
	if left < 0 || left > b.Panicked {
		return fmt.Errorf("%d messages left over: %+v", left, *b)
	}
	alive := c.line.count(func(n *node[int]) bool { s := n.state.Load(); return s != dead && s != off })
	if alive > 0 && (!r.stay || tail-r.rx.head < c.capacity) {
		return fmt.Errorf("somebody is still in line, with %d messages in the ring", tail-r.rx.head)
	}
	for i, n := range r.nodes {
		waits := n.state.Load()&^asleep == waiting && !c.nodes().spare.Has(n)
		if waits && c.line.count(func(m *node[int]) bool { return m == n }) == 0 {
			return fmt.Errorf("node %d waits, but isn't in line", i)
		}
	}
	if n := c.line.count(func(*node[int]) bool { return true }); r.most > 0 && n > r.most {
		return fmt.Errorf("%d nodes are in line", n)
	}
	if b.Closed && b.Sent != b.Got {
		return fmt.Errorf("closed too early: %+v", *b)
	}
	// What was received, or refused, is not kept alive.
	kept := c.bounded().hand.Get() != 0
	for i := range c.ring {
		s := &c.ring[i]
		kept = kept || s.message.Get() != 0 && (s.mark.Load() <= r.rx.head || s.mark.Load() > tail)
	}
	for _, n := range r.nodes {
		kept = kept || n.message.Get() != 0 && n.state.Load()&^asleep != waiting
	}
	if kept {
		return fmt.Errorf("a message is kept that is nobody's")
	}
	return nil
}

// count returns how many nodes in line are so.
func (l *line[T]) count(so func(n *node[T]) bool) (k int) {
	for _, n := range []*node[T]{l.front.Load(), l.top.Load()} {
		for ; n != nil; n = n.next.Get() {
			if so(n) {
				k++
			}
		}
	}
	return k
}

// warm makes what a sink makes when it is first used, except a hook on a context.
func (r *rig) warm(s *diatomic.WakeSink, name string) {
	ctx, _ := context.WithCancel(background)
	waitAwake(s, ctx)
	waitAwake(s, background)
	for range 4 { // more often than the contexts of a model come; ends with the signal
		waitAwake(s, ctx)
	}
	r.Name(*private(s, "signal").(*seam.Signal), name)
	r.Name(ctx.Done(), name+" done")
}

// waitAwake is a wait under ctx that ends before it sleeps.
func waitAwake(s *diatomic.WakeSink, ctx context.Context) {
	looks := 0
	s.Wait(ctx, func() bool { looks++; return looks == 2 })
}

// almostWatched makes six waits under ctx. The seventh is still a select, and the eighth
// in a row is watched.
func almostWatched(s *diatomic.WakeSink, ctx context.Context) {
	for range 6 {
		waitAwake(s, ctx)
	}
}

// under says that a thread waits under ctx: then the senders' sinks change, and the
// sender that gets the node next finds them as they are.
func (r *rig) under(ctx context.Context) {
	if ctx == background && seam.CanPark || r.contexts[ctx] || r.nodes[0] == nil {
		return
	}
	if r.contexts == nil {
		r.contexts = map[context.Context]bool{}
		for _, n := range r.nodes {
			r.Ghost(private(&n.sink, "newest"))
			r.Ghost(watchOf(&n.sink))
		}
	}
	if len(r.contexts) == 0 && ctx.Done() != nil {
		for _, n := range r.nodes {
			almostWatched(&n.sink, ctx)
		}
	}
	r.contexts[ctx] = true
	if done := ctx.Done(); done != nil {
		r.Name(done, fmt.Sprintf("done%d", len(r.contexts)))
	}
}

// watchOf is what a sink remembers of its last context.
func watchOf(s *diatomic.WakeSink) any {
	return reflect.ValueOf(private(s, "watch")).Elem().Interface()
}

// settled is f, for waits: they call it in several places, and depend on nothing that it
// saw before but the answer.
func settled(f func() bool) func() bool {
	return func() bool {
		runtime.Checkpoint()
		yes := f()
		runtime.Checkpoint(yes)
		return yes
	}
}

// private is a pointer to an unexported field.
func private(s *diatomic.WakeSink, field string) any {
	f := reflect.ValueOf(s).Elem().FieldByName(field)
	return reflect.NewAt(f.Type(), f.Addr().UnsafePointer()).Interface()
}

// own says what the receiver has to itself.
func (r *rig) own() {
	x, c := r.rx, r.rx.c
	r.Own(&x.head, &x.given, &x.asleep, &x.ended, &x.settled, &x.need, &x.step, &c.from, &c.gate.parkAt,
		private(&c.sink, "newest"), private(&c.sink, "parker"), private(&c.sink, "watch"))
	// Which context the sink remembers follows from how often it came: see warm.
	w := reflect.ValueOf(watchOf(&c.sink)).Elem()
	for _, f := range []string{"waits", "hook"} {
		v := w.FieldByName(f)
		r.Own(reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Interface())
	}
}

// got checks a message, and that it is its sender's next.
func (r *rig) got(v int) {
	i := v/10 - 1
	if i < 0 || i != like && v%10 != r.book.Got[i] {
		r.Fail("got %d, and before that %v", v, r.book.Got)
		return
	}
	r.book.Got[i]++
	if r.inOrder > 0 {
		if i <= r.inOrder && i != r.book.Last && i != r.book.Last+1 || i > r.inOrder && r.book.Last < r.inOrder {
			r.Fail("sender %d is served after %d", i, r.book.Last)
		}
		r.book.Last = i
	}
}

// model is a small closed program.
type model struct {
	name             string
	capacity, filled int
	setup            func(r *rig)

	new func(s *interleave.Sim, capacity, filled int) *rig // if not newRig
}

// size is how a model is explored.
type size int

const (
	small size = iota // always, and in full
	large             // in full, with -interleave.full
	vast              // with -interleave.full, and with a bound
)

// bound is that on preemptions of the vast ones. What they are large versions of is
// explored without.
const bound = 2

// portableTime is the bound on each small model with the portable parker, whose channel
// multiplies the states.
const portableTime = 3 * time.Second

func (m model) check(t *testing.T, s size) {
	t.Helper()
	t.Run(m.name, func(t *testing.T) {
		o := interleave.Options{Time: *limit}
		switch {
		case s != small && !interleave.Full() && *limit == 0:
			t.Skip("only with -interleave.full")
		case s == vast:
			o.Preemptions = bound
		case !seam.CanPark && !interleave.Full() && *limit == 0:
			o.Time = portableTime
		}
		new := newRig
		if m.new != nil {
			new = m.new
		}
		interleave.Run(
			t,
			interleave.Model{Name: m.name, Setup: func(s *interleave.Sim) { m.setup(new(s, m.capacity, m.filled)) }},
			o,
		)
	})
}
