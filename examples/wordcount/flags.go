package main

import (
	"cmp"
	"errors"
	"flag"
	"io"
	"runtime"

	"github.com/diatomic-go/diatomic/internal/program"
)

const usage = `usage: wordcount [flags] [directory]

Counts the words of all text files below the directory (default: the source of the Go tree; with
-table only that of its package runtime). Goroutines scan the files and hand their words to one
consumer, which sleeps while there are none. A word is a run of letters, digits and underscores; case
matters. Ctrl-C ends it with what was counted so far.

The words are handed over via
  slots  a slot for each producer; the consumer waits on a diatomic.WakeSink until any is full
  mpsc   a channel of package mpsc, received from in batches
  chan   a Go channel
  all    each of these in turns, to compare their rates

`

const exits = `
exit codes: 0 done, 1 directory unreadable or counts differ, 2 wrong usage, 130 interrupted
`

type options struct {
	top, producers, batch, runs int

	verify bool
	ways   []way  // at least one; runs is 1 if it is one
	page   string // to put the table into, if not empty
	dir    string // as given
	goTree bool   // no directory was given
}

// room is how many messages there is room for in a channel: for one of each producer, as
// in slots, or for 1000 words if that is more. Whole batches that wait fall out of the
// cache.
func (o options) room() int { return max(o.producers, 1000/o.batch) }

// parse returns the options, or an exit code if there is nothing to do.
func parse(args []string, stdout, stderr io.Writer) (o options, code int, ok bool) {
	flags := flag.NewFlagSet("wordcount", flag.ContinueOnError)
	flags.IntVar(&o.top, "top", 10, "how many of the most frequent words to print")
	flags.IntVar(
		&o.producers,
		"producers",
		min(runtime.GOMAXPROCS(0), 1000),
		"how many goroutines scan files, 1 to 1000",
	)
	flags.IntVar(
		&o.batch,
		"batch",
		maxBatch,
		"how many words are handed over at once, at most (from 1; never more than 64 KiB of text have)",
	)
	flags.IntVar(&o.runs, "runs", 5, "how often to count in each way, 1 to 1000, with -via all or -table")
	flags.BoolVar(&o.verify, "verify", false, "count again in one goroutine, and compare")
	flags.StringVar(
		&o.page,
		"table",
		"",
		"measure -via all with each of several -batch instead, and put the table into this `page`, or print it if it is -",
	)
	via := flags.String("via", "mpsc", "`how` the words are handed over: slots, mpsc, chan or all")
	code, ok = program.Parse(flags, program.Usage{Above: usage, Below: exits}, args, stdout, stderr, func() error {
		if o.page != "" {
			*via = "all"
		}
		o.ways = waysNamed(*via)
		switch {
		case o.top < 0:
			return errors.New("-top must not be negative")
		case o.batch < 1:
			return errors.New("-batch must be 1 or more")
		case o.verify && o.page != "":
			return errors.New("-verify doesn't go with -table")
		case o.ways == nil:
			return errors.New("-via must be slots, mpsc, chan or all")
		case flags.NArg() > 1:
			return errors.New("more than one directory")
		}
		return cmp.Or(program.Between("producers", o.producers, 1, 1000), program.Between("runs", o.runs, 1, 1000))
	})
	if !ok {
		return o, code, false
	}
	if len(o.ways) == 1 {
		o.runs = 1
	}
	o.batch = min(o.batch, maxBatch)
	o.dir, o.goTree = flags.Arg(0), flags.NArg() == 0
	return o, program.OK, true
}
