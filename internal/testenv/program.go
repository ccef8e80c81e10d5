package testenv

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Program builds the program in a directory, and returns the name of its file.
func Program(t testing.TB, dir string) string {
	t.Helper()
	NeedGo(t)
	file := filepath.Join(t.TempDir(), "program.exe")
	Go(t, nil, "build", "-buildvcs=false", "-o", file, dir)
	return file
}

// Output asserts that the program in a directory exits with 0 when it is run with each of
// the lists of arguments, and with 1 and an explanation if its output is lost.
func Output(t *testing.T, dir string, lists ...[]string) {
	t.Helper()
	program := Program(t, dir)
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no device that is full: ", err)
	}
	defer full.Close()
	for _, args := range lists {
		cmd := exec.Command(program, args...)
		var out, reason bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &reason
		if err := cmd.Run(); err != nil || out.Len() == 0 {
			t.Errorf("%q: %v, output %q, %s", args, err, &out, &reason)
		}
		reason.Reset()
		cmd = exec.Command(program, args...)
		cmd.Stdout, cmd.Stderr = full, &reason
		var exit *exec.ExitError
		if err := cmd.Run(); !errors.As(err, &exit) || exit.ExitCode() != 1 ||
			!bytes.Contains(reason.Bytes(), []byte("no space left")) {
			t.Errorf("%q, and the output is lost: %v, %s", args, err, &reason)
		}
	}
}
