package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"iter"
	"slices"
)

// What package variables hold. A function that mentions a variable may come to values of
// packages that are not rewritten, though its own types don't say so: those that the
// variable's initialiser makes, or an init function that mentions it, with the functions
// that these call.

// held finds, for each package variable of all packages, the packages whose values it may
// hold.
func held(all []*packageRewriter) map[string][]string {
	g := &holding{map[string][]string{}, map[string][]string{}}
	var vars []string
	for _, r := range all {
		for _, f := range r.files {
			for _, d := range f.ast.Decls {
				switch d := d.(type) {
				case *ast.FuncDecl:
					fn, ok := r.src.info.Defs[d.Name].(*types.Func)
					if !ok || d.Body == nil {
						continue
					}
					key := fn.FullName()
					if d.Recv == nil && d.Name.Name == "init" {
						key = r.src.fset.Position(d.Pos()).String()
						for obj := range r.mentioned(d.Body) {
							if v, ok := obj.(*types.Var); ok {
								g.mentions[varKey(v)] = append(g.mentions[varKey(v)], key)
							}
						}
					}
					g.add(r, key, d.Body)
				case *ast.GenDecl:
					if d.Tok != token.VAR {
						continue
					}
					for _, spec := range d.Specs {
						for _, id := range spec.(*ast.ValueSpec).Names {
							if v, ok := r.src.info.Defs[id].(*types.Var); ok {
								vars = append(vars, varKey(v))
								g.add(r, varKey(v), spec)
							}
						}
					}
				}
			}
		}
	}
	out := map[string][]string{}
	for _, key := range vars {
		if paths := g.reach(key, map[string]bool{}, nil); len(paths) > 0 {
			out[key] = paths
		}
	}
	return out
}

// holding is what package variables and functions meet themselves, and which others they
// mention.
type holding struct{ meets, mentions map[string][]string }

func (g *holding) add(r *packageRewriter, key string, n ast.Node) {
	g.meets[key] = append(g.meets[key], r.metIn(n, true)...)
	for obj := range r.mentioned(n) {
		switch obj := obj.(type) {
		case *types.Var:
			g.mentions[key] = append(g.mentions[key], varKey(obj))
		case *types.Func:
			g.mentions[key] = append(g.mentions[key], obj.Origin().FullName())
		}
	}
}

// reach adds what key, and all that it mentions, meets.
func (g *holding) reach(key string, seen map[string]bool, paths []string) []string {
	if seen[key] {
		return paths
	}
	seen[key] = true
	for _, p := range g.meets[key] {
		if !slices.Contains(paths, p) {
			paths = append(paths, p)
		}
	}
	for _, k := range g.mentions[key] {
		paths = g.reach(k, seen, paths)
	}
	return paths
}

// mentioned yields the functions and package variables that code mentions.
func (r *packageRewriter) mentioned(n ast.Node) iter.Seq[types.Object] {
	return func(yield func(types.Object) bool) {
		ast.Inspect(n, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			switch obj := r.src.info.Uses[id].(type) {
			case *types.Var:
				if isPackageVar(obj) {
					yield(obj)
				}
			case *types.Func:
				yield(obj)
			}
			return true
		})
	}
}
