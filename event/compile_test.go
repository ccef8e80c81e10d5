//go:build !race && !interleave

package event_test

import (
	"reflect"
	"testing"
	"unsafe"

	"github.com/diatomic-go/diatomic/event"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// TestInlining asserts that the compiler keeps in line what a notifier does if nobody
// waits, and the frames away that a woken goroutine would have to return through.
func TestInlining(t *testing.T) {
	testenv.Inlined(t, testenv.Source(t, `package hot

import (
	"context"

	"github.com/diatomic-go/diatomic/event"
)

func Hot(e *event.Event, ready func() bool) {
	e.Notify(1)
	e.NotifyAll()
	e.Wait(context.Background(), ready)
	e.WaitTimeout(1, ready)
}
`),
		`inlining call to event\.\(\*Event\)\.Notify\b`,
		`inlining call to event\.\(\*Event\)\.NotifyAll`,
		`inlining call to event\.\(\*Event\)\.Wait\b`,
		`inlining call to event\.\(\*Event\)\.WaitTimeout`,
	)
}

// go vet notices copies.
func TestVet(t *testing.T) {
	testenv.Copies(t, 2, `package copied

import "github.com/diatomic-go/diatomic/event"

func Copy(e *event.Event, w *event.Waiter) {
	f, v := *e, *w
	f.Notify(1)
	v.Cancel()
}
`)
}

// What the package documentation says of memory, which is for 64 bits.
func TestSize(t *testing.T) {
	if n := unsafe.Sizeof(event.Event{}); n > 56 {
		t.Errorf("an Event takes %d bytes", n)
	}
	place, _ := reflect.TypeFor[event.Waiter]().FieldByName("place")
	if n := place.Type.Size(); n > 64 {
		t.Errorf("a place takes %d bytes", n)
	}
}
