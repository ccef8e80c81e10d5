//go:build interleave

package example

import (
	"fmt"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
)

// TestModelSlot sends three values, each after as many attempts as it takes.
func TestModelSlot(t *testing.T) {
	interleave.Run(t, interleave.Model{
		Name:  "slot",
		Graph: true,
		Setup: func(s *interleave.Sim) {
			slot := new(Slot)
			s.Name(slot, "slot")
			var got []int
			s.Ghost(&got)
			s.Go("sender", func() {
				for i := range 3 {
					for ok := false; !ok; s.Checkpoint(i, ok) {
						s.Call("Put", func() { ok = slot.Put(10 + i) })
					}
				}
			})
			s.Go("receiver", func() {
				for n := 0; n < 3; s.Checkpoint(n) {
					var v int
					var ok bool
					s.Call("Take", func() { v, ok = slot.Take() })
					if ok {
						got = append(got, v)
						n++
					}
				}
			})
			s.Final(func() error {
				if text := fmt.Sprint(got); text != "[10 11 12]" {
					return fmt.Errorf("received %s", text)
				}
				return nil
			})
		},
	}, interleave.Options{})
}
