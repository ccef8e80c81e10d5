package diatomic_test

import (
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/diatomic-go/diatomic"
)

// A job is a task that several workers may run, though only one at a time.
type job struct {
	state atomic.Uint32
	run   chan *job // with room for every job
	sink  diatomic.WakeSink
	input atomic.Int64 // what producers change
	sum   int64
}

const (
	idle    = iota
	queued  // in run
	running // by a worker
	again   // running, and woken meanwhile
)

// Wake queues an idle job, and tells the worker of a running one to queue it again.
func (j *job) Wake() {
	for {
		switch s := j.state.Load(); s {
		case idle:
			if j.state.CompareAndSwap(s, queued) {
				j.run <- j
				return
			}
		case running:
			if j.state.CompareAndSwap(s, again) {
				return
			}
		default:
			return
		}
	}
}

// poll adds up the input until the sum is 100.
func (j *job) poll() (done bool) {
	for j.sum < 100 {
		n, ok := diatomic.PollUntil(&j.sink, j, func() (int64, bool) {
			n := j.input.Swap(0)
			return n, n != 0
		})
		if !ok {
			return false // and Wake will be called
		}
		j.sum += n
	}
	return true
}

func worker(run chan *job, wg *sync.WaitGroup) {
	for j := range run {
		j.state.Store(running)
		if j.poll() {
			wg.Done()
		} else if !j.state.CompareAndSwap(running, idle) {
			j.state.Store(queued)
			run <- j
		}
	}
}

// An executor with two workers.
func Example_executor() {
	var wg sync.WaitGroup
	jobs := make([]job, 50)
	run := make(chan *job, len(jobs))
	for range 2 {
		go worker(run, &wg)
	}
	wg.Add(len(jobs))
	for i := range jobs {
		jobs[i].run = run
		jobs[i].Wake()
		go func(src diatomic.WakeSource) {
			for range 100 {
				jobs[i].input.Add(1)
				src.Notify()
			}
		}(jobs[i].sink.Source())
	}
	wg.Wait()
	close(run)
	fmt.Println(jobs[0].sum, jobs[49].sum)
	// Output: 100 100
}
