package core

import "math/bits"

// h128 is a 128-bit hash. State keys are sums of them, so that one component can be
// replaced without looking at the others. With a hundred million states, the chance that
// any two of them have the same key by accident is below one in ten to the twentieth.
type h128 struct{ lo, hi uint64 }

// Arbitrary odd constants with about as many ones as zeros, from well-known mixers. They
// are used as salts, too.
const (
	k0 = 0x9e3779b97f4a7c15
	k1 = 0xbf58476d1ce4e5b9
	k2 = 0x94d049bb133111eb
	k3 = 0xd6e8feb86659fd93
	k4 = 0xa0761d6478bd642f
)

// fmix is a permutation of 64 bits in which each bit of the input matters to each of the
// output.
func fmix(x uint64) uint64 {
	x ^= x >> 32
	x *= k3
	x ^= x >> 29
	x *= k2
	x ^= x >> 32
	return x
}

// mix hashes a pair to 64 bits.
func mix(a, b uint64) uint64 {
	return fmix(a*k0 + bits.RotateLeft64(b*k1, 29) + k4)
}

// mix2 hashes a pair to 128 bits, in two halves that have nothing to do with each other.
func mix2(a, b uint64) h128 {
	return h128{
		fmix(a*k0 + bits.RotateLeft64(b*k1, 29) + k4),
		fmix(a*k2 ^ bits.RotateLeft64(b*k4, 37) ^ k1),
	}
}

// then continues a history. It is not commutative: the order matters.
func (h h128) then(a, b uint64) h128 {
	return h128{
		fmix(h.lo*k1 + a*k0 + bits.RotateLeft64(b*k2, 31) + k4),
		fmix(h.hi*k3 ^ bits.RotateLeft64(a*k4, 17) ^ b*k0 ^ k2),
	}
}

func (h *h128) add(x h128) { h.lo += x.lo; h.hi += x.hi }
func (h *h128) sub(x h128) { h.lo -= x.lo; h.hi -= x.hi }

// hashString is FNV-1a with a finish, for labels and for strings in values.
func hashString(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return fmix(h)
}
