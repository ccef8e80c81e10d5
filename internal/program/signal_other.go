//go:build !unix

package program

import (
	"os"
	"os/exec"
)

func interrupts() []os.Signal { return []os.Signal{os.Interrupt} }

func interruptible(*exec.Cmd) {}
