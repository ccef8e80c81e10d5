package diatomic

import "github.com/diatomic-go/diatomic/internal/protocol"

// Registered lets the tests outside see whether a waker is registered.
func (s *WakeSink) Registered() bool { return s.state.Load()&protocol.Registered != 0 }
