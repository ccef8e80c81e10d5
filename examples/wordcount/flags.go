package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime"
)

const usage = `usage: wordcount [flags] [directory]

Counts the words of all text files below the directory (default: the source of the Go tree).
Goroutines scan the files; each has a slot in which it hands its words to one consumer, who sleeps
while all slots are empty. A word is a run of letters, digits and underscores; case matters.
Ctrl-C ends it with what was counted so far.

`

const exits = `
exit codes: 0 done, 1 directory unreadable or counts differ, 2 wrong usage, 130 interrupted
`

type options struct {
	top, producers int
	verify         bool
	dir            string // as given
	goTree         bool   // no directory was given
}

// parse returns the options, or an exit code if there is nothing to do.
func parse(args []string, stdout, stderr io.Writer) (o options, code int, ok bool) {
	flags := flag.NewFlagSet("wordcount", flag.ContinueOnError)
	flags.IntVar(&o.top, "top", 10, "how many of the most frequent words to print")
	flags.IntVar(&o.producers, "producers", min(runtime.GOMAXPROCS(0), 1000), "how many goroutines scan files, 1 to 1000")
	flags.BoolVar(&o.verify, "verify", false, "count again in one goroutine, and compare")
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage)
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		fmt.Fprint(stdout, exits)
		return o, exitOK, false
	case err != nil:
	case o.top < 0:
		err = errors.New("-top must not be negative")
	case o.producers < 1 || o.producers > 1000:
		err = errors.New("-producers must be from 1 to 1000")
	case flags.NArg() > 1:
		err = errors.New("more than one directory")
	}
	if err != nil {
		fmt.Fprintf(stderr, "wordcount: %v\n(wordcount -h explains the flags)\n", err)
		return o, exitUsage, false
	}
	o.dir, o.goTree = flags.Arg(0), flags.NArg() == 0
	return o, exitOK, true
}
