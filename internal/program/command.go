package program

import (
	"context"
	"os/exec"
	"time"
)

// grace is how long a command has to end after it was interrupted.
const grace = 10 * time.Second

// Command is exec.CommandContext, but under the context of Main the end of that context
// interrupts the command and its children, before it kills the command: go test and go
// run don't pass an interrupt on. For this the command gets a group of its own, out of
// reach of the terminal; so under other contexts, which hear of no interrupts, it
// doesn't. (Where there are no groups of processes, the command is killed at once.)
func Command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.WaitDelay = grace
	if ctx.Value(hears{}) != nil {
		interruptible(cmd)
	}
	return cmd
}

// hears is the key of a value that only the context of Main has.
type hears struct{}
