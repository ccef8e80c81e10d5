// Package gnet has models of github.com/panjf2000/gnet/v2/pkg/queue.
package gnet

import (
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/panjf2000/gnet/v2/pkg/queue"
)

// Two producers of two and one items, two consumers.
func TestQueue(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		q := queue.NewLockFreeQueue()
		go func() {
			q.Enqueue(&queue.Task{Param: 1})
			q.Enqueue(&queue.Task{Param: 2})
		}()
		got := make(chan int, 2)
		go func() {
			for {
				if task := q.Dequeue(); task != nil {
					got <- task.Param.(int)
					return
				}
			}
		}()
		var mine *queue.Task
		for mine == nil {
			mine = q.Dequeue()
		}
		a, b := mine.Param.(int), <-got
		if a+b != 3 {
			t.Errorf("got %d and %d", a, b)
		}
		if q.Dequeue() != nil {
			t.Error("one too many")
		}
	})
}

// Two producers; each one's items stay in order.
func TestProducers(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		q := queue.NewLockFreeQueue()
		go func() {
			q.Enqueue(&queue.Task{Param: 1})
			q.Enqueue(&queue.Task{Param: 2})
		}()
		go q.Enqueue(&queue.Task{Param: 3})
		last := 0
		for n := 0; n < 3; {
			task := q.Dequeue()
			if task == nil {
				continue
			}
			n++
			if v := task.Param.(int); v != 3 {
				if v <= last {
					t.Errorf("%d after %d", v, last)
				}
				last = v
			}
		}
	})
}

// Tasks come from a pool and go back to it.
func TestPool(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		q := queue.NewLockFreeQueue()
		go func() {
			for v := 1; v <= 2; v++ {
				task := queue.GetTask()
				task.Param = v
				q.Enqueue(task)
			}
		}()
		for want := 1; want <= 2; {
			if task := q.Dequeue(); task != nil {
				if task.Param != want {
					t.Errorf("got %v, want %d", task.Param, want)
				}
				queue.PutTask(task)
				want++
			}
		}
	})
}
