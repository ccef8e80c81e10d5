package seam

import "sync"

// Mutex is a sync.Mutex.
type Mutex = sync.Mutex
