// Package ports holds wake-up primitives for callbacks, written here from their
// published descriptions to be measured beside diatomic's. They use sync/atomic and
// internal/seam only, so that the model checker can run them as they are.
package ports

// Waker is what they wake, as in diatomic: its dynamic value must be comparable.
type Waker interface{ Wake() }
