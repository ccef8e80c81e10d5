package core

// Kind is what a thread is about to do. Kinds are in the state key, by number, and in
// stories, by name.
type Kind uint8

// The operations.
const (
	OpStart Kind = iota
	OpLoad
	OpStore
	OpSwap
	OpCAS
	OpAdd
	OpAnd
	OpOr
	OpPark
	OpReady
	OpSet
	OpClear
	OpWait
	OpErr
	OpClosed
	OpCancel
	OpWatch
	OpUnwatch
	OpFire
	OpArm
	OpStop
	OpNow
	OpChoose
	OpAwait
	OpSelect
	OpYield
	OpEnd
)

var kindNames = [...]string{
	"start", "load", "store", "swap", "CAS", "add", "and", "or", "parked", "ready", "set", "clear", "wait",
	"Err", "closed?", "cancel", "AfterFunc", "stop", "fires", "arm", "stop", "now",
	"choose", "await", "select", "yield", "end",
}

func (k Kind) String() string { return kindNames[k] }
