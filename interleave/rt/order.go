package rt

import (
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

// What the compiler reads or writes after all calls of an expression is noted when the
// last of them has returned: see package rewrite.

// Noted is what a note returns.
type Noted struct{}

// After returns v, which was evaluated first, and then the notes.
func After[T any](v T, _ ...Noted) T { return v }

// Reads says that *p is read at once.
func Reads[T any](p *T) Noted {
	if p != nil {
		R(p)
	}
	return Noted{}
}

// Writes says that *p is written at once.
func Writes[T any](p *T) Noted {
	if s := core.In(); s != nil && p != nil {
		s.Write(unsafe.Pointer(p), mem[T](), 1)
	}
	return Noted{}
}

// Updates says that *p is read and written at once.
func Updates[T any](p *T) Noted {
	if p != nil {
		RW(p)
	}
	return Noted{}
}

// ReadsMap says that m is read at once.
func ReadsMap[M ~map[K]V, K comparable, V any](m M) Noted {
	MR(m)
	return Noted{}
}

// WritesMap says that m is written at once.
func WritesMap[M ~map[K]V, K comparable, V any](m M) Noted {
	MW(m)
	return Noted{}
}

// End is where an append goes.
type End[S ~[]E, E any] struct{ p *S }

// AtEnd is the first argument of an append, which is read when the others are known.
func AtEnd[S ~[]E, E any](p *S) End[S, E] { return End[S, E]{p} }

// Append appends.
func (a End[S, E]) Append(e ...E) S { return A(R(a.p)).Append(e...) }

// Channel is where the channel is that something is sent to.
type Channel[C ~chan T | ~chan<- T, T any] struct{ p *C }

// Into is the channel of a send statement, which is read when the value is known.
func Into[C ~chan T | ~chan<- T, T any](p *C) Channel[C, T] { return Channel[C, T]{p} }

// Send sends v.
func (x Channel[C, T]) Send(v T) { To((chan<- T)(R(x.p))).Send(v) }

// Calls says that a method is called at once on what x holds: see I.
func Calls[T any](method string, x T) Noted {
	I(x, method)
	return Noted{}
}
