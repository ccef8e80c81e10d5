package waitset_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/waitset"
)

// mailbox has room for one message.
type mailbox struct {
	name    string
	message atomic.Pointer[string]
	ready   waitset.Source
}

func (m *mailbox) put(text string) {
	m.message.Store(&text)
	m.ready.Notify()
}

// One consumer for many mailboxes. It ends when the context is done.
func Example() {
	var set waitset.Set[*mailbox]
	boxes := make([]mailbox, 1000)
	for i := range boxes {
		b := &boxes[i]
		b.name = fmt.Sprint("box ", i)
		b.ready = set.Add(b)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		boxes[423].put("hello")
		boxes[7].put("bye")
	}()
	for b := range set.All(ctx) {
		text := *b.message.Swap(nil)
		fmt.Printf("%s: %s\n", b.name, text)
		if text == "bye" {
			cancel()
		}
	}
	// Output:
	// box 423: hello
	// box 7: bye
}

// A consumer that takes one thing at a time from each source, so that a busy one holds up
// nobody.
func Example_fair() {
	type queue struct {
		name  string
		n     int // here nobody else uses it
		ready waitset.Source
	}
	var set waitset.Set[*queue]
	for _, q := range []*queue{{name: "busy", n: 4}, {name: "other", n: 2}} {
		q.ready = set.Add(q)
		q.ready.Notify() // there is something already
	}
	for {
		q, ok := set.Try()
		if !ok {
			break
		}
		if q.n > 0 {
			q.n--
			q.ready.Notify() // there may be more
			fmt.Println(q.name)
		}
	}
	// Output:
	// busy
	// other
	// busy
	// other
	// busy
	// busy
}

func ExampleSet_Ready() {
	var set waitset.Set[string]
	source := set.Add("a queue")
	timeout := time.NewTimer(time.Minute)
	defer timeout.Stop()
	go source.Notify()
	select {
	case <-set.Ready():
		for name := range set.Batch() {
			fmt.Println(name)
		}
	case <-timeout.C:
		fmt.Println("nothing for a minute")
	}
	// Output: a queue
}

func ExampleSet_Poll() {
	var set waitset.Set[string]
	source := set.Add("a queue")

	// A task of an executor. Here the executor's queue is a channel.
	run := make(chan struct{}, 1)
	task := diatomic.WakerFunc(func() {
		select {
		case run <- struct{}{}:
		default:
		}
	})
	poll := func() (done bool) {
		name, ok := set.Poll(task)
		fmt.Println(name, ok)
		return ok
	}

	for !poll() {
		go source.Notify()
		<-run
	}
	// Output:
	//  false
	// a queue true
}

func ExampleSource_Remove() {
	var set waitset.Set[string]
	a, b := set.Add("a"), set.Add("b")
	a.Notify()
	b.Notify()
	a.Remove()
	for name := range set.Batch() {
		fmt.Println(name)
	}
	// Output: b
}
