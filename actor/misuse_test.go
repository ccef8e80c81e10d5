//go:build !interleave

package actor

import (
	"strings"
	"testing"
	"testing/synctest"
)

func TestMisuse(t *testing.T) {
	nobody := do[int](func(*Context[int], int) {})
	for name, f := range map[string]func(){
		"too few workers":  func() { NewSystem(Options{Workers: -1}) },
		"too many workers": func() { NewSystem(Options{Workers: MaxWorkers + 1}) },
		"batch":            func() { NewSystem(Options{Batch: -1}) },
		"no system":        func() { Spawn(nil, nobody) },
		"no receiver":      func() { Spawn[int](NewSystem(Options{}), nil) },
		"Init twice":       func() { s := NewSystem(Options{}); new(node).twice(s) },
		"Ref before Init":  func() { new(Actor[int]).Ref() },
		"small mailbox":    func() { Mailbox(0) },
		"no such policy":   func() { OnPanic(Restart + 1) },
		"nil option":       func() { Spawn(NewSystem(Options{}), nobody, nil) },
		"zero system":      func() { Spawn(new(System), nobody) },
		"Run of zero":      func() { new(System).Run(bg) },
		"failed Init":      func() { new(node).failed(NewSystem(Options{})) },
		"no Restart":       func() { Spawn(NewSystem(Options{}), nobody, OnPanic(Restart)) },
		//lint:ignore SA1012 that is the test
		"Run without ctx": func() { NewSystem(Options{}).Run(nil) },
		"Run twice":       func() { s := NewSystem(Options{}); s.Stop(); s.Run(bg); s.Run(bg) },
		//lint:ignore SA1012 that is the test
		"Shutdown, no ctx": func() { NewSystem(Options{}).Shutdown(nil) },
		//lint:ignore SA1012 that is the test
		"Ask without ctx": func() { Ask(nil, Spawn(NewSystem(Options{}), nobody), func(Reply[int]) int { return 1 }) },
		//lint:ignore SA1012 that is the test
		"Send without ctx": func() { a := Spawn(NewSystem(Options{}), nobody, Mailbox(1)); fill(a).Send(nil, 1) },
		"Stop of zero":     func() { new(Timer).Stop() },
		"Every of nothing": func() { new(Context[int]).Every(0, 1) },
		"Self, late":       func() { new(Context[int]).Self() },
		"After, late":      func() { new(Context[int]).After(0, 1) },
		"Stop, late":       func() { new(Context[int]).Stop() },
		"Go, late":         func() { new(Context[int]).Go(func() int { return 1 }) },
		"Send, late":       func() { Send(new(Context[int]), Spawn(NewSystem(Options{}), nobody), 1) },
		"Watch, late":      func() { Watch(new(Context[int]), Ref[int]{}, func(error) int { return 1 }) },
	} {
		func() {
			defer func() {
				if v, _ := recover().(string); !strings.HasPrefix(v, "actor: ") {
					t.Errorf("%s: panic %q", name, v)
				}
			}()
			f()
		}()
	}
}

// TestNilFunctions: a nil function is noticed at once, and not when it would be called.
func TestNilFunctions(t *testing.T) {
	inBubble(t, Options{Workers: 1}, func(t *testing.T, s running) {
		a := Spawn(s.System, do[int](func(c *Context[int], m int) {
			for name, f := range map[string]func(){
				"OnStop": func() { c.Self().OnStop(nil) },
				"Watch":  func() { Watch[int](c, c.Self(), nil) },
				"Go":     func() { c.Go(nil) },
				"Ask":    func() { Ask[int, int](bg, c.Self(), nil) },
			} {
				func() {
					defer func() {
						if v, _ := recover().(string); !strings.HasPrefix(v, "actor: "+name+" with a nil function: ") {
							t.Errorf("%s: panic %q", name, v)
						}
					}()
					f()
				}()
			}
		}))
		send(t, a, 1)
		synctest.Wait()
	})
}

// TestContextLate uses a Context after its Receive has returned.
func TestContextLate(t *testing.T) {
	inBubble(t, Options{Workers: 1}, func(t *testing.T, s running) {
		var kept *Context[int]
		send(t, Spawn(s.System, do[int](func(c *Context[int], _ int) { kept = c })), 1)
		synctest.Wait()
		defer func() {
			if v, _ := recover().(string); v != notRunning {
				t.Errorf("panic %q", v)
			}
		}()
		kept.Self()
	})
}

func (n *node) twice(s *System) {
	n.Init(s, n)
	n.Init(s, n)
}

// failed uses an Actor whose Init has panicked.
func (n *node) failed(s *System) {
	func() {
		defer func() { _ = recover() }()
		n.Init(s, n, OnPanic(Restart))
	}()
	n.Ref()
}

func fill(a Ref[int]) Ref[int] {
	for a.TrySend(1) == nil {
	}
	return a
}
