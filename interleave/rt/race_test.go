//go:build race

package rt_test

// underRace reports whether the race detector is on. Package internal/race isn't imported
// here: what the checker is made of isn't rewritten.
const underRace = true
