package mpsc

import "errors"

// Errors are returned as they are, never wrapped.
var (
	// ErrClosed is returned by sends on a closed channel, and by receives when it has no more messages.
	ErrClosed = errors.New("mpsc: channel is closed")

	// ErrFull is returned by TrySend when there is no room.
	ErrFull = errors.New("mpsc: channel is full")

	// ErrEmpty is returned by TryRecv, TryRecvBatch and Poll when there is no message.
	ErrEmpty = errors.New("mpsc: channel is empty")
)
