package rewrite

import (
	"go/ast"
	"go/constant"
	"go/types"
	"strings"
)

// unread reports whether fmt, to which the call goes, reads nothing of what the argument
// leads to: it prints the address or the type, or leaves it to a method that is
// rewritten.
func (r *rewriter) unread(x *ast.CallExpr, fn *types.Func, arg int) bool {
	params := fn.Signature().Params()
	if fn.Pkg().Path() != "fmt" || !fn.Signature().Variadic() || arg < params.Len()-1 || x.Ellipsis.IsValid() {
		return false
	}
	verb := 'v'
	if strings.HasSuffix(fn.Name(), "f") {
		verb = r.verb(x.Args[params.Len()-2], arg-(params.Len()-1))
	}
	switch {
	case verb == 'p' || verb == 'T':
		return true
	case r.prints(x.Args[arg], "Format", 2):
		return true
	case strings.ContainsRune("vsq", verb):
		return r.prints(x.Args[arg], "Error", 0) || r.prints(x.Args[arg], "String", 0)
	}
	return false
}

// verb is the verb by which a format that is constant prints its nth operand. It is 0 if
// that isn't simple.
func (r *rewriter) verb(format ast.Expr, n int) rune {
	v := r.info.Types[format].Value
	if v == nil || v.Kind() != constant.String {
		return 0
	}
	text := []rune(constant.StringVal(v))
	for i := 0; i < len(text); i++ {
		if text[i] != '%' {
			continue
		}
		i++
		flags := ""
		for i < len(text) && strings.ContainsRune("+-# 0123456789.", text[i]) {
			flags += string(text[i])
			i++
		}
		switch {
		case i == len(text) || text[i] == '*' || text[i] == '[':
			return 0
		case text[i] == '%':
		case n == 0 && strings.Contains(flags, "#") && text[i] == 'v':
			return 0
		case n == 0:
			return text[i]
		default:
			n--
		}
	}
	return 0
}

// prints reports whether the type of e has a method, with so many parameters, that is
// rewritten.
func (r *rewriter) prints(e ast.Expr, name string, params int) bool {
	t := r.info.Types[e].Type
	if t == nil || types.IsInterface(t) {
		return false
	}
	s := types.NewMethodSet(t).Lookup(nil, name)
	if s == nil {
		return false
	}
	fn, ok := s.Obj().(*types.Func)
	return ok && fn.Pkg() != nil && r.facts.rewritten[fn.Pkg().Path()] && fn.Signature().Params().Len() == params
}
