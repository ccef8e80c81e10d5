module github.com/diatomic-go/diatomic/mpsc/lincheck

go 1.25.0

require (
	github.com/anishathalye/porcupine v1.0.3
	github.com/diatomic-go/diatomic v0.0.0
)

replace github.com/diatomic-go/diatomic => ../..
