package main

import (
	"fmt"

	"github.com/diatomic-go/diatomic/bench/internal/page"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

// rustText stands over figures that are not from this run, nor can they be: the crates
// aren't built here.
const rustText = `**Not from this run**, but for the last column of the first table: measured on 2026-11-29, on two
cores of an AMD EPYC (family 25, model 17) under KVM, where one read-modify-write takes about 2.1 ns. tachyonix 0.3.1
(69151e6) and tokio 1.53.1, by Rust 1.95 in a release build, on tokio with two workers; this library at commit
87f41c5, with Go 1.26.8. Fresh processes in turn, in the opposite order every other round. Medians of 23 rounds, in
million messages/s; ÷ Go is the ratio to the Go channel there.

`

// anchors are those figures, in the order of rustPeers.
var (
	rustPeers = []string{"Go channel", "**mpsc**, `Recv`", "**mpsc**, `RecvBatch`", "tachyonix",
		"tachyonix, link-time optimised", "tokio mpsc"}
	funnelAnchors = map[int][]float64{
		1:    {17.4, 19.5, 19.2, 15.9, 19.0, 13.9},
		10:   {39.6, 60.4, 61.0, 34.5, 40.8, 16.4},
		100:  {62.7, 162.2, 199.8, 109.5, 110.1, 37.8},
		1000: {68.4, 218.9, 270.2, 143.2, 154.6, 39.7},
	}
	pinballAnchors = map[int][]float64{
		1:   {9.7, 12.2, 0, 27.2, 0, 19.4},
		7:   {11.3, 13.6, 0, 30.4, 0, 23.1},
		41:  {25.3, 33.1, 0, 57.2, 0, 29.7},
		241: {42.0, 72.8, 0, 100.2, 0, 40.7},
	}
	roundTripAnchors = [][]string{ // ns
		{"one thread", "257", "210", "104"},
		{"two threads", "287", "216", "193"},
	}
)

func (r *report) rustTables() string {
	head := []string{""}
	for i, p := range rustPeers {
		if head = append(head, p); i > 0 {
			head = append(head, "÷ Go")
		}
	}
	var rows [][]string
	for _, c := range capacities {
		rows = append(rows, append(rustRow("funnel 61×13, capacity "+stats.RoundNumber(float64(c)), funnelAnchors[c]),
			page.Against(r.funnel("M/s", shapes[0], "int", c, "mpsc"), r.funnel("M/s", shapes[0], "int", c, "chan"))))
	}
	for _, n := range balls {
		rows = append(rows, append(rustRow(fmt.Sprintf("pinball, balls: %d", n), pinballAnchors[n]),
			page.Against(r.pinball("M/s", n, "mpsc"), r.pinball("M/s", n, "chan"))))
	}
	return rustText + page.Table(append(head, "this run: `Recv` ÷ Go"), rows) + "\n" +
		page.Table([]string{"ns of a round trip there", "two Go channels", "two of **mpsc**", "two of tachyonix"},
			roundTripAnchors)
}

// rustRow has the figures, and their ratios to the first; what wasn't measured is 0.
func rustRow(what string, anchors []float64) []string {
	row := []string{what}
	for i, v := range anchors {
		number, ratio := stats.Number(v), fmt.Sprintf("%.2f", v/anchors[0])
		if v == 0 {
			number, ratio = "", ""
		}
		if row = append(row, number); i > 0 {
			row = append(row, ratio)
		}
	}
	return row
}
