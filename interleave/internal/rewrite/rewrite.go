package rewrite

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const hostArch = runtime.GOARCH

// Config says what to rewrite.
type Config struct {
	Dir      string            // where the go command runs
	Patterns []string          // the packages whose tests are to be run
	Flags    []string          // of the go command, for go list: -tags, -mod
	Constant map[string]string // values of constants: path.Name
	With     []string          // patterns of packages of other modules, or of the standard library
	Overlay  Overlay           // files that stand in the place of others
	Cache    string            // the directory of the module cache
	Suite    bool              // each test is to be a model
}

// Result is what came of it.
type Result struct {
	Files    map[string]string // the text of each file that is replaced or added, by its path
	Packages []string          // the import paths of the packages that were rewritten
	Tested   []string          // those that the patterns name and that have models
	Moved    []Moved           // modules whose files can't be replaced where they are
	Old      []string          // packages that need a newer Go than their modules say: 1.21
	Rest     map[string]string // what of the overlay is not among Files
}

// Rewrite rewrites the packages that the patterns name, with their tests, and all others
// that these depend on and that are of the main module, or named by Config.With.
func Rewrite(ctx context.Context, cfg Config) (*Result, error) {
	all, err := list(ctx, cfg.Dir, cfg.Flags, cfg.Patterns)
	if err != nil {
		return nil, err
	}
	p, err := plan(all, cfg.With, cfg.Suite)
	if err != nil {
		return nil, err
	}
	return p.rewrite(cfg)
}

// planned is what go list found, and what of it is to be rewritten.
type planned struct {
	ex       exports
	exported map[string]map[string]bool // the names that each stand-in exports
	all      []*listed
	chosen   []*listed
	tested   []string
	suite    bool
}

// plan chooses the packages.
func plan(all []*listed, with []string, suite bool) (*planned, error) {
	p := &planned{suite: suite, ex: exports{map[string]string{}}, exported: map[string]map[string]bool{}, all: all}
	checker := map[string]bool{} // the checker itself can't be rewritten, nor what it needs
	for _, l := range all {
		p.ex.file[l.ImportPath] = l.Export
		if isRT(l) {
			checker[l.ImportPath] = true
			for _, d := range l.Deps {
				checker[d] = true
			}
		}
	}
	if !checker[rtPath] {
		return nil, fmt.Errorf("package %s is not to be found: run go get -tool %s/cmd/interleave", rtPath, Path)
	}
	also, err := wanted(all, checker, with)
	if err != nil {
		return nil, err
	}
	if suite {
		inSuites(all, checker, also)
	}
	withTests := map[string]bool{} // there is a variant with the package's own tests
	for _, l := range all {
		if l.ForTest != "" && l.path() == l.ForTest {
			withTests[l.ForTest] = true
		}
	}
	for _, l := range all {
		path := l.path()
		main := l.Module != nil && l.Module.Main && !checker[path] && !ours(path) && !strings.HasSuffix(path, ".test")
		if !main && (!also[path] || strings.HasSuffix(path, ".test")) {
			continue
		}
		if l.ForTest != "" && path != l.ForTest && path != l.ForTest+"_test" {
			continue // compiled again for somebody's test, from the same files
		}
		if l.ForTest == "" && withTests[path] {
			continue // its files are among those of the variant with tests
		}
		if len(l.CgoFiles) > 0 {
			return nil, fmt.Errorf("%s: %s: %s", path, l.CgoFiles[0], noCgo)
		}
		if len(l.GoFiles) == 0 {
			continue
		}
		p.chosen = append(p.chosen, l)
		if (suite || slices.Contains(l.Imports, Path)) && l.ForTest != "" && !slices.Contains(p.tested, l.ForTest) {
			p.tested = append(p.tested, l.ForTest)
		}
	}
	return p, nil
}

// isRT reports a package that rewritten code may import. Their tests are no part of it.
func isRT(l *listed) bool {
	path := l.path()
	return (path == rtPath || strings.HasPrefix(path, rtPath+"/")) && l.ForTest == "" &&
		!strings.HasSuffix(path, ".test")
}

func (p *planned) rewrite(cfg Config) (*Result, error) {
	sources, err := checkAll(p.chosen, p.ex, cfg.Overlay)
	if err != nil {
		return nil, err
	}
	if err := p.findExported(); err != nil {
		return nil, err
	}
	fs := newFacts()
	for _, s := range sources {
		fs.rewritten[s.pkg.Path()] = true
	}
	for _, s := range sources {
		fs.collect(s)
	}
	out := &Result{Files: map[string]string{}, Tested: p.tested}
	if out.Moved, err = p.moved(cfg.Cache, cfg.Overlay); err != nil {
		return nil, err
	}
	var errs []error
	set := map[string]bool{}
	var all []*packageRewriter
	for _, s := range sources {
		all = append(all, &packageRewriter{src: s, files: s.files, facts: fs, exported: p.exported,
			constant: cfg.Constant, set: set, suite: cfg.Suite})
	}
	fs.holds = held(all)
	for i, s := range sources {
		files, err := all[i].rewrite()
		if err != nil {
			errs = append(errs, err)
			continue
		}
		for name, text := range files {
			out.Files[name] = text
		}
		out.Packages = append(out.Packages, s.ImportPath)
		if old(s.listed) && !slices.Contains(out.Old, s.path()) {
			out.Old = append(out.Old, s.path())
		}
	}
	if len(errs) == 0 {
		if out.Rest, err = cfg.Overlay.rest(p.chosen, out.Files); err != nil {
			return nil, err
		}
	}
	for name := range cfg.Constant {
		if !set[name] && len(errs) == 0 {
			errs = append(errs, fmt.Errorf("-set: there is no constant %s in a rewritten package", name))
		}
	}
	return out, errors.Join(errs...)
}

// findExported reads the names that the stand-ins export.
func (p *planned) findExported() error {
	imp := p.ex.importer(token.NewFileSet(), nil)
	for _, path := range standins {
		if p.ex.file[path] == "" || (path == testingPath || path == synctestPath) && !p.suite {
			continue
		}
		pkg, err := imp.Import(path)
		if err != nil {
			return err
		}
		names := map[string]bool{}
		for _, n := range pkg.Scope().Names() {
			if token.IsExported(n) {
				names[n] = true
			}
		}
		p.exported[path] = names
	}
	return nil
}

// packageRewriter rewrites a package.
type packageRewriter struct {
	src      *source
	files    []*file
	facts    *facts
	exported map[string]map[string]bool
	constant map[string]string
	set      map[string]bool // the constants that were given another value
	suite    bool
	tests    [][2]string     // in suites, the names of tests, and those that they have got
	names    map[string]bool // all identifiers of the package
	rtName   string
	locals   map[*types.Var]*local
	vars     []*variable
	inits    []initializer

	unwatched [][2]string // what is assigned unseen, and why
	kept      []string    // variables that are not made anew although something assigns them
}

// rewriter rewrites a file of it.
type rewriter struct {
	*file
	p        *packageRewriter
	fset     *token.FileSet
	info     *types.Info
	pkg      *types.Package
	facts    *facts
	exported map[string]map[string]bool
	names    map[string]bool
	locals   map[*types.Var]*local
	test     bool
	edits    []edit
	counter  int
	alias    map[*types.PkgName]string
	more     []string // imports to be added
	usesRT   bool
	fn       *function
	bodies   map[*ast.FuncLit]bool // given to interleave.Test
	label    *ast.LabeledStmt
	ranged   *ast.LabeledStmt // of the range statement at hand
	// Loops whose label stays where a goto statement finds it have another one.
	relabelled map[types.Object]string

	// What order has found out: see arrange.
	arranged  map[ast.Expr]bool
	plain     map[ast.Expr]bool      // left to the compiler
	after     map[ast.Expr][]string  // the notes that follow an operation
	byAddress map[*ast.CallExpr]bool // appends to what its first argument points to

	hint    string // what the next allocation is called
	pending string // what follows the declaration
}

// rt is the name of package rt with a dot.
func (r *rewriter) rt() string {
	r.usesRT = true
	return r.p.rtName + "."
}

// unique is a name for something of the package.
func (r *packageRewriter) unique(stem string) string {
	name := "interleave_" + stem
	for r.names[name] {
		name += "_"
	}
	r.names[name] = true
	return name
}

func (r *packageRewriter) fileOf(p token.Pos) *file {
	name := r.src.fset.PositionFor(p, false).Filename
	for _, f := range r.files {
		if f.path == name {
			return f
		}
	}
	return nil
}

func (r *packageRewriter) rewrite() (out map[string]string, err error) {
	r.names = map[string]bool{}
	for _, f := range r.files {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				r.names[id.Name] = true
			}
			return true
		})
	}
	r.rtName = "rt_"
	for r.names[r.rtName] {
		r.rtName += "_"
	}
	r.locals = map[*types.Var]*local{}
	var rewriters []*rewriter
	for _, f := range r.files {
		w := &rewriter{file: f, p: r, fset: r.src.fset, info: r.src.info, pkg: r.src.pkg, facts: r.facts,
			exported: r.exported, names: r.names, locals: r.locals, test: isTest(f),
			relabelled: map[types.Object]string{}, arranged: map[ast.Expr]bool{}, plain: map[ast.Expr]bool{},
			after: map[ast.Expr][]string{}, byAddress: map[*ast.CallExpr]bool{}}
		w.findLocals()
		rewriters = append(rewriters, w)
	}
	r.packageVars()
	out = map[string]string{}
	var errs []error
	tests, others := false, false
	for _, w := range rewriters {
		text, err := w.rewrite()
		if err != nil {
			errs = append(errs, err)
			continue
		}
		out[w.path] = text
		tests = tests || w.test
		others = others || !w.test
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	unseen := r.unseen()
	if others {
		out[filepath.Join(r.src.Dir, "interleave_rewritten.go")] = r.registration(false, true, unseen)
	}
	if tests {
		name := "interleave_rewritten_test.go"
		if strings.HasSuffix(r.src.path(), "_test") {
			name = "interleave_rewritten_x_test.go"
		}
		if others {
			unseen = nil
		}
		out[filepath.Join(r.src.Dir, name)] = r.registration(true, !others, unseen)
	}
	return out, nil
}

// rewrite returns the new text of a file.
func (r *rewriter) rewrite() (text string, err error) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case fail:
			err = e.err
		default:
			err = fmt.Errorf("%s: it can't be rewritten: %v\n%s", r.path, e, debug.Stack())
		}
	}()
	r.findImports()
	for _, d := range r.ast.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			r.inert(d.Type)
			if d.Recv != nil {
				r.inert(d.Recv)
			}
			for _, in := range r.p.inits {
				if in.decl == d {
					r.replace(d.Name.Pos(), d.Name.End(), in.name)
				}
			}
			if r.p.suite && r.test && isTestFunc(d) {
				name := r.p.unique(d.Name.Name)
				r.replace(d.Name.Pos(), d.Name.End(), name)
				r.p.tests = append(r.p.tests, [2]string{d.Name.Name, name})
			}
			r.function(d, d.Type, d.Body)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.ValueSpec:
					if spec.Type != nil {
						r.inert(spec.Type)
					}
					if d.Tok == token.CONST {
						r.constants(spec)
						continue
					}
					r.fn = new(function)
					r.values(exprs(spec.Names), spec.Values)
					r.fn = nil
				case *ast.TypeSpec:
					r.inert(spec.Type)
					if spec.TypeParams != nil {
						r.inert(spec.TypeParams)
					}
				}
			}
		}
	}
	edits := r.edits
	more := r.appendix()
	r.edits = edits
	if r.usesRT {
		r.more = append(r.more, r.p.rtName+" "+strconv.Quote(rtPath))
	}
	if len(r.more) > 0 {
		r.insert(r.ast.Name.End(), "; import ("+strings.Join(r.more, "; ")+")")
	}
	return r.apply(0, len(r.text)) + more, nil
}

// isTestFunc reports a function that go test runs as a test.
func isTestFunc(d *ast.FuncDecl) bool {
	rest, ok := strings.CutPrefix(d.Name.Name, "Test")
	if !ok || d.Recv != nil || d.Body == nil || d.Type.TypeParams != nil || len(d.Type.Params.List) != 1 {
		return false
	}
	if first, _ := utf8.DecodeRuneInString(rest); rest != "" && unicode.IsLower(first) {
		return false
	}
	star, ok := d.Type.Params.List[0].Type.(*ast.StarExpr)
	if !ok || len(d.Type.Params.List[0].Names) > 1 {
		return false
	}
	sel, ok := star.X.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "T"
}

// constants gives constants the values that were asked for.
func (r *rewriter) constants(spec *ast.ValueSpec) {
	for i, id := range spec.Names {
		name := r.pkg.Path() + "." + id.Name
		value, ok := r.p.constant[name]
		if !ok {
			if i < len(spec.Values) {
				r.inert(spec.Values[i])
			}
			continue
		}
		if i >= len(spec.Values) {
			r.fail(id, "constant %s has no value of its own, so that it can't be set", id.Name)
		}
		r.replace(spec.Values[i].Pos(), spec.Values[i].End(), value)
		r.p.set[name] = true
	}
}

func exprs(ids []*ast.Ident) (out []ast.Expr) {
	for _, id := range ids {
		out = append(out, id)
	}
	return out
}
