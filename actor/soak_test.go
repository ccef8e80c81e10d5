//go:build !interleave

package actor

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/diatomic-go/diatomic/internal/testenv"
)

var soak = flag.Duration("soak", 0, "run TestSoak for this long")

// TestSoak plays random rounds of what TestRandom, TestStress and TestStressStop do, with
// random numbers of workers. A lost wake-up is a deadlock of the bubble, which ends the
// test. Run it with
//
//	go test ./actor -run TestSoak -soak 10m -timeout 20m -v
func TestSoak(t *testing.T) {
	d := *soak
	if d == 0 {
		d = 200 * time.Millisecond
	}
	testenv.LimitAfter(t, d)
	seed := rand.Uint64()
	rnd := rand.New(rand.NewPCG(seed, 0))
	var rounds, messages int
	for start, next := time.Now(), time.Minute; time.Since(start) < d && !t.Failed(); rounds++ {
		o := Options{Workers: 1 + rnd.IntN(8), Batch: rnd.IntN(5), Seed: rnd.Uint64()}
		switch rnd.IntN(3) {
		case 0:
			messages += randomRound(t, rnd.Uint64(), 1+rnd.IntN(40), 1+rnd.IntN(60), o)
		case 1:
			messages += stress(t, o, rnd.Uint64(), 1+rnd.IntN(20))
		default:
			messages += stressStop(t, o)
		}
		if time.Since(start) > next {
			fmt.Fprintf(os.Stderr, "soak: %v of %v, seed %d, %d rounds, %d messages\n", next, d, seed, rounds, messages)
			next += time.Minute
		}
	}
	t.Logf("seed %d: %d rounds, %d messages, in %v; %s, %d processors",
		seed, rounds, messages, d, runtime.Version(), runtime.GOMAXPROCS(0))
}
