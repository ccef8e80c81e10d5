package mpsc_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/diatomic-go/diatomic/mpsc"
)

const nodes = 13

// other returns a random node that isn't me.
func other(seed *uint32, me int) int {
	*seed ^= *seed << 13
	*seed ^= *seed >> 17
	*seed ^= *seed << 5
	n := int(uint64(*seed) * (nodes - 1) >> 32)
	if n >= me {
		n++
	}
	return n
}

func chanPinball(balls, hops int) {
	var c [nodes]chan int
	for i := range c {
		c[i] = make(chan int, balls)
	}
	var home, done sync.WaitGroup
	home.Add(balls)
	for i := range c {
		done.Add(1)
		go func() {
			defer done.Done()
			seed := uint32(i + 1)
			for left := range c[i] {
				if left == 0 {
					home.Done()
					continue
				}
				c[other(&seed, i)] <- left - 1
			}
		}()
	}
	for i := range balls {
		c[i%nodes] <- hops
	}
	home.Wait()
	for i := range c {
		close(c[i])
	}
	done.Wait()
}

func mpscPinball(balls, hops int) {
	var tx [nodes]*mpsc.Sender[int]
	var rx [nodes]*mpsc.Receiver[int]
	for i := range tx {
		rx[i], tx[i] = mpsc.New[int](balls)
	}
	var home, done sync.WaitGroup
	home.Add(balls)
	for i := range tx {
		done.Add(1)
		go func() {
			defer done.Done()
			seed := uint32(i + 1)
			for {
				left, err := rx[i].Recv(bg)
				if err != nil {
					return
				}
				if left == 0 {
					home.Done()
					continue
				}
				must(tx[other(&seed, i)].Send(bg, left-1))
			}
		}()
	}
	for i := range balls {
		must(tx[i%nodes].Send(bg, hops))
	}
	home.Wait()
	for i := range tx {
		tx[i].Close()
	}
	done.Wait()
}

func BenchmarkPinball(b *testing.B) {
	for _, balls := range []int{1, 7, 41, 241} {
		for _, p := range []struct {
			name string
			f    func(balls, hops int)
		}{{"chan", chanPinball}, {"mpsc", mpscPinball}} {
			b.Run(fmt.Sprintf("61x13/balls=%d/%s", balls, p.name), func(b *testing.B) {
				hops := b.N/(61*balls) + 1
				measure(b, hops*61*balls, func() {
					each(61, func() { p.f(balls, hops) })
				})
			})
		}
	}
}
