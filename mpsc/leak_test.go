package mpsc_test

import (
	"testing"

	"github.com/diatomic-go/diatomic/internal/seam"
	"github.com/diatomic-go/diatomic/internal/testenv"
	"github.com/diatomic-go/diatomic/mpsc"
)

// See the test of this name in package diatomic.
func TestGoroutineLeakProfileOfWaits(t *testing.T) {
	testenv.TestLeaks(t,
		testenv.Leak{Name: "Recv", Seen: !seam.CanPark, Block: func() {
			rx, _ := mpsc.New[int](1)
			rx.Recv(bg)
		}},
		testenv.Leak{Name: "Recv under a new context", Seen: true, Block: func() {
			rx, _ := mpsc.New[int](1)
			rx.Recv(testenv.NewOwn())
		}},
		testenv.Leak{Name: "Send", Seen: !seam.CanPark, Block: func() {
			_, tx := mpsc.New[int](1)
			tx.TrySend(1)
			tx.Send(bg, 2)
		}},
		testenv.Leak{Name: "Send under a new context", Seen: true, Block: func() {
			_, tx := mpsc.New[int](1)
			tx.TrySend(1)
			tx.Send(testenv.NewOwn(), 2)
		}},
	)
}
