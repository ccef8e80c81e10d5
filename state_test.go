package diatomic

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

var bitNames = []string{"index", "update", "registered", "locked", "notify"}

// legal is the invariant that state.go states.
func legal(s uint32) bool {
	return s&notify == 0 || s&(registered|locked) == registered|locked
}

// TestTables holds the tables in state.go against the transition functions.
func TestTables(t *testing.T) {
	verdicts := map[string]verdict{"leave": leave, "asked": asked, "read": read, "wake": wake}
	steps := map[string]func(uint32) (uint32, verdict){
		"onNotify":   onNotify,
		"onRelease":  onRelease,
		"onWithdraw": func(s uint32) (uint32, verdict) { return s & onWithdraw, 0 },
		"onRegister": func(s uint32) (uint32, verdict) { return s | onRegister, 0 },
		"onPublish":  func(s uint32) (uint32, verdict) { return s | onPublish, 0 },
	}
	// Where each step may be taken: every such state has to stand in exactly one row.
	domain := map[string]func(s uint32) bool{
		"onNotify":   legal,
		"onRelease":  func(s uint32) bool { return legal(s) && s&locked != 0 },
		"onWithdraw": legal,
		"onRegister": legal,
		// The sink comes from mustWithdraw, after which only a registration that
		// replaces nothing newer can still be there.
		"onPublish": func(s uint32) bool { return legal(s) && s&(update|registered) != update|registered },
	}
	for name, rows := range parseTables(t, "state.go") {
		step, ok := steps[name]
		if !ok {
			t.Errorf("table %s is of no known step", name)
			continue
		}
		delete(steps, name)
		for s := range uint32(1 << len(bitNames)) {
			var hits []string
			for _, row := range rows {
				want, matches := row.apply(s)
				if !matches {
					continue
				}
				hits = append(hits, row.text)
				next, v := step(s)
				if next != want {
					t.Errorf("%s(%s) = %s, table says %s\n%s", name, spell(s), spell(next), spell(want), row.text)
				}
				if w, ok := verdicts[row.verdict]; row.verdict != "" && (!ok || v != w) {
					t.Errorf("%s(%s) has verdict %d\n%s", name, spell(s), v, row.text)
				}
				if !legal(next) {
					t.Errorf("%s(%s) = %s breaks the invariant", name, spell(s), spell(next))
				}
			}
			if want := domain[name](s); want && len(hits) != 1 || !want && len(hits) != 0 {
				t.Errorf("%s: %s stands in %d rows: %q", name, spell(s), len(hits), hits)
			}
		}
	}
	for name := range steps {
		t.Errorf("step %s has no table", name)
	}
}

// TestMaskedFastPath holds the condition that Notify spells out, to stay within the
// inliner's budget, against the one that the slow path decides by.
func TestMaskedFastPath(t *testing.T) {
	for s := range uint32(1 << len(bitNames)) {
		fast := s&(registered|notify) == registered
		if _, v := onNotify(s); fast != (v != leave) {
			t.Errorf("in %s, the inlined path says %v and onNotify %d", spell(s), fast, v)
		}
	}
}

type tableRow struct {
	text     string
	from, to []string
	verdict  string
}

// apply reports whether the row matches s, and the state that it leads to.
func (r tableRow) apply(s uint32) (next uint32, matches bool) {
	vars := map[string]uint32{}
	for i, f := range r.from {
		bit := s >> i & 1
		switch f {
		case "0", "1":
			if f != fmt.Sprint(bit) {
				return 0, false
			}
		default:
			if old, ok := vars[f]; ok && old != bit {
				return 0, false
			}
			vars[f] = bit
		}
	}
	for i, f := range r.to {
		switch bit, negated := vars[strings.TrimPrefix(f, "~")], strings.HasPrefix(f, "~"); {
		case f == "1", negated && bit == 0, f != "0" && !negated && bit == 1:
			next |= 1 << i
		}
	}
	return next, true
}

func parseTables(t *testing.T, file string) map[string][]tableRow {
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string][]tableRow{}
	name := ""
	for line := range strings.Lines(string(src)) {
		text, comment := strings.CutPrefix(strings.TrimSpace(line), "//")
		fields := strings.Fields(strings.ReplaceAll(text, "|", " "))
		switch n := len(bitNames); {
		case !comment || len(fields) == 0:
			name = ""
		case fields[0] == "table":
			name = fields[1]
			tables[name] = nil
		case name == "" || fields[0] == bitNames[0]:
		case len(fields) < 2*n:
			t.Fatalf("table %s: not a row: %s", name, text)
		default:
			row := tableRow{text: text, from: fields[:n], to: fields[n : 2*n]}
			if len(fields) > 2*n {
				row.verdict = fields[2*n]
			}
			tables[name] = append(tables[name], row)
		}
	}
	return tables
}

func spell(s uint32) string {
	var on []string
	for i, name := range bitNames {
		if s>>i&1 != 0 {
			on = append(on, name)
		}
	}
	return "{" + strings.Join(on, " ") + "}"
}
