package overlay

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
)

// directives begin a comment at the end of a line of checked code that becomes a call of
// this function there, with the locals that it names.
var directives = map[string]string{"//interleave:checkpoint": "Checkpoint", "//interleave:keep": "Keep"}

// rewrite replaces the imports in the text of a file. What would escape the model is
// refused, unless the file is excepted.
func rewrite(name, text string, replace []Replace, excepted bool) (string, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, text, parser.ParseComments)
	if err != nil {
		return "", err
	}
	if !excepted {
		if err := outside(fset, f); err != nil {
			return "", err
		}
	}
	edits, err := selects(fset, f, text)
	if err != nil {
		return "", err
	}
	marked := len(edits) > 0
	for _, im := range f.Imports {
		p, err := strconv.Unquote(im.Path.Value)
		if err != nil {
			return "", err
		}
		for _, r := range replace {
			if r.Old != p {
				continue
			}
			pos := fset.Position(im.Pos())
			local := path.Base(r.Old)
			if im.Name != nil {
				local = im.Name.Name
			}
			if local == "." {
				return "", fmt.Errorf("%s: %s is imported with a dot; name it", pos, p)
			}
			if local == "_" {
				continue // linknames, say
			}
			from, to := fset.Position(im.Pos()).Offset, fset.Position(im.Path.End()).Offset
			edits = append(edits, edit{from, to, local + " " + strconv.Quote(r.New)})
		}
	}
	for _, g := range f.Comments {
		for _, c := range g.List {
			word, locals, _ := strings.Cut(c.Text, " ")
			call, ok := directives[word]
			if !ok {
				continue
			}
			marked = true
			from, to := fset.Position(c.Pos()).Offset, fset.Position(c.End()).Offset
			edits = append(edits, edit{from, to, "; interleave_." + call + "(" + strings.TrimSpace(locals) + ")"})
		}
	}
	if marked {
		end := fset.Position(f.Name.End()).Offset
		edits = append(edits, edit{end, end, "; import interleave_ " + strconv.Quote(root+"interleave/runtime")})
	}
	slices.SortFunc(edits, func(a, b edit) int { return a.from - b.from })
	for i := len(edits) - 1; i >= 0; i-- {
		e := edits[i]
		text = text[:e.from] + e.text + text[e.to:]
	}
	return text, nil
}

// escapes are packages whose operations the checker does not see.
var escapes = map[string]string{
	"sync":      "its locks block for real",
	"math/rand": "it is not the same twice", "math/rand/v2": "it is not the same twice",
	"crypto/rand": "it is not the same twice", "os": "it reaches outside", "net": "it reaches outside",
	"syscall": "it reaches outside",
}

// outside looks for operations outside the model.
func outside(fset *token.FileSet, f *ast.File) error {
	var err error
	found := func(n ast.Node, what string) {
		if err == nil {
			err = fmt.Errorf("%s: an operation outside the model: %s", fset.Position(n.Pos()), what)
		}
	}
	reflects := false
	inSelect := map[ast.Expr]bool{}
	for _, im := range f.Imports {
		p, _ := strconv.Unquote(im.Path.Value)
		reflects = reflects || p == "reflect"
		if why, ok := escapes[p]; ok {
			found(im, fmt.Sprintf("import of %s (%s)", p, why))
		}
		if p == "C" {
			found(im, "cgo")
		}
	}
	for _, g := range f.Comments {
		for _, c := range g.List {
			if strings.HasPrefix(c.Text, "//go:linkname ") {
				found(c, "a linkname")
			}
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			found(n, "a go statement")
		case *ast.SelectStmt:
			r, ok := received(n)
			if !ok {
				found(n, "a select statement that does more than receive")
			}
			for _, x := range r.from {
				inSelect[x] = true
			}
		case *ast.SendStmt:
			found(n, "a send to a channel")
		case *ast.UnaryExpr:
			if n.Op == token.ARROW && !inSelect[n.X] {
				found(n, "a receive from a channel")
			}
		case *ast.SelectorExpr:
			switch n.Sel.Name {
			case "Select", "Recv", "TryRecv", "TrySend":
				if reflects {
					found(n, "a channel by way of reflect")
				}
			}
		case *ast.CallExpr:
			if id, ok := n.Fun.(*ast.Ident); ok && id.Name == "close" && id.Obj == nil {
				found(n, "close of a channel")
			}
		}
		return true
	})
	return err
}
