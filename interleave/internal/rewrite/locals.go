package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
)

// local is what is known about a local variable of a function.
type local struct {
	decl      ast.Node   // the function (FuncDecl or FuncLit) that declares it
	captured  bool       // by a function literal
	assigned  bool       // after its declaration
	assigns   int        // how often
	addressed bool       // its address is taken
	fixed     bool       // a function: it is a literal, or the cancel function of a context
	along     *types.Var // that context
}

// shared reports whether other goroutines may come to the variable.
func (l *local) shared() bool { return l != nil && (l.addressed || l.captured && l.assigned) }

// kept reports whether the variable outlives its function, in a function literal or by
// its address: then it is memory of the model.
func (l *local) kept() bool { return l != nil && (l.addressed || l.captured) }

// findLocals finds out about the local variables of a file.
func (r *rewriter) findLocals() {
	var functions []ast.Node // and loops over functions, whose bodies are functions too
	var stack []ast.Node
	here := func() ast.Node {
		if len(functions) == 0 {
			return nil
		}
		return functions[len(functions)-1]
	}
	get := func(v *types.Var) *local {
		l := r.locals[v]
		if l == nil {
			l = new(local)
			r.locals[v] = l
		}
		return l
	}
	root := func(e ast.Expr) *local {
		if v := r.rootVar(e); v != nil && !isPackageVar(v) {
			return get(v)
		}
		return nil
	}
	assign := func(e ast.Expr) {
		if l := root(e); l != nil {
			l.assigned = true
			l.assigns++
		}
	}
	address := func(e ast.Expr) {
		if l := root(e); l != nil {
			l.addressed = true
		}
	}
	ast.Inspect(r.ast, func(n ast.Node) bool {
		if n == nil {
			last := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if len(functions) > 0 && functions[len(functions)-1] == last {
				functions = functions[:len(functions)-1]
			}
			return true
		}
		stack = append(stack, n)
		switch n := n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			functions = append(functions, n)
		case *ast.BlockStmt:
			if len(stack) > 1 {
				s, ok := stack[len(stack)-2].(*ast.RangeStmt)
				if ok && s.Body == n && r.overFunction(s) {
					functions = append(functions, n)
				}
			}
		case *ast.Ident:
			if v, ok := r.info.Defs[n].(*types.Var); ok && !v.IsField() {
				l := get(v)
				l.decl = here()
			}
			if v, ok := r.info.Uses[n].(*types.Var); ok && !v.IsField() && !isPackageVar(v) {
				if l := get(v); l.decl != here() {
					l.captured = true
				}
			}
		case *ast.CaseClause:
			if v, ok := r.info.Implicits[n].(*types.Var); ok {
				get(v).decl = here()
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				r.fixedFunctions(n, get)
			}
			for _, x := range n.Lhs {
				if id, ok := x.(*ast.Ident); n.Tok == token.DEFINE && ok && r.info.Defs[id] != nil {
					continue
				}
				assign(x)
			}
		case *ast.IncDecStmt:
			assign(n.X)
		case *ast.ReturnStmt:
			if len(n.Results) == 0 {
				break
			}
			for i := len(functions) - 1; i >= 0; i-- { // it assigns named results
				var typ *ast.FuncType
				switch f := functions[i].(type) {
				case *ast.FuncDecl:
					typ = f.Type
				case *ast.FuncLit:
					typ = f.Type
				default:
					continue
				}
				if typ.Results != nil {
					for _, f := range typ.Results.List {
						for _, id := range f.Names {
							assign(id)
						}
					}
				}
				break
			}
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN {
				if n.Key != nil {
					assign(n.Key)
				}
				if n.Value != nil {
					assign(n.Value)
				}
			}
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				address(n.X)
			}
		case *ast.SliceExpr:
			if _, ok := r.typ(n.X).Underlying().(*types.Array); ok {
				address(n.X)
			}
		case *ast.SelectorExpr:
			if s := r.info.Selections[n]; s != nil && s.Kind() == types.MethodVal && byAddress(s) {
				address(n.X)
			}
		}
		return true
	})
}

// rootVar is the variable that e is, or a part of, by value.
func (r *rewriter) rootVar(e ast.Expr) *types.Var {
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.Ident:
			if v, ok := r.info.Uses[x].(*types.Var); ok {
				return v
			}
			v, _ := r.info.Defs[x].(*types.Var)
			return v
		case *ast.SelectorExpr:
			s := r.info.Selections[x]
			if s == nil {
				v, _ := r.info.Uses[x.Sel].(*types.Var)
				return v
			}
			if s.Kind() == types.FieldVal && throughPointer(s) {
				return nil
			}
			if s.Kind() == types.MethodVal && !byAddress(s) {
				return nil
			}
			e = x.X
		case *ast.IndexExpr:
			if _, ok := r.typ(x.X).Underlying().(*types.Array); !ok {
				return nil
			}
			e = x.X
		default:
			return nil
		}
	}
}

func (r *rewriter) typ(e ast.Expr) types.Type {
	if t := r.info.TypeOf(e); t != nil {
		return t
	}
	return types.Typ[types.Invalid]
}

// fixedFunctions marks variables that are functions of which it is known what they do.
func (r *rewriter) fixedFunctions(s *ast.AssignStmt, get func(*types.Var) *local) {
	def := func(e ast.Expr) *types.Var {
		id, ok := e.(*ast.Ident)
		if !ok {
			return nil
		}
		if v, ok := r.info.Defs[id].(*types.Var); ok {
			return v
		}
		v, _ := r.info.Uses[id].(*types.Var)
		return v
	}
	if len(s.Lhs) == len(s.Rhs) {
		for i, e := range s.Rhs {
			if _, ok := ast.Unparen(e).(*ast.FuncLit); ok {
				if v := def(s.Lhs[i]); v != nil {
					get(v).fixed = true
				}
			}
		}
	}
	if len(s.Lhs) == 2 && len(s.Rhs) == 1 {
		call, ok := ast.Unparen(s.Rhs[0]).(*ast.CallExpr)
		if !ok {
			return
		}
		fn := callee(r.info, call)
		if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "context" {
			return
		}
		ctx, cancel := def(s.Lhs[0]), def(s.Lhs[1])
		if ctx != nil && cancel != nil && !isPackageVar(ctx) && !isPackageVar(cancel) {
			l := get(cancel)
			l.fixed, l.along = true, ctx
		}
	}
}

// overFunction reports whether a loop ranges over a function.
func (r *rewriter) overFunction(s *ast.RangeStmt) bool {
	_, ok := under(r.typ(s.X)).(*types.Signature)
	return ok
}
