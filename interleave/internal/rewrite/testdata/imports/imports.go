package imports

import (
	"context"
	"crypto/rand"
	rnd "math/rand/v2"
	"net"
	"reflect"
	"runtime"
	"sync"
	"sync/atomic" // a remark
	"time"
)

const pause = 3 * time.Second

type t struct {
	sync.Mutex
	n   atomic.Pointer[t]
	u   uint64
	end time.Time
}

func (t *t) wait(ctx context.Context, c reflect.Value) (net.Conn, error) {
	t.Lock()
	defer t.Unlock()
	atomic.AddUint64(&t.u, 1)
	runtime.Gosched()
	runtime.KeepAlive(t)
	time.Sleep(pause)
	t.end = time.Now().Add(pause)
	ctx, cancel := context.WithTimeout(ctx, pause)
	defer cancel()
	b := make([]byte, rnd.IntN(3))
	rand.Read(b)
	c.Recv()
	return net.Dial("tcp", ctx.Err().Error())
}
