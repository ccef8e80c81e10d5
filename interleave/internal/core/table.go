package core

import "unsafe"

// entry is one visited state: its key, its number and the threads that were asleep on
// every visit so far. With 24 bytes for each state, and the table at most three quarters
// full, this is most of what a search needs.
type entry struct {
	key   h128
	id    uint32
	sleep uint32
}

// table is an open-addressing hash table of visited states: keys are good hashes already,
// and nothing is ever taken out.
type table struct {
	slots []entry
	mask  uint64
	n     uint32
}

func newTable() *table {
	return &table{slots: make([]entry, 1<<10), mask: 1<<10 - 1}
}

// find returns the entry of key, and whether it was there already. The pointer is good
// until the next find, which may let the table grow.
func (t *table) find(key h128) (*entry, bool) {
	// Before the search for a slot, so that the one found stays where it is.
	if uint64(t.n)*4 >= uint64(len(t.slots))*3 {
		t.grow()
	}
	if key == (h128{}) {
		key.lo = 1 // the zero key marks a free slot
	}
	for i := key.lo & t.mask; ; i = (i + 1) & t.mask {
		e := &t.slots[i]
		if e.key == key {
			return e, true
		}
		if e.key == (h128{}) {
			e.key, e.id = key, t.n
			t.n++
			return e, false
		}
	}
}

// has reports whether key is there, and changes nothing: so the searches that compare
// with the table may go on after the search is over.
func (t *table) has(key h128) bool {
	if key == (h128{}) {
		key.lo = 1
	}
	for i := key.lo & t.mask; ; i = (i + 1) & t.mask {
		switch t.slots[i].key {
		case key:
			return true
		case h128{}:
			return false
		}
	}
}

// grow doubles the table.
func (t *table) grow() {
	old := t.slots
	t.slots = make([]entry, 2*len(old))
	t.mask = uint64(len(t.slots) - 1)
	for _, e := range old {
		if e.key == (h128{}) {
			continue
		}
		i := e.key.lo & t.mask
		for t.slots[i].key != (h128{}) {
			i = (i + 1) & t.mask
		}
		t.slots[i] = e
	}
}

func (t *table) bytes() int64 { return int64(len(t.slots)) * int64(unsafe.Sizeof(entry{})) }
