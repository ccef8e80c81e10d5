package waitset_test

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"weak"

	"github.com/diatomic-go/diatomic/internal/testenv"
	"github.com/diatomic-go/diatomic/waitset"
)

var bg = context.Background()

// letters makes a set of 26 sources.
func letters() (*waitset.Set[string], map[string]waitset.Source) {
	set, m := new(waitset.Set[string]), map[string]waitset.Source{}
	for c := 'a'; c <= 'z'; c++ {
		m[string(c)] = set.Add(string(c))
	}
	return set, m
}

func notify(m map[string]waitset.Source, names string) {
	for _, c := range names {
		m[string(c)].Notify()
	}
}

// try takes all that are ready.
func try(s *waitset.Set[string]) (got string) {
	for {
		c, ok := s.Try()
		if !ok {
			return got
		}
		got += c
	}
}

func batch(s *waitset.Set[string]) string { return strings.Join(slices.Collect(s.Batch()), "") }

func want(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOrder(t *testing.T) {
	set, m := letters()
	want(t, try(set), "")
	notify(m, "cab")
	notify(m, "aac")
	want(t, try(set), "cab")
	want(t, try(set), "")
	notify(m, "xyz")
	c, _ := set.Try()
	want(t, c, "x")
	notify(m, "axzb") // z is in line already
	want(t, try(set), "yzaxb")
}

func TestBatch(t *testing.T) {
	set, m := letters()
	want(t, batch(set), "")
	notify(m, "abc")
	set.Try()
	notify(m, "daa")
	want(t, batch(set), "bcda")

	// What becomes ready in the loop is left for later, and so is what it leaves off.
	notify(m, "abcd")
	got := ""
	for c := range set.Batch() {
		got += c
		notify(m, "az")
		if c == "c" {
			break
		}
	}
	want(t, got, "abc")
	want(t, batch(set), "daz")

	// The loop's body takes some itself.
	notify(m, "abcdef")
	got = ""
	for c := range set.Batch() {
		got += c
		notify(m, "x")
		c, _ = set.Try()
		got += strings.ToUpper(c)
	}
	want(t, got, "aBcDeF")
	notify(m, "pqr")
	got = ""
	for c := range set.Batch() {
		got += c + "(" + batch(set) + ")"
	}
	want(t, got, "x(pqr)")

	// An iterator can be used again.
	all := set.Batch()
	for range 2 {
		notify(m, "mn")
		want(t, strings.Join(slices.Collect(all), ""), "mn")
	}
}

func TestRemove(t *testing.T) {
	testenv.Limit(t)
	set, m := letters()
	m["a"].Remove()
	notify(m, "abcd")
	m["b"].Remove()
	m["b"].Remove()
	want(t, try(set), "cd")
	notify(m, "abcd")
	m["c"].Remove()
	want(t, batch(set), "d")
	notify(m, "ef")
	m["e"].Remove()
	select {
	case <-set.Ready():
	default:
		t.Error("not ready with one that was removed before one that is")
	}
	m["f"].Remove()
	select {
	case <-set.Ready():
		t.Error("ready with removed ones only")
	default:
	}
	notify(m, "ghi")
	for c := range set.Batch() {
		m["h"].Remove()
		set.Add("A" + c).Notify()
		if c == "h" {
			t.Error("a source was given that was removed in the loop")
		}
	}
	want(t, try(set), "AgAi")
}

func TestValues(t *testing.T) {
	var errs waitset.Set[error]
	none, some := errs.Add(nil), errs.Add(context.Canceled)
	none.Notify()
	some.Notify()
	if got := slices.Collect(errs.Batch()); !slices.Equal(got, []error{nil, context.Canceled}) {
		t.Errorf("got %v", got)
	}
	if none == some || some != waitset.Source(some) {
		t.Error("sources don't compare as they should")
	}
	type pair struct{ a, b int }
	var pairs waitset.Set[pair]
	pairs.Add(pair{1, 2}).Notify()
	if p, ok := pairs.Try(); !ok || p != (pair{1, 2}) {
		t.Errorf("got %v, %t", p, ok)
	}
}

// TestGarbage: a set keeps alive the sources that are ready, and no others; and none of
// them keeps others.
func TestGarbage(t *testing.T) {
	type value struct{ name string }
	set := new(waitset.Set[*value])
	add := func(name string) (waitset.Source, weak.Pointer[value]) {
		v := &value{name}
		return set.Add(v), weak.Make(v)
	}
	_, idle := add("idle")
	kept, used := add("used")
	given, gone := add("given")
	other, ready := add("ready")
	kept.Notify() // and then it must not lead to the one that came after it
	given.Notify()
	other.Notify()
	set.Try()
	set.Try()
	given, other = waitset.Source{}, waitset.Source{}
	runtime.GC()
	for name, p := range map[string]weak.Pointer[value]{"idle": idle, "given": gone} {
		if p.Value() != nil {
			t.Errorf("the source that is %s is kept alive", name)
		}
	}
	for name, p := range map[string]weak.Pointer[value]{"used": used, "ready": ready} {
		if p.Value() == nil {
			t.Errorf("the source that is %s was collected", name)
		}
	}
	if v, ok := set.Try(); !ok || v.name != "ready" {
		t.Error("the source that was ready is not given")
	}
	runtime.KeepAlive(kept)
}

// A Set prints as one word, and printing reads nothing of it: under the race detector
// this would notice.
func TestFormat(t *testing.T) {
	testenv.Limit(t)
	set := new(waitset.Set[string])
	source := set.Add("secret")
	var g sync.WaitGroup
	g.Go(func() {
		for range 100 {
			source.Notify()
		}
	})
	g.Go(func() {
		for range 100 {
			set.Try()
		}
	})
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x"} {
		want := fmt.Sprintf("waitset.Set(%p)", set)
		if got := fmt.Sprintf(verb, set); got != want {
			t.Errorf("%s: %s", verb, got)
		}
	}
	g.Wait()
}
