package core

import (
	"fmt"
	"slices"
	"strings"
)

// Remedy says how to run models with the overlay.
const Remedy = "run its models by go run ./internal/overlay/cmd/models [-dir module] package-directory " +
	"-run TestModel, or by package overlay in a test"

// rewritten has the import paths of the packages that were built with the overlay.
var rewritten = map[string]bool{}

// Rewritten notes that the package which calls package runtime was built with the
// overlay: the overlay adds a file to each checked package, whose init does so.
func Rewritten() {
	rewritten[callers()[0]] = true
}

// NotRewritten returns an error if a test runs a model, and neither the package that
// calls the checker nor one that calls that was built with the overlay. What other
// packages the model needs to have rewritten it can't know. The checker's own tests need
// none.
func NotRewritten() error {
	pkgs := callers()
	root := strings.TrimSuffix(enginePackages[0], ".")
	isRewritten := func(p string) bool { return rewritten[strings.TrimSuffix(p, "_test")] }
	if pkgs[0] == root+"_test" || slices.ContainsFunc(pkgs, isRewritten) {
		return nil
	}
	return fmt.Errorf("interleave: package %s was not rewritten, so the model does not check its code: %s",
		strings.TrimSuffix(pkgs[0], "_test"), Remedy)
}
