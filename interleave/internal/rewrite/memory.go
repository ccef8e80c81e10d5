package rewrite

import (
	"go/ast"
	"go/types"
	"slices"
)

// memory says whether e is a place in memory, and whether accesses of it are watched:
// others may come to it, and something assigns it.
func (r *rewriter) memory(e ast.Expr) (addressable, watched bool) {
	switch x := e.(type) {
	case *ast.ParenExpr:
		return r.memory(x.X)
	case *ast.Ident:
		v, ok := r.info.Uses[x].(*types.Var)
		if !ok {
			return false, false
		}
		return true, r.watchedVar(v)
	case *ast.SelectorExpr:
		s := r.info.Selections[x]
		if s == nil {
			v, ok := r.info.Uses[x.Sel].(*types.Var)
			if !ok {
				return false, false
			}
			return true, r.watchedVar(v)
		}
		if s.Kind() != types.FieldVal {
			return false, false
		}
		if throughPointer(s) {
			return true, r.facts.watchedField(s)
		}
		addressable, watched = r.memory(x.X)
		return addressable, watched && r.facts.watchedField(s)
	case *ast.IndexExpr:
		switch under(r.typ(x.X)).(type) {
		case *types.Slice, *types.Pointer:
			return true, true
		case *types.Array:
			return r.memory(x.X)
		}
		return false, false
	case *ast.StarExpr:
		return true, true
	}
	return false, false
}

// watchedVar reports whether accesses of a variable are watched.
func (r *rewriter) watchedVar(v *types.Var) bool {
	if isPackageVar(v) {
		return r.facts.rewritten[v.Pkg().Path()] && r.facts.assigned[varKey(v)]
	}
	return r.locals[v].shared()
}

// under is the underlying type of t; of a type parameter, the one that all types in its
// type set have.
func under(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.TypeParam); ok {
		if u := core(p); u != nil {
			return u
		}
	}
	return t.Underlying()
}

// core is the single underlying type of the types in the set of p, or nil.
func core(p *types.TypeParam) types.Type {
	iface, ok := p.Constraint().Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	var found types.Type
	for i := range iface.NumEmbeddeds() {
		switch e := iface.EmbeddedType(i).(type) {
		case *types.Union:
			for t := range e.Terms() {
				u := t.Type().Underlying()
				if found != nil && !types.Identical(found, u) {
					return nil
				}
				found = u
			}
		default:
			u := e.Underlying()
			if _, ok := u.(*types.Interface); ok {
				continue
			}
			if found != nil && !types.Identical(found, u) {
				return nil
			}
			found = u
		}
	}
	return found
}

// isText reports whether t stands for strings and slices of bytes alike.
func isText(t types.Type) bool {
	p, ok := types.Unalias(t).(*types.TypeParam)
	return ok && core(p) == nil
}

// unlike notes what is done with a value of a type parameter that may be a slice, and may
// be something else.
func (r *rewriter) unlike(n ast.Node, t types.Type, what string) {
	p, ok := types.Unalias(t).(*types.TypeParam)
	if !ok || core(p) != nil || !slices.ContainsFunc(terms(p.Constraint()), isSlice) {
		return
	}
	note := [2]string{
		what + " at " + r.fset.PositionFor(n.Pos(), false).String(),
		"the type parameter " + p.Obj().Name() + " stands for slices and for other types",
	}
	if !slices.Contains(r.p.unwatched, note) {
		r.p.unwatched = append(r.p.unwatched, note)
	}
}

// terms are the types that a constraint names.
func terms(t types.Type) (all []types.Type) {
	switch t := t.Underlying().(type) {
	case *types.Interface:
		for e := range t.EmbeddedTypes() {
			all = append(all, terms(e)...)
		}
	case *types.Union:
		for e := range t.Terms() {
			all = append(all, terms(e.Type())...)
		}
	default:
		all = append(all, t)
	}
	return all
}

func isSlice(t types.Type) bool {
	_, ok := t.Underlying().(*types.Slice)
	return ok
}

// hookable reports whether memory of this type is worth watching.
func (r *rewriter) hookable(t types.Type) bool {
	return !empty(t, 0)
}

// empty reports whether values of t take no memory.
func empty(t types.Type, depth int) bool {
	if depth > 20 {
		return false
	}
	if _, ok := types.Unalias(t).(*types.TypeParam); ok {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Array:
		return u.Len() == 0 || empty(u.Elem(), depth+1)
	case *types.Struct:
		for f := range u.Fields() {
			if !empty(f.Type(), depth+1) {
				return false
			}
		}
		return true
	case *types.Tuple:
		return true
	}
	return false
}

// standinTypes are structs of packages that stand-ins replace: operations on them are
// watched by themselves.
func isStandin(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil {
		return false
	}
	switch n.Obj().Pkg().Path() {
	case "sync", "sync/atomic":
		_, ok := n.Underlying().(*types.Struct)
		return ok
	}
	return false
}

// read wraps e, which is a place in memory, if its reads are watched. It reports whether
// e was rewritten; if not, its operands are left to the caller.
func (r *rewriter) read(e ast.Expr) bool {
	if !r.reads(e) {
		return false
	}
	r.replace(e.Pos(), e.End(), r.rt()+"R("+r.address(e)+")")
	return true
}

// reads reports whether e becomes a call that reads it.
func (r *rewriter) reads(e ast.Expr) bool {
	addressable, watched := r.memory(e)
	return addressable && watched && r.hookable(r.typ(e)) && !isStandin(r.typ(e)) && !isPure(r.typ(e))
}

// address is the text of a pointer to e.
func (r *rewriter) address(e ast.Expr) string {
	if x, ok := ast.Unparen(e).(*ast.StarExpr); ok {
		return r.value(x.X)
	}
	return "&" + r.location(e)
}

// isPure reports whether t is the type of nothing that can be read.
func isPure(t types.Type) bool {
	b, ok := t.(*types.Basic)
	return ok && (b.Kind() == types.Invalid || b.Info()&types.IsUntyped != 0 && b.Kind() != types.UntypedBool)
}

// loc rewrites the operands of e, a place in memory that is not read here.
func (r *rewriter) loc(e ast.Expr) {
	switch x := e.(type) {
	case *ast.ParenExpr:
		r.loc(x.X)
	case *ast.Ident:
	case *ast.SelectorExpr:
		s := r.info.Selections[x]
		if s == nil {
			r.qualified(x)
			return
		}
		r.operand(x, s)
	case *ast.IndexExpr:
		r.unlike(x, r.typ(x.X), "the element "+r.raw(x))
		if _, ok := under(r.typ(x.X)).(*types.Array); ok {
			if addressable, _ := r.memory(x.X); addressable {
				r.loc(x.X)
			} else {
				r.expr(x.X)
			}
		} else {
			r.expr(x.X)
		}
		r.expr(x.Index)
	case *ast.StarExpr:
		r.expr(x.X)
	default:
		r.expr(e)
	}
}

// operand rewrites what a selector selects from: a pointer is read, and so are embedded
// pointers on the way; a struct in place is not.
func (r *rewriter) operand(x *ast.SelectorExpr, s *types.Selection) {
	if text, ok := r.embedded(x, s, false); ok {
		r.replace(x.X.Pos(), x.X.End(), text)
	}
}

// embedded is the new text of what a selector selects from, with the names of embedded
// fields where they are read, or else false, and then the operand is rewritten in place.
// If copied is set, the last of them is read too: a method gets a copy of it.
func (r *rewriter) embedded(x *ast.SelectorExpr, s *types.Selection, copied bool) (string, bool) {
	index := s.Index()
	path := index[:len(index)-1]
	t := s.Recv()
	// Find the last pointer or interface on the way that is embedded, and so is read.
	text, last := "", -1
	u := t
	for i, n := range path {
		st, ok := structOf(u)
		if !ok {
			break
		}
		u = st.Field(n).Type()
		switch u.Underlying().(type) {
		case *types.Pointer, *types.Interface:
			last = i
		default:
			if copied && i == len(path)-1 {
				last = i
			}
		}
	}
	base := func() {
		_, pointer := t.Underlying().(*types.Pointer)
		_, iface := t.Underlying().(*types.Interface)
		addressable, _ := r.memory(x.X)
		inPlace := !pointer && !iface && addressable && (s.Kind() == types.FieldVal || byAddress(s) || last >= 0)
		if inPlace {
			r.loc(x.X)
		} else {
			r.expr(x.X)
		}
	}
	if last < 0 {
		base()
		return "", false
	}
	text = r.textBy(x.X.Pos(), x.X.End(), base)
	u = t
	key := true
	inMemory, _ := r.memory(x.X) // or behind a pointer: else it has no address
	for i, n := range path {
		st, _ := structOf(u)
		f := st.Field(n)
		if !f.Exported() && f.Pkg() != r.pkg {
			key = false // its name can't be written here
		}
		if !key {
			break
		}
		text += "." + f.Name()
		_, pointer := f.Type().Underlying().(*types.Pointer)
		if pointer || types.IsInterface(f.Type()) || copied && i == last {
			o := owner(u)
			if (o == "" || r.facts.assigned[o+"."+f.Name()]) && (i > 0 && inMemory || r.reaches(x.X)) {
				text = r.rt() + "R(&" + text + ")"
			}
		}
		inMemory = inMemory || pointer
		u = f.Type()
	}
	if p, pointer := u.Underlying().(*types.Pointer); key && copied && pointer && r.hookable(p.Elem()) &&
		r.facts.changes(p.Elem()) {
		text = r.rt() + "R(" + text + ")"
	}
	if !key {
		base()
	}
	return text, key
}

// reaches reports whether a field that is embedded in x is a place in memory that others
// may come to.
func (r *rewriter) reaches(x ast.Expr) bool {
	if _, ok := r.typ(x).Underlying().(*types.Pointer); ok {
		return true
	}
	addressable, watched := r.memory(x)
	return addressable && watched
}
