package core

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"unsafe"
)

// Body is the model that an ordinary test is: its function is the first thread, and
// package variables are made anew before it.
func Body(name, thread string, body func(s *Sim)) Model {
	return Model{Name: name, body: true, Setup: func(s *Sim) {
		for _, p := range packages {
			p.again()
		}
		// Goroutines of package initialisation may wait forever.
		for _, t := range s.threads {
			t.daemon = true
		}
		s.main = s.spawn(thread, func() { body(s) })
	}}
}

// Scenario is the Body that is a scenario of a test, by its number.
func Scenario(name string, number int, body func(s *Sim)) Model {
	m := Body(name, "test", body)
	m.scenario = number
	return m
}

// SuiteTest is the Body that is a test of a suite.
func SuiteTest(name string, body func(s *Sim)) Model {
	m := Body(name, "test", body)
	m.suite = true
	return m
}

// InSuite reports whether the model is a test of a suite.
func (s *Sim) InSuite() bool { return s.model.suite }

// Variable is a package variable.
type Variable struct {
	P    unsafe.Pointer
	Type reflect.Type
}

// rewrittenPackage is a package that the command has rewritten.
type rewrittenPackage struct {
	path  string
	vars  []Variable
	reset func()
}

var packages []rewrittenPackage

// AddPackage notes a rewritten package.
func AddPackage(path string, vars []Variable, reset func()) {
	packages = append(packages, rewrittenPackage{path, vars, reset})
	rewritten[path] = true
}

// again makes the package's variables anew.
func (p *rewrittenPackage) again() {
	for _, v := range p.vars {
		reflect.NewAt(v.Type, v.P).Elem().SetZero()
	}
	if p.reset != nil {
		p.reset()
	}
}

// TestRewritten reports whether the test that calls the checker is one of a package that
// the command has rewritten. The checker's own tests rewrite themselves, by hand.
func TestRewritten() bool {
	pkgs := callers()
	if pkgs[0] == enginePath+"_test" || pkgs[0] == enginePath+"/rt_test" {
		return true
	}
	return slices.ContainsFunc(packages, func(p rewrittenPackage) bool { return p.path == pkgs[0] })
}

// Telling reports whether the story of this execution is told.
func (s *Sim) Telling() bool { return s.rec != nil }

// Note is something that the verdict must tell: what is not seen, and why.
type Note struct{ What, Why string }

// What takes part without being rewritten, and what is not watched.
var (
	unrewritten []Note
	unwatched   []Note
)

// Met says that a thread has come to code which works on values of a package that is not
// rewritten.
func Met(path string) {
	s := In()
	if s == nil || s.phase != phaseRun || s.aborting {
		return
	}
	s.met(path)
}

func (s *Sim) met(path string) {
	for _, n := range s.foreign {
		if n.What == path {
			return
		}
	}
	for _, n := range unrewritten {
		if n.What == path && n.Why != "" {
			s.foreign = append(s.foreign, n)
			if s.opts.StopAtForeign && s.restartable {
				s.restart = true
			}
			return
		}
	}
}

// Unrewritten notes a package that takes part without being rewritten.
func Unrewritten(path, reason string) { unrewritten = append(unrewritten, Note{path, reason}) }

// Unwatched notes memory that is not watched.
func Unwatched(what, reason string) { unwatched = append(unwatched, Note{what, reason}) }

// Notes returns what was noted.
func Notes() (unrewrittenPackages, unwatchedMemory []Note) { return unrewritten, unwatched }

// GoStatement starts a thread. Threads of the same name are numbered.
func (s *Sim) GoStatement(name string, f func()) { s.goStatement(name, f, f) }

// GoFunc starts a thread that runs f, and is named after what f calls.
func (s *Sim) GoFunc(of, f func()) { s.goStatement("", of, f) }

func (s *Sim) goStatement(name string, of, f func()) {
	if s.aborting {
		return
	}
	s.mayDeclare("a go statement")
	if name == "" {
		name = FuncName(of)
	}
	if s.rec != nil {
		n := 1
		for _, t := range s.threads {
			if t.goName == name {
				n++
			}
		}
		t := s.spawn(name, f)
		if t.goName = name; n > 1 {
			t.label = fmt.Sprintf("%s#%d", name, n)
		}
		s.rec.extra(s, "go "+t.label)
		return
	}
	s.spawn(name, f)
}

// Label is the label of the allocation that p leads to.
func (s *Sim) Label(p unsafe.Pointer) string {
	if p == nil {
		return "array"
	}
	if sp, off := s.allocOf(uintptr(p)); sp != nil && off == 0 && sp.n > 0 {
		if s.rec == nil {
			return sp.label
		}
		l, _, _ := cut(sp.label)
		return l
	}
	return "array"
}

// cut takes the number of an instance from a label.
func cut(label string) (string, string, bool) {
	for i := len(label) - 1; i >= 0; i-- {
		if label[i] == '#' {
			return label[:i], label[i+1:], true
		}
	}
	return label, "", false
}

// SortKeys puts a slice of the keys of a map in an order that is the same each time.
func SortKeys(s *Sim, keys reflect.Value) {
	if keys.Len() > 1 {
		s.limit("each map was ranged over in one order only")
	}
	sorted := sortKeys(s, keys)
	for i, k := range sorted {
		keys.Index(i).Set(k)
	}
}

func sortKeys(s *Sim, keys reflect.Value) []reflect.Value {
	l := make([]reflect.Value, keys.Len())
	for i := range l {
		c := reflect.New(keys.Type().Elem()).Elem()
		c.Set(keys.Index(i))
		l[i] = c
	}
	slices.SortFunc(l, func(a, b reflect.Value) int { return compareKeys(s, a, b) })
	return l
}

func compareKeys(s *Sim, a, b reflect.Value) int {
	switch a.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return cmp.Compare(a.Int(), b.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return cmp.Compare(a.Uint(), b.Uint())
	case reflect.Float32, reflect.Float64:
		return cmp.Compare(a.Float(), b.Float())
	case reflect.String:
		return cmp.Compare(a.String(), b.String())
	case reflect.Bool:
		if a.Bool() == b.Bool() {
			return 0
		} else if b.Bool() {
			return -1
		}
		return 1
	case reflect.Struct:
		for i := range a.NumField() {
			if c := compareKeys(s, a.Field(i), b.Field(i)); c != 0 {
				return c
			}
		}
		return 0
	case reflect.Array:
		for i := range a.Len() {
			if c := compareKeys(s, a.Index(i), b.Index(i)); c != 0 {
				return c
			}
		}
		return 0
	case reflect.Pointer, reflect.Chan, reflect.UnsafePointer:
		return cmp.Compare(s.pointerName(a.UnsafePointer(), s.parent()), s.pointerName(b.UnsafePointer(), s.parent()))
	case reflect.Interface:
		if a.IsNil() || b.IsNil() {
			switch {
			case a.IsNil() == b.IsNil():
				return 0
			case a.IsNil():
				return -1
			}
			return 1
		}
		x, y := a.Elem(), b.Elem()
		if x.Type() != y.Type() {
			return cmp.Compare(x.Type().String(), y.Type().String())
		}
		return compareKeys(s, x, y)
	}
	return 0
}
