package main

import (
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// goSource returns where the source of the Go tree is.
func goSource(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	root := strings.TrimSpace(string(out))
	if err != nil || root == "" {
		//lint:ignore SA1019 there is no go command to ask
		root = runtime.GOROOT()
	}
	if root == "" {
		return "", errors.New("no Go tree found: name a directory")
	}
	return filepath.Join(root, "src"), nil
}
