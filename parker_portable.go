//go:build !(gc && !tinygo && !race && !diatomic_portable && go1.25 && !go1.28)

package diatomic

import (
	"sync/atomic"

	"github.com/diatomic-go/diatomic/internal/seam"
)

// parker is the waker of a goroutine that waits for a token in a channel.
type parker struct {
	token  seam.Signal
	parked atomic.Bool
	timer
}

func newParker() *parker { return &parker{token: seam.NewSignal()} }

// busy reports whether a goroutine is parked here.
func (p *parker) busy() bool { return p.parked.Load() }

// claim reports whether the caller may park: false if another goroutine is parked here.
func (p *parker) claim() bool { return p.parked.CompareAndSwap(false, true) }

// park returns after a Wake that came since the last park.
func (p *parker) park() { p.token.Wait() }

// settle takes back the claim.
func (p *parker) settle() { p.parked.Store(false) }

// Wake lets the parked goroutine go on, or the one that parks next.
func (p *parker) Wake() { p.token.Set() }
