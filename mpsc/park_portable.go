//go:build !(gc && !tinygo && !race && !diatomic_portable && go1.25 && !go1.28)

package mpsc

// canPark says that goroutines always wait on a WakeSink.
const canPark = false

func (k *gate) park()  {}
func (p *place) park() {}

func ready(uintptr) {}
