package rewrite

import (
	"go/ast"
	"go/types"
	"strconv"
	"strings"
)

// Path is the import path of package interleave.
const Path = "github.com/diatomic-go/diatomic/interleave"

// rtPath is the package that rewritten code calls.
const rtPath = Path + "/rt"

// The packages that stand in for others in suites only.
const (
	testingPath  = rtPath + "/testing"
	synctestPath = rtPath + "/synctest"
)

// standins are the packages that are replaced, by name.
var standins = map[string]string{
	"sync":         rtPath + "/sync",
	"sync/atomic":  rtPath + "/atomic",
	"context":      rtPath + "/context",
	"time":         rtPath + "/time",
	"runtime":      rtPath + "/runtime",
	"math/rand":    rtPath + "/rand",
	"math/rand/v2": rtPath + "/randv2",
	"hash/maphash": rtPath + "/maphash",
	"maps":         rtPath + "/maps",

	// In suites.
	"testing":          testingPath,
	"testing/synctest": synctestPath,
}

// complete are those whose functions must all be there: what is missing is refused.
var complete = map[string]bool{"sync": true, "sync/atomic": true, "context": true}

const noCgo = "cgo can't be modelled; put what calls C behind an interface, and check the rest"

// findImports decides, for each import of a file that has a stand-in, whether all that
// the file uses of it is there. Then the import is replaced; else the stand-in is
// imported beside it.
func (r *rewriter) findImports() {
	r.alias = map[*types.PkgName]string{}
	used := map[*types.PkgName]*struct{ swapped, kept int }{}
	ast.Inspect(r.ast, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		id, ok := sel.X.(*ast.Ident)
		if !ok {
			return true
		}
		pn, ok := r.info.Uses[id].(*types.PkgName)
		if !ok || standins[pn.Imported().Path()] == "" {
			return true
		}
		u := used[pn]
		if u == nil {
			u = new(struct{ swapped, kept int })
			used[pn] = u
		}
		path := pn.Imported().Path()
		switch {
		case r.exported[standins[path]][sel.Sel.Name]:
			u.swapped++
		case complete[path] && isCode(r.info.Uses[sel.Sel]):
			r.fail(sel, "%s.%s is not modelled; keep it out of the packages that are checked", path, sel.Sel.Name)
		default:
			u.kept++
		}
		return true
	})
	for _, im := range r.ast.Imports {
		path, err := strconv.Unquote(im.Path.Value)
		if err != nil {
			r.fail(im, "%v", err)
		}
		if path == "C" {
			r.fail(im, "%s", noCgo)
		}
		standin := standins[path]
		if standin == "" {
			continue
		}
		var pn *types.PkgName
		if im.Name != nil {
			if im.Name.Name == "." {
				r.fail(im, "%s is imported with a dot; name it", path)
			}
			pn, _ = r.info.Defs[im.Name].(*types.PkgName)
		} else {
			pn, _ = r.info.Implicits[im].(*types.PkgName)
		}
		u := used[pn]
		if pn == nil || u == nil || u.swapped == 0 {
			continue
		}
		if u.kept == 0 {
			r.replace(im.Pos(), im.Path.End(), pn.Name()+" "+strconv.Quote(standin))
			continue
		}
		name := r.fresh(pn.Name())
		r.alias[pn] = name
		r.more = append(r.more, name+" "+strconv.Quote(standin))
	}
}

// isCode reports whether obj does something, or is a type that does.
func isCode(obj types.Object) bool {
	switch obj := obj.(type) {
	case *types.Func:
		return true
	case *types.TypeName:
		_, isStruct := obj.Type().Underlying().(*types.Struct)
		return isStruct
	}
	return false
}

// qualified rewrites a name of another package. It reports whether it stands for
// something that is not read from memory.
func (r *rewriter) qualified(x *ast.SelectorExpr) bool {
	id, ok := x.X.(*ast.Ident)
	if !ok {
		return false
	}
	pn, ok := r.info.Uses[id].(*types.PkgName)
	if !ok {
		return false
	}
	if name := r.alias[pn]; name != "" && r.exported[standins[pn.Imported().Path()]][x.Sel.Name] {
		r.replace(id.Pos(), id.End(), name)
	}
	v, isVar := r.info.Uses[x.Sel].(*types.Var)
	return !isVar || !r.watchedVar(v)
}

// outside says what to do instead of calling a function that can't be modelled, and how
// the function is called.
func outside(obj types.Object) (instead, name string) {
	fn, ok := obj.(*types.Func)
	if !ok || fn.Pkg() == nil {
		return "", ""
	}
	name = fn.Name()
	if recv := fn.Signature().Recv(); recv != nil {
		name = owner(recv.Type())
		if i := strings.LastIndexByte(name, '.'); i >= 0 {
			name = name[i+1:]
		}
		name += "." + fn.Name()
	}
	path := fn.Pkg().Path()
	for _, o := range outsiders {
		if o.path != path {
			continue
		}
		for pattern := range strings.FieldsSeq(o.names) {
			prefix, any := strings.CutSuffix(pattern, "*")
			if pattern == name || any && strings.HasPrefix(name, prefix) {
				return o.instead, path + "." + name
			}
		}
	}
	return "", ""
}

// outsiders are functions that the checker can't model.
var outsiders = []struct{ path, names, instead string }{
	{"reflect", "Select Value.Recv Value.Send Value.TryRecv Value.TrySend Value.Close",
		"use the channel by its type"},
	{"net", "Dial* Listen* Lookup* Pipe Conn.* Listener.* TCPConn.* UDPConn.* Dialer.* Resolver.*", pass},
	{"net/http", "Get Post PostForm Head ListenAndServe* Serve* Client.* Server.*", pass},
	{"os", "File.Read* File.Write* Process.Wait Pipe", pass},
	{"os/exec", "Cmd.Run Cmd.Start Cmd.Wait Cmd.Output Cmd.CombinedOutput", pass},
	{"os/signal", "Notify*", "have the model send on the channel"},
	{"syscall", "Syscall* RawSyscall* Read Write Wait* Select Epoll*", pass},
	{"golang.org/x/sys/unix", "Syscall* RawSyscall* Read Write Wait* Select Epoll* Poll Ppoll", pass},
	{"io", "Pipe PipeReader.* PipeWriter.*", "use a channel"},
	{"crypto/rand", "*", "hand the random numbers in, or use math/rand"},
	{"iter", "Pull*", "range over the sequence"},
	{"testing/synctest", "*", "the checker has a clock of its own: leave synctest out"},
}

const pass = "hand it in behind an interface, and have the model play its part"
