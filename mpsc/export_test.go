package mpsc

import "context"

// Late is a context that is done, but whose Done channel is an open one at every other
// call, beginning with the first: a Send under it gets in line, and is cancelled there.
// It is for one goroutine.
type Late struct {
	context.Context
	asked bool
}

var open = make(chan struct{})

func (l *Late) Done() <-chan struct{} {
	if l.asked = !l.asked; l.asked {
		return open
	}
	return l.Context.Done()
}
