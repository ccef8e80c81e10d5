//go:build unix

package program

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

// interrupts are the signals that end a program. Commands are in groups of their own, so
// a terminal that is closed ends them only if the program does. A program under nohup
// goes on.
func interrupts() []os.Signal {
	s := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		s = append(s, syscall.SIGHUP)
	}
	return s
}

// interruptible puts the command into a group of its own, which is interrupted when its
// context ends.
func interruptible(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error {
		err := syscall.Kill(-cmd.Process.Pid, syscall.SIGINT)
		if errors.Is(err, syscall.ESRCH) {
			return os.ErrProcessDone
		}
		return err
	}
}
