//go:build interleave

package ports

import (
	"fmt"
	"testing"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
)

type port interface {
	Register(Waker)
	Notify()
	Unregister()
}

type modelWaker struct{ woken atomic.Bool }

func (w *modelWaker) Wake() { w.woken.Store(true) }

// TestModel: producers put tokens there and notify; the consumer takes them all, with one
// waker or two in turn. None may be lost: the consumer would wait for it forever.
func TestModel(t *testing.T) {
	for name, make := range map[string]func() port{
		"AtomicWaker": func() port { return new(AtomicWaker) },
		"OnePointer":  func() port { return new(OnePointer) },
		"SeqLock":     func() port { return new(SeqLock) },
	} {
		for _, m := range []struct{ producers, wakers int }{{1, 1}, {2, 1}, {2, 2}} {
			title := fmt.Sprintf("%s, %d producers, %d wakers", name, m.producers, m.wakers)
			t.Run(title, func(t *testing.T) {
				r := interleave.Run(t, interleave.Model{
					Name:  title,
					Setup: func(s *interleave.Sim) { tokens(s, make(), m.producers, m.wakers) },
				}, interleave.Options{})
				if r.Verdict != interleave.OK {
					t.Errorf("the search ended with %s", r.Verdict)
				}
			})
		}
	}
}

func tokens(s *interleave.Sim, p port, producers, wakers int) {
	s.Name(p, "port")
	n := new(atomic.Uint32)
	s.Name(n, "tokens")
	ws := make([]*modelWaker, wakers)
	for i := range ws {
		ws[i] = new(modelWaker)
		s.Name(ws[i], string(rune('A'+i)))
	}
	// SeqLock stores the words of an interface, of which the first is the type's.
	var w Waker = ws[0]
	s.Name((*byte)((*[2]unsafe.Pointer)(unsafe.Pointer(&w))[0]), "type")

	take := func() bool {
		if n.Load() == 0 {
			return false
		}
		n.Add(^uint32(0))
		return true
	}
	s.Go("consumer", func() {
		for left, i := producers, 0; left > 0; i++ {
			w := ws[i%wakers]
			s.Checkpoint(left, w)
			if take() {
				p.Unregister()
				left--
				continue
			}
			p.Register(w)
			if take() {
				p.Unregister()
				left--
				continue
			}
			s.Checkpoint(left, w)
			s.Await(func() bool { return w.woken.Load() })
			w.woken.Store(false)
		}
	})
	s.Alike("producer", producers, func() {
		n.Add(1)
		s.Checkpoint()
		p.Notify()
		s.Checkpoint()
	})
}
