package main

import "testing"

// rig is a sinkBell whose eventfd only counts.
func rig(t *testing.T) (*sinkBell, func(writes int64)) {
	e := new(eventfd)
	if err := e.open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.close() })
	b := newSinkBell(e).(*sinkBell)
	return b, func(want int64) {
		t.Helper()
		if got := e.writes.Load(); got != want {
			t.Fatalf("%d writes, want %d", got, want)
		}
	}
}

func idle() bool { return false }
func busy() bool { return true }

func TestOneWritePerSleep(t *testing.T) {
	b, writes := rig(t)
	for sleeps := range int64(3) {
		b.ring()
		writes(sleeps) // nobody sleeps
		if !b.maySleep(idle) {
			t.Fatal("stays awake without work")
		}
		writes(sleeps)
		for range 5 {
			b.ring()
			writes(sleeps + 1)
		}
		b.awake()
	}
}

func TestNoSleepWithWork(t *testing.T) {
	b, writes := rig(t)
	if b.maySleep(busy) {
		t.Fatal("sleeps though there is work")
	}
	b.ring()
	writes(0)
}

// A ring between the registration and the sleep keeps the loop up, and costs no write,
// not even if the second look misses its task.
func TestRingBeforeSleep(t *testing.T) {
	for _, found := range []bool{false, true} {
		b, writes := rig(t)
		looks := 0
		if b.maySleep(func() bool {
			if looks++; looks == 2 {
				b.ring()
				return found
			}
			return false
		}) {
			t.Fatal("sleeps though it was told")
		}
		writes(0)
		if looks != 2 {
			t.Fatalf("looked %d times", looks)
		}
		b.awake()
		if !b.maySleep(idle) {
			t.Fatal("stays awake, long after")
		}
		writes(0)
	}
}

// If a file ends the sleep, its registration is still there. To ring costs no write then.
func TestRingAfterOtherEvent(t *testing.T) {
	b, writes := rig(t)
	b.maySleep(idle)
	b.awake()
	b.ring()
	writes(0)
	if b.maySleep(idle) {
		t.Fatal("sleeps though it was told since it last looked")
	}
	b.awake()
	b.maySleep(idle)
	b.ring()
	writes(1)
}

// A Wake that comes late ends another sleep, with the one write that this one may cost.
func TestLateWake(t *testing.T) {
	b, writes := rig(t)
	b.maySleep(idle)
	b.Wake()
	b.ring()
	b.Wake()
	writes(1)
	b.awake()
	b.Wake()
	writes(1)
}
