package rewrite

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"go/version"
	"hash/fnv"
	"slices"
	"strings"
)

// function is the function that is being rewritten.
type function struct {
	node   ast.Node
	typ    *ast.FuncType
	body   *ast.BlockStmt
	frame  string     // the name of the variable with the history at its entry, once it is used
	loops  []ast.Stmt // around the place that is being rewritten
	inner  int        // how many of them can't have a head inside
	over   int        // how many of them range over functions that may go on for a while
	hidden []string   // variables that the rewriter made for them
	sound  bool       // whether heads are sound at all: see steady
	uses   map[*types.Var][]token.Pos
	late   map[*types.Var]bool // used by deferred calls
	unborn *types.Var          // the variable of a loop over a channel, at its head

	returns string                    // what comes before each return statement
	copied  map[ast.Stmt]string       // what ends a round of a loop: its variables are copied
	labels  map[types.Object]ast.Stmt // of loops
}

// function rewrites a function with this body.
func (r *rewriter) function(node ast.Node, typ *ast.FuncType, body *ast.BlockStmt) {
	if body == nil {
		return
	}
	saved, label := r.fn, r.label
	r.fn, r.label = &function{node: node, typ: typ, body: body,
		copied: map[ast.Stmt]string{}, labels: map[types.Object]ast.Stmt{}}, nil
	r.steady()
	atEnd := r.resultsAtEnd()
	text := r.textBy(body.Lbrace+1, body.Rbrace, func() { r.stmts(body.List) })
	entry := ""
	if r.fn.frame != "" {
		entry = " " + r.fn.frame + " := " + r.rt() + "Enter();"
	}
	params := []*ast.FieldList{typ.Params, typ.Results}
	if d, ok := node.(*ast.FuncDecl); ok {
		params = append(params, d.Recv)
	}
	for _, list := range params {
		if list == nil {
			continue
		}
		for _, f := range list.List {
			for _, id := range f.Names {
				if text := r.declaredObject(id, r.info.Defs[id]); text != "" {
					entry += strings.TrimPrefix(text, ";") + ";"
				}
			}
		}
	}
	entry += atEnd
	if met := r.p.met(body); len(met) > 0 {
		entry = " " + r.rt() + "Met(" + strings.Join(met, ", ") + ");" + entry
	}
	if lit, ok := node.(*ast.FuncLit); ok && r.bodies[lit] {
		for _, v := range r.outer(lit) {
			entry = fmt.Sprintf(" %sOutside(&%s, %q);", r.rt(), v.Name(), v.Name()) + entry
		}
	}
	r.replace(body.Lbrace+1, body.Rbrace, entry+text)
	r.fn, r.label = saved, label
}

// steady finds out whether loop heads of the function are sound: whether the history at
// its entry, the place, and the locals there say all about what it does next. They don't
// if there is a goto, a deferred call that may or may not be pending, or a deferred call
// that keeps a value of its own.
func (r *rewriter) steady() {
	f := r.fn
	f.sound = true
	f.uses = map[*types.Var][]token.Pos{}
	f.late = map[*types.Var]bool{}
	top := map[ast.Stmt]bool{}
	for _, s := range f.body.List {
		top[s] = true
	}
	ast.Inspect(f.body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BranchStmt:
			if n.Tok == token.GOTO {
				f.sound = false
			}
		case *ast.DeferStmt:
			if !top[n] {
				f.sound = false
			}
			for _, a := range n.Call.Args {
				if !r.settled(a) {
					f.sound = false
				}
			}
			if !r.settledFunc(n.Call.Fun) {
				f.sound = false
			}
			ast.Inspect(n, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					if v, ok := r.info.Uses[id].(*types.Var); ok {
						f.late[v] = true
					}
				}
				return true
			})
		}
		return true
	})
	ast.Inspect(f.body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v, ok := r.info.Uses[id].(*types.Var); ok && !v.IsField() {
				f.uses[v] = append(f.uses[v], id.Pos())
			}
		}
		return true
	})
}

// settled reports whether e has the same value all through the function.
func (r *rewriter) settled(e ast.Expr) bool {
	tv := r.info.Types[e]
	if tv.Value != nil || tv.IsNil() {
		return true
	}
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := r.info.Uses[id].(*types.Var)
	return ok && !isPackageVar(v) && r.locals[v] != nil && !r.locals[v].assigned && !r.locals[v].addressed
}

// settledFunc reports whether the function of a deferred call, with its receiver, is the
// same all through the function that defers it.
func (r *rewriter) settledFunc(e ast.Expr) bool {
	if isDeclared(r.info, e) || r.info.Types[e].IsBuiltin() {
		return true
	}
	switch x := ast.Unparen(e).(type) {
	case *ast.FuncLit:
		return true
	case *ast.Ident:
		return r.settled(x)
	case *ast.SelectorExpr:
		s := r.info.Selections[x]
		if s == nil || s.Kind() != types.MethodVal {
			return false
		}
		if byAddress(s) {
			return r.settledPlace(x.X)
		}
		return len(s.Index()) == 1 && r.settled(x.X)
	}
	return false
}

// settledPlace reports whether e is in the same place all through the function: a
// variable, or a part of one, or of what a variable points to that nothing assigns.
func (r *rewriter) settledPlace(e ast.Expr) bool {
	switch x := ast.Unparen(e).(type) {
	case *ast.Ident:
		_, pointer := r.typ(x).Underlying().(*types.Pointer)
		return !pointer || r.settled(x)
	case *ast.SelectorExpr:
		s := r.info.Selections[x]
		if s == nil { // a variable of another package
			_, pointer := r.typ(x).Underlying().(*types.Pointer)
			return !pointer
		}
		if _, pointer := s.Recv().Underlying().(*types.Pointer); pointer {
			return len(s.Index()) == 1 && r.settled(x.X)
		}
		return s.Kind() == types.FieldVal && !throughPointer(s) && r.settledPlace(x.X)
	}
	return false
}

// head is the text of a checkpoint at the beginning of a loop's body. hidden are
// variables that the rewriter made.
func (r *rewriter) head(s ast.Stmt, body *ast.BlockStmt, hidden ...string) string {
	if args := r.checkpoint(s, body, hidden...); args != "" {
		return " " + r.rt() + "Head(" + args + ");"
	}
	if _, isFor := s.(*ast.ForStmt); isFor {
		return " " + r.rt() + "Spin();"
	}
	return ""
}

// checkpoint is the arguments of a checkpoint in a loop, or "" if there can't be one.
func (r *rewriter) checkpoint(s ast.Stmt, body *ast.BlockStmt, hidden ...string) string {
	f := r.fn
	locals, ok := r.alive(s, body)
	if !f.sound || f.inner > 0 || !ok {
		return ""
	}
	if f.frame == "" {
		f.frame = r.fresh("f")
	}
	pos := r.fset.PositionFor(s.Pos(), false)
	h := fnv.New64a()
	fmt.Fprintf(h, "%s %s %d %d", r.pkg.Path(), base(pos.Filename), pos.Line, pos.Column)
	text := fmt.Sprintf("%s, %#x", f.frame, h.Sum64())
	for _, name := range slices.Concat(locals, f.hidden, hidden) {
		text += ", " + name
	}
	return text
}

// alive returns the local variables that the rest of the function depends on at the head
// of loop s, and whether they say it all.
func (r *rewriter) alive(s ast.Stmt, body *ast.BlockStmt) (names []string, ok bool) {
	f := r.fn
	start := s.Pos()
	if len(f.loops) > 0 {
		start = f.loops[0].Pos()
	}
	shadowed := map[string]bool{}
	var along []*types.Var // what functions were made with
	end := r.info.Scopes[f.typ]
	scope := r.info.Scopes[body]
	if scope == nil {
		scope = r.info.Scopes[s]
	} else {
		scope = scope.Parent()
	}
	for ; scope != nil; scope = scope.Parent() {
		for _, name := range scope.Names() {
			v, isVar := scope.Lookup(name).(*types.Var)
			if !isVar {
				shadowed[name] = true
				continue
			}
			if v == f.unborn || v.Pos() >= body.Lbrace || name == "_" {
				continue
			}
			hides := shadowed[name]
			shadowed[name] = true
			if !r.matters(v, start) {
				continue
			}
			l := r.locals[v]
			if l.shared() {
				// It is memory, and watched: unless code that isn't rewritten changes it.
				if !r.visible(v.Type(), 0) {
					return nil, false
				}
				continue
			}
			if hides || !r.visible(v.Type(), 0) {
				return nil, false
			}
			if r.isParam(v) && !l.assigned {
				continue // known by the history at entry
			}
			_, isFunc := v.Type().Underlying().(*types.Signature)
			if isFunc && !l.assigned && l.fixed && r.outOfLoops(v) {
				if c := l.along; c != nil && r.locals[c].assigns > 1 {
					return nil, false // it may be another context by now
				}
				if l.along != nil && l.along.Name() != "_" {
					along = append(along, l.along)
				}
				continue
			}
			if !hashable(v.Type(), 0) {
				return nil, false
			}
			names = append(names, name)
		}
		if scope == end {
			for _, v := range along {
				if r.isParam(v) || r.locals[v].shared() || slices.Contains(names, v.Name()) {
					continue
				}
				if _, now := r.info.Scopes[body].LookupParent(v.Name(), body.Lbrace); now != v {
					return nil, false
				}
				names = append(names, v.Name())
			}
			return names, true
		}
	}
	return nil, false
}

// matters reports whether v may be used by what comes after a place in the loop that
// begins at start.
func (r *rewriter) matters(v *types.Var, start token.Pos) bool {
	f := r.fn
	if l := r.locals[v]; l == nil || l.captured || l.addressed || f.late[v] {
		return true
	}
	if f.typ.Results != nil && f.typ.Results.Pos() <= v.Pos() && v.Pos() < f.typ.Results.End() {
		return true
	}
	for _, p := range f.uses[v] {
		if p >= start {
			return true
		}
	}
	return false
}

// isParam reports whether v is a parameter or the receiver of the function.
func (r *rewriter) isParam(v *types.Var) bool {
	in := func(l *ast.FieldList) bool { return l != nil && l.Pos() <= v.Pos() && v.Pos() < l.End() }
	if d, ok := r.fn.node.(*ast.FuncDecl); ok && in(d.Recv) {
		return true
	}
	return in(r.fn.typ.Params)
}

// outOfLoops reports whether v is declared outside of all loops around this place.
func (r *rewriter) outOfLoops(v *types.Var) bool {
	return len(r.fn.loops) == 0 || v.Pos() < r.fn.loops[0].Pos()
}

// hashable reports whether values of t say what they are: functions don't.
func hashable(t types.Type, depth int) bool {
	if depth > 8 {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Kind() != types.UnsafePointer && u.Kind() != types.Invalid
	case *types.Pointer, *types.Chan, *types.Slice, *types.Map, *types.Interface:
		return true
	case *types.Array:
		return hashable(u.Elem(), depth+1)
	case *types.Struct:
		for f := range u.Fields() {
			if !hashable(f.Type(), depth+1) {
				return false
			}
		}
		return true
	}
	return false
}

// visible reports whether all changes of what t is, or points to, are watched: whether it
// has no parts that code changes which isn't rewritten.
func (r *rewriter) visible(t types.Type, depth int) bool {
	if depth > 4 {
		return true
	}
	t = types.Unalias(t)
	if n, ok := t.(*types.Named); ok {
		pkg := n.Obj().Pkg()
		if pkg == nil {
			return true // error, comparable
		}
		if !r.facts.rewritten[pkg.Path()] {
			return !r.p.foreign(n)
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		return r.visible(u.Elem(), depth+1)
	case *types.Slice:
		return r.visible(u.Elem(), depth+1)
	case *types.Array:
		return r.visible(u.Elem(), depth+1)
	case *types.Map:
		return r.visible(u.Key(), depth+1) && r.visible(u.Elem(), depth+1)
	case *types.Chan:
		return r.visible(u.Elem(), depth+1)
	case *types.Struct:
		for f := range u.Fields() {
			if !r.visible(f.Type(), depth+1) {
				return false
			}
		}
	}
	return true
}

// steadyTypes are structs of other packages that nothing changes, or that the checker
// knows.
var steadyTypes = map[string]bool{
	"time.Time": true, "time.Location": true, "net/netip.Addr": true, "net/netip.AddrPort": true,
	"net/netip.Prefix": true,
	Path + ".T":        true,
	Path + ".Options":  true,
	"testing.T":        true, "testing.B": true, "testing.common": true, "testing.F": true, "testing.M": true,
	"encoding/json.RawMessage": true, "net.IP": true, "net.IPMask": true, "net.HardwareAddr": true,
	"reflect.rtype": true, "reflect.StructField": true,
	"math/big.Word": true, "os.File": true, "errors.errorString": true,
}

// forStmt rewrites a for statement. A checkpoint in its condition counts at its end too;
// without a condition there must be none, so that the statement still ends a function.
func (r *rewriter) forStmt(s *ast.ForStmt) {
	if l := r.label; l != nil {
		r.fn.labels[r.info.Defs[l.Label]] = s
	}
	r.label = nil
	r.stmt(s.Init, false)
	head := ""
	if s.Cond != nil && types.Identical(types.Default(r.typ(s.Cond)), types.Typ[types.Bool]) {
		if args := r.checkpoint(s, s.Body); args != "" {
			r.replace(s.Cond.Pos(), s.Cond.End(), r.rt()+"Cond("+args+") && "+r.operandOfAnd(s.Cond))
		} else {
			r.expr(s.Cond)
			head = r.head(s, s.Body)
		}
	} else {
		r.expr(s.Cond)
		head = r.head(s, s.Body)
	}
	r.stmt(s.Post, false)
	begin, end := r.copies(s)
	if text := r.initVariables(s.Init) + begin + head; text != "" {
		r.insert(s.Body.Lbrace+1, text)
	}
	r.fn.copied[s] = end
	r.loop(s, s.Body)
	if end != "" {
		r.insert(s.Body.Rbrace, "; "+end)
	}
}

// copies is what the rounds of a loop begin and end with if each has variables of its
// own, which others may come to: those of the next round are copies.
func (r *rewriter) copies(s *ast.ForStmt) (begin, end string) {
	a, ok := s.Init.(*ast.AssignStmt)
	if !ok || a.Tok != token.DEFINE || !r.p.src.Standard && version.Compare(r.info.FileVersions[r.ast], "go1.22") < 0 {
		return "", ""
	}
	for _, x := range a.Lhs {
		v, ok := r.info.Defs[x.(*ast.Ident)].(*types.Var)
		if ok && v.Name() != "_" && r.watchedVar(v) && r.hookable(v.Type()) && !isStandin(v.Type()) {
			p := r.fresh("p")
			begin += " " + p + " := &" + v.Name() + ";"
			end += r.rt() + "R(" + p + "); "
		}
	}
	return begin, end
}

// continued is the loop that a continue statement is about.
func (r *rewriter) continued(s *ast.BranchStmt) ast.Stmt {
	if s.Label != nil {
		return r.fn.labels[r.info.Uses[s.Label]]
	}
	return r.fn.loops[len(r.fn.loops)-1]
}

// operandOfAnd is the rewritten text of e as an operand of &&.
func (r *rewriter) operandOfAnd(e ast.Expr) string {
	if b, ok := e.(*ast.BinaryExpr); ok && b.Op == token.LOR {
		return "(" + r.value(e) + ")"
	}
	return r.value(e)
}

// loop rewrites the body of a loop. Checkpoints in loops inside depend on its hidden
// variables too.
func (r *rewriter) loop(s ast.Stmt, body *ast.BlockStmt, hidden ...string) {
	f := r.fn
	loops, before := len(f.loops), len(f.hidden)
	f.loops = append(f.loops, s)
	f.hidden = append(f.hidden, hidden...)
	r.stmts(body.List)
	f.loops, f.hidden = f.loops[:loops], f.hidden[:before]
}

// variables names those of the variables that others may come to.
func (r *rewriter) variables(all []ast.Expr) string {
	text := ""
	for _, x := range all {
		id, ok := x.(*ast.Ident)
		if !ok {
			continue
		}
		if v, ok := r.info.Defs[id].(*types.Var); ok {
			text += r.declaredObject(id, v)
		}
	}
	if text == "" {
		return ""
	}
	return " " + strings.TrimPrefix(text, "; ") + ";"
}

func (r *rewriter) declaredObject(id *ast.Ident, obj types.Object) string {
	v, ok := obj.(*types.Var)
	if !ok || id.Name == "_" || !r.locals[v].kept() || !r.hookable(v.Type()) {
		return ""
	}
	return "; " + r.rt() + "Local(&" + id.Name + ", \"" + id.Name + "\")"
}

// rangeStmt rewrites a loop over what x has. What the loop keeps to itself (the slice,
// the channel, the keys of the map) gets a name, before the loop and its label.
func (r *rewriter) rangeStmt(s *ast.RangeStmt) {
	label := r.label
	r.label = nil
	first := s.Pos()
	if label != nil {
		first = label.Pos()
	}
	r.ranged = label
	defer func() { r.ranged = nil }()
	old := !r.p.src.Standard && version.Compare(r.info.FileVersions[r.ast], "go1.22") < 0
	if s.Tok == token.DEFINE && old && (r.outlives(s.Key) || r.outlives(s.Value)) {
		r.p.unwatched = append(r.p.unwatched, [2]string{
			"the variables of the loop at " + r.fset.PositionFor(s.Pos(), false).String(),
			"its file is of a Go before 1.22, where all rounds share them",
		})
	}
	t := under(r.typ(s.X))
	switch t := t.(type) {
	case *types.Chan:
		r.rangeChan(s, first)
	case *types.Map:
		r.rangeMap(s, first)
	case *types.Slice:
		r.rangeElems(s, first, t.Elem())
	case *types.Pointer:
		if a, ok := t.Elem().Underlying().(*types.Array); ok {
			r.rangeElems(s, first, a.Elem())
			return
		}
		r.plainRange(s, false)
	case *types.Basic:
		if t.Info()&types.IsInteger != 0 {
			r.rangeInt(s, first)
		} else {
			r.plainRange(s, false)
		}
	case *types.Signature:
		r.plainRange(s, true)
	case *types.Array:
		if s.Value == nil {
			r.targets(s)
			if r.calls(s.X) {
				r.loc(s.X)
			} else {
				r.inert(s.X) // its length is constant, so that it isn't evaluated
			}
			r.inside(s)
			return
		}
		r.plainRange(s, false)
	default:
		r.plainRange(s, true)
	}
}

// outlives reports whether x declares a variable that may be shared.
func (r *rewriter) outlives(x ast.Expr) bool {
	id, ok := x.(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := r.info.Defs[id].(*types.Var)
	return ok && r.locals[v].kept()
}

// targets rewrites the places that the loop assigns, which are no new variables.
func (r *rewriter) targets(s *ast.RangeStmt) {
	if s.Tok != token.ASSIGN {
		return
	}
	if s.Key != nil {
		r.loc(s.Key)
	}
	if s.Value != nil {
		r.loc(s.Value)
	}
}

// noted is a remark that the loop wrote the places that it assigns.
func (r *rewriter) noted(s *ast.RangeStmt) string {
	text := ""
	if s.Tok == token.DEFINE {
		var all []ast.Expr
		for _, x := range []ast.Expr{s.Key, s.Value} {
			if x != nil {
				all = append(all, x)
			}
		}
		return r.variables(all)
	}
	for _, x := range []ast.Expr{s.Key, s.Value} {
		if x != nil && !isBlank(x) && r.written(x) {
			text += " " + r.rt() + "W(" + r.address(x) + ");"
		}
	}
	return text
}

// plainRange leaves the loop as it is, without a head, and without heads inside: the
// place in what it ranges over is hidden. Variables of a loop over a function are as
// those of any other.
func (r *rewriter) plainRange(s *ast.RangeStmt, function bool) {
	r.targets(s)
	r.expr(s.X)
	if function && !r.simpleIterator(s.X) {
		r.fn.over++
		defer func() { r.fn.over-- }()
	}
	r.inside(s)
}

// simpleIterator reports whether e is an iterator of the standard library, over what it
// is given: that does nothing more when it is left.
func (r *rewriter) simpleIterator(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn := callee(r.info, call)
	if fn == nil || fn.Pkg() == nil {
		return false
	}
	switch fn.Pkg().Path() {
	case "slices", "maps", "strings", "bytes":
		return true
	}
	return false
}

func (r *rewriter) inside(s *ast.RangeStmt) {
	if text := r.noted(s); text != "" {
		r.insert(s.Body.Lbrace+1, text)
	}
	r.fn.inner++
	r.loop(s, s.Body)
	r.fn.inner--
}

// hoisted puts a declaration before a loop that begins at first.
func (r *rewriter) hoisted(s *ast.RangeStmt, first token.Pos, text string) {
	text = "{ " + text + "; "
	if l := r.ranged; l != nil && r.branches(r.fn.node, l, token.GOTO) {
		// The label stays outside of the block. Inside, the loop gets another.
		first = s.Pos()
		if r.branches(s.Body, l, token.BREAK) || r.branches(s.Body, l, token.CONTINUE) {
			name := r.fresh(l.Label.Name)
			r.relabelled[r.info.Defs[l.Label]] = name
			text += name + ": "
		}
	}
	r.ranged = nil
	r.edits = append(r.edits, edit{r.at(first), r.at(first), text})
	r.insert(s.End(), " }")
}

// branches reports whether a statement of this kind in n names the label.
func (r *rewriter) branches(n ast.Node, l *ast.LabeledStmt, kind token.Token) (found bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		if b, ok := n.(*ast.BranchStmt); ok && b.Label != nil {
			found = found || b.Tok == kind && r.info.Uses[b.Label] == r.info.Defs[l.Label]
		}
		return !found
	})
	return found
}

// keyName is the name of the key, which the loop gets if it had none.
func (r *rewriter) keyName(s *ast.RangeStmt) (name string, named bool) {
	if s.Tok == token.DEFINE && s.Key != nil && !isBlank(s.Key) {
		return s.Key.(*ast.Ident).Name, true
	}
	return r.fresh("i"), false
}

// keepable reports whether e is a local variable that the loop does not assign, or a
// constant, so that it need not be kept.
func (r *rewriter) keepable(s *ast.RangeStmt) bool {
	if r.info.Types[s.X].Value != nil {
		return true
	}
	id, ok := ast.Unparen(s.X).(*ast.Ident)
	if !ok {
		return false
	}
	for _, x := range []ast.Expr{s.Key, s.Value} {
		if y, ok := x.(*ast.Ident); ok && y.Name == id.Name {
			return false // it hides the other
		}
	}
	v, ok := r.info.Uses[id].(*types.Var)
	return ok && !isPackageVar(v) && r.locals[v] != nil && !r.locals[v].assigned && !r.locals[v].addressed &&
		r.locals[v].decl == r.fn.node
}

func (r *rewriter) rangeInt(s *ast.RangeStmt, first token.Pos) {
	if s.Tok == token.ASSIGN {
		r.plainRange(s, false)
		return
	}
	key, named := r.keyName(s)
	var hidden []string
	if !r.keepable(s) {
		n := r.fresh("n")
		r.hoisted(s, first, n+" := "+r.value(s.X))
		r.replace(s.X.Pos(), s.X.End(), n)
		hidden = append(hidden, n)
	}
	if !named {
		r.replace(s.For, r.rangeAt(s), "for "+key+" := ")
		hidden = append(hidden, key)
	}
	head := r.head(s, s.Body, hidden...)
	if head == "" && !named {
		head = " _ = " + key + ";"
	}
	r.insert(s.Body.Lbrace+1, r.noted(s)+head)
	r.counted(s, hidden)
}

// counted rewrites the body of a loop with an index. If the body assigns the index, that
// isn't what the loop goes by.
func (r *rewriter) counted(s *ast.RangeStmt, hidden []string) {
	changed := false
	if id, ok := s.Key.(*ast.Ident); ok {
		if v, ok := r.info.Defs[id].(*types.Var); ok {
			changed = r.locals[v].assigned || r.locals[v].shared()
		}
	}
	if changed {
		r.fn.inner++
		defer func() { r.fn.inner-- }()
	}
	r.loop(s, s.Body, hidden...)
}

// rangeAt is where the word range stands.
func (r *rewriter) rangeAt(s *ast.RangeStmt) token.Pos { return s.Range }

func (r *rewriter) rangeElems(s *ast.RangeStmt, first token.Pos, elem types.Type) {
	if s.Tok == token.ASSIGN {
		if s.Value == nil || isBlank(s.Value) {
			r.plainRange(s, false)
		} else {
			r.rangeInto(s, first, elem)
		}
		return
	}
	var hidden []string
	kept := r.raw(s.X)
	if !r.keepable(s) {
		kept = r.fresh("s")
		r.hoisted(s, first, kept+" := "+r.value(s.X))
		r.replace(s.X.Pos(), s.X.End(), kept)
		hidden = append(hidden, kept)
	}
	key, named := r.keyName(s)
	value := s.Value != nil && !isBlank(s.Value)
	if !named {
		text := "for " + key
		if s.Value != nil {
			text += ", " + r.raw(s.Value)
		}
		r.replace(s.For, r.rangeAt(s), text+" := ")
		hidden = append(hidden, key)
	}
	read := ""
	if value && r.hookable(elem) && !isStandin(elem) {
		read = " " + r.rt() + "R(&" + kept + "[" + key + "]);"
	}
	head := r.head(s, s.Body, hidden...)
	if head == "" && !named && read == "" {
		head = " _ = " + key + ";"
	}
	// The element was read before the head, but the head does not depend on it.
	r.insert(s.Body.Lbrace+1, r.noted(s)+head+read)
	r.counted(s, hidden)
}

// rangeInto rewrites a loop that assigns the elements to what is no new variable.
func (r *rewriter) rangeInto(s *ast.RangeStmt, first token.Pos, elem types.Type) {
	kept, k, v := r.fresh("s"), r.fresh("i"), r.fresh("v")
	r.hoisted(s, first, kept+" := "+r.value(s.X))
	r.replace(s.For, s.X.End(), "for "+k+", "+v+" := range "+kept)
	read := ""
	if r.hookable(elem) && !isStandin(elem) {
		read = " " + r.rt() + "R(&" + kept + "[" + k + "]);"
	}
	r.insert(s.Body.Lbrace+1, read+r.into(s, k, v))
	r.fn.inner++
	r.loop(s, s.Body)
	r.fn.inner--
}

// into assigns what a loop has come to. If the second place depends on the first, both
// are found before.
func (r *rewriter) into(s *ast.RangeStmt, k, v string) string {
	set := func(x ast.Expr, from string) string {
		switch {
		case x == nil || isBlank(x):
			return ""
		case r.written(x):
			return " " + r.rt() + "P(" + r.address(x) + ").Set(" + from + ");"
		}
		return " " + r.location(x) + " = " + from + ";"
	}
	if s.Value != nil && !isBlank(s.Key) && !isBlank(s.Value) {
		_, simple := ast.Unparen(s.Value).(*ast.Ident)
		_, keyInMap := r.mapIndex(s.Key)
		_, valueInMap := r.mapIndex(s.Value)
		if !simple && !keyInMap && !valueInMap {
			return " " + r.rt() + "P2(" + r.address(s.Key) + ", " + r.address(s.Value) + ").Set(" + k + ", " + v + ");"
		}
	}
	return set(s.Key, k) + set(s.Value, v)
}

func (r *rewriter) rangeChan(s *ast.RangeStmt, first token.Pos) {
	var hidden []string
	c := r.raw(s.X)
	if !r.keepable(s) {
		c = r.fresh("c")
		r.hoisted(s, first, c+" := "+r.value(s.X))
		hidden = append(hidden, c)
	}
	lines := strings.Repeat("\n", strings.Count(r.text[r.at(s.For):r.at(s.Body.Lbrace)], "\n"))
	if len(hidden) > 0 {
		lines = ""
	}
	ok := r.fresh("ok")
	v, after := "_", ""
	if s.Key != nil && !isBlank(s.Key) {
		if s.Tok == token.DEFINE {
			v = s.Key.(*ast.Ident).Name
			after = r.noted(s)
		} else {
			v = r.fresh("v")
			if r.written(s.Key) {
				after = " " + r.rt() + "P(" + r.address(s.Key) + ").Set(" + v + ");"
			} else {
				after = " " + r.location(s.Key) + " = " + v + ";"
			}
		}
	}
	r.replace(s.For, s.Body.Lbrace, "for "+lines)
	head := r.chanHead(s, hidden)
	r.prologue(s, head+" "+v+", "+ok+" := "+r.rt()+"Recv2("+c+"); if !"+ok+" { break };"+after, v)
	r.loop(s, s.Body, hidden...)
}

// chanHead is the head of a loop over a channel: before it receives. The variable of the
// loop is none yet.
func (r *rewriter) chanHead(s *ast.RangeStmt, hidden []string) string {
	if s.Tok == token.DEFINE && s.Key != nil {
		if id, ok := s.Key.(*ast.Ident); ok && id.Name != "_" {
			if v, ok := r.info.Defs[id].(*types.Var); ok {
				r.fn.unborn = v
				defer func() { r.fn.unborn = nil }()
			}
		}
	}
	return r.head(s, s.Body, hidden...)
}

func (r *rewriter) rangeMap(s *ast.RangeStmt, first token.Pos) {
	m, e, ok := r.fresh("m"), r.fresh("e"), r.fresh("ok")
	r.hoisted(s, first, m+" := "+r.value(s.X))
	k, v, after := "_", "_", ""
	name := func(x ast.Expr, stem string) string {
		if x == nil || isBlank(x) {
			return "_"
		}
		if s.Tok == token.DEFINE {
			return x.(*ast.Ident).Name
		}
		return r.fresh(stem)
	}
	k, v = name(s.Key, "k"), name(s.Value, "v")
	if s.Tok == token.DEFINE {
		after = r.noted(s)
	} else {
		after = r.into(s, k, v)
	}
	r.replace(s.For, s.X.End(), "for _, "+e+" := range "+r.rt()+"Entries("+m+")")
	before := fmt.Sprintf(" %s, %s, %s := %sEntryOf(%s, %s); if !%s { continue };", k, v, ok, r.rt(), m, e, ok)
	r.prologue(s, before+after, k, v)
	r.fn.inner++
	r.loop(s, s.Body)
	r.fn.inner--
}

// prologue puts text, which declares names, at the beginning of the body of a loop.
func (r *rewriter) prologue(s *ast.RangeStmt, text string, names ...string) {
	for _, x := range s.Body.List {
		for _, n := range names {
			if declares(x, n) { // a variable of the same name: it must be in another block
				r.insert(s.Body.Lbrace+1, text+" {")
				r.insert(s.Body.Rbrace, "}")
				return
			}
		}
	}
	r.insert(s.Body.Lbrace+1, text)
}

// declares reports whether a statement declares the name.
func declares(s ast.Stmt, name string) bool {
	found := false
	is := func(x ast.Expr) {
		id, ok := x.(*ast.Ident)
		found = found || ok && id.Name == name && name != "_"
	}
	switch s := s.(type) {
	case *ast.LabeledStmt:
		return declares(s.Stmt, name)
	case *ast.AssignStmt:
		for _, x := range s.Lhs {
			if s.Tok == token.DEFINE {
				is(x)
			}
		}
	case *ast.DeclStmt:
		for _, spec := range s.Decl.(*ast.GenDecl).Specs {
			switch spec := spec.(type) {
			case *ast.ValueSpec:
				for _, id := range spec.Names {
					is(id)
				}
			case *ast.TypeSpec:
				is(spec.Name)
			}
		}
	}
	return found
}
