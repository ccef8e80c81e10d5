package goroutines

import "sync"

type pool struct {
	wg sync.WaitGroup
	fs []func(int)
}

func (p *pool) run(name string, xs ...int) { p.wg.Done() }

func worker(n int, err error) {}

func pair() (int, error) { return 1, nil }

func start(p *pool, xs []int) {
	go func() {
		p.wg.Done()
	}()
	go func(n int) {
		worker(n, nil)
	}(xs[0])
	go worker(2, nil)
	go worker(pair())
	go p.run("x", xs...)
	go p.fs[0](
		len(xs),
	)
	c := make(chan int)
	go close(c)
	for i := range 3 {
		go worker(i, nil)
	}
	p.wg.Go(func() { worker(1, nil) })
	defer func() {
		if r := recover(); r != nil {
			worker(0, nil)
		}
	}()
}
