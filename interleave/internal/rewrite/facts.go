package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"iter"
)

// facts are what all rewritten packages together do to memory: a field that none of them
// ever assigns is not watched.
type facts struct {
	rewritten map[string]bool // by import path
	assigned  map[string]bool // fields and package variables: path.Type.field, path.var
	whole     map[string]bool // types: all of their fields count as assigned
	byValue   map[string]bool // methods of a pointer, by name, that have a value for a receiver

	holds    map[string][]string // packages whose values a package variable may hold, as literals: see held
	bodyless map[string]string   // functions without a body, and what they are linked from
}

func newFacts() *facts {
	return &facts{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, nil, map[string]string{}}
}

// owner spells the named type that a field belongs to, or "" if it has no name.
func owner(t types.Type) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil {
		return ""
	}
	if n.Obj().Parent() != nil && n.Obj().Parent() != n.Obj().Pkg().Scope() {
		return "" // local to a function: its name may stand for several types
	}
	return n.Obj().Pkg().Path() + "." + n.Obj().Name()
}

// fieldKey spells the field that a selection ends in, or "" if its type has no name.
func fieldKey(s *types.Selection) string {
	t := s.Recv()
	for i, n := range s.Index() {
		st, ok := structOf(t)
		if !ok {
			return ""
		}
		f := st.Field(n)
		if i == len(s.Index())-1 {
			if o := owner(t); o != "" {
				return o + "." + f.Name()
			}
			return ""
		}
		t = f.Type()
	}
	return ""
}

// structOf is the struct that t is, or points to.
func structOf(t types.Type) (*types.Struct, bool) {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	return s, ok
}

func varKey(v *types.Var) string { return v.Pkg().Path() + "." + v.Name() }

// watchedField reports whether some rewritten package may assign the field.
func (fs *facts) watchedField(s *types.Selection) bool {
	key := fieldKey(s)
	if key == "reflect.SliceHeader.Data" || key == "reflect.StringHeader.Data" {
		return false // a number that is another one each time
	}
	return key == "" || fs.assigned[key]
}

// collect adds what a package does.
func (fs *facts) collect(s *source) {
	c := &collector{fs, s.info}
	// What a type parameter stands for is assigned as a whole, perhaps.
	for _, in := range s.info.Instances {
		for t := range in.TypeArgs.Types() {
			c.all(t, nil)
		}
	}
	for _, f := range s.files {
		ast.Inspect(f.ast, c.node)
		fs.noteBodyless(s.pkg, f.ast)
	}
	for m := range copying(s.pkg) {
		fs.byValue[m.Obj().Name()] = true
	}
}

// copying yields the methods of pointers to the types of a package that copy what they
// are called on, or what is embedded in it.
func copying(pkg *types.Package) iter.Seq2[*types.Selection, *types.TypeName] {
	return func(yield func(*types.Selection, *types.TypeName) bool) {
		for _, name := range pkg.Scope().Names() {
			tn, ok := pkg.Scope().Lookup(name).(*types.TypeName)
			if !ok || tn.IsAlias() || types.IsInterface(tn.Type()) {
				continue
			}
			for m := range types.NewMethodSet(types.NewPointer(tn.Type())).Methods() {
				recv := m.Obj().(*types.Func).Signature().Recv().Type()
				if _, pointer := recv.Underlying().(*types.Pointer); !pointer && !empty(recv, 0) && !yield(m, tn) {
					return
				}
			}
		}
	}
}

type collector struct {
	*facts
	info *types.Info
}

func (c *collector) node(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.TypeSpec:
		// The fields of a type that is defined by another are those of both.
		switch n.Type.(type) {
		case *ast.Ident, *ast.SelectorExpr, *ast.IndexExpr, *ast.IndexListExpr:
			if !n.Assign.IsValid() {
				c.all(c.info.TypeOf(n.Type), nil)
				if obj := c.info.Defs[n.Name]; obj != nil {
					c.all(obj.Type(), nil)
				}
			}
		}
	case *ast.AssignStmt:
		for _, x := range n.Lhs {
			if n.Tok != token.DEFINE {
				c.assign(x)
			} else if id, ok := x.(*ast.Ident); ok && c.info.Defs[id] == nil {
				c.assign(x)
			}
		}
	case *ast.IncDecStmt:
		c.assign(n.X)
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			if n.Key != nil {
				c.assign(n.Key)
			}
			if n.Value != nil {
				c.assign(n.Value)
			}
		}
	case *ast.UnaryExpr:
		if _, made := ast.Unparen(n.X).(*ast.CompositeLit); n.Op == token.AND && !made {
			c.assign(n.X)
		}
	case *ast.SliceExpr:
		if _, ok := c.typ(n.X).Underlying().(*types.Array); ok {
			c.assign(n.X)
		}
	case *ast.SelectorExpr:
		if s := c.info.Selections[n]; s != nil && s.Kind() == types.MethodVal && byAddress(s) {
			c.assign(n.X)
		}
	case *ast.CallExpr:
		c.call(n)
	}
	return true
}

// call marks what a call writes by way of pointers: append and copy, conversions of
// unsafe pointers, and calls of packages that are not rewritten.
func (c *collector) call(n *ast.CallExpr) {
	tv := c.info.Types[n.Fun]
	switch {
	case tv.IsType():
		if len(n.Args) == 1 {
			from, pointer := c.typ(n.Args[0]).Underlying().(*types.Pointer)
			if pointer { // (*A)(b), unsafe.Pointer(b)
				c.all(from.Elem(), nil)
			}
			if p, ok := tv.Type.Underlying().(*types.Pointer); ok {
				c.all(p.Elem(), nil)
			}
		}
	case tv.IsBuiltin():
		if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && len(n.Args) > 0 {
			switch id.Name {
			case "append", "copy", "clear":
				if s, ok := c.typ(n.Args[0]).Underlying().(*types.Slice); ok {
					c.all(s.Elem(), nil)
				}
			}
		}
	default:
		fn := callee(c.info, n)
		if fn == nil || fn.Pkg() == nil || c.rewritten[fn.Pkg().Path()] {
			return
		}
		for _, a := range n.Args {
			switch t := c.typ(a).Underlying().(type) {
			case *types.Pointer:
				c.all(t.Elem(), nil)
			case *types.Slice:
				c.all(t.Elem(), nil)
			}
		}
	}
}

func (c *collector) typ(e ast.Expr) types.Type {
	if t := c.info.TypeOf(e); t != nil {
		return t
	}
	return types.Typ[types.Invalid]
}

// assign marks what is assigned by an assignment to e: the field or variable itself, what
// it is a part of, and what is part of it.
func (c *collector) assign(e ast.Expr) {
	c.all(c.typ(e), nil)
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.Ident:
			if v, ok := c.info.Uses[x].(*types.Var); ok && isPackageVar(v) {
				c.assigned[varKey(v)] = true
			}
			return
		case *ast.SelectorExpr:
			s := c.info.Selections[x]
			if s == nil {
				if v, ok := c.info.Uses[x.Sel].(*types.Var); ok {
					c.assigned[varKey(v)] = true
				}
				return
			}
			if s.Kind() != types.FieldVal {
				return
			}
			c.path(s)
			if throughPointer(s) {
				return
			}
			e = x.X
		case *ast.IndexExpr:
			if _, ok := c.typ(x.X).Underlying().(*types.Array); !ok {
				return
			}
			e = x.X
		default:
			return
		}
	}
}

// path marks the field that a selection ends in, and the embedded ones on the way.
func (c *collector) path(s *types.Selection) {
	t := s.Recv()
	for _, n := range s.Index() {
		st, ok := structOf(t)
		if !ok {
			return
		}
		if o := owner(t); o != "" {
			c.assigned[o+"."+st.Field(n).Name()] = true
		}
		t = st.Field(n).Type()
	}
}

// all marks the fields of t, and of what t contains.
func (c *collector) all(t types.Type, seen map[types.Type]bool) {
	if t == nil || seen[t] {
		return
	}
	switch u := t.Underlying().(type) {
	case *types.Array:
		c.all(u.Elem(), seen)
	case *types.Struct:
		o := owner(t)
		if _, pointer := types.Unalias(t).(*types.Pointer); pointer {
			return
		}
		if c.whole[o] {
			return
		}
		if o != "" {
			c.whole[o] = true
		}
		if seen == nil {
			seen = map[types.Type]bool{}
		}
		seen[t] = true
		for f := range u.Fields() {
			if o != "" {
				c.assigned[o+"."+f.Name()] = true
			}
			c.all(f.Type(), seen)
		}
	}
}

// throughPointer reports whether a field is selected by way of a pointer.
func throughPointer(s *types.Selection) bool {
	t := s.Recv()
	for _, n := range s.Index() {
		if _, ok := t.Underlying().(*types.Pointer); ok {
			return true
		}
		st, ok := structOf(t)
		if !ok {
			return false
		}
		t = st.Field(n).Type()
	}
	return false
}

// byAddress reports whether a method value or call takes the address of its operand.
func byAddress(s *types.Selection) bool {
	fn, ok := s.Obj().(*types.Func)
	if !ok {
		return false
	}
	recv := fn.Signature().Recv()
	if recv == nil {
		return false
	}
	if _, ok := recv.Type().Underlying().(*types.Pointer); !ok {
		return false
	}
	// The value that the method is found in: the operand, or what it embeds.
	t := s.Recv()
	for _, n := range s.Index()[:len(s.Index())-1] {
		if _, ok := t.Underlying().(*types.Pointer); ok {
			return false
		}
		st, ok := structOf(t)
		if !ok {
			return false
		}
		t = st.Field(n).Type()
	}
	_, ok = t.Underlying().(*types.Pointer)
	return !ok
}

// callee is the function or method that is called, if it is known.
func callee(info *types.Info, n *ast.CallExpr) *types.Func {
	fun := ast.Unparen(n.Fun)
	switch x := fun.(type) {
	case *ast.IndexExpr:
		fun = x.X
	case *ast.IndexListExpr:
		fun = x.X
	}
	switch x := ast.Unparen(fun).(type) {
	case *ast.Ident:
		fn, _ := info.Uses[x].(*types.Func)
		return fn
	case *ast.SelectorExpr:
		fn, _ := info.Uses[x.Sel].(*types.Func)
		return fn
	}
	return nil
}

// isPackageVar reports whether v is declared at package level.
func isPackageVar(v *types.Var) bool {
	return !v.IsField() && v.Pkg() != nil && v.Parent() == v.Pkg().Scope()
}
