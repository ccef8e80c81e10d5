package main

import (
	"encoding/binary"
	"fmt"
	"sync/atomic"
	"syscall"
)

// eventfd is a file that becomes readable when it is written. It is never read: the
// poller watches it edge by edge, and each write is one.
type eventfd struct {
	fd     int
	writes atomic.Int64
}

func (e *eventfd) open() error {
	fd, _, errno := syscall.Syscall(syscall.SYS_EVENTFD2, 0, syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
	if errno != 0 {
		return fmt.Errorf("eventfd: %w", errno)
	}
	e.fd = int(fd)
	return nil
}

// one is what a write adds to the counter: that it is never read would fill it in 2^64
// writes.
var one = binary.NativeEndian.AppendUint64(nil, 1)

func (e *eventfd) write() {
	e.writes.Add(1)
	for {
		_, err := syscall.Write(e.fd, one)
		if err == nil {
			return
		}
		if err != syscall.EINTR {
			panic(fmt.Sprintf("eventloop: write to eventfd %d: %v", e.fd, err))
		}
	}
}

func (e *eventfd) close() error { return syscall.Close(e.fd) }
