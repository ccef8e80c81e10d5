//go:build !(linux && amd64)

package main

import (
	"errors"
	"io"
)

const rmwChild = ""

func rmwMain() {}

func countRMW(io.Writer) error { return errors.New("only on linux/amd64") }
