package main

import (
	"os"
	"sync"
	"syscall"
	"testing"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

func testLoop(t *testing.T, makeBell func(*eventfd) bell) *loop {
	l, err := newLoop(makeBell)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

func eachBell(t *testing.T, f func(*testing.T, *loop)) {
	for _, b := range bells {
		t.Run(b.name, func(t *testing.T) {
			testenv.Limit(t)
			f(t, testLoop(t, b.make))
		})
	}
}

// bound holds the promise: never more writes than sleeps. In the loop's goroutine.
func bound(t *testing.T, l *loop) {
	if _, ok := l.bell.(*sinkBell); ok {
		if writes := l.event.writes.Load(); writes > l.sleeps {
			t.Errorf("%d writes for %d sleeps", writes, l.sleeps)
		}
	}
}

const stress = 20_000

// All tasks are done, each producer's in order. A lost wake-up is a hang.
func TestFlood(t *testing.T) {
	const producers = 4
	eachBell(t, func(t *testing.T, l *loop) {
		var next [producers]int
		left := stress
		var working sync.WaitGroup
		for p := range producers {
			working.Go(func() {
				for i := range stress / producers {
					l.post(&task{do: func(*task) {
						if next[p] != i {
							t.Errorf("producer %d: task %d instead of %d", p, i, next[p])
						}
						next[p]++
						bound(t, l)
						if left--; left == 0 {
							l.stop()
						}
					}})
				}
			})
		}
		if err := l.run(); err != nil {
			t.Fatal(err)
		}
		working.Wait()
		bound(t, l)
	})
}

// Each producer waits for its task before it posts the next one, so that the loop keeps
// falling asleep; and a pipe rouses it as well, so that registrations are left behind.
func TestTurns(t *testing.T) {
	const producers = 3
	eachBell(t, func(t *testing.T, l *loop) {
		read, write := testPipe(t)
		fd := int(read.Fd())
		bytes := 0
		if err := l.watch(fd, func() {
			var b [1]byte
			n, _ := syscall.Read(fd, b[:])
			bytes += n
			bound(t, l)
		}); err != nil {
			t.Fatal(err)
		}
		left := producers
		var working sync.WaitGroup
		for p := range producers {
			working.Go(func() {
				done := make(chan bool)
				tell := &task{do: func(*task) { bound(t, l); done <- true }}
				for range stress / 10 {
					if p == 0 {
						write.Write([]byte{1})
					}
					l.post(tell)
					<-done
				}
				l.post(&task{do: func(*task) {
					if left--; left == 0 {
						l.stop()
					}
				}})
			})
		}
		if err := l.run(); err != nil {
			t.Fatal(err)
		}
		working.Wait()
		bound(t, l)
		if bytes == 0 {
			t.Error("the pipe was never read")
		}
	})
}

func testPipe(t *testing.T) (read, write *os.File) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		read.Close()
		write.Close()
	})
	return read, write
}

func TestUnwatch(t *testing.T) {
	l := testLoop(t, newSinkBell)
	read, write := testPipe(t)
	write.Write([]byte{1})
	calls := 0
	fd := int(read.Fd())
	if err := l.watch(fd, func() {
		calls++
		if err := l.unwatch(fd); err != nil {
			t.Error(err)
		}
		l.post(&task{do: func(*task) { l.stop() }})
	}); err != nil {
		t.Fatal(err)
	}
	if err := l.run(); err != nil {
		t.Fatal(err)
	}
	if calls != 1 {
		t.Errorf("%d calls, want 1", calls)
	}
}

// A task may post itself again, while others are in the inbox.
func TestPostFromTask(t *testing.T) {
	eachBell(t, func(t *testing.T, l *loop) {
		left := 100
		again := func(tk *task) {
			if left--; left == 0 {
				l.stop()
			} else if left > 1 {
				l.post(tk)
			}
		}
		l.post(&task{do: again})
		l.post(&task{do: again})
		if err := l.run(); err != nil {
			t.Fatal(err)
		}
		bound(t, l)
	})
}

func TestNothingAllocates(t *testing.T) {
	testenv.CountsAllocations(t)
	eachBell(t, func(t *testing.T, l *loop) {
		tk := &task{do: func(*task) {}}
		if allocs := testing.AllocsPerRun(100, func() {
			l.post(tk)
			l.turn()
		}); allocs != 0 {
			t.Errorf("%v allocations, want none", allocs)
		}
	})
}

func TestKernelErrors(t *testing.T) {
	l := testLoop(t, newSinkBell)
	if err := l.watch(-1, nil); err == nil {
		t.Error("no error for a file that isn't")
	}
	good := l.poller.fd
	l.poller.fd = -1
	if err := l.run(); err == nil {
		t.Error("no error without an epoll instance")
	}
	l.poller.fd = good
}
