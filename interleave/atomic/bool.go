package atomic

// Bool is an atomic bool. The zero value is false.
type Bool struct{ x Uint32 }

func bit(v bool) uint32 {
	if v {
		return 1
	}
	return 0
}

// Load returns the value.
func (x *Bool) Load() bool { return x.x.Load() != 0 }

// Store sets the value.
func (x *Bool) Store(v bool) { x.x.Store(bit(v)) }

// Swap sets the value and returns the old one.
func (x *Bool) Swap(v bool) bool { return x.x.Swap(bit(v)) != 0 }

// CompareAndSwap sets the value if it is old.
func (x *Bool) CompareAndSwap(old, v bool) bool { return x.x.CompareAndSwap(bit(old), bit(v)) }
