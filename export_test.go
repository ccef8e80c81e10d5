package diatomic

// Registered lets the tests outside see whether a waker is registered.
func (s *WakeSink) Registered() bool { return s.state.Load()&registered != 0 }
