// Package program is what the mains of this repository have in common: flags, interrupts,
// exit codes, commands that they run, and the line that tells how far they are.
package program

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
)

// Exit codes.
const (
	OK          = 0
	Failed      = 1
	WrongUsage  = 2
	Interrupted = 130
)

// Func is a program. It returns its exit code.
type Func func(ctx context.Context, args []string, stdout, stderr io.Writer) int

// Main runs a program under a context that the first interrupt ends, and exits with its
// code, as Run returns it. The second interrupt has its usual effect, in case something
// hangs.
func Main(name string, run Func) {
	ctx, stop := Interruptible()
	code := Run(ctx, name, run, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// Run runs a program and returns its exit code: Failed instead of OK if something that it
// printed was lost.
func Run(ctx context.Context, name string, run Func, args []string, stdout, stderr io.Writer) int {
	out := &output{w: stdout}
	code := run(ctx, args, out, stderr)
	if code == OK && out.err != nil {
		fmt.Fprintf(stderr, "%s: the output is incomplete: %v\n", name, out.err)
		return Failed
	}
	return code
}

// output keeps the first error. Nothing is written after it.
type output struct {
	mu  sync.Mutex
	w   io.Writer
	err error
}

func (o *output) Write(p []byte) (n int, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err == nil {
		n, o.err = o.w.Write(p)
	}
	return n, o.err
}

// Interruptible returns the context of Main.
func Interruptible() (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), interrupts()...)
	context.AfterFunc(ctx, stop)
	return context.WithValue(ctx, hears{}, true), stop
}

// Usage is what -h prints, above and below the flags.
type Usage struct{ Above, Below string }

// Parse parses args, and has check say what is wrong with them. If there is nothing to do
// after that, it returns an exit code and false: OK after -h, and else WrongUsage, with
// the reason on stderr.
func Parse(flags *flag.FlagSet, u Usage, args []string, stdout, stderr io.Writer, check func() error) (code int,
	ok bool) {
	flags.SetOutput(io.Discard)
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, u.Above)
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		fmt.Fprint(stdout, u.Below)
		return OK, false
	}
	if err == nil {
		err = check()
	}
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v\n(%[1]s -h explains the flags)\n", flags.Name(), err)
		return WrongUsage, false
	}
	return OK, true
}

// Between returns an error if the value of a flag is not from least to most.
func Between(name string, value, least, most int) error {
	if value < least || value > most {
		return fmt.Errorf("-%s must be from %d to %d", name, least, most)
	}
	return nil
}

// NoArguments returns an error if something follows the flags.
func NoArguments(flags *flag.FlagSet) error {
	if flags.NArg() > 0 {
		return errors.New("there are no arguments, only flags")
	}
	return nil
}

// Exit returns the exit code of a program that ended with err, and prints why it failed.
func Exit(ctx context.Context, name string, err error, stderr io.Writer) int {
	if ctx.Err() != nil {
		fmt.Fprintf(stderr, "%s: interrupted\n", name)
		return Interrupted
	}
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v\n", name, err)
		return Failed
	}
	return OK
}
