package rewrite

import (
	"go/ast"
	"go/types"
	"strconv"
	"strings"
)

// Functions without a body are in assembly, or linked from another package.

// linked are those that a model has something of its own for, by what they are linked
// from: functions of package rt.
var linked = map[string]string{
	"runtime.cheaprand": "Rand32", "runtime.fastrand": "Rand32", "sync.fastrand": "Rand32",
	"runtime.cheaprandn": "Rand32N", "runtime.fastrandn": "Rand32N", "sync.fastrandn": "Rand32N",
	"sync.runtime_randn":  "Rand32N",
	"runtime.cheaprand64": "Rand63", "runtime.rand": "Rand", "runtime.fastrand64": "Rand",
	"math/rand.runtime_rand": "Rand", "math/rand/v2.runtime_rand": "Rand", "maps.rand": "Rand",
	"runtime.nanotime": "Nanotime", "time.runtimeNano": "Nanotime",
	"runtime.procPin": "ProcPin", "sync.runtime_procPin": "ProcPin", "sync/atomic.runtime_procPin": "ProcPin",
	"runtime.procUnpin": "ProcUnpin", "sync.runtime_procUnpin": "ProcUnpin",
	"sync/atomic.runtime_procUnpin": "ProcUnpin",
	"runtime.procyield":             "ProcYield", "runtime.goyield": "DoSpin",
	"sync.runtime_doSpin": "DoSpin", "sync.runtime_canSpin": "CanSpin",
	"internal/sync.runtime_doSpin": "DoSpin", "internal/sync.runtime_canSpin": "CanSpin",
}

// pure are those that only compute.
var pure = map[string]bool{"runtime.memhash": true, "runtime.memhash32": true, "runtime.memhash64": true,
	"runtime.strhash": true, "runtime.memequal": true, "runtime.stringHash": true, "runtime.nilinterhash": true,
	"runtime.interhash": true}

// signatures are those of the functions of package rt.
var signatures = map[string]string{"Rand": "func() uint64", "Rand32": "func() uint32", "Rand63": "func() int64",
	"Rand32N": "func(uint32) uint32", "Nanotime": "func() int64", "ProcPin": "func() int", "ProcUnpin": "func()",
	"ProcYield": "func(uint32)", "DoSpin": "func()", "CanSpin": "func(int) bool"}

const notGo = "it is not written in Go; leave its package out of -with, or give one in Go by -overlay"

// notGoHere is said of the functions of this module: there is a build without them.
const (
	notGoHere = "it is not written in Go; -tags diatomic_portable does without"
	seamPath  = "github.com/diatomic-go/diatomic/internal/seam"
)

// noteBodyless notes the functions of a file that have no body, and what they are linked
// from.
func (fs *facts) noteBodyless(pkg *types.Package, f *ast.File) {
	from := map[string]string{}
	for _, g := range f.Comments {
		for _, c := range g.List {
			if text, ok := strings.CutPrefix(c.Text, "//go:linkname "); ok {
				if w := strings.Fields(text); len(w) == 2 {
					from[w[0]] = w[1]
				}
			}
		}
	}
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Body == nil && fn.Recv == nil {
			fs.bodyless[pkg.Path()+"."+fn.Name.Name] = from[fn.Name.Name]
		}
	}
}

// link rewrites e, if it is a function without a body.
func (r *rewriter) link(e ast.Expr) bool {
	var id *ast.Ident
	switch x := e.(type) {
	case *ast.Ident:
		id = x
	case *ast.SelectorExpr:
		if r.info.Selections[x] != nil {
			return false
		}
		id = x.Sel
	default:
		return false
	}
	fn, ok := r.info.Uses[id].(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Signature().Recv() != nil {
		return false
	}
	name := fn.Pkg().Path() + "." + fn.Name()
	from, ok := r.facts.bodyless[name]
	if !ok || pure[from] {
		return false
	}
	if by := linked[from]; by != "" && types.TypeString(anonymous(fn.Signature()), nil) == signatures[by] {
		r.wrap(e, r.rt()+"Link(", ", "+r.rt()+by+")", func() { r.inert(e) })
		return true
	}
	if from != "" {
		name += ", which is " + from + ","
	}
	why := notGo
	if fn.Pkg().Path() == seamPath {
		why = notGoHere
	}
	r.wrap(e, r.rt()+"Ext(", ", "+strconv.Quote(name)+", "+strconv.Quote(why)+")", func() { r.inert(e) })
	return true
}

// anonymous is a function's type without the names of parameters and results.
func anonymous(s *types.Signature) *types.Signature {
	strip := func(t *types.Tuple) *types.Tuple {
		var out []*types.Var
		for v := range t.Variables() {
			out = append(out, types.NewVar(0, nil, "", v.Type()))
		}
		return types.NewTuple(out...)
	}
	return types.NewSignatureType(nil, nil, nil, strip(s.Params()), strip(s.Results()), s.Variadic())
}
