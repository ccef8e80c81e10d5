package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/diatomic-go/diatomic/internal/program"
)

func main() {
	program.Main("wordcount", func(ctx context.Context, args []string, stdout, stderr io.Writer) int {
		return run(ctx, args, stdout, stderr, os.DirFS)
	})
}

// run is the program. It returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer, open func(dir string) fs.FS) int {
	o, code, ok := parse(args, stdout, stderr)
	if !ok {
		return code
	}
	fail := func(err error) int {
		fmt.Fprintf(stderr, "wordcount: %v\n", err)
		return program.Failed
	}
	dir := o.dir
	if o.goTree {
		var err error
		if dir, err = goSource(ctx); err != nil {
			return fail(err)
		}
		if o.page != "" {
			dir = filepath.Join(dir, "runtime")
		}
	}
	var (
		fsys = open(dir)
		left = "this is what was counted so far"
		all  []outcome
		err  error
	)
	if o.page == "" {
		all, err = measure(ctx, fsys, o, stderr)
	} else {
		err, left = table(ctx, fsys, o, stdout, stderr), "no table was written"
	}
	interrupted := err != nil && ctx.Err() != nil
	if root := (rootError{}); errors.As(err, &root) {
		return fail(fmt.Errorf("can't read %q: %w", dir, root))
	}
	if err != nil && !interrupted {
		return fail(err)
	}
	if all != nil {
		if err := summary(stdout, all, o); err != nil {
			return fail(err)
		}
	}
	if interrupted {
		fmt.Fprintln(stderr, "wordcount: interrupted;", left)
		return program.Interrupted
	}
	if o.verify {
		return verify(ctx, all, fsys, stdout, stderr)
	}
	return program.OK
}

// verify counts again, and says whether that gives the same as all.
func verify(ctx context.Context, all []outcome, fsys fs.FS, stdout, stderr io.Writer) int {
	start := time.Now()
	m, err := recount(ctx, fsys)
	if ctx.Err() != nil {
		fmt.Fprintln(stderr, "wordcount: interrupted; not verified")
		return program.Interrupted
	}
	for _, w := range all {
		if err == nil {
			err = compare(w.counts, m)
		}
	}
	if err == nil {
		_, err = fmt.Fprintf(
			stdout,
			"\nverified: one goroutine counts the same, in %.3f s\n",
			time.Since(start).Seconds(),
		)
	}
	if err != nil {
		fmt.Fprintf(stderr, "wordcount: verify: %v\n", err)
		return program.Failed
	}
	return program.OK
}
