//go:build ignore

// Gen writes ports.go: the peers made of package ports, which differ in their type alone.
// A generic function calls the methods of a type parameter through a table, and would
// measure that; so each type has functions of its own.
package main

import (
	"bytes"
	"go/format"
	"log"
	"os"
	"text/template"
)

func main() {
	t := template.Must(template.ParseFiles("ports.go.tmpl"))
	var b bytes.Buffer
	if err := t.Execute(&b, []struct {
		Type, Func, Name, Text string
		User                   bool
		Comment                string
	}{
		{"Mutex", "mutex", "mutex", "mutex and waker", true,
			"A waker under a mutex: what a user would write."},
		{"AtomicWaker", "atomicWaker", "atomicwaker", "AtomicWaker (port)", false,
			"The protocol of futures and atomic-waker."},
		{"OnePointer", "onePointer", "onepointer", "one atomic pointer", false,
			"The first alternative: one atomic pointer to an immutable waker."},
		{"SeqLock", "seqLock", "seqlock", "sequence lock", false,
			"The second alternative: one waker under a version."},
	}); err != nil {
		log.Fatal(err)
	}
	text, err := format.Source(b.Bytes())
	if err != nil {
		log.Fatal(err)
	}
	file := "ports.go"
	if len(os.Args) > 1 {
		file = os.Args[1]
	}
	if err := os.WriteFile(file, text, 0o666); err != nil {
		log.Fatal(err)
	}
}
