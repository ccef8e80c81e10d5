package main

// target is a package that is checked.
type target struct {
	dir     string   // where its models are
	module  string   // its module
	path    string   // its import path in that module, or "" for all of it
	with    []string // what is rewritten
	set     []string // constants that have another value
	play    string   // the package that a file in testdata plays the part of, if any
	peer    bool     // the models are compared with loom's
	finds   []finding
	mutants []mutant
}

// finding is a test that fails, for the package has a bug.
type finding struct{ test, want string }

// mutant is a bug that is put into a file of the package, and the test that finds it.
type mutant struct{ name, file, old, new, test, want string }

var targets = []target{
	{
		dir: "xsync", module: "github.com/puzpuzpuz/xsync/v4",
		with: []string{"github.com/puzpuzpuz/xsync/v4"},
		set:  []string{"github.com/puzpuzpuz/xsync/v4.segmentSize=2"},
		finds: []finding{
			{"TestFindingRefused", "TryEnqueue returned false, with room for four items"},
		},
		mutants: []mutant{
			{"SPSC: the index before the item", "spscqueue.go",
				"\tq.items[idx] = item\n\tatomic.StoreUint64(&q.pidx, next_idx)",
				"\tatomic.StoreUint64(&q.pidx, next_idx)\n\tq.items[idx] = item",
				"TestSPSC", "data race on "},
			{"MPMC: the turn before the item", "mpmcqueue.go",
				"\t\t\tslot.item = item\n\t\t\tslot.turn.Store(turn + 1)",
				"\t\t\tslot.turn.Store(turn + 1)\n\t\t\tslot.item = item",
				"TestMPMC", "data race on "},
			{"UMPSC: an item is ready before it is there", "umpscqueue.go",
				"\thv.item = value\n\thv.ready.Done()", "\thv.ready.Done()\n\thv.item = value",
				"TestUMPSC", "data race on "},
			{"RBMutex: a reader doesn't look again", "rbmutex.go",
				"if atomic.LoadInt32(&mu.rbias) == 1 {\n\t\t\t\t\t// Hot path", "if true {\n\t\t\t\t\t// Hot path",
				"TestRBMutex$", "data race on n"},
			{"Map: two writers of a bucket", "map.go",
				"\t\trootb.mu.Lock()\n\t\t// The following two checks must go in reverse to what's\n\t\t// in the resize method.\n" +
					"\t\tif seq := resizeSeq(m.resizeCtl.Load()); seq&1 == 1 {",
				"\t\trootb.mu.TryLock()\n\t\tif seq := resizeSeq(m.resizeCtl.Load()); seq&1 == 1 {",
				"TestMapLoadOrStore|TestMapDelete|TestMapStore", ""},
		},
	},
	{
		dir: "workiva", module: "github.com/Workiva/go-datastructures", path: "queue",
		with: []string{"github.com/Workiva/go-datastructures/queue"},
		finds: []finding{
			{"TestFindingOffer", "refused, with room for four items"},
			{"TestFindingOne", "data race on nodes[0].data"},
			{"TestFindingLen", "Len() is 18446744073709551615"},
			{"TestFindingDispose", "data race on q.disposed"},
			{"TestFindingParallel", "deadlock"},
		},
		mutants: []mutant{
			{"RingBuffer: the position before the item", "queue/ring.go",
				"\tn.data = item\n\tatomic.StoreUint64(&n.position, pos+1)",
				"\tatomic.StoreUint64(&n.position, pos+1)\n\tn.data = item", "TestRing$", "data race on nodes["},
			{"Queue: Put doesn't wait for the consumer", "queue/queue.go",
				"\t\t\tsema.response.Wait()\n", "", "TestQueue$", "data race on"},
		},
	},
	{
		dir: "gvisor", module: "gvisor.dev/gvisor", path: "pkg/sleep",
		with: []string{"gvisor.dev/gvisor/pkg/sleep", "gvisor.dev/gvisor/pkg/sync"}, play: "pkg/sync",
		mutants: []mutant{
			{"a sleeper doesn't look again before it sleeps", "pkg/sleep/sleep_unsafe.go",
				"if atomic.LoadPointer(&s.sharedList) != nil {\n\t\t\t\tatomic.Store",
				"if false {\n\t\t\t\tatomic.Store",
				"TestSleep", "deadlock"},
		},
	},
	{
		dir: "sync", module: "golang.org/x/sync",
		with: []string{"golang.org/x/sync/...", "container/list"},
		mutants: []mutant{
			{"semaphore: a cancelled waiter keeps what it was given", "semaphore/semaphore.go",
				"\t\t\ts.cur -= n\n\t\t\ts.notifyWaiters()\n", "",
				"TestSemaphoreGiveBack", "something was not released"},
			{"semaphore: a cancelled waiter forgets the next one", "semaphore/semaphore.go",
				"if isFront && s.size > s.cur {", "if false && isFront {", "TestSemaphoreCancel", "deadlock"},
			{"singleflight: the lock is given back too early", "singleflight/singleflight.go",
				"\tg.m[key] = c\n\tg.mu.Unlock()\n\n\tg.doCall", "\tg.mu.Unlock()\n\tg.m[key] = c\n\n\tg.doCall",
				"TestSingleflight$", "data race on"},
			{"errgroup: the goroutine counts itself", "errgroup/errgroup.go",
				"\tg.wg.Add(1)\n\tgo func() {\n\t\tdefer g.done()\n\n\t\t// It is",
				"\tgo func() {\n\t\tg.wg.Add(1)\n\t\tdefer g.done()\n\n\t\t// It is", "TestErrgroup$", ""},
		},
	},
	{
		dir: "ants", module: "github.com/panjf2000/ants/v2",
		with: []string{"github.com/panjf2000/ants/v2/..."},
		finds: []finding{
			{"TestFindingLostSignal", "deadlock"},
			{"TestFindingRelease", "data race on p.stopTicktock"},
		},
		mutants: []mutant{
			{"a worker comes back without the lock", "ants.go",
				"\tp.lock.Lock()\n\t// To avoid memory leaks, add", "\t// To avoid memory leaks, add",
				"TestSubmit", "data race on "},
		},
	},
	{
		dir: "pond", module: "github.com/alitto/pond/v2",
		with: []string{"github.com/alitto/pond/v2/..."},
		set:  []string{"github.com/alitto/pond/v2.LinkedBufferInitialSize=4"},
		finds: []finding{
			{"TestFindingLost", "deadlock"},
			{"TestFindingDeadlock", "deadlock"},
		},
		mutants: []mutant{
			{"a task is queued after the lock was given back", "pool.go",
				"of the queue\n\t\tp.tasks.Write(task)\n\t\tp.mutex.Unlock()",
				"of the queue\n\t\tp.mutex.Unlock()\n\t\tp.tasks.Write(task)", "TestSubmit", ""},
		},
	},
	{
		dir: "conc", module: "github.com/sourcegraph/conc",
		with: []string{"github.com/sourcegraph/conc/..."},
		finds: []finding{
			{"TestFindingPanic", "deadlock"},
		},
		mutants: []mutant{
			{"WaitGroup: the goroutine counts itself", "waitgroup.go",
				"\th.wg.Add(1)\n\tgo func() {\n", "\tgo func() {\n\t\th.wg.Add(1)\n", "TestWaitGroup", ""},
			{"Pool: one goroutine too many", "pool/pool.go",
				"p.limiter = make(limiter, n)", "p.limiter = make(limiter, n+1)", "TestPool", "data race on n"},
			{"ForEach: an index is taken by a load and a store", "iter/iter.go",
				"i = int(idx.Add(1) - 1) {", "i = int(idx.Load()) {\n\t\t\tidx.Store(int64(i + 1))",
				"TestForEach", "data race"},
		},
	},
	{
		dir: "gnet", module: "github.com/panjf2000/gnet/v2", path: "pkg/queue",
		with: []string{"github.com/panjf2000/gnet/v2/pkg/queue"},
		finds: []finding{
			{"TestFindingLength", "Length() is -1"},
		},
		mutants: []mutant{
			{"Dequeue stores the head", "pkg/queue/lock_free_queue.go",
				"if cas(&q.head, head, next) { // dequeue",
				"if atomic.StorePointer(&q.head, unsafe.Pointer(next)); true { // dequeue",
				"TestQueue", ""},
		},
	},
	{
		dir: "diodes", module: "code.cloudfoundry.org/go-diodes",
		with: []string{"code.cloudfoundry.org/go-diodes"},
		finds: []finding{
			{"TestFindingStranded", "2 read, 0 dropped, of 3"},
		},
		mutants: []mutant{
			{"ManyToOne: the index is loaded and stored", "many_to_one.go",
				"writeIndex := atomic.AddUint64(&d.writeIndex, 1)",
				"writeIndex := atomic.LoadUint64(&d.writeIndex) + 1\n\t\tatomic.StoreUint64(&d.writeIndex, writeIndex)",
				"TestManyToOne", "the sum is"},
			{"Waiter: it is woken before there is anything", "waiter.go",
				"\tw.Diode.Set(data)\n\tw.broadcast()", "\tw.broadcast()\n\tw.Diode.Set(data)",
				"TestWaiter", "deadlock"},
		},
	},
	{
		dir: "haxmap", module: "github.com/alphadose/haxmap",
		with: []string{"github.com/alphadose/haxmap", "golang.org/x/exp/constraints"},
		finds: []finding{
			{"TestFindingLost", "key 2 was set, and is not there"},
			{"TestFindingGetOrSet", "loaded: false and false"},
		},
		mutants: []mutant{
			{"a new element is stored, not swapped in", "list.go",
				"return self.nextPtr.CompareAndSwap(before, allocatedElement)",
				"self.nextPtr.Store(allocatedElement)\n\treturn true", "TestSet", ""},
		},
	},
	{
		dir: "puddle", module: "github.com/jackc/puddle/v2",
		with: []string{"github.com/jackc/puddle/v2/...", "golang.org/x/sync/semaphore", "container/list"},
		finds: []finding{
			{"TestFindingReset", "an old resource after Reset"},
			{"TestFindingStat", "1 resource in a closed pool"},
		},
		mutants: []mutant{
			{"a resource that comes back to a closed pool stays", "pool.go",
				"if p.closed || res.poolResetCount != p.resetCount {\n\t\tp.allResources.remove(res)\n\t\tgo p",
				"if res.poolResetCount != p.resetCount {\n\t\tp.allResources.remove(res)\n\t\tgo p",
				"TestClose", "deadlock"},
			{"a new resource is for nobody if its Acquire was cancelled", "pool.go",
				"case <-ctx.Done():\n\t\t\tp.rel", "case <-context.TODO().Done():\n\t\t\tp.rel",
				"TestCancel", "waits forever"},
		},
	},
	{
		dir: "semaphore", module: "github.com/marusama/semaphore/v2",
		with: []string{"github.com/marusama/semaphore/v2"},
		mutants: []mutant{
			{"Acquire doesn't look again before it waits (it didn't once: #2)", "semaphore.go",
				"if atomic.LoadUint64(&s.state) != state {", "if false {", "TestLock", "waits forever"},
			{"Release wakes only at the limit (it did once: #4)", "semaphore.go",
				"\n\t\t\tnewBroadcastCh := make(chan struct{})\n\t\t\ts.lock.Lock()\n\t\t\toldBroadcastCh := s.broadcastCh\n" +
					"\t\t\ts.broadcastCh = newBroadcastCh\n\t\t\ts.lock.Unlock()\n\t\t\t// send",
				"\n\t\t\tif count < state>>32 {\n\t\t\t\treturn int(count)\n\t\t\t}\n\t\t\tnewBroadcastCh := make(chan struct{})\n" +
					"\t\t\ts.lock.Lock()\n\t\t\toldBroadcastCh := s.broadcastCh\n\t\t\ts.broadcastCh = newBroadcastCh\n" +
					"\t\t\ts.lock.Unlock()\n\t\t\t// send",
				"TestLimit", "waits forever"},
		},
	},
	{dir: "loom", module: "github.com/puzpuzpuz/xsync/v4", with: []string{"github.com/puzpuzpuz/xsync/v4"}, peer: true},
}

// loom is how many executions loom 0.7.2 takes for the models in directory loom. (It
// explores weak memory, too; Go's atomics are sequentially consistent.)
var loom = map[string]int{"TestCounters": 93102, "TestMutex": 116319, "TestSPSC": 1306}
