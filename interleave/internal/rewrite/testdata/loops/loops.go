package loops

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
)

type q struct {
	n     atomic.Int64
	mu    sync.Mutex
	items []int
	ring  *[4]int
}

func (q *q) spin(want int64) int {
	tries, unused := 0, 1
	for q.n.Load() != want {
		tries++
	}
	for i := 0; i < 3; i++ {
		for j := range i {
			tries += j
		}
	}
	for range 2 {
		tries += unused
	}
	return tries
}

func (q *q) sum(xs []int) (sum int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, x := range q.items {
		sum += x
	}
	for i, x := range xs {
		xs[i] = x
	}
	for i := range q.ring {
		q.ring[i]++
	}
outer:
	for _, r := range "text" {
		for {
			if r == 'x' {
				continue outer
			}
			break
		}
	}
	return sum
}

// None has loop heads.
func none(q *q, f func() bool) {
	for f() {
		defer q.mu.Unlock()
	}
}

func again(q *q) {
top:
	for q.n.Load() == 0 {
		goto top
	}
}

func builder(q *q) string {
	var b strings.Builder
	for q.n.Load() == 0 {
		b.WriteString("x")
	}
	return b.String()
}

func shadow(q *q) int {
	x := 1
	for q.n.Load() == 0 {
		if x := 2; x > 1 {
			for q.n.Load() == 1 {
			}
		}
	}
	return x
}

func cancelled(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for ctx.Err() == nil {
	}
}

func hidden(q *q, xs func() []int) (n int) {
	for range q.n.Load() {
		for _, x := range xs() {
			for q.n.Load() == 0 {
				n += x
			}
		}
	}
	return n
}
