package main

import (
	"errors"
	"io/fs"
	"strings"
	"testing/fstest"
)

// openFS is a file system of which only Open was written.
type openFS func(name string) (fs.File, error)

func (open openFS) Open(name string) (fs.File, error) { return open(name) }

// with returns files, but what open gives for a name comes first, unless that is nil,
// nil.
func with(files fs.FS, open openFS) fs.FS {
	return openFS(func(name string) (fs.File, error) {
		if f, err := open(name); f != nil || err != nil {
			return f, err
		}
		return files.Open(name)
	})
}

// readFile is a file with a Read of its own.
type readFile struct {
	fs.File
	read func(p []byte) (int, error)
}

func (f readFile) Read(p []byte) (int, error) { return f.read(p) }

func tree(files map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

var errBroken = errors.New("broken")

// broken refuses to open the names.
func broken(files fs.FS, names ...string) fs.FS {
	return with(files, func(name string) (fs.File, error) {
		for _, n := range names {
			if n == name {
				return nil, &fs.PathError{Op: "open", Path: name, Err: errBroken}
			}
		}
		return nil, nil
	})
}

// stalled is a tree of one file that delivers text, and then whatever end returns.
func stalled(text string, end func() error) fs.FS {
	files := tree(map[string]string{"file": ""})
	return with(files, func(name string) (fs.File, error) {
		if name != "file" {
			return nil, nil
		}
		f, _ := files.Open(name)
		in := strings.NewReader(text)
		return readFile{f, func(p []byte) (int, error) {
			if in.Len() == 0 {
				return 0, end()
			}
			return in.Read(p)
		}}, nil
	})
}
