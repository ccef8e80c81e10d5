package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"time"
)

const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

func main() {
	ctx, stop := interruptible()
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr, os.DirFS)
	stop()
	os.Exit(code)
}

// interruptible returns a context that the first interrupt ends. The second one has its usual
// effect, in case a read hangs.
func interruptible() (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// run is the program. It returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer, open func(dir string) fs.FS) int {
	o, code, ok := parse(args, stdout, stderr)
	if !ok {
		return code
	}
	fail := func(err error) int {
		fmt.Fprintf(stderr, "wordcount: %v\n", err)
		return exitFailed
	}
	if o.goTree {
		var err error
		if o.dir, err = goSource(ctx); err != nil {
			return fail(err)
		}
	}
	fsys := open(o.dir)
	st := &status{w: stderr, live: isTerminal(stderr)}
	h := newSlots(o.producers)
	start := time.Now()
	c, err := tally(ctx, fsys, o.producers, h, st)
	took := time.Since(start)
	var root rootError
	if errors.As(err, &root) {
		return fail(fmt.Errorf("can't read %s: %w", o.dir, root))
	}
	if err := summary(stdout, c, o.top, st.skipped, took, h, o.producers); err != nil {
		return fail(err)
	}
	if err != nil {
		fmt.Fprintln(stderr, "wordcount: interrupted; this is what was counted so far")
		return exitInterrupted
	}
	if o.verify {
		return verify(ctx, c, fsys, stdout, stderr)
	}
	return exitOK
}

// verify counts again, and says whether that gives c.
func verify(ctx context.Context, c *counts, fsys fs.FS, stdout, stderr io.Writer) int {
	start := time.Now()
	m, err := recount(ctx, fsys)
	if ctx.Err() != nil {
		fmt.Fprintln(stderr, "wordcount: interrupted; not verified")
		return exitInterrupted
	}
	if err == nil {
		err = compare(c, m)
	}
	if err == nil {
		_, err = fmt.Fprintf(stdout, "\nverified: one goroutine counts the same, in %.3f s\n", time.Since(start).Seconds())
	}
	if err != nil {
		fmt.Fprintf(stderr, "wordcount: verify: %v\n", err)
		return exitFailed
	}
	return exitOK
}
