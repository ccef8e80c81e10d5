package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"syscall"
	"time"
)

// demo has a loop watch a pipe, while goroutines post tasks to it.
func demo(ctx context.Context, out io.Writer, producers, tasks int) error {
	l, err := newLoop(newSinkBell)
	if err != nil {
		return err
	}
	read, write, err := os.Pipe()
	if err != nil {
		return errors.Join(err, l.close())
	}
	defer read.Close()
	fd := int(read.Fd()) // which also makes it block, but it is read only when told
	if err := l.watch(fd, func() { echo(out, l, fd) }); err != nil {
		return errors.Join(err, write.Close(), l.close())
	}
	start := time.Now()
	done := 0
	count := func(*task) { done++ }
	var working sync.WaitGroup
	for range producers {
		working.Go(func() {
			for range tasks {
				if ctx.Err() == nil {
					l.post(&task{do: count})
				}
			}
		})
	}
	go func() {
		fmt.Fprint(write, "while tasks come")
		working.Wait()
		time.Sleep(10 * time.Millisecond) // the loop sleeps
		fmt.Fprint(write, "from a sleep")
		write.Close() // the loop ends
	}()
	quit := make(chan struct{})
	pending := context.AfterFunc(ctx, func() {
		l.post(&task{do: func(*task) { l.stop() }})
		close(quit)
	})
	err = l.run()
	if !pending() {
		<-quit // after which nobody posts
	}
	took := time.Since(start)
	working.Wait()
	bell := l.bell.(*sinkBell)
	fmt.Fprintf(
		out,
		"tasks  %d posted by %d goroutines, %d done, in %.3f s\n",
		producers*tasks,
		producers,
		done,
		took.Seconds(),
	)
	fmt.Fprintf(out, "bell   %d notifications, %d wakes, %d writes of the eventfd, %d sleeps\n",
		producers*tasks, bell.wakes.Load(), l.event.writes.Load(), l.sleeps)
	if done != producers*tasks && ctx.Err() == nil {
		err = errors.Join(err, errors.New("tasks were lost"))
	}
	return errors.Join(err, l.close())
}

// echo prints what is in the pipe, and stops the loop at its end.
func echo(out io.Writer, l *loop, fd int) {
	var line [64]byte
	n, err := syscall.Read(fd, line[:])
	switch {
	case err == syscall.EINTR:
	case err != nil || n == 0:
		l.stop()
	default:
		fmt.Fprintf(out, "pipe   %q\n", line[:n])
	}
}
