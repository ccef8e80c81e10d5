// Package rewrite turns Go packages into what the model checker can run: operations on
// memory that goroutines share, goroutines, channels and what the packages sync,
// sync/atomic, context, time, runtime and math/rand do become calls of package
// interleave/rt. Outside of a model these do the real thing.
//
// It edits the text at positions that go/types has explained, and leaves everything else,
// so that lines stay what they are:
//
//	q.tail = n              rt_.P(&q.tail).Set(n)
//	if q.head == n {        if rt_.R(&q.head) == n {
//	q.count++               *rt_.RW(&q.count)++
//	m[k] = v                rt_.MW(m)[k] = v
//	go q.run(x)             { f1_ := q.run; v2_ := x; rt_.Go("(*Queue).run", func() { f1_(v2_) }) }
//	c <- v                  rt_.To(c).Send(v)
//	for v := range c {      for { v, ok1_ := rt_.Recv2(c); if !ok1_ { break };
//	select {                switch c1_ := rt_.OnRecv(c); rt_.Select(c1_) {
//
// Memory is left alone if no other goroutine can come to it (local variables that no
// function literal captures, and whose address is not taken), or if nothing changes it: a
// field that no rewritten package ever assigns, but in composite literals.
//
// The body of a loop begins with a checkpoint, if the local variables there, with the
// history at the function's entry, say all about what the function does next. A function
// in which they don't (it has a goto; a deferred call that may or may not be pending; a
// local variable that says nothing of itself, like a function) has none.
//
// Package variables, and what init functions do, are made anew for each execution.
//
// Variables that a function literal captures, receivers of method values and arguments of
// go statements are made known as memory, even if nothing assigns them: a function says
// nothing of itself, so they would be missing from what tells states apart.
//
// # What is not seen
//
// Memory that a package changes which is not rewritten: once a function works on values
// of its types, the verdict names the package. What a return statement assigns to named
// results where their names are hidden, and package variables that can't be made anew:
// the verdict names them, too. What reflect changes; the copy that a call makes by way of
// an interface that holds a pointer.
//
// An element that has a call in its index is read when that call has returned, though the
// compiler reads it after later calls of the same expression: v[f()] + g(). The same goes
// for a field of what a call returns, and for what the literal of a slice, or one behind
// an &, is made of.
package rewrite
