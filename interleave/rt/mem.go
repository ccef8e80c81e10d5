package rt

import (
	"reflect"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

func mem[T any]() *core.Mem { return core.MemOf(reflect.TypeFor[T]()) }

// R reads *p.
func R[T any](p *T) T {
	if s := core.In(); s != nil {
		s.Read(unsafe.Pointer(p), mem[T](), 1)
	}
	return *p
}

// RW announces that *p is read and written, at once.
func RW[T any](p *T) *T {
	if s := core.In(); s != nil {
		s.Update(unsafe.Pointer(p), mem[T]())
	}
	return p
}

// W says that *p was just written.
func W[T any](p *T) {
	if s := core.In(); s != nil {
		s.Wrote(unsafe.Pointer(p), mem[T](), 1)
	}
}

// Ptr is where an assignment goes.
type Ptr[T any] struct{ p *T }

// P is the left side of an assignment.
func P[T any](p *T) Ptr[T] { return Ptr[T]{p} }

// Set assigns v.
func (p Ptr[T]) Set(v T) {
	if s := core.In(); s != nil && p.p != nil {
		s.Write(unsafe.Pointer(p.p), mem[T](), 1)
	}
	*p.p = v
}

// Blank stands for the blank identifier in tuple assignments.
var Blank *any

func set[T any](s *core.Sim, p *T, v T) {
	if any(p) == any(Blank) {
		return
	}
	if s != nil && p != nil {
		s.Write(unsafe.Pointer(p), mem[T](), 1)
	}
	*p = v
}

// Ptr2 is the left side of an assignment to two.
type Ptr2[A, B any] struct {
	a *A
	b *B
}

// P2 is the left side of an assignment to two.
func P2[A, B any](a *A, b *B) Ptr2[A, B] { return Ptr2[A, B]{a, b} }

// Set assigns the values.
func (p Ptr2[A, B]) Set(a A, b B) {
	s := core.In()
	set(s, p.a, a)
	set(s, p.b, b)
}

// Ptr3 is the left side of an assignment to three.
type Ptr3[A, B, C any] struct {
	a *A
	b *B
	c *C
}

// P3 is the left side of an assignment to three.
func P3[A, B, C any](a *A, b *B, c *C) Ptr3[A, B, C] { return Ptr3[A, B, C]{a, b, c} }

// Set assigns the values.
func (p Ptr3[A, B, C]) Set(a A, b B, c C) {
	s := core.In()
	set(s, p.a, a)
	set(s, p.b, b)
	set(s, p.c, c)
}

// Ptr4 is the left side of an assignment to four.
type Ptr4[A, B, C, D any] struct {
	a *A
	b *B
	c *C
	d *D
}

// P4 is the left side of an assignment to four.
func P4[A, B, C, D any](a *A, b *B, c *C, d *D) Ptr4[A, B, C, D] { return Ptr4[A, B, C, D]{a, b, c, d} }

// Set assigns the values.
func (p Ptr4[A, B, C, D]) Set(a A, b B, c C, d D) {
	s := core.In()
	set(s, p.a, a)
	set(s, p.b, b)
	set(s, p.c, c)
	set(s, p.d, d)
}

// Ptr5 is the left side of an assignment to five.
type Ptr5[A, B, C, D, E any] struct {
	a *A
	b *B
	c *C
	d *D
	e *E
}

// P5 is the left side of an assignment to five.
func P5[A, B, C, D, E any](a *A, b *B, c *C, d *D, e *E) Ptr5[A, B, C, D, E] {
	return Ptr5[A, B, C, D, E]{a, b, c, d, e}
}

// Set assigns the values.
func (p Ptr5[A, B, C, D, E]) Set(a A, b B, c C, d D, e E) {
	s := core.In()
	set(s, p.a, a)
	set(s, p.b, b)
	set(s, p.c, c)
	set(s, p.d, d)
	set(s, p.e, e)
}

// Ptr6 is the left side of an assignment to six.
type Ptr6[A, B, C, D, E, F any] struct {
	a *A
	b *B
	c *C
	d *D
	e *E
	f *F
}

// P6 is the left side of an assignment to six.
func P6[A, B, C, D, E, F any](a *A, b *B, c *C, d *D, e *E, f *F) Ptr6[A, B, C, D, E, F] {
	return Ptr6[A, B, C, D, E, F]{a, b, c, d, e, f}
}

// Set assigns the values.
func (p Ptr6[A, B, C, D, E, F]) Set(a A, b B, c C, d D, e E, f F) {
	s := core.In()
	set(s, p.a, a)
	set(s, p.b, b)
	set(s, p.c, c)
	set(s, p.d, d)
	set(s, p.e, e)
	set(s, p.f, f)
}

// Alloc names what p points to, which was just made.
func Alloc[T any](p *T, name string) *T {
	if s := core.In(); s != nil {
		s.Alloc(unsafe.Pointer(p), mem[T](), 1, false, name)
	}
	return p
}

// Local names a variable, which was just declared.
func Local[T any](p *T, name string) {
	if s := core.In(); s != nil {
		s.Alloc(unsafe.Pointer(p), mem[T](), 1, false, name)
	}
}

// Slice names the array behind s, which was just made.
func Slice[S ~[]E, E any](s S, name string) S {
	if m := core.In(); m != nil {
		m.Alloc(unsafe.Pointer(unsafe.SliceData(s)), mem[E](), cap(s), true, name)
	}
	return s
}

// RS reads the elements of s.
func RS[S ~[]E, E any](s S) S {
	if m := core.In(); m != nil && len(s) > 0 {
		m.Read(unsafe.Pointer(unsafe.SliceData(s)), mem[E](), len(s))
	}
	return s
}

// WS announces that all elements of s are written, at once.
func WS[S ~[]E, E any](s S) S {
	if m := core.In(); m != nil && len(s) > 0 {
		m.Write(unsafe.Pointer(unsafe.SliceData(s)), mem[E](), len(s))
	}
	return s
}

// PS is around a pointer that code gets which isn't rewritten: it reads what p points to,
// and may change it, unseen.
func PS[T any](p *T) *T {
	if s := core.In(); s != nil {
		s.Touch(unsafe.Pointer(p), mem[T]())
	}
	return p
}

// PW is around a pointer that code gets which isn't rewritten, and writes by it.
func PW[T any](p *T) *T {
	if p != nil {
		RW(p)
	}
	return p
}

// AS announces that elements are appended to s by code that isn't rewritten.
func AS[S ~[]E, E any](s S) S {
	RS(s)
	if cap(s) > len(s) {
		WS(s[len(s):cap(s)])
	}
	return s
}

// Again says that the elements of s may have changed since WS.
func Again[S ~[]E, E any](s S) {
	if m := core.In(); m != nil && len(s) > 0 {
		m.Changed(unsafe.Pointer(unsafe.SliceData(s)), mem[E](), len(s))
	}
}

// Append appends what a call has returned with s.
func Append[S ~[]E, E any](s S, e ...E) S { return A(s).Append(e...) }

// AppendString appends the bytes of a string.
func AppendString[S ~[]byte, X ~string | ~[]byte](s S, x X) S {
	text(x)
	return A(s).Append([]byte(x)...)
}

// text reads x, if it is a slice.
func text[X ~string | ~[]byte](x X) {
	if reflect.TypeFor[X]().Kind() == reflect.Slice {
		RS(*(*[]byte)(unsafe.Pointer(&x)))
	}
}

// CopyString copies the bytes of a string.
func CopyString[S ~[]byte, X ~string | ~[]byte](d S, x X) int {
	n := min(len(d), len(x))
	text(x[:n])
	WS(d[:n])
	return copy(d, x)
}

// Clear clears a slice.
func Clear[S ~[]E, E any](s S) { clear(WS(s)) }

// App is the first argument of an append.
type App[S ~[]E, E any] struct{ s S }

// A is the first argument of an append.
func A[S ~[]E, E any](s S) App[S, E] { return App[S, E]{s} }

// Append appends.
func (a App[S, E]) Append(e ...E) S {
	m := core.In()
	if m == nil || len(e) == 0 {
		return append(a.s, e...)
	}
	n := len(a.s)
	if n+len(e) <= cap(a.s) {
		r := a.s[:n+len(e)]
		m.Write(unsafe.Pointer(&r[n]), mem[E](), len(e))
		copy(r[n:], e)
		return r
	}
	RS(a.s)
	r := append(a.s, e...)
	m.Alloc(unsafe.Pointer(unsafe.SliceData(r)), mem[E](), cap(r), true, m.Label(unsafe.Pointer(unsafe.SliceData(a.s))))
	return r
}

// Copy copies.
func Copy[D ~[]E, S ~[]E, E any](d D, s S) int {
	n := min(len(d), len(s))
	RS(s[:n])
	WS(d[:n])
	return copy(d, s)
}

// Is is a type assertion with two results.
func Is[T any](x any) (T, bool) {
	v, ok := x.(T)
	return v, ok
}
