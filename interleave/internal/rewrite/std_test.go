//go:build !js

package rewrite

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

// rewriteAny rewrites the packages that patterns name, whatever module they are of, and
// checks the types of what comes out.
func rewriteAny(t *testing.T, all map[string]string, patterns ...string) (packages int) {
	t.Helper()
	listed, err := list(t.Context(), ".", nil, patterns)
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan(listed, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	p.chosen = nil
	for _, l := range listed {
		mine := ours(l.path()) && !strings.Contains(l.path(), "/testdata/")
		if l.DepOnly || mine || strings.HasSuffix(l.path(), ".test") || len(l.GoFiles) == 0 || l.path() == "unsafe" ||
			len(l.CgoFiles) > 0 || l.ForTest != "" {
			continue
		}
		p.chosen = append(p.chosen, l)
	}
	sources, err := checkAll(p.chosen, p.ex, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.findExported(); err != nil {
		t.Fatal(err)
	}
	fs := newFacts()
	for _, s := range sources {
		fs.rewritten[s.pkg.Path()] = true
	}
	for _, s := range sources {
		fs.collect(s)
	}
	for _, s := range sources {
		r := &packageRewriter{src: s, files: s.files, facts: fs, exported: p.exported}
		out, err := r.rewrite()
		if err != nil {
			if refused(err) {
				t.Log(err)
				continue
			}
			t.Errorf("%s: %v", s.ImportPath, err)
			continue
		}
		packages++
		maps.Copy(all, out)
		compile(t, s.listed, p.ex, out)
		for _, f := range s.files {
			sameLines(t, f.path, f.text, out[f.path])
		}
	}
	return packages
}

// refused reports whether the rewriter said that something can't be modelled.
func refused(err error) bool {
	return strings.Contains(err.Error(), "is not modelled") || strings.Contains(err.Error(), "can't be modelled") ||
		strings.Contains(err.Error(), "is imported with a dot")
}

// compile checks the types of a rewritten package.
func compile(t *testing.T, p *listed, ex exports, text map[string]string) {
	t.Helper()
	fset := token.NewFileSet()
	var asts []*ast.File
	for name, s := range text {
		f, err := parser.ParseFile(fset, name, s, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			keepFailed(name, s)
			t.Errorf("%v", err)
			return
		}
		asts = append(asts, f)
	}
	n := 0
	cfg := types.Config{
		Importer: ex.importer(fset, p.ImportMap),
		Sizes:    types.SizesFor("gc", hostArch),
		Error: func(err error) {
			if n++; n < 5 {
				var e types.Error
				if as, ok := err.(types.Error); ok {
					e = as
				}
				name := fset.PositionFor(e.Pos, false).Filename
				keepFailed(name, text[name])
				t.Errorf("%s: %v", p.ImportPath, err)
			}
		},
	}
	cfg.Check(p.path(), fset, asts, nil)
}

func keepFailed(name, text string) {
	if dir := os.Getenv("KEEP"); dir != "" {
		os.WriteFile(dir+"/"+strings.ReplaceAll(strings.TrimPrefix(name, "/"), "/", "_"), []byte(text), 0o666)
	}
}

// sameLines checks that functions begin where they did.
func sameLines(t *testing.T, name, before, after string) {
	t.Helper()
	where := func(text string) (out []string) {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil
		}
		for _, d := range f.Decls {
			d, ok := d.(*ast.FuncDecl)
			if ok && !strings.HasPrefix(d.Name.Name, "interleave_") && d.Name.Name != "init" {
				out = append(out, fmt.Sprint(d.Name.Name, fset.Position(d.Pos()).Line, fset.Position(d.End()).Line))
			}
		}
		return out
	}
	a, b := where(before), where(after)
	for i := range a {
		if i >= len(b) || a[i] != b[i] {
			t.Errorf("%s: a function moved: %v", name, a[i])
			return
		}
	}
}

// TestStandardLibrary rewrites the standard library and this module, to find syntax that
// the rewriter breaks.
func TestStandardLibrary(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles the standard library")
	}
	testenv.NeedGo(t)
	patterns := []string{"std", "../../../..."}
	if p := os.Getenv("REWRITE"); p != "" {
		patterns = strings.Fields(p)
	}
	all := map[string]string{}
	if n := rewriteAny(t, all, patterns...); n < len(patterns) {
		t.Errorf("only %d packages were rewritten", n)
	}
}

// What tests of package rt need doesn't count as part of the checker: it can be
// rewritten.
func TestChecker(t *testing.T) {
	testenv.NeedGo(t)
	all, err := list(t.Context(), ".", nil, []string{rtPath})
	if err != nil {
		t.Fatal(err)
	}
	needed := map[string]bool{}
	for _, l := range all {
		for _, d := range l.Deps {
			needed[d] = needed[d] || isRT(l)
		}
	}
	tried := 0
	for _, l := range all {
		for _, path := range l.Deps {
			if l.ImportPath != rtPath+".test" || needed[path] || ours(path) {
				continue
			}
			tried++
			if _, err := plan(all, []string{path}, false); err != nil {
				t.Error(err)
			}
		}
	}
	if tried == 0 {
		t.Error("tests of package rt need nothing of their own")
	}
	// They aren't even looked at if nobody asks for them.
	if all, err = list(t.Context(), ".", nil, []string{"errors"}); err != nil {
		t.Fatal(err)
	}
	for _, l := range all {
		if l.ForTest == rtPath {
			t.Errorf("%s is listed", l.ImportPath)
		}
	}
}
