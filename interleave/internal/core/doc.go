// Package core is the engine of the model checker: threads, memory, state keys and the
// searches. Package interleave is its face; the packages atomic, context, time, runtime
// and seam beside it are what the checked code calls.
//
// # How a model runs
//
// A model can't be copied in the middle, nor taken back by a step: it is Go code. So it
// runs anew for each schedule. An execution calls Setup, which makes everything again,
// then lets the threads take one step after another as the strategy says, and ends where
// the strategy has seen enough. A search is a loop of executions (drive), which mostly
// repeat the beginning of the one before and then differ in one step. Everything else
// follows from that: Setup and the threads must be deterministic, addresses mean nothing,
// and repeated steps must be cheap.
//
// Threads are coroutines (iter.Pull), and only one of them runs at any time. Every
// operation on a model variable goes through enter. It announces the operation, which
// completes the thread's step before, and calls decide. That asks the strategy which
// thread is next. If it is the same thread, enter returns and the operation is done; if
// not, the thread yields, and the loop in execute resumes the other one. So a step is an
// operation and all local code after it, up to the thread's next operation. To end an
// execution, its threads are unwound by a panic.
//
// The variables of the model hold their values themselves. What the engine knows of them
// is in an Object each, which a variable finds by its Handle, and which the first
// operation of the execution makes.
//
// # What a state is
//
// The stateful searches stop where they come to a state that they have seen. They know it
// by its key, a sum of hashes: of what each thread has seen so far and what it is about
// to do; of the values of the variables; of the happens-before relation, as far as races
// may depend on it; of the ghosts. key.go has the list, the terms, and both ways to make
// the sum. Names stand for addresses in it (names.go), and names that depend on like
// threads can be exchanged (symbol.go, permute.go).
//
// # Where things are
//
// How a search goes on:
//
//	check.go       Check, Interleave; what is made of a search's result
//	sim.go         Sim; the loop of executions, and bounds
//	watchdog.go    the goroutine that a search runs in; models that hang
//	path.go        what a strategy is; the path of the depth-first searches
//	search.go      the stateful search with sleep sets; table.go has its states
//	bound.go       the search with few preemptions; the shortest story of a failure
//	dpor.go        the oracle; known.go compares it with the search
//	random.go      executions at random
//	replay.go      one execution along a schedule; schedule.go has schedules as strings
//	graph.go       the graph of all states; progress.go: livelocks and bounds on calls
//
// How an execution goes on:
//
//	execution.go   execution, execute, decide; which threads can run
//	step.go        step, enter; Choose, Yield, Await, Peek
//	thread.go      threads and their coroutines; in.go: which goroutines are theirs
//	foot.go        what a step touches
//	properties.go  what must hold, and arrive, which looks; relation.go has Relation
//	call.go        marks for counting steps
//	trace.go       the recorder, which tells stories; stack.go reads the stack for it
//	view.go        where threads stand, for abstractions
//
// What a state is:
//
//	key.go         state, and its key
//	history.go     what a thread has seen; checkpoint.go lets it forget
//	object.go      the records of variables
//	names.go       what things are called; symbol.go has names that can be exchanged
//	alike.go       threads that are alike; permute.go has their changes of places
//	value.go       hashes of values; hash.go of anything; ghost.go has the ghosts
//	hb.go          happens-before, and races; mixed.go: of words used atomically, too
//
// What the checked code calls:
//
//	atomic.go, cell.go, park.go, signal.go, cancel.go, select.go, timer.go
//	kind.go        the operations; built.go knows whether the code was rewritten
//
// What rewritten code calls, by way of package rt:
//
//	body.go        ordinary tests as models; what the verdict must tell
//	mem.go         plain memory; shared.go: what one thread only uses; addr.go: addresses
//	alloc.go       what is allocated, and its names
//	locks.go       variables of locks; heads of loops; random numbers
//	comm.go        channels and select statements
//	things.go      condition variables, pools, maps
//	clock.go       sleeping, timers, tickers
package core
