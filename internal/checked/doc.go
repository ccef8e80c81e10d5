// Package checked has tests which check that the objects of this module are linearizable,
// in all interleavings of small scenarios, by package interleave. TestChecked runs a
// quick set by the interleave command. For larger ones, with another operation for each
// goroutine:
//
//	go run ./interleave/cmd/interleave -tags diatomic_portable -run TestLinear -v \
//		-set github.com/diatomic-go/diatomic/internal/checked.more=1 ./internal/checked
package checked

import "time"

// more operations are made by each goroutine, in larger scenarios.
const more = 0

// limit is for each test: time enough for all scenarios.
const limit = (1 + 9*more) * 3 * time.Minute
