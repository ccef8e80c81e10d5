// Xsync makes the queues of github.com/puzpuzpuz/xsync awaitable. They never block, so
// their consumer would have to poll; with a diatomic.WakeSink beside the queue it sleeps
// until an item comes, under a context, for a limited time, or in a select statement.
//
//	cd examples/xsync
//	go run .              # shows the three, and a funnel of many producers
//	go run . -table -     # measures it against polling and channels
//
// All that is needed is in queue.go, for one consumer, and in many.go, for any number of
// consumers and producers; the rest shows and measures it.
package main
