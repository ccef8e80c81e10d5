package rewrite

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// variable is a package variable.
type variable struct {
	obj  *types.Var
	file *file
	keep bool // between executions
}

// packageVars plans how the variables of the package, and what its init functions do, are
// made anew: a function at the end of each file for each initialiser.
func (r *packageRewriter) packageVars() {
	keep := map[*types.Var]bool{}
	stays := map[*types.Var]bool{}                    // since what makes it can't run again
	steady := func(v *types.Var, rhs ast.Expr) bool { // nothing changes it, or what it holds
		if r.facts.assigned[varKey(v)] {
			return false
		}
		switch u := v.Type().Underlying().(type) {
		case *types.Basic:
			return true
		case *types.Signature: // a call may return one that keeps something
			return !r.hasCall(rhs) && !r.methodValue(rhs)
		case *types.Interface:
			return types.Identical(v.Type(), types.Universe.Lookup("error").Type())
		case *types.Pointer:
			n, ok := types.Unalias(u.Elem()).(*types.Named)
			return ok && n.Obj().Pkg() != nil && quiet[n.Obj().Pkg().Path()]
		}
		return false
	}
	for _, f := range r.files {
		n := 0
		for _, d := range f.ast.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv != nil || d.Name.Name != "init" || d.Body == nil {
					continue
				}
				if !r.repeatable(d.Body) {
					r.assignedBy(d.Body, stays, map[*types.Func]bool{})
					continue
				}
				r.inits = append(r.inits, initializer{file: f, decl: d, name: r.unique(fmt.Sprintf("init%d", n))})
				n++
			case *ast.GenDecl:
				if d.Tok != token.VAR {
					continue
				}
				for _, spec := range d.Specs {
					spec := spec.(*ast.ValueSpec)
					for _, id := range spec.Names {
						v, ok := r.src.info.Defs[id].(*types.Var)
						if !ok || id.Name == "_" {
							continue
						}
						if embedded(d) || embedded(spec) {
							keep[v] = true
						}
						r.vars = append(r.vars, &variable{obj: v, file: f})
					}
				}
			}
		}
	}
	for v := range stays {
		keep[v] = true
	}
	var initialisers []initializer
	for i, in := range r.src.info.InitOrder {
		again := r.repeatable(in.Rhs)
		all := true
		for _, v := range in.Lhs {
			all = all && steady(v, in.Rhs)
		}
		if len(in.Lhs) == 1 && in.Lhs[0].Name() == "_" {
			all = !r.hasCall(in.Rhs)
		}
		if !again || all {
			for _, v := range in.Lhs {
				keep[v] = true
				stays[v] = stays[v] || !all
			}
			continue
		}
		f := r.fileOf(in.Rhs.Pos())
		initialisers = append(initialisers, initializer{file: f, init: in, name: r.unique(fmt.Sprintf("var%d", i))})
	}
	initialisers = slices.DeleteFunc(initialisers, func(in initializer) bool {
		return slices.ContainsFunc(in.init.Lhs, func(v *types.Var) bool { return keep[v] })
	})
	r.inits = append(initialisers, r.inits...)
	for _, v := range r.vars {
		v.keep = keep[v.obj] || !r.facts.assigned[varKey(v.obj)] && !r.initialised(v.obj)
		if stays[v.obj] && (r.facts.assigned[varKey(v.obj)] || changeable(v.obj.Type())) {
			r.kept = append(r.kept, v.obj.Name())
		}
	}
}

// changeable reports whether what a variable of type t holds can be changed, although
// nothing assigns the variable.
func changeable(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Map, *types.Slice, *types.Chan, *types.Pointer, *types.Struct, *types.Array:
		return true
	}
	return false
}

func (r *packageRewriter) initialised(v *types.Var) bool {
	for _, in := range r.src.info.InitOrder {
		for _, l := range in.Lhs {
			if l == v {
				return true
			}
		}
	}
	return false
}

// methodValue reports whether e has a method value, which keeps its receiver.
func (r *packageRewriter) methodValue(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if x, ok := n.(*ast.SelectorExpr); ok {
			s := r.src.info.Selections[x]
			found = found || s != nil && s.Kind() == types.MethodVal
		}
		return !found
	})
	return found
}

func (r *packageRewriter) hasCall(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if c, ok := n.(*ast.CallExpr); ok && !r.src.info.Types[c.Fun].IsType() {
			found = true
		}
		return !found
	})
	return found
}

// assignedBy adds the package variables that code may assign, or by what it calls.
func (r *packageRewriter) assignedBy(n ast.Node, out map[*types.Var]bool, seen map[*types.Func]bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		switch obj := r.src.info.Uses[id].(type) {
		case *types.Var:
			if isPackageVar(obj) && obj.Pkg() == r.src.pkg {
				out[obj] = true
			}
		case *types.Func:
			if seen[obj] {
				break
			}
			seen[obj] = true
			for _, f := range r.files {
				for _, d := range f.ast.Decls {
					if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil && r.src.info.Defs[fn.Name] == obj {
						r.assignedBy(fn.Body, out, seen)
					}
				}
			}
		}
		return true
	})
}

// embedded reports whether a declaration embeds a file.
func embedded(n ast.Node) bool {
	var doc *ast.CommentGroup
	switch n := n.(type) {
	case *ast.GenDecl:
		doc = n.Doc
	case *ast.ValueSpec:
		doc = n.Doc
	}
	if doc == nil {
		return false
	}
	for _, c := range doc.List {
		if strings.HasPrefix(c.Text, "//go:embed") || strings.HasPrefix(c.Text, "//go:linkname") {
			return true
		}
	}
	return false
}

// initializer is an initialiser of variables, or an init function, that becomes a
// function with a name.
type initializer struct {
	file *file
	init *types.Initializer
	decl *ast.FuncDecl
	name string
}

// appendix is what follows the text of a file: its initialisers as functions.
func (r *rewriter) appendix() string {
	var b strings.Builder
	for _, in := range r.p.inits {
		if in.file != r.file {
			continue
		}
		if in.decl != nil {
			fmt.Fprintf(&b, "\nfunc init() { %s() }\n", in.name)
			continue
		}
		var names []string
		for _, v := range in.init.Lhs {
			names = append(names, v.Name())
		}
		r.hint = names[0]
		saved := r.fn
		r.fn = new(function)
		e := in.init.Rhs
		rhs := r.here(e.Pos()) + r.textBy(e.Pos(), e.End(), func() { r.values(idents(names), []ast.Expr{e}) })
		r.fn = saved
		fmt.Fprintf(&b, "\nfunc %s() { %s = %s }\n", in.name, strings.Join(names, ", "), rhs)
	}
	return b.String()
}

func idents(names []string) (out []ast.Expr) {
	for _, n := range names {
		out = append(out, ast.NewIdent(n))
	}
	return out
}

// registration is the text of a file that tells the checker about the package: that it
// was rewritten, its variables, and what took part without being rewritten. Those of
// test files have one of their own. The first one says what was not watched.
func (r *packageRewriter) registration(test, first bool, unseen map[string]string) string {
	var b strings.Builder
	name := r.src.pkg.Name()
	fmt.Fprintf(&b, "package %s\n\nimport %s %s\n", name, r.rtName, strconv.Quote(rtPath))
	if test && len(r.tests) > 0 {
		real, standin := r.unique("testing"), r.unique("suite")
		fmt.Fprintf(&b, "import %s %q\nimport %s %q\n\n", real, "testing", standin, testingPath)
		for _, x := range r.tests {
			fmt.Fprintf(&b, "func %s(t *%s.T) { %s.Suite(t, %s) }\n", x[0], real, standin, x[1])
		}
	}
	b.WriteString("\nfunc init() {\n")
	fmt.Fprintf(&b, "\t%s.Package(%s, []%s.Var{", r.rtName, strconv.Quote(r.src.pkg.Path()), r.rtName)
	for _, v := range r.vars {
		if isTest(v.file) == test {
			fmt.Fprintf(&b, "\n\t\t%s.V(%s, &%s, %v),", r.rtName, strconv.Quote(v.obj.Name()), v.obj.Name(), v.keep)
		}
	}
	b.WriteString("}, func() {\n")
	for _, in := range r.inits {
		if isTest(in.file) == test {
			fmt.Fprintf(&b, "\t\t%s()\n", in.name)
		}
	}
	b.WriteString("\t})\n")
	var paths []string
	for p := range unseen {
		paths = append(paths, p)
	}
	sort.Strings(paths)
	for _, p := range paths {
		fmt.Fprintf(&b, "\t%s.Unrewritten(%s, %s)\n", r.rtName, strconv.Quote(p), strconv.Quote(unseen[p]))
	}
	for m, t := range copying(r.src.pkg) {
		if isTest(r.fileOf(t.Pos())) == test && r.facts.changes(m.Obj().(*types.Func).Signature().Recv().Type()) {
			fmt.Fprintf(&b, "\t%s.Copied(%s, %s", r.rtName, strconv.Quote(t.Pkg().Path()+"."+t.Name()),
				strconv.Quote(m.Obj().Name()))
			for _, i := range m.Index()[:len(m.Index())-1] {
				fmt.Fprintf(&b, ", %d", i)
			}
			b.WriteString(")\n")
		}
	}
	if first {
		for _, u := range r.unwatched {
			fmt.Fprintf(&b, "\t%s.Unwatched(%q, %q)\n", r.rtName, u[0], u[1])
		}
		for _, v := range r.kept {
			fmt.Fprintf(&b, "\t%s.Unwatched(%q, %q)\n", r.rtName, "variable "+v,
				"it is not made anew for each execution, since what makes it can't run again")
		}
	}
	b.WriteString("}\n")
	return b.String()
}

func isTest(f *file) bool { return strings.HasSuffix(f.path, "_test.go") }
