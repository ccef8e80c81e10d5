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

// received returns what the cases of a select statement receive from, if that is all they do.
func received(s *ast.SelectStmt) ([]ast.Expr, bool) {
	var from []ast.Expr
	for _, c := range s.Body.List {
		x, ok := c.(*ast.CommClause).Comm.(*ast.ExprStmt)
		if !ok {
			return nil, false
		}
		u, ok := x.X.(*ast.UnaryExpr)
		if !ok || u.Op != token.ARROW {
			return nil, false
		}
		from = append(from, u.X)
	}
	return from, len(from) > 0
}

// selects turns each select statement that only receives into a switch over which case it is: the checker
// chooses.
func selects(fset *token.FileSet, f *ast.File, text string) (edits []edit, err error) {
	at := func(p token.Pos) int { return fset.Position(p).Offset }
	ast.Inspect(f, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectStmt)
		if !ok {
			return true
		}
		from, ok := received(s)
		if !ok {
			return true // refused by outside
		}
		var chans []string
		for i, x := range from {
			chans = append(chans, text[at(x.Pos()):at(x.End())])
			c := s.Body.List[i].(*ast.CommClause)
			label := fmt.Sprintf("case %d:", i)
			if i == len(from)-1 {
				label = "default:"
			}
			edits = append(edits, edit{at(c.Case), at(c.Colon) + 1, label})
		}
		all := strings.Join(chans, ", ")
		if strings.Contains(all, "\n") {
			err = fmt.Errorf("%s: a case of the select statement takes several lines", fset.Position(s.Pos()))
		}
		edits = append(edits, edit{at(s.Select), at(s.Select) + len("select"), "switch interleave_.Select(" + all + ")"})
		return true
	})
	return edits, err
}
