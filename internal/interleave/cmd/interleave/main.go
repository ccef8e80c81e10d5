// Interleave runs the models of a package: go test with an overlay in which the package's
// atomics are those of the model checker.
//
//	go run ./internal/interleave/cmd/interleave [-dir module] [-with dir,dir]
//		[-except file,file] dir [flags of go test]
//
// dir is the package's directory in the module, which is checked, along with those of
// -with. Flags that the tests know may follow, for example
//
//	. -run TestModel -v -interleave.full -interleave.progress
package main

import (
	"flag"
	"fmt"
	"os"
	"path"
	"strings"

	"github.com/diatomic-go/diatomic/internal/interleave/overlay"
)

func main() {
	dir := flag.String("dir", ".", "root of the module")
	with := flag.String("with", "", "directories of other checked packages")
	except := flag.String("except", "", "files that may use what the model does not cover")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: interleave [flags] package-directory [flags of go test]")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() < 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*dir, flag.Arg(0), list(*with), list(*except), flag.Args()[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func list(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}

func run(dir, pkg string, with, except, args []string) error {
	o, err := overlay.New(overlay.Config{Dir: dir, Packages: append([]string{pkg}, with...), Except: except})
	if err != nil {
		return err
	}
	defer o.Close()
	cmd := o.Command("test", "./"+path.Clean(pkg), args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}
