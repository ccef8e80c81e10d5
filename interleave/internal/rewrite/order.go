package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// The order of operands. Go says in which order an expression makes calls and receives;
// when it reads a variable in between is left open. The compiler makes all calls first:
//
//	s.n + f()	// reads s.n when f has returned
//
// What a read becomes is a call too, and would take its place among the others. So a read
// with a call behind it stays as it is, for the compiler to read it when it does, and is
// noted when the last call has returned:
//
//	s.n + rt_.After(f(), rt_.Reads(&s.n))
//
// The operands that are read together are those of one call, receive, statement, or other
// operation whose result the compiler keeps at once: a slice expression, append, len, one
// side of && and ||, a type assertion, an element of a map literal.

// operand is evaluated, or is a place.
type operand struct {
	e     ast.Expr
	to    types.Type // of what it is assigned to, if that is known
	place bool
	early bool     // it is evaluated when its turn comes
	notes []string // of what a method reads of its receiver, if nothing else is to be done
}

// event is an operation in an expression, or a read that may be left to the compiler.
type event struct {
	e     ast.Expr
	notes []string // of a read
}

// arrange finds the reads of these operands that the compiler makes after calls, and
// leaves them to it. It returns the last operation among the operands.
func (r *rewriter) arrange(list ...operand) (last ast.Expr) {
	var evs []event
	for _, o := range list {
		r.mark(o.e)
		r.collect(&evs, o)
	}
	return r.postpone(evs)
}

// postpone leaves reads that have an operation behind them to the compiler.
func (r *rewriter) postpone(evs []event) (last ast.Expr) {
	at := -1
	for i, ev := range evs {
		if ev.notes == nil {
			at = i
		}
	}
	if at < 0 || !r.single(evs[at].e) {
		return nil
	}
	for _, ev := range evs[:at] {
		if ev.notes != nil && !r.plain[ev.e] {
			r.plain[ev.e] = true
			r.after[evs[at].e] = append(r.after[evs[at].e], ev.notes...)
		}
	}
	return evs[at].e
}

// mark notes that the operands in e are arranged.
func (r *rewriter) mark(e ast.Expr) {
	if e == nil {
		return
	}
	ast.Inspect(e, func(n ast.Node) bool {
		if x, ok := n.(ast.Expr); ok {
			r.arranged[x] = true
		}
		_, isFunc := n.(*ast.FuncLit)
		return !isFunc
	})
}

// single reports whether e has one value, of a type that it keeps as an argument.
func (r *rewriter) single(e ast.Expr) bool {
	tv := r.info.Types[e]
	if !tv.IsValue() || tv.Value != nil || r.shifts(e) {
		return false
	}
	if b, ok := ast.Unparen(e).(*ast.BinaryExpr); ok {
		switch b.Op {
		case token.LAND, token.LOR, token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
			_, plain := types.Unalias(tv.Type).(*types.Basic) // it would be a bool
			return plain
		}
	}
	switch t := tv.Type.(type) {
	case *types.Tuple:
		return false
	case *types.Basic:
		return t.Info()&types.IsUntyped == 0
	}
	return true
}

// collect finds the operations and reads in an operand, in order. What has operands of
// its own is arranged.
func (r *rewriter) collect(evs *[]event, o operand) {
	e := o.e
	if e == nil {
		return
	}
	if tv := r.info.Types[e]; tv.Value != nil || tv.IsType() || tv.IsNil() {
		return
	}
	calls, early := r.calls(e), o.early || r.kept(e, o.to)
	if o.notes != nil {
		*evs = append(*evs, event{e, o.notes})
		return
	}
	if !calls && !early {
		if notes, ok := r.late(e, o.place); ok {
			if len(notes) > 0 {
				*evs = append(*evs, event{e, notes})
			}
			return
		}
	}
	through := func(list ...operand) { // e reads its operands together with others
		for _, o := range list {
			r.collect(evs, o)
		}
	}
	own := func(list ...operand) { // e has what it needs once its own operands are read
		r.arrange(list...)
		if calls {
			*evs = append(*evs, event{e: e})
		}
	}
	if early {
		own(operand{e: e, place: o.place})
		return
	}
	switch x := e.(type) {
	case *ast.ParenExpr:
		through(operand{e: x.X, to: o.to, place: o.place})
	case *ast.BinaryExpr:
		if x.Op == token.LAND || x.Op == token.LOR {
			r.arrange(operand{e: x.X})
			own(operand{e: x.Y})
			return
		}
		through(operand{e: x.X}, operand{e: x.Y})
	case *ast.UnaryExpr:
		lit, isLit := ast.Unparen(x.X).(*ast.CompositeLit)
		switch {
		case x.Op == token.ARROW:
			own(operand{e: x.X})
		case isLit:
			own(r.elementsOf(lit)...)
		default:
			through(operand{e: x.X, place: x.Op == token.AND})
		}
	case *ast.SelectorExpr:
		s := r.info.Selections[x]
		switch {
		case s == nil:
		case s.Kind() == types.FieldVal && len(s.Index()) == 1 && (o.place || !r.reads(e)):
			through(r.base(x, s))
		default:
			own(r.base(x, s))
		}
	case *ast.IndexExpr:
		_, isMap := under(r.typ(x.X)).(*types.Map)
		switch {
		case r.info.Types[x.Index].IsType():
		case isMap:
			key := operand{e: x.Index, to: under(r.typ(x.X)).(*types.Map).Key(), early: r.keyKept(x)}
			if notes, ok := r.lateMap(x.X, "ReadsMap"); ok { // it is looked up in the end
				*evs = append(*evs, event{x.X, notes})
				through(key)
			} else {
				own(operand{e: x.X}, key)
			}
		case o.place || !r.reads(e):
			through(r.indexed(x), operand{e: x.Index})
		default:
			own(r.indexed(x), operand{e: x.Index})
		}
	case *ast.SliceExpr:
		_, isArray := under(r.typ(x.X)).(*types.Array)
		own(operand{e: x.X, place: isArray}, operand{e: x.Low}, operand{e: x.High}, operand{e: x.Max})
	case *ast.StarExpr:
		if o.place {
			through(operand{e: x.X})
		} else {
			own(operand{e: x.X})
		}
	case *ast.TypeAssertExpr:
		own(operand{e: x.X})
	case *ast.CompositeLit:
		switch under(r.typ(x)).(type) {
		case *types.Struct, *types.Array:
			through(r.elementsOf(x)...)
		case *types.Map: // one after the other
			for i, pair := 0, r.elementsOf(x); i < len(pair); i += 2 {
				r.arrange(pair[i], pair[i+1])
			}
			own()
		default:
			own(r.elementsOf(x)...)
		}
	case *ast.CallExpr:
		if tv := r.info.Types[x.Fun]; tv.IsType() {
			if _, isSlice := under(tv.Type).(*types.Slice); isSlice && isString(r.typ(x.Args[0])) {
				own(operand{e: x.Args[0]})
				return
			}
			through(operand{e: x.Args[0], to: tv.Type})
			return
		}
		own(r.operands(x)...)
	}
}

// kept reports whether the compiler keeps a copy of e at once, since it becomes an
// interface of type to.
func (r *rewriter) kept(e ast.Expr, to types.Type) bool {
	if to == nil || !types.IsInterface(to) {
		return false
	}
	if addressable, _ := r.memory(e); addressable {
		return false
	}
	t := r.typ(e)
	if _, ok := types.Unalias(to).(*types.TypeParam); ok || types.IsInterface(t) {
		return false
	}
	size, align := layout(t)
	switch {
	case size == 0:
		return true
	case size == 2 && align == 2, (size == 4 || size == 8) && size == align && !pointers(t):
		return false
	}
	for {
		switch u := t.Underlying().(type) {
		case *types.Struct:
			if u.NumFields() == 1 {
				t = u.Field(0).Type()
				continue
			}
		case *types.Array:
			if u.Len() == 1 {
				t = u.Elem()
				continue
			}
		case *types.Slice:
			return false
		}
		return !isString(t)
	}
}

// layout is the size of a type, and its alignment, or 0 if these depend on a type
// parameter.
func layout(t types.Type) (size, align int64) {
	sizes := types.SizesFor("gc", targetArch())
	if sizes == nil || !fixedSize(t) {
		return 0, 0
	}
	return sizes.Sizeof(t), sizes.Alignof(t)
}

// fixedSize reports whether t has a size.
func fixedSize(t types.Type) bool {
	if _, ok := types.Unalias(t).(*types.TypeParam); ok {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Kind() != types.Invalid && u.Info()&types.IsUntyped == 0
	case *types.Array:
		return fixedSize(u.Elem())
	case *types.Struct:
		for f := range u.Fields() {
			if !fixedSize(f.Type()) {
				return false
			}
		}
	case *types.Tuple:
		return false
	}
	return true
}

// pointers reports whether values of t may have pointers in them.
func pointers(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Info()&(types.IsBoolean|types.IsNumeric) == 0
	case *types.Array:
		return pointers(u.Elem())
	case *types.Struct:
		for f := range u.Fields() {
			if pointers(f.Type()) {
				return true
			}
		}
		return false
	}
	return true
}

// base is what a selector selects from.
func (r *rewriter) base(x *ast.SelectorExpr, s *types.Selection) operand {
	_, pointer := s.Recv().Underlying().(*types.Pointer)
	addressable, _ := r.memory(x.X)
	return operand{e: x.X, place: !pointer && !types.IsInterface(s.Recv()) && addressable}
}

// indexed is what an element is of.
func (r *rewriter) indexed(x *ast.IndexExpr) operand {
	_, isArray := under(r.typ(x.X)).(*types.Array)
	addressable, _ := r.memory(x.X)
	return operand{e: x.X, place: isArray && addressable}
}

// elementsOf are the elements of a composite literal, with the keys of a map.
func (r *rewriter) elementsOf(x *ast.CompositeLit) (list []operand) {
	t := under(r.typ(x))
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem().Underlying()
	}
	for i, e := range x.Elts {
		kv, isPair := e.(*ast.KeyValueExpr)
		v := e
		if isPair {
			v = kv.Value
		}
		var to types.Type
		switch t := t.(type) {
		case *types.Struct:
			if !isPair {
				to = t.Field(i).Type()
			} else if f, ok := r.info.Uses[kv.Key.(*ast.Ident)].(*types.Var); ok {
				to = f.Type()
			}
		case *types.Map:
			list = append(list, operand{e: kv.Key, to: t.Key()})
			to = t.Elem()
		case interface{ Elem() types.Type }:
			to = t.Elem()
		}
		list = append(list, operand{e: v, to: to})
	}
	return list
}

// operands are those of a call.
func (r *rewriter) operands(x *ast.CallExpr) (list []operand) {
	tv := r.info.Types[x.Fun]
	if tv.IsBuiltin() {
		for i, a := range x.Args {
			if i > 0 || !r.appends(x) {
				list = append(list, operand{e: a})
			}
		}
		return list
	}
	fun := ast.Unparen(x.Fun)
	sel, _ := fun.(*ast.SelectorExpr)
	if s := r.info.Selections[sel]; sel != nil && s != nil && s.Kind() == types.MethodVal {
		notes, ok := r.receiver(sel, s)
		_, isLit := ast.Unparen(sel.X).(*ast.CompositeLit)
		switch {
		case r.calls(sel.X), isLit:
			list = append(list, operand{e: sel.X})
		case !ok:
			r.arrange(operand{e: sel.X})
		case len(notes) > 0:
			list = append(list, operand{e: sel.X, notes: notes})
		}
	} else if !isDeclared(r.info, fun) {
		list = append(list, operand{e: fun})
	}
	fn := callee(r.info, x)
	foreign := r.unrewritten(fn)
	sig, _ := under(tv.Type).(*types.Signature)
	for i, a := range x.Args {
		if foreign {
			switch r.typ(a).Underlying().(type) {
			case *types.Pointer, *types.Map, *types.Slice: // what it leads to is read at once
				list = append(list, operand{e: a, early: true})
				continue
			}
		}
		var to types.Type
		if sig != nil && !x.Ellipsis.IsValid() {
			switch n := sig.Params().Len(); {
			case sig.Variadic() && i >= n-1:
				to = sig.Params().At(n - 1).Type().(*types.Slice).Elem()
			case i < n:
				to = sig.Params().At(i).Type()
			}
		}
		list = append(list, operand{e: a, to: to})
	}
	return list
}

// appends reports whether x appends to a variable that may change while the other
// arguments are evaluated. Then it gets the variable's address.
func (r *rewriter) appends(x *ast.CallExpr) bool {
	id, ok := ast.Unparen(x.Fun).(*ast.Ident)
	if !ok || id.Name != "append" || len(x.Args) < 2 || !r.fixed(x.Args[0], x.Args[1:]...) {
		return false
	}
	if _, isSlice := under(r.typ(x.Args[1])).(*types.Slice); x.Ellipsis.IsValid() && !isSlice {
		return false
	}
	r.byAddress[x] = true
	return true
}

// fixed reports whether e is a variable that is read when others have been evaluated,
// which make calls, and that has the same address then.
func (r *rewriter) fixed(e ast.Expr, others ...ast.Expr) bool {
	if r.calls(e) || !r.reads(e) || !slices.ContainsFunc(others, r.calls) {
		return false
	}
	notes, ok := r.late(e, true)
	return ok && len(notes) == 0
}

// receiver is what a call of a method reads of what the method is selected from. It is
// false if that can't be left to the compiler.
func (r *rewriter) receiver(x *ast.SelectorExpr, s *types.Selection) (notes []string, ok bool) {
	if instead, _ := outside(s.Obj()); instead != "" || len(s.Index()) > 1 {
		return nil, false
	}
	recv := s.Obj().(*types.Func).Signature().Recv()
	if byAddress(s) {
		return r.late(x.X, true)
	}
	notes, ok = r.late(x.X, false)
	if ok && types.IsInterface(recv.Type()) && r.facts.byValue[s.Obj().Name()] {
		if !types.IsInterface(s.Recv()) {
			return nil, false
		}
		return r.note(notes, "Calls", strconv.Quote(s.Obj().Name())+", ", x.X)
	}
	_, byPointer := recv.Type().Underlying().(*types.Pointer)
	if p, pointer := s.Recv().Underlying().(*types.Pointer); ok && pointer && !byPointer {
		if types.IsInterface(p.Elem()) || !r.hookable(p.Elem()) || !r.facts.changes(p.Elem()) {
			return notes, ok
		}
		return r.note(notes, "Reads", "", x.X)
	}
	return notes, ok
}

// note adds the note that function makes of e to others.
func (r *rewriter) note(notes []string, function, before string, e ast.Expr) ([]string, bool) {
	text := r.textBy(e.Pos(), e.End(), func() { r.inert(e) })
	if strings.Contains(text, "\n") {
		return nil, false
	}
	return append(notes, r.rt()+function+"("+before+text+")"), true
}

// noteRead adds the note that a place is read.
func (r *rewriter) notePlace(notes []string, function string, e ast.Expr) ([]string, bool) {
	if star, ok := ast.Unparen(e).(*ast.StarExpr); ok {
		return r.note(notes, function, "", star.X)
	}
	return r.note(notes, function, "&", e)
}

// late returns what is to be noted if e, in which nothing is called, is left as it is,
// for the compiler to read when it does; or false if it can't be.
func (r *rewriter) late(e ast.Expr, place bool) (notes []string, ok bool) {
	all := func(list ...operand) bool {
		for _, o := range list {
			if o.e == nil {
				continue
			}
			more, ok := r.late(o.e, o.place)
			if !ok {
				return false
			}
			notes = append(notes, more...)
		}
		return true
	}
	done := func(ok bool) ([]string, bool) {
		if ok && !place && r.reads(e) {
			return r.notePlace(notes, "Reads", e)
		}
		return notes, ok
	}
	if tv := r.info.Types[e]; tv.Value != nil || tv.IsType() || tv.IsNil() {
		return nil, true
	}
	switch x := e.(type) {
	case *ast.Ident:
		return done(true)
	case *ast.ParenExpr:
		return r.late(x.X, place)
	case *ast.SelectorExpr:
		s := r.info.Selections[x]
		if s == nil {
			return done(true)
		}
		if s.Kind() != types.FieldVal || len(s.Index()) > 1 {
			return nil, false
		}
		return done(all(r.base(x, s)))
	case *ast.IndexExpr:
		if r.info.Types[x.Index].IsType() {
			return nil, true
		}
		if _, isMap := under(r.typ(x.X)).(*types.Map); isMap {
			if place || r.keyKept(x) || !all(operand{e: x.X}, operand{e: x.Index}) {
				return nil, false
			}
			notes, ok = r.note(notes, "ReadsMap", "", x.X)
			return notes, ok
		}
		return done(all(r.indexed(x), operand{e: x.Index}))
	case *ast.StarExpr:
		return done(all(operand{e: x.X}))
	case *ast.UnaryExpr:
		if _, isLit := ast.Unparen(x.X).(*ast.CompositeLit); isLit || x.Op == token.ARROW {
			return nil, false
		}
		return r.late(x.X, x.Op == token.AND)
	case *ast.BinaryExpr:
		if x.Op == token.LAND || x.Op == token.LOR {
			return nil, false
		}
		return done(all(operand{e: x.X}, operand{e: x.Y}))
	case *ast.CompositeLit:
		switch under(r.typ(x)).(type) {
		case *types.Struct, *types.Array:
		default:
			return nil, false
		}
		list := r.elementsOf(x)
		if slices.ContainsFunc(list, func(o operand) bool { return r.kept(o.e, o.to) }) {
			return nil, false
		}
		return done(all(list...))
	case *ast.CallExpr: // a conversion
		if !r.info.Types[x.Fun].IsType() {
			return nil, false
		}
		a := x.Args[0]
		_, fromSlice := under(r.typ(a)).(*types.Slice)
		_, toSlice := under(r.typ(e)).(*types.Slice)
		if fromSlice != toSlice || r.kept(a, r.typ(e)) {
			return nil, false
		}
		return done(all(operand{e: a}))
	}
	return nil, false
}

// keyKept reports whether the compiler keeps a copy of a map's key at once.
func (r *rewriter) keyKept(x *ast.IndexExpr) bool {
	if r.info.Types[x.Index].Value != nil {
		return false
	}
	m := under(r.typ(x.X)).(*types.Map)
	size, _ := layout(m.Key())
	elem, _ := layout(m.Elem())
	if r.kept(x.Index, m.Key()) {
		return true
	}
	large := elem > 128 // bytes, from which on nothing is done for certain types of keys
	slow := large || size != 4 && size != 8
	switch u := under(m.Key()).(type) {
	case *types.Basic:
		switch {
		case isString(u):
			slow = large
		case u.Info()&types.IsInteger == 0:
			slow = true
		}
	case *types.Struct, *types.Array:
		if !slow {
			return true
		}
	case *types.Interface:
		slow = true
	}
	addressable, _ := r.memory(x.Index)
	return slow && !addressable
}

// assignLate leaves the sides of an assignment to the compiler, which reads and writes
// when all calls have returned. It reports whether it could.
func (r *rewriter) assignLate(s *ast.AssignStmt) bool {
	if len(s.Lhs) != len(s.Rhs) || !slices.ContainsFunc(slices.Concat(s.Lhs, s.Rhs), r.calls) {
		return false
	}
	function := "Writes"
	if s.Tok != token.ASSIGN {
		function = "Updates"
	}
	var (
		notes []string
		list  []operand
		keys  = map[ast.Expr]bool{} // which are evaluated before
	)
	for _, x := range s.Lhs {
		if isBlank(x) {
			continue
		}
		m, isMap := r.mapIndex(x)
		var reads []string
		ok := true
		switch {
		case isMap:
			if reads, ok = r.lateMap(m.X, "WritesMap"); !ok {
				return false
			}
			if r.keyKept(m) || r.calls(m.Index) {
				keys[x] = true
				list = append(list, operand{e: m.Index, to: under(r.typ(m.X)).(*types.Map).Key(), early: r.keyKept(m)})
				break
			}
			var more []string
			more, ok = r.late(m.Index, false)
			reads = append(more, reads...)
		case r.calls(x):
			return false
		default:
			if reads, ok = r.late(x, true); ok && r.written(x) {
				reads, ok = r.notePlace(reads, function, ast.Unparen(x))
			}
		}
		if !ok {
			return false
		}
		notes = append(notes, reads...)
	}
	if len(notes) == 0 {
		return false
	}
	for i, e := range s.Rhs {
		list = append(list, operand{e: e, to: r.typ(s.Lhs[i])})
	}
	var end ast.Expr
	for _, o := range list {
		if r.calls(o.e) {
			end = o.e
		}
	}
	last := r.arrange(list...)
	if !r.single(end) {
		end = last
	}
	if end == nil {
		return false
	}
	r.after[end] = append(r.after[end], notes...)
	for _, x := range s.Lhs {
		switch {
		case isBlank(x):
		case keys[x]:
			m, _ := r.mapIndex(x)
			r.inert(m.X)
			r.expr(m.Index)
		default:
			r.inert(x)
		}
	}
	r.values(s.Lhs, s.Rhs)
	return true
}

// arrangeValues arranges what is assigned to several places, or variables.
func (r *rewriter) arrangeValues(lhs, rhs []ast.Expr) {
	if len(rhs) < 2 || len(lhs) != len(rhs) {
		return
	}
	var list []operand
	for i, e := range rhs {
		o := operand{e: e}
		if !isBlank(lhs[i]) {
			o.to = r.typ(lhs[i])
		}
		list = append(list, o)
	}
	r.arrange(list...)
}

// results are those of a return statement.
func (r *rewriter) results(list []ast.Expr) (out []operand) {
	var want []types.Type
	if l := r.fn.typ.Results; l != nil {
		for _, f := range l.List {
			for range max(1, len(f.Names)) {
				want = append(want, r.typ(f.Type))
			}
		}
	}
	for i, e := range list {
		o := operand{e: e}
		if i < len(want) {
			o.to = want[i]
		}
		out = append(out, o)
	}
	return out
}

// lateMap is what is noted if a map is left to the compiler.
func (r *rewriter) lateMap(m ast.Expr, function string) (notes []string, ok bool) {
	if r.calls(m) {
		return nil, false
	}
	if notes, ok = r.late(m, false); !ok {
		return nil, false
	}
	return r.note(notes, function, "", m)
}
