package main

import (
	"bytes"
	"os/exec"
	"testing"
	"time"
)

// The quick set: each model for two seconds at most, and one mutant of each package.
func TestQuick(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip(err)
	}
	var log bytes.Buffer
	c := &checker{ctx: t.Context(), quick: true, limit: 2 * time.Second, log: &log}
	ok, text, err := c.all(nil)
	if err != nil {
		t.Fatal(err)
	}
	if !ok {
		t.Errorf("%s\n%s", text, log.String())
	}
}
