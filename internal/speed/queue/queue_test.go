package queue

import (
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
)

func spsc(t *interleave.T, items int) {
	q := new(SPSC)
	done := make(chan bool)
	go func() {
		for i := 1; i <= items; i++ {
			for !q.Put(i) {
			}
		}
		close(done)
	}()
	for want := 1; want <= items; {
		if v, ok := q.Get(); ok {
			if v != want {
				t.Errorf("got %d, want %d", v, want)
			}
			want++
		}
	}
	<-done
}

func TestSPSC(t *testing.T) { interleave.Test(t, func(t *interleave.T) { spsc(t, 3) }) }

func TestSPSCLong(t *testing.T) { interleave.Test(t, func(t *interleave.T) { spsc(t, 100) }) }

// Two producers and two consumers: each item comes out once.
func TestMPMC(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		q := NewMPMC(2)
		for v := 1; v <= 2; v++ {
			go func() {
				for !q.Put(v) {
				}
			}()
		}
		got := make(chan int, 2)
		for range 2 {
			go func() {
				v, ok := q.Get()
				for !ok {
					v, ok = q.Get()
				}
				got <- v
			}()
		}
		if a, b := <-got, <-got; a+b != 3 || a == b {
			t.Errorf("got %d and %d", a, b)
		}
	})
}
