// Eventloop is an event loop that sleeps in the kernel, in epoll_wait, and is roused by
// other goroutines through an eventfd. Linux only.
//
//	go run ./examples/eventloop            # shows it
//	go run ./examples/eventloop -table -   # measures it against a write per notification
//
// Other goroutines post tasks to the loop, beside the files that it watches. The obvious
// way to rouse it is to write its eventfd for each task: a system call each time, needed
// or not. Here a diatomic.WakeSink stands before the eventfd (bell_linux.go): a post to a
// loop that is awake is one atomic load, and there is at most one write for each sleep.
package main
