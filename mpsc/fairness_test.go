package mpsc_test

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/diatomic-go/diatomic/mpsc"
)

// A sender that got in line is served within one round of the line, whatever the others
// do.
func TestFairness(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const senders = 13
		rx, tx := mpsc.New[int](1)
		ctx, cancel := context.WithCancel(bg)
		defer cancel()
		var g group
		g.start(senders, func(i int) {
			for tx.Send(ctx, i) == nil {
			}
		})
		var last [senders]int
		for k := range 100 * senders {
			synctest.Wait()
			v, err := rx.TryRecv()
			if err != nil {
				t.Fatal(err)
			}
			if k-last[v] > 2*senders {
				t.Fatalf("sender %d was overtaken by %d messages", v, k-last[v])
			}
			last[v] = k
		}
		cancel()
		g.Wait()
	})
}
