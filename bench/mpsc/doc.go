// Package mpsc measures the channel of package mpsc beside what Go programs use in its place.
//
// Funnel: a number of rigs at once, each of some senders in a tight loop and one receiver.
// Pinball: complete graphs of 13 nodes through which balls walk at random; nothing blocks for
// want of room. Latency: from send to receive, under a given load.
//
// Every figure is a ratio to Go's channel in the same run; the peers of each case run
// one right after the other, so run it with -count and compare pairs. cpu-ns/msg
// is the processor time of all goroutines per message, which other programs on the machine
// disturb less than the rate.
package mpsc
