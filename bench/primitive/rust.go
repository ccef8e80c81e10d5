package main

import (
	"fmt"
	"strings"

	"github.com/diatomic-go/diatomic/bench/internal/page"
	"github.com/diatomic-go/diatomic/bench/internal/stats"
)

// rustText stands over figures that are not from this run, nor can they be: the crates
// aren't built here.
const rustText = `**Not from this run**: measured on 2026-11-29, on two cores of an AMD EPYC (family 25, model 17)
under KVM. diatomic-waker 0.2.3 (b8011c2) and atomic-waker 1.1.2 (471d0cf), by Rust 1.95 in a release build, with
tokio 1.53.1; this library at commit 87f41c5, with Go 1.26.8. Fresh processes in turn, in the opposite order every
other round. Medians of 11 rounds, those of round trips of 23. Where there are two figures, the waker is in an Arc,
and in static memory. ÷ RMW is the ratio to an atomic add of the same language there.

`

// A rustRow has times in nanoseconds.
type rustRow struct {
	what                   string
	ours, diatomic, atomic []float64
}

var rustRows = []rustRow{
	{"atomic add", []float64{goAdd}, []float64{rustAdd}, []float64{rustAdd}},
	{"idle notify", []float64{0.45}, []float64{3.91}, []float64{4.43}},
	{"a store and an idle notify", []float64{2.14}, []float64{4.21}, []float64{4.41}},
	{"idle notify by two threads", []float64{0.30}, []float64{7.6}, []float64{25.7}},
	{"same waker: register + notify", []float64{10.2}, []float64{10.4, 10.6}, []float64{15.9, 11.5}},
	{"two wakers in turn: register + notify", []float64{13.0}, []float64{13.8, 10.2}, []float64{15.9, 11.5}},
	{"register + unregister", []float64{4.95}, []float64{4.32, 4.43}, []float64{16.4, 13.3}},
}

const goAdd, rustAdd = 2.14, 2.02

func rustTables() string {
	var rows [][]string
	for _, r := range rustRows {
		row := []string{r.what}
		for i, values := range [][]float64{r.ours, r.diatomic, r.atomic} {
			unit := rustAdd
			if i == 0 {
				unit = goAdd
			}
			var times, ratios []string
			for _, v := range values {
				times = append(times, stats.Number(v))
				ratios = append(ratios, fmt.Sprintf("%.2f", v/unit))
			}
			row = append(row, strings.Join(times, " / "), strings.Join(ratios, " / "))
		}
		rows = append(rows, row)
	}
	var trips [][]string
	for _, t := range []struct {
		what                  string
		ours, diatomic, chans float64
	}{
		{"one thread", 221, 90.6, 257},
		{"two threads", 231, 160, 287},
	} {
		trips = append(trips, []string{t.what,
			stats.Number(t.ours), fmt.Sprintf("%.2f", t.ours/t.chans),
			stats.Number(t.diatomic), fmt.Sprintf("%.2f", t.diatomic/t.chans), stats.Number(t.chans)})
	}
	return rustText +
		page.Table([]string{"ns", "this library", "÷ RMW", "diatomic-waker", "÷ RMW", "atomic-waker", "÷ RMW"}, rows) +
		"\n" +
		page.Table([]string{"ns of a round trip", "goroutines, this library", "÷ Go channels",
			"tasks of tokio, diatomic-waker", "÷ Go channels", "goroutines, two Go channels"}, trips)
}
