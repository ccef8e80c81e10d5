package channels

type sig chan struct{}

type hub struct {
	in   chan int
	out  chan<- any
	done sig
}

func make1(n int) *hub { return &hub{in: make(chan int, n), out: make(chan any), done: make(sig)} }

func (h *hub) run() (sum int) {
	h.out <- 1
	h.out <- <-h.in
	v := <-h.in
	v, ok := <-h.in
	if !ok || <-h.in > 2 {
		close(h.in)
		close(h.done)
	}
	<-h.done
	for v := range h.in {
		sum += v
	}
	for range h.done {
	}
	for v = range h.in {
		break
	}
	return sum + v + len(h.in) + cap(h.in) + len(h.out)
}
