package main

import "context"

// A channel that is closed serves one wait, so all that it can do is to reply.
var closedPeer = &peer{
	name: "closed", text: "`chan struct{}`, closed",
	reply: &reply{
		text:  "a variable and a `chan struct{}` that is closed",
		sides: func(n int) [2]func() { return clientAndServer(n, closedClient, closedServer) },
	},
}

type closedPlace struct {
	replied chan struct{}
	reply   *int
}

func closedClient(parent context.Context, requests chan request[*closedPlace], n int) {
	for i := range n {
		ctx, cancel := context.WithCancel(parent)
		question, place := &questions[i&1], &closedPlace{replied: make(chan struct{})}
		requests <- request[*closedPlace]{question, place}
		select {
		case <-place.replied:
		case <-ctx.Done():
			cancel()
			return
		}
		cancel()
		mustAnswer(question, place.reply)
	}
}

func closedServer(requests chan request[*closedPlace]) {
	for r := range requests {
		r.place.reply = r.question
		close(r.place.replied)
	}
}
