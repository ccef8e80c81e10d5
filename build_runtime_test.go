//go:build gc && !tinygo && !race && !diatomic_portable && go1.25 && !go1.28

package diatomic_test

const runtimeParker = true
