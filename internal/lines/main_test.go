package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/program"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

func TestRun(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return file
	}
	good := write("good.go", "// short\npackage p\n")
	long := write("long.go", "package p\n\n// "+strings.Repeat("long ", 20)+"\n")
	prose := write("prose.md", strings.Repeat("long ", 30)+"\nmore\n")
	for _, c := range []struct {
		args        []string
		code        int
		out, reason string
	}{
		{[]string{good}, program.OK, "1 files, 0 lines too long\n", ""},
		{[]string{good, long}, program.Failed, long + ":3: 103 columns: // long", ""},
		{[]string{prose}, program.Failed, prose + ":1: 150 columns: long", ""},
		{[]string{filepath.Join(dir, "none.go")}, program.Failed, "", "lines: open "},
		{[]string{good, dir}, program.WrongUsage, "", "lines: " + dir + " is neither"},
		{[]string{"-nosuch"}, program.WrongUsage, "", "lines: flag provided but not defined"},
	} {
		var out, reason strings.Builder
		code := run(t.Context(), c.args, &out, &reason)
		if code != c.code || !strings.HasPrefix(out.String(), c.out) || !strings.HasPrefix(reason.String(), c.reason) {
			t.Errorf("%q: exit code %d, %s%s", c.args, code, out.String(), reason.String())
		}
	}
}

// Output that is lost is a failure.
func TestOutput(t *testing.T) {
	testenv.Output(t, ".", []string{"-h"}, []string{"main.go"})
}
