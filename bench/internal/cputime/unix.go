//go:build unix

// Package cputime tells how much processor time was taken.
package cputime

import (
	"syscall"
	"time"
)

// Now is the processor time that this process has taken.
func Now() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
