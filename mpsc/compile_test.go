//go:build !race && !interleave

package mpsc_test

import (
	"testing"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

// TestInlining asserts that a message costs its sender two calls, and its receiver one.
func TestInlining(t *testing.T) {
	testenv.Inlined(t, testenv.Source(t, `package hot

import (
	"context"

	"github.com/diatomic-go/diatomic/mpsc"
)

func Hot(s *mpsc.Sender[int], r *mpsc.Receiver[int]) {
	s.Send(context.Background(), 1)
	r.Recv(context.Background())
}
`),
		// Send calls put, which calls nothing but the slow path of Notify.
		`send.go:\d+:\d+: inlining call to mpsc\.\(\*bounded\[go\.shape\.int\]\)\.slot`,
		`send.go:\d+:\d+: inlining call to diatomic\.WakeSource\.Notify`,
		// Recv calls nothing.
		`receiver.go:\d+:\d+: inlining call to mpsc\.\(\*Receiver\[go\.shape\.int\]\)\.begin`,
		`receiver.go:\d+:\d+: inlining call to race\.\(\*Guard\)\.Enter`,
		`receiver.go:\d+:\d+: inlining call to race\.\(\*Guard\)\.Leave`,
		`receiver.go:\d+:\d+: inlining call to mpsc\.\(\*channel\[go\.shape\.int\]\)\.slot`,
		`receiver.go:\d+:\d+: inlining call to mpsc\.\(\*Receiver\[go\.shape\.int\]\)\.passed`,
		`receiver.go:\d+:\d+: inlining call to mpsc\.\(\*line\[go\.shape\.int\]\)\.anybody`,
		`receiver.go:\d+:\d+: inlining call to mpsc\.\(\*Receiver\[go\.shape\.int\]\)\.publish`,
		// In an unbounded channel, Send calls append, which calls as little.
		`unbounded.go:\d+:\d+: inlining call to mpsc\.\(\*segment\[go\.shape\.int\]\)\.slot`,
		`unbounded.go:\d+:\d+: inlining call to diatomic\.WakeSource\.Notify`,
	)
}

// go vet reports copies of either side.
func TestVet(t *testing.T) {
	testenv.Copies(t, 2, `package copied

import "github.com/diatomic-go/diatomic/mpsc"

func Copy(r *mpsc.Receiver[int], s *mpsc.Sender[int]) (int, int) {
	a := *r
	b := *s
	return a.Cap(), b.Cap()
}
`)
}
