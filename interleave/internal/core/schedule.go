package core

import (
	"fmt"
	"strconv"
	"strings"
)

// Choice is one step of a schedule: which thread, by its number in this execution, and
// for Choose (and select) which alternative.
type Choice struct {
	Thread int
	Alt    int
}

// FormatSchedule writes a schedule as a replay string: thread numbers, ".v" for a chosen
// value, "xN" for N steps in a row. 0x2-1.1 is two steps of thread 0, and one of thread 1
// with the alternative 1.
func FormatSchedule(sch []Choice) string {
	if len(sch) == 0 {
		return noSteps
	}
	var b strings.Builder
	for i := 0; i < len(sch); {
		j := i
		for j < len(sch) && sch[j] == sch[i] {
			j++
		}
		if i > 0 {
			b.WriteByte('-')
		}
		b.WriteString(strconv.Itoa(sch[i].Thread))
		if sch[i].Alt > 0 {
			b.WriteString("." + strconv.Itoa(sch[i].Alt))
		}
		if j-i > 1 {
			b.WriteString("x" + strconv.Itoa(j-i))
		}
		i = j
	}
	return b.String()
}

// noSteps is the replay string of what fails before the first step.
const noSteps = "start"

// ParseSchedule reads a replay string. It is strict, since what it reads was typed or
// pasted.
func ParseSchedule(text string) ([]Choice, error) {
	var sch []Choice
	if text == "" || text == noSteps {
		return nil, nil
	}
	for _, w := range strings.Split(text, "-") {
		rest, count, many := strings.Cut(w, "x")
		n := 1
		var err error
		if many {
			if n, err = strconv.Atoi(count); err != nil || n < 1 || n > 1<<20 {
				return nil, fmt.Errorf("interleave: replay string: %q is not a number of steps", count)
			}
		}
		thread, alt, chosen := strings.Cut(rest, ".")
		var c Choice
		if c.Thread, err = strconv.Atoi(thread); err != nil || c.Thread < 0 {
			return nil, fmt.Errorf("interleave: replay string: %q is not a thread", thread)
		}
		if chosen {
			if c.Alt, err = strconv.Atoi(alt); err != nil || c.Alt < 0 {
				return nil, fmt.Errorf("interleave: replay string: %q is not a choice", alt)
			}
		}
		for range n {
			sch = append(sch, c)
		}
	}
	return sch, nil
}
