package protocol

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestTables compares the tables in protocol.go with the transition functions.
func TestTables(t *testing.T) {
	verdicts := map[string]Verdict{"leave": Leave, "read": Read, "wake": Wake}
	steps := map[string]func(uint32) (uint32, Verdict){
		"OnNotify":   OnNotify,
		"OnRelease":  OnRelease,
		"OnWithdraw": func(s uint32) (uint32, Verdict) { return s & OnWithdraw, 0 },
		"OnRegister": func(s uint32) (uint32, Verdict) { return s | OnRegister, 0 },
		"OnPublish":  func(s uint32) (uint32, Verdict) { return s | OnPublish, 0 },
	}
	// Where each step may be taken: every such state has to stand in exactly one row.
	domain := map[string]func(s uint32) bool{
		"OnNotify":   Legal,
		"OnRelease":  func(s uint32) bool { return Legal(s) && s&Locked != 0 },
		"OnWithdraw": Legal,
		"OnRegister": Legal,
		// The sink comes from MustWithdraw, after which only a registration that
		// replaces nothing newer can still be there.
		"OnPublish": func(s uint32) bool { return Legal(s) && s&(Update|Registered) != Update|Registered },
	}
	for name, rows := range parseTables(t, "protocol.go") {
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
					t.Errorf("%s(%s) = %s, table says %s\n%s", name, Spell(s), Spell(next), Spell(want), row.text)
				}
				if w, ok := verdicts[row.verdict]; row.verdict != "" && (!ok || v != w) {
					t.Errorf("%s(%s) has verdict %d\n%s", name, Spell(s), v, row.text)
				}
				if !Legal(next) {
					t.Errorf("%s(%s) = %s breaks the invariant", name, Spell(s), Spell(next))
				}
			}
			if want := domain[name](s); want && len(hits) != 1 || !want && len(hits) != 0 {
				t.Errorf("%s: %s stands in %d rows: %q", name, Spell(s), len(hits), hits)
			}
		}
	}
	for name := range steps {
		t.Errorf("step %s has no table", name)
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
