//go:build !unix

package figures

import "time"

// CPUTime isn't known here, and reads as none.
func CPUTime() time.Duration { return 0 }
