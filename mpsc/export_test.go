package mpsc

import "context"

// Late is a context that is done, but whose Err returns nil at every other call, beginning with the first: a Send under it gets in line, and is
// cancelled there. It is for one goroutine.
type Late struct {
	context.Context
	asked bool
}

func (l *Late) Err() error {
	if l.asked = !l.asked; l.asked {
		return nil
	}
	return l.Context.Err()
}
