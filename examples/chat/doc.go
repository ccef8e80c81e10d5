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
package main
