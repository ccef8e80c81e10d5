//go:build !race

package rt_test

const underRace = false
