package core

import "math/bits"

// addrs says what is known of addresses in this execution: the record of the variable
// there, and the name of a pointer that leads there. It is a hash table that is emptied
// by counting: what an earlier execution has left has another number.
//
// Addresses are those of one thing all through an execution: the records, and the list of
// allocations, keep what is there from being collected.
type addrs struct {
	slots []addr
	shift uint
	n     int
	gen   uint64
}

type addr struct {
	a    uintptr
	gen  uint64
	name uint64 // of a pointer; 0: it has none yet
	obj  int32  // number of the record, or -1
}

func (t *addrs) reset(gen uint64) {
	if t.slots == nil {
		t.slots = make([]addr, 1<<8)
		t.shift = 64 - 8
	}
	t.n, t.gen = 0, gen
}

// find returns the entry of an address, or nil.
func (t *addrs) find(a uintptr) *addr {
	mask := uintptr(len(t.slots) - 1)
	for i := uintptr(uint64(a) * k0 >> t.shift); ; i++ {
		e := &t.slots[i&mask]
		if e.gen != t.gen {
			return nil
		}
		if e.a == a {
			return e
		}
	}
}

// at returns the entry of an address, made if there is none. It is good until the next
// call.
func (t *addrs) at(a uintptr) *addr {
	if 2*t.n >= len(t.slots) {
		t.grow()
	}
	mask := uintptr(len(t.slots) - 1)
	for i := uintptr(uint64(a) * k0 >> t.shift); ; i++ {
		e := &t.slots[i&mask]
		if e.gen != t.gen {
			*e = addr{a: a, gen: t.gen, obj: -1}
			t.n++
			return e
		}
		if e.a == a {
			return e
		}
	}
}

func (t *addrs) grow() {
	old := t.slots
	t.slots = make([]addr, 2*len(old))
	t.shift = uint(64 - bits.TrailingZeros(uint(len(t.slots))))
	mask := uintptr(len(t.slots) - 1)
	for _, e := range old {
		if e.gen != t.gen {
			continue
		}
		i := uintptr(uint64(e.a) * k0 >> t.shift)
		for t.slots[i&mask].gen == t.gen {
			i++
		}
		t.slots[i&mask] = e
	}
}
