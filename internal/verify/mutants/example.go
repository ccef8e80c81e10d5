package mutants

// example are mutants of the example for the checker. They are for docs/checking.md.
var example = []aimed{
	{"full-first", "the slot is full before its value is written", "race", "Slot", edits(
		edit("interleave/example/slot.go", "	s.val.Set(v)\n	s.full.Store(true) //", "	s.full.Store(true)\n	s.val.Set(v) //"))},
}
