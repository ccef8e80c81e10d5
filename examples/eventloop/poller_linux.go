package main

import (
	"fmt"
	"syscall"
)

// poller is an epoll instance. Its events are kept by file.
type poller struct {
	fd     int
	events [64]syscall.EpollEvent
}

func (p *poller) open() error {
	fd, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return fmt.Errorf("epoll: %w", err)
	}
	p.fd = fd
	return nil
}

const (
	level = 0                            // told as long as there is something to read
	edge  = syscall.EPOLLET & 0xffffffff // told once for each change
)

// watch has wait tell when fd can be read.
func (p *poller) watch(fd int, trigger uint32) error {
	event := syscall.EpollEvent{Events: syscall.EPOLLIN | trigger, Fd: int32(fd)}
	if err := syscall.EpollCtl(p.fd, syscall.EPOLL_CTL_ADD, fd, &event); err != nil {
		return fmt.Errorf("epoll: watch %d: %w", fd, err)
	}
	return nil
}

func (p *poller) unwatch(fd int) error {
	if err := syscall.EpollCtl(p.fd, syscall.EPOLL_CTL_DEL, fd, nil); err != nil {
		return fmt.Errorf("epoll: unwatch %d: %w", fd, err)
	}
	return nil
}

// wait returns what can be read: at once, or asleep until something can. A signal may
// end it with nothing.
func (p *poller) wait(sleep bool) ([]syscall.EpollEvent, error) {
	timeout := 0
	if sleep {
		timeout = -1
	}
	n, err := syscall.EpollWait(p.fd, p.events[:], timeout)
	if err == syscall.EINTR {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("epoll: %w", err)
	}
	return p.events[:n], nil
}

func (p *poller) close() error { return syscall.Close(p.fd) }
