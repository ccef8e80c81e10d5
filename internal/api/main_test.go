package main

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

// TestAPI fails if an exported name, its type or its signature isn't that of the file.
func TestAPI(t *testing.T) {
	testenv.NeedGo(t)
	var out, errs strings.Builder
	if code := run(t.Context(), []string{"-check"}, &out, &errs); code != 0 {
		t.Errorf("exit code %d\n%s%s", code, out.String(), errs.String())
	}
}

func TestDescribe(t *testing.T) {
	const src = `package p
import "io"
const C = 1 << 3
var V io.Reader
type S[T any] struct { F, g T; io.Writer }
func (S[T]) Value(x T) (y T) { return }
func (*S[T]) Pointer() {}
func (*S[T]) hidden() {}
type I interface { M(int) error }
type N int
type A = N
type hidden struct { F int }
func G[K comparable](k K, more ...string) (n int, err error) { return }
`
	want := []string{
		`pkg p, const C untyped int = 8`,
		`pkg p, var V io.Reader`,
		`pkg p, type S[T any] struct`,
		`pkg p, type S[T any] struct, F T`,
		`pkg p, type S[T any] struct, Writer io.Writer`,
		`pkg p, method (S[T]) Value(x T) (y T)`,
		`pkg p, method (*S[T]) Pointer()`,
		`pkg p, method (S[T]) Write(p []byte) (n int, err error)`,
		`pkg p, type I interface`,
		`pkg p, type I interface, M(int) error`,
		`pkg p, type N int`,
		`pkg p, type A = N`,
		`pkg p, func G[K comparable](k K, more ...string) (n int, err error)`,
	}
	testenv.NeedGo(t) // the importer runs it
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := (&types.Config{Importer: importer.ForCompiler(fset, "source", nil)}).Check(
		"p", fset, []*ast.File{f}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := describe(pkg)
	slices.Sort(got)
	slices.Sort(want)
	for _, l := range difference(want, got) {
		t.Error(l)
	}
}

func TestDifference(t *testing.T) {
	got := difference([]string{"a", "b"}, []string{"b", "c"})
	if want := []string{"-a", "+c"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
