package rewrite

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// stmts rewrites a list of statements.
func (r *rewriter) stmts(list []ast.Stmt) {
	for _, s := range list {
		r.stmt(s, true)
	}
}

// stmt rewrites a statement. In a list others may follow it on its line; else it is the
// first or last part of another statement.
func (r *rewriter) stmt(s ast.Stmt, inList bool) {
	r.hint = ""
	switch s := s.(type) {
	case nil:
	case *ast.LabeledStmt:
		r.label = s
		r.stmt(s.Stmt, inList)
		r.label = nil
	case *ast.ExprStmt:
		r.expr(s.X)
		if call, ok := ast.Unparen(s.X).(*ast.CallExpr); ok && inList {
			r.again(call)
		}
	case *ast.SendStmt:
		r.send(s)
	case *ast.IncDecStmt:
		r.arrange(operand{e: s.X, place: true})
		r.update(s.X)
	case *ast.AssignStmt:
		r.assign(s, inList)
	case *ast.GoStmt:
		r.goStmt(s)
	case *ast.DeferStmt:
		r.deferStmt(s)
	case *ast.ReturnStmt:
		r.returnStmt(s, inList)
	case *ast.BranchStmt:
		if s.Label != nil && r.fn.over > 0 && inList {
			r.insert(s.Pos(), r.rt()+"Leave(); ")
		}
		if s.Tok == token.CONTINUE {
			r.insert(s.Pos(), r.fn.copied[r.continued(s)])
		}
		if s.Label != nil && s.Tok != token.GOTO {
			if name := r.relabelled[r.info.Uses[s.Label]]; name != "" {
				r.replace(s.Label.Pos(), s.Label.End(), name)
			}
		}
	case *ast.BlockStmt:
		r.stmts(s.List)
	case *ast.IfStmt:
		r.ifStmt(s, "")
	case *ast.SwitchStmt:
		r.stmt(s.Init, false)
		r.expr(s.Tag)
		r.clauses(s.Body, r.initVariables(s.Init))
	case *ast.TypeSwitchStmt:
		r.stmt(s.Init, false)
		switch a := s.Assign.(type) {
		case *ast.ExprStmt:
			r.expr(a.X)
		case *ast.AssignStmt:
			r.expr(a.Rhs[0])
		}
		r.clauses(s.Body, r.initVariables(s.Init))
	case *ast.SelectStmt:
		r.selectStmt(s)
	case *ast.ForStmt:
		r.forStmt(s)
	case *ast.RangeStmt:
		r.rangeStmt(s)
	case *ast.DeclStmt:
		r.decl(s)
	}
}

// again follows a call of code that isn't rewritten, and writes a slice: if it has called
// back meanwhile, the state has what was in the slice then.
func (r *rewriter) again(x *ast.CallExpr) {
	fn := callee(r.info, x)
	if fn == nil || fn.Pkg() == nil || r.facts.rewritten[fn.Pkg().Path()] || ours(fn.Pkg().Path()) || !writes(fn) ||
		r.info.Types[x.Fun].IsType() || len(x.Args) < 2 || r.calls(x.Args[0]) {
		return
	}
	if s, ok := r.typ(x.Args[0]).Underlying().(*types.Slice); ok && r.hookable(s.Elem()) {
		r.insert(x.End(), "; "+r.rt()+"Again("+r.raw(x.Args[0])+")")
	}
}

// returnStmt rewrites a return statement. Named results that others may come to are
// assigned by it.
func (r *rewriter) returnStmt(s *ast.ReturnStmt, inList bool) {
	if r.fn.over > 0 && inList {
		r.insert(s.Pos(), r.rt()+"Leave(); ")
	}
	if len(s.Results) > 1 {
		r.arrange(r.results(s.Results)...)
	}
	var places []string
	shared, named := false, true
	if results := r.fn.typ.Results; results != nil && len(s.Results) > 0 {
		for _, f := range results.List {
			for _, id := range f.Names {
				v, _ := r.info.Defs[id].(*types.Var)
				shared = shared || v != nil && r.locals[v].kept() && r.hookable(v.Type())
				if v == nil || id.Name == "_" || r.resultAt(s.Pos(), id.Name) != v {
					named = false
					continue
				}
				places = append(places, "&"+id.Name)
			}
		}
	}
	if !shared {
		end := r.fn.returns
		if end == "" && len(s.Results) == 0 {
			for _, name := range r.watchedResults(r.fn.typ) {
				end += r.rt() + "R(&" + name + "); "
			}
		}
		r.insert(s.Pos(), end)
		for _, x := range s.Results {
			r.expr(x)
		}
		return
	}
	if !named || len(places) > 6 || !inList || r.label != nil {
		r.p.unwatched = append(r.p.unwatched, [2]string{
			"what the return statement at " + r.fset.PositionFor(s.Pos(), false).String() + " assigns",
			"its names are hidden there",
		})
		r.insert(s.Pos(), r.fn.returns)
		for _, x := range s.Results {
			r.expr(x)
		}
		return
	}
	values := r.textBy(s.Results[0].Pos(), s.Results[len(s.Results)-1].End(), func() {
		for _, x := range s.Results {
			r.expr(x)
		}
	})
	function := "P"
	if len(places) > 1 {
		function = fmt.Sprintf("P%d", len(places))
	}
	r.statement(s.Pos(), s.End(), fmt.Sprintf("{ %s%s(%s).Set(%s); %sreturn }", r.rt(), function,
		strings.Join(places, ", "), values, r.fn.returns))
}

// watchedResults are the names of the results of a function whose reads are watched.
func (r *rewriter) watchedResults(typ *ast.FuncType) (names []string) {
	if typ.Results == nil {
		return nil
	}
	for _, f := range typ.Results.List {
		for _, id := range f.Names {
			v, ok := r.info.Defs[id].(*types.Var)
			if ok && id.Name != "_" && r.watchedVar(v) && r.hookable(v.Type()) && !isStandin(v.Type()) {
				names = append(names, id.Name)
			}
		}
	}
	return names
}

// resultsAtEnd is what a function begins with whose named results are read only when what
// it defers, or what it ranges over, has run: that comes first, so it runs last. A panic
// that goes on reads no results. Where one is recovered, they are taken to be read.
func (r *rewriter) resultsAtEnd() string {
	names := r.watchedResults(r.fn.typ)
	later, recovers := false, false
	ast.Inspect(r.fn.body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.DeferStmt:
			later = true
		case *ast.RangeStmt:
			later = later || r.overFunction(n)
		case *ast.Ident:
			recovers = recovers || n.Name == "recover"
		}
		return true
	})
	if len(names) == 0 || !later {
		return ""
	}
	text := ""
	for _, name := range names {
		text += "; " + r.rt() + "R(&" + name + ")"
	}
	if text = text[2:]; recovers {
		return " defer func() { " + text + " }();"
	}
	done := r.fresh("r")
	r.fn.returns = done + " = true; "
	return " " + done + " := false; defer func() { if " + done + " { " + text + " } }();"
}

// resultAt is the variable that a name stands for at a place.
func (r *rewriter) resultAt(p token.Pos, name string) types.Object {
	scope := r.pkg.Scope().Innermost(p)
	if scope == nil {
		return nil
	}
	_, obj := scope.LookupParent(name, p)
	return obj
}

// clauses rewrites those of a switch statement, each of which begins with names.
func (r *rewriter) clauses(body *ast.BlockStmt, names string) {
	for _, c := range body.List {
		c := c.(*ast.CaseClause)
		for _, x := range c.List {
			r.expr(x)
		}
		names := names
		if v, ok := r.info.Implicits[c].(*types.Var); ok {
			if text := r.declaredObject(ast.NewIdent(v.Name()), v); text != "" {
				names += strings.TrimPrefix(text, ";") + ";"
			}
		}
		if names != "" {
			r.insert(c.Colon+1, names)
		}
		r.stmts(c.Body)
	}
}

// ifStmt rewrites an if statement. Its blocks begin with names.
func (r *rewriter) ifStmt(s *ast.IfStmt, names string) {
	r.stmt(s.Init, false)
	r.expr(s.Cond)
	names += r.initVariables(s.Init)
	block := func(b *ast.BlockStmt) {
		if names != "" {
			r.insert(b.Lbrace+1, names)
		}
		r.stmts(b.List)
	}
	block(s.Body)
	switch e := s.Else.(type) {
	case *ast.BlockStmt:
		block(e)
	case *ast.IfStmt:
		r.ifStmt(e, names)
	}
}

// initVariables names the variables that the first part of a statement declares.
func (r *rewriter) initVariables(s ast.Stmt) string {
	if a, ok := s.(*ast.AssignStmt); ok && a.Tok == token.DEFINE {
		return r.variables(a.Lhs)
	}
	return ""
}

// update rewrites the operand of an operation that reads and writes it.
func (r *rewriter) update(x ast.Expr) {
	if m, ok := r.mapIndex(x); ok {
		if r.calls(m.Index) && !r.calls(m.X) { // the map is accessed when the index is known
			index := r.value(m.Index)
			text := r.value(m.X)
			r.replace(x.Pos(), x.End(), r.raw(m.X)+"["+r.rt()+"MP("+text+").At("+index+")]")
			return
		}
		r.wrap(m.X, r.rt()+"MW(", ")", func() { r.expr(m.X) })
		r.expr(m.Index)
		return
	}
	if _, watched := r.memory(x); watched && r.hookable(r.typ(x)) {
		r.replace(x.Pos(), x.End(), "*"+r.rt()+"RW("+r.address(x)+")")
		return
	}
	r.loc(x)
}

func (r *rewriter) mapIndex(x ast.Expr) (*ast.IndexExpr, bool) {
	ix, ok := ast.Unparen(x).(*ast.IndexExpr)
	if !ok {
		return nil, false
	}
	_, ok = under(r.typ(ix.X)).(*types.Map)
	return ix, ok
}

func isBlank(x ast.Expr) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == "_"
}

// written reports whether a write of x is watched.
func (r *rewriter) written(x ast.Expr) bool {
	if isBlank(x) {
		return false
	}
	_, watched := r.memory(ast.Unparen(x))
	return watched && r.hookable(r.typ(x))
}

func (r *rewriter) assign(s *ast.AssignStmt, inList bool) {
	if s.Tok != token.DEFINE && r.assignLate(s) {
		return
	}
	for _, x := range s.Lhs {
		if _, isMap := r.mapIndex(x); !isMap {
			r.arrange(operand{e: x, place: true})
		}
	}
	if len(s.Lhs) == len(s.Rhs) {
		r.arrangeValues(s.Lhs, s.Rhs)
	}
	switch s.Tok {
	case token.DEFINE:
		r.define(s, inList)
	case token.ASSIGN:
		switch {
		case len(s.Lhs) == 1:
			r.assignOne(s)
		default:
			r.assignMany(s, inList)
		}
	default: // an operation
		x, e := s.Lhs[0], s.Rhs[0]
		_, isMap := r.mapIndex(x)
		if inList && r.label == nil && (r.written(x) || isMap) && r.calls(e) && !r.shifts(e) {
			name := r.fresh("v")
			value := r.value(e)
			op := r.text[r.at(s.TokPos) : r.at(s.TokPos)+len(s.Tok.String())]
			place := r.textBy(x.Pos(), x.End(), func() { r.update(x) })
			r.statement(s.Pos(), s.End(), "{ "+name+" := "+value+"; "+place+" "+op+" "+name+" }")
			return
		}
		if (r.written(x) || isMap) && r.calls(e) && !r.shifts(e) {
			// It stands where no other statement can: in a function of its own.
			name := r.fresh("v")
			value := r.value(e)
			op := r.text[r.at(s.TokPos) : r.at(s.TokPos)+len(s.Tok.String())]
			place := r.textBy(x.Pos(), x.End(), func() { r.update(x) })
			r.replace(s.Pos(), s.End(), "func() { "+name+" := "+value+"; "+place+" "+op+" "+name+" }()")
			return
		}
		r.update(x)
		r.expr(e)
	}
}

// values rewrites the right side of an assignment. If it is one receive for two
// variables, or an access of a map, that is known.
func (r *rewriter) values(lhs, rhs []ast.Expr) {
	if len(lhs) == 2 && len(rhs) == 1 {
		if m, ok := r.mapIndex(rhs[0]); ok && r.calls(m.Index) {
			r.replace(rhs[0].Pos(), rhs[0].End(), r.rt()+"MP("+r.value(m.X)+").Get2("+r.value(m.Index)+")")
			return
		}
		if u, ok := ast.Unparen(rhs[0]).(*ast.UnaryExpr); ok && u.Op == token.ARROW {
			r.replace(rhs[0].Pos(), rhs[0].End(), r.rt()+"Recv2("+r.value(u.X)+")")
			return
		}
	}
	for i, e := range rhs {
		r.hint = ""
		if len(lhs) == len(rhs) {
			r.hint = r.nameOf(lhs[i])
		}
		r.expr(e)
	}
	r.hint = ""
}

// nameOf is what a reader would call what is assigned to x.
func (r *rewriter) nameOf(x ast.Expr) string {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		if x.Name != "_" {
			return x.Name
		}
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}

func (r *rewriter) define(s *ast.AssignStmt, inList bool) {
	r.values(s.Lhs, s.Rhs)
	after := ""
	for _, x := range s.Lhs {
		id := x.(*ast.Ident)
		if v, ok := r.info.Defs[id].(*types.Var); ok {
			after += r.declared(id, v)
		} else if r.written(x) {
			after += "; " + r.rt() + "W(&" + id.Name + ")"
		}
	}
	if after == "" {
		return
	}
	if inList {
		r.insert(s.End(), after)
	}
}

// declared is what follows the declaration of a variable.
func (r *rewriter) declared(id *ast.Ident, v *types.Var) string {
	if id.Name == "_" {
		return ""
	}
	if r.locals[v].kept() && r.hookable(v.Type()) {
		return "; " + r.rt() + "Local(&" + id.Name + ", " + strconv.Quote(id.Name) + ")"
	}
	if r.test {
		switch under(v.Type()).(type) {
		case *types.Pointer, *types.Slice, *types.Map, *types.Chan:
			return "; " + r.rt() + "Name(" + id.Name + ", " + strconv.Quote(id.Name) + ")"
		}
	}
	return ""
}

func (r *rewriter) decl(s *ast.DeclStmt) {
	d, ok := s.Decl.(*ast.GenDecl)
	if !ok {
		return
	}
	for _, spec := range d.Specs {
		v, ok := spec.(*ast.ValueSpec)
		if !ok || d.Tok != token.VAR {
			r.inert(spec)
			continue
		}
		if v.Type != nil {
			r.inert(v.Type)
		}
		var lhs []ast.Expr
		after := ""
		for _, id := range v.Names {
			lhs = append(lhs, id)
			if obj, ok := r.info.Defs[id].(*types.Var); ok {
				if len(v.Values) > 0 || r.locals[obj].kept() {
					after += r.declared(id, obj)
				}
			}
		}
		r.arrangeValues(lhs, v.Values)
		r.values(lhs, v.Values)
		if after == "" {
			continue
		}
		if d.Lparen.IsValid() {
			r.pending += after
			continue
		}
		r.insert(s.End(), after)
	}
	if r.pending != "" {
		r.insert(s.End(), r.pending)
		r.pending = ""
	}
}

func (r *rewriter) assignOne(s *ast.AssignStmt) {
	x, e := s.Lhs[0], s.Rhs[0]
	if m, ok := r.mapIndex(x); ok {
		if r.calls(e) || r.calls(m.Index) {
			r.replace(s.Pos(), s.End(), r.rt()+"MP("+r.value(m.X)+").Set("+r.value(m.Index)+", "+r.hinted(x, e)+")")
			return
		}
		r.update(x)
		r.values(s.Lhs, s.Rhs)
		return
	}
	if !r.written(x) {
		if !isBlank(x) {
			r.loc(x)
		}
		r.values(s.Lhs, s.Rhs)
		return
	}
	r.replace(s.Pos(), s.End(), r.rt()+"P("+r.address(x)+").Set("+r.between(s)+r.hinted(x, e)+")")
}

// between keeps the lines between the sides of an assignment.
func (r *rewriter) between(s *ast.AssignStmt) string {
	return strings.Repeat("\n", strings.Count(r.text[r.at(s.TokPos):r.at(s.Rhs[0].Pos())], "\n"))
}

func (r *rewriter) hinted(x, e ast.Expr) string {
	return r.textBy(e.Pos(), e.End(), func() { r.values([]ast.Expr{x}, []ast.Expr{e}) })
}

func (r *rewriter) assignMany(s *ast.AssignStmt, inList bool) {
	var written, others, maps, identifiers int
	for _, x := range s.Lhs {
		_, isMap := r.mapIndex(x)
		_, isIdent := ast.Unparen(x).(*ast.Ident)
		switch {
		case isMap:
			maps++
		case r.written(x) && isIdent:
			identifiers++
			written++
		case r.written(x):
			written++
		case !isBlank(x):
			others++
		}
	}
	switch {
	case inList && r.label == nil && r.namedBool(s):
		r.unpack(s)
	case written == 0 && maps == 0:
		for _, x := range s.Lhs {
			if !isBlank(x) {
				r.loc(x)
			}
		}
		r.values(s.Lhs, s.Rhs)
	case inList && identifiers == written && maps == 0:
		// Variables can't change while the right side is evaluated: a remark suffices.
		after := ""
		for _, x := range s.Lhs {
			if r.written(x) {
				after += "; " + r.rt() + "W(&" + r.raw(x) + ")"
			} else if !isBlank(x) {
				r.loc(x)
			}
		}
		r.values(s.Lhs, s.Rhs)
		r.insert(s.End(), after)
	case inList && r.label == nil && len(s.Rhs) == 1:
		r.unpack(s)
	case maps == 0 && len(s.Lhs) <= 6 && (others == 0 || len(s.Rhs) > 1 || !inList):
		var places []string
		for _, x := range s.Lhs {
			if isBlank(x) {
				places = append(places, r.rt()+"Blank")
			} else {
				places = append(places, r.address(x))
			}
		}
		r.replace(s.Pos(), s.End(), fmt.Sprintf("%sP%d(%s).Set(%s)", r.rt(), len(s.Lhs), strings.Join(places, ", "),
			r.between(s)+r.tuple(s)))
	default:
		// The writes are noted before the right side is evaluated.
		for _, x := range s.Lhs {
			if !isBlank(x) {
				r.update(x)
			}
		}
		r.values(s.Lhs, s.Rhs)
	}
}

// tuple is the right side of an assignment as arguments of a function.
func (r *rewriter) tuple(s *ast.AssignStmt) string {
	if len(s.Rhs) > 1 {
		return r.textBy(s.Rhs[0].Pos(), s.Rhs[len(s.Rhs)-1].End(), func() { r.values(s.Lhs, s.Rhs) })
	}
	e := ast.Unparen(s.Rhs[0])
	switch x := e.(type) {
	case *ast.IndexExpr:
		return r.rt() + "MP(" + r.value(x.X) + ").Get2(" + r.value(x.Index) + ")"
	case *ast.TypeAssertExpr:
		t := r.textBy(x.Type.Pos(), x.Type.End(), func() { r.inert(x.Type) })
		return r.rt() + "Is[" + t + "](" + r.value(x.X) + ")"
	}
	return r.textBy(s.Rhs[0].Pos(), s.Rhs[0].End(), func() { r.values(s.Lhs, s.Rhs) })
}

// unpack rewrites an assignment of several values that one expression has: it keeps them
// in variables.
func (r *rewriter) unpack(s *ast.AssignStmt) {
	var places, sets strings.Builder
	names := make([]string, len(s.Lhs))
	for i, x := range s.Lhs {
		if isBlank(x) {
			names[i] = "_"
			continue
		}
		names[i] = r.fresh("v")
		value := names[i] + r.truth(s, i)
		if m, ok := r.mapIndex(x); ok {
			p, k := r.fresh("m"), r.raw(m.Index)
			if r.info.Types[m.Index].Value == nil {
				k = r.fresh("k")
				fmt.Fprintf(&places, "%s := %s; ", k, r.value(m.Index))
			}
			fmt.Fprintf(&places, "%s := %sMP(%s); ", p, r.rt(), r.value(m.X))
			fmt.Fprintf(&sets, "; %s.Set(%s, %s)", p, k, value)
			continue
		}
		if !r.written(x) {
			fmt.Fprintf(&sets, "; %s = %s", r.location(x), value)
			continue
		}
		p := r.fresh("p")
		fmt.Fprintf(&places, "%s := %sP(%s); ", p, r.rt(), r.address(x))
		fmt.Fprintf(&sets, "; %s.Set(%s)", p, value)
	}
	e := s.Rhs[0]
	value := r.between(s) + r.textBy(e.Pos(), e.End(), func() { r.values(s.Lhs, s.Rhs) })
	text := strings.Join(names, ", ") + " := " + value
	if slices.ContainsFunc(s.Lhs, r.calls) {
		text = places.String() + text
	} else { // the places are looked for when the call has returned
		text += "; " + strings.TrimSuffix(places.String(), "; ")
	}
	r.statement(s.Pos(), s.End(), "{ "+text+sets.String()+" }")
}

// namedBool says whether the second value of an expression with ", ok", which has no
// type, goes to a variable whose type isn't bool itself.
func (r *rewriter) namedBool(s *ast.AssignStmt) bool {
	if len(s.Lhs) != 2 || len(s.Rhs) != 1 || isBlank(s.Lhs[1]) {
		return false
	}
	if _, call := ast.Unparen(s.Rhs[0]).(*ast.CallExpr); call {
		return false
	}
	t := r.info.TypeOf(s.Lhs[1])
	return t != nil && !types.Identical(t, types.Typ[types.Bool])
}

// truth makes the i-th value, which was kept in a bool, one without a type again.
func (r *rewriter) truth(s *ast.AssignStmt, i int) string {
	if i == 1 && r.namedBool(s) {
		return " == true"
	}
	return ""
}

// goStmt turns a go statement into a call of the checker. The function and its arguments
// are evaluated before, by the goroutine that starts the other.
func (r *rewriter) goStmt(s *ast.GoStmt) {
	call := s.Call
	fun := ast.Unparen(call.Fun)
	lit, isLit := fun.(*ast.FuncLit)
	name := strconv.Quote(r.threadName(s, fun))
	if isLit && len(call.Args) == 0 && lit.Type.Results == nil {
		body := r.value(lit)
		r.statement(s.Pos(), s.End(), r.rt()+"Go("+name+", "+body+")")
		return
	}
	var names, values, args []string
	tuple := "" // one call has all arguments
	if !r.info.Types[call.Fun].IsType() {
		r.arrange(slices.DeleteFunc(r.operands(call), func(o operand) bool { return o.notes != nil })...)
	}
	hoist := func(stem string, e ast.Expr) string {
		n := r.fresh(stem)
		names = append(names, n)
		values = append(values, r.value(e))
		return n
	}
	var f string
	switch tv := r.info.Types[call.Fun]; {
	case tv.IsBuiltin(), tv.IsType():
		f = "" // as it is, in place
	case isDeclared(r.info, fun):
		f = r.textBy(call.Fun.Pos(), call.Fun.End(), func() { r.callee(call) })
	default:
		f = hoist("f", call.Fun)
	}
	if id, ok := fun.(*ast.Ident); ok && f == "" && len(call.Args) > 0 {
		switch id.Name {
		case "delete", "clear", "copy", "close":
			var late []string
			for _, a := range call.Args {
				if tv := r.info.Types[a]; tv.Value != nil || tv.IsNil() {
					late = append(late, r.value(a))
				} else {
					late = append(late, hoist("v", a))
				}
			}
			f, args = r.builtinCall(id.Name, call, late)
		}
	}
	if f == "" {
		// go println(x): the arguments are evaluated late.
		text := r.textBy(call.Pos(), call.End(), func() { r.expr(call) })
		r.statement(s.Pos(), s.End(), r.rt()+"Go("+name+", func() { "+text+" })")
		return
	}
	if len(call.Args) == 1 {
		if t, ok := r.typ(call.Args[0]).(*types.Tuple); ok {
			var vs []string
			for range t.Len() {
				vs = append(vs, r.fresh("v"))
			}
			tuple = r.value(call.Args[0])
			args = vs
		}
	}
	if args == nil && !r.info.Types[call.Fun].IsBuiltin() {
		for _, a := range call.Args {
			tv := r.info.Types[a]
			if tv.Value != nil || tv.IsNil() {
				args = append(args, r.value(a))
				continue
			}
			if b, ok := tv.Type.Underlying().(*types.Basic); ok &&
				(r.shifts(a) || b.Kind() == types.Bool && tv.Type != b) {
				// Alone, it might be of another type.
				t, ok := r.typeText(tv.Type, a.Pos())
				if !ok {
					args = append(args, r.value(a))
					continue
				}
				n := r.fresh("v")
				names, args = append(names, n), append(args, n)
				values = append(values, t+"("+r.value(a)+")")
				continue
			}
			args = append(args, hoist("v", a))
		}
	}
	var b strings.Builder
	b.WriteString("{ ")
	hold := func(names []string, values string) {
		fmt.Fprintf(&b, "%s := %s; ", strings.Join(names, ", "), values)
		for _, name := range names {
			fmt.Fprintf(&b, "%sLocal(&%s, %q); ", r.rt(), name, "argument")
		}
	}
	if len(names) > 0 {
		hold(names, strings.Join(values, ", "))
	}
	if tuple != "" {
		hold(args, tuple)
	}
	dots := ""
	if call.Ellipsis.IsValid() {
		dots = "..."
	}
	fmt.Fprintf(&b, "%sGo(%s, func() { %s(%s%s) }) }", r.rt(), name, f, strings.Join(args, ", "), dots)
	r.statement(s.Pos(), s.End(), b.String())
}

// isDeclared reports whether e names a function declared at package level.
func isDeclared(info *types.Info, e ast.Expr) bool {
	switch x := ast.Unparen(e).(type) {
	case *ast.Ident:
		_, ok := info.Uses[x].(*types.Func)
		return ok
	case *ast.SelectorExpr:
		if info.Selections[x] != nil {
			return false
		}
		_, ok := info.Uses[x.Sel].(*types.Func)
		return ok
	case *ast.IndexExpr:
		return isDeclared(info, x.X)
	case *ast.IndexListExpr:
		return isDeclared(info, x.X)
	}
	return false
}

// threadName is what a goroutine is called in traces.
func (r *rewriter) threadName(s *ast.GoStmt, fun ast.Expr) string {
	switch x := fun.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		if sel := r.info.Selections[x]; sel != nil {
			t := sel.Recv()
			star := ""
			if p, ok := t.Underlying().(*types.Pointer); ok {
				t, star = p.Elem(), "*"
			}
			if n, ok := types.Unalias(t).(*types.Named); ok {
				return "(" + star + n.Obj().Name() + ")." + x.Sel.Name
			}
		}
		return x.Sel.Name
	}
	pos := r.fset.PositionFor(s.Pos(), false)
	return fmt.Sprintf("go@%s:%d", base(pos.Filename), pos.Line)
}

func base(path string) string { return path[strings.LastIndexAny(path, `/\`)+1:] }

// deferStmt rewrites the call that is deferred. What builtin functions do is done when
// they run, so they get a function around them.
func (r *rewriter) deferStmt(s *ast.DeferStmt) {
	if id, ok := ast.Unparen(s.Call.Fun).(*ast.Ident); ok && r.info.Types[s.Call.Fun].IsBuiltin() {
		switch id.Name {
		case "recover":
			return
		case "delete", "clear", "copy":
			var args []string
			for _, a := range s.Call.Args {
				args = append(args, r.value(a))
			}
			function, args := r.builtinCall(id.Name, s.Call, args)
			r.statement(s.Pos(), s.End(), "defer "+function+"("+strings.Join(args, ", ")+")")
			return
		}
	}
	r.expr(s.Call)
}

// builtinCall is a builtin function that writes memory as one of the checker, with its
// arguments.
func (r *rewriter) builtinCall(name string, call *ast.CallExpr, args []string) (function string, rest []string) {
	_, isMap := under(r.typ(call.Args[0])).(*types.Map)
	switch {
	case name == "delete":
		return r.rt() + "MP(" + args[0] + ").Delete", args[1:]
	case name == "clear" && isMap:
		return r.rt() + "MP(" + args[0] + ").Clear", nil
	case name == "clear":
		return r.rt() + "Clear", args
	case name == "close":
		return r.rt() + "Close", args
	case isString(r.typ(call.Args[1])):
		return r.rt() + "CopyString", args
	}
	return r.rt() + "Copy", args
}

func (r *rewriter) send(s *ast.SendStmt) {
	to := ""
	if r.fixed(s.Chan, s.Value) {
		to = "Into(" + r.address(s.Chan)
	} else {
		to = "To(" + r.value(s.Chan)
	}
	r.replace(s.Chan.Pos(), s.Value.Pos(), r.rt()+to+").Send("+
		strings.Repeat("\n", strings.Count(r.text[r.at(s.Arrow):r.at(s.Value.Pos())], "\n")))
	r.expr(s.Value)
	r.insert(s.End(), ")")
}
