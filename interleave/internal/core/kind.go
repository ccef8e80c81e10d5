package core

// Kind is what a thread is about to do. Kinds are in the state key, by number, and in
// stories, by name.
type Kind uint8

// The operations.
const (
	OpStart Kind = iota // none: the thread has not come to its first operation

	// On atomic variables. Update adds 128 to the kind in histories, so that an operation
	// which changes the variable and one which fails to are different things to have
	// done.
	OpLoad
	OpStore
	OpSwap
	OpCAS
	OpAdd
	OpAnd
	OpOr

	// To be parked, which can be done when the thread is ready, and to ready another.
	OpPark
	OpReady

	// On signals. Only OpWait waits.
	OpSet
	OpClear
	OpWait

	// On mutexes. Only OpLock waits.
	OpLock
	OpUnlock

	// On contexts.
	OpErr
	OpClosed
	OpCancel
	OpWatch
	OpUnwatch

	// On timers, and on the clock, which is one object for all of them. OpFire is the
	// first operation of the thread that an armed timer is.
	OpFire
	OpArm
	OpStop
	OpNow

	// Without an object.
	OpChoose
	OpAwait
	OpSelect
	OpYield

	// Of rewritten code: on channels (OpComm is a send, a receive or a select statement),
	// the locks of package sync, and what else there is.
	OpComm
	OpCloseChan
	OpLen
	OpTryLock
	OpRLock
	OpRUnlock
	OpWanted
	OpDone
	OpOnce
	OpOnceDone
	OpNotify
	OpSleep
	OpGet
	OpPut
	OpRange
	OpRandom
	OpTryRLock
	OpLoadOrStore
	OpDelete

	OpEnd // none: the thread has ended
)

var kindNames = [...]string{
	"start", "load", "store", "swap", "CAS", "add", "and", "or", "parked", "ready", "set", "clear", "wait",
	"lock", "unlock",
	"Err", "closed?", "cancel", "AfterFunc", "stop", "fires", "arm", "stop", "now",
	"choose", "await", "select", "yield",
	"communicate", "close", "len", "try to lock", "read-lock", "read-unlock", "announce the lock", "done", "once",
	"once is done", "notify", "sleep", "get", "put", "range", "random number",
	"try to read-lock", "load or store", "delete", "end",
}

func (k Kind) String() string { return kindNames[k] }
