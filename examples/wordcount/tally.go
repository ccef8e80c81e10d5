package main

import (
	"context"
	"errors"
	"io/fs"
	"sync"
)

// tally counts the words of fsys: one goroutine walks the tree, the producers scan the files that
// it finds, and the caller is the consumer. If ctx ends before all is read, it returns what was
// counted until then, and the error of ctx.
func tally(ctx context.Context, fsys fs.FS, producers int, h handover, st *status) (*counts, error) {
	var (
		all   sync.WaitGroup
		names = make(chan string, 256)
		errs  = make([]error, producers+1)
	)
	all.Go(func() {
		defer close(names)
		errs[producers] = walk(fsys, st.skip, func(name string) error {
			select {
			case names <- name:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	})
	for i := range producers {
		all.Go(func() {
			defer h.done(i)
			p := producer{
				fsys:    fsys,
				send:    func(b *batch) error { return h.send(ctx, i, b) },
				skipped: st.skip,
			}
			errs[i] = p.run(names)
		})
	}
	c := newCounts()
	for {
		b := h.recv()
		if b == nil {
			break
		}
		c.add(b)
		b.recycle()
		st.progress(c)
	}
	all.Wait() // for errs
	st.end()
	return c, errors.Join(errs...)
}
