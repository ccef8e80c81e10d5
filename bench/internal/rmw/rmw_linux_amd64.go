package rmw

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"runtime"
	"syscall"
)

// The read-modify-writes of a path are counted by executing it: a child process runs it
// between two breakpoints, one instruction at a time, and each instruction that has a
// LOCK prefix, or is an XCHG with memory, counts. So what the runtime does for a channel
// counts too.

const childArg = "diatomic-bench-rmw-child"

// tries is how often each path is stepped through. The least count is the path's.
const tries = 2

// ownStack is how far from where it began the path may move on its stack. Stepping is so
// slow that the scheduler often takes a turn meanwhile; that is on another stack, and
// doesn't count.
const ownStack = 64 << 10

func init() {
	if len(os.Args) == 2 && os.Args[1] == childArg {
		runtime.LockOSThread() // main then runs on the thread that is traced
	}
}

// Child does the work of the child process and ends it, if this is one. It is to be
// called first in main.
func Child(paths func() []Path) {
	if len(os.Args) == 2 && os.Args[1] == childArg {
		child(paths())
	}
}

// child runs each path once to warm up, and then between breakpoints.
func child(paths []Path) {
	for _, p := range paths {
		p.Run()
		for range tries {
			runtime.Gosched() // a fresh time slice
			runtime.Breakpoint()
			p.Run()
			runtime.Breakpoint()
		}
	}
	os.Exit(0)
}

// Count writes a line in benchmark format for each path, until ctx ends. The program must
// call Child, with the same paths.
func Count(ctx context.Context, out io.Writer, paths []Path) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	// A traced child belongs to the thread that started it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	cmd := exec.Command(self, childArg)
	cmd.Env = append(os.Environ(), "GODEBUG=asyncpreemptoff=1", "GOGC=off")
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true, Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return err
	}
	pid := cmd.Process.Pid
	defer func() {
		cmd.Process.Kill()
		cmd.Wait()
	}()
	t := tracer{pid: pid}
	if _, err := t.wait(); err != nil { // the exec
		return err
	}
	for _, p := range paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		least := math.MaxInt
		for range tries {
			if err := t.toBreakpoint(); err != nil {
				return fmt.Errorf("path %s: %w", p.Name, err)
			}
			n, err := t.count()
			if err != nil {
				return fmt.Errorf("path %s: %w", p.Name, err)
			}
			least = min(least, n)
		}
		fmt.Fprintf(out, "BenchmarkRMW/%s 1 %g rmw/op\n", p.Name, float64(least)/float64(p.Ops))
	}
	return nil
}

type tracer struct{ pid int }

var errGone = errors.New("the traced process ended early")

func (t tracer) wait() (syscall.Signal, error) {
	var s syscall.WaitStatus
	if _, err := syscall.Wait4(t.pid, &s, syscall.WALL, nil); err != nil {
		return 0, err
	}
	if !s.Stopped() {
		return 0, errGone
	}
	return s.StopSignal(), nil
}

func (t tracer) toBreakpoint() error {
	signal := 0
	for {
		if err := syscall.PtraceCont(t.pid, signal); err != nil {
			return err
		}
		got, err := t.wait()
		if err != nil {
			return err
		}
		if got == syscall.SIGTRAP {
			return nil
		}
		signal = int(got)
	}
}

// count steps to the next breakpoint.
func (t tracer) count() (int, error) {
	var (
		regs syscall.PtraceRegs
		code [16]byte
		n    int
		own  uint64
	)
	for {
		if err := syscall.PtraceGetRegs(t.pid, &regs); err != nil {
			return 0, err
		}
		k, err := syscall.PtracePeekText(t.pid, uintptr(regs.Rip), code[:])
		if err != nil {
			return 0, err
		}
		if own == 0 {
			own = regs.Rsp
		}
		last := code[0] == 0xcc // INT3, to be stepped over like the rest
		if own-regs.Rsp+ownStack < 2*ownStack && isRMW(code[:k]) {
			n++
		}
		if err := syscall.PtraceSingleStep(t.pid); err != nil {
			return 0, err
		}
		// A signal other than the step's is dropped: the path doesn't need it.
		if _, err := t.wait(); err != nil {
			return 0, err
		}
		if last {
			return n, nil
		}
	}
}

// prefixes may stand before LOCK.
var prefixes = []byte{0x66, 0x67, 0xf2, 0xf3, 0x2e, 0x36, 0x3e, 0x26, 0x64, 0x65}

// isRMW reports whether the instruction has a LOCK prefix, or is an XCHG with memory,
// which is locked without one.
func isRMW(code []byte) bool {
	i := 0
	for i < len(code) && bytes.IndexByte(prefixes, code[i]) >= 0 {
		i++
	}
	if i < len(code) && code[i] == 0xf0 { // LOCK, which may stand among the others
		return true
	}
	if i < len(code) && code[i]&0xf0 == 0x40 { // REX
		i++
	}
	return i+1 < len(code) && (code[i] == 0x86 || code[i] == 0x87) && code[i+1]>>6 != 3
}
