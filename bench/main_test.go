package main

import (
	"os"
	"strings"
	"testing"
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
