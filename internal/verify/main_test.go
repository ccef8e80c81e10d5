package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/internal/program"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// TestMain lets the test binary stand in for verify, and for the go command that verify
// runs.
func TestMain(m *testing.M) {
	switch role := os.Getenv("VERIFY_TEST"); {
	case filepath.Base(os.Args[0]) == "go":
		fakeGo(role)
	case role == "child":
		hang()
	case role != "":
		main()
	}
	os.Exit(m.Run())
}

// fakeGo takes forever, and so does its child; or it builds a program that does nothing.
func fakeGo(role string) {
	if role == "builds" {
		for i, arg := range os.Args {
			if arg == "-o" {
				os.WriteFile(os.Args[i+1], []byte("#!/bin/sh\nexit 0\n"), 0o777)
			}
		}
		os.Exit(0)
	}
	self, _ := os.Executable()
	child := exec.Command(self)
	child.Env = append(os.Environ(), "VERIFY_TEST=child")
	child.Stdout, child.Stderr = os.Stdout, os.Stderr
	child.Start()
	hang()
}

// hang makes itself known to the test, and takes as long as the test does.
func hang() {
	c, err := net.Dial("tcp", os.Getenv("VERIFY_TEST_ADDRESS"))
	if err == nil {
		io.Copy(io.Discard, c)
	}
	os.Exit(0)
}

// needFakeGo puts the test binary in front of the go command.
func needFakeGo(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOOS == "plan9" {
		t.Skip("no processes that can be interrupted, or no scripts")
	}
	testenv.NeedGo(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(self, filepath.Join(dir, "go")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// An interrupt ends the go commands and what they run, and nothing has a verdict.
func TestInterrupt(t *testing.T) {
	testenv.Limit(t)
	needFakeGo(t)
	for args, commands := range map[string]int{
		"-mutants -jobs 2":   2,
		"-quick":             1,
		"-story omit-notify": 1,
	} {
		t.Run(args, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Skip(err)
			}
			defer l.Close()
			t.Setenv("VERIFY_TEST", "verify")
			t.Setenv("VERIFY_TEST_ADDRESS", l.Addr().String())
			verify := exec.Command(os.Args[0], append(strings.Fields(args), "-dir", "../..")...)
			var out, reason bytes.Buffer
			verify.Stdout, verify.Stderr = &out, &reason
			if err := verify.Start(); err != nil {
				t.Fatal(err)
			}
			var running []net.Conn
			for range 2 * commands { // each with its child
				c, err := l.Accept()
				if err != nil {
					t.Fatal(err)
				}
				defer c.Close()
				running = append(running, c)
			}
			if err := verify.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			err = verify.Wait()
			for _, c := range running {
				io.Copy(io.Discard, c) // until it has ended
			}
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != program.Interrupted ||
				!strings.HasSuffix(reason.String(), "verify: interrupted\n") || out.Len() > 0 {
				t.Errorf("%v, output %q, %s", err, &out, &reason)
			}
		})
	}
}

// A mutant whose models didn't run has no verdict.
func TestNoVerdict(t *testing.T) {
	needFakeGo(t)
	t.Setenv("VERIFY_TEST", "builds")
	code, out, reason := runMain(t.Context(), "-mutants", "-run", "omit-notify", "-dir", "../..")
	if code != program.Failed || out != "" || !strings.Contains(reason, "omit-notify: no model has run") ||
		!strings.Contains(reason, "0 of 1 mutants were tried") {
		t.Errorf("exit code %d, %s%s", code, out, reason)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	code, out, reason = runMain(over, "-mutants", "-dir", "../..")
	if code != program.Interrupted || out != "" || !strings.HasPrefix(reason, "verify: 0 of ") {
		t.Errorf("exit code %d, %s%s", code, out, reason)
	}
}

func runMain(ctx context.Context, args ...string) (code int, stdout, stderr string) {
	var out, reason strings.Builder
	code = run(ctx, args, &out, &reason)
	return code, out.String(), reason.String()
}

func TestUsage(t *testing.T) {
	over, cancel := context.WithCancel(t.Context())
	cancel() // so nothing runs that is let through
	for args, want := range map[string]string{
		"-mutants -run [":                         "-run: error parsing regexp",
		"-package [":                              "-package: error parsing regexp",
		"-package nosuch":                         `no mutant matches -package "nosuch"`,
		"-mutants -run nosuch":                    `no mutant matches`,
		"-mutants -package mpsc -run omit-notify": "no mutant matches",
		"-run omit-notify":                        "-run needs -mutants or -quick",
		"-story nosuch":                           `-story: no mutant has the name "nosuch"`,
		"-jobs 0":                                 "-jobs must be from 1 to 1000",
		"-limit -1s":                              "-limit must not be negative",
		"-dir nosuch":                             "-dir: open nosuch",
		"-dir ../../bench":                        "-dir: ../../bench/go.mod doesn't begin",
		"argument":                                "there are no arguments",
		"-nosuch":                                 "flag provided but not defined: -nosuch",
	} {
		if !strings.Contains(args, "-dir") {
			args = "-dir ../.. " + args
		}
		code, out, reason := runMain(over, strings.Fields(args)...)
		if code != program.WrongUsage || !strings.HasPrefix(filepath.ToSlash(reason), "verify: "+want) || out != "" {
			t.Errorf("%s: exit code %d, %s%s", args, code, out, reason)
		}
	}
}

// A page that the tables don't fit into is noticed before anything runs.
func TestUnwritable(t *testing.T) {
	needFakeGo(t) // which would fail
	dir := t.TempDir()
	page := filepath.Join(dir, "docs", "verification.md")
	if err := errors.Join(os.Mkdir(filepath.Dir(page), 0o777),
		os.WriteFile(filepath.Join(dir, "go.mod"), []byte(module+"\n"), 0o666)); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "no markers"} {
		if text != "" {
			if err := os.WriteFile(page, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if code, out, reason := runMain(t.Context(), "-dir", dir, "-package", "waitset"); code != program.Failed ||
			!strings.HasPrefix(reason, "verify: ") || strings.Count(reason, page) != 1 || out != "" {
			t.Errorf("exit code %d, %s%s", code, out, reason)
		}
	}
}

// Output that is lost is a failure.
func TestOutput(t *testing.T) {
	testenv.Output(t, ".", []string{"-h"})
}
