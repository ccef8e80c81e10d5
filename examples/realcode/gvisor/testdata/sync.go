// Package sync plays the part of gVisor's pkg/sync for a model of pkg/sleep: what parks
// goroutines there, by package runtime and in assembly, parks them on a channel here.
// There is one sleeper.
package sync

import (
	"sync/atomic"
	"unsafe"
)

// NoCopy is that of pkg/sync.
type NoCopy struct{}

// TraceBlockReason is that of pkg/sync.
type TraceBlockReason uint8

// These are arguments of Gopark.
const (
	TraceBlockSelect TraceBlockReason = 0
	WaitReasonSelect uint8            = 0
)

// sleeper is what Gopark takes for the goroutine's address.
const sleeper = 64

var parked = make(chan struct{}, 1)

// Gopark waits for Goready, if unlockf allows it.
func Gopark(unlockf func(uintptr, unsafe.Pointer) bool, lock unsafe.Pointer, _ uint8, _ TraceBlockReason, _ int) {
	if unlockf(sleeper, lock) {
		<-parked
	}
}

// Goready wakes the sleeper.
func Goready(gp uintptr, _ int, _ bool) {
	if gp != sleeper {
		panic("Goready: no such goroutine")
	}
	parked <- struct{}{}
}

// Wakep does nothing.
func Wakep() {}

// RaceUncheckedAtomicCompareAndSwapUintptr is that of pkg/sync.
func RaceUncheckedAtomicCompareAndSwapUintptr(p *uintptr, old, new uintptr) bool {
	return atomic.CompareAndSwapUintptr(p, old, new)
}
