package page

import (
	"fmt"
	"os"
	"strings"
)

// Section is one table, or what stands in its place on a page.
type Section struct{ Name, Title, Text string }

// WriteTables writes a file of all the sections, without words.
func WriteTables(file string, sections []Section) error {
	var all strings.Builder
	all.WriteString("<!-- Written by bench. -->\n")
	for _, s := range sections {
		if s.Text != "" {
			fmt.Fprintf(&all, "\n## %s\n\n%s", s.Title, s.Text)
		}
	}
	return os.WriteFile(file, []byte(all.String()), 0o666)
}

// Rewrite puts each section between its markers on the page.
func Rewrite(page string, sections []Section) error {
	text, err := Rewritten(page, sections)
	if err != nil {
		return err
	}
	return os.WriteFile(page, []byte(text), 0o666)
}

// Rewritten is the page with each section between its markers.
func Rewritten(page string, sections []Section) (string, error) {
	text, err := os.ReadFile(page)
	if err != nil {
		return "", err
	}
	s := string(text)
	for _, sec := range sections {
		begin, end := "<!-- begin "+sec.Name+" -->\n", "<!-- end "+sec.Name+" -->"
		before, rest, ok1 := strings.Cut(s, begin)
		_, after, ok2 := strings.Cut(rest, end)
		if !ok1 || !ok2 {
			return "", fmt.Errorf("%s has no markers for %q", page, sec.Name)
		}
		if sec.Text != "" {
			s = before + begin + "\n" + sec.Text + "\n" + end + after
		}
	}
	return s, nil
}
