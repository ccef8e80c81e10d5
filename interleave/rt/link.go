package rt

import "github.com/diatomic-go/diatomic/interleave/internal/core"

// Link is what stands for f, a function without a body that is linked from package
// runtime: in a model it is another one.
func Link[F any](f, model F) F {
	if core.In() != nil {
		return model
	}
	return f
}

// random is a random number of a model.
func random() uint64 { return core.In().Random() }

// Rand is runtime.rand.
func Rand() uint64 { return random() }

// Rand32 is runtime.cheaprand.
func Rand32() uint32 { return uint32(random() >> 32) }

// Rand63 is runtime.cheaprand64.
func Rand63() int64 { return int64(random() >> 1) }

// Rand32N is runtime.cheaprandn.
func Rand32N(n uint32) uint32 { return uint32(uint64(Rand32()) * uint64(n) >> 32) }

// Nanotime is runtime.nanotime.
func Nanotime() int64 { return 1 + core.In().ReadClock() }

// ProcPin is runtime.procPin: there is one P.
func ProcPin() int { return 0 }

// ProcUnpin is runtime.procUnpin.
func ProcUnpin() {}

// ProcYield is runtime.procyield, which is nothing: any thread may run at any time.
func ProcYield(uint32) {}

// DoSpin is sync.runtime_doSpin.
func DoSpin() {}

// CanSpin is sync.runtime_canSpin.
func CanSpin(int) bool { return false }
