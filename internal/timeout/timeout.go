// Package timeout has the errors of calls whose time is over. It is a package of its own
// since the model checker takes no code that imports os.
package timeout

import "os"

// Error is the text of an error whose Timeout is true, and which errors.Is finds to be
// os.ErrDeadlineExceeded. (Package fmt imports os too, so a program that has this module
// in it doesn't grow by the import.)
type Error string

func (e Error) Error() string { return string(e) }

// Timeout is for callers that ask any error whether it is that of a time-out.
func (Error) Timeout() bool { return true }

// Is is for errors.Is.
func (Error) Is(target error) bool { return target == os.ErrDeadlineExceeded }
