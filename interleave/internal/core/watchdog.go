package core

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// One search at a time: checked code finds it through a package-level variable.
var one sync.Mutex

// givenUp gets something when the search that the watchdog gave up last has ended after
// all. It is guarded by one.
var givenUp chan any

// outlive waits for that search: should its threads come to life now, they would take the
// next one for theirs. One that hangs for good does no harm.
func outlive() {
	if givenUp == nil {
		return
	}
	select {
	case <-givenUp:
	case <-time.After(time.Second):
	}
	givenUp = nil
}

// abandoned is set when the watchdog has given up a search. A thread of it that comes to
// life must not go on: what it would do for real is in an order with nothing, and may be
// fatal, as it is to unlock a lock that was locked in the model only.
var abandoned atomic.Bool

// beat is what the watchdog looks at: a search that gets on adds to steps with each
// execution, and in long ones now and then. It looks at dead before the next.
type beat struct {
	steps atomic.Int64
	dead  atomic.Bool // given up by the watchdog
}

// guarded runs a search in a goroutine of its own, so that a model that hangs can be
// reported: one that blocks in a real lock, say, or runs on without an operation. The
// engine can't interrupt it, only give it up.
func guarded(m Model, opts Options, method string, search func(*Sim)) *Result {
	one.Lock()
	defer one.Unlock()
	outlive()
	s := newSim(m, opts, method)
	start := time.Now()
	done := make(chan any, 1)
	current.Store(s)
	go func() {
		ended := false
		defer func() {
			r := recover()
			if r == nil && !ended {
				s.refuse("the search was ended by runtime.Goexit")
			}
			done <- r
		}()
		label()
		search(s)
		ended = true
	}()
	tick := time.NewTicker(s.opts.Watchdog / 4)
	defer tick.Stop()
	last, still := int64(-1), 0
	for {
		select {
		// The search has ended, well or with a panic of the engine itself, which is
		// passed on.
		case r := <-done:
			current.Store(nil)
			for _, c := range s.idle {
				c.stop()
			}
			if r != nil {
				panic(r)
			}
			s.strays()
			s.finish(start)
			return s.result
		case <-tick.C:
			n := s.beat.steps.Load()
			if n != last {
				last, still = n, 0
				continue
			}
			if still++; still < 4 {
				continue
			}
			// Nothing for the whole of the time allowed. Whose fault is it?
			id, stack := hungStack()
			if stack == "" {
				still = 0 // the engine itself is at work
				continue
			}
			hung[id] = true
			abandoned.Store(true)
			current.Store(nil)
			s.beat.dead.Store(true)
			givenUp = done
			res := newResult(m.Name, method)
			res.Verdict, res.Elapsed = Refused, time.Since(start)
			hint := ""
			if m.body {
				hint = " (-with has code of other modules rewritten)"
			}
			res.Reason = fmt.Sprintf("interleave: model %s: a thread blocks for real, "+
				"or runs forever without an operation of the model%s; it stands at\n%s", m.Name, hint, stack)
			if s.stray.Load() != nil {
				res.Reason = fmt.Sprintf("interleave: model %s: a goroutine that was started by code which isn't "+
					"rewritten comes to an operation of the model, and a thread waits for it at\n%s", m.Name, stack)
			}
			return res
		}
	}
}

// hung has the goroutines of searches that were given up. It is guarded by one.
var hung = map[string]bool{}

// hungStack finds what keeps the search from getting on: the model thread that is not
// waiting for its turn, or else foreign code that runs between steps. It returns its
// goroutine and its stack, or "" if there is none.
func hungStack() (id, stack string) {
	buf := make([]byte, 1<<20)
	buf = buf[:runtime.Stack(buf, true)]
	all := slices.DeleteFunc(strings.Split(string(buf), "\n\n"), func(g string) bool { return hung[goroutine(g)] })
	for _, g := range all {
		head, _, _ := strings.Cut(g, "\n")
		// A thread that waits for its turn is in a goroutine whose state is "coroutine".
		if strings.Contains(g, ".modelThread(") && !strings.Contains(head, "[coroutine") {
			return goroutine(g), trimStack([]byte(g))
		}
	}
	for _, g := range all {
		for _, fn := range []string{"runSetup", "look", "holds"} {
			if strings.Contains(g, ".(*Sim)."+fn+"(") {
				return goroutine(g), trimStack([]byte(g))
			}
		}
	}
	return "", ""
}

// goroutine is the number of a goroutine, with the word before it, from its stack.
func goroutine(stack string) string {
	id, _, _ := strings.Cut(stack, " [")
	return id
}
