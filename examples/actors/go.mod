module github.com/diatomic-go/diatomic/examples/actors

go 1.25.0

require github.com/diatomic-go/diatomic v0.0.0

replace github.com/diatomic-go/diatomic => ../../
