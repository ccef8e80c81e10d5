package seam

import (
	"context"

	model "github.com/diatomic-go/diatomic/interleave/context"
	"github.com/diatomic-go/diatomic/interleave/internal/core"
	"github.com/diatomic-go/diatomic/internal/seam"
)

// Closed reports whether the Done channel of a context of the model is closed.
func Closed(done <-chan struct{}) bool { return core.Closed(done) }

// Err is the error of a context that is over.
func Err(ctx context.Context) error { return seam.Err(ctx) }

// Watchable reports whether ctx may be watched.
func Watchable(ctx context.Context) bool { return model.Watchable(ctx) }
