// Package rt is what code calls that the interleave command has rewritten. It is not for
// people: its functions may change with any version, along with the command.
//
// In a thread of a model, each of them tells the engine. Anywhere else, in other tests of
// the same binary say, they do what the code did before it was rewritten.
package rt
