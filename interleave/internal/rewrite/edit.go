package rewrite

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// edit replaces a part of a file's text.
type edit struct {
	from, to int
	text     string
}

// fail is how the rewriter gives up on a file: what it can't rewrite is refused, with its
// position.
type fail struct{ err error }

func (r *rewriter) fail(n ast.Node, format string, args ...any) {
	panic(fail{fmt.Errorf("%s: %s", r.fset.Position(n.Pos()), fmt.Sprintf(format, args...))})
}

// at is the offset of p in the text of the file.
func (r *rewriter) at(p token.Pos) int { return r.fset.PositionFor(p, false).Offset }

// replace plans to replace the text from one position to another.
func (r *rewriter) replace(from, to token.Pos, text string) {
	r.edits = append(r.edits, edit{r.at(from), r.at(to), text})
}

// insert plans to insert text. What is inserted first at one place comes first.
func (r *rewriter) insert(p token.Pos, text string) { r.replace(p, p, text) }

// wrap plans to put text around n, which was or will be rewritten by itself.
func (r *rewriter) wrap(n ast.Node, before, after string, inner func()) {
	r.replace(n.Pos(), n.End(), before+r.textBy(n.Pos(), n.End(), inner)+after)
}

// textBy is the text between two positions after the edits that inner plans.
func (r *rewriter) textBy(from, to token.Pos, inner func()) string {
	saved := r.edits
	r.edits = nil
	inner()
	text := r.apply(r.at(from), r.at(to))
	r.edits = saved
	return text
}

// value is the text of e, rewritten as an expression that is evaluated.
func (r *rewriter) value(e ast.Expr) string {
	return r.textBy(e.Pos(), e.End(), func() { r.expr(e) })
}

// location is the text of e, rewritten as an operand of & or of an assignment.
func (r *rewriter) location(e ast.Expr) string {
	return r.textBy(e.Pos(), e.End(), func() { r.loc(e) })
}

// raw is the text of n as it was.
func (r *rewriter) raw(n ast.Node) string { return r.text[r.at(n.Pos()):r.at(n.End())] }

// apply carries the planned edits out on a part of the text.
func (r *rewriter) apply(from, to int) string {
	slices.SortStableFunc(r.edits, func(a, b edit) int { return a.from - b.from })
	var b strings.Builder
	at := from
	for _, e := range r.edits {
		if e.from < at || e.to > to {
			panic(fmt.Sprintf("interleave: edits overlap at %d in %s: %q", e.from, r.path, e.text))
		}
		b.WriteString(r.text[at:e.from])
		b.WriteString(e.text)
		at = e.to
	}
	b.WriteString(r.text[at:to])
	return b.String()
}

// statement plans to replace a whole statement: lines that the new text lacks follow it,
// so that what comes after stays where it is.
func (r *rewriter) statement(from, to token.Pos, text string) {
	lacks := strings.Count(r.text[r.at(from):r.at(to)], "\n") - strings.Count(text, "\n")
	if lacks > 0 {
		text += strings.Repeat("\n", lacks)
	} else if lacks < 0 {
		text += r.here(to)
	}
	r.replace(from, to, text)
}

// here is a comment that tells the compiler that p's line and column follow.
func (r *rewriter) here(p token.Pos) string {
	pos := r.fset.PositionFor(p, false)
	return fmt.Sprintf("/*line :%d:%d*/", pos.Line, pos.Column)
}

// fresh is a name that the package does not use.
func (r *rewriter) fresh(stem string) string {
	for {
		r.counter++
		name := fmt.Sprintf("%s%d_", stem, r.counter)
		if !r.names[name] {
			return name
		}
	}
}
