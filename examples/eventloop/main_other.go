//go:build !linux

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "eventloop: this example needs Linux, for epoll and eventfd")
	os.Exit(1)
}
