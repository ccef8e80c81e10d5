// Actors shows consumers that aren't goroutines. Package actor has a mailbox and a
// diatomic.WakeSink for each actor, and a few workers that run the actors that have mail;
// package sim is a discrete-event simulation on it, and package epidemic is what it
// simulates here.
//
//	cd examples/actors
//	go run .              # an epidemic among 100 000 actors, held against a sequential run
//	go run . -table -     # measures actors against a goroutine and a channel each
package main
