package diatomic

import (
	"fmt"
	"testing"

	"github.com/diatomic-go/diatomic/internal/protocol"
)

// reference is what a sink means: a waker or none, and whom the next Notify wakes.
type reference struct {
	registered *counter
	woken      map[*counter]int32
}

func (r *reference) notify() {
	if r.registered != nil {
		r.woken[r.registered]++
		r.registered = nil
	}
}

// FuzzCalls runs any program of calls against the reference. A notifier may be stopped
// half-way, holding the lock, while the program goes on: then it wakes the waker that
// it has read, or, if NOTIFY is set, the newest one instead.
func FuzzCalls(f *testing.F) {
	f.Add([]byte{0, 4, 0, 4})
	f.Add([]byte{0, 7, 1, 4, 8, 4})
	f.Add([]byte{0, 1, 2, 3, 4, 5, 6, 7, 8})
	f.Add([]byte{0, 7, 0, 4, 1, 4, 6, 8, 2, 4})
	f.Fuzz(func(t *testing.T, program []byte) {
		var sink WakeSink
		var wakers [3]counter
		ref := reference{woken: map[*counter]int32{}}
		var late *holder
		var story []string
		for _, op := range program[:min(len(program), 64)] {
			switch op := op % 10; op {
			case 0, 1, 2:
				sink.Register(&wakers[op])
				ref.registered = &wakers[op]
			case 3:
				sink.Unregister()
				ref.registered = nil
			case 4:
				sink.Source().Notify()
				if late == nil {
					ref.notify()
				}
				// Otherwise NOTIFY is set, and release serves it, below.
			case 5:
				if sink.Poll(&wakers[0], func() bool { return sink.Registered() }) {
					ref.registered = nil
				}
			case 6:
				sink.Forget()
				ref.registered = nil
			case 7:
				if late == nil && sink.Registered() {
					h := takeLock(t, &sink)
					late = &h
					ref.registered = nil // taken; its waker is owed a wake-up, or a newer one is
				}
			case 8:
				if late != nil {
					set := sink.state.Load()&protocol.Notify != 0
					newest := ref.registered
					late.release()
					if set {
						ref.registered = nil
					} else {
						newest = late.w.(*counter)
					}
					ref.woken[newest]++
					late = nil
				}
			case 9:
				if late != nil && ref.registered != nil {
					sink.Source().Notify()
					if sink.state.Load()&protocol.Notify == 0 {
						t.Errorf("%v: NOTIFY isn't set", story)
					}
				}
			}
			story = append(story, fmt.Sprint(op%10, protocol.Spell(sink.state.Load())))
			if !protocol.Legal(sink.state.Load()) {
				t.Fatalf("invariant broken: %v", story)
			}
			if got, want := sink.Registered(), ref.registered != nil; got != want {
				t.Fatalf("registered %t, want %t: %v", got, want, story)
			}
			for i := range wakers {
				if got, want := wakers[i].n.Load(), ref.woken[&wakers[i]]; got != want {
					t.Fatalf("waker %d woken %d times, want %d: %v", i, got, want, story)
				}
			}
		}
	})
}
