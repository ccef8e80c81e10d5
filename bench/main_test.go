package main

import (
	"os"
	"strings"
	"testing"

	"github.com/diatomic-go/diatomic/bench/internal/driver"
	"github.com/diatomic-go/diatomic/internal/program"
	"github.com/diatomic-go/diatomic/internal/testenv"
)

// Each room has a main and a page, and the other way round.
func TestRooms(t *testing.T) {
	for _, room := range rooms {
		text, err := os.ReadFile(room + "/main.go")
		if err != nil {
			t.Fatal(err)
		}
		_, page, _ := strings.Cut(string(text), `Page:`)
		_, page, _ = strings.Cut(page, `"`)
		page, _, _ = strings.Cut(page, `"`)
		if _, err := os.Stat("../docs/" + page); err != nil || !strings.Contains(usage, "./"+room) ||
			!strings.Contains(usage, "/"+page+"\n") {
			t.Errorf("%s: %v, or the usage doesn't say so", room, err)
		}
	}
}

// Output that is lost is a failure, of this program and of those of the rooms.
func TestOutput(t *testing.T) {
	testenv.Output(t, ".", []string{"-h"})
	for _, room := range rooms {
		testenv.Output(t, "./"+room, []string{"-h"})
	}
}

// A -run that matches no benchmark of a room is passed over if it matches some elsewhere.
func TestNothing(t *testing.T) {
	testenv.NeedGo(t)
	if testing.Short() {
		t.Skip("builds each room")
	}
	var out, reason strings.Builder
	code := run(t.Context(), []string{"-run", "nosuch", "-o", t.TempDir()}, &out, &reason)
	if code != driver.Nothing || strings.Count(reason.String(), "matches no benchmark") != len(rooms) {
		t.Errorf("exit code %d, %s", code, reason.String())
	}
	reason.Reset()
	if code := run(t.Context(), []string{"-run", "["}, &out, &reason); code != program.WrongUsage ||
		strings.Count(reason.String(), "missing closing ]") != 1 {
		t.Errorf("exit code %d, %s", code, reason.String())
	}
}
