//go:build !js

package main

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the stories of the guide anew")

// TestGuide does what docs/checking.md tells a new user to do, and compares what comes
// out with what stands there, and in the README.
func TestGuide(t *testing.T) {
	const file = "../../../docs/checking.md"
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	guide := string(b)
	code := func(name string) string {
		_, text, ok := strings.Cut(guide, "```go\n// "+name+"\n")
		if !ok {
			t.Fatal("no code of", name)
		}
		text, _, _ = strings.Cut(text, "```\n")
		return "-- " + name + "\n// " + name + "\n" + text
	}
	bin := tool(t)
	dir := module(t, code("queue.go")+code("queue_test.go"))
	exit, first := runIn(t, dir, nil, bin, "-run", "TestQueue")
	if exit != 1 {
		t.Errorf("exit code %d\n%s", exit, first)
	}
	mended := strings.Replace(code("queue.go"), "\tq.tail.Store(tail + 1)\n\tq.ring[tail%2] = v\n",
		"\tq.ring[tail%2] = v\n\tq.tail.Store(tail + 1)\n", 1)
	dir = module(t, mended+code("queue_test.go"))
	exit, second := runIn(t, dir, nil, bin, "-run", "TestQueue", "-v")
	if exit != 0 {
		t.Errorf("exit code %d\n%s", exit, second)
	}
	// The workflow does there what it would do elsewhere.
	workflow := read(t, "../../../examples/interleave.yml")
	runs := regexp.MustCompile(`(?m)- run: go tool interleave (.*)$`).FindAllStringSubmatch(workflow, -1)
	if len(runs) != 2 {
		t.Errorf("the workflow runs %q", runs)
	}
	for _, run := range runs {
		args := strings.Fields(regexp.MustCompile(`\$\{\{.*?\}\}`).ReplaceAllString(run[1], "1"))
		if exit, out := runIn(t, dir, nil, bin, args...); exit != 0 {
			t.Errorf("%q: exit code %d\n%s", args, exit, out)
		}
	}
	dir = module(t, code("stack.go")+code("stack_test.go"))
	exit, third := runIn(t, dir, nil, bin, "-run", "TestStack")
	if exit != 1 {
		t.Errorf("exit code %d\n%s", exit, third)
	}
	want := guide
	for name, out := range map[string]string{"first": first, "mended": second, "linear": third} {
		begin, end := "<!-- begin "+name+" model -->\n\n```\n", "```\n\n<!-- end "+name+" model -->"
		i, j := strings.Index(guide, begin), strings.Index(guide, end)
		if i < 0 || j < 0 {
			t.Fatal("no place for the story of the", name, "model")
		}
		want = strings.Replace(want, guide[i:j]+end, begin+steady(out)+end, 1)
	}
	begin, end := "<!-- begin workflow -->\n", "<!-- end workflow -->"
	i, j := strings.Index(want, begin), strings.Index(want, end)
	want = strings.Replace(want, want[i:j]+end, begin+"\n```yaml\n"+workflow+"```\n\n"+end, 1)
	// The first story is in the README, too.
	const readme = "../../../README.md"
	front := read(t, readme)
	begin, end = "<!-- begin first model -->\n", "<!-- end first model -->"
	i, j = strings.Index(front, begin), strings.Index(front, end)
	k, l := strings.Index(want, begin), strings.Index(want, end)
	if i < 0 || j < 0 {
		t.Fatal("no place for the story in the README")
	}
	if text := strings.Replace(front, front[i:j], want[k:l], 1); *update {
		put(t, readme, text)
	} else if text != front {
		t.Error("the README is not what comes out")
	}
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	} else if want != guide {
		t.Errorf("docs/checking.md is not what comes out (go test -run Guide -update writes it):\n%s\n%s", first,
			second)
	}
}

// steady takes out of the output what is another each time, and the paths of the machine.
func steady(out string) string {
	out = regexp.MustCompile(`\d+\.\d+( ?s)\b`).ReplaceAllString(out, "0.00$1")
	out = regexp.MustCompile(`(?m)^(ok|FAIL)\s+example.com.*\n`).ReplaceAllString(out, "")
	out = regexp.MustCompile(`(?m)^(FAIL|PASS)\n`).ReplaceAllString(out, "")
	return regexp.MustCompile(`(?m)[ \t]+$`).ReplaceAllString(out, "")
}
