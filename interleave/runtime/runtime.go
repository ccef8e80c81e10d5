// Package runtime stands in for runtime in checked code.
package runtime

import "github.com/diatomic-go/diatomic/interleave/internal/core"

// Cleanup is what AddCleanup returns.
type Cleanup struct{}

// Stop does nothing.
func (Cleanup) Stop() {}

// AddCleanup does nothing: in a model nothing becomes garbage.
func AddCleanup[T, S any](*T, func(S), S) Cleanup { return Cleanup{} }

// KeepAlive does nothing.
func KeepAlive(any) {}

// Gosched is a step that does nothing.
func Gosched() { core.Gosched() }

// Checkpoint is Sim.Checkpoint of the running thread, if there is one. A comment in the
// checked code calls it: see package overlay.
func Checkpoint(locals ...any) { core.CheckpointRunning(locals...) }

// Keep is Checkpoint, and the locals are kept by checkpoints in the functions that are
// called: see doc.go of package interleave.
func Keep(locals ...any) { core.Keep(locals...) }

// Select is a select statement of checked code: see package overlay.
func Select(chans ...<-chan struct{}) int { return core.Select(false, chans...) }

// TrySelect is one with a default clause, which it says by -1.
func TrySelect(chans ...<-chan struct{}) int { return core.Select(true, chans...) }

// Rewritten notes that the calling package was built with the overlay: see package
// overlay.
func Rewritten() { core.Rewritten() }
