package main

import "testing"

// Each write ends one wait, and no more than that, though nobody reads the eventfd.
func TestEdges(t *testing.T) {
	l := testLoop(t, newSinkBell)
	for range 3 {
		l.event.write()
		if events, err := l.poller.wait(true); len(events) != 1 || err != nil {
			t.Fatalf("%d events, %v", len(events), err)
		}
		if events, err := l.poller.wait(false); len(events) != 0 || err != nil {
			t.Fatalf("%d events, %v, after they were told", len(events), err)
		}
	}
}
