package waitset

import (
	"context"
	"runtime"
	"testing"
	"weak"

	"github.com/diatomic-go/diatomic"
)

// largeWaker has an allocation of its own.
type largeWaker [100]byte

func (*largeWaker) Wake() {}

// Forget drops the waker, and the watch on a context, and leaves the sources alone.
func TestForget(t *testing.T) {
	var set Set[string]
	a := set.Add("a")
	parent, cancel := context.WithCancel(context.Background())
	defer cancel()
	waker, value := func() (weak.Pointer[largeWaker], weak.Pointer[[100]byte]) {
		value := new([100]byte)
		ctx := context.WithValue(parent, "value", value) //lint:ignore SA1029 nobody else sees it
		for range 8 {                                    // from then on ctx is watched
			looks := 0
			set.line.sink.Wait(ctx, func() bool {
				if looks++; looks == 2 {
					set.line.sink.Source().Notify()
				}
				return looks == 3
			})
		}
		w := new(largeWaker)
		set.Poll(diatomic.Waker(w))
		return weak.Make(w), weak.Make(value)
	}()
	runtime.GC()
	if waker.Value() == nil || value.Value() == nil {
		t.Fatal("nothing to forget")
	}
	a.Notify()
	set.Forget()
	for range 500 {
		if runtime.GC(); waker.Value() == nil && value.Value() == nil {
			break
		}
		runtime.Gosched()
	}
	if waker.Value() != nil || value.Value() != nil {
		t.Errorf("still reachable: the waker %t, the context %t", waker.Value() != nil, value.Value() != nil)
	}
	if v, ok := set.Try(); v != "a" || !ok {
		t.Errorf("got %q, %t after Forget", v, ok)
	}
}
