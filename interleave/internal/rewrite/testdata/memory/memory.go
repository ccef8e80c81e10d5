package memory

type node struct {
	next *node
	val  int
	id   int // never assigned: not watched
	arr  [4]int
	in   inner
}

type inner struct{ a, b int }

type outer struct {
	*node
	inner
}

func (i inner) sum() int    { return i.a + i.b }
func (i *inner) set(a int)  { i.a = a }
func make2(id int) *node    { return &node{id: id} }
func (n *node) value() int  { return n.val + n.id }
func (n *node) place() *int { return &n.val }

func fields(n *node, o outer, p *outer) int {
	n.val = 1
	n.next.val = n.val
	n.next.next = nil
	n.in.a = n.in.b
	n.in.set(2)
	n.arr[n.val] = 3
	s := n.arr[1:n.val]
	s[0] = n.arr[2]
	*n.place() = len(s) + len(n.arr)
	p.val++
	p.a += n.val
	_ = p.inner
	o.a = 2 // a copy: nobody else comes to it, but o.node points elsewhere
	o.val = 3
	if n.val == 1 && n.id == 2 {
		return n.in.sum() + p.sum() + p.value()
	}
	var x, y int
	q := &x
	x, y = 1, 2
	*q = y
	return x
}

func captured() int {
	n, m := 1, 2
	var t struct{ a, b int }
	f := func() int {
		n += m
		t.a = n
		return n
	}
	n, k := f(), m
	return n + k + t.a
}

func implicit(n int) func() int {
	list := []*node{{val: n}, {id: 1}}
	table := map[string][]int{"a": {n}}
	b := []byte("text")
	if x := n; x > 1 {
		return func() int { return x }
	} else if y := len(b); y > 1 {
		return func() int { return x + y }
	}
	switch x := any(table).(type) {
	case map[string][]int:
		return func() int { return len(x) }
	}
	return list[0].value
}
