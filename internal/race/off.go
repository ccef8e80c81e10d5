//go:build !race

package race

// Enabled reports whether the race detector is on.
const Enabled = false

// Guard is empty without the race detector, and notices nothing.
type Guard struct{}

func (*Guard) Enter() bool { return true }
func (*Guard) Leave()      {}
func (*Guard) Busy() bool  { return false }
