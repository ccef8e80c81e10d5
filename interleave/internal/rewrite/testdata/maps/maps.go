package maps

type reg struct {
	m map[string][]int
	n int
}

func (r *reg) all(k string) (out []int) {
	if v, ok := r.m[k]; ok {
		return v
	}
	r.m[k] = append(r.m[k], 1)
	r.m[k][0]++
	delete(r.m, k)
	for k, v := range r.m {
		out = append(out, v...)
		delete(r.m, k)
	}
	for range r.m {
		r.n++
	}
	for r.n = range map[int]bool{1: true} {
	}
	clear(r.m)
	r.m = map[string][]int{"a": {1}}
	copy(out, r.m["a"])
	b := append([]byte("x"), "yz"...)
	_ = append(b, b...)
	return out[:len(r.m)]
}
