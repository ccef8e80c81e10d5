package rewrite

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Packages of other modules, and of the standard library, that Config.With names.

// Moved is a module of the module cache, with packages that were rewritten. The go
// command lets nobody replace files there, so the module needs another directory.
type Moved struct {
	Path, Version, Dir string
	GoMod              string   // its go.mod
	Files              []string // all files of its packages that take part
	Real               bool     // the directory must exist: for assembly, or to run tests in
	Data               []string // directories that tests read
}

// matcher returns a function that reports whether an import path matches a pattern, as
// the go command has it: "..." is any string, and the slash before a final one may be
// missing.
func matcher(pattern string) func(path string) bool {
	text := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\.\.\.`, `.*`)
	if s, ok := strings.CutSuffix(text, `/.*`); ok {
		text = s + `(/.*)?`
	}
	return regexp.MustCompile(`^` + text + `$`).MatchString
}

// wanted reports which packages are to be rewritten in addition to those of the main
// module. The checker can't rewrite what it needs itself.
func wanted(all []*listed, checker map[string]bool, with []string) (map[string]bool, error) {
	out := map[string]bool{}
	for _, pattern := range with {
		match := matcher(pattern)
		found, needed := false, false
		for _, l := range all {
			switch path := l.path(); {
			case !match(path) || l.Module != nil && l.Module.Main || ours(path):
			case checker[path] || path == "unsafe" || standins[path] != "":
				needed = true
			default:
				found = true
				out[path] = true
			}
		}
		switch {
		case !found && needed:
			return nil, fmt.Errorf("-with %s: the checker needs it itself, so that it can't be rewritten", pattern)
		case !found:
			return nil, fmt.Errorf("-with %s: the tests depend on no such package", pattern)
		}
	}
	return out, nil
}

// inSuites adds what a suite takes in addition: the packages that were named, of whatever
// module, with all others of it; and those that help tests. These are given a *testing.T,
// which is another type then.
func inSuites(all []*listed, checker, also map[string]bool) {
	named := map[string]bool{} // modules
	for _, l := range all {
		if l.Module != nil && !l.DepOnly && !ours(l.ImportPath) {
			named[l.Module.Path] = true
		}
	}
	for _, l := range all {
		path := l.path()
		switch {
		case checker[path] || ours(path) || path == "unsafe" || standins[path] != "" || len(l.CgoFiles) > 0:
		case !l.DepOnly, l.Module != nil && named[l.Module.Path], slices.Contains(l.Imports, "testing"):
			also[path] = true
		}
	}
}

// moved finds the modules of the module cache that the chosen packages belong to.
func (p *planned) moved(cache string, overlay Overlay) (out []Moved, err error) {
	modules := map[string]*Moved{}
	for _, l := range p.chosen {
		if l.Module == nil && within(cache, l.Dir) {
			return nil, fmt.Errorf("%s can't be rewritten: the Go in use is in the module cache, where nothing may be "+
				"replaced: use one that is installed (GOTOOLCHAIN=local)", l.path())
		}
		if m := l.Module; m != nil && !m.Main && m.Dir != "" && within(cache, m.Dir) && modules[m.Path] == nil {
			modules[m.Path] = &Moved{Path: m.Path, Version: m.Version, Dir: m.Dir, GoMod: m.GoMod}
		}
	}
	seen := map[string]bool{}
	for _, l := range p.all {
		if l.Module == nil || modules[l.Module.Path] == nil || seen[l.Dir] {
			continue
		}
		seen[l.Dir] = true
		m := modules[l.Module.Path]
		if p.suite && slices.Contains(p.tested, l.path()) {
			m.Real = true
			m.Data = append(m.Data, filepath.Join(l.Dir, "testdata"))
		}
		entries, err := os.ReadDir(l.Dir)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.Type().IsRegular() && !strings.HasSuffix(e.Name(), "_test.go") {
				m.Files = append(m.Files, filepath.Join(l.Dir, e.Name()))
			}
		}
		for _, name := range l.SFiles {
			by, ok := overlay[filepath.Join(l.Dir, name)]
			m.Real = m.Real || !ok || by != ""
		}
		for _, name := range l.EmbedFiles {
			m.Files = append(m.Files, filepath.Join(l.Dir, name))
		}
	}
	for _, path := range slices.Sorted(maps.Keys(modules)) {
		out = append(out, *modules[path])
	}
	return out, nil
}

// within reports whether file is in a directory, or below.
func within(dir, file string) bool {
	rel, err := filepath.Rel(dir, file)
	return err == nil && dir != "" && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// old reports whether the package is of a module whose version of Go is too old for what
// rewritten code needs: generic functions, and type inference as it is since 1.21.
func old(l *listed) bool {
	if l.Module == nil {
		return false // of the standard library
	}
	if l.Module.GoVersion == "" {
		return true
	}
	var major, minor int
	fmt.Sscanf(l.Module.GoVersion, "%d.%d", &major, &minor)
	return major == 1 && minor < 21
}

// Overlay says, by the path of a file, which file stands in its place, as the go command
// has it: if it is "", the file is left out. Only files of packages that are rewritten
// may be replaced, and what these export must stay what it is.
type Overlay map[string]string

// read reads a file, or what stands in its place.
func (o Overlay) read(path string) ([]byte, error) {
	if by := o[path]; by != "" {
		path = by
	}
	return os.ReadFile(path)
}

// goFiles are the paths of p's Go files, those of the overlay among them.
func (o Overlay) goFiles(p *listed) (out []string) {
	known := map[string]bool{}
	for _, name := range p.GoFiles {
		path := name
		if !filepath.IsAbs(path) {
			path = filepath.Join(p.Dir, name)
		}
		known[path] = true
		if by, ok := o[path]; !ok || by != "" {
			out = append(out, path)
		}
	}
	for path, by := range o {
		_, err := os.Stat(path)
		isNew := os.IsNotExist(err) && filepath.Ext(path) == ".go" && !strings.HasSuffix(path, "_test.go")
		if isNew && by != "" && filepath.Dir(path) == p.Dir && !known[path] {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

// rest is what of the overlay is not Go that is rewritten. It is an error if something
// is of a package that isn't.
func (o Overlay) rest(chosen []*listed, files map[string]string) (map[string]string, error) {
	out := map[string]string{}
	for path, by := range o {
		if _, ok := files[path]; ok {
			continue
		}
		if !slices.ContainsFunc(chosen, func(l *listed) bool { return l.Dir == filepath.Dir(path) }) {
			return nil, fmt.Errorf("-overlay: %s is of no package that is rewritten", path)
		}
		out[path] = by
	}
	return out, nil
}
