package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// Packages that take part without being rewritten. What they do is not seen. That is
// harmless if they keep nothing between calls that goroutines share.

// stateful are packages of the standard library whose functions must not be run again
// when package variables are made anew.
var stateful = map[string]bool{"flag": true, "expvar": true, "net/http": true, "database/sql": true,
	"encoding/gob": true, "os/signal": true, "plugin": true, "image": true, "crypto": true, "testing": true,
	"log": true}

// isStandard reports whether path is of the standard library.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

// unseen is what a package has to do with packages that are not rewritten: why each is
// not harmless, or "".
func (r *packageRewriter) unseen() map[string]string {
	out := map[string]string{}
	for _, f := range r.files {
		for _, im := range f.ast.Imports {
			path := strings.Trim(im.Path.Value, "\"`")
			standin := r.exported[standins[path]] != nil
			if path == "unsafe" || path == "C" || standin || r.facts.rewritten[path] || ours(path) {
				continue
			}
			if mapped, ok := r.src.ImportMap[path]; ok {
				path, _, _ = strings.Cut(mapped, " ")
				if r.facts.rewritten[path] {
					continue
				}
			}
			if _, ok := out[path]; ok {
				continue
			}
			out[path] = ""
			if !isStandard(path) {
				out[path] = "-with " + path + " would do that"
			}
		}
	}
	note := func(where string, t types.Type) {
		if n := r.hides(t, 0); n != nil {
			path := n.Obj().Pkg().Path()
			if why, ok := out[path]; !ok || why == "" {
				name := n.Obj().Pkg().Name() + "." + n.Obj().Name()
				out[path] = where + " keeps a " + name + ", which it changes unseen"
			}
		}
	}
	for id, obj := range r.src.info.Defs {
		v, ok := obj.(*types.Var)
		if !ok || id.Name == "_" {
			continue
		}
		switch l := r.locals[v]; {
		case v.IsField():
			note("field "+v.Name(), v.Type())
		case isPackageVar(v):
			note("variable "+v.Name(), v.Type())
		case l != nil && l.captured:
			note("variable "+v.Name(), v.Type())
		}
	}
	for _, f := range r.files {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				return !r.confined(sel.X)
			}
			e, ok := n.(ast.Expr)
			if !ok {
				return true
			}
			if tv := r.src.info.Types[e]; tv.IsValue() && !isLiteral(e) {
				note("expression "+short(f.text, r.src.fset, e), tv.Type)
			}
			return true
		})
	}
	return out
}

// met are the packages that are not rewritten, and whose values a function works on, or
// finds in package variables, as literals. Functions inside have theirs.
func (r *packageRewriter) met(body ast.Node) []string {
	paths := r.metIn(body, false)
	ast.Inspect(body, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			_, isFunc := n.(*ast.FuncLit)
			return !isFunc
		}
		if v, ok := r.src.info.Uses[id].(*types.Var); ok && isPackageVar(v) {
			for _, p := range r.facts.holds[varKey(v)] {
				if !slices.Contains(paths, p) {
					paths = append(paths, p)
				}
			}
		}
		return true
	})
	return paths
}

// metIn are those that a node names itself, with the functions inside or without.
func (r *packageRewriter) metIn(body ast.Node, inside bool) (paths []string) {
	add := func(path string) {
		if path = strconv.Quote(path); !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return inside
		case *ast.SelectorExpr:
			if id, ok := n.X.(*ast.Ident); ok {
				if pn, ok := r.src.info.Uses[id].(*types.PkgName); ok {
					path := pn.Imported().Path()
					if !isStandard(path) && !ours(path) && !r.facts.rewritten[path] {
						add(path)
					}
				}
			}
			if s := r.src.info.Selections[n]; s != nil {
				for t, i := s.Recv(), 0; i < len(s.Index())-1; i++ { // what is embedded on the way
					st, ok := structOf(t)
					if !ok {
						break
					}
					t = st.Field(s.Index()[i]).Type()
					if h := r.hides(t, 0); h != nil {
						add(h.Obj().Pkg().Path())
					}
				}
				if pkg := s.Obj().Pkg(); pkg != nil && !isStandard(pkg.Path()) && !ours(pkg.Path()) &&
					!r.facts.rewritten[pkg.Path()] {
					add(pkg.Path())
				}
			}
			if r.confined(n.X) {
				return false
			}
		}
		if e, ok := n.(ast.Expr); ok {
			if tv := r.src.info.Types[e]; tv.IsValue() && !isLiteral(e) {
				if n := r.hides(tv.Type, 0); n != nil {
					add(n.Obj().Pkg().Path())
				}
			}
		}
		return true
	})
	return paths
}

// outer are the local variables that a function literal uses and that are declared
// outside of it.
func (r *rewriter) outer(lit *ast.FuncLit) (all []*types.Var) {
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		v, ok := r.info.Uses[id].(*types.Var)
		if !ok || v.IsField() || isPackageVar(v) || r.locals[v] == nil || lit.Pos() <= v.Pos() && v.Pos() < lit.End() ||
			slices.Contains(all, v) {
			return true
		}
		if _, now := r.info.Scopes[lit.Type].Parent().LookupParent(v.Name(), lit.Pos()); now == v {
			all = append(all, v)
		}
		return true
	})
	return all
}

// confined reports whether e is a local variable that holds a struct itself. Where it is
// only the operand of a selector, nobody else comes to it by that.
func (r *packageRewriter) confined(e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := r.src.info.Uses[id].(*types.Var)
	if !ok || isPackageVar(v) || v.IsField() || r.locals[v] == nil || r.locals[v].captured {
		return false
	}
	_, isStruct := v.Type().Underlying().(*types.Struct)
	return isStruct
}

func isLiteral(e ast.Expr) bool {
	_, ok := e.(*ast.CompositeLit) // it is new, and what is done with it is another expression
	return ok
}

// short is the text of an expression, or its beginning.
func short(text string, fset *token.FileSet, e ast.Expr) string {
	from, to := fset.PositionFor(e.Pos(), false).Offset, fset.PositionFor(e.End(), false).Offset
	text = text[from:to]
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		text = text[:i]
	}
	if len(text) > 40 {
		text = text[:40] + "..."
	}
	return text
}

// ours reports whether path is part of the checker.
func ours(path string) bool { return path == Path || strings.HasPrefix(path, Path+"/") }

// hides is the type in t of a package that is not rewritten, values of which change.
func (r *packageRewriter) hides(t types.Type, depth int) *types.Named {
	if depth > 4 {
		return nil
	}
	t = types.Unalias(t)
	if n, ok := t.(*types.Named); ok {
		pkg := n.Obj().Pkg()
		if pkg == nil {
			return nil
		}
		if !r.facts.rewritten[pkg.Path()] {
			if r.foreign(n) {
				return n
			}
			return nil
		}
		if depth > 0 {
			return nil // its own package says so
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		return r.hides(u.Elem(), depth+1)
	case *types.Slice:
		return r.hides(u.Elem(), depth+1)
	case *types.Array:
		return r.hides(u.Elem(), depth+1)
	case *types.Chan:
		return r.hides(u.Elem(), depth+1)
	case *types.Map:
		if n := r.hides(u.Key(), depth+1); n != nil {
			return n
		}
		return r.hides(u.Elem(), depth+1)
	}
	return nil
}

// foreign reports whether values of a type of a package that is not rewritten change
// unseen: structs do, and what an interface has may, but for those that are known.
func (r *packageRewriter) foreign(n *types.Named) bool {
	path, name := n.Obj().Pkg().Path(), n.Obj().Name()
	if ours(path) || quiet[path] || steadyTypes[path+"."+name] || r.exported[standins[path]][name] {
		return false
	}
	if path == "reflect" && (name == "SliceHeader" || name == "StringHeader") {
		return false // package reflect never changes one
	}
	switch u := n.Underlying().(type) {
	case *types.Struct:
		return u.NumFields() > 0
	case *types.Map, *types.Slice:
		return n.NumMethods() > 0
	case *types.Interface:
		return !u.Empty() && !steadyInterfaces[path+"."+name] && n.TypeArgs().Len() == 0 && u.IsMethodSet()
	}
	return false
}

// steadyInterfaces are those whose values are rewritten code's own, or don't change.
var steadyInterfaces = map[string]bool{
	"context.Context": true, "sync.Locker": true, "fmt.Stringer": true, "sort.Interface": true,
	"container/heap.Interface": true, "fmt.State": true, "fmt.Formatter": true, "fmt.GoStringer": true,
	"encoding/json.Marshaler": true, "flag.Value": true, "reflect.Type": true,
}

// quiet are packages whose structs don't change once they are made, as far as it matters.
var quiet = map[string]bool{"regexp": true, "testing": true, "log": true, "log/slog": true,
	"unique": true, "text/template": true, "html/template": true, "go/token": true, "go/ast": true,
	"internal/cpu": true}

// repeatable reports whether code may be run again for each execution: it calls nothing
// that keeps a register.
func (r *packageRewriter) repeatable(n ast.Node) bool {
	ok := true
	ast.Inspect(n, func(n ast.Node) bool {
		call, isCall := n.(*ast.CallExpr)
		if !isCall {
			return ok
		}
		fn := callee(r.src.info, call)
		if fn == nil || fn.Pkg() == nil {
			return ok
		}
		path := fn.Pkg().Path()
		if r.facts.rewritten[path] || r.exported[standins[path]] != nil || ours(path) {
			return ok
		}
		if stateful[path] || !isStandard(path) {
			ok = false
		}
		return ok
	})
	return ok
}
