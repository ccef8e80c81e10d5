package main

// tokenWaker parks a goroutine for the primitives that only call back.
type tokenWaker chan struct{}

func (t tokenWaker) Wake() { signal(t) }
