//go:build !race

package waitset_test

const raceDetector = false
