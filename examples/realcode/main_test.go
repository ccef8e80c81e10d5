package main

import (
	"bytes"
	"os/exec"
	"testing"
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
