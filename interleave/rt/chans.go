package rt

import (
	"reflect"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

// Go is a go statement.
func Go(name string, f func()) {
	if s := core.In(); s != nil {
		s.GoStatement(name, f)
		return
	}
	go f()
}

func chanWord[C any](c C) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&c)) }

// Chan names a channel, which was just made.
func Chan[C any](c C, name string) C {
	if s := core.In(); s != nil {
		s.NamePtr(chanWord(c), name)
	}
	return c
}

// Sender is the channel of a send statement.
type Sender[T any] struct{ c chan<- T }

// To is the channel of a send statement.
func To[T any](c chan<- T) Sender[T] { return Sender[T]{c} }

// Send sends v.
func (x Sender[T]) Send(v T) {
	s := core.In()
	if s == nil {
		x.c <- v
		return
	}
	s.Comm([]core.Case{sendCase(x.c, &v)}, false)
}

func sendCase[T any](c chan<- T, v *T) core.Case {
	return core.Case{Chan: chanWord(c), Cap: cap(c), Elem: mem[T](), Send: true, V: unsafe.Pointer(v)}
}

func recvCase[T any](c <-chan T) core.Case {
	return core.Case{Chan: chanWord(c), Cap: cap(c), Elem: mem[T]()}
}

// Recv receives.
func Recv[T any](c <-chan T) T {
	v, _ := Recv2(c)
	return v
}

// Recv2 receives.
func Recv2[T any](c <-chan T) (v T, ok bool) {
	s := core.In()
	if s == nil {
		v, ok = <-c
		return v, ok
	}
	_, got, ok := s.Comm([]core.Case{recvCase(c)}, false)
	if ok {
		v = *(*T)(got)
	}
	return v, ok
}

// Close closes a channel.
func Close[T any](c chan<- T) {
	if s := core.In(); s != nil {
		s.CloseChan(chanWord(c), cap(c))
		return
	}
	close(c)
}

// Len is the number of elements in a channel.
func Len[T any](c <-chan T) int {
	if s := core.In(); s != nil {
		return s.LenChan(chanWord(c), cap(c))
	}
	return len(c)
}

// LenS is Len.
func LenS[T any](c chan<- T) int {
	if s := core.In(); s != nil {
		return s.LenChan(chanWord(c), cap(c))
	}
	return len(c)
}

// Case is a case of a select statement.
type Case interface {
	modelled() core.Case
	real() reflect.SelectCase
	received(v reflect.Value, p unsafe.Pointer, ok bool)
}

// RecvCase is a case that receives.
type RecvCase[T any] struct {
	c  <-chan T
	v  T
	ok bool
}

// OnRecv is a case that receives.
func OnRecv[T any](c <-chan T) *RecvCase[T] { return &RecvCase[T]{c: c} }

// Get is what was received.
func (x *RecvCase[T]) Get() T { return x.v }

// Get2 is what was received, and whether anything was.
func (x *RecvCase[T]) Get2() (T, bool) { return x.v, x.ok }

func (x *RecvCase[T]) modelled() core.Case { return recvCase(x.c) }

func (x *RecvCase[T]) real() reflect.SelectCase {
	return reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(x.c)}
}

func (x *RecvCase[T]) received(v reflect.Value, p unsafe.Pointer, ok bool) {
	x.ok = ok
	switch {
	case !ok:
	case p != nil:
		x.v = *(*T)(p)
	default:
		reflect.ValueOf(&x.v).Elem().Set(v)
	}
}

// SendCase is a case that sends.
type SendCase[T any] struct {
	c chan<- T
	v T
}

// SendTo is the channel of a case that sends.
type SendTo[T any] struct{ c chan<- T }

// OnSend is the channel of a case that sends.
func OnSend[T any](c chan<- T) SendTo[T] { return SendTo[T]{c} }

// Val is a case that sends v.
func (x SendTo[T]) Val(v T) *SendCase[T] { return &SendCase[T]{x.c, v} }

func (x *SendCase[T]) modelled() core.Case { return sendCase(x.c, &x.v) }

func (x *SendCase[T]) real() reflect.SelectCase {
	return reflect.SelectCase{
		Dir: reflect.SelectSend, Chan: reflect.ValueOf(x.c), Send: reflect.ValueOf(&x.v).Elem(),
	}
}

func (x *SendCase[T]) received(reflect.Value, unsafe.Pointer, bool) {}

// Select is a select statement without a default clause. It returns which case it is.
func Select(cases ...Case) int { return choose(cases, false) }

// TrySelect is a select statement with a default clause, for which it returns -1.
func TrySelect(cases ...Case) int { return choose(cases, true) }

// Block is a select statement without cases.
func Block() {
	s := core.In()
	if s == nil {
		select {}
	}
	s.Comm(nil, false)
}

func choose(cases []Case, hasDefault bool) int {
	if s := core.In(); s != nil {
		all := make([]core.Case, len(cases))
		for i, c := range cases {
			all[i] = c.modelled()
		}
		i, got, ok := s.Comm(all, hasDefault)
		if i >= 0 {
			cases[i].received(reflect.Value{}, got, ok)
		}
		return i
	}
	all := make([]reflect.SelectCase, len(cases), len(cases)+1)
	for i, c := range cases {
		all[i] = c.real()
	}
	if hasDefault {
		all = append(all, reflect.SelectCase{Dir: reflect.SelectDefault})
	}
	i, v, ok := reflect.Select(all)
	if i == len(cases) {
		return -1
	}
	cases[i].received(v, nil, ok)
	return i
}
