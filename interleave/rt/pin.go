package rt

// Pin is around the receiver of a method value, which is hidden in the function that
// comes out: so that it is memory of the model, too.
func Pin[T any](x T) T { return *Alloc(&x, "receiver") }
