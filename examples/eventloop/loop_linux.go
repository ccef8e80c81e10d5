package main

import (
	"errors"
	"syscall"
)

// loop runs tasks that other goroutines post, and handlers of files that can be read, all
// in the goroutine that calls run. All but post belongs to that goroutine.
type loop struct {
	inbox  inbox
	bell   bell
	event  eventfd
	poller poller

	work     func() bool // inbox.any: made once, for a method value that goes through an interface allocates
	handlers map[int32]func()
	stopped  bool
	sleeps   int64 // how often it lay down in the kernel
}

func newLoop(makeBell func(*eventfd) bell) (*loop, error) {
	l := &loop{handlers: make(map[int32]func())}
	l.work = l.inbox.any
	l.bell = makeBell(&l.event)
	if err := l.event.open(); err != nil {
		return nil, err
	}
	if err := l.poller.open(); err != nil {
		return nil, errors.Join(err, l.event.close())
	}
	if err := l.poller.watch(l.event.fd, edge); err != nil {
		return nil, errors.Join(err, l.close())
	}
	return l, nil
}

// close may be called once nobody posts any more.
func (l *loop) close() error { return errors.Join(l.poller.close(), l.event.close()) }

// post has the loop run t. Any goroutine may call it; it doesn't block.
func (l *loop) post(t *task) {
	l.inbox.add(t)
	l.bell.ring()
}

// watch has the loop call handle whenever fd can be read.
func (l *loop) watch(fd int, handle func()) error {
	l.handlers[int32(fd)] = handle
	return l.poller.watch(fd, level)
}

// unwatch ends watch. Call it before fd is closed.
func (l *loop) unwatch(fd int) error {
	delete(l.handlers, int32(fd))
	return l.poller.unwatch(fd)
}

// run takes turns until a task or handler calls stop.
func (l *loop) run() error {
	for !l.stopped {
		if err := l.turn(); err != nil {
			return err
		}
	}
	return nil
}

func (l *loop) stop() { l.stopped = true }

// turn looks into the kernel, in which it sleeps if there is no task, then does what
// there is.
func (l *loop) turn() error {
	sleep := l.bell.maySleep(l.work)
	if sleep {
		l.sleeps++
	}
	events, err := l.poller.wait(sleep)
	// Before the inbox is emptied: a task that is added later rings anew.
	l.bell.awake()
	if err != nil {
		return err
	}
	l.handle(events)
	for t := l.inbox.take(); t != nil; {
		next := t.next // do may post t again
		t.do(t)
		t = next
	}
	return nil
}

// handle has nothing to do for the eventfd: to end the sleep was all it was for.
func (l *loop) handle(events []syscall.EpollEvent) {
	for _, e := range events {
		if h := l.handlers[e.Fd]; h != nil {
			h()
		}
	}
}
