// Lines checks the length of lines: comments wrap at 90 columns, code at 120, and
// Markdown prose at 120 unless a paragraph is one line. A tab counts as four columns.
//
//	go run ./internal/lines        all files that git knows
//	go run ./internal/lines FILE…  these
//
// It leaves alone what can't be wrapped: URLs, lines that are one string, tables (those
// of mutants among them), indented blocks, directives, and generated files. It exits with
// 1 if a line is too long or nothing was checked.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/diatomic-go/diatomic/internal/program"
)

const (
	commentWidth  = 90
	codeWidth     = 120
	markdownWidth = 120
	tab           = "    "
	mutants       = "internal/verify/mutants"
)

const usage = `usage: lines [file ...]

Checks the length of lines in the files, or in all Go and Markdown files that git knows.

Exit codes: 0 all is well, 1 a line is too long or a file can't be read, 2 wrong usage.

`

func main() { program.Main("lines", run) }

// run is the program. It returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("lines", flag.ContinueOnError)
	code, ok := program.Parse(flags, program.Usage{Above: usage}, args, stdout, stderr, func() error {
		for _, file := range flags.Args() {
			if checkOf(file) == nil {
				return fmt.Errorf("%s is neither a Go nor a Markdown file", file)
			}
		}
		return nil
	})
	if !ok {
		return code
	}
	files := flags.Args()
	if len(files) == 0 {
		out, err := program.Command(ctx, "git", "ls-files", "-z").Output()
		if err != nil {
			return program.Exit(ctx, "lines", fmt.Errorf("git ls-files: %w", err), stderr)
		}
		files = strings.Split(string(out), "\x00")
	}
	long, checked := 0, 0
	for _, file := range files {
		check := checkOf(file)
		if check == nil || filepath.ToSlash(filepath.Dir(file)) == mutants {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return program.Exit(ctx, "lines", err, stderr)
		}
		checked++
		lines := strings.Split(string(text), "\n")
		for _, i := range check(lines) {
			fmt.Fprintf(stdout, "%s:%d: %d columns: %s\n", file, i+1, columns(lines[i]), strings.TrimSpace(lines[i]))
			long++
		}
	}
	fmt.Fprintf(stdout, "%d files, %d lines too long\n", checked, long)
	switch {
	case checked == 0:
		return program.Exit(ctx, "lines", errors.New("there is nothing to check"), stderr)
	case long > 0:
		return program.Failed
	}
	return program.Exit(ctx, "lines", nil, stderr)
}

// checkOf is what checks such a file, or nil.
func checkOf(file string) func(lines []string) (long []int) {
	return map[string]func([]string) []int{".go": goLines, ".md": markdownLines}[filepath.Ext(file)]
}

func columns(line string) int { return utf8.RuneCountInString(strings.ReplaceAll(line, "\t", tab)) }

var (
	generated = regexp.MustCompile(`^// Code generated .* DO NOT EDIT\.$`)
	url       = regexp.MustCompile(`https?://\S{40}`)
	// A line that is nothing but a string, which is better found in one piece.
	text = regexp.MustCompile("^\\s*(\"([^\"\\\\]|\\\\.)*\"|`[^`]*`)[,):]*( \\+)?$")
	// A comment that is code, a table, or a directive.
	fixed = regexp.MustCompile(`^\s*//(\t|go:|lint:|interleave:|export )`)
)

// goLines returns which lines of a Go file are too long.
func goLines(lines []string) (long []int) {
	for i, line := range lines {
		switch {
		case generated.MatchString(line):
			return nil
		case url.MatchString(line):
		case text.MatchString(line):
		case strings.HasPrefix(strings.TrimSpace(line), "//") && !fixed.MatchString(line):
			if columns(line) > commentWidth {
				long = append(long, i)
			}
		case columns(line) > codeWidth:
			long = append(long, i)
		}
	}
	return long
}

// markdownLines returns which lines of a Markdown file are too long. A paragraph of one
// line may be as long as it likes, and so may what is between the marks of a generated
// part.
func markdownLines(lines []string) (long []int) {
	code, begun := false, false
	prose := func(i int) bool {
		return i >= 0 && i < len(lines) && strings.TrimSpace(lines[i]) != "" && !block.MatchString(lines[i])
	}
	for i, line := range lines {
		switch {
		case strings.HasPrefix(strings.TrimSpace(line), "```"):
			code = !code
		case strings.HasPrefix(line, "<!-- begin"):
			begun = true
		case strings.HasPrefix(line, "<!-- end"):
			begun = false
		case code || begun || columns(line) <= markdownWidth || url.MatchString(line):
		case strings.HasPrefix(line, "|") || strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "!["):
		case (prose(i-1) && !block.MatchString(line)) || prose(i+1):
			long = append(long, i)
		}
	}
	return long
}

// block begins something of its own: a heading, an item of a list, a table.
var block = regexp.MustCompile(`^\s*([#|>*-]|\d+\.|<!--|` + "```" + `)`)
