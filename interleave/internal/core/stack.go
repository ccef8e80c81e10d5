package core

import (
	"fmt"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
)

// enginePackages has the import paths, with a dot, of what belongs to the checker. Their
// own tests don't: they are models.
var enginePackages = func() []string {
	root := strings.TrimSuffix(reflect.TypeFor[Sim]().PkgPath(), "/internal/core")
	l := []string{root + "."}
	for _, p := range []string{
		"internal/core", "atomic", "seam", "context", "time", "runtime",
		"rt", "rt/atomic", "rt/sync", "rt/context", "rt/time", "rt/runtime", "rt/rand", "rt/randv2", "rt/maphash",
		"rt/maps", "rt/testing", "rt/synctest",
	} {
		l = append(l, root+"/"+p+".")
	}
	return l
}()

// inEngine reports whether a function, by its full name, is one of the checker or the
// runtime.
func inEngine(fn string) bool {
	for _, p := range enginePackages {
		if strings.HasPrefix(fn, p) {
			return true
		}
	}
	return strings.HasPrefix(fn, "runtime.") || strings.HasPrefix(fn, "runtime/debug.") ||
		strings.HasPrefix(fn, "iter.")
}

// callSite is the place in checked code or model that called the engine.
func callSite() string {
	var pcs [40]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	for {
		f, more := frames.Next()
		if f.Function != "" && !inEngine(f.Function) {
			return fmt.Sprintf("%s:%d", filepath.Base(f.File), f.Line)
		}
		if !more {
			return ""
		}
	}
}

// trimStack leaves out of a stack what belongs to the engine and the runtime. A frame has
// two lines there, the function and the place.
func trimStack(stack []byte) string {
	lines := strings.Split(strings.TrimSpace(string(stack)), "\n")
	out := []string{}
	for i := 1; i+1 < len(lines); i += 2 {
		fn := lines[i]
		if inEngine(fn) || strings.HasPrefix(fn, "panic(") || strings.HasPrefix(fn, "created by") {
			continue
		}
		out = append(out, "    "+fn, "    "+lines[i+1])
	}
	return strings.Join(out, "\n")
}

// callers has the import paths of the functions on the stack that are not of the engine,
// from the inside out.
func callers() []string {
	var pcs [100]uintptr
	var pkgs []string
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	for more := true; more; {
		var f runtime.Frame
		if f, more = frames.Next(); f.Function != "" && !inEngine(f.Function) {
			i := strings.LastIndexByte(f.Function, '/') + 1
			name, _, _ := strings.Cut(f.Function[i:], ".")
			pkgs = append(pkgs, f.Function[:i]+name)
		}
	}
	return pkgs
}
