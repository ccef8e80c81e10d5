//go:build !js

package rewrite

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

// Outside of a model, rewritten code does what the original does: it passes the same
// tests. These are packages of the standard library, copied to a module of their own, and
// packages of this module.

// copied are packages that import no internal ones, and values of which don't meet those
// of the originals.
var copied = []string{"container/heap", "container/list", "container/ring", "encoding/csv", "encoding/hex",
	"encoding/pem", "encoding/ascii85", "text/tabwriter", "text/scanner", "text/template/parse", "html",
	"encoding/base32", "mime/quotedprintable", "image/color", "encoding/xml", "net/rpc"}

func TestStandardTests(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles much")
	}
	testenv.NeedGo(t)
	dir := t.TempDir()
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "go.mod"), "module example.com/m\n\ngo 1.25.0\n\n"+
		"require github.com/diatomic-go/diatomic v0.0.0\n\nreplace github.com/diatomic-go/diatomic => "+root+"\n")
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	goroot := strings.TrimSpace(string(out))
	var patterns []string
	for _, p := range copied {
		if copyPackage(t, goroot, p, dir) {
			patterns = append(patterns, "./"+p)
		}
	}
	if len(patterns) < len(copied)/2 {
		t.Errorf("only %q could be copied", patterns)
	}
	sameTests(t, dir, patterns...)
}

func TestOwnTests(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles much")
	}
	testenv.NeedGo(t)
	sameTests(t, "../../..", "./waitset", "./internal/figures", "./internal/program", "./mpsc", "./event")
}

// sameTests runs the rewritten tests of packages, but those that count allocations.
func sameTests(t *testing.T, dir string, patterns ...string) {
	t.Helper()
	res, err := Rewrite(t.Context(), Config{Dir: dir, Patterns: patterns})
	if err != nil {
		t.Fatal(err)
	}
	tmp := t.TempDir()
	replace := map[string]string{}
	for name, text := range res.Files {
		to := filepath.Join(tmp, strconv.Itoa(len(replace))+"_"+filepath.Base(name))
		put(t, to, text)
		replace[name] = to
	}
	b, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	overlay := filepath.Join(tmp, "overlay.json")
	put(t, overlay, string(b))
	args := append([]string{"test", "-vet=off", "-short", "-skip=Alloc", "-overlay=" + overlay}, patterns...)
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func put(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// copyPackage copies a package of the standard library, unless it needs an internal one.
func copyPackage(t *testing.T, goroot, path, dir string) bool {
	t.Helper()
	from := filepath.Join(goroot, "src", filepath.FromSlash(path))
	texts := map[string]string{}
	err := filepath.WalkDir(from, func(file string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, file)
		if err != nil {
			return err
		}
		if d.IsDir() {
			if rel != "." && !strings.HasPrefix(rel, "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		b, err := os.ReadFile(file)
		texts[rel] = string(b)
		return err
	})
	if err != nil {
		t.Log(err) // a Go without its sources
		return false
	}
	for rel, text := range texts {
		if strings.HasSuffix(rel, ".s") {
			return false
		}
		if !strings.HasSuffix(rel, ".go") || strings.HasPrefix(rel, "testdata") {
			continue
		}
		if strings.Contains(text, "internal/") || strings.Contains(text, "/internal\"") {
			return false
		}
		texts[rel] = strings.ReplaceAll(text, "\""+path+"\"", "\"example.com/m/"+path+"\"")
	}
	for rel, text := range texts {
		put(t, filepath.Join(dir, filepath.FromSlash(path), rel), text)
	}
	return true
}
