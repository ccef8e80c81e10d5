//go:build !(linux && amd64)

package rmw

import (
	"context"
	"errors"
	"io"
)

// Child does nothing here.
func Child(func() []Path) {}

// Count can't count here.
func Count(context.Context, io.Writer, []Path) error { return errors.New("only on linux/amd64") }
