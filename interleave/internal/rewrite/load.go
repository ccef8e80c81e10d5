package rewrite

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/diatomic-go/diatomic/internal/program"
)

// listed is a package as go list describes it.
type listed struct {
	ImportPath, Name, Dir, Export, ForTest string
	GoFiles, CgoFiles, SFiles, Imports     []string
	TestGoFiles, XTestGoFiles              []string
	EmbedFiles, Deps                       []string
	ImportMap                              map[string]string
	Standard, DepOnly                      bool
	Module                                 *struct {
		Path, Version, Dir, GoMod, GoVersion string
		Main                                 bool
	}
	Error      *struct{ Err string }
	DepsErrors []*struct{ Err string }
}

// path is the import path without the mark of a test variant.
func (p *listed) path() string {
	path, _, _ := strings.Cut(p.ImportPath, " ")
	return path
}

const fields = "ImportPath,Name,Dir,Export,ForTest,GoFiles,CgoFiles,SFiles,Imports,TestGoFiles,XTestGoFiles," +
	"EmbedFiles,Deps,ImportMap,Standard,DepOnly,Module,Error,DepsErrors"

// list runs go list, in directory dir, for the packages and their tests, and for what
// rewritten code needs, without tests, with all that they depend on, compiled.
func list(ctx context.Context, dir string, flags, patterns []string) ([]*listed, error) {
	var needed []*listed
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		needed, err = goList(ctx, dir, flags, []string{rtPath, rtPath + "/..."})
	}()
	all, listErr := goList(ctx, dir, append([]string{"-test"}, flags...), patterns)
	<-done
	if err := cmp.Or(listErr, err); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, l := range all {
		seen[l.ImportPath] = true
	}
	for _, l := range needed {
		if !seen[l.ImportPath] {
			l.DepOnly = true // nobody has asked for it
			all = append(all, l)
		}
	}
	return all, nil
}

// goList runs go list once.
func goList(ctx context.Context, dir string, flags, patterns []string) ([]*listed, error) {
	args := append([]string{"list", "-e", "-deps", "-export", "-json=" + fields}, flags...)
	cmd := program.Command(ctx, "go", append(append(args, "--"), patterns...)...)
	cmd.Dir = dir
	var out, reason bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &reason
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, reason.Bytes())
	}
	var all []*listed
	for d := json.NewDecoder(&out); ; {
		p := new(listed)
		if err := d.Decode(p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		all = append(all, p)
	}
	for _, p := range all {
		if p.Error != nil && !strings.Contains(p.Error.Err, "no Go files") &&
			!strings.Contains(p.Error.Err, "build constraints exclude") {
			return nil, fmt.Errorf("%s: %s\n%s", p.ImportPath, p.Error.Err, reason.Bytes())
		}
	}
	return all, nil
}

// source is a package that is to be rewritten, parsed and type-checked.
type source struct {
	*listed
	fset  *token.FileSet
	files []*file
	pkg   *types.Package
	info  *types.Info
}

// file is one of its files.
type file struct {
	path string // absolute
	text string
	ast  *ast.File
}

// exports finds the types of packages in the export data that go list has made.
type exports struct{ file map[string]string }

// importer returns an importer of packages, that p sees under the names of renamed.
func (ex exports) importer(fset *token.FileSet, renamed map[string]string) types.Importer {
	return importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		if mapped, ok := renamed[path]; ok {
			path = mapped
		}
		name := ex.file[path]
		if name == "" {
			return nil, fmt.Errorf("there is no export data of %s", path)
		}
		return os.Open(name)
	})
}

// check parses and type-checks p, against the export data of what it imports.
func check(p *listed, ex exports, overlay Overlay) (*source, error) {
	s := &source{listed: p, fset: token.NewFileSet(), info: &types.Info{
		Types:      map[ast.Expr]types.TypeAndValue{},
		Defs:       map[*ast.Ident]types.Object{},
		Uses:       map[*ast.Ident]types.Object{},
		Implicits:  map[ast.Node]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
		Instances:  map[*ast.Ident]types.Instance{},
		Scopes:     map[ast.Node]*types.Scope{},

		FileVersions: map[*ast.File]string{},
	}}
	var asts []*ast.File
	for _, path := range overlay.goFiles(p) {
		text, err := overlay.read(path)
		if err != nil {
			return nil, err
		}
		f, err := parser.ParseFile(s.fset, path, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		s.files = append(s.files, &file{path, string(text), f})
		asts = append(asts, f)
	}
	var first error
	cfg := types.Config{
		Importer: ex.importer(s.fset, p.ImportMap),
		Sizes:    types.SizesFor("gc", targetArch()),
		Error: func(err error) {
			if first == nil {
				first = err
			}
		},
	}
	if p.Module != nil && p.Module.GoVersion != "" {
		cfg.GoVersion = "go" + p.Module.GoVersion
	}
	s.pkg, _ = cfg.Check(p.path(), s.fset, asts, s.info)
	if first != nil {
		return nil, fmt.Errorf("%s: %w", p.ImportPath, first)
	}
	return s, nil
}

// checkAll checks several packages, two at a time.
func checkAll(all []*listed, ex exports, overlay Overlay) ([]*source, error) {
	out := make([]*source, len(all))
	errs := make([]error, len(all))
	next := make(chan int, len(all))
	for i := range all {
		next <- i
	}
	close(next)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range next {
				out[i], errs[i] = check(all[i], ex, overlay)
			}
		})
	}
	wg.Wait()
	return out, errors.Join(errs...)
}

func targetArch() string {
	if arch := os.Getenv("GOARCH"); arch != "" {
		return arch
	}
	return hostArch
}
