package main

import (
	"context"
	"errors"
	"io/fs"
	"sync"
)

// tally counts the words of fsys: one goroutine walks the tree, the producers scan the
// files that it finds, and the caller is the consumer. If ctx ends before all is read, it
// returns what was counted until then, and the error of ctx.
func tally(ctx context.Context, fsys fs.FS, o options, h handover, st *status) (*counts, error) {
	var (
		all   sync.WaitGroup
		names = make(chan string, 256)
		errs  = make([]error, o.producers+1)
	)
	all.Go(func() {
		defer close(names)
		errs[o.producers] = walk(fsys, st.skip, func(name string) error {
			select {
			case names <- name:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	})
	for i := range o.producers {
		all.Go(func() {
			defer h.done(i)
			p := producer{
				fsys:    fsys,
				words:   o.batch,
				skipped: st.skip,
				send: func(m message) error {
					// A hand-over need not look at ctx while it has room.
					if err := ctx.Err(); err != nil {
						return err
					}
					return h.send(ctx, i, m)
				},
			}
			errs[i] = p.run(names)
		})
	}
	c := newCounts()
	for m, ok := h.recv(); ok; m, ok = h.recv() {
		c.add(m)
		if m.isLast() {
			m.batch.recycle()
			st.progress(c)
		}
	}
	all.Wait() // for errs
	st.end()
	return c, errors.Join(errs...)
}
