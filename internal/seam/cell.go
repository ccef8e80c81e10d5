package seam

// Cell is plain memory that goroutines share under a protocol of their own. Its methods
// compile to the bare load or store; the model checker's Cell reports two accesses that
// no happens-before edge orders.
type Cell[T any] struct{ v T }

func (c *Cell[T]) Get() T  { return c.v }
func (c *Cell[T]) Set(v T) { c.v = v }

// CopyTo and CopyFrom are Get and Set of *v. For them the compiler copies a large value
// once; for Get and Set it copies it twice.
func (c *Cell[T]) CopyTo(v *T)   { *v = c.v }
func (c *Cell[T]) CopyFrom(v *T) { c.v = *v }
