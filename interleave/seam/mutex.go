package seam

import "github.com/diatomic-go/diatomic/interleave/internal/core"

// Mutex is a sync.Mutex. Each of its methods is a step; a thread blocks in Lock until the
// mutex is free.
type Mutex struct{ m core.Mutex }

// Lock locks m.
func (m *Mutex) Lock() { m.m.Lock() }

// Unlock unlocks m.
func (m *Mutex) Unlock() { m.m.Unlock() }
