//go:build findings

package diodes

import (
	"testing"

	diodes "code.cloudfoundry.org/go-diodes"
	"github.com/diatomic-go/diatomic/interleave"
)

// TestFindingStranded: one writer and one reader of a ManyToOne. Set has returned, but
// the reader doesn't get what was set, and no drop is reported.
func TestFindingStranded(t *testing.T) {
	interleave.Test(t, func(t *interleave.T) {
		dropped := 0
		d := diodes.NewManyToOne(2, diodes.AlertFunc(func(n int) { dropped += n }))
		values := []int{1, 2, 3}
		d.Set(diodes.GenericDataType(&values[0]))
		d.Set(diodes.GenericDataType(&values[1]))
		done := make(chan bool)
		go func() {
			d.Set(diodes.GenericDataType(&values[2]))
			close(done)
		}()
		read := 0
		next := func() bool {
			_, ok := d.TryNext()
			if ok {
				read++
			}
			return ok
		}
		next()
		next()
		<-done
		for next() {
		}
		if read+dropped != 3 {
			t.Errorf("%d read, %d dropped, of 3", read, dropped)
		}
	})
}
