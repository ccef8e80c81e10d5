// Chat is the core of a chat server, with an actor for each room and each session: a
// hundred thousand sessions, most of them played by a generator in memory, and some that
// are real connections over the loopback interface.
//
//	go run ./examples/chat               # 100 000 sessions, 200 of them over TCP
//	go run ./examples/chat -goroutines   # the same with a goroutine and a channel each
//
// Back-pressure: the mailbox of a room is bounded. A goroutine that reads a
// connection, or generates messages, waits there for room, so a client that sends too
// fast isn't read from.
// A session's mailbox isn't bounded: a room must not wait for one of its members.
//
// The end is graceful: the program counts what was said and what was heard, and exits
// with 1 if anything was lost.
//
// # Measured
//
// On 2026-11-30 at d3970da, on two cores of an AMD EPYC, go1.26.8, with 9900 connections,
// as many as 20000 descriptors allow (-conns 9900), three times in alternation with the
// variant of a goroutine each. 119 800 lines were said, and 5 990 000 heard; none was
// lost.
//
//	                    actors            goroutines
//	bytes a session     130 to 131        3026
//	million heard/s     2.73 to 3.02      1.95 to 2.25
//
// The clients run in the same process, and the kernel's work for their connections is
// part of both.
package main
