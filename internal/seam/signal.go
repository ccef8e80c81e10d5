package seam

// Signal is a channel used as one token: set or not set.
type Signal chan struct{}

func NewSignal() Signal { return make(Signal, 1) }

// Set leaves the token there, once. It never blocks.
func (s Signal) Set() {
	select {
	case s <- struct{}{}:
	default:
	}
}

// Clear takes the token away if it is there. It never blocks.
func (s Signal) Clear() {
	select {
	case <-s:
	default:
	}
}

// Wait blocks until the token is there, and takes it.
func (s Signal) Wait() { <-s }

// C is the channel to receive the token from, in a select.
func (s Signal) C() <-chan struct{} { return s }
