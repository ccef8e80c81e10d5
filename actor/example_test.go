package actor_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/diatomic-go/diatomic/actor"
)

// message is what an account may be sent. An actor has one type of messages; where there
// are several kinds, that is an interface.
type message interface{ account() }

type (
	deposit struct{ amount int }
	balance struct{ reply actor.Reply[int] }
	pay     struct {
		to     actor.Ref[message]
		amount int
	}
)

func (deposit) account() {}
func (balance) account() {}
func (pay) account()     {}

type account struct{ sum int }

func (a *account) Receive(c *actor.Context[message], m message) {
	switch m := m.(type) {
	case deposit:
		a.sum += m.amount
	case balance:
		m.reply.Send(a.sum)
	case pay:
		// A concrete type is converted to that of the other's messages.
		if actor.Send(c, m.to, message(deposit{m.amount})) == nil {
			a.sum -= m.amount
		}
	}
}

// Accounts that pay each other: messages of several kinds, questions from outside, and an
// end at which nothing is lost.
func Example() {
	ctx := context.Background()
	s := actor.NewSystem(actor.Options{})
	ended := make(chan error)
	go func() { ended <- s.Run(ctx) }()

	alice, bob := actor.Spawn(s, &account{}), actor.Spawn(s, &account{})
	alice.Send(ctx, deposit{100})
	alice.Send(ctx, pay{to: bob, amount: 30})

	n, err := actor.Ask(ctx, alice, func(r actor.Reply[int]) message { return balance{r} })
	fmt.Println("alice has", n, err)
	// Alice has been asked after the payment, so it is in Bob's mailbox.
	n, err = actor.Ask(ctx, bob, func(r actor.Reply[int]) message { return balance{r} })
	fmt.Println("bob has", n, err)

	fmt.Println(s.Shutdown(ctx), <-ended)
	fmt.Println(bob.Send(ctx, deposit{1}))
	// Output:
	// alice has 70 <nil>
	// bob has 30 <nil>
	// <nil> <nil>
	// actor: the system has ended
}

// metronome has no state but its timer.
type metronome struct {
	timer *actor.Timer
	beats int
}

func (n *metronome) Receive(c *actor.Context[string], m string) {
	switch m {
	case "begin":
		n.timer = c.Every(time.Millisecond, "beat")
	case "beat":
		n.beats++
		fmt.Println("beat", n.beats)
		if n.beats == 3 {
			n.timer.Stop() // a beat that is in the mailbox would be a dead letter
			c.Stop()
		}
	}
}

// A timer sends messages to its actor. OnStop says when the actor has stopped.
func ExampleContext_Every() {
	s := actor.NewSystem(actor.Options{})
	n := actor.Spawn(s, &metronome{})
	n.TrySend("begin")
	n.OnStop(func(cause error) {
		fmt.Println("stopped:", cause)
		s.Stop()
	})
	fmt.Println(s.Run(context.Background()))
	// Output:
	// beat 1
	// beat 2
	// beat 3
	// stopped: <nil>
	// <nil>
}

// divider fails if it is sent 0.
type divider struct{}

func (divider) Receive(c *actor.Context[int], m int) { fmt.Println(60 / m) }

// head takes a new divider when one has failed. Its messages are the causes.
type head struct {
	divider actor.Ref[int]
	failed  int
}

func (h *head) Receive(c *actor.Context[error], cause error) {
	var fault *actor.Fault
	switch {
	case errors.As(cause, &fault):
		fmt.Println("failed:", fault.Value)
		h.failed++
	case cause != nil:
		return // the system has ended
	}
	if h.failed == 2 {
		c.System().Stop()
		return
	}
	h.divider = actor.Spawn(c.System(), divider{}, actor.OnPanic(actor.StopActor))
	actor.Watch(c, h.divider, func(cause error) error { return cause })
	actor.Send(c, h.divider, 5)
	actor.Send(c, h.divider, 0)
}

// An actor that replaces another one that has failed.
func ExampleWatch() {
	s := actor.NewSystem(actor.Options{Workers: 1})
	actor.Spawn(s, &head{}).TrySend(nil)
	fmt.Println(s.Run(context.Background()))
	// Output:
	// 12
	// failed: runtime error: integer divide by zero
	// 12
	// failed: runtime error: integer divide by zero
	// <nil>
}

// A bounded mailbox: Send waits for room, and TrySend says that there is none.
func ExampleMailbox() {
	s := actor.NewSystem(actor.Options{})
	r := actor.Spawn(s, &account{}, actor.Mailbox(2))
	for range 3 { // the system doesn't run yet, so nobody takes them
		fmt.Println(r.TrySend(deposit{1}))
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	fmt.Println(r.Send(ctx, deposit{1}))

	go s.Run(context.Background())
	fmt.Println(r.Send(context.Background(), deposit{1}))
	fmt.Println(s.Shutdown(context.Background()))
	// Output:
	// <nil>
	// <nil>
	// actor: the mailbox is full
	// context deadline exceeded
	// <nil>
	// <nil>
}

// page is a page that is fetched, and then itself.
type page struct{ url, text string }

type reader struct{}

func (reader) Receive(c *actor.Context[page], m page) {
	if m.text == "" {
		c.Go(func() page { // it may block, and what it returns is the next message
			return page{m.url, "the text of " + m.url}
		})
		return
	}
	fmt.Println(m.text)
}

// Work that blocks is not done in Receive.
func ExampleContext_Go() {
	s := actor.NewSystem(actor.Options{})
	actor.Spawn(s, reader{}).TrySend(page{url: "go.dev"})
	go s.Run(context.Background())
	s.Shutdown(context.Background()) // waits for what is under way
	// Output: the text of go.dev
}
