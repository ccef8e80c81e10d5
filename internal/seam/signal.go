package seam

// Signal is a channel used as one token: set or not set.
type Signal chan struct{}

func NewSignal() Signal { return make(Signal, 1) }

// Set sets the token, unless it is set already. It never blocks.
func (s Signal) Set() {
	select {
	case s <- struct{}{}:
	default:
	}
}

// Clear takes the token away if it is set. It never blocks.
func (s Signal) Clear() {
	select {
	case <-s:
	default:
	}
}

// Wait blocks until the token is set, and takes it.
func (s Signal) Wait() { <-s }

// C returns the channel from which a select receives the token.
func (s Signal) C() <-chan struct{} { return s }
