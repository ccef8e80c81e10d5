package main

import "context"

// reply is the work of a client and a server that answers one request at a time. With
// each request the client makes a context and a place for the reply. It hands the request
// over, and waits under the context.
type reply struct {
	text string // in tables: the place
	// sides returns a client that makes n requests, and the server.
	sides func(n int) [2]func()
}

// request is a question and the place for its reply. The server replies with the
// question.
type request[P any] struct {
	question *int
	place    P
}

// clientAndServer connects them: with all peers, requests are handed over through an
// unbuffered channel. The client gets a context that can be cancelled. The server ends
// when the client is done.
func clientAndServer[P any](n int, client func(context.Context, chan request[P], int),
	server func(chan request[P])) [2]func() {
	requests := make(chan request[P])
	return [2]func(){
		func() {
			defer close(requests)
			parent, cancel := context.WithCancel(context.Background())
			defer cancel()
			client(parent, requests, n)
		},
		func() { server(requests) },
	}
}

// questions are asked in turn, so that the reply to the request before is a wrong one.
var questions [2]int

func mustAnswer(question, reply *int) {
	if reply != question {
		panic("that is not the reply to this request")
	}
}
