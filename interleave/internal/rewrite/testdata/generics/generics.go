package generics

type number interface{ ~int | ~float64 }

type list[T any] struct {
	head *elem[T]
	n    int
}

type elem[T any] struct {
	next *elem[T]
	val  T
}

func (l *list[T]) push(v T) {
	l.head = &elem[T]{l.head, v}
	l.n++
}

func (l *list[T]) all(yield func(T) bool) {
	for e := l.head; e != nil; e = e.next {
		if !yield(e.val) {
			return
		}
	}
}

func sum[S ~[]E, E number](s S) (t E) {
	for _, e := range s {
		t += e
	}
	return t
}

func forward[C ~chan T, T any](in C, out chan<- T) {
	for v := range in {
		out <- v
	}
	go forward[C, T](in, out)
	go forward(in, out)
}

func use() float64 {
	l := new(list[float64])
	l.push(1)
	var s []float64
	for v := range l.all {
		s = append(s, v)
	}
	return sum(s)
}
