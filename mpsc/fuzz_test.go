package mpsc_test

import (
	"context"
	"testing"
	"testing/synctest"
)

// FuzzOperations plays a sequence of calls, in which sends may block and be cancelled,
// and checks that exactly the messages whose send returned nil are received, those of one
// goroutine in order.
func FuzzOperations(f *testing.F) {
	f.Add(byte(1), []byte{0, 1, 1, 2, 2, 2})
	f.Add(byte(1), []byte{0, 1, 1, 4, 2, 5, 3, 3})
	f.Add(byte(3), []byte{0, 0, 0, 1, 1, 4, 4, 3, 3, 1, 6, 2})
	f.Add(byte(9), []byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 2})
	f.Add(byte(0), []byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 3, 24, 2, 2, 2, 2, 2, 2, 2, 0, 1, 2, 2, 2})
	f.Fuzz(func(t *testing.T, capacity byte, ops []byte) {
		if len(ops) > 200 {
			ops = ops[:200]
		}
		synctest.Test(t, func(t *testing.T) { play(t, int(capacity%16), ops) })
	})
}

func play(t *testing.T, capacity int, ops []byte) {
	rx, tx := newChannel[int](capacity)
	var (
		next     int // message
		sent     = map[int]bool{}
		refused  = map[int]bool{}
		received = map[int]bool{}
		mine     []int // sent by TrySend, in order
		pending  []pendingSend
		buf      [4]int
	)
	got := func(vs ...int) {
		for _, v := range vs {
			if received[v] || v >= next {
				t.Fatalf("received %d", v)
			}
			received[v] = true
			for i, m := range mine {
				if m == v {
					if i != 0 {
						t.Fatalf("received %d before %v", v, mine[:i])
					}
					mine = mine[1:]
					break
				}
			}
		}
	}
	// collect looks which sends have returned.
	collect := func() {
		synctest.Wait()
		rest := pending[:0]
		for _, p := range pending {
			select {
			case r := <-p.c:
				if r.err == nil {
					sent[r.v] = true
				} else {
					refused[r.v] = true
				}
			default:
				rest = append(rest, p)
			}
		}
		pending = rest
		if n := rx.Len(); n > rx.Cap() || n < 0 || n != tx.Len() {
			t.Fatalf("%d messages", n)
		}
		if len(pending) > 0 && capacity == 0 {
			t.Fatalf("%d sends are blocked", len(pending))
		}
		if len(pending) > 0 && rx.Len() < capacity && tx.Len() < capacity {
			t.Fatalf("%d sends are blocked, with %d messages", len(pending), rx.Len())
		}
	}
	for _, op := range ops {
		switch op % 7 {
		case 0:
			if tx.TrySend(next) == nil {
				sent[next] = true
				mine = append(mine, next)
			} else {
				refused[next] = true
			}
			next++
		case 1, 4:
			ctx, cancel := context.WithCancel(bg)
			defer cancel()
			if op%7 == 1 {
				pending = append(pending, pendingSend{goSend(tx, bg, next), func() {}})
			} else {
				pending = append(pending, pendingSend{goSend(tx, ctx, next), cancel})
			}
			next++
		case 2:
			if v, err := rx.TryRecv(); err == nil {
				got(v)
			} else if rx.Len() > 0 {
				t.Fatalf("TryRecv: %v with %d messages", err, rx.Len())
			}
		case 3:
			if rx.Len() > 0 {
				n, err := rx.RecvBatch(bg, buf[:op/7%4+1])
				if err != nil {
					t.Fatal(err)
				}
				got(buf[:n]...)
			}
		case 5:
			for _, p := range pending {
				p.cancel()
			}
		case 6:
			if op > 240 {
				tx.Close()
			}
		}
		collect()
	}
	tx.Close()
	collect()
	for v := range rx.All(bg) {
		got(v)
	}
	if len(pending) > 0 {
		t.Fatalf("%d sends are blocked after Close", len(pending))
	}
	for v := range next {
		if sent[v] != received[v] || sent[v] == refused[v] {
			t.Fatalf("%d: sent %v, refused %v, received %v", v, sent[v], refused[v], received[v])
		}
	}
}

type pendingSend struct {
	c      chan result
	cancel func()
}
