package main

import (
	proto "github.com/asynkron/protoactor-go/actor"

	"github.com/diatomic-go/diatomic/actor"
)

// fanOut is how many children a node of skynet has. A leaf tells its parent its number,
// and a node the sum of its children's.
const fanOut = 10

// skyNode is one of our actors. Its first message is that it shall begin.
type skyNode struct {
	parent            actor.Ref[int]
	root              func(sum int)
	number, size      int
	begun             bool
	missing, children int
	sum               int
}

func (n *skyNode) Receive(c *actor.Context[int], m int) {
	if n.begun {
		n.sum += m
		n.missing--
	} else {
		n.begun = true
		if n.size == 1 {
			n.sum = n.number
		} else {
			n.missing = fanOut
			for i := range fanOut {
				size := n.size / fanOut
				child := &skyNode{parent: c.Self(), number: n.number + i*size, size: size}
				must(actor.Send(c, actor.Spawn(c.System(), child), 0))
			}
		}
	}
	if n.missing > 0 {
		return
	}
	if n.root != nil {
		n.root(n.sum)
	} else {
		must(actor.Send(c, n.parent, n.sum))
	}
	c.Stop()
}

func skynetActors(leaves int) (sum int) {
	s := actor.NewSystem(actor.Options{})
	must(actor.Spawn(s, &skyNode{root: func(n int) { sum = n; s.Stop() }, size: leaves}).TrySend(0))
	must(s.Run(bg))
	return sum
}

func skynetChans(leaves int) int {
	c := make(chan int)
	go skyChan(c, 0, leaves)
	return <-c
}

func skyChan(to chan<- int, number, size int) {
	if size == 1 {
		to <- number
		return
	}
	c := make(chan int, fanOut)
	for i := range fanOut {
		go skyChan(c, number+i*size/fanOut, size/fanOut)
	}
	sum := 0
	for range fanOut {
		sum += <-c
	}
	to <- sum
}

type skyProto struct {
	parent       *proto.PID
	root         chan<- int
	number, size int
	missing, sum int
}

func (n *skyProto) Receive(c proto.Context) {
	switch m := c.Message().(type) {
	case *proto.Started:
		if n.size == 1 {
			n.sum = n.number
		} else {
			n.missing = fanOut
			for i := range fanOut {
				size := n.size / fanOut
				child := &skyProto{parent: c.Self(), number: n.number + i*size, size: size}
				c.Spawn(proto.PropsFromProducer(func() proto.Actor { return child }))
			}
		}
	case int:
		n.sum += m
		n.missing--
	default:
		return
	}
	if n.missing > 0 {
		return
	}
	if n.root != nil {
		n.root <- n.sum
	} else {
		c.Send(n.parent, n.sum)
	}
}

func skynetProtos(leaves int) int {
	s := quiet()
	defer s.Shutdown()
	sum := make(chan int, 1)
	s.Root.Spawn(proto.PropsFromProducer(func() proto.Actor { return &skyProto{root: sum, size: leaves} }))
	return <-sum
}
