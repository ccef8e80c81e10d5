package main

import (
	"context"

	"github.com/diatomic-go/diatomic/actor"
)

// actorChat has an actor for each room and each session.
type actorChat struct {
	system   *actor.System
	ended    chan error
	rooms    []actor.Ref[line]
	sessions []session
}

// session is an actor, embedded by value: all sessions are one slice.
type session struct {
	actor.Actor[line]
	heard func(i int, l line)
	i     int
}

// Receive hears a line.
func (s *session) Receive(_ *actor.Context[line], l line) { s.heard(s.i, l) }

// room is an actor that passes on what is said to all its members.
type room struct{ members []actor.Ref[line] }

func (r *room) Receive(c *actor.Context[line], l line) {
	for _, m := range r.members {
		_ = actor.Send(c, m, l) // fails only at the end
	}
}

func newActorChat(p plan) *actorChat {
	c := &actorChat{
		system:   actor.NewSystem(actor.Options{}),
		ended:    make(chan error, 1),
		sessions: make([]session, p.sessions),
	}
	for i := range c.sessions {
		s := &c.sessions[i]
		s.heard, s.i = p.heard, i
		s.Init(c.system, s)
	}
	for k := range p.rooms {
		r := new(room)
		for _, i := range p.members(k) {
			r.members = append(r.members, c.sessions[i].Ref())
		}
		c.rooms = append(c.rooms, actor.Spawn(c.system, r, actor.Mailbox(roomFor)))
	}
	go func() { c.ended <- c.system.Run(context.Background()) }()
	return c
}

func (c *actorChat) say(ctx context.Context, i int, text string) error {
	return c.rooms[i%len(c.rooms)].Send(ctx, line{i, text})
}

func (c *actorChat) close(ctx context.Context) error {
	if err := c.system.Shutdown(ctx); err != nil {
		return err
	}
	return <-c.ended
}
