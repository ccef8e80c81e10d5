package actor

import "sync/atomic"

// idle says which workers sleep, and how many are looking for work. All in one word, so
// that a worker is woken, and counted as one that looks, in one step:
//
//	sleepers   bit i: worker i sleeps, or is about to look once more and then sleep
//	searchers  how many workers look for work, those included that were just woken
//	frozen     all workers sleep, and stay asleep: see still in system.go
//
// A goroutine that adds a task to a queue calls rouse afterwards. rouse wakes one worker,
// unless nobody sleeps or somebody is looking for work already. So the wake-ups of a
// burst are spread: a worker that has found work, and was the last to look, looks whether
// there is more, and if so rouses the next.
//
// No task is left lying while a worker sleeps:
//
//	rouse finds sleepers, no searcher    it wakes one of them, which looks
//	rouse finds a searcher               that one either finds nothing, goes to sleep and
//	                                     looks once more; or finds something, and looks
//	                                     whether there is more if it was the last. Both
//	                                     looks come after its step in this word, and so
//	                                     after the task was added
//	rouse finds nobody asleep            a worker that sleeps later looks once more after
//	                                     its step in this word, which comes after rouse's
//	rouse finds it frozen                the goroutine that has frozen it looks, and
//	                                     rouses when it unfreezes
//
// # Thieves
//
// A worker that looks finds nothing in a queue that another is robbing, however much is
// in there. It doesn't wait until the thief, which may have been descheduled, has let go:
// it sleeps. The thief is counted among the searchers until it has let go, and then it is
// one that has found something. So either it is the last to look, and looks whether there
// is more; or there is another searcher, which goes to sleep later and looks once more.
// Meanwhile others count on the thief, as on any searcher: tasks that are added wait for
// it, or for the worker that has added them.
type idle struct{ word atomic.Uint64 }

// MaxWorkers is the most workers that a System can have.
const MaxWorkers = 48

const (
	sleepers uint64 = 1<<MaxWorkers - 1
	searcher uint64 = 1 << MaxWorkers // times the number of them
	oneLess  uint64 = ^searcher + 1
	frozen   uint64 = 1 << 63
)

// toRouse returns the sleeper that rouse takes in state w, as a bit, or 0.
func toRouse(w uint64) uint64 {
	if w&^sleepers != 0 {
		return 0
	}
	return w & -w
}

// rouse wakes a worker if that is called for: see above.
func (s *System) rouse() {
	// Pairs with the Add in sleep and in found: see above. Mostly nobody sleeps, or the
	// sender has nothing to give away.
	if toRouse(s.idle.word.Load()) != 0 {
		s.wakeOne()
	}
}

func (s *System) wakeOne() {
	for { //interleave:checkpoint
		w := s.idle.word.Load()
		bit := toRouse(w)
		if bit == 0 {
			return
		}
		// Takes the sleeper, so that nobody else wakes it too, and counts it as one that
		// looks, so that others don't wake more.
		if s.idle.word.CompareAndSwap(w, w-bit+searcher) {
			s.workers[trailing(bit)].sink.Source().Notify()
			return
		}
	}
}

// freeze reports whether all workers sleep. If so they stay asleep until unfreeze.
func (s *System) freeze() bool {
	all := uint64(1)<<len(s.workers) - 1
	return s.idle.word.CompareAndSwap(all, all|frozen)
}

func (s *System) unfreeze() {
	s.idle.word.And(^frozen)
	// For those that rouse has turned away meanwhile.
	if s.somethingToDo() {
		s.rouse()
	}
}
