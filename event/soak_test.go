//go:build !interleave

package event_test

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

var soak = flag.Duration("soak", 0, "run TestSoak for this long")

// TestSoak plays random rounds of what TestStress does: so many tokens, up to a hundred
// waiters, and each waits or gives up in one of the ways. A round whose notification was
// lost doesn't end, and the limit ends the test. Run it with
//
//	go test ./event -run TestSoak -soak 10m -timeout 20m -v
func TestSoak(t *testing.T) {
	d := *soak
	if d == 0 {
		d = 200 * time.Millisecond
	}
	testenv.LimitAfter(t, d)
	seed := rand.Uint64()
	rnd := rand.New(rand.NewPCG(seed, 0))
	all := slices.Sorted(maps.Keys(ways))
	var rounds, waiters, notified int
	for start, next := time.Now(), time.Minute; time.Since(start) < d && !t.Failed(); rounds++ {
		names := []string{"Wait"}
		for range rnd.IntN(1 + 1<<rnd.IntN(8)) {
			names = append(names, all[rnd.IntN(len(all))])
		}
		tokens := 1 + rnd.IntN(3000)
		stress(t, rnd.Uint64(), tokens, names...)
		waiters += len(names)
		notified += tokens
		if time.Since(start) > next {
			fmt.Fprintf(os.Stderr, "soak: %v of %v, seed %d, %d rounds, %d tokens\n", next, d, seed, rounds, notified)
			next += time.Minute
		}
	}
	t.Logf("seed %d: %d rounds, %d waiters, %d tokens, in %v; %s, %d processors",
		seed, rounds, waiters, notified, d, runtime.Version(), runtime.GOMAXPROCS(0))
}
