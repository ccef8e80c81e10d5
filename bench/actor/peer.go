package main

import (
	"context"
	"log/slog"
	"sync"

	proto "github.com/asynkron/protoactor-go/actor"

	"github.com/diatomic-go/diatomic/actor"
	"github.com/diatomic-go/diatomic/mpsc"
)

// plan says what the nodes of a field do. A message is how often it is still to be passed
// on.
type plan struct {
	n    int                      // nodes
	room int                      // messages that a node may have to hold, where it is bounded
	next func(i int, d *dice) int // whom node i passes a message on to
	home func(i int)              // called for a message that need not go further, with its node
}

// field is some nodes.
type field interface {
	serve(i, left int)
	stop()
}

// peer is a way to have many consumers.
type peer struct {
	name, text string
	field      func(p plan) field
	skynet     func(leaves int) int
}

var peers = []peer{
	{"actor", "`actor`", newActors, skynetActors},
	{"chan", "a goroutine and a Go channel each", newChans, skynetChans},
	{"mpsc", "a goroutine and an `mpsc` channel each", newMpscs, nil},
	{"proto", "protoactor-go", newProtos, skynetProtos},
}

// dice are a node's random numbers.
type dice uint32

func (d *dice) roll(n int) int {
	*d ^= *d << 13
	*d ^= *d >> 17
	*d ^= *d << 5
	return int(uint64(*d) * uint64(n) >> 32)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

var bg = context.Background()

type actorNode struct {
	actor.Actor[int]
	field *actorField
	i     int32
	dice  dice
}

type actorField struct {
	plan
	system *actor.System
	all    []actorNode
	ended  chan error
}

func newActors(p plan) field {
	f := &actorField{plan: p, all: make([]actorNode, p.n), ended: make(chan error)}
	f.system = actor.NewSystem(actor.Options{})
	for i := range f.all {
		a := &f.all[i]
		a.field, a.i, a.dice = f, int32(i), dice(i+1)
		a.Init(f.system, a)
	}
	go func() { f.ended <- f.system.Run(bg) }()
	return f
}

func (a *actorNode) Receive(c *actor.Context[int], left int) {
	f := a.field
	if left == 0 {
		f.home(int(a.i))
		return
	}
	_ = actor.Send(c, f.all[f.next(int(a.i), &a.dice)].Ref(), left-1)
}

func (f *actorField) serve(i, left int) { must(f.all[i].Ref().TrySend(left)) }

func (f *actorField) stop() {
	f.system.Stop()
	must(<-f.ended)
}

type chanField struct {
	plan
	all  []chan int
	done sync.WaitGroup
}

func newChans(p plan) field {
	f := &chanField{plan: p, all: make([]chan int, p.n)}
	for i := range f.all {
		f.all[i] = make(chan int, p.room)
	}
	for i := range f.all {
		f.done.Go(func() {
			d := dice(i + 1)
			for left := range f.all[i] {
				if left == 0 {
					f.home(i)
					continue
				}
				f.all[f.next(i, &d)] <- left - 1
			}
		})
	}
	return f
}

func (f *chanField) serve(i, left int) { f.all[i] <- left }

func (f *chanField) stop() {
	for _, c := range f.all {
		close(c)
	}
	f.done.Wait()
}

type mpscField struct {
	plan
	tx   []*mpsc.Sender[int]
	done sync.WaitGroup
}

func newMpscs(p plan) field {
	f := &mpscField{plan: p, tx: make([]*mpsc.Sender[int], p.n)}
	rx := make([]*mpsc.Receiver[int], p.n)
	for i := range rx {
		rx[i], f.tx[i] = mpsc.New[int](p.room)
	}
	for i := range rx {
		f.done.Go(func() {
			d := dice(i + 1)
			for {
				left, err := rx[i].Recv(bg)
				if err != nil {
					return
				}
				if left == 0 {
					f.home(i)
					continue
				}
				must(f.tx[f.next(i, &d)].Send(bg, left-1))
			}
		})
	}
	return f
}

func (f *mpscField) serve(i, left int) { must(f.tx[i].Send(bg, left)) }

func (f *mpscField) stop() {
	for _, tx := range f.tx {
		tx.Close()
	}
	f.done.Wait()
}

type protoField struct {
	plan
	system *proto.ActorSystem
	all    []*proto.PID
}

func quiet() *proto.ActorSystem {
	return proto.NewActorSystem(proto.WithLoggerFactory(func(*proto.ActorSystem) *slog.Logger {
		return slog.New(slog.DiscardHandler)
	}))
}

func newProtos(p plan) field {
	f := &protoField{plan: p, system: quiet(), all: make([]*proto.PID, p.n)}
	for i := range f.all {
		d := dice(i + 1)
		f.all[i] = f.system.Root.Spawn(proto.PropsFromFunc(func(c proto.Context) {
			left, ok := c.Message().(int)
			switch {
			case !ok: // Started and so on
			case left == 0:
				f.home(i)
			default:
				c.Send(f.all[f.next(i, &d)], left-1)
			}
		}))
	}
	return f
}

func (f *protoField) serve(i, left int) { f.system.Root.Send(f.all[i], left) }

func (f *protoField) stop() {
	for _, pid := range f.all {
		f.system.Root.Stop(pid)
	}
	f.system.Shutdown()
}
