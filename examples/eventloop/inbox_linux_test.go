package main

import "testing"

func TestInbox(t *testing.T) {
	var b inbox
	for range 2 {
		if b.any() || b.take() != nil {
			t.Fatal("an empty inbox isn't")
		}
		tasks := make([]task, 3)
		for i := range tasks {
			b.add(&tasks[i])
		}
		if !b.any() {
			t.Fatal("an inbox with tasks seems empty")
		}
		got := b.take()
		for i := range tasks {
			if got != &tasks[i] {
				t.Fatalf("task %d isn't in its place", i)
			}
			got = got.next
		}
		if got != nil {
			t.Fatal("a task too many")
		}
	}
}
