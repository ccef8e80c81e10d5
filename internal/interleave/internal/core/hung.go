package core

import (
	"runtime"
	"strings"
)

// hungStack finds the model thread that is not waiting for its turn.
func hungStack() string {
	buf := make([]byte, 1<<20)
	buf = buf[:runtime.Stack(buf, true)]
	for _, g := range strings.Split(string(buf), "\n\n") {
		head, _, _ := strings.Cut(g, "\n")
		if strings.Contains(g, ".modelThread(") && !strings.Contains(head, "[coroutine") {
			return trimStack([]byte(g))
		}
	}
	for _, g := range strings.Split(string(buf), "\n\n") {
		if strings.Contains(g, ".(*Sim).runSetup(") || strings.Contains(g, ".(*Sim).look(") || strings.Contains(g, ".(*Sim).holds(") {
			return trimStack([]byte(g))
		}
	}
	return ""
}
