package rt

import (
	"reflect"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

// Frame is what a thread had seen when a function was entered.
type Frame = core.Frame

// Enter is called at the beginning of a function with loops.
func Enter() Frame { return core.EnterFunc() }

// Head is called where a loop begins, each time round: all that the function still needs
// of what it has seen since Enter is in the locals. id tells the heads apart.
func Head(f Frame, id uint64, locals ...any) { f.Head(id, locals) }

// Cond is Head, for the condition of a loop: it returns true. So it is called when the
// loop ends, too.
func Cond(f Frame, id uint64, locals ...any) bool {
	f.Head(id, locals)
	return true
}

// Leave is called where the body of a loop over a function is left for good.
func Leave() { core.Leave() }

// Spin is called at the head of a loop, each time round, if the locals don't say it all.
func Spin() { core.Spin() }

// Ext is around a function that can't be modelled: in a model, to use it is refused, with
// what to do instead.
func Ext[F any](f F, name, instead string) F {
	if s := core.In(); s != nil {
		s.CannotModel(name, instead)
	}
	return f
}

// Name names what x leads to, in stories.
func Name[T any](x T, name string) {
	if s := core.In(); s != nil && s.Telling() {
		s.Relabel(reflect.ValueOf(&x).Elem(), name)
	}
}

// Recover is given what recover returned. The panic with which the engine ends threads
// goes on.
func Recover(r any) any { return core.Recovered(r) }

// Var is a package variable.
type Var struct {
	name string
	p    unsafe.Pointer
	t    reflect.Type
	keep bool
}

// V is a package variable. With keep, it is left as it is: nothing changes it, nor what
// it leads to.
func V[T any](name string, p *T, keep bool) Var {
	return Var{name, unsafe.Pointer(p), reflect.TypeFor[T](), keep}
}

// Package notes a rewritten package, by the path that the names of its functions have.
// Before each execution its variables are zeroed, but for those to be kept, and reset
// runs the initialisers in order, then the init functions.
func Package(path string, vars []Var, reset func()) {
	var zero []core.Variable
	for _, v := range vars {
		core.Global(path, v.p, v.t, v.name)
		if !v.keep {
			zero = append(zero, core.Variable{P: v.p, Type: v.t})
		}
	}
	core.AddPackage(path, zero, reset)
}

// Unrewritten notes a package that takes part without being rewritten, and why. Without a
// reason it does no harm.
func Unrewritten(path, reason string) { core.Unrewritten(path, reason) }

// Met says that a function begins which works on values of packages that are not
// rewritten.
func Met(paths ...string) {
	for _, p := range paths {
		core.Met(p)
	}
}

// Outside is called in the body of a test for the variables that it uses and that are
// declared outside of it.
func Outside[T any](p *T, name string) {
	if s := core.In(); s != nil {
		s.Outside(reflect.ValueOf(p), name)
	}
}

// Unwatched notes memory that threads may share and that is not watched, and why.
func Unwatched(what, reason string) { core.Unwatched(what, reason) }
