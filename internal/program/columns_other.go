//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package program

import "os"

// columns is 0, for unknown, if f is a terminal or another character device.
func columns(f *os.File) (n int, ok bool) {
	info, err := f.Stat()
	return 0, err == nil && info.Mode()&os.ModeCharDevice != 0
}
