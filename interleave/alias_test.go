package interleave_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
)

// What go doc shows of an alias of an internal type is its comment alone, so that has the
// fields.
func TestFieldsOfAliases(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "interleave.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]map[string]bool{}
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.TYPE {
			continue
		}
		of := map[string]bool{}
		for _, line := range strings.Split(g.Doc.Text(), "\n") {
			if line, ok := strings.CutPrefix(line, "\t"); ok {
				for _, name := range strings.Fields(line) {
					name, more := strings.CutSuffix(name, ",")
					of[name] = true
					if !more {
						break
					}
				}
			}
		}
		fields[g.Specs[0].(*ast.TypeSpec).Name.Name] = of
	}
	for _, v := range []any{interleave.Model{}, interleave.Options{}, interleave.Failure{}} {
		typ := reflect.TypeOf(v)
		has := fields[typ.Name()]
		for i := range typ.NumField() {
			if name := typ.Field(i).Name; token.IsExported(name) && !has[name] {
				t.Errorf("the comment of %s has no %s", typ.Name(), name)
			}
		}
	}
	for name := range fields["Result"] {
		if _, ok := reflect.TypeFor[interleave.Result]().FieldByName(name); !ok {
			t.Errorf("Result has no %s", name)
		}
	}
}
