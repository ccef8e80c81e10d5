package rt

import (
	"reflect"
	"strings"
	"unsafe"

	"github.com/diatomic-go/diatomic/interleave/internal/core"
)

// What a call by way of an interface copies: the interface holds a pointer, and the
// method has a value for a receiver. By the name of the type and the method, which fields
// lead to the value that is copied.
var copied = map[[2]string][]int{}

// Copied notes such a method of a rewritten package. The type is named by its path.
func Copied(typ, method string, path ...int) { copied[[2]string{typ, method}] = path }

// I is an interface, or a value of a type parameter, of which a method is called.
func I[T any](x T, method string) T {
	if s := core.In(); s != nil {
		called(s, reflect.ValueOf(&x).Elem(), method)
	}
	return x
}

func called(s *core.Sim, v reflect.Value, method string) {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return
	}
	t := v.Type().Elem()
	name, _, _ := strings.Cut(t.Name(), "[")
	path, ok := copied[[2]string{t.PkgPath() + "." + name, method}]
	if !ok {
		return
	}
	p := v.UnsafePointer()
	for _, n := range path {
		if t.Kind() == reflect.Pointer {
			s.Read(p, core.MemOf(t), 1)
			if p = *(*unsafe.Pointer)(p); p == nil {
				return // the call panics
			}
			t = t.Elem()
		}
		f := t.Field(n)
		p, t = unsafe.Add(p, f.Offset), f.Type
	}
	s.Read(p, core.MemOf(t), 1)
	if t.Kind() == reflect.Interface { // it is embedded
		called(s, reflect.NewAt(t, p).Elem(), method)
	}
}
