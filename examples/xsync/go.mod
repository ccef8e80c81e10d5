module github.com/diatomic-go/diatomic/examples/xsync

go 1.25.0

require (
	github.com/diatomic-go/diatomic v0.0.0
	github.com/puzpuzpuz/xsync/v4 v4.5.0
)

replace github.com/diatomic-go/diatomic => ../../
