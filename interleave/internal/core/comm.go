package core

import (
	"fmt"
	"reflect"
	"strings"
	"unsafe"
)

// Channels of rewritten code. The code keeps real channels, which are nothing but
// identities in a model: what is in them, and who waits, is here.
//
// A send, a receive or a select statement is one step. On a channel without a buffer it
// takes two threads. The step is then the receiver's, and the sender moves along: its
// operation is done, too, and it runs on to its next one before anything else happens. An
// operation that doesn't wait (a select statement with a default clause) may do a step of
// its own with one that does.
//
// Whether a thread that has come to a channel without a buffer waits there already can't
// be observed. So a select statement with a default clause may take that clause although
// there is a partner: the partner has not come yet.

// channel is the state of a channel.
type channel struct {
	obj    int32
	cap    int
	closed bool
	buf    []element // the first is received first

	// By place in the buffer, from the first element on, then the free ones in the order
	// in which they will be used: the record of what happens before its use. A receive
	// happens before the send that uses the place next. -1: nothing.
	places []int32
}

type element struct {
	p    unsafe.Pointer // to the value
	h    uint64
	refs []uint64
}

// Case is a case of a select statement, or all that a send or receive is.
type Case struct {
	Chan unsafe.Pointer // the channel, nil for none
	Cap  int
	Elem *Mem
	Send bool
	V    unsafe.Pointer // to the value that is sent; it must stay as it is
	ch   *channel
}

// comm is a communication that a thread has come to.
type comm struct {
	cases      []Case
	hasDefault bool
	moves      []move // what it can do in the state at hand

	// What came of it.
	done   bool
	chosen int // -1: the default clause
	got    unsafe.Pointer
	ok     bool
	panics bool // it was a send to a closed channel
}

// move is a way for a communication to go on.
type move struct {
	at      int     // case, -1 for default
	partner *thread // nil if it takes none
	its     int     // the partner's case
}

// channelAt returns the state of a channel.
func (s *Sim) channelAt(p unsafe.Pointer, capacity int) *channel {
	e := s.addrs.find(uintptr(p))
	if e == nil || e.name == 0 {
		panic(refusal("a channel is used that was not made in the model by rewritten code"))
	}
	if e.obj >= 0 {
		return s.objects[e.obj].ch
	}
	o := s.addMemory(p)
	o.ch = &channel{obj: o.id, cap: capacity}
	return o.ch
}

// elements is the hash of what is in a channel.
func (s *Sim) setChannel(c *channel) {
	h := uint64(0)
	var refs []uint64
	for i := range c.buf {
		h = mix(h+k2, c.buf[i].h)
		refs = append(refs, c.buf[i].refs...)
	}
	if c.closed {
		h = mix(h, k1)
	}
	s.setValue(&s.objects[c.obj], h, refs...)
}

// element makes one of the value at p.
func (s *Sim) element(p unsafe.Pointer, m *Mem) element {
	h := m.plan.hash(s, p, false)
	return element{p, mix(h, k3), append([]uint64(nil), s.mentioned()...)}
}

// Comm is a select statement with these cases. It returns which was chosen, -1 for the
// default clause, and what was received.
func (s *Sim) Comm(cases []Case, hasDefault bool) (chosen int, got unsafe.Pointer, ok bool) {
	t := s.cur
	if t != nil && t.peeking || s.onlyLooking() {
		panic(refusal("an operation on a channel where the state may only be looked at"))
	}
	if s.aborting {
		s.unwind(t)
	}
	c := &comm{cases: cases, hasDefault: hasDefault}
	obj := int32(-1)
	for i := range cases {
		if x := &cases[i]; x.Chan != nil {
			x.ch = s.channelAt(x.Chan, x.Cap)
			obj = x.ch.obj
			// To come there is to be a partner for others.
			if x.ch.cap == 0 && !hasDefault && t != nil {
				s.step.touches(&s.objects[obj], true)
			}
		}
	}
	if len(cases) > 1 {
		obj = -1
	}
	if t == nil {
		return s.commSetup(c)
	}
	t.comm = c
	s.enter(OpComm, obj, 1, nil)
	if !c.done {
		n := s.moves(t)
		s.step.random = n > 1
		s.communicate(t, c, c.moves[int(s.alt)%n])
	}
	t.comm = nil
	if c.panics {
		sendClosed()
	}
	return c.chosen, c.got, c.ok
}

// commSetup is a communication in Setup, where nothing can wait.
func (s *Sim) commSetup(c *comm) (int, unsafe.Pointer, bool) {
	s.findMoves(nil, c)
	if len(c.moves) == 0 {
		panic(refusal("a channel blocks in the initialisation of a package, or in Setup"))
	}
	s.communicate(nil, c, c.moves[0])
	if c.panics {
		sendClosed()
	}
	return c.chosen, c.got, c.ok
}

// sendClosed panics as a send to a closed channel does.
func sendClosed() {
	c := make(chan int)
	close(c)
	c <- 1
}

// moves is how many ways the thread's communication has to go on.
func (s *Sim) moves(t *thread) int {
	s.findMoves(t, t.comm)
	return len(t.comm.moves)
}

func (s *Sim) findMoves(t *thread, c *comm) {
	c.moves = c.moves[:0]
	sure := false
	for i := range c.cases {
		x := &c.cases[i]
		ch := x.ch
		if ch == nil {
			continue
		}
		switch {
		case ch.closed || x.Send && len(ch.buf) < ch.cap || !x.Send && len(ch.buf) > 0:
			c.moves = append(c.moves, move{at: i})
			sure = true
		case ch.cap > 0 || x.Send && !c.hasDefault:
		default:
			for _, u := range s.threads {
				if u == t || u.ended || u.pend.kind != OpComm || u.comm == nil || u.comm.hasDefault {
					continue
				}
				for j := range u.comm.cases {
					if y := &u.comm.cases[j]; y.ch == ch && y.Send != x.Send {
						c.moves = append(c.moves, move{i, u, j})
					}
				}
			}
		}
	}
	if c.hasDefault && !sure {
		c.moves = append(c.moves, move{at: -1})
	}
}

// communicate does a move of thread t.
func (s *Sim) communicate(t *thread, c *comm, m move) {
	c.done, c.chosen = true, m.at
	if t != nil {
		s.leave(c, m.at)
		if m.partner != nil {
			s.leave(m.partner.comm, m.its)
		}
	}
	if m.at < 0 {
		s.observeComm(t, nil, -1, 0, nil)
		s.rec.text("select: default")
		return
	}
	x := &c.cases[m.at]
	ch := x.ch
	o := &s.objects[ch.obj]
	switch {
	case m.partner != nil:
		u := m.partner
		if u.op.open {
			s.begun(u)
		}
		w := u.comm
		w.done, w.chosen = true, m.its
		from, to := x, &w.cases[m.its]
		if !x.Send {
			from, to = to, from
		}
		_ = to
		el := s.element(from.V, from.Elem)
		if x.Send {
			w.got, w.ok = el.p, true
			s.observeComm(u, ch, m.its, el.h, el.refs)
			s.observeComm(t, ch, m.at, 0, nil)
		} else {
			c.got, c.ok = el.p, true
			s.observeComm(t, ch, m.at, el.h, el.refs)
			s.observeComm(u, ch, m.its, 0, nil)
		}
		// Each happens before what the other does next.
		know := t.know
		s.learn(t, &u.know)
		s.learn(u, &know)
		u.moved = true
		s.step.also |= 1 << uint(u.slot)
		s.fresh = append(s.fresh, u)
		s.rec.comm(s, t, c, x, o, el.p)
		s.rec.comm(s, u, w, &w.cases[m.its], o, el.p)
	case x.Send && ch.closed:
		c.panics = true
		s.observeComm(t, ch, m.at, 0, nil)
		s.rec.text("send to ", o.label, ", which is closed")
	case x.Send:
		el := s.element(x.V, x.Elem)
		s.pushElement(t, ch, el)
		s.observeComm(t, ch, m.at, 0, nil)
		s.rec.comm(s, t, c, x, &s.objects[ch.obj], el.p)
	case len(ch.buf) > 0:
		el := ch.buf[0]
		ch.buf = append(ch.buf[:0:0], ch.buf[1:]...)
		s.setChannel(ch)
		if t != nil {
			s.takePlace(t, ch)
		}
		c.got, c.ok = el.p, true
		s.observeComm(t, ch, m.at, el.h, el.refs)
		s.rec.comm(s, t, c, x, &s.objects[ch.obj], el.p)
	default: // closed
		s.acquireIn(t, o)
		s.observeComm(t, ch, m.at, 1, nil)
		s.rec.text("receive ", o.label, ": closed")
	}
}

// leave adds to the step's footprint what it has chosen, and what it has not. Who waited
// at a channel without a buffer is no partner for others from now on, at none of them.
func (s *Sim) leave(c *comm, chosen int) {
	for i := range c.cases {
		if ch := c.cases[i].ch; ch != nil {
			s.step.touches(&s.objects[ch.obj], i == chosen || ch.cap == 0 && !c.hasDefault)
		}
	}
}

func (s *Sim) acquireIn(t *thread, o *Object) {
	if t != nil {
		s.acquire(t, o)
	}
}

// pushElement puts an element into the buffer of a channel.
func (s *Sim) pushElement(t *thread, ch *channel, el element) {
	n := len(ch.buf)
	ch.buf = append(ch.buf, el)
	s.setChannel(ch)
	if t == nil {
		return
	}
	if n < len(ch.places) && ch.places[n] >= 0 {
		s.acquire(t, &s.objects[ch.places[n]])
	}
	s.setPlace(ch, n, t)
}

// place is the name of the record of a place.
func (s *Sim) placeName(ch *channel, i int) uint64 {
	return s.derived(s.objects[ch.obj].name, k3, uint64(i)+1)
}

// setPlace says that what t has done happens before the next use of a place.
func (s *Sim) setPlace(ch *channel, i int, t *thread) {
	for len(ch.places) <= i {
		ch.places = append(ch.places, -1)
	}
	if ch.places[i] < 0 {
		if t.know == (bitset{}) {
			return
		}
		id := int32(len(s.objects))
		s.objects = append(s.objects, Object{id: id, cell: -1, name: s.placeName(ch, i)})
		ch.places[i] = id
	}
	s.publish(&s.objects[ch.places[i]], t, false)
}

// takePlace is the receive of the first element: what was sent with it happens before the
// receive, and its place becomes the last one that is used again.
func (s *Sim) takePlace(t *thread, ch *channel) {
	if len(ch.places) == 0 && t.know == (bitset{}) {
		return
	}
	for len(ch.places) < ch.cap {
		ch.places = append(ch.places, -1)
	}
	first := ch.places[0]
	if first >= 0 {
		s.acquire(t, &s.objects[first])
	}
	copy(ch.places, ch.places[1:])
	last := len(ch.places) - 1
	ch.places[last] = first
	for i, id := range ch.places {
		if id >= 0 {
			s.rename(&s.objects[id], s.placeName(ch, i))
		}
	}
	s.setPlace(ch, last, t)
}

// rename gives a record that has no value another name.
func (s *Sim) rename(o *Object, name uint64) {
	for i := range s.slots {
		if o.know.has(int32(i)) && s.slots[i].keyed {
			s.key.sub(knowsTerm(o.name, s.slots[i].name))
			s.key.add(knowsTerm(name, s.slots[i].name))
		}
	}
	o.name = name
}

// observeComm adds a communication to the history of a thread.
func (s *Sim) observeComm(t *thread, ch *channel, at int, v uint64, refs []uint64) {
	if t == nil {
		return
	}
	name := uint64(0)
	if ch != nil {
		name = s.objects[ch.obj].name
	}
	s.observe(t, name, mix(uint64(OpComm), uint64(at+1)), v, refs...)
}

// CloseChan closes a channel.
func (s *Sim) CloseChan(p unsafe.Pointer, capacity int) {
	if p == nil {
		var c chan int
		close(c)
	}
	t := s.cur
	if t != nil && t.peeking || s.onlyLooking() {
		panic(refusal("a channel is closed where the state may only be looked at"))
	}
	if s.aborting {
		s.unwind(t)
	}
	ch := s.channelAt(p, capacity)
	t = s.enter(OpCloseChan, ch.obj, 1, nil)
	was := ch.closed
	ch.closed = true
	s.setChannel(ch)
	if t != nil {
		o := &s.objects[ch.obj]
		s.step.touches(o, true)
		s.publish(o, t, true)
		s.observe(t, o.name, uint64(OpCloseChan), 0)
		s.rec.text("close ", o.label)
	}
	if was {
		c := make(chan int)
		close(c)
		close(c)
	}
}

// LenChan is the number of elements in a channel.
func (s *Sim) LenChan(p unsafe.Pointer, capacity int) int {
	if p == nil {
		return 0
	}
	ch := s.channelAt(p, capacity)
	length := func() int { return min(len(ch.buf), capacity) } // the channel of a timer has none
	if s.aborting {
		return length()
	}
	if t := s.enter(OpLen, ch.obj, 1, nil); t != nil {
		o := &s.objects[ch.obj]
		s.step.touches(o, false)
		s.observe(t, o.name, uint64(OpLen), uint64(length()))
		s.rec.text(fmt.Sprintf("len of %s: %d", o.label, length()))
	}
	return length()
}

// comm says what a communication of t did.
func (r *recorder) comm(s *Sim, t *thread, c *comm, x *Case, o *Object, v unsafe.Pointer) {
	if r == nil || t == nil {
		return
	}
	what := "receive"
	if x.Send {
		what = "send"
	}
	if len(c.cases) > 1 || c.hasDefault {
		what = "select: " + what
	}
	text := fmt.Sprintf("%s %s: %s", what, o.label, r.plainValue(s, reflect.NewAt(x.Elem.typ, v).Elem()))
	if t == s.cur {
		r.addText(text)
		return
	}
	r.rows = append(r.rows, row{thread: t.slot, lines: []string{text}, ghost: true})
}

// commText says what a blocked thread waits for.
func (s *Sim) commText(c *comm) string {
	if len(c.cases) == 0 {
		return "select without cases"
	}
	text := ""
	for i := range c.cases {
		x := &c.cases[i]
		what := "receive"
		if x.Send {
			what = "send"
		}
		name := "nil channel"
		if x.ch != nil {
			name = s.objects[x.ch.obj].label
		}
		if i > 0 {
			text += " or "
		}
		text += strings.TrimRight(what+" "+name, " ")
	}
	return text
}
