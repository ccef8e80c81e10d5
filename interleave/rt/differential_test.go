package rt_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	gotime "time"

	"github.com/diatomic-go/diatomic/interleave"
	"github.com/diatomic-go/diatomic/interleave/internal/core"
	"github.com/diatomic-go/diatomic/interleave/rt"
	"github.com/diatomic-go/diatomic/interleave/rt/atomic"
	"github.com/diatomic-go/diatomic/interleave/rt/context"
	"github.com/diatomic-go/diatomic/interleave/rt/sync"
	"github.com/diatomic-go/diatomic/interleave/rt/time"
)

// world is what the threads of a random program share.
type world struct {
	a    [2]atomic.Int32
	mu   sync.Mutex
	rw   sync.RWMutex
	once sync.Once
	cond *sync.Cond
	wg   sync.WaitGroup
	pool sync.Pool
	m    sync.Map
	x, y int // guarded by mu, and by rw
	c    [2]chan int
	ctx  context.Context
	stop context.CancelFunc

	timer, later *time.Timer // of programs that use them
}

func (w *world) start() {
	w.timer = time.NewTimer(2)
	w.later = time.AfterFunc(2, func() { w.a[0].Store(2 * w.a[1].Add(1)) })
}

// act is an operation of a random program. It returns what it saw.
type act struct {
	name string
	do   func(w *world, log string) string
}

func acts(r *rand.Rand) act {
	list := allActs(r.IntN(2), int32(1+r.IntN(3)), r.IntN(2))
	// The first few are simple, and more often chosen.
	if r.IntN(3) == 0 {
		return list[r.IntN(5)]
	}
	return list[r.IntN(len(list))]
}

// named is the act with a name.
func named(name string) act {
	for n := range 12 {
		for _, a := range allActs(n%2, int32(1+n/2%3), n/6) {
			if a.name == name {
				return a
			}
		}
	}
	panic("no act " + name)
}

// allActs are those with an atomic word, a value and a channel.
func allActs(i int, k int32, c int) []act {
	return []act{
		{fmt.Sprintf("load a%d", i), func(w *world, _ string) string { return fmt.Sprint(w.a[i].Load()) }},
		{fmt.Sprintf("store a%d=%d", i, k), func(w *world, _ string) string { w.a[i].Store(k); return "" }},
		{fmt.Sprintf("add a%d+%d", i, k), func(w *world, _ string) string { return fmt.Sprint(w.a[i].Add(k)) }},
		{fmt.Sprintf("cas a%d 0 %d", i, k), func(w *world, _ string) string {
			return fmt.Sprint(w.a[i].CompareAndSwap(0, k))
		}},
		{fmt.Sprintf("locked x*2+%d", k), func(w *world, _ string) string {
			w.mu.Lock()
			defer w.mu.Unlock()
			v := rt.R(&w.x)
			rt.P(&w.x).Set(2*v + int(k))
			return fmt.Sprint(v)
		}},
		{fmt.Sprintf("try x+=%d", k), func(w *world, _ string) string {
			if !w.mu.TryLock() {
				return "busy"
			}
			defer w.mu.Unlock()
			*rt.RW(&w.x) += int(k)
			return "free"
		}},
		{"read y", func(w *world, _ string) string {
			w.rw.RLock()
			defer w.rw.RUnlock()
			return fmt.Sprint(rt.R(&w.y))
		}},
		{fmt.Sprintf("write y=%d", k), func(w *world, _ string) string {
			w.rw.Lock()
			defer w.rw.Unlock()
			rt.P(&w.y).Set(int(k))
			return ""
		}},
		{fmt.Sprintf("send c%d<-%d", c, k), func(w *world, _ string) string { rt.To(w.c[c]).Send(int(k)); return "" }},
		{fmt.Sprintf("recv c%d", c), func(w *world, _ string) string {
			v, ok := rt.Recv2(w.c[c])
			return fmt.Sprint(v, ok)
		}},
		{fmt.Sprintf("try send c%d<-%d", c, k), func(w *world, _ string) string {
			return fmt.Sprint(rt.TrySelect(rt.OnSend(w.c[c]).Val(int(k))))
		}},
		{fmt.Sprintf("try recv c%d", c), func(w *world, _ string) string {
			on := rt.OnRecv(w.c[c])
			return fmt.Sprint(rt.TrySelect(on), on.Get())
		}},
		{fmt.Sprintf("select recv c0, send c1<-%d", k), func(w *world, _ string) string {
			on := rt.OnRecv(w.c[0])
			return fmt.Sprint(rt.Select(on, rt.OnSend(w.c[1]).Val(int(k))), on.Get())
		}},
		{fmt.Sprintf("select send c0<-%d, recv c1, or not", k), func(w *world, _ string) string {
			on := rt.OnRecv(w.c[1])
			return fmt.Sprint(rt.TrySelect(rt.OnSend(w.c[0]).Val(int(k)), on), on.Get())
		}},
		{fmt.Sprintf("len c%d", c), func(w *world, _ string) string { return fmt.Sprint(rt.Len(w.c[c])) }},
		{fmt.Sprintf("once a0=%d", k), func(w *world, _ string) string {
			w.once.Do(func() { w.a[0].Add(k) })
			return ""
		}},
		{fmt.Sprintf("loop on a%d", i), func(w *world, log string) string {
			f := rt.Enter()
			n := 0
			for n = 0; rt.Cond(f, 7, n, log) && n < 2; n++ {
				if w.a[i].Load() != 0 {
					break
				}
			}
			return fmt.Sprint(n)
		}},
		{fmt.Sprintf("go a%d*2", i), func(w *world, _ string) string {
			w.wg.Add(1)
			rt.Go("child", func() {
				w.a[i].Store(2 * w.a[i].Load())
				w.wg.Done()
			})
			return ""
		}},
		{"wait for children", func(w *world, _ string) string { w.wg.Wait(); return fmt.Sprint(w.a[0].Load()) }},
		{fmt.Sprintf("pool put %d", k), func(w *world, _ string) string { w.pool.Put(int(k)); return "" }},
		{"pool get", func(w *world, _ string) string { return fmt.Sprint(w.pool.Get()) }},
		{fmt.Sprintf("map[%d]=%d", i, k), func(w *world, _ string) string {
			v, loaded := w.m.LoadOrStore(i, int(k))
			return fmt.Sprint(v, loaded)
		}},
		{fmt.Sprintf("map[%d] out", i), func(w *world, _ string) string {
			v, loaded := w.m.LoadAndDelete(i)
			return fmt.Sprint(v, loaded)
		}},
		{"wait for x", func(w *world, _ string) string {
			w.mu.Lock()
			defer w.mu.Unlock()
			if rt.R(&w.x) == 0 {
				w.cond.Wait()
			}
			return fmt.Sprint(rt.R(&w.x))
		}},
		{"signal", func(w *world, _ string) string { w.cond.Signal(); return "" }},
		{"broadcast", func(w *world, _ string) string { w.cond.Broadcast(); return "" }},
		{"cancel", func(w *world, _ string) string { w.stop(); return "" }},
		{"err", func(w *world, _ string) string { return fmt.Sprint(w.ctx.Err()) }},
		{"done or c0", func(w *world, _ string) string {
			on := rt.OnRecv(w.c[0])
			return fmt.Sprint(rt.Select(rt.OnRecv(w.ctx.Done()), on), on.Get())
		}},
		{"timeout or c1", func(w *world, _ string) string {
			on := rt.OnRecv(w.c[1])
			return fmt.Sprint(rt.Select(rt.OnRecv(time.After(5)), on), on.Get())
		}},
		{fmt.Sprintf("after a1=%d", k), func(w *world, _ string) string {
			t := time.AfterFunc(7, func() { w.a[1].Store(k) })
			return fmt.Sprint(w.a[0].Load() == 1 && t.Stop())
		}},
		{"read x", func(w *world, _ string) string { return fmt.Sprint(rt.R(&w.x)) }}, // a race, perhaps
		{fmt.Sprintf("sleep %d", k), func(*world, string) string { time.Sleep(gotime.Duration(k) * 3); return "" }},
		{"two ticks", func(*world, string) string {
			tick := time.NewTicker(4)
			defer tick.Stop()
			rt.Recv(tick.C)
			rt.Recv(tick.C)
			return ""
		}},
		{fmt.Sprintf("three waits of %d", k), func(w *world, _ string) string {
			f := rt.Enter()
			for n := 0; rt.Cond(f, 8, n) && n < 3; n++ {
				rt.Recv(time.After(gotime.Duration(k)))
			}
			return fmt.Sprint(w.a[0].Load())
		}},
		{fmt.Sprintf("timer.Reset %d", k), func(w *world, _ string) string {
			return fmt.Sprint(w.timer.Reset(gotime.Duration(k)))
		}},
		{"timer.Stop", func(w *world, _ string) string { return fmt.Sprint(w.timer.Stop()) }},
		{"timer or c0", func(w *world, _ string) string {
			on := rt.OnRecv(w.c[0])
			return fmt.Sprint(rt.Select(rt.OnRecv(w.timer.C), on), on.Get())
		}},
		{fmt.Sprintf("later timer.Reset %d", k), func(w *world, _ string) string {
			return fmt.Sprint(w.later.Reset(gotime.Duration(k)))
		}},
		{"later timer.Stop", func(w *world, _ string) string { return fmt.Sprint(w.later.Stop()) }},
	}
}

// program is a random program.
type program struct {
	threads [][]act
	cap     [2]int
	closes  bool
	timers  bool
}

func newProgram(seed uint64) program {
	r := rand.New(rand.NewPCG(seed, 3))
	p := program{cap: [2]int{r.IntN(2), r.IntN(3)}, closes: r.IntN(4) == 0}
	for range 2 + r.IntN(2) {
		var l []act
		for range 1 + r.IntN(3) {
			a := acts(r)
			l = append(l, a)
			p.timers = p.timers || strings.Contains(a.name, "timer")
		}
		p.threads = append(p.threads, l)
	}
	return p
}

func (p program) String() string {
	text := fmt.Sprint("channels ", p.cap, ", closes ", p.closes)
	for i, l := range p.threads {
		text += fmt.Sprintf("\n  t%d:", i)
		for _, a := range l {
			text += " " + a.name + ";"
		}
	}
	return text
}

func (p program) model() interleave.Model {
	logs := make([]string, len(p.threads))
	var w *world
	m := core.Body("random program", "main", func(s *interleave.Sim) {
		clear(logs)
		w = rt.Alloc(new(world), "w")
		w.cond = sync.NewCond(&w.mu)
		w.ctx, w.stop = context.WithCancel(context.Background())
		for i := range w.c {
			w.c[i] = rt.Chan(make(chan int, p.cap[i]), fmt.Sprint("c", i))
		}
		if p.timers {
			w.start()
		}
		for i, l := range p.threads {
			rt.Go(fmt.Sprint("t", i), func() {
				for _, a := range l {
					logs[i] += a.do(w, logs[i]) + ";"
				}
			})
		}
		if p.closes {
			rt.Close(w.c[0])
		}
	})
	setup := m.Setup
	m.Setup = func(s *interleave.Sim) {
		setup(s)
		s.Final(func() error {
			s.Outcome("%s a=%d,%d x=%d y=%d", strings.Join(logs, "|"), w.a[0].Load(), w.a[1].Load(), w.x, w.y)
			return nil
		})
	}
	return m
}

var programs = flag.Uint64("programs", 300, "try so many random programs")

// some is a quarter of n in short tests, and under the race detector, which has nothing
// to find here but takes ten times as long.
func some(n uint64) uint64 {
	if testing.Short() || underRace {
		n /= 4
	}
	return n
}

// TestDifferential lets all methods explore random programs: they must find the same
// outcomes, or all find a failure.
func TestDifferential(t *testing.T) {
	n := some(*programs)
	verdicts := map[string]int{}
	for seed := range n {
		differ(t, seed, verdicts)
	}
	t.Log(verdicts)
}

func differ(t *testing.T, seed uint64, verdicts map[string]int) {
	t.Helper()
	p := newProgram(seed)
	o := interleave.Options{MaxStates: 20000, MaxDepth: 1000, NoShrink: true, NoRandom: true, IdleTimers: seed%2 == 1}
	states := interleave.Check(p.model(), o)
	if states.Verdict == interleave.Incomplete {
		verdicts["too large"]++
		return
	}
	kind := string(states.Verdict)
	if states.Failure != nil {
		kind = states.Failure.Kind
	}
	verdicts[kind]++
	noHeads := o
	noHeads.NoHeads = true
	noReduce := o
	noReduce.NoReduce = true
	for name, r := range map[string]*interleave.Result{
		"states without heads":     interleave.Check(p.model(), noHeads),
		"states without reduction": interleave.Check(p.model(), noReduce),
		"dpor":                     interleave.Oracle(p.model(), o),
		"dpor without heads":       interleave.Oracle(p.model(), noHeads),
		"all":                      interleave.Oracle(p.model(), noReduce),
	} {
		if r.Verdict == interleave.Incomplete {
			verdicts[name+" too large"]++
			continue
		}
		if r.Verdict != states.Verdict {
			t.Errorf("seed %d: states: %s, %s: %s\n%v\n%s\n%s", seed, states.Verdict, name, r.Verdict, p,
				interleave.Story(states), interleave.Story(r))
			continue
		}
		got, want := r.OutcomeNames(), states.OutcomeNames()
		if r.Verdict == interleave.OK && !slices.Equal(got, want) {
			t.Errorf("seed %d: %s: %d outcomes, states: %d\n%v\nonly %s: %q\nonly states: %q", seed, name, len(got),
				len(want), p, name, without(got, want), without(want, got))
		}
	}
}

func without(a, b []string) (l []string) {
	for _, x := range a {
		if !slices.Contains(b, x) {
			l = append(l, x)
		}
	}
	return l
}
