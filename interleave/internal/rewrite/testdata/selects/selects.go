package selects

type s struct {
	in, out chan int
	last    int
	seen    map[int]bool
}

func pick(a, b chan int) chan int { return a }

func (s *s) once(done <-chan struct{}) (int, error) {
loop:
	for {
		select {
		case v := <-s.in:
			return v, nil
		case s.last = <-pick(
			s.in,
			s.out,
		):
			continue loop
		case v, ok := <-s.out:
			s.seen[v] = ok
			break loop
		case s.out <- s.last + 1:
			break
		case <-done:
			return 0, nil
		}
	}
	select {
	case _, s.seen[1] = <-s.in:
	case _ = <-s.in:
	default:
		return 1, nil
	}
	select {
	default:
	}
	select {
	case <-done:
		return 2, nil
	case s.in <- 1:
		return 3, nil
	}
}

func block() int { select {} }
