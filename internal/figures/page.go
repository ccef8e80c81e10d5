package figures

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

const (
	begin = "<!-- begin table -->\n"
	end   = "<!-- end table -->\n"
)

// Check reports what Publish would object to, before there is anything to publish.
func Check(page string) error {
	if page == "-" {
		return nil
	}
	if err := Writable(page); err != nil {
		return err
	}
	_, _, err := around(page)
	return err
}

// Writable reports why one of the files can't be written. It changes none of them, and
// leaves none behind.
func Writable(files ...string) error {
	for _, file := range files {
		info, err := os.Stat(file)
		flags := os.O_WRONLY
		switch {
		case errors.Is(err, fs.ErrNotExist):
			flags |= os.O_CREATE | os.O_EXCL
		case err != nil:
			return err
		case !info.Mode().IsRegular():
			return &fs.PathError{Op: "write", Path: file, Err: errors.New("not a regular file")}
		}
		f, err := os.OpenFile(file, flags, 0o666)
		if err != nil {
			return err
		}
		err = f.Close()
		if info == nil {
			err = errors.Join(err, os.Remove(file))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Publish prints text, if page is "-", or puts it between the markers of the page.
func Publish(stdout io.Writer, page, text string) error {
	if page == "-" {
		_, err := io.WriteString(stdout, text)
		return err
	}
	before, after, err := around(page)
	if err != nil {
		return err
	}
	return os.WriteFile(page, []byte(before+begin+"\n"+text+"\n"+end+after), 0o666)
}

// around is what the page has before and after the table.
func around(page string) (before, after string, err error) {
	old, err := os.ReadFile(page)
	if err != nil {
		return "", "", err
	}
	before, rest, ok1 := strings.Cut(string(old), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		return "", "", fmt.Errorf(
			"%s lacks the lines %q and %q",
			page,
			strings.TrimSpace(begin),
			strings.TrimSpace(end),
		)
	}
	return before, after, nil
}
