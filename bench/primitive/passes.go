package main

import (
	"fmt"
	"time"

	"github.com/diatomic-go/diatomic/bench/internal/driver"
)

func passes(o driver.Options) []driver.Pass {
	benchtime, consumers, window := "100ms", 1_000_000, 10*time.Second
	short := 42 * time.Second
	if o.Quick {
		benchtime, consumers, window = "10ms", 50_000, time.Second
		short = 9 * time.Second
	}
	step := func(parker, bench string, args []string, about time.Duration) driver.Step {
		return driver.Step{Parker: parker, Bench: bench, Args: args, About: about}
	}
	var passes []driver.Pass
	for i := range o.Count {
		passes = append(passes, driver.Pass{Name: fmt.Sprintf("pass %d of %d", i+1, o.Count), Steps: []driver.Step{
			step("runtime", o.Only("Unit", "IdleNotify", "Renotify", "NotifyAwake", "Same", "Alternate", "Unregister",
				"Contend", "PingPong", "Reply", "Burst"),
				[]string{"-test.benchtime=" + benchtime}, short),
			step(
				"portable",
				o.Only("PingPong")+"/wait=/^peer=(sink|cap1)$",
				[]string{"-test.benchtime=" + benchtime},
				short/20,
			),
			step("portable", o.Only("Reply")+"/^peer=(sink|cap1)$", []string{"-test.benchtime=" + benchtime}, short/50),
		}})
	}
	once := []string{"-test.benchtime=1x", fmt.Sprint("-consumers=", consumers), fmt.Sprint("-window=", window)}
	last := driver.Pass{Name: "idle consumers"}
	// Each in a process of its own: what one leaves behind would serve the next.
	for _, p := range append(peers, &peer{name: "none", group: func(int) group { return nil }}) {
		if p.group != nil {
			last.Steps = append(last.Steps,
				step("runtime", o.Only("Memory")+"/kind=goroutine/^peer="+p.name+"$", once,
					time.Duration(consumers)*10*time.Microsecond),
				step("runtime", o.Only("IdleCPU")+"/^peer="+p.name+"$", once, window*11/10))
		}
		if p.callback != nil {
			last.Steps = append(last.Steps, step("runtime", o.Only("Memory")+"/kind=callback/^peer="+p.name+"$", once,
				time.Duration(consumers)*time.Microsecond))
		}
	}
	return append(passes, last)
}
