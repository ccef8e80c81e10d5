package figures

import (
	"fmt"
	"io"
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
	_, _, err := around(page)
	return err
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
