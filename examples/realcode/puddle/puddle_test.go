// Package puddle has models of github.com/jackc/puddle/v2.
package puddle

import (
	"context"
	"errors"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/jackc/puddle/v2"
)

// pool makes a pool of at most so many resources, which are numbered.
func pool(t *interleave.T, size int32) *puddle.Pool[int] {
	made := make(chan int, 1)
	made <- 0
	p, err := puddle.NewPool(&puddle.Config[int]{
		Constructor: func(context.Context) (int, error) {
			n := <-made + 1
			made <- n
			return n, nil
		},
		Destructor: func(int) {},
		MaxSize:    size,
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Two goroutines share a resource.
func TestShare(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		p := pool(t, 1)
		n := 0 // one at a time
		done := make(chan bool, 2)
		for range 2 {
			go func() {
				r, err := p.Acquire(context.Background())
				if err != nil {
					t.Error(err)
					return
				}
				if r.Value() != 1 {
					t.Errorf("resource %d", r.Value())
				}
				n++
				r.Release()
				done <- true
			}()
		}
		<-done
		<-done
		p.Close()
		if n := p.Stat().TotalResources(); n != 0 {
			t.Errorf("%d resources are left", n)
		}
	})
}

// Close waits for a resource that is in use.
func TestClose(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		p := pool(t, 1)
		go func() {
			r, err := p.Acquire(context.Background())
			if err == nil {
				r.Release()
			} else if !errors.Is(err, puddle.ErrClosedPool) {
				t.Error(err)
			}
		}()
		p.Close()
	})
}

// A cancelled Acquire keeps nothing.
func TestCancel(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		p := pool(t, 1)
		ctx, cancel := context.WithCancel(context.Background())
		go cancel()
		done := make(chan bool)
		go func() {
			if r, err := p.Acquire(ctx); err == nil {
				r.Release()
			}
			done <- true
		}()
		r, err := p.Acquire(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		r.Release()
		<-done
		p.Close()
	})
}

// AcquireAllIdle takes only what nobody else gets.
func TestAllIdle(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		p := pool(t, 2)
		if err := p.CreateResource(context.Background()); err != nil {
			t.Fatal(err)
		}
		done := make(chan bool)
		go func() {
			r, err := p.Acquire(context.Background())
			if err != nil {
				t.Error(err)
			} else {
				r.Destroy()
			}
			done <- true
		}()
		for _, r := range p.AcquireAllIdle() {
			r.Release()
		}
		<-done
		p.Close()
	})
}
