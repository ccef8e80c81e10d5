package rewrite

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
)

// selectStmt turns a select statement into a switch over which case it is. Channels and
// values are evaluated once, in order, before.
func (r *rewriter) selectStmt(s *ast.SelectStmt) {
	var cases []*ast.CommClause
	var deflt *ast.CommClause
	for _, c := range s.Body.List {
		c := c.(*ast.CommClause)
		if c.Comm == nil {
			deflt = c
		} else {
			cases = append(cases, c)
		}
	}
	if len(cases) == 0 {
		if deflt == nil {
			r.statement(s.Pos(), s.End(), "for { "+r.rt()+"Block() }")
			return
		}
		r.replace(s.Select, s.Body.Lbrace, "switch ")
		r.stmts(deflt.Body)
		return
	}
	var names, makes []string
	lines := false
	for i, c := range cases {
		name := r.fresh("c")
		names = append(names, name)
		label := fmt.Sprintf("case %d:", i)
		if i == len(cases)-1 && deflt == nil {
			label = "default:" // so that the switch ends a function as the select statement did
		}
		var made string
		switch comm := c.Comm.(type) {
		case *ast.SendStmt:
			made = r.rt() + "OnSend(" + r.value(comm.Chan) + ").Val(" + r.value(comm.Value) + ")"
		case *ast.ExprStmt:
			made = r.rt() + "OnRecv(" + r.value(ast.Unparen(comm.X).(*ast.UnaryExpr).X) + ")"
		case *ast.AssignStmt:
			made = r.rt() + "OnRecv(" + r.value(ast.Unparen(comm.Rhs[0]).(*ast.UnaryExpr).X) + ")"
			label += r.received(comm, name)
		}
		lines = lines || strings.Contains(made, "\n")
		makes = append(makes, made)
		if n := strings.Count(r.text[r.at(c.Case):r.at(c.Colon)], "\n"); n > 0 {
			label += strings.Repeat("\n", n)
		}
		r.replace(c.Case, c.Colon+1, label)
		r.stmts(c.Body)
	}
	function := "Select("
	if deflt != nil {
		function = "TrySelect("
		r.stmts(deflt.Body)
	}
	text := "switch " + strings.Join(names, ", ") + " := " + strings.Join(makes, ", ") + "; " + r.rt() + function +
		strings.Join(names, ", ") + ") "
	if lines {
		text += r.here(s.Body.Lbrace)
	}
	r.replace(s.Select, s.Body.Lbrace, text)
}

// received is the beginning of a case that assigns what it received.
func (r *rewriter) received(s *ast.AssignStmt, from string) string {
	get := from + ".Get()"
	if len(s.Lhs) == 2 {
		get = from + ".Get2()"
	}
	var used []string
	for _, x := range s.Lhs {
		used = append(used, r.raw(x))
	}
	if s.Tok == token.DEFINE {
		text := " " + strings.Join(used, ", ") + " := " + get
		if blank(s.Lhs) {
			text = " " + strings.Join(used, ", ") + " = " + get
		}
		for _, x := range s.Lhs {
			id := x.(*ast.Ident)
			if v := r.info.Defs[id]; v != nil {
				text += r.declaredObject(id, v)
			}
		}
		return text + ";"
	}
	if blank(s.Lhs) {
		return " " + strings.Join(used, ", ") + " = " + get + ";"
	}
	// Keep the values in variables, and assign them.
	var text strings.Builder
	var vs, sets []string
	for i, x := range s.Lhs {
		if isBlank(x) {
			vs = append(vs, "_")
			continue
		}
		v := r.fresh("v")
		vs = append(vs, v)
		v += r.truth(s, i)
		if m, ok := r.mapIndex(x); ok {
			sets = append(sets, r.rt()+"MP("+r.value(m.X)+").Set("+r.value(m.Index)+", "+v+")")
		} else if r.written(x) {
			sets = append(sets, r.rt()+"P("+r.address(x)+").Set("+v+")")
		} else {
			sets = append(sets, r.location(x)+" = "+v)
		}
	}
	fmt.Fprintf(&text, " %s := %s; %s;", strings.Join(vs, ", "), get, strings.Join(sets, "; "))
	return text.String()
}

func blank(all []ast.Expr) bool {
	for _, x := range all {
		if !isBlank(x) {
			return false
		}
	}
	return true
}
