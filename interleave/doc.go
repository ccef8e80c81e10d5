// Package interleave is a model checker for concurrent Go code: it runs an ordinary test
// in all interleavings of its goroutines. The code under test stays as it is: it uses go
// statements, channels, select, sync, sync/atomic, context, time, and plain memory.
//
//	func TestQueue(t *testing.T) {
//		interleave.Test(t, func(t *interleave.T) {
//			q := new(Queue)
//			go func() {
//				for !q.Put(1) {
//				}
//			}()
//			v, ok := q.Get()
//			for !ok {
//				v, ok = q.Get()
//			}
//			if v != 1 {
//				t.Errorf("got %d", v)
//			}
//		})
//	}
//
// The command interleave runs it:
//
//	go get -tool github.com/diatomic-go/diatomic/interleave/cmd/interleave
//	go tool interleave ./queue -run TestQueue
//
// A failure is told as a story, with a column for each goroutine and a row for each step,
// and with a string that makes the command run this interleaving again.
//
// # What is explored
//
// The body of [Test] runs again and again, each time in another interleaving of what its
// goroutines do with atomics, locks, channels, contexts and timers. States that are equal
// are explored once. The search is exhaustive if the verdict says "all interleavings";
// else it says what was explored.
//
// Go's sync/atomic is sequentially consistent, so the interleavings of operations are all
// there is; there is no weaker memory to explore. Reads and writes of plain memory are
// watched for data races by the rules of the Go memory model.
//
// Time is the model's own: a timer may fire at any moment, or, with -timers=idle, only
// when nothing else can run. Random numbers are the same each time, and so is the order
// of a map.
//
// What the code may meet and the search has left out is listed by the verdict, below "all
// interleavings, but for what is listed": a random number had one value, a map one order,
// a ticker fired twice, time passed only when a timer fired, a sync.Pool gave what was
// put into it last.
//
// A test fails if goroutines deadlock, or wait for each other forever without blocking;
// if one is left when the others have ended; by a data race or a panic; and if the body
// says so by the methods of [T].
//
// # Linearizability
//
// [Linearizable] makes such tests: given a sequential specification of an object and the
// operations that goroutines may call, it makes all small scenarios of them, and looks
// whether what the operations return can be explained by an order of them, in all
// interleavings of each scenario. [Spec.Check] checks a history that was recorded
// otherwise.
//
// # Test suites
//
// With the flag -suite, the command runs existing tests, unmodified, each of them a
// number of times at random. Subtests, t.Parallel, t.Cleanup and testing/synctest are
// modelled, timers fire only when nothing else can run, and there is no limit to the
// number of goroutines. Nothing is proven by that, but data races, deadlocks and failures
// are told as stories, with a string that runs them again.
//
// # What bodies must keep to
//
// A body must do the same again if the interleaving is the same: it must not read a clock
// other than that of package time, nor files, nor the network. It starts afresh: for each
// execution, package variables of rewritten packages are made anew, and their init
// functions run again, except those that register something with a package that is not
// rewritten (flags, metrics).
//
// What the body changes must be declared in it: a variable outside of it is not made
// anew, so that it is refused to change one.
//
// All packages of the main module that the test depends on are rewritten, or of all
// modules of a workspace. Of others the verdict says which took part, if they may keep
// what goroutines share; states can't be told apart then, and the search goes by the
// order of dependent steps. A goroutine that they have started is refused when it comes
// to code of the model. What can't be modelled is refused by name when a goroutine comes
// to it: cgo, system calls that block, channels by way of reflect, iter.Pull, functions
// in assembly, or linked from package runtime (but for random numbers, clocks and
// spinning).
//
// # Dependencies
//
// Packages of other modules, and those of the standard library that the checker doesn't
// need itself, are rewritten if they are named:
//
//	go tool interleave -with golang.org/x/sync/...,container/list ./queue
//
// Wherever they are, in the module cache, a vendor directory or that of a replacement,
// their files stay as they are. A constant that makes a model too big can have another
// value, and a file can be replaced by another one, which plays the part of assembly, or
// has a bug that the model must find:
//
//	go tool interleave -with example.com/ring -set example.com/ring.size=2 ./queue
//	go tool interleave -with example.com/ring -overlay overlay.json ./queue
//
// # Models written for the checker
//
// [Run] checks a [Model], which is a small closed program: a few threads, what they
// share, and what must hold in each state. This is for protocols. The rest of this page
// is about models.
//
// The search explores all interleavings of the atomic operations of the code that ships,
// with no bound on preemptions. Plain memory is checked for data races: an atomic write
// happens before the reads that observe it, and nothing else about atomics orders plain
// accesses.
//
// # Checking a structure of your own
//
// The checked code is an ordinary package that imports sync/atomic, and keeps plain
// memory that threads share in seam.Cell. (An atomic word that its owner writes plainly,
// while nobody else can come to it, is a seam.Uint32 or seam.Uint64.) Directory example
// has all of what follows:
//
//	type Slot struct {
//		full atomic.Bool    // the value belongs to the receiver if set, else to the sender
//		val  seam.Cell[int] // plain memory
//	}
//
//	func (s *Slot) Put(v int) bool {
//		if s.full.Load() {
//			return false
//		}
//		s.val.Set(v)
//		s.full.Store(true)
//		return true
//	}
//
// A model is written in a test file of that package, with the build tag interleave:
//
//	//go:build interleave
//
//	func TestModelSlot(t *testing.T) {
//		interleave.Run(t, interleave.Model{
//			Name: "slot",
//			Setup: func(s *interleave.Sim) {
//				slot := new(Slot)
//				s.Name(slot, "slot")
//				s.Go("sender", func() { slot.Put(10) })
//				s.Go("receiver", func() {
//					if v, ok := slot.Take(); ok && v != 10 {
//						s.Fail("took %d", v)
//					}
//				})
//			},
//		}, interleave.Options{})
//	}
//
// It runs with an overlay that package overlay makes: copies of the package's files in
// which the imports of sync/atomic, context, time, runtime and internal/seam are replaced
// by those of the checker, line for line. In a shell:
//
//	go run ./internal/overlay/cmd/models interleave/example -run TestModel -v
//
// and in a test without the tag, so that go test ./... covers it:
//
//	o, err := overlay.New(overlay.Config{Dir: root, Packages: []string{"interleave/example"}})
//	defer o.Close()
//	out, err := o.Test("./interleave/example", "-run", "TestModel")
//
// If Put set the flag before it wrote the value, the search would tell:
//
//	step  line       | sender                         | receiver
//	   1  slot.go:19 | load slot.full: 0              |
//	   2  slot.go:22 | store slot.full := 1           |
//	                 | write slot.val: 10  slot.go:23 |
//	   3  slot.go:29 |                                | load slot.full: 1
//	                 |                                | read slot.val: 10  slot.go:32
//
//	data race on slot.val: read by receiver at slot.go:32 is not ordered after the write by sender at slot.go:23
//	replay: "0x2-1"
//	smallest preemption bound: 1
//
// and with -interleave.replay=0x2-1 it runs this schedule again. A step goes from one
// atomic operation up to the next: plain accesses belong to the operation before them.
//
// The flags of a test binary with models: -interleave.replay=string, -interleave.full
// (ignore the bounds in Options), -interleave.progress, -interleave.json=file (a line for
// each model), -interleave.oracle=duration (let the oracle explore each model for so
// long, and compare).
//
// # Rules for models
//
// Setup runs anew for each execution: everything shared is made there, or by
// threads. It must be deterministic (no maps in range order, no clocks).
//
// Threads share nothing but model variables (atomics, cells, signals, contexts, timers)
// and variables declared with Ghost. Between operations a thread's code is local to it.
//
// States are merged if memory, ghosts, and what each thread has seen so far are equal;
// also for threads that have ended. Checkpoint says what of its past a thread still
// depends on, and at its end: nothing. A model that is too big gets small by it. A loop
// that is not bounded needs one, each time round, or Await in its place. Name everything
// that Setup makes (Name follows pointers and slices), lest equal states look different.
//
// Threads that run the same function are better started with Alike: states that
// differ only in which of them is which count as one, so n of them take up to n!
// times fewer states. The function must not depend on which of them runs it (by
// Thread it may find what is its own, no more); Invariant, Relation, Final and
// outcomes must not tell them apart; what they share must have a name. With
// Model.Graph, or if there is a cycle, the search takes them as different.
//
// In an Invariant, in Final, in the condition of Await, and inside of Peek, the
// loads of model variables are looks at the state, not operations.
//
// # What is reported
//
// Deadlock (lost wake-ups are that), livelock, data races, invariants that don't hold
// after a step, panics, failed assertions, misuse of Park and Ready; and, for calls
// marked with Call, their number of own steps, in any execution and (with Model.Graph)
// when run alone from any state. A livelock is a cycle of states in which no step is
// marked Progress, and which is fair: no thread that can run all the way round is left
// out. A waiting loop isn't one as long as the thread that it waits for can still run.
// Nor is one that takes a mutex again and again while that thread waits for the mutex:
// the thread gets it at last, as with package sync. (With TryLock, it need not.)
//
// # What is refused
//
// A model that does not do the same again on the same schedule; an operation on model
// variables outside of a model; a thread that blocks on something real, or runs on
// without an operation; an execution that goes on forever through new states; checked
// code with go statements, channels or package sync (but a select statement that only
// receives from signals and contexts, with or without a default clause, is modelled); a
// model in which no thread makes an operation on a model variable, and, by Run, one in
// a package that was built without the overlay. (If that package is rewritten, but
// another one that the model needs is not, nobody notices: Config.Packages of package
// overlay must have them all.)
package interleave
