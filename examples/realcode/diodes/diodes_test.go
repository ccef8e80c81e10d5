// Package diodes has models of code.cloudfoundry.org/go-diodes.
package diodes

import (
	"testing"

	diodes "code.cloudfoundry.org/go-diodes"
	"github.com/diatomic-go/diatomic/interleave"
)

// What is read or reported as dropped is what was written, in order.
func TestOneToOne(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		dropped := 0
		d := diodes.NewOneToOne(2, diodes.AlertFunc(func(n int) { dropped += n }))
		values := []int{1, 2, 3}
		done := make(chan bool)
		go func() {
			for i := range values {
				d.Set(diodes.GenericDataType(&values[i]))
			}
			close(done)
		}()
		last, read := 0, 0
		next := func() bool {
			v, ok := d.TryNext()
			if ok {
				if n := *(*int)(v); n <= last {
					t.Errorf("%d after %d", n, last)
				} else {
					last = n
				}
				read++
			}
			return ok
		}
		next()
		next()
		<-done
		for next() {
		}
		if last != 3 {
			t.Errorf("the last one was %d", last)
		}
		if read+dropped != 3 {
			t.Errorf("%d read, %d dropped", read, dropped)
		}
	})
}

// A reader that waits is woken.
func TestWaiter(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		w := diodes.NewWaiter(diodes.NewOneToOne(4, nil))
		values := []int{1, 2}
		go func() {
			for i := range values {
				w.Set(diodes.GenericDataType(&values[i]))
			}
		}()
		for want := 1; want <= 2; want++ {
			if n := *(*int)(w.Next()); n != want {
				t.Errorf("got %d, want %d", n, want)
			}
		}
	})
}

func TestManyToOne(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		d := diodes.NewManyToOne(4, nil)
		values := []int{1, 2}
		done := make(chan bool, 2)
		for i := range values {
			go func() {
				d.Set(diodes.GenericDataType(&values[i]))
				done <- true
			}()
		}
		<-done
		<-done
		sum := 0
		for {
			v, ok := d.TryNext()
			if !ok {
				break
			}
			sum += *(*int)(v)
		}
		if sum != 3 {
			t.Errorf("the sum is %d", sum)
		}
	})
}
