// Findings shows in plain Go what the models have found: it tries each until it comes to
// the interleaving, or gives up.
//
//	go run ./findings
//
// It exits with 1 if one of them didn't show. ../../docs/findings.md explains them.
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	diodes "code.cloudfoundry.org/go-diodes"
	"github.com/Workiva/go-datastructures/queue"
	"github.com/alitto/pond/v2"
	"github.com/alphadose/haxmap"
	"github.com/jackc/puddle/v2"
	"github.com/panjf2000/ants/v2"
	gnet "github.com/panjf2000/gnet/v2/pkg/queue"
	"github.com/puzpuzpuz/xsync/v4"
	"github.com/sourcegraph/conc/pool"
)

func main() {
	limit := flag.Duration("time", time.Minute, "the longest `duration` for each")
	only := flag.String("only", "", "the `name` of one")
	flag.Parse()
	code := 0
	for _, f := range findings {
		if *only != "" && f.name != *only {
			continue
		}
		rounds, shown := 0, ""
		for end := time.Now().Add(*limit); shown == "" && time.Now().Before(end); rounds++ {
			shown = f.try()
		}
		if shown == "" {
			shown = "not shown"
			code = 1
		}
		fmt.Printf("%-18s after %d rounds: %s\n", f.name, rounds, shown)
	}
	os.Exit(code)
}

// findings are functions that say what has gone wrong, or "".
var findings = []struct {
	name string
	try  func() string
}{
	{"ants-signal", antsSignal},
	{"conc-panic", concPanic},
	{"diodes-stranded", diodesStranded},
	{"gnet-length", gnetLength},
	{"haxmap-getorset", haxmapGetOrSet},
	{"haxmap-lost", haxmapLost},
	{"pond-deadlock", pondDeadlock},
	{"pond-lost", pondLost},
	{"puddle-reset", puddleReset},
	{"puddle-stat", puddleStat},
	{"workiva-len", workivaLen},
	{"workiva-offer", workivaOffer},
	{"workiva-one", workivaOne},
	{"workiva-parallel", workivaParallel},
	{"xsync-refused", xsyncRefused},
}

// together runs functions at about the same moment.
func together(fs ...func()) *sync.WaitGroup {
	var ready atomic.Int32
	var wg sync.WaitGroup
	for _, f := range fs {
		wg.Go(func() {
			ready.Add(1)
			for spins := 0; int(ready.Load()) < len(fs); spins++ {
				if spins > 1000 {
					runtime.Gosched()
				}
			}
			for range rand.IntN(200) {
				ready.Load() // a moment, which is another one each time
			}
			f()
		})
	}
	return &wg
}

// hangs reports whether f doesn't return within a second.
func hangs(f func()) bool {
	done := make(chan bool)
	go func() {
		f()
		close(done)
	}()
	select {
	case <-done:
		return false
	case <-time.After(time.Second):
		return true
	}
}

// Tasks end the goroutine of the only worker, so that the next Submit needs another one.
func antsSignal() string {
	p, err := ants.NewPool(1, ants.WithDisablePurge(true))
	if err != nil {
		return ""
	}
	var n atomic.Int64
	done := make(chan bool)
	go func() {
		for range 1_000_000 {
			p.Submit(runtime.Goexit)
			n.Add(1)
		}
		close(done)
	}()
	for before := int64(-1); ; {
		select {
		case <-done:
			p.Release()
			return ""
		case <-time.After(time.Second):
			if now := n.Load(); now == before {
				return fmt.Sprintf("Submit waits, and %d workers are running", p.Running())
			} else {
				before = now
			}
		}
	}
}

func concPanic() string {
	p := pool.New()
	wg := together(func() { p.Go(func() { panic("bad") }) }, func() { p.Go(func() {}) })
	if hangs(wg.Wait) {
		return "Go waits for a worker that is gone"
	}
	return ""
}

func diodesStranded() string {
	dropped := 0
	d := diodes.NewManyToOne(2, diodes.AlertFunc(func(n int) { dropped += n }))
	var values [3]int
	d.Set(diodes.GenericDataType(&values[0]))
	d.Set(diodes.GenericDataType(&values[1]))
	read := 0
	drain := func() {
		for {
			if _, ok := d.TryNext(); !ok {
				return
			}
			read++
		}
	}
	together(func() { d.Set(diodes.GenericDataType(&values[2])) }, drain).Wait()
	drain()
	if read+dropped != 3 {
		return fmt.Sprintf("3 were set, %d were read, %d were reported as dropped", read, dropped)
	}
	return ""
}

func gnetLength() string {
	q := gnet.NewLockFreeQueue()
	var n int32
	together(func() { q.Enqueue(new(gnet.Task)) }, func() {
		for q.Dequeue() == nil {
		}
		n = q.Length()
	}).Wait()
	if n < 0 {
		return fmt.Sprintf("Length() was %d", n)
	}
	return ""
}

func haxmapOf() *haxmap.Map[int, int] {
	m := haxmap.New[int, int](4)
	m.SetHasher(func(key int) uintptr { return uintptr(key) })
	return m
}

func haxmapGetOrSet() string {
	m := haxmapOf()
	var first, second bool
	together(func() { _, first = m.GetOrSet(1, 10) }, func() { _, second = m.GetOrSet(1, 20) }).Wait()
	if !first && !second {
		return "both GetOrSet have stored their value"
	}
	return ""
}

func haxmapLost() string {
	m := haxmapOf()
	for round := range 1000 {
		m.Set(1, 10)
		together(func() { m.Set(2, round) }, func() {
			m.Del(1)
			m.Get(1)
			m.ForEach(func(int, int) bool { return true })
		}).Wait()
		if _, ok := m.Get(2); !ok {
			return "key 2 was set, and is not there"
		}
		m.Del(2)
		m.ForEach(func(int, int) bool { return true })
	}
	return ""
}

func pondDeadlock() string {
	p := pond.NewPool(1, pond.WithQueueSize(1))
	sub := p.NewSubpool(1)
	a, b, c := sub.Submit(func() {}), sub.Submit(func() {}), p.Submit(func() {})
	if hangs(func() { a.Wait(); b.Wait(); c.Wait() }) {
		return "three tasks, and one worker that waits for itself"
	}
	return ""
}

func pondLost() string {
	p := pond.NewPool(1, pond.WithQueueSize(1), pond.WithNonBlocking(true))
	sub := p.NewSubpool(1)
	hold := make(chan bool)
	p.Go(func() { <-hold })
	p.Go(func() {})
	task, ok := sub.TrySubmit(func() {})
	close(hold)
	if ok && hangs(func() { task.Wait() }) {
		return "a task was taken, and never runs"
	}
	return ""
}

// The first resource is being made when meanwhile is called.
func puddlePool(meanwhile func(p *puddle.Pool[int])) *puddle.Pool[int] {
	var p *puddle.Pool[int]
	n := 0
	p, err := puddle.NewPool(&puddle.Config[int]{
		Constructor: func(context.Context) (int, error) {
			if n++; n == 1 {
				meanwhile(p)
			}
			return n, nil
		},
		Destructor: func(int) {},
		MaxSize:    1,
	})
	if err != nil {
		panic(err)
	}
	return p
}

func puddleReset() string {
	p := puddlePool((*puddle.Pool[int]).Reset)
	p.CreateResource(context.Background())
	r, err := p.Acquire(context.Background())
	if err == nil && r.Value() == 1 {
		return "Acquire gives a resource from before Reset"
	}
	return ""
}

func puddleStat() string {
	p := puddlePool(func(p *puddle.Pool[int]) {
		go p.Close()
		time.Sleep(time.Millisecond)
	})
	err := p.CreateResource(context.Background())
	p.Close()
	if n := p.Stat().TotalResources(); err == puddle.ErrClosedPool && n != 0 {
		return fmt.Sprintf("%d resource in a closed pool", n)
	}
	return ""
}

func workivaLen() string {
	q := queue.NewRingBuffer(2)
	var over atomic.Uint64
	var done atomic.Bool
	together(func() {
		for range 10000 {
			q.Put(1)
			q.Get()
		}
		done.Store(true)
	}, func() {
		for !done.Load() {
			if n := q.Len(); n > 2 {
				over.Store(n)
			}
		}
	}).Wait()
	if n := over.Load(); n > 0 {
		return fmt.Sprintf("Len() was %d", n)
	}
	return ""
}

func workivaOffer() string {
	q := queue.NewRingBuffer(4)
	var first, second bool
	together(func() { first, _ = q.Offer(1) }, func() { second, _ = q.Offer(2) }).Wait()
	if !first || !second {
		return "two offers, room for four, and one was refused"
	}
	return ""
}

func workivaOne() string {
	q := queue.NewRingBuffer(1)
	q.Offer(1)
	if ok, _ := q.Offer(2); !ok {
		return ""
	}
	if _, err := q.Poll(time.Second); err != nil {
		return fmt.Sprintf("two items were put into one place, and none comes out: %v", err)
	}
	return ""
}

func workivaParallel() string {
	q := queue.New(1)
	queue.ExecuteInParallel(q, func(any) {})
	if hangs(func() { q.Len() }) {
		return "the queue is locked forever"
	}
	return ""
}

func xsyncRefused() string {
	q := xsync.NewMPMCQueue[int](4)
	var first, second bool
	together(func() { first = q.TryEnqueue(1) }, func() { second = q.TryEnqueue(2) }).Wait()
	if !first || !second {
		return "two items, room for four, and one was refused"
	}
	return ""
}
