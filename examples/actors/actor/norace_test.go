//go:build !race

package actor

const raceBuild = false
