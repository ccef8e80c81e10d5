// Package lincheck checks histories of random runs of package mpsc for linearizability,
// with github.com/anishathalye/porcupine. It is a module of its own, so that the library
// requires nothing.
package lincheck
