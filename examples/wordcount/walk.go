package main

import (
	"errors"
	"io/fs"
)

// walk calls visit with the name of each regular file of fsys, until it returns an error,
// which walk returns. What can't be read goes to skipped, except for the root itself.
func walk(fsys fs.FS, skipped func(error), visit func(name string) error) error {
	return fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && name == ".":
			if p := (*fs.PathError)(nil); errors.As(err, &p) {
				err = p.Err // its path is just "."
			}
			return rootError{err}
		case err != nil:
			skipped(err)
		case name == "." && !d.IsDir():
			return rootError{errors.New("not a directory")}
		case d.Type().IsRegular():
			return visit(name)
		}
		return nil
	})
}

// rootError is why there is nothing to count.
type rootError struct{ error }

func (e rootError) Unwrap() error { return e.error }
