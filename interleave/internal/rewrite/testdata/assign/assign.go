package assign

import "errors"

type t struct {
	a, b int
	m    map[string]int
	f    func() (int, error)
	any  any
	c    chan int
}

func two() (int, error) { return 1, nil }

func many(x, y *t, k string) (err error) {
	x.a, y.a = y.a, x.a
	x.a, _ = two()
	x.a, err = x.f()
	x.m[k], x.b = 1, 2
	x.m[k], err = two()
	x.a, x.any = y.m[k], 1.5
	x.any = x.a
	x.any = nil
	x.a = <-x.c
	x.b += <-x.c
	x.m[k] += <-x.c
	x.m[k] = len(k)
	x.m[k] = <-x.c
	x.f = two
	var ok bool
	x.a, ok = x.m[k]
	x.a, ok = x.any.(int)
	x.a, ok = <-x.c
	_, x.any = 0, ok
	for x.a, x.b = 0, 1; x.a < 3; x.a, x.b = x.b, x.a+x.b {
		x.b <<= 1
	}
	if x.a = 1; x.a > 0 {
		err = errors.New("positive")
	}
	v, err := two()
	func() { err = errors.New(k) }()
	x.a = 1 << v
	return err
}
