package actor

import "sync/atomic"

// Mailboxes and run queues are lists of this kind: pushed onto from anywhere, and taken
// whole. Since no single element is ever taken off, a head that has come back means that
// nothing is amiss (there is no ABA).
type linked[T any] interface {
	*T
	link() **T
}

// envelope is a message in a mailbox.
type envelope[M any] struct {
	next *envelope[M]
	msg  M
}

func (e *envelope[M]) link() **envelope[M] { return &e.next }

func (a *Actor[M]) link() **Actor[M] { return &a.next }

// push puts e in front, and reports whether the list was empty.
func push[T any, P linked[T]](head *atomic.Pointer[T], e P) bool {
	for {
		old := head.Load()
		*e.link() = old
		// Publishes the element: pairs with the Swap in takeAll.
		if head.CompareAndSwap(old, e) {
			return old == nil
		}
	}
}

// takeAll empties the list and returns what was in it, which is the caller's alone from
// now on.
func takeAll[T any](head *atomic.Pointer[T]) *T {
	if head.Load() == nil {
		return nil // it's mostly so, and the Swap would cost several times as much
	}
	return head.Swap(nil)
}

// reverse turns newest first into oldest first.
func reverse[T any, P linked[T]](list P) P {
	var done P
	for list != nil {
		rest := *list.link()
		*list.link() = done
		done, list = list, rest
	}
	return done
}
