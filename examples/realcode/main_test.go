package main

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// The quick set: each model for a few seconds, and one mutant of each package.
func TestQuick(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip(err)
	}
	var log bytes.Buffer
	c := &checker{ctx: t.Context(), quick: true, limit: quickLimit, log: &log}
	ok, text, err := c.all(nil)
	if err != nil {
		t.Fatal(err)
	}
	if !ok {
		t.Errorf("%s\n%s", text, log.String())
	}
}

// The suites of one module, a few executions of each test.
func TestQuickSuites(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip(err)
	}
	var log bytes.Buffer
	c := &checker{ctx: t.Context(), quick: true, limit: time.Second, log: &log}
	ok, text, err := c.suites([]string{"golang.org/x/sync"})
	if err != nil {
		t.Fatal(err)
	}
	if !ok || !strings.Contains(text, "`golang.org/x/sync/...` | 29 | 27 | 0 | 2 |") {
		t.Errorf("%s\n%s", text, log.String())
	}
}
