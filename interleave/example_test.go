package interleave_test

import (
	"sync"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
)

// Counter forgets an increment now and then.
type Counter struct {
	mu sync.Mutex
	n  int
}

func (c *Counter) Get() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n
}

func (c *Counter) Set(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n = n
}

func (c *Counter) Inc() { c.Set(c.Get() + 1) }

// The command runs this test in all interleavings, and tells how the count comes to be 1:
//
//	go tool interleave -run TestCounter
func ExampleTest() {
	TestCounter := func(t *testing.T) {
		interleave.Test(t, func(t *interleave.T) {
			c := new(Counter)
			var wg sync.WaitGroup
			wg.Go(c.Inc)
			wg.Go(c.Inc)
			wg.Wait()
			if n := c.Get(); n != 2 {
				t.Errorf("the count is %d", n)
			}
		})
	}
	_ = TestCounter
}
