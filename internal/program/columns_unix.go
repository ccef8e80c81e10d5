//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package program

import (
	"os"
	"syscall"
	"unsafe"
)

// columns is how wide the terminal f is, and whether it is one.
func columns(f *os.File) (n int, ok bool) {
	var size struct{ rows, columns, x, y uint16 }
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), syscall.TIOCGWINSZ, uintptr(unsafe.Pointer(&size)))
	return int(size.columns), errno == 0
}
