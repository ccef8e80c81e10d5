package main

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/diatomic-go/diatomic/actor"
)

// ball is the message of the walk. It goes from actor to actor, each time to a random
// one. It has the number of hops that are left in the low bits, and the state of its
// random generator in the others.
type ball uint64

const hopBits = 24

func newBall(seed, hops int) ball { return ball(seed<<hopBits | hops) }

func (b ball) hops() int { return int(b & (1<<hopBits - 1)) }

// next is the ball after another hop, which goes to one of n.
func (b ball) next(n int) (ball, int) {
	b += 0x9e3779b97f<<hopBits - 1
	z := uint64(b >> hopBits) // splitmix64
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return b, int((z ^ z>>31) >> 32 * uint64(n) >> 32)
}

// field is where balls walk: n actors of one kind or the other.
type field interface {
	shared() *common
	send(to int, b ball)
	stop() (received int) // by all actors
}

// common is what all actors of a field know.
type common struct {
	out atomic.Int64  // balls that still have hops before them
	end chan struct{} // told when there are none
}

func newCommon() common { return common{end: make(chan struct{}, 1)} }

// over is called when a ball has made its last hop.
func (c *common) over() {
	if c.out.Add(-1) == 0 {
		c.end <- struct{}{}
	}
}

func (c *common) shared() *common { return c }

// stroller is an actor that isn't a goroutine.
type stroller struct {
	actor.Actor[ball]
	field    *actorField
	received int
}

type actorField struct {
	common
	system *actor.System
	ended  chan error // of Run
	all    []stroller
}

func newActorField(n, workers int) *actorField {
	f := &actorField{common: newCommon(), ended: make(chan error, 1), all: make([]stroller, n)}
	f.system = actor.NewSystem(actor.Options{Workers: workers})
	go func() { f.ended <- f.system.Run(context.Background()) }()
	for i := range f.all {
		s := &f.all[i]
		s.field = f
		s.Init(f.system, s)
	}
	return f
}

func (s *stroller) Receive(c *actor.Context[ball], b ball) {
	s.received++
	if b.hops() == 0 {
		s.field.over()
		return
	}
	b, to := b.next(len(s.field.all))
	must(actor.Send(c, s.field.all[to].Ref(), b))
}

func (f *actorField) send(to int, b ball) { must(f.all[to].Ref().TrySend(b)) }

func (f *actorField) stop() (received int) {
	f.system.Stop()
	must(<-f.ended)
	for i := range f.all {
		received += f.all[i].received
	}
	return received
}

// must panics if there is an error, which the field never has before it is stopped.
func must(err error) {
	if err != nil {
		panic(fmt.Sprint("actors: ", err))
	}
}

// goField has a goroutine and a channel for each actor.
type goField struct {
	common
	all []chan ball
	sum chan int
}

// newGoField has channels of capacity room.
func newGoField(n, room int) *goField {
	f := &goField{common: newCommon(), all: make([]chan ball, n), sum: make(chan int)}
	for i := range f.all {
		f.all[i] = make(chan ball, room)
		go f.stroll(f.all[i])
	}
	return f
}

func (f *goField) stroll(mail chan ball) {
	received := 0
	for b := range mail {
		received++
		if b.hops() == 0 {
			f.over()
			continue
		}
		b, to := b.next(len(f.all))
		f.all[to] <- b
	}
	f.sum <- received
}

func (f *goField) send(to int, b ball) { f.all[to] <- b }

func (f *goField) stop() (received int) {
	for _, c := range f.all {
		close(c)
	}
	for range f.all {
		received += <-f.sum
	}
	return received
}
