//go:build interleave

package waitset

import (
	"errors"
	"flag"
	"fmt"
	"reflect"
	"testing"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/atomic"
	"github.com/diatomic-go/diatomic/interleave/context"
	"github.com/diatomic-go/diatomic/interleave/seam"
	"github.com/diatomic-go/diatomic/interleave/time"
	"github.com/diatomic-go/diatomic/internal/protocol"
)

var limit = flag.Duration("limit", 3*time.Second, "bound on the search of each model, but with -interleave.full")

// maxSources is as many as a model has.
const maxSources = 3

// rig is what the models are made of: a set whose values are the numbers of its sources,
// tokens that producers put at each source and the consumer takes, and an account.
type rig struct {
	*interleave.Sim
	set     *Set[int]
	sources []Source
	tokens  [maxSources]*atomic.Uint32
	book    *book
	woken   *atomic.Bool // by Wake
}

// book is the account, by source.
type book struct {
	Notified [maxSources]int // calls of Notify that have begun, less those that gave a source
	Left     int             // tokens to be taken
	Removed  [maxSources]bool
	Order    []int // sources in the order in which they were notified, where one thread does it all
}

func newRig(s *interleave.Sim, sources int) *rig {
	r := &rig{Sim: s, set: new(Set[int]), book: new(book), woken: new(atomic.Bool)}
	s.Name(r.set, "set")
	s.Name(r.woken, "woken")
	for i := range sources {
		r.sources = append(r.sources, r.set.Add(i))
		s.Name(r.sources[i].node, fmt.Sprint("source", i))
		r.tokens[i] = new(atomic.Uint32)
		s.Name(r.tokens[i], fmt.Sprint("tokens", i))
	}
	s.Ghost(r.book)
	s.Invariant("no source is given more often than it was notified", func() error {
		for i, n := range r.book.Notified {
			if n < 0 {
				return fmt.Errorf("source %d: %d", i, n)
			}
		}
		return nil
	})
	s.Invariant("in line at most once, and only if not idle", func() error {
		seen := map[*node]bool{}
		for _, first := range []*node{r.set.line.first, r.set.line.top.Load()} {
			for n := first; n != nil; n = n.next.Get() {
				if seen[n] {
					return errors.New("a node is there twice")
				}
				seen[n] = true
			}
		}
		return nil
	})
	s.Final(func() error {
		in := map[*node]bool{}
		for _, first := range []*node{r.set.line.first, r.set.line.top.Load()} {
			for n := first; n != nil; n = n.next.Get() {
				in[n] = true
			}
		}
		for i, source := range r.sources {
			if n := source.node; !in[n] && n.next.Get() != nil {
				return fmt.Errorf("source %d is not in line, and keeps another one alive", i)
			}
		}
		if l := &r.set.line; l.first == nil && l.last != nil || l.busy {
			return fmt.Errorf("the line keeps its last node, or the set is in use: %t", l.busy)
		}
		return nil
	})
	return r
}

// over says what a call must have left that waits, when it has given a source or given
// up. ended says whether what may end it without a source has happened.
func (r *rig) over(given bool, ended func() bool) {
	r.Peek(func() {
		f := reflect.ValueOf(&r.set.line.sink).Elem().FieldByName("state")
		state := reflect.NewAt(f.Type(), f.Addr().UnsafePointer()).Interface().(*atomic.Uint32).Load()
		if state&(protocol.Registered|protocol.Notify) != 0 {
			r.Fail("given a source: %t; the sink is left in %s", given, protocol.Spell(state))
		}
		if !given && !ended() {
			r.Fail("given up before the end")
		}
	})
}

func never() bool { return false }

// wait is Set.Wait, with what it must do. It returns the source, or a negative number.
func (r *rig) wait(ctx context.Context) int {
	i, err := r.set.Wait(ctx)
	if err != nil && (err != context.Canceled || i != 0) {
		r.Fail("got %d, %v", i, err)
	}
	r.over(err == nil, func() bool { return ctx.Done() != nil && seam.Closed(ctx.Done()) })
	if err != nil {
		return -1
	}
	r.given(i)
	return i
}

// waitTimeout is Set.WaitTimeout for a second, with what it must do.
func (r *rig) waitTimeout() {
	start := time.Now()
	i, ok := r.set.WaitTimeout(time.Second)
	if !ok && i != 0 {
		r.Fail("got %d, false", i)
	}
	r.over(ok, func() bool { return time.Since(start) >= time.Second })
	if ok {
		r.given(i)
	}
}

// Wake makes the rig the consumer's waker.
func (r *rig) Wake() { r.Exclude(func() { r.woken.Store(true) }) }

// produce puts a token at source i, and says so. turn is which time round of a loop this
// is.
func (r *rig) produce(i int, turn ...any) {
	r.tokens[i].Add(1)
	r.notify(i, turn...)
}

func (r *rig) notify(i int, turn ...any) {
	r.book.Notified[i]++
	r.Checkpoint(turn...)
	r.Call("Notify", func() { r.sources[i].Notify() })
	r.Checkpoint(turn...)
}

// notifier starts a thread that produces for each of these sources in turn.
func (r *rig) notifier(sources ...int) {
	r.Go(fmt.Sprint("notifier", sources), func() {
		for turn, i := range sources {
			r.produce(i, turn)
		}
	})
}

// checkpoint is called by the consumer between two calls.
func (r *rig) checkpoint(locals ...any) {
	l := &r.set.line
	r.Checkpoint(append(locals, l.first, l.last, l.in-l.out)...)
}

// given notes that the consumer was given source i, and takes the tokens there.
func (r *rig) given(i int) {
	r.book.Notified[i]--
	if n := r.tokens[i].Swap(0); n > 0 {
		r.book.Left -= int(n)
	}
}

// sleep waits for Wake.
func (r *rig) sleep() {
	r.Await(func() bool { return r.woken.Load() })
	r.woken.Store(false)
}

// poll takes all tokens, as a task.
func (r *rig) poll() {
	for r.checkpoint(); r.book.Left > 0; r.checkpoint() {
		was := r.begin()
		if i, ok := r.set.Poll(r); ok {
			r.over(true, never)
			r.notRemoved(i, was)
			r.given(i)
			continue
		}
		r.checkpoint()
		r.sleep()
	}
}

// begin is called before a call whose source must be notRemoved.
func (r *rig) begin(turn ...any) [maxSources]bool {
	was := r.book.Removed
	r.checkpoint(append(turn, was)...)
	return was
}

func (r *rig) notRemoved(i int, was [maxSources]bool) {
	if was[i] {
		r.Fail("source %d was given by a call that began after Remove had returned", i)
	}
}

// check explores a model. tokens is how many the consumer is to take. Calls of one are
// those that must take a single step.
func check(t *testing.T, name string, sources, tokens int, setup func(r *rig), ofOne ...string) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		result := interleave.Run(t, interleave.Model{Name: name, Setup: func(s *interleave.Sim) {
			r := newRig(s, sources)
			r.book.Left = tokens
			setup(r)
		}}, interleave.Options{Time: *limit})
		for _, call := range ofOne {
			if got, ok := result.Calls[call]; !ok || got.Max != 1 {
				t.Errorf("%s takes %+v steps, want at most 1", call, got)
			}
		}
	})
}
