// API writes what users may rely on into api/v0.1.txt: a line for each exported name of
// the public packages, with its type or signature. A test compares the file with the
// code.
//
//	go run ./internal/api         write the file again
//	go run ./internal/api -check  print what differs; exit with 1 if anything does
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/diatomic-go/diatomic/internal/program"
)

const (
	module = "github.com/diatomic-go/diatomic"
	file   = "api/v0.1.txt"
)

// packages are those that the file covers, relative to the module.
var packages = []string{".", "./actor", "./event", "./mpsc", "./waitset"}

const usage = `usage: api [-check]

Writes the exported API of the public packages into ` + file + `.

Exit codes: 0 all is well, 1 failed or (with -check) the API differs, 2 wrong usage.

`

func main() { program.Main("api", run) }

// run is the program. It returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("api", flag.ContinueOnError)
	check := flags.Bool("check", false, "write nothing, print what differs")
	code, ok := program.Parse(flags, program.Usage{Above: usage}, args, stdout, stderr, func() error {
		if flags.NArg() > 0 {
			return fmt.Errorf("unexpected argument %q", flags.Arg(0))
		}
		return nil
	})
	if !ok {
		return code
	}
	return program.Exit(ctx, "api", update(ctx, *check, stdout), stderr)
}

func update(ctx context.Context, check bool, stdout io.Writer) error {
	root, err := program.Command(ctx, "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		return fmt.Errorf("go list -m: %w", err)
	}
	dir := strings.TrimSpace(string(root))
	now, err := lines(ctx, dir)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, filepath.FromSlash(file))
	if !check {
		return os.WriteFile(path, []byte(strings.Join(now, "\n")+"\n"), 0o666)
	}
	frozen, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	diff := difference(strings.Split(strings.TrimSpace(string(frozen)), "\n"), now)
	for _, l := range diff {
		fmt.Fprintln(stdout, l)
	}
	if len(diff) > 0 {
		return errors.New("the API is not that of " + file + ": see CONTRIBUTING.md on how to change it")
	}
	return nil
}

// difference returns the lines that are gone, each after "-", and those that are new,
// each after "+".
func difference(old, now []string) []string {
	var diff []string
	for _, l := range old {
		if !slices.Contains(now, l) {
			diff = append(diff, "-"+l)
		}
	}
	for _, l := range now {
		if !slices.Contains(old, l) {
			diff = append(diff, "+"+l)
		}
	}
	return diff
}

// listed is what go list says of a package.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
	DepOnly                 bool
}

// lines returns the API, sorted.
func lines(ctx context.Context, dir string) ([]string, error) {
	args := append([]string{"list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,DepOnly"}, packages...)
	list := program.Command(ctx, "go", args...)
	list.Dir = dir
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	exports := map[string]string{}
	var public []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		exports[p.ImportPath] = p.Export
		if !p.DepOnly {
			public = append(public, p)
		}
	}
	fset := token.NewFileSet()
	imports := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(exports[path])
	})
	var all []string
	for _, p := range public {
		var files []*ast.File
		for _, name := range p.GoFiles {
			f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			files = append(files, f)
		}
		pkg, err := (&types.Config{Importer: imports}).Check(p.ImportPath, fset, files, nil)
		if err != nil {
			return nil, err
		}
		all = append(all, describe(pkg)...)
	}
	slices.Sort(all)
	return all, nil
}

// describe returns a line for each exported name of the package, each field and each
// method.
func describe(pkg *types.Package) []string {
	var all []string
	path := strings.TrimPrefix(pkg.Path(), "github.com/diatomic-go/")
	qualify := func(other *types.Package) string {
		if other == pkg {
			return ""
		}
		return other.Name()
	}
	add := func(format string, args ...any) {
		all = append(all, "pkg "+path+", "+fmt.Sprintf(format, args...))
	}
	for _, name := range pkg.Scope().Names() {
		o := pkg.Scope().Lookup(name)
		if !o.Exported() {
			continue
		}
		named, ok := o.Type().(*types.Named)
		if tn, isType := o.(*types.TypeName); !isType || tn.IsAlias() || !ok {
			line := types.ObjectString(o, qualify)
			if c, ok := o.(*types.Const); ok {
				line += " = " + c.Val().ExactString()
			}
			add("%s", line)
			continue
		}
		head := types.TypeString(named, qualify)
		switch under := named.Underlying().(type) {
		case *types.Struct:
			add("type %s struct", head)
			for f := range under.Fields() {
				if f.Exported() {
					add("type %s struct, %s %s", head, f.Name(), types.TypeString(f.Type(), qualify))
				}
			}
		case *types.Interface:
			add("type %s interface", head)
			for m := range under.Methods() {
				add("type %s interface, %s", head, signature(m, qualify))
			}
			continue // its method set is these
		default:
			add("type %s %s", head, types.TypeString(under, qualify))
		}
		for m := range types.NewMethodSet(types.NewPointer(named)).Methods() {
			if f := m.Obj().(*types.Func); f.Exported() {
				star := "*"
				if types.NewMethodSet(named).Lookup(pkg, f.Name()) != nil {
					star = ""
				}
				add("method (%s%s%s) %s", star, name, parameters(named), signature(f, qualify))
			}
		}
	}
	return all
}

// signature writes a method without its receiver: Recv(ctx context.Context) (T, error).
func signature(f *types.Func, qualify types.Qualifier) string {
	return f.Name() + strings.TrimPrefix(types.TypeString(f.Type(), qualify), "func")
}

// parameters writes the names of a type's parameters: [K, V], or nothing.
func parameters(t *types.Named) string {
	var names []string
	for p := range t.TypeParams().TypeParams() {
		names = append(names, p.Obj().Name())
	}
	if names == nil {
		return ""
	}
	return "[" + strings.Join(names, ", ") + "]"
}
