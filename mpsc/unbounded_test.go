package mpsc

import (
	"context"
	"math"
	"runtime"
	"slices"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	"github.com/diatomic-go/diatomic"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// fillUp sends n messages: from, from+1, and so on.
func fillUp(t *testing.T, tx *Sender[int], from, n int) {
	t.Helper()
	for i := range n {
		if err := tx.TrySend(from + i); err != nil {
			t.Fatalf("TrySend, with %d messages: %v", i, err)
		}
	}
}

// Senders never wait, however many messages there are.
func TestUnbounded(t *testing.T) {
	rx, tx := NewUnbounded[int]()
	if rx.Cap() != math.MaxInt || tx.Cap() != math.MaxInt {
		t.Errorf("capacity %d, %d", rx.Cap(), tx.Cap())
	}
	over, cancel := context.WithCancel(bgCtx)
	cancel()
	next := 0
	for _, n := range []int{1, 2, 8, 9, 10, 100, 1000, 10_000, 100_000, 3} {
		fillUp(t, tx, next, n-1)
		if err := tx.Send(over, next+n-1); err != nil {
			t.Fatal(err)
		}
		if rx.Len() != n || tx.Len() != n {
			t.Errorf("Len is %d for the receiver, %d for the sender, instead of %d", rx.Len(), tx.Len(), n)
		}
		for i := range n {
			if v, err := rx.TryRecv(); v != next || err != nil {
				t.Fatalf("%d of %d: %d, %v", i, n, v, err)
			}
			next++
		}
		if rx.Len() != 0 || tx.Len() != 0 {
			t.Errorf("Len is %d for the receiver, %d for the sender", rx.Len(), tx.Len())
		}
		if _, err := rx.TryRecv(); err != ErrEmpty {
			t.Error(err)
		}
		if rx.Len() != 0 || tx.Len() != 0 {
			t.Errorf("Len is %d for the receiver, %d for the sender, once it was found empty", rx.Len(), tx.Len())
		}
	}
}

// Each way to receive gets all messages, over many segments.
func TestUnboundedReceives(t *testing.T) {
	buf := make([]int, 7)
	for name, recv := range map[string]func(rx *Receiver[int]) ([]int, error){
		"Recv":    func(rx *Receiver[int]) ([]int, error) { v, err := rx.Recv(bgCtx); return []int{v}, err },
		"TryRecv": func(rx *Receiver[int]) ([]int, error) { v, err := rx.TryRecv(); return []int{v}, err },
		"RecvTimeout": func(rx *Receiver[int]) ([]int, error) {
			v, err := rx.RecvTimeout(time.Hour)
			return []int{v}, err
		},
		"RecvBatch": func(rx *Receiver[int]) ([]int, error) {
			n, err := rx.RecvBatch(bgCtx, buf)
			return buf[:n], err
		},
		"RecvBatch of one": func(rx *Receiver[int]) ([]int, error) {
			n, err := rx.RecvBatch(bgCtx, buf[:1])
			return buf[:n], err
		},
		"TryRecvBatch": func(rx *Receiver[int]) ([]int, error) {
			n, err := rx.TryRecvBatch(buf)
			return buf[:n], err
		},
		"RecvBatchTimeout": func(rx *Receiver[int]) ([]int, error) {
			n, err := rx.RecvBatchTimeout(buf, time.Hour)
			return buf[:n], err
		},
		"Poll": func(rx *Receiver[int]) ([]int, error) { v, err := rx.Poll(new(largeWaker)); return []int{v}, err },
		"Ready": func(rx *Receiver[int]) ([]int, error) {
			<-rx.Ready()
			v, err := rx.TryRecv()
			return []int{v}, err
		},
		"Peek": func(rx *Receiver[int]) ([]int, error) {
			v, ok := rx.Peek()
			w, err := rx.TryRecv()
			if v != w || ok != (err == nil) {
				t.Errorf("Peek: %d, %t, before %d, %v", v, ok, w, err)
			}
			return []int{w}, err
		},
		"Drain": func(rx *Receiver[int]) ([]int, error) {
			vs := slices.Collect(rx.Drain())
			return vs, rx.Err()
		},
		"All": func(rx *Receiver[int]) ([]int, error) {
			for v := range rx.All(bgCtx) {
				return []int{v}, nil
			}
			return nil, rx.Err()
		},
	} {
		t.Run(name, func(t *testing.T) {
			const n = 5000
			rx, tx := NewUnbounded[int]()
			fillUp(t, tx, 0, n)
			tx.Close()
			if err := tx.TrySend(n); err != ErrClosed {
				t.Errorf("TrySend: %v", err)
			}
			next := 0
			for {
				vs, err := recv(rx)
				if err != nil && name != "Drain" {
					vs = nil
				}
				for _, v := range vs {
					if v != next {
						t.Fatalf("got %d, want %d", v, next)
					}
					next++
				}
				if err != nil {
					if err != ErrClosed {
						t.Error(err)
					}
					break
				}
			}
			if next != n || rx.Err() != ErrClosed || rx.Ready() != nil {
				t.Errorf("%d messages, then %v", next, rx.Err())
			}
		})
	}
}

// Messages of any size fit, with fewer in a segment if they are large.
func TestUnboundedSizes(t *testing.T) {
	if n := largest[struct{}](); n != 512 {
		t.Errorf("%d messages of no size", n)
	}
	if n := largest[string](); n != 512 {
		t.Errorf("%d strings", n)
	}
	if n := largest[[64]byte](); n != 4096 {
		t.Errorf("%d messages of 64 bytes", n)
	}
	if n := largest[[4096]byte](); n != 64 {
		t.Errorf("%d messages of 4096 bytes", n)
	}
	if n := largest[[1 << 20]byte](); n != 2 {
		t.Errorf("%d messages of 1 MiB", n)
	}
	rx, tx := NewUnbounded[[1 << 20]byte]()
	for i := range byte(20) {
		tx.TrySend([1 << 20]byte{i})
	}
	for i := range byte(20) {
		if v, err := rx.TryRecv(); v[0] != i || err != nil {
			t.Fatal(i, v[0], err)
		}
	}
}

// Discard drops all segments.
func TestUnboundedDiscard(t *testing.T) {
	rx, tx := NewUnbounded[int]()
	fillUp(t, tx, 0, 5000)
	rx.Discard()
	if _, err := rx.TryRecv(); err != ErrClosed || tx.Len() != 0 || !tx.Closed() {
		t.Errorf("%v, %d messages", err, tx.Len())
	}
}

// What was received is not kept alive, wherever it was.
func TestUnboundedPinsNothing(t *testing.T) {
	testenv.Limit(t)
	rx, tx := NewUnbounded[*[64]int]()
	var sent []weak.Pointer[[64]int]
	for _, n := range []int{1, 20, 1, 3000, 600} {
		for range n {
			v := new([64]int)
			sent = append(sent, weak.Make(v))
			tx.TrySend(v)
		}
		for range n {
			rx.TryRecv()
		}
	}
	runtime.GC()
	runtime.GC()
	for i, w := range sent {
		if w.Value() != nil {
			t.Fatalf("message %d of %d is kept", i, len(sent))
		}
	}
	runtime.KeepAlive(rx)
}

// fillTo sends up to the position where some quarters of a large segment are full.
func fillTo(tx *Sender[int], quarters int) *segment[int] {
	for {
		g := tx.c.last.Load()
		if g.quarter != none && tx.c.gate.tail.Load() == g.quarter+uint64((quarters-1)*len(g.slots)/4) {
			return g
		}
		tx.TrySend(1)
	}
}

// heap is what is alive.
func heap() int {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// The memory of a burst goes back once it was received, but for three segments at most.
// When the receiver has found the channel empty, the large ones go too.
func TestUnboundedBurst(t *testing.T) {
	testenv.Limit(t)
	if testing.Short() {
		t.Skip("not in short mode")
	}
	const n = 1_000_000
	rx, tx := NewUnbounded[int]()
	before := heap()
	fillUp(t, tx, 0, n)
	if burst := heap() - before; burst < 16*n {
		t.Errorf("%d messages take %d bytes", n, burst)
	}
	for range n {
		rx.TryRecv()
	}
	if left := heap() - before; left > 4*largest[int]()*16 {
		t.Errorf("%d bytes are left when all was received", left)
	}
	if _, err := rx.TryRecv(); err != ErrEmpty {
		t.Fatal(err)
	}
	if c := &tx.c; len(c.from.slots) != 1 || len(c.ring) != 1 || c.last.Load() != c.from || c.spare.Load() != nil {
		t.Error("a large segment is left when the channel was found empty")
	}
	runtime.KeepAlive(rx)
}

// So do those of a burst that ends where a segment does, though a sender has prepared the
// next one, and none has needed it.
func TestUnboundedBurstToBorder(t *testing.T) {
	borders := 0
	for n := 1; n < 4*largest[int](); n++ {
		rx, tx := NewUnbounded[int]()
		c := &tx.c
		fillUp(t, tx, 0, n)
		for range n {
			rx.TryRecv()
		}
		if g := c.from; g.limit.Load() == rx.head|full && g.next.Load() != nil {
			borders++
		}
		if _, err := rx.TryRecv(); err != ErrEmpty {
			t.Fatal(err)
		}
		if len(c.ring) != 1 || c.last.Load() != c.from || c.spare.Load() != nil {
			t.Errorf("a large segment is left after a burst of %d", n)
		}
	}
	if borders == 0 {
		t.Error("no burst came to the end of a segment after which there is one")
	}
}

// A sender keeps nothing alive while it runs a Waker, not even one that has linked the
// next segment.
func TestUnboundedDuringWake(t *testing.T) {
	testenv.Limit(t)
	testenv.CountsAllocations(t) // in those that do, variables live longer
	for _, links := range []bool{false, true} {
		rx, tx := NewUnbounded[int]()
		c := &tx.c
		if links {
			fillTo(tx, 3)
			for tx.Len() > 0 {
				rx.TryRecv()
			}
			rx.need = needMost // so that Poll doesn't give the large segment back
		}
		kept := math.MaxInt
		_, err := rx.Poll(diatomic.WakerFunc(func() {
			if linked := c.from.next.Load() != nil; linked != links {
				t.Errorf("the next segment is linked: %t", linked)
			}
			before := heap()
			for range 100 {
				fillUp(t, tx, 0, 3000)
				for range 3000 {
					rx.TryRecv()
				}
			}
			kept = heap() - before
		}))
		if err != ErrEmpty {
			t.Fatal(err)
		}
		fillUp(t, tx, 0, 1)
		if kept > 100<<10 {
			t.Errorf("%d bytes are kept, by one that links: %t", kept, links)
		}
		runtime.KeepAlive(rx)
	}
}

// Both sides of a channel that was drained take 320 bytes at most.
func TestUnboundedBytes(t *testing.T) {
	testenv.Limit(t)
	testenv.CountsAllocations(t)
	for _, messages := range []int{0, 1, 2, 10, 1000} {
		for name, drain := range map[string]func(rx *Receiver[int]){
			"TryRecv": func(rx *Receiver[int]) {
				for _, err := rx.TryRecv(); err == nil; _, err = rx.TryRecv() {
				}
			},
			"Recv, and Ready": func(rx *Receiver[int]) {
				for range messages {
					rx.Recv(bgCtx)
				}
				if messages > 1 {
					rx.settle() // Ready would make its Go channel
				}
			},
		} {
			const n = 10_000 // what others allocate meanwhile must be less than a byte for each
			channels := make([]*Receiver[int], n)
			before := heap()
			for i := range channels {
				rx, tx := NewUnbounded[int]()
				for range messages {
					tx.TrySend(1)
				}
				drain(rx)
				channels[i] = rx
			}
			if bytes := (heap() - before) / n; bytes > 320 {
				t.Errorf("%d bytes after %d messages, %s", bytes, messages, name)
			}
			runtime.KeepAlive(channels)
		}
	}
}

// allocated returns how many bytes are allocated, for each message, by rounds that send n
// messages and receive them, with others in the channel. With none the receiver finds it
// empty after each round.
func allocated[T any](others, n int) float64 {
	var v T
	buf := make([]T, n)
	rx, tx := NewUnbounded[T]()
	for range others {
		tx.TrySend(v)
	}
	rounds := max(20*largest[T]()/n, 20)
	play := func() {
		for range rounds {
			for range n {
				tx.TrySend(v)
			}
			for k := 0; k < n; {
				m, _ := rx.TryRecvBatch(buf[k:])
				k += m
			}
			if others == 0 {
				rx.TryRecv()
			}
		}
	}
	play()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	play()
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc-before.TotalAlloc) / float64(rounds*n)
}

// In steady state nothing is allocated in small segments, and 48 bytes for each large
// one, as long as the number of messages varies by no more than half a segment. Beyond
// that it is at most one slot for each message.
func TestUnboundedAllocation(t *testing.T) {
	testenv.Limit(t)
	testenv.CountsAllocations(t)
	check := func(size, others, n int, bytes, most float64) {
		if bytes > most {
			t.Errorf("messages of %d bytes, %d at a time and %d others: %.2f bytes for each message, more than %.2f",
				size, n, others, bytes, most)
		}
	}
	const (
		ints   = 512 // slots of a large segment
		larges = 4096
		rest   = 0.1 // what the runtime allocates now and then
	)
	for _, n := range []int{1, 2, 7, 32, 64} {
		check(8, 0, n, allocated[int](0, n), rest)
		check(64, 0, n, allocated[[64]byte](0, n), rest)
	}
	for _, n := range []int{1, 50, 100, 255, 256} {
		for others := 0; others < 3*ints; others += 50 {
			check(8, others, n, allocated[int](others, n), 48./ints+rest)
		}
	}
	for _, n := range []int{1000, 2000, 2048} {
		for others := 0; others < 2*larges; others += 500 {
			check(64, others, n, allocated[[64]byte](others, n), 48./larges+rest)
		}
	}
	// Fewer than three quarters of a segment, if there are no others.
	check(8, 0, 380, allocated[int](0, 380), 48./ints+rest)
	check(64, 0, 3000, allocated[[64]byte](0, 3000), 48./larges+rest)
	for n, bytes := range map[int]float64{400: 1, 1000: 8, 3000: 13.5, 20_000: 15.7} {
		check(8, 0, n, allocated[int](0, n), bytes+rest)
		check(8, 5000, n, allocated[int](5000, n), 16+48./ints)
	}
}

// One that is drained by rounds of one message keeps no large segment, and one that gets
// several now and then keeps it.
func TestUnboundedSettle(t *testing.T) {
	rx, tx := NewUnbounded[int]()
	round := func(n int) int {
		fillUp(t, tx, 0, n)
		for range n {
			rx.TryRecv()
		}
		rx.TryRecv()
		return len(rx.c.ring)
	}
	if n := round(5); n != 1 {
		t.Errorf("%d slots after a burst", n)
	}
	round(5)
	for range 20 {
		if n := round(5); n != growth {
			t.Fatalf("%d slots after several bursts", n)
		}
		round(1)
		round(1)
	}
	for range needMost {
		round(1)
	}
	if n := round(1); n != 1 {
		t.Errorf("%d slots after many single messages", n)
	}
	// What was needed often, but for less than half of the segment.
	round(5)
	round(5)
	round(2000)
	for range 10 * needMost {
		round(5)
	}
	if n := round(5); n > growth {
		t.Errorf("%d slots, where %d are needed", n, growth)
	}
}

// A receiver that takes batches, each of all that there is, and never finds the channel
// empty at first, gives memory back too.
func TestUnboundedSettleBatches(t *testing.T) {
	for name, recv := range map[string]func(rx *Receiver[int], buf []int) (int, error){
		"TryRecvBatch":     (*Receiver[int]).TryRecvBatch,
		"RecvBatchTimeout": func(rx *Receiver[int], buf []int) (int, error) { return rx.RecvBatchTimeout(buf, 0) },
	} {
		rx, tx := NewUnbounded[int]()
		buf := make([]int, 10)
		fillUp(t, tx, 0, 5000)
		for tx.Len() > 0 {
			if _, err := recv(rx, buf); err != nil {
				t.Fatal(err)
			}
		}
		for i := range needMost {
			fillUp(t, tx, i, 1)
			if n, err := recv(rx, buf); n != 1 || buf[0] != i || err != nil {
				t.Fatalf("%s: %d messages, %d first, %v", name, n, buf[0], err)
			}
		}
		if n := len(rx.c.ring); n != 1 {
			t.Errorf("%s: %d slots after many single messages", name, n)
		}
	}
}

// A receiver that selects, and has taken exactly what there was, gives memory back too.
func TestUnboundedSettleReady(t *testing.T) {
	rx, tx := NewUnbounded[int]()
	buf := make([]int, 10)
	fillUp(t, tx, 0, 5000)
	for tx.Len() > 0 {
		if n, err := rx.TryRecvBatch(buf); n != len(buf) || err != nil {
			t.Fatal(n, err)
		}
	}
	if len(rx.c.ring) == 1 {
		t.Fatal("the last batch was full, and gave memory back all the same")
	}
	rx.Ready()
	if n := len(rx.c.ring); n != 1 {
		t.Errorf("%d slots after Ready has found the channel empty", n)
	}
}

// The end of a channel that is small anyway costs no memory.
func TestUnboundedEndAllocatesNothing(t *testing.T) {
	testenv.CountsAllocations(t)
	rx, tx := NewUnbounded[[1 << 16]byte]()
	tx.Close()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := rx.TryRecv()
	runtime.ReadMemStats(&after)
	if err != ErrClosed {
		t.Error(err)
	}
	if bytes := after.TotalAlloc - before.TotalAlloc; bytes > 1<<15 {
		t.Errorf("%d bytes are allocated", bytes)
	}
}

// A send that is descheduled between its position and its message holds back only the
// messages behind it, in this segment and in the next ones.
func TestUnboundedStalledSend(t *testing.T) {
	rx, tx := NewUnbounded[int]()
	c := &tx.c
	g := c.last.Load()
	at := c.gate.tail.Add(1) - 1 // in g, which has one slot
	fillUp(t, tx, 1, 2000)
	if v, err := rx.TryRecv(); err != ErrEmpty {
		t.Fatal(v, err)
	}
	s := g.slot(at)
	s.message.Set(0)
	s.mark.Store(at + 1)
	for i := range 2001 {
		if v, err := rx.TryRecv(); v != i || err != nil {
			t.Fatal(i, v, err)
		}
	}
}

// One that is descheduled before it has found its slot holds back no other sender, and
// finds the slot in a segment that is no longer the last.
func TestUnboundedStalledFind(t *testing.T) {
	for _, n := range []int{1, 2, 9, 72, 73, 585, 1000} {
		rx, tx := NewUnbounded[int]()
		c := &tx.c
		first := c.last.Load()
		fillUp(t, tx, 0, n)
		at := c.gate.tail.Add(1) - 1
		fillUp(t, tx, n+1, 2000)
		for range n {
			rx.TryRecv()
		}
		if v, err := rx.TryRecv(); err != ErrEmpty {
			t.Fatal(v, err)
		}
		last := c.last.Load()
		s := c.find(first, at).slot(at)
		if c.last.Load() != last {
			t.Error("last goes back")
		}
		s.message.Set(n)
		s.mark.Store(at + 1)
		for i := n; i <= n+2000; i++ {
			if v, err := rx.TryRecv(); v != i || err != nil {
				t.Fatal(n, i, v, err)
			}
		}
	}
}

// A send that has taken a position after the close gives it back.
func TestUnboundedRefused(t *testing.T) {
	rx, tx := NewUnbounded[int]()
	c := &tx.c
	tx.TrySend(1)
	g := c.last.Load() // a sender does that, and is descheduled
	tx.Close()
	if v, err := rx.TryRecv(); v != 1 || err != nil {
		t.Error(v, err)
	}
	c.gate.tail.Add(1) // another one too
	if v, err := rx.TryRecv(); err != ErrEmpty {
		t.Errorf("%v, %v: a send is under way", v, err)
	}
	ready := rx.Ready()
	v := 2
	if err := c.append(g, &v); err != ErrClosed {
		t.Error(err)
	}
	if err := c.refuse(); err != ErrClosed {
		t.Error(err)
	}
	<-ready
	if v, err := rx.TryRecv(); err != ErrClosed {
		t.Error(v, err)
	}
	c.gate.tail.Add(1) // and one that comes after the end
	if n := rx.Len(); n != 0 {
		t.Errorf("%d messages after the end", n)
	}
	if v, err := rx.TryRecv(); err != ErrClosed {
		t.Errorf("%v, %v after the end", v, err)
	}
	if err := rx.Err(); err != ErrClosed {
		t.Errorf("Err returns %v after the end", err)
	}
	if v, err := rx.Recv(bgCtx); err != ErrClosed {
		t.Errorf("%v, %v after the end", v, err)
	}
	c.refuse()
	if v, err := rx.TryRecv(); err != ErrClosed || rx.Len() != 0 || tx.Len() != 0 {
		t.Errorf("%v, %v, %d messages", v, err, tx.Len())
	}
}

// A receive with a time-out that has found the end returns ErrClosed, though another send
// has taken a position since.
func TestUnboundedRefusedTimeout(t *testing.T) {
	for name, receive := range map[string]func(rx *Receiver[int]) error{
		"one":   func(rx *Receiver[int]) error { _, err := rx.RecvTimeout(time.Hour); return err },
		"batch": func(rx *Receiver[int]) error { _, err := rx.RecvBatchTimeout(make([]int, 3), time.Hour); return err },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				rx, tx := NewUnbounded[int]()
				c := &tx.c
				tx.Close()
				c.gate.take() // so the receiver doesn't see the end, and sleeps
				rx.predicate = func() bool {
					found := rx.pending()
					if found {
						c.gate.take() // by one that has loaded last before the close
					}
					return found
				}
				var err error
				done := started(func() { err = receive(rx) })
				if ended(done) {
					t.Fatal("before the send was refused")
				}
				c.refuse()
				if !ended(done) || err != ErrClosed {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// The next segment is there when three quarters of a large one are full; or one quarter,
// if there is a spare.
func TestUnboundedPrepared(t *testing.T) {
	for _, spare := range []bool{false, true} {
		rx, tx := NewUnbounded[int]()
		c := &tx.c
		quarters := 3
		if spare {
			g := fillTo(tx, 4)
			for c.from == g || c.from.quarter == none {
				tx.TrySend(1)
				rx.TryRecv()
				rx.Peek() // goes on to the next segment
			}
			if c.spare.Load() == nil {
				t.Fatal("no spare")
			}
			quarters = 1
		}
		g := fillTo(tx, quarters)
		if g.next.Load() != nil {
			t.Errorf("linked before %d quarters are full", quarters)
		}
		tx.TrySend(1)
		if g.next.Load() == nil {
			t.Errorf("not linked when %d quarters are full", quarters)
		}
		if c.last.Load() != g {
			t.Error("in use before the end")
		}
		if c.spare.Load() != nil {
			t.Error("the spare is left")
		}
	}
}

// One that is closed and drained gives its memory back, and one that is idle keeps no
// spare segment, whatever it has needed before.
func TestUnboundedSpare(t *testing.T) {
	rx, tx := NewUnbounded[int]()
	c := &tx.c
	for round := range 20 {
		fillUp(t, tx, 0, 3000)
		for range 3000 {
			rx.TryRecv()
		}
		if c.spare.Load() == nil && c.from.next.Load() == nil {
			t.Fatalf("round %d: no spare after 3000 messages", round)
		}
		rx.TryRecv()
	}
	if len(c.ring) == 1 {
		t.Error("nothing is kept after many bursts")
	}
	for range needMost {
		fillUp(t, tx, 0, 1)
		rx.TryRecv()
		rx.TryRecv()
	}
	if len(c.ring) != 1 || c.spare.Load() != nil || c.from.next.Load() != nil {
		t.Errorf("%d slots, a spare: %t", len(c.ring), c.spare.Load() != nil)
	}
	fillUp(t, tx, 0, 3000)
	rx.Discard()
	if len(c.ring) != 1 || c.from != nil || c.last.Load() != nil || c.spare.Load() != nil {
		t.Error("memory is kept after the end")
	}
	for range 3 {
		if v, err := rx.TryRecv(); err != ErrClosed || rx.Err() != ErrClosed || rx.Len() != 0 {
			t.Error(v, err)
		}
		if err := tx.TrySend(1); err != ErrClosed {
			t.Error(err)
		}
		if v, ok := rx.Peek(); ok {
			t.Error(v)
		}
	}
}

// A zero Sender has no messages, and no capacity.
func TestZeroSenderLen(t *testing.T) {
	if s := new(Sender[int]); s.Len() != 0 || s.Cap() != 0 || s.Closed() {
		t.Errorf("%d messages of %d", s.Len(), s.Cap())
	}
}
