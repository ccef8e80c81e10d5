//go:build race

package diatomic_test

const raceDetector = true
