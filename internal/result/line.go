// Package result reads and writes the file of -interleave.json, in which each model
// leaves a line.
package result

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
)

// Line is what a model leaves.
type Line struct {
	Model      string               `json:"model"`
	Verdict    string               `json:"verdict"`
	Kind       string               `json:"kind,omitempty"`
	Text       string               `json:"text,omitempty"`
	Replay     string               `json:"replay,omitempty"`
	Smallest   *int                 `json:"smallest_preemption_bound,omitempty"`
	Reason     string               `json:"reason,omitempty"`
	States     int64                `json:"states"`
	Executions int64                `json:"executions"`
	Branches   int64                `json:"branches"`
	Steps      int64                `json:"steps"`
	MaxDepth   int                  `json:"max_depth"`
	Bytes      int64                `json:"bytes"`
	Seconds    float64              `json:"seconds"`
	Bound      string               `json:"bound"`
	Calls      map[string]CallStats `json:"calls,omitempty"`
	Outcomes   []string             `json:"outcomes,omitempty"`
	Oracle     string               `json:"oracle,omitempty"`

	// Of Test: its package and name, what the verdict claims, and the story of a failure.
	Package string `json:"package,omitempty"`
	Test    string `json:"test,omitempty"`
	Claim   string `json:"claim,omitempty"`
	Story   string `json:"story,omitempty"`
}

// CallStats is what a model found out about a call: see CallStats of package interleave.
type CallStats struct {
	Max, Solo     int
	Blocks, Loops bool
}

// Append adds the line to the file.
func (l Line) Append(file string) error {
	text, err := json.Marshal(l)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	return errors.Join(err, f.Close())
}

// Read returns the lines of the file, one at least.
func Read(file string) (lines []Line, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	for text := range bytes.Lines(data) {
		var l Line
		if err := json.Unmarshal(text, &l); err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	if len(lines) == 0 {
		return nil, errors.New("no model left a result")
	}
	return lines, nil
}
