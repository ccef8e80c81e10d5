package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"sync"
)

// server lets real connections take part: connection k is session k.
type server struct {
	listener net.Listener
	out      []*bufio.Writer // by session; its session's actor writes, one line at a time
	conns    []net.Conn
	reading  sync.WaitGroup
}

// listen waits for n connections.
func listen(n int) (*server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	return &server{listener: l, out: make([]*bufio.Writer, n), conns: make([]net.Conn, n)}, nil
}

// accept takes all connections. They say who they are themselves: the first line is the
// number of their session.
func (s *server) accept() error {
	for range s.conns {
		c, err := s.listener.Accept()
		if err != nil {
			return err
		}
		var i int
		if _, err := fmt.Fscanln(c, &i); err != nil || i < 0 || i >= len(s.conns) || s.conns[i] != nil {
			return fmt.Errorf("a connection doesn't say which session it is: %d, %v", i, err)
		}
		s.conns[i], s.out[i] = c, bufio.NewWriter(c)
	}
	return nil
}

// read says in the chat what each connection sends, until that ends.
func (s *server) read(ctx context.Context, c chat) {
	for i, conn := range s.conns {
		s.reading.Go(func() {
			lines := bufio.NewScanner(conn)
			for lines.Scan() {
				if c.say(ctx, i, lines.Text()) != nil {
					return
				}
			}
		})
	}
}

// hear writes a line to the connection of session i.
func (s *server) hear(i int, l line) {
	fmt.Fprintf(s.out[i], "%d: %s\n", l.from, l.text)
	s.out[i].Flush() // an error shows at the client, which hears too little
}

// close ends all connections.
func (s *server) close() {
	s.listener.Close()
	for _, c := range s.conns {
		if c != nil {
			c.Close()
		}
	}
}

// client connects as session i, says so many lines, and hears until the server closes. It
// returns how many lines it has heard. said is called when all its lines are sent.
func client(addr string, i, lines int, said func()) (heard int, err error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	go func() {
		w := bufio.NewWriter(c)
		fmt.Fprintln(w, i)
		for k := range lines {
			fmt.Fprintln(w, "line", k)
		}
		w.Flush()
		c.(*net.TCPConn).CloseWrite()
		said()
	}()
	for in := bufio.NewScanner(c); in.Scan(); {
		heard++
	}
	return heard, nil
}
