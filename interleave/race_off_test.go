//go:build !race

package interleave_test

const raceDetector = false
