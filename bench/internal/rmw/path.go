// Package rmw counts the atomic read-modify-writes on a path, by executing it one
// instruction at a time.
package rmw

// Path is one use of a primitive.
type Path struct {
	Name string // as in benchmark names
	Ops  int    // how many operations Run does
	Run  func() // called three times in all
}
