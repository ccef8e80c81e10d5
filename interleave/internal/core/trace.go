package core

import (
	"fmt"
	"reflect"
	"runtime/debug"
	"strconv"
	"strings"
	"unsafe"
)

// recorder collects the story of one execution. A search has none: on a nil recorder, the
// methods that the rest of the engine calls do nothing. Nothing is formatted before they
// have checked for nil, and those on hot paths are small enough to be inlined.
type recorder struct {
	rows []row
	bits map[unsafe.Pointer][]string
	ptrs map[uint64]string       // canonical pointer to label
	nils map[unsafe.Pointer]bool // addresses of variables whose zero is nil
	late []late
}

// row is a step of the story, or (with ghost) what a thread did before its first step.
type row struct {
	thread int
	lines  []string
	site   string
	ghost  bool
}

// newRecorder makes a recorder, to be reset by the execution.
func newRecorder() *recorder { return &recorder{} }

// reset begins the story of an execution.
func (r *recorder) reset() {
	if r == nil {
		return
	}
	r.rows, r.late = nil, nil
	r.bits = map[unsafe.Pointer][]string{}
	r.ptrs, r.nils = map[uint64]string{}, map[unsafe.Pointer]bool{}
}

// begin opens the row of a step of t.
func (r *recorder) begin(t *thread) {
	if r != nil {
		r.rows = append(r.rows, row{thread: t.slot})
	}
}

// last is the row of the running step. What comes before the first step, in Setup, goes
// into one that is not shown.
func (r *recorder) last() *row {
	if len(r.rows) == 0 {
		r.rows = append(r.rows, row{thread: -1})
	}
	return &r.rows[len(r.rows)-1]
}

// text says in the running step's row what the step does.
func (r *recorder) text(parts ...string) {
	if r != nil {
		r.addText(strings.Join(parts, ""))
	}
}

// number is text with two numbers in it.
func (r *recorder) number(format string, i, n int) {
	if r != nil {
		r.addText(fmt.Sprintf(format, i, n))
	}
}

// addText adds a line to the running step's row. The first line tells where the step is
// in the code.
func (r *recorder) addText(text string) {
	l := r.last()
	l.lines = append(l.lines, text)
	if l.site == "" {
		l.site = callSite()
	}
}

// extra is a line of a thread that is not (the start of) a step.
func (r *recorder) extra(s *Sim, text string) {
	slot := -1
	if s.cur != nil {
		slot = s.cur.slot
	}
	// Most often it belongs to the step before, of the same thread. A thread on its way
	// to its first operation has no step yet: then the line is a row of its own, without
	// a number.
	if l := r.last(); l.thread == slot {
		l.lines = append(l.lines, text)
		return
	}
	r.rows = append(r.rows, row{thread: slot, lines: []string{text}, ghost: true})
}

// Note puts a remark into the trace.
func (s *Sim) Note(format string, args ...any) {
	if !s.aborting {
		s.rec.note(s, format, args)
	}
}

// note adds a remark of the model.
func (r *recorder) note(s *Sim, format string, args []any) {
	if r != nil {
		r.extra(s, "# "+fmt.Sprintf(format, args...))
	}
}

// plain adds a plain access to a cell, which has or had the value at v.
func (r *recorder) plain(s *Sim, what string, o *Object, typ reflect.Type, v unsafe.Pointer) {
	if r != nil {
		r.addPlain(s, what, o, typ, v)
	}
}

func (r *recorder) addPlain(s *Sim, what string, o *Object, typ reflect.Type, v unsafe.Pointer) {
	r.extra(s, fmt.Sprintf("%s %s: %s  %s", what, o.label, r.plainValue(s, reflect.NewAt(typ, v).Elem()), callSite()))
}

// plainValue prints a value without following pointers.
func (r *recorder) plainValue(s *Sim, v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer, reflect.UnsafePointer, reflect.Func, reflect.Chan, reflect.Map:
		if v.IsNil() {
			return "nil"
		}
		p := v.UnsafePointer()
		if v.Kind() == reflect.Func {
			return "func"
		}
		return r.value(nil, s.pointerID(p))
	case reflect.Interface:
		if v.IsNil() {
			return "nil"
		}
		return r.plainValue(s, v.Elem())
	case reflect.String:
		return strconv.Quote(v.String())
	case reflect.Slice:
		if v.IsNil() {
			return "nil"
		}
		return fmt.Sprintf("%v, len %d", v.Type(), v.Len())
	case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return fmt.Sprint(v)
	}
	return v.Type().String()
}

// call is a row that says that t begins an operation.
func (r *recorder) call(t *thread, name string) {
	if r != nil {
		r.rows = append(r.rows, row{thread: t.slot, lines: []string{"call " + name}, ghost: true})
	}
}

// ghost opens a row for an operation of t that is no step.
func (r *recorder) ghost(t *thread) {
	if r != nil {
		r.rows = append(r.rows, row{thread: t.slot, ghost: true})
	}
}

// late is a line about a write, whose value is to be filled in when it is there.
type late struct {
	row, line int
	typ       reflect.Type
	at        unsafe.Pointer
}

// addWrite adds a write of plain memory that is about to happen.
func (r *recorder) addWrite(s *Sim, o *Object, typ reflect.Type, at unsafe.Pointer) {
	r.extra(s, fmt.Sprintf("write %s: %%s  %s", o.label, callSite()))
	n := len(r.rows) - 1
	r.late = append(r.late, late{n, len(r.rows[n].lines) - 1, typ, at})
}

// settle fills in the values of writes, which have happened by now.
func (r *recorder) settle(s *Sim) {
	if r == nil {
		return
	}
	for _, l := range r.late {
		line := &r.rows[l.row].lines[l.line]
		*line = strings.Replace(*line, "%s", r.plainValue(s, reflect.NewAt(l.typ, l.at).Elem()), 1)
	}
	r.late = r.late[:0]
}

// say adds a line about a plain access to o.
func (r *recorder) say(s *Sim, what string, o *Object) {
	if r != nil {
		r.extra(s, fmt.Sprintf("%s%s  %s", what, o.label, callSite()))
	}
}

// op says that the step is operation k on o, which had the value old and has the value v.
func (r *recorder) op(k Kind, o *Object, old, v uint64, changed bool) {
	if r != nil {
		r.addOp(k, o, old, v, changed)
	}
}

// addOp words the operation. What it says depends on what matters: the value seen, the
// value stored, or the change.
func (r *recorder) addOp(k Kind, o *Object, old, v uint64, changed bool) {
	text := fmt.Sprintf("%v %s", k, o.label)
	switch {
	// What it found is all that it tells.
	case k == OpCAS && !changed:
		text += " fails: " + r.value(o, v)
	case k == OpLoad || k == OpErr || k == OpNow:
		text += ": " + r.value(o, v)
	case k == OpStore:
		text += " := " + r.value(o, v)
	case (k == OpTryLock || k == OpTryRLock) && changed:
		text += ": got it"
	case k == OpTryLock || k == OpTryRLock:
		text += " fails"
	case k == OpLock || k == OpUnlock:
	case k == OpSet || k == OpClear:
		if !changed {
			text += " (nothing to do)"
		}
	case changed && k != OpWait && k != OpArm && k != OpStop:
		text += ": " + r.value(o, old) + " -> " + r.value(o, v)
	}
	r.addText(text)
}

// addMap words an operation on an element of a map, that was and becomes what is given.
func (r *recorder) addMap(k Kind, element, was, value string, changed bool) {
	text := k.String() + " " + element
	switch {
	case changed && (k == OpStore || k == OpLoadOrStore):
		text += " := " + value
	case changed && k == OpDelete:
		text += ", was " + was
	case changed:
		text += ": " + was + " -> " + value
	case k == OpCAS || k == OpDelete:
		text += " fails: " + was
	default:
		text += ": " + was
	}
	r.addText(text)
}

// value spells a value out: as bits, if they are named; as a pointer, if it is the name
// of one that has come by; else as a number. Numbers too large to be counts are in
// hexadecimal: they are names of something without a label, or words with bits in them.
func (r *recorder) value(o *Object, v uint64) string {
	if o != nil && o.bits != nil {
		return bitNames(v, o.bits)
	}
	if l, ok := r.ptrs[v]; ok {
		return l
	}
	if v == 0 && o != nil && r.nils[o.addr] {
		return "nil"
	}
	if int64(v) < -1<<20 || int64(v) > 1<<40 {
		return fmt.Sprintf("%#x", v)
	}
	return fmt.Sprint(int64(v))
}

// bitNames spells bits out by name; those without one come last, as a number.
func bitNames(v uint64, names []string) string {
	if v == 0 {
		return "0"
	}
	var l []string
	for i, n := range names {
		if v>>uint(i)&1 != 0 {
			l = append(l, n)
			v &^= 1 << uint(i)
		}
	}
	if v != 0 {
		l = append(l, fmt.Sprintf("%#x", v))
	}
	return strings.Join(l, "|")
}

// pointer gives a label to a pointer, with the given name, that is met for the first
// time.
func (r *recorder) pointer(s *Sim, id uint64, p unsafe.Pointer) {
	if r != nil {
		r.addPointer(s, id, p)
	}
}

func (r *recorder) addPointer(s *Sim, id uint64, p unsafe.Pointer) {
	if _, ok := r.ptrs[id]; !ok && p != nil {
		r.ptrs[id] = s.pointerLabel(p)
	}
}

// spell remembers what the value of a variable is called that holds a pointer or an
// interface: v is no more than the key of it.
func (r *recorder) spell(s *Sim, v uint64, m *Mem, p unsafe.Pointer) {
	if r != nil {
		r.addSpelling(s, v, m, p)
	}
}

func (r *recorder) addSpelling(s *Sim, v uint64, m *Mem, p unsafe.Pointer) {
	switch m.typ.Kind() {
	case reflect.Pointer, reflect.UnsafePointer:
		if to := *(*unsafe.Pointer)(p); to != nil {
			r.ptrs[v] = s.pointerLabel(to)
		}
	case reflect.Interface:
		if x := reflect.NewAt(m.typ, p).Elem(); !x.IsNil() {
			r.ptrs[v] = r.plainValue(s, x)
		}
	default:
		return
	}
	r.nils[p] = true
}

// namePointer gives a pointer the label that the model chose for it.
func (r *recorder) namePointer(id uint64, label string) {
	if r != nil {
		r.ptrs[id] = label
	}
}

// Bits names the bits of an atomic variable, from the lowest, for traces.
func (s *Sim) Bits(variable any, names ...string) {
	s.rec.nameBits(variable, names)
}

// nameBits remembers how the model spells the bits of an atomic variable.
func (r *recorder) nameBits(variable any, names []string) {
	if r != nil {
		r.bits[reflect.ValueOf(variable).UnsafePointer()] = names
	}
}

// label labels an object that lies in named memory.
func (r *recorder) label(o *Object, in *span, off uintptr) {
	if r != nil {
		o.label, o.bits = in.fieldName(off), r.bits[o.addr]
	}
}

// labelFresh labels an object without a name by the thread that came upon it first.
func (r *recorder) labelFresh(o *Object, t *thread) {
	if r != nil {
		o.label, o.bits = fmt.Sprintf("%s.var%d", t.label, t.objects), r.bits[o.addr]
	}
}

// site is the place in the code that runs, and "" in a search, which has no use for it.
func (r *recorder) site() string {
	if r == nil {
		return ""
	}
	return callSite()
}

// stack is the stack of a panic, to be put behind its text.
func (r *recorder) stack() string {
	if r == nil {
		return ""
	}
	return "\n" + trimStack(debug.Stack())
}

// table lays the story out: a column for each thread that has done anything, a step to a
// row. What a step did besides its operation has lines of its own below it.
func (r *recorder) table(s *Sim) string {
	width := make([]int, len(s.threads))
	seen := make([]bool, len(s.threads))
	for i, t := range s.threads {
		width[i] = len([]rune(t.label))
	}
	sites := 4
	for i := range r.rows {
		w := &r.rows[i]
		sites = max(sites, len(w.site))
		if w.thread >= 0 {
			seen[w.thread] = true
			for _, l := range w.lines {
				width[w.thread] = max(width[w.thread], len([]rune(l)))
			}
		}
	}
	var b strings.Builder
	cell := func(text string, n int) string { return text + strings.Repeat(" ", max(0, n-len([]rune(text)))) }
	line := func(no, site string, thread int, text string) {
		fmt.Fprintf(&b, "%4s  %s", no, cell(site, sites))
		for i := range width {
			if !seen[i] {
				continue
			}
			x := ""
			if i == thread {
				x = text
			}
			b.WriteString(" | " + cell(x, width[i]))
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "%4s  %s", "step", cell("line", sites))
	for i, t := range s.threads {
		if seen[i] {
			b.WriteString(" | " + cell(t.label, width[i]))
		}
	}
	b.WriteString("\n")
	n := 0
	for i := range r.rows {
		w := &r.rows[i]
		if w.thread < 0 {
			continue
		}
		no := ""
		if !w.ghost {
			n++
			no = fmt.Sprint(n)
		}
		for j, l := range w.lines {
			if j > 0 {
				line("", "", w.thread, l)
			} else {
				line(no, w.site, w.thread, l)
			}
		}
		if len(w.lines) == 0 {
			line(no, w.site, w.thread, "...")
		}
	}
	return trimRight(b.String())
}

// trimRight takes trailing spaces out of each line, so that stories can stand in
// documents.
func trimRight(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}
