package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/diatomic-go/diatomic/internal/program"
)

const usage = `usage: chat [flags]

Runs the core of a chat server with very many sessions, and counts whether everything is heard that is said.

`

func main() { program.Main("chat", run) }

// options are the flags.
type options struct {
	sessions, rooms, conns, lines int
	goroutines                    bool
}

// run is the program. It returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var o options
	flags := flag.NewFlagSet("chat", flag.ContinueOnError)
	flags.IntVar(&o.sessions, "sessions", 100_000, "how many sessions there are, 1 to 10 million")
	flags.IntVar(&o.rooms, "rooms", 2000, "how many rooms they are in, 1 to 1 million")
	flags.IntVar(&o.conns, "conns", 200,
		"how many sessions are connections over loopback, each of which takes two descriptors; 0 to 100000")
	flags.IntVar(&o.lines, "lines", 100_000, "how many lines are said in all, 1 to 100 million")
	flags.BoolVar(&o.goroutines, "goroutines", false, "a goroutine and a channel for each session, instead of an actor")
	code, ok := program.Parse(flags, program.Usage{Above: usage}, args, stdout, stderr, func() error {
		return cmp.Or(program.NoArguments(flags), program.Between("sessions", o.sessions, 1, 10_000_000),
			program.Between("rooms", o.rooms, 1, min(1_000_000, o.sessions)),
			program.Between("conns", o.conns, 0, min(100_000, o.sessions)),
			program.Between("lines", o.lines, 1, 100_000_000))
	})
	if !ok {
		return code
	}
	return program.Exit(ctx, "chat", play(ctx, stdout, o), stderr)
}

// play runs a chat from its beginning to its end.
func play(ctx context.Context, stdout io.Writer, o options) error {
	s, err := listen(o.conns)
	if err != nil {
		return err
	}
	defer s.close()
	before := inUse()
	heard := make([]struct{ n atomic.Int64 }, o.sessions)
	p := plan{sessions: o.sessions, rooms: o.rooms, heard: func(i int, l line) {
		if i < o.conns {
			s.hear(i, l)
		}
		heard[i].n.Add(1)
	}}
	var (
		c      chat
		actors *actorChat // or nil
	)
	if o.goroutines {
		c = newGoChat(p)
	} else {
		actors = newActorChat(p)
		c = actors
	}
	memory := (inUse() - before) / float64(o.sessions)

	// The clients connect, and then say a tenth of the lines.
	each := 0
	if o.conns > 0 {
		each = (o.lines/10 + o.conns - 1) / o.conns
	}
	var clients, said sync.WaitGroup
	clientHeard, clientErr := make([]int, o.conns), make([]error, o.conns)
	said.Add(o.conns)
	for i := range o.conns {
		clients.Go(func() {
			clientHeard[i], clientErr[i] = client(s.listener.Addr().String(), i, each, said.Done)
			if clientErr[i] != nil {
				said.Done()
			}
		})
	}
	if err := s.accept(); err != nil {
		return err
	}
	start := time.Now()
	s.read(ctx, c)
	for k := range o.lines {
		if err := c.say(ctx, int(uint64(k)*2654435761%uint64(o.sessions)), "hello"); err != nil {
			return err
		}
	}
	said.Wait()
	s.reading.Wait() // the server has read all that they said
	if err := c.close(ctx); err != nil {
		return err
	}
	took := time.Since(start)
	s.close()
	clients.Wait()

	want, got := expected(o, each), int64(0)
	for i := range heard {
		got += heard[i].n.Load()
	}
	kind := "actors"
	if o.goroutines {
		kind = "goroutines"
	}
	fmt.Fprintf(stdout, "%d sessions in %d rooms, %s; %d of them over TCP\n", o.sessions, o.rooms, kind, o.conns)
	fmt.Fprintf(stdout, "%.0f bytes a session\n", memory)
	fmt.Fprintf(stdout, "%d lines said, %d heard in %.2f s: %.2f million/s\n",
		o.lines+each*o.conns, got, took.Seconds(), float64(got)/took.Seconds()/1e6)
	if actors != nil {
		snap := actors.system.Snapshot()
		for i, w := range snap.Workers {
			fmt.Fprintf(stdout, "worker %d: %d messages in %d runs, %d steals, %d sleeps\n",
				i, w.Messages, w.Runs, w.Steals, w.Sleeps)
		}
	}
	if got != want {
		return fmt.Errorf("%d lines should have been heard, and %d were", want, got)
	}
	for i, n := range clientHeard {
		if clientErr[i] != nil {
			return fmt.Errorf("client %d: %w", i, clientErr[i])
		}
		if int64(n) != heard[i].n.Load() {
			return fmt.Errorf("client %d has heard %d of %d lines", i, n, heard[i].n.Load())
		}
	}
	return nil
}

// expected is how many lines must be heard: each by all that are in its room.
func expected(o options, each int) (n int64) {
	p := plan{sessions: o.sessions, rooms: o.rooms}
	size := make([]int64, o.rooms)
	for i := range size {
		size[i] = int64(len(p.members(i)))
	}
	for k := range o.lines {
		n += size[int(uint64(k)*2654435761%uint64(o.sessions))%o.rooms]
	}
	for i := range o.conns {
		n += int64(each) * size[i%o.rooms]
	}
	return n
}

// inUse is the memory in heap and stacks.
func inUse() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapInuse + m.StackInuse)
}
