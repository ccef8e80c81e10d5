package diatomic

import "github.com/diatomic-go/diatomic/internal/protocol"

// The names of package protocol, which are on every line here.
type verdict = protocol.Verdict

const (
	index      = protocol.Index
	update     = protocol.Update
	registered = protocol.Registered
	locked     = protocol.Locked
	notify     = protocol.Notify

	leave = protocol.Leave
	asked = protocol.Asked
	read  = protocol.Read
	wake  = protocol.Wake
)
