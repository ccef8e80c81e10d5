//go:build !(gc && !tinygo && !race && !diatomic_portable && go1.25 && !go1.28)

package diatomic

import "github.com/diatomic-go/diatomic/internal/seam"

// parker is the waker of a goroutine that waits for a token in a channel.
type parker struct {
	token seam.Signal
	timer
}

func newParker() *parker { return &parker{token: seam.NewSignal()} }

// park returns after a Wake that came since the last park.
func (p *parker) park() { p.token.Wait() }

// settle has nothing to do: park has taken the token.
func (p *parker) settle() {}

// Wake lets the parked goroutine go on, or the one that parks next.
func (p *parker) Wake() { p.token.Set() }
