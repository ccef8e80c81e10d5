package rewrite

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// expr rewrites e, which is evaluated.
func (r *rewriter) expr(e ast.Expr) {
	if e == nil {
		return
	}
	tv := r.info.Types[e]
	if tv.Value != nil || tv.IsType() {
		r.inert(e)
		return
	}
	if !r.arranged[e] {
		r.arrange(operand{e: e})
	}
	if notes := r.after[e]; notes != nil {
		delete(r.after, e)
		r.wrap(e, r.rt()+"After(", ", "+strings.Join(notes, ", ")+")", func() { r.expr(e) })
		r.after[e] = notes
		return
	}
	if r.plain[e] {
		r.inert(e)
		return
	}
	if r.link(e) {
		return
	}
	switch x := e.(type) {
	case *ast.Ident:
		r.read(e)
	case *ast.ParenExpr:
		r.expr(x.X)
	case *ast.SelectorExpr:
		r.selector(x)
	case *ast.IndexExpr:
		r.index(x)
	case *ast.IndexListExpr:
		r.inert(x) // an instance of a generic function
	case *ast.StarExpr:
		if !r.read(e) {
			r.expr(x.X)
		}
	case *ast.UnaryExpr:
		r.unary(x)
	case *ast.BinaryExpr:
		r.expr(x.X)
		r.expr(x.Y)
	case *ast.CallExpr:
		r.call(x)
	case *ast.CompositeLit:
		r.composite(x)
	case *ast.FuncLit:
		r.inert(x.Type)
		r.function(x, x.Type, x.Body)
	case *ast.KeyValueExpr:
		r.expr(x.Key)
		r.expr(x.Value)
	case *ast.SliceExpr:
		switch under(r.typ(x.X)).(type) {
		case *types.Array:
			r.loc(x.X)
		default:
			r.expr(x.X)
		}
		r.expr(x.Low)
		r.expr(x.High)
		r.expr(x.Max)
	case *ast.TypeAssertExpr:
		r.expr(x.X)
		if x.Type != nil {
			r.inert(x.Type)
		}
	default:
		r.inert(e)
	}
}

// inert rewrites the names in what is not evaluated when the program runs: types,
// constants.
func (r *rewriter) inert(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if r.info.Selections[n] == nil {
				r.qualified(n)
				return false
			}
		case *ast.FuncLit:
			r.expr(n)
			return false
		}
		return true
	})
}

// selector rewrites a selector that is evaluated, but not called.
func (r *rewriter) selector(x *ast.SelectorExpr) {
	s := r.info.Selections[x]
	if s == nil { // of a package, or a method expression's type is one
		if r.qualified(x) {
			return
		}
		r.read(x)
		return
	}
	switch s.Kind() {
	case types.MethodExpr:
		if text, ok := r.methodExpr(x, s); ok {
			r.replace(x.Pos(), x.End(), text)
			return
		}
		r.inert(x.X)
	case types.MethodVal:
		r.methodValue(x, s)
	default:
		if !r.read(x) {
			r.operand(x, s)
		}
	}
}

// methodExpr is a function that does what a method expression does, if that copies what a
// pointer leads to.
func (r *rewriter) methodExpr(x *ast.SelectorExpr, s *types.Selection) (text string, ok bool) {
	p, pointer := s.Recv().Underlying().(*types.Pointer)
	recv := s.Obj().(*types.Func).Signature().Recv()
	_, byPointer := recv.Type().Underlying().(*types.Pointer)
	if !pointer || byPointer || types.IsInterface(recv.Type()) || !r.hookable(p.Elem()) || !r.facts.changes(p.Elem()) {
		return "", false
	}
	sig := s.Type().(*types.Signature)
	ok = len(s.Index()) == 1 && !sig.Variadic()
	var params, names, results []string
	for v := range sig.Params().Variables() {
		t, simple := r.typeText(v.Type(), x.Pos())
		ok = ok && simple
		name := r.fresh("v")
		names, params = append(names, name), append(params, name+" "+t)
	}
	for v := range sig.Results().Variables() {
		t, simple := r.typeText(v.Type(), x.Pos())
		ok = ok && simple
		results = append(results, t)
	}
	if !ok {
		r.p.unwatched = append(r.p.unwatched, [2]string{
			"what " + r.raw(x) + " copies at " + r.fset.PositionFor(x.Pos(), false).String(),
			"the copy is made where no code is rewritten",
		})
		return "", false
	}
	before := ""
	if len(results) > 0 {
		before = "return "
	}
	return fmt.Sprintf("func(%s) (%s) { %s%sR(%s).%s(%s) }", strings.Join(params, ", "), strings.Join(results, ", "),
		before, r.rt(), names[0], x.Sel.Name, strings.Join(names[1:], ", ")), true
}

// methodValue rewrites a method that is not called here: its receiver is kept.
func (r *rewriter) methodValue(x *ast.SelectorExpr, s *types.Selection) {
	if instead, _ := outside(s.Obj()); instead != "" {
		r.method(x, s)
		return
	}
	text := ""
	p, pointer := s.Recv().Underlying().(*types.Pointer)
	switch recv := s.Obj().(*types.Func).Signature().Recv(); {
	case byAddress(s):
		text = r.address(x.X)
	case pointer && len(s.Index()) == 1 && !types.IsInterface(p.Elem()) && types.Identical(p.Elem(), recv.Type()) &&
		r.hookable(p.Elem()): // it keeps a copy
		text = r.rt() + "R(" + r.value(x.X) + ")"
	case len(s.Index()) > 1 && !types.IsInterface(recv.Type()):
		_, byPointer := recv.Type().Underlying().(*types.Pointer)
		ok := false
		inPlace := r.textBy(x.X.Pos(), x.X.End(), func() { text, ok = r.embedded(x, s, !byPointer) })
		if !ok {
			text = inPlace
		}
	default:
		text = r.value(x.X)
	}
	r.replace(x.X.Pos(), x.X.End(), r.rt()+"Pin("+text+")")
}

// method rewrites what a method is selected from.
func (r *rewriter) method(x *ast.SelectorExpr, s *types.Selection) {
	if r.plain[x.X] {
		r.inert(x.X)
		return
	}
	if instead, name := outside(s.Obj()); instead != "" {
		r.refuse(x, name, instead, func() { r.operand(x, s) })
		return
	}
	recv := s.Obj().(*types.Func).Signature().Recv()
	_, byPointer := recv.Type().Underlying().(*types.Pointer)
	p, pointer := s.Recv().Underlying().(*types.Pointer)
	copied := pointer && !byPointer && len(s.Index()) == 1 && !types.IsInterface(p.Elem())
	if copied && r.hookable(p.Elem()) && r.facts.changes(p.Elem()) {
		r.wrap(x.X, r.rt()+"R(", ")", func() { r.expr(x.X) }) // the method gets a copy
		return
	}
	if types.IsInterface(recv.Type()) && r.facts.byValue[s.Obj().Name()] {
		// What the interface leads to may be copied.
		var text string
		var ok bool
		inPlace := r.textBy(x.X.Pos(), x.X.End(), func() { text, ok = r.embedded(x, s, false) })
		if !ok {
			text = inPlace
		}
		if ok || types.IsInterface(s.Recv()) {
			text = r.rt() + "I(" + text + ", " + strconv.Quote(s.Obj().Name()) + ")"
		}
		r.replace(x.X.Pos(), x.X.End(), text)
		return
	}
	if text, ok := r.embedded(x, s, !byPointer && !types.IsInterface(recv.Type())); ok {
		r.replace(x.X.Pos(), x.X.End(), text)
	}
}

// implicit rewrites a composite literal without a type, which may be a pointer's.
func (r *rewriter) implicit(x *ast.CompositeLit) {
	t := r.typ(x)
	function, before := "", ""
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		t = u.Elem()
		function, before = "Alloc", "&"
	case *types.Slice:
		function = "Slice"
	case *types.Map:
		function = "Map"
	}
	name, ok := r.typeText(t, x.Pos())
	if function == "" || !ok {
		r.fields(x)
		return
	}
	label := strconv.Quote(r.allocName(x))
	r.wrap(x, r.rt()+function+"("+before+name, ", "+label+")", func() { r.fields(x) })
}

// typeText is how t is written at this place, if that is simple.
func (r *rewriter) typeText(t types.Type, at token.Pos) (string, bool) {
	inner := func(before string, t types.Type) (string, bool) {
		text, ok := r.typeText(t, at)
		return before + text, ok
	}
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		_, found := r.pkg.Scope().Innermost(at).LookupParent(t.Name(), at)
		return t.Name(), found == types.Universe.Lookup(t.Name())
	case *types.Named:
		if t.TypeArgs().Len() > 0 {
			return "", false
		}
		_, found := r.pkg.Scope().Innermost(at).LookupParent(t.Obj().Name(), at)
		return t.Obj().Name(), found == t.Obj()
	case *types.TypeParam:
		_, found := r.pkg.Scope().Innermost(at).LookupParent(t.Obj().Name(), at)
		return t.Obj().Name(), found == t.Obj()
	case *types.Pointer:
		return inner("*", t.Elem())
	case *types.Slice:
		return inner("[]", t.Elem())
	case *types.Array:
		return inner(fmt.Sprintf("[%d]", t.Len()), t.Elem())
	case *types.Map:
		key, ok := r.typeText(t.Key(), at)
		if !ok {
			return "", false
		}
		return inner("map["+key+"]", t.Elem())
	}
	return "", false
}

// refuse wraps a function that can't be modelled, so that the model is refused once it
// comes there.
func (r *rewriter) refuse(n ast.Node, name, instead string, inner func()) {
	r.wrap(n, r.rt()+"Ext(", ", "+strconv.Quote(name)+", "+strconv.Quote(instead)+")", inner)
}

// changes reports whether a field of t may be assigned somewhere.
func (fs *facts) changes(t types.Type) bool {
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return true
	}
	o := owner(t)
	if o == "" {
		return true
	}
	for f := range st.Fields() {
		if fs.assigned[o+"."+f.Name()] {
			return true
		}
	}
	return false
}

func (r *rewriter) index(x *ast.IndexExpr) {
	if tv := r.info.Types[x.Index]; tv.IsType() {
		r.inert(x) // an instance of a generic function
		return
	}
	if _, ok := under(r.typ(x.X)).(*types.Map); ok {
		if r.plain[x.X] {
			r.inert(x.X)
			r.expr(x.Index)
			return
		}
		if r.calls(x.Index) { // the map is read when the index is known
			r.replace(x.Pos(), x.End(), r.rt()+"MP("+r.value(x.X)+").Get("+r.value(x.Index)+")")
			return
		}
		r.wrap(x.X, r.rt()+"MR(", ")", func() { r.expr(x.X) })
		r.expr(x.Index)
		return
	}
	if r.read(x) {
		return
	}
	if _, ok := under(r.typ(x.X)).(*types.Array); ok {
		r.loc(x)
		return
	}
	r.unlike(x, r.typ(x.X), "the element "+r.raw(x))
	r.expr(x.X)
	r.expr(x.Index)
}

func (r *rewriter) unary(x *ast.UnaryExpr) {
	switch x.Op {
	case token.ARROW:
		r.wrap(x, r.rt()+"Recv(", ")", func() {
			r.replace(x.OpPos, x.X.Pos(), "")
			r.expr(x.X)
		})
	case token.AND:
		if lit, ok := ast.Unparen(x.X).(*ast.CompositeLit); ok {
			name := r.allocName(x)
			r.named(x, "Alloc", name, func() { r.fields(lit) })
			return
		}
		r.loc(x.X)
	default:
		r.expr(x.X)
	}
}

// composite rewrites a composite literal.
func (r *rewriter) composite(x *ast.CompositeLit) {
	t := r.typ(x)
	typed := x.Type != nil
	if !typed { // the literal around it has the type
		r.implicit(x)
		return
	}
	switch under(t).(type) {
	case *types.Slice:
		if typed && len(x.Elts) > 0 {
			r.named(x, "Slice", r.allocName(x), func() { r.fields(x) })
			return
		}
	case *types.Map:
		if typed {
			r.named(x, "Map", r.allocName(x), func() { r.fields(x) })
			return
		}
	}
	r.fields(x)
}

// named wraps what allocates, so that the checker knows it by name.
func (r *rewriter) named(n ast.Node, function, name string, inner func()) {
	r.wrap(n, r.rt()+function+"(", ", "+strconv.Quote(name)+")", inner)
}

// fields rewrites the type and the elements of a composite literal.
func (r *rewriter) fields(x *ast.CompositeLit) {
	if x.Type != nil {
		r.inert(x.Type)
	}
	t := under(r.typ(x))
	if p, ok := t.(*types.Pointer); ok { // &T{} with the type left out
		t = p.Elem().Underlying()
	}
	_, isStruct := t.(*types.Struct)
	_, isMap := t.(*types.Map)
	for _, elt := range x.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		switch {
		case ok && isStruct:
			r.hint = r.raw(kv.Key)
			r.expr(kv.Value)
			r.hint = ""
		case ok && isMap:
			r.expr(kv.Key)
			r.expr(kv.Value)
		case ok:
			r.expr(kv.Value)
		default:
			r.expr(elt)
		}
	}
}

// allocName is what a reader would call what e allocates.
func (r *rewriter) allocName(e ast.Expr) string {
	if r.hint != "" {
		name := r.hint
		r.hint = ""
		return name
	}
	t := r.typ(e)
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return n.Obj().Name()
	}
	switch u := t.Underlying().(type) {
	case *types.Slice:
		return "[]" + typeName(u.Elem())
	case *types.Map:
		return "map"
	case *types.Chan:
		return "chan"
	}
	return typeName(t)
}

func typeName(t types.Type) string {
	return types.TypeString(t, func(*types.Package) string { return "" })
}

// call rewrites a call or conversion.
func (r *rewriter) call(x *ast.CallExpr) {
	tv := r.info.Types[x.Fun]
	if tv.IsType() {
		if _, ok := under(tv.Type).(*types.Slice); ok && isString(r.typ(x.Args[0])) { // []byte(s)
			r.named(x, "Slice", r.allocName(x), func() {
				r.inert(x.Fun)
				r.expr(x.Args[0])
			})
			return
		}
		r.inert(x.Fun)
		for _, a := range x.Args {
			if !isSlice(tv.Type) {
				r.unlike(x, r.typ(a), "the conversion "+r.raw(x))
			}
			_, isArray := under(tv.Type).(*types.Array)
			if isString(tv.Type) || isArray { // string(b) reads b
				r.elements(a, "RS", false)
			} else {
				r.expr(a)
			}
		}
		return
	}
	if tv.IsBuiltin() && r.builtin(x) {
		return
	}
	r.callee(x)
	r.hint = ""
	function := ""
	fn := callee(r.info, x)
	if fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == Path && fn.Name() == "Test" && len(x.Args) > 1 {
		if lit, ok := ast.Unparen(x.Args[1]).(*ast.FuncLit); ok {
			if r.bodies == nil {
				r.bodies = map[*ast.FuncLit]bool{}
			}
			r.bodies[lit] = true
		}
	}
	if r.unrewritten(fn) {
		function = "RS"
		switch {
		case strings.HasPrefix(fn.Name(), "Append"), fn.Name() == "Sum": // h.Sum(b) of a hash
			function = "AS"
		case writes(fn):
			function = "WS"
		}
	}
	for i, a := range x.Args {
		if function != "" && r.unread(x, fn, i) {
			r.expr(a)
		} else if function != "" && r.elements(a, function, writes(fn)) {
			function = "RS" // it may write the first only
		} else if function == "" {
			r.expr(a)
		}
	}
}

// unrewritten reports whether fn is a function of a package that is not rewritten.
func (r *rewriter) unrewritten(fn *types.Func) bool {
	return fn != nil && fn.Pkg() != nil && !r.facts.rewritten[fn.Pkg().Path()] && !ours(fn.Pkg().Path()) &&
		!r.replaced(fn)
}

func isString(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// elements rewrites an argument of code that is not rewritten: if it is a slice, its
// elements are read, or written; what a pointer leads to, and a map, too. It reports
// whether it is a slice or a map.
func (r *rewriter) elements(e ast.Expr, function string, writes bool) bool {
	tv := r.info.Types[e]
	if tv.Type != nil && !tv.IsNil() {
		switch t := tv.Type.Underlying().(type) {
		case *types.Pointer:
			if r.hookable(t.Elem()) && r.p.hides(t, 0) == nil {
				to := "PS"
				if writes {
					to = "PW"
				}
				r.wrap(e, r.rt()+to+"(", ")", func() { r.expr(e) })
				return false
			}
		case *types.Map:
			to := "MR"
			if function == "WS" {
				to = "MW"
			}
			r.wrap(e, r.rt()+to+"(", ")", func() { r.expr(e) })
			return true
		}
		if s, ok := tv.Type.Underlying().(*types.Slice); ok && r.hookable(s.Elem()) {
			r.wrap(e, r.rt()+function+"(", ")", func() { r.expr(e) })
			return true
		}
	}
	r.expr(e)
	return false
}

// replaced reports whether a function or method of a package that has a stand-in is one
// of the stand-in's.
func (r *rewriter) replaced(fn *types.Func) bool {
	names := r.exported[standins[fn.Pkg().Path()]]
	if recv := fn.Signature().Recv(); recv != nil {
		o := owner(recv.Type())
		return names[o[strings.LastIndexByte(o, '.')+1:]]
	}
	return names[fn.Name()]
}

// readers are packages whose functions write the elements of slices that they are given,
// or what pointers lead to, only if their names say so.
var readers = words("fmt strings bytes strconv errors unicode unicode/utf8 unicode/utf16 log log/slog path regexp " +
	"path/filepath slices sort testing os io bufio maps html encoding/hex encoding/base64 hash/crc32 time context")

func words(text string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(text) {
		out[w] = true
	}
	return out
}

// writes reports whether a function of a package that is not rewritten may write the
// elements of a slice that it is given, or what a pointer leads to.
func writes(fn *types.Func) bool {
	if !readers[fn.Pkg().Path()] {
		return isStandard(fn.Pkg().Path())
	}
	name := fn.Name()
	for _, prefix := range []string{"Sort", "Stable", "Slice", "Ints", "Strings", "Float64s", "Reverse", "Insert",
		"Delete", "Replace", "Compact", "Put", "Read", "Shuffle", "Encode", "Decode", "Copy", "As", "Scan", "Sscan",
		"Fscan", "Unmarshal", "Parse"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// callee rewrites the function of a call.
func (r *rewriter) callee(x *ast.CallExpr) {
	if fn := callee(r.info, x); fn != nil {
		s := fn.Signature()
		if instead, name := outside(fn); instead != "" && s.Recv() == nil && s.TypeParams() == nil &&
			!r.replaced(fn) {
			r.refuse(x.Fun, name, instead, func() { r.inert(x.Fun) })
			return
		}
	}
	if sel, ok := ast.Unparen(x.Fun).(*ast.SelectorExpr); ok {
		if s := r.info.Selections[sel]; s != nil && s.Kind() == types.MethodVal {
			r.method(sel, s)
			return
		}
	}
	r.expr(x.Fun)
}

// builtin rewrites a call of a builtin function. It reports whether that is all.
func (r *rewriter) builtin(x *ast.CallExpr) bool {
	var name string
	switch f := ast.Unparen(x.Fun).(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr: // unsafe
		name = "unsafe." + f.Sel.Name
	}
	args := func() {
		for _, a := range x.Args {
			r.expr(a)
		}
	}
	around := func(function string) bool {
		r.replace(x.Fun.Pos(), x.Fun.End(), r.rt()+function)
		args()
		return true
	}
	switch name {
	case "unsafe.Sizeof", "unsafe.Alignof", "unsafe.Offsetof":
		for _, a := range x.Args {
			r.inert(a)
		}
		return true
	case "new":
		if !r.info.Types[x.Args[0]].IsType() { // new(value), from Go 1.26
			r.named(x, "Alloc", r.allocName(x), func() { r.expr(x.Args[0]) })
			return true
		}
		r.named(x, "Alloc", r.allocName(x), func() { r.inert(x.Args[0]) })
		return true
	case "make":
		function := "Slice"
		switch under(r.typ(x)).(type) {
		case *types.Map:
			function = "Map"
		case *types.Chan:
			function = "Chan"
		}
		r.named(x, function, r.allocName(x), func() {
			r.inert(x.Args[0])
			for _, a := range x.Args[1:] {
				r.expr(a)
			}
		})
		return true
	case "close":
		return around("Close")
	case "len", "cap":
		t := under(r.typ(x.Args[0]))
		switch t := t.(type) {
		case *types.Chan:
			if name == "len" {
				if t.Dir() == types.SendOnly {
					return around("LenS")
				}
				return around("Len")
			}
		case *types.Map:
			r.wrap(x.Args[0], r.rt()+"MR(", ")", args)
			return true
		case *types.Array:
			r.loc(x.Args[0])
			return true
		}
	case "append":
		if len(x.Args) == 1 {
			if _, ok := r.typ(x.Args[0]).(*types.Tuple); ok { // a call that returns all of them
				return around("Append")
			}
			break
		}
		if _, ok := under(r.typ(x.Args[1])).(*types.Slice); !ok && x.Ellipsis.IsValid() {
			r.replace(x.Fun.Pos(), x.Fun.End(), r.rt()+"AppendString")
			args()
			r.replace(x.Ellipsis, x.Ellipsis+3, "")
			return true
		}
		if tv := r.info.Types[x.Args[0]]; tv.IsNil() {
			break
		}
		if x.Ellipsis.IsValid() && r.info.Types[x.Args[1]].IsNil() {
			break
		}
		// append(s, a, b) becomes rt.A(s).Append(a, b)
		if r.byAddress[x] {
			r.replace(x.Fun.Pos(), x.Fun.End(), r.rt()+"AtEnd")
			r.replace(x.Args[0].Pos(), x.Args[0].End(), r.address(x.Args[0]))
		} else {
			r.replace(x.Fun.Pos(), x.Fun.End(), r.rt()+"A")
			r.expr(x.Args[0])
		}
		between := r.text[r.at(x.Args[0].End()):r.at(x.Args[1].Pos())]
		between = strings.TrimLeft(strings.Replace(between, ",", "", 1), " ")
		r.replace(x.Args[0].End(), x.Args[1].Pos(), ").Append("+between)
		for _, a := range x.Args[1:] {
			if x.Ellipsis.IsValid() {
				r.elements(a, "RS", false)
			} else {
				r.expr(a)
			}
		}
		return true
	case "copy":
		if len(x.Args) == 1 { // a call that returns both
			if both, ok := r.typ(x.Args[0]).(*types.Tuple); ok && isString(both.At(1).Type()) {
				return around("CopyString")
			}
			return around("Copy")
		}
		if _, ok := under(r.typ(x.Args[1])).(*types.Slice); ok {
			if _, ok := under(r.typ(x.Args[0])).(*types.Slice); ok {
				return around("Copy")
			}
		}
		if isString(r.typ(x.Args[1])) || isText(r.typ(x.Args[1])) {
			return around("CopyString")
		}
	case "clear":
		function := "WS("
		if _, ok := under(r.typ(x.Args[0])).(*types.Map); ok {
			function = "MW("
		}
		r.wrap(x.Args[0], r.rt()+function, ")", args)
		return true
	case "delete":
		if len(x.Args) == 1 {
			return around("Delete")
		}
		if r.calls(x.Args[1]) {
			r.replace(x.Pos(), x.End(), r.rt()+"MP("+r.value(x.Args[0])+").Delete("+r.value(x.Args[1])+")")
			return true
		}
		r.wrap(x.Args[0], r.rt()+"MW(", ")", func() { r.expr(x.Args[0]) })
		r.expr(x.Args[1])
		return true
	case "recover":
		r.wrap(x, r.rt()+"Recover(", ")", func() {})
		return true
	}
	args()
	return true
}

// calls reports whether evaluating e may run other code, or wait: calls and receives.
func (r *rewriter) calls(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW
		case *ast.CallExpr:
			tv := r.info.Types[n.Fun]
			if tv.IsType() {
				return true
			}
			if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && tv.IsBuiltin() {
				switch id.Name {
				case "len", "cap", "make", "new", "append", "min", "max", "copy", "complex", "real", "imag":
					if id.Name == "len" {
						if _, ok := under(r.typ(n.Args[0])).(*types.Chan); ok {
							found = true
						}
					}
					return true
				}
			}
			if tv.IsBuiltin() {
				return true
			}
			found = true
		}
		return !found
	})
	return found
}

// shifts reports whether the type of e would be another if it stood alone: an untyped
// constant is shifted.
func (r *rewriter) shifts(e ast.Expr) bool {
	switch x := ast.Unparen(e).(type) {
	case *ast.BinaryExpr:
		if x.Op == token.SHL || x.Op == token.SHR {
			return r.info.Types[x.X].Value != nil
		}
		return r.shifts(x.X) || r.shifts(x.Y)
	case *ast.UnaryExpr:
		return r.shifts(x.X)
	}
	return false
}
