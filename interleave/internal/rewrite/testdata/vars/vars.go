package vars

import (
	"errors"
	"flag"
	"sync"
)

var (
	errFull       = errors.New("full")
	verbose       = flag.Bool("rewrite.verbose", false, "")
	limit, second = compute(2)
	count         int
	pool          = sync.Pool{New: func() any { return new(int) }}
	_             = register()
	after         = before + 1
	before        = 4
)

const size = 1024

func compute(n int) (int, error) { return n * size, errFull }

func register() bool { count++; return *verbose }

func init() { before++ }

func init() {
	flag.Int("rewrite.n", 0, "")
	after = 7
}

func Use() int { return count + before + after + limit }
