package main

import (
	"context"
	"sync"
)

// goChat has a goroutine and a channel for each room and each session.
type goChat struct {
	rooms, sessions []chan line
	inRooms, inAll  sync.WaitGroup
}

func newGoChat(p plan) *goChat {
	c := new(goChat)
	for i := range p.sessions {
		mail := make(chan line, 4)
		c.sessions = append(c.sessions, mail)
		c.inAll.Go(func() {
			for l := range mail {
				p.heard(i, l)
			}
		})
	}
	for k := range p.rooms {
		mail := make(chan line, roomFor)
		c.rooms = append(c.rooms, mail)
		members := p.members(k)
		c.inRooms.Go(func() {
			for l := range mail {
				for _, i := range members {
					c.sessions[i] <- l
				}
			}
		})
	}
	return c
}

func (c *goChat) say(ctx context.Context, i int, text string) error {
	select {
	case c.rooms[i%len(c.rooms)] <- line{i, text}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *goChat) close(context.Context) error {
	for _, r := range c.rooms {
		close(r)
	}
	c.inRooms.Wait()
	for _, s := range c.sessions {
		close(s)
	}
	c.inAll.Wait()
	return nil
}
