//go:build race

package actor

const raceBuild = true
