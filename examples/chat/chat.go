package main

import "context"

// line is what is said in a room. From is the session that says it.
type line struct {
	from int
	text string
}

// chat is a core: it has rooms, and each session is in one.
type chat interface {
	// say has session i say something. It waits while the session's room is full.
	say(ctx context.Context, i int, text string) error
	// close ends the chat once all that was said has been heard.
	close(ctx context.Context) error
}

// plan says what a chat has. Session i is in room i mod rooms.
type plan struct {
	sessions, rooms int
	heard           func(i int, l line) // is called for each session that hears a line, i at a time
}

// members returns the sessions of a room.
func (p plan) members(room int) (list []int) {
	for i := room; i < p.sessions; i += p.rooms {
		list = append(list, i)
	}
	return list
}

// roomFor is how many lines may wait in a room before those who say more must wait.
const roomFor = 64
