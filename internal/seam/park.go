package seam

// G is a goroutine that Park has stopped: the address of the runtime's g, which is never
// freed.
type G uintptr
