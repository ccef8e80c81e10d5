// Realcode checks packages that others use, as they were released, with package
// interleave: their sources are not touched. Each directory has models of one of them.
//
//	go run .           all models and mutants, as a table in Markdown
//	go run . -quick    for a few seconds each
//	go run . -suites   the tests of packages, unmodified, at random
//
// A model passes, and then the table says how far it came; or it finds something, and
// then docs/findings.md of this repository tells more: such tests have the build tag
// findings, for without the tool they would hang. A mutant is a package with a bug
// that was put into it: the model must find it.
//
// One model by itself:
//
//	go tool interleave -with github.com/puzpuzpuz/xsync/v4 -run TestSPSC -v ./xsync
//
// This is a module of its own, among the examples, since the library requires nothing.
package main
