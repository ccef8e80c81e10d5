package mutants

import (
	"testing"

	"github.com/diatomic-go/diatomic/internal/interleave/overlay"
)

// Each mutant is a change of the code as it is now.
func TestMutantsApply(t *testing.T) {
	for _, m := range All() {
		o, err := overlay.New(overlay.Config{Dir: "../../..", Packages: m.Suite.Packages, Mutate: m.Edits})
		if err != nil {
			t.Errorf("%s: %v", m.Name, err)
			continue
		}
		o.Close()
	}
}
