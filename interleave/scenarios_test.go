package interleave

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestScenarios compares the scenarios with all that there are: each must be there once,
// but for the order of goroutines that are alike.
func TestScenarios(t *testing.T) {
	for _, c := range []struct {
		goroutines []string // the letters are operations; goroutines that aren't alike have others
		calls      int
		apart      bool // goroutines that are alike don't stand together, and count as different
	}{
		{[]string{"a"}, 3, false}, {[]string{"ab", "ab"}, 2, false}, {[]string{"ab", "ab", "ab"}, 2, false},
		{[]string{"a", "bc", "bc"}, 2, false}, {[]string{"ab", "c", "ab"}, 1, true}, {[]string{"ab", "cd"}, 2, false},
	} {
		b := Object[int, string, int]{Calls: c.calls}
		for _, ops := range c.goroutines {
			b.Goroutines = append(b.Goroutines, strings.Split(ops, ""))
		}
		list, err := b.scenarios()
		if err != nil {
			t.Fatal(err)
		}
		canon := func(ops []string) string { // in one order, without those that do nothing
			ops = slices.DeleteFunc(ops, func(s string) bool { return s == "" })
			slices.Sort(ops)
			return strings.Join(ops, "|")
		}
		want := map[string]bool{}
		var all func(ops []string)
		all = func(ops []string) {
			g := len(ops)
			if g == len(c.goroutines) {
				if text := canon(ops); text != "" {
					want[text] = true
				}
				return
			}
			words := []string{""}
			for k := 0; k < len(words); k++ {
				all(append(slices.Clone(ops), words[k]))
				for _, x := range c.goroutines[g] {
					if len(words[k]) < c.calls {
						words = append(words, words[k]+string(x))
					}
				}
			}
		}
		all(nil)
		got := map[string]bool{}
		size := 0
		for _, s := range list {
			n := 0
			var ops []string
			for _, l := range s.Goroutines {
				ops = append(ops, strings.Join(l, ""))
				n += len(l)
			}
			if n < size {
				t.Errorf("%v: %v comes after a larger one", c, s)
			}
			size = n
			got[canon(ops)] = true
		}
		if !maps.Equal(got, want) || len(list) > len(want) != c.apart {
			t.Errorf("%v: %d scenarios: %v, want %v", c, len(list), slices.Sorted(maps.Keys(got)),
				slices.Sorted(maps.Keys(want)))
		}
	}
}

func TestScenarioNumbers(t *testing.T) {
	b := Object[int, string, int]{
		Goroutines: [][]string{{"a"}, {"b"}}, Calls: 1, Before: []string{"x"}, After: []string{"y"},
		Number: func(in string, n int) string { return fmt.Sprint(in, n) },
	}
	list, err := b.scenarios()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := list[len(list)-1].String(), "x1; { a2 || b3 }; then y4"; got != want || len(list) != 3 {
		t.Errorf("%d, the last is %s, want %s", len(list), got, want)
	}
	b.Calls, b.Goroutines = 8, [][]string{{"a", "b", "c"}, {"a", "b", "c"}}
	if _, err := b.scenarios(); err == nil {
		t.Error("millions of scenarios")
	}
	if _, err := new(Object[int, string, int]).scenarios(); err == nil {
		t.Error("none")
	}
}
