//go:build !unix

package suite

import "time"

// cpuTime isn't known here, and reads as none.
func cpuTime() time.Duration { return 0 }
