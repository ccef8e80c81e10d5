package overlay

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
)

// edit replaces a part of a file's text.
type edit struct {
	from, to int
	text     string
}

// receiving is a select statement that only receives, and may have a default clause.
type receiving struct {
	cases      []*ast.CommClause // but for the default clause
	from       []ast.Expr        // of the cases
	hasDefault bool
}

// received takes a select statement apart, if receiving is all that it does.
func received(s *ast.SelectStmt) (r receiving, ok bool) {
	for _, c := range s.Body.List {
		c := c.(*ast.CommClause)
		if c.Comm == nil {
			r.hasDefault = true
			continue
		}
		x, ok := c.Comm.(*ast.ExprStmt)
		if !ok {
			return r, false
		}
		u, ok := x.X.(*ast.UnaryExpr)
		if !ok || u.Op != token.ARROW {
			return r, false
		}
		r.cases, r.from = append(r.cases, c), append(r.from, u.X)
	}
	return r, len(r.from) > 0
}

// selects turns each select statement that only receives into a switch over which case
// it is: the checker chooses.
func selects(fset *token.FileSet, f *ast.File, text string) (edits []edit, err error) {
	at := func(p token.Pos) int { return fset.Position(p).Offset }
	ast.Inspect(f, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectStmt)
		if !ok {
			return true
		}
		r, ok := received(s)
		if !ok {
			return true // refused by outside
		}
		var chans []string
		for i, c := range r.cases {
			chans = append(chans, text[at(r.from[i].Pos()):at(r.from[i].End())])
			label := fmt.Sprintf("case %d:", i)
			if i == len(r.cases)-1 && !r.hasDefault {
				label = "default:" // so that the switch ends a function as the select statement did
			}
			edits = append(edits, edit{at(c.Case), at(c.Colon) + 1, label})
		}
		all := strings.Join(chans, ", ")
		if strings.Contains(all, "\n") {
			err = fmt.Errorf("%s: a case of the select statement takes several lines", fset.Position(s.Pos()))
		}
		call := "Select"
		if r.hasDefault {
			call = "TrySelect"
		}
		edits = append(
			edits,
			edit{at(s.Select), at(s.Select) + len("select"), "switch interleave_." + call + "(" + all + ")"},
		)
		return true
	})
	return edits, err
}
