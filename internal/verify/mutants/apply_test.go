package mutants

import "testing"

// Each mutant is a change of the code as it is now.
func TestMutantsApply(t *testing.T) {
	for _, m := range All() {
		o, err := m.overlay("../../..")
		if err != nil {
			t.Errorf("%s: %v", m.Name, err)
			continue
		}
		o.Close()
	}
}
