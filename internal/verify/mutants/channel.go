package mutants

// channel are mutants of package mpsc.
var channel = []aimed{
	// The ring.
	{"one-too-many", "a position is taken at limit", "", "Try/two that try", edits(
		edit("mpsc/send.go", "if t < c.gate.limit.Load() {", "if t <= c.gate.limit.Load() {"))},
	{"take-blindly", "a position is taken by a plain store", "", "Try/two that try", edits(
		edit("mpsc/send.go", "if c.gate.tail.CompareAndSwap(t, t+1) {", "if c.gate.tail.Store(t + 1); true {"))},
	{"mark-first", "a message is published before it is written", "race", "One/one sender, ring", edits(
		edit("mpsc/send.go", "				s.message.CopyFrom(v)\n", "				s.mark.Store(t + 1)\n"),
		edit("mpsc/send.go", "				s.mark.Store(t + 1) //", "				s.message.CopyFrom(v) //"))},
	{"send-silently", "a receiver that waits on the sink isn't told", "deadlock", "One/one sender, poll", edits(
		edit("mpsc/send.go", "				c.sink.Source().Notify()\n				return nil", "				_ = c.sink.Source()\n				return nil"))},
	{"keep-received", "a slot is not cleared", "final", "One/one sender, ring", edits(
		edit("mpsc/receive.go", "	if r.hasPointers {", "	if false {"))},

	// The hand-over.
	{"park-blindly", "the receiver parks though a position was taken", "", "One/one sender, ring", edits(
		edit("mpsc/park.go", "return k.tail.CompareAndSwap(k.parkAt, k.parkAt|parked)", "return k.tail.Or(parked) < parked"))},
	{"park-over-another", "the receiver that is parked is overwritten", "", "Close/a parked receiver is not overwritten", edits(
		edit("mpsc/park.go", "	if k.tail.Load() != k.parkAt {", "	if false {"))},
	{"hand-over-twice", "two senders hand over", "", "Try/two that try", edits(
		edit("mpsc/send.go", "} else if c.gate.tail.CompareAndSwap(t, t&^parked) {", "} else if c.gate.tail.Store(t &^ parked); true {"))},
	{"hand-over-nothing", "the receiver isn't told that there is a message in hand", "", "One/one sender, ring", edits(
		edit("mpsc/send.go", "b.handed.Set(true)", "b.handed.Set(false)"))},
	{"ready-first", "the receiver runs before the message is in hand", "race", "One/one sender, ring", edits(
		edit("mpsc/send.go", "			b.handed.Set(true)\n			seam.Ready(c.gate.g.Get())", "			seam.Ready(c.gate.g.Get())\n			b.handed.Set(true)"))},
	{"keep-in-hand", "the hand is not cleared", "final", "One/one sender, ring", edits(
		edit("mpsc/receive.go", "	b.hand.Set(*new(T))\n", "	_ = b\n"))},

	// Close.
	{"close-blindly", "close is a load and a store", "", "Try/one that tries, and close", edits(
		edit("mpsc/channel.go", "if c.gate.tail.CompareAndSwap(t, t&^parked|closed) {", "if c.gate.tail.Store(t&^parked | closed); true {"))},
	{"done-looks-first", "Done looks at tail before close can see its channel", "deadlock", "Close/close, and two that ask for Done", edits(
		edit("mpsc/channel.go", "	e := c.end.Load()\n	if e == nil {", "	shut, e := c.gate.tail.Load()&closed != 0, c.end.Load()\n	if e == nil {"),
		edit("mpsc/channel.go", "	if c.gate.tail.Load()&closed != 0 {\n		e.close()", "	if shut {\n		e.close()"))},
	{"done-twice", "two that call Done at once get different channels", "deadlock", "Close/close, and two that ask for Done", edits(
		edit("mpsc/channel.go", "!c.end.CompareAndSwap(nil, e) {\n			e = c.end.Load() // another goroutine's\n		}", "true {\n			c.end.Store(e)\n		}"))},
	{"close-without-done", "close leaves the channel of Done open", "deadlock", "Close/close, and two that ask for Done", edits(
		edit("mpsc/channel.go", "	if e := c.end.Load(); e != nil {", "	if e := c.end.Load(); false {"))},
	{"discard-leaves", "Discard leaves what is sent while it runs", "assertion", "Close/discard", edits(
		edit("mpsc/receiver.go", "			v, err := r.Recv(context.Background())\n", "			v, err := r.TryRecv(); _ = context.Background\n"))},
	{"close-lets-sleep", "close doesn't make the parked receiver ready", "deadlock", "Close/close while the receiver is blocked", edits(
		edit("mpsc/channel.go", "			if t&parked != 0 {\n				seam.Ready(c.gate.g.Get())", "			if false {\n				seam.Ready(c.gate.g.Get())"))},
	{"close-frees-nobody", "close doesn't wake the senders in line", "deadlock", "Close/close, nobody receives", edits(
		edit("mpsc/channel.go", "		c.line.clear()\n", "		_ = c\n"))},
	{"close-leaves-front", "close doesn't look at the front", "deadlock", "LineClose/2 in line, one receive, and close", edits(
		edit("mpsc/line.go", "	letGoFrom(l.front.Load())\n}", "	_ = l\n}"))},
	{"close-leaves-stack", "close doesn't look at the stack", "deadlock", "Close/close, nobody receives", edits(
		edit("mpsc/line.go", "	letGoFrom(l.top.Swap(nil)) //", "	_ = l //"))},
	{"close-silently", "close doesn't tell a receiver that waits on the sink", "deadlock", "Close/close while a task waits", edits(
		edit("mpsc/channel.go", "	c.sink.Source().Notify()\n}", "	_ = c\n}"))},
	{"closed-too-early", "messages of a closed channel are not received", "final", "Try/one that tries, and close", edits(
		edit("mpsc/receive.go", "case t == r.head|closed:", "case t&closed != 0:"))},
	{"task-not-told", "a receiver on the sink doesn't notice close", "deadlock", "Close/close while a task waits", edits(
		edit("mpsc/receive.go", "return t&position == r.head && t != r.head", "return t == 1<<60"))},

	// Room.
	{"clear-late", "room is given before its slot is cleared", "", "One/one sender, overflow", edits(
		edit("mpsc/receiver.go", "	r.passed(s) //", "	r.head++; defer s.message.Set(*new(T)) //"))},
	{"give-nothing", "room is not raised", "assertion", "One/one sender, one receive", edits(
		edit("mpsc/receive.go", "	r.c.room.Store(r.given)", "	_ = r"))},
	{"give-no-look", "a sender that got in line meanwhile isn't told of the room", "deadlock", "One/one sender, one receive", edits(
		edit("mpsc/receive.go", "for c.line.anybody() && c.open() {", "for false {"))},
	{"give-late", "room is visible after the look at the line, as a plain store may be", "deadlock", "One/one sender, one receive", edits(
		edit("mpsc/receive.go", "	r.c.room.Store(r.given)", "	defer r.c.room.Store(r.given)"))},
	{"raise-too-high", "senders go on beyond room", "invariant", "Try/two that try after two receives", edits(
		edit("mpsc/channel.go", "	k.limit.Store(room)", "	k.limit.Store(room + 1)"))},
	{"raise-too-low", "a sender finds room, and raises limit to less", "livelock", "Try/two that try after two receives", edits(
		edit("mpsc/channel.go", "	k.limit.Store(room)", "	k.limit.Store(room - 1)"))},
	{"len-room-first", "the length is that of an old room and a new tail", "assertion", "Len/length, while one is received before the next is sent", edits(
		edit("mpsc/channel.go", "t, room := c.gate.tail.Load(), c.room.Load()", "room, t := c.room.Load(), c.gate.tail.Load()"))},
	{"len-no-second-look", "the length is that of an old tail and a new room", "assertion", "Len/length, while one is sent before the next is received", edits(
		edit("mpsc/channel.go", "if c.gate.tail.Load() == t {", "if true {"))},
	{"raise-not", "senders don't look at room", "", "Try/two that try after two receives", edits(
		edit("mpsc/channel.go", "	if t >= room {", "	if true {"))},
	{"look-at-front-only", "the receiver overlooks senders on the stack", "deadlock", "One/one sender, one receive", edits(
		edit("mpsc/line.go", "return l.front.Load() != nil || l.top.Load() != nil", "return l.front.Load() != nil"))},
	{"look-at-stack-only", "the receiver overlooks senders in the front", "", "LineRoom/2 in line, two receives", edits(
		edit("mpsc/line.go", "return l.front.Load() != nil || l.top.Load() != nil", "return l.top.Load() != nil"))},
	{"give-twice", "the room that those in line got is given again", "", "LineClose/2 in line, one receive, and close", edits(
		edit("mpsc/receive.go", "r.given = max(r.given, t+1) //", "_ = t //"))},
	{"room-to-all-first", "room is given to all before those in line", "assertion", "Order/2 in order, received when there are 2", edits(
		edit("mpsc/receiver.go", "	if c.line.anybody() || r.publish() {", "	if r.publish() || c.line.anybody() {"))},
	{"hold-back-room", "a receive keeps its room", "", "One/one sender, one receive", edits(
		edit("mpsc/receiver.go", "	if c.line.anybody() || r.publish() {", "	if r.head%2 == 0 && (c.line.anybody() || r.publish()) {"))},
	{"batch-keeps-room", "a batch ends without giving room", "assertion", "One/one sender, a batch that ends", edits(
		edit("mpsc/receive.go", "	r.give()\n	return len(buf)", "	_ = r\n	return len(buf)"))},

	// The line.
	{"enter-first", "a node is in line before its message is", "race", "One/one sender, overflow", edits(
		edit("mpsc/send.go", "	n.message.CopyFrom(v)\n	n.state", "	defer n.message.CopyFrom(v)\n	n.state"))},
	{"push-blindly", "push overwrites the top", "", "Close/close while two are blocked", edits(
		edit("mpsc/send.go", "if l.top.CompareAndSwap(top, n) {", "if l.top.Store(n); true {"))},
	{"link-late", "a node is linked after it was published", "race", "One/one sender, overflow", edits(
		edit("mpsc/send.go", "		n.next.Set(top)\n", "		defer n.next.Set(top)\n"))},
	{"take-stack-blindly", "pop takes the stack in two steps", "", "LineClose/2 in line, one receive, and close", edits(
		edit("mpsc/line.go", "	n := l.top.Swap(nil) //", "	n := l.top.Load(); l.top.Store(nil) //"))},
	{"pop-one-if-closed", "the receiver lets go of one only when the channel is closed", "deadlock", "LineClose/2 in line, one receive, and close", edits(
		edit("mpsc/receive.go", "			n.letGo()\n		} else", "			n.letGo(); return\n		} else"))},
	{"pop-in-reverse", "the sender that came last is served first", "assertion", "Order/2 in order, received when there are 2", edits(
		edit("mpsc/line.go", "	var rest *node[T]\n	for next := n.next.Get(); next != nil;", "	rest := n.next.Get()\n	for next := rest; next != nil && false;"))},
	{"front-in-reverse", "the stack is not turned round", "assertion", "Order/3 in order, received when there are 3", edits(
		edit("mpsc/line.go", "		l.front.Store(rest)\n", "		{ var back *node[T]; for rest != nil { x := rest.next.Get(); rest.next.Set(back); back, rest = rest, x }; rest = back }; l.front.Store(rest)\n"))},
	// A stay.
	{"state-kept", "a node comes with its last state", "", "One/one sender, a node used again", edits(
		edit("mpsc/send.go", "	n.state.Set(waiting) //", "	_ = n //"))},
	{"claim-blindly", "a claim is a plain store", "", "Cancel/cancelled send", edits(
		edit("mpsc/place.go", "if p.state.CompareAndSwap(s, next) {", "if p.state.Store(next); true {"))},
	{"serve-closed", "a sender that got in line late is served after Close", "invariant", "Close/close by the receiver", edits(
		edit("mpsc/receive.go", "if c.gate.tail.Load()&closed != 0 {", "if false {"))},
	{"serve-dead", "a dead node is served", "", "Cancel/cancelled send", edits(
		edit("mpsc/receive.go", "	if !ok {\n		return", "	if _ = ok; false {\n		return"))},
	{"claim-plainly", "a sender that may withdraw is treated as asleep", "race", "Cancel/cancelled send", edits(
		edit("mpsc/place.go", "		case waiting | asleep:\n", "		case waiting | asleep, waiting:\n"),
		edit("mpsc/place.go", "		case waiting:\n", "		case sent:\n"))},
	{"keep-served", "a node keeps the message that was moved into the ring", "final", "LineRoom/2 in line, two receives", edits(
		edit("mpsc/receive.go", "	n.drop()\n", "	_ = n\n"))},
	{"settle-plainly", "a stay ends by a plain store though the sender may look", "race", "One/one sender, overflow", edits(
		edit("mpsc/place.go", "was = p.state.Swap(sent)", "was = p.state.Load(); p.state.Set(sent)"))},
	{"mark-plainly", "a sender publishes its message by a plain store", "race", "One/one sender, ring", edits(
		edit("mpsc/send.go", "s.mark.Store(t + 1)", "s.mark.Set(t + 1)"))},
	{"wake-first", "a sender that sleeps is made ready before its stay ends", "race", "One/one sender, overflow", edits(
		edit("mpsc/place.go", "		p.state.Set(sent)\n", "		defer p.state.Set(sent)\n"))},
	{"settle-blindly", "the end of a stay overlooks a sender that has just fallen asleep", "deadlock", "One/one sender, overflow", edits(
		edit("mpsc/place.go", "was = p.state.Swap(sent)", "was = p.state.Load(); p.state.Store(sent)"))},
	{"settle-not", "a stay is never ended", "", "One/one sender, overflow", edits(
		edit("mpsc/place.go", "was = p.state.Swap(sent)", "was = p.state.Load()"))},
	{"release-blindly", "a release overlooks a sender that has just fallen asleep", "deadlock", "Close/close, nobody receives", edits(
		edit("mpsc/place.go", "if p.state.CompareAndSwap(s, off) {", "if p.state.Store(off); true {"))},
	{"release-silently", "a sender that is released is not woken", "deadlock", "Close/close, nobody receives", edits(
		edit("mpsc/place.go", "				p.wake(s)\n", "				_ = p\n"))},
	{"wake-silently", "a sender that waits on its sink isn't woken", "deadlock", "Cancel/a sender under a context", edits(
		edit("mpsc/place.go", "		p.sink.Source().Notify()\n", "		_ = p\n"))},
	{"withdraw-blindly", "a withdrawal is a plain store", "", "Cancel/cancelled send", edits(
		edit("mpsc/place.go", "return p.state.CompareAndSwap(waiting, dead)", "p.state.Store(dead); return true"))},
	{"panic-stays-in-line", "a send whose context panics stays in line", "final", "Cancel/a send under a context that panics, nobody receives", edits(
		edit("mpsc/send.go", "		if panics {\n			switch", "		if panics && false {\n			switch"))},
	{"panic-keeps-message", "a send whose context panics keeps its message when it is released", "final", "Cancel/a send under a context that panics", edits(
		edit("mpsc/send.go", "				c.abandon(n)\n			case off:\n				n.drop()\n", "				c.abandon(n)\n			case off:\n				_ = n\n"))},
	{"keep-withdrawn", "a message that was withdrawn is kept", "final", "Cancel/cancelled send, nobody receives", edits(
		edit("mpsc/send.go", "	n.drop()\n	c.nodes().bury(n)", "	_ = 0\n	c.nodes().bury(n)"))},
	{"keep-let-go", "a message of a sender that was let go of is kept", "final", "Close/close, nobody receives", edits(
		edit("mpsc/send.go", "		case off:\n			n.drop()", "		case off:\n			_ = n"))},
	{"bury-not", "the place of a sender that has withdrawn is not taken over", "final", "Heir/one that withdraws twice", edits(
		edit("mpsc/send.go", "	c.nodes().bury(n)\n", "	_ = c\n"))},
	{"bury-alive", "a place can be taken over before its message is out", "", "Heir/an heir while the other withdraws", edits(
		edit("mpsc/send.go", "	n.drop()\n	c.nodes().bury(n)\n", "	c.nodes().bury(n)\n	n.drop()\n"))},
	{"cancelled-but-sent", "a send that the receiver has made is reported as cancelled", "final", "Cancel/cancelled send", edits(
		edit("mpsc/send.go", "			return nil // even if ctx is over", "			return err"))},
	{"cancel-unseen", "a send doesn't say that it was cancelled", "", "Cancel/cancelled send, nobody receives", edits(
		edit("mpsc/send.go", "		if err != nil {\n", "		if err != nil && false {\n"))},
	{"send-false-nil", "Send returns the Err of its context, which may be nil", "", "Cancel/cancelled send, foreign context", edits(
		edit("mpsc/send.go", "return seam.Err(ctx)", "return ctx.Err()"))},
	{"send-asks-err", "Send asks Err whether its context is over", "", "Cancel/cancelled send, a context whose Err comes first", edits(
		edit("mpsc/send.go", "	if done != nil && seam.Closed(done) {", "	if ctx.Err() != nil {"))},
	{"send-no-last-look", "Send doesn't look whether there is room after its context was over", "", "Cancel/receive, then cancel", edits(
		edit("mpsc/send.go", "		if err := c.put(v); err != ErrFull {\n			return err // there", "		if err := c.put(v); false {\n			return err // there"))},
	{"leave-claimed", "a sender whose message is claimed doesn't wait", "", "Cancel/cancelled send", edits(
		edit("mpsc/send.go", "	if seam.CanPark {\n		n.parkUntilOver()", "	if seam.CanPark {\n		_ = n"))},

	// Sleep.
	{"sleep-blindly", "a sender falls asleep though its state has changed", "", "One/one sender, overflow", edits(
		edit("mpsc/park.go", "return p.state.CompareAndSwap(s, s|asleep)", "p.state.Store(s | asleep); return true"))},
	{"sleep-when-over", "a sender falls asleep though its stay is over", "deadlock", "One/one sender, overflow", edits(
		edit("mpsc/park.go", "if s != waiting && s != claimed {", "if false {"))},
	{"sleep-no-look", "a sender falls asleep without a look at the gate", "deadlock", "One/one sender, one receive", edits(
		edit("mpsc/send.go", "} else if !n.mayGo() {", "} else {"))},
	{"done-no-look", "a sender that waits on its sink doesn't look at the gate", "deadlock", "Cancel/a sender under a context, one receive", edits(
		edit("mpsc/place.go", "return over(s) || s == waiting && n.channel.open()", "return over(s)"))},
	{"publish-g-late", "a sleeping sender can't be found", "", "One/one sender, overflow", edits(
		edit("mpsc/park.go", "	p.g.Set(seam.G(g))\n", "	defer p.g.Set(seam.G(g))\n"))},

	// Places that are taken over.
	{"exhume-blindly", "a place is taken over that has left the line", "", "Heir/an heir, and the receiver", edits(
		edit("mpsc/line.go", "&& g.node.state.CompareAndSwap(dead, reviving) {", "{ g.node.state.Store(reviving)"))},
	{"revive-blindly", "a place waits again that has left the line", "deadlock", "Heir/an heir, and the receiver", edits(
		edit("mpsc/place.go", "return p.state.CompareAndSwap(reviving, waiting)", "p.state.Store(waiting); return true"))},
	{"serve-reviving", "the receiver skips a place that is being taken over", "deadlock", "Heir/an heir, and the receiver", edits(
		edit("mpsc/place.go", "		next := off\n", "		next := off; if s == reviving { return s, false }\n"))},
	{"release-reviving", "a place that is being taken over is not let go of", "final", "HeirOfSent/an heir of one that sends by itself", edits(
		edit("mpsc/place.go", "		s := p.state.Load()\n		// Pairs with the ones in withdraw, revive and", "		s := p.state.Load(); if s == reviving { return }\n		// Pairs with the ones in withdraw, revive and"))},
	{"dead-kept", "a sender that withdraws keeps its node, and gives it to others when it takes the place over again", "invariant", "Try/one sender, one that tries, overflow", edits(
		edit("mpsc/send.go", "			n = nil\n", "			_ = n\n"))},
	{"spare-let-go", "Close recycles the node of a sender that it releases, though the receiver may still come to it", "", "LineReuse", edits(
		edit("mpsc/send.go", "			return err // n", "			if n != nil { c.nodes().spare.Put(n) }; return err // n"))},
	{"exhume-all", "exhume takes the whole stack, so that other heirs find no grave", "final", "Heir/two heirs of two", edits(
		edit("mpsc/line.go", "if s.graves.CompareAndSwap(g, g.under) && g.node.state.CompareAndSwap(dead, reviving) {", "if s.graves.CompareAndSwap(g, nil) && g.node.state.CompareAndSwap(dead, reviving) { if g.under != nil { s.bury(g.under.node) }"))},
	{"bury-blindly", "of two senders that withdraw at once, one is never found again", "final", "Heir/two heirs of two", edits(
		edit("mpsc/line.go", "		g.under = s.graves.Load()\n", "		_ = g\n"),
		edit("mpsc/line.go", "		if s.graves.CompareAndSwap(g.under, g) {", "		if s.graves.Store(g); true {"))},
	{"exhume-not", "a place that is taken over stays in the graves", "", "Heir/two heirs of two", edits(
		edit("mpsc/line.go", "if s.graves.CompareAndSwap(g, g.under) && g.node", "if g.node"))},

	// The unbounded channel.
	{"ub-take-blindly", "a position of an unbounded channel is taken by a load and a store", "", "UnboundedSenders/2 senders after 1, then received", edits(
		edit("mpsc/unbounded.go", "	return k.tail.Add(1) - 1\n", "	t := k.tail.Load(); k.tail.Store(t + 1); return t\n"))},
	{"ub-mark-first", "a message is published before it is written", "race", "Unbounded/one sender after 0", edits(
		edit("mpsc/unbounded.go", "	s.message.CopyFrom(v)\n", "	s.mark.Store(p + 1)\n"),
		edit("mpsc/unbounded.go", "	s.mark.Store(p + 1) //", "	s.message.CopyFrom(v) //"))},
	{"ub-mark-plainly", "a message is published by a plain store", "race", "Unbounded/one sender after 0", edits(
		edit("mpsc/unbounded.go", "	s.mark.Store(p + 1) //", "	s.mark.Set(p + 1) //"))},
	{"ub-silently", "a receiver that waits on the sink isn't told", "deadlock", "Unbounded/one sender, poll", edits(
		edit("mpsc/unbounded.go", "		c.sink.Source().Notify()\n	}\n	return nil", "		_ = c\n	}\n	return nil"))},
	{"ub-unpark-not", "a receiver that is parked isn't made to run", "deadlock", "Unbounded/one sender after 0, blocking", edits(
		edit("mpsc/unbounded.go", "	if t&parked == 0 || !c.gate.unpark() {", "	if true {"))},
	{"ub-unpark-first", "a receiver that is parked runs before there is a message", "", "Unbounded/one sender after 0, blocking", edits(
		edit("mpsc/unbounded.go", "	s := g.slot(p) //", "	woken := t&parked != 0 && c.gate.unpark(); s := g.slot(p) //"),
		edit("mpsc/unbounded.go", "	if t&parked == 0 || !c.gate.unpark() {", "	if !woken {"))},
	{"ub-unpark-only", "a sender that another has come before doesn't notify the sink", "deadlock", "UnboundedSenders/2 senders after 0, blocking", edits(
		edit("mpsc/unbounded.go", "	if t&parked == 0 || !c.gate.unpark() {", "	if t&parked != 0 { c.gate.unpark() } else {"))},
	{"ub-unpark-twice", "two senders make the receiver run", "", "UnboundedSenders/2 senders after 0, blocking", edits(
		edit("mpsc/unbounded.go", "	if k.tail.And(^parked)&parked == 0 {", "	if was := k.tail.Load(); k.tail.And(^parked) == 0 || was&parked == 0 {"))},
	{"ub-one-too-many", "a position is taken at the limit", "", "UnboundedSenders/2 senders after 0, then received", edits(
		edit("mpsc/unbounded.go", "	if p >= g.limit.Load()&position {", "	if p > g.limit.Load()&position {"))},
	{"ub-raise-too-high", "a limit is raised beyond the slots that were received", "", "Unbounded/one sender after 1", edits(
		edit("mpsc/unbounded.go", "c.room.Load() + uint64(len(g.slots)); p", "c.room.Load() + uint64(len(g.slots)) + 1; p"))},
	{"ub-raise-blindly", "a limit that is full is raised", "", "UnboundedSenders/2 senders after 1, one received meanwhile", edits(
		edit("mpsc/unbounded.go", "				g.limit.CompareAndSwap(limit, room)\n", "				g.limit.Store(room)\n"))},
	{"ub-full-blindly", "a segment ends at an old limit", "", "UnboundedSenders/2 senders after 1, one received meanwhile", edits(
		edit("mpsc/unbounded.go", "				g.limit.CompareAndSwap(limit, limit|full)\n", "				g.limit.Store(limit | full)\n"))},
	{"ub-link-blindly", "a segment that another sender has linked is overwritten", "", "UnboundedSenders/2 senders after 1, then received", edits(
		edit("mpsc/unbounded.go", "	if !g.next.CompareAndSwap(nil, n) {\n		n = g.next.Load() // ours", "	if g.next.Store(n); false {\n		n = g.next.Load() // ours"))},
	{"ub-spare-shared", "two segments have the same slots", "", "UnboundedSpare", edits(
		edit("mpsc/unbounded.go", "c.spare.Swap(nil); spare", "c.spare.Load(); spare"))},
	{"ub-spare-early", "the slots of a segment are used again while messages are in them", "", "UnboundedSpare", edits(
		edit("mpsc/unbounded.go", "		c.spare.Store(&g.slots[0]) //", "		c.spare.Store(&n.slots[0]) //"))},
	{"ub-last-reopened", "a sender stores last after the close", "final", "UnboundedClose/one sender and close, nobody receives", edits(
		edit("mpsc/unbounded.go", "		c.last.CompareAndSwap(g, n)\n		g = n\n", "		c.last.Store(n)\n		g = n\n"))},
	{"ub-next-never", "the receiver stays in a segment that is full", "", "Unbounded/one sender after 1", edits(
		edit("mpsc/unbounded.go", "g.limit.Load() != r.head|full {", "g.limit.Load() != r.head {"))},
	{"ub-next-early", "the receiver leaves a segment before its end", "", "Unbounded", edits(
		edit("mpsc/unbounded.go", "g.limit.Load() != r.head|full {", "g.limit.Load()&full == 0 {"))},
	{"ub-shrink-last-kept", "last stays at a segment that the receiver has left", "final", "UnboundedRings/a sender that prepares", edits(
		edit("mpsc/unbounded.go", "		g = l\n", "		_ = l\n"))},
	{"ub-pending-not", "a receiver that registers doesn't look at the next segment", "deadlock", "Unbounded/one sender, poll", edits(
		edit("mpsc/receive.go", "		if !r.advance() {\n			break\n", "		if true {\n			break\n"))},
	{"ub-refuse-silently", "a receiver that waits for a send that fails isn't told", "deadlock", "UnboundedClose", edits(
		edit("mpsc/unbounded.go", "	c.sink.Source().Notify()\n	return ErrClosed", "	_ = c\n	return ErrClosed"))},
	{"ub-refuse-keeps", "a send that fails keeps its position", "", "UnboundedClose", edits(
		edit("mpsc/unbounded.go", "	k.tail.Add(^uint64(0))\n", "	_ = k\n"))},
	{"ub-close-overlooked", "a send doesn't see that the channel was closed", "", "UnboundedClose", edits(
		edit("mpsc/unbounded.go", "	if t&closed != 0 {\n", "	if false {\n"))},
	{"ub-shrink-blindly", "the receiver takes positions back from senders", "", "Unbounded", edits(
		edit("mpsc/unbounded.go", "		if !c.gate.tail.CompareAndSwap(r.head, end|skipped) {", "		if c.gate.tail.Store(end | skipped); false {"))},
	{"ub-shrink-limit-blindly", "the receiver ends a segment that a sender has extended", "", "UnboundedRings", edits(
		edit("mpsc/unbounded.go", "limit&full != 0 || g.limit.CompareAndSwap(limit, limit|full) {", "true { g.limit.Store(limit | full)"))},
	{"ub-shrink-raised", "a segment that the receiver ends may still be extended", "", "UnboundedRings", edits(
		edit("mpsc/unbounded.go", "limit&full != 0 || g.limit.CompareAndSwap(limit, limit|full) {", "true {"))},
	{"ub-shrink-links-blindly", "the receiver overwrites a segment that a sender has linked", "", "Unbounded", edits(
		edit("mpsc/unbounded.go", "		if !g.next.CompareAndSwap(nil, n) { // as in link", "		if g.next.Store(n); false { // as in link"))},
	{"ub-shrink-last-blindly", "the receiver stores last after the close", "final", "UnboundedClose/close while memory is given back", edits(
		edit("mpsc/unbounded.go", "		c.last.CompareAndSwap(g, next) //", "		c.last.Store(next) //"))},
	{"ub-shrink-stays", "head stays in a segment that was given back", "", "Unbounded", edits(
		edit("mpsc/unbounded.go", "		r.head, r.given, r.settled = end, end, end\n", "		r.settled = end\n"))},
	{"ub-link-late", "a sender links the next segment when its message may have been received", "", "UnboundedRings/a sender that prepares", edits(
		edit("mpsc/unbounded.go", "	if g.prepares(p) {", "	if false {"),
		edit("mpsc/unbounded.go", "		c.sink.Source().Notify()\n	}\n	return nil", "		c.sink.Source().Notify()\n	}\n	if g.prepares(p) { c.prepare(g, p) }; return nil"))},
	{"ub-len-phantom", "Len counts positions that the receiver takes", "assertion", "UnboundedLen/length of an empty channel, while memory is given back", edits(
		edit("mpsc/channel.go", "		if t&skipped != 0 {\n", "		if false {\n"))},
	{"ub-len-missing", "Len doesn't count messages while the receiver takes positions", "", "UnboundedLen", edits(
		edit("mpsc/unbounded.go", "		c.gate.limit.Store(end)\n", "		c.gate.limit.Store(end); c.room.Store(end)\n"))},
	{"ub-skipped-stays", "the bit that says that positions were taken is left", "", "UnboundedClose", edits(
		edit("mpsc/unbounded.go", "		c.gate.tail.Add(^(skipped - 1)) //", "		// "))},
}
