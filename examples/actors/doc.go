// Actors shows consumers that aren't goroutines, but actors of package actor. Package sim
// is a discrete-event simulation on them, and package epidemic is what it simulates here.
//
//	cd examples/actors
//	go run .              # an epidemic among 100 000 actors, compared with a sequential run
//	go run . -table -     # measures actors against a goroutine and a channel each
package main
