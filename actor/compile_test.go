//go:build !race && !interleave

package actor_test

import (
	"testing"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

// go vet reports copies of an Actor and of a System.
func TestVet(t *testing.T) {
	testenv.Copies(t, 2, `package copied

import "github.com/diatomic-go/diatomic/actor"

func Copy(a *actor.Actor[int], s *actor.System) (actor.Ref[int], error) {
	b := *a
	u := *s
	u.Stop()
	return b.Ref(), nil
}
`)
}
