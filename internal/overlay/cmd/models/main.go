// Models runs the models of a package: go test with an overlay in which the package's
// atomics are those of the model checker.
//
//	go run ./internal/overlay/cmd/models [-dir module] [-with dir,dir]
//		[-except file,file] dir [flags of go test]
//
// dir is the package's directory in the module, which is checked, along with those of
// -with. Flags that the tests know may follow, for example
//
//	. -run TestModel -v -interleave.full -interleave.progress
package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"path"
	"strings"

	"github.com/diatomic-go/diatomic/internal/overlay"
	"github.com/diatomic-go/diatomic/internal/program"
)

const usage = `usage: models [flags] package-directory [flags of go test]

Runs the models of a package: go test with an overlay in which the package's atomics are those of the
model checker.

`

func main() { program.Main("models", run) }

// run is the program. It returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("models", flag.ContinueOnError)
	dir := flags.String("dir", ".", "root of the module")
	with := flags.String("with", "", "directories of other checked packages")
	except := flags.String("except", "", "files that may use what the model does not cover")
	code, ok := program.Parse(flags, program.Usage{Above: usage}, args, stdout, stderr, func() error {
		if flags.NArg() < 1 {
			return errors.New("there is no directory of a package")
		}
		return nil
	})
	if !ok {
		return code
	}
	pkg := flags.Arg(0)
	o, err := overlay.New(overlay.Config{Dir: *dir, Packages: append([]string{pkg}, list(*with)...),
		Except: list(*except)})
	if err == nil {
		defer o.Close()
		cmd := o.Command(ctx, "test", "./"+path.Clean(pkg), flags.Args()[1:]...)
		cmd.Stdout, cmd.Stderr = stdout, stderr
		err = cmd.Run()
	}
	return program.Exit(ctx, "models", err, stderr)
}

func list(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}
