package slices

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"sort"
)

func use(xs []int, b []byte, fs ...func()) string {
	sort.Ints(xs)
	slices.SortFunc(xs, func(a, b int) int { return b - a })
	binary.LittleEndian.PutUint32(b, binary.LittleEndian.Uint32(b[4:]))
	xs = slices.Insert(xs, 1, xs[1:]...)
	if bytes.Equal(b, nil) || slices.Contains(xs, 3) {
		fmt.Println(xs, len(b))
	}
	return string(b) + string(rune(xs[0]))
}
