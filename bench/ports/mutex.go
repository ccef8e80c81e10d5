package ports

import "sync"

// Mutex is a waker under a mutex: what most programs begin with.
type Mutex struct {
	mu    sync.Mutex
	waker Waker
}

// Register is for the one consumer.
func (m *Mutex) Register(w Waker) {
	m.mu.Lock()
	m.waker = w
	m.mu.Unlock()
}

// Notify may be called by anyone.
func (m *Mutex) Notify() {
	m.mu.Lock()
	w := m.waker
	m.waker = nil
	m.mu.Unlock()
	if w != nil {
		w.Wake()
	}
}

// Unregister is for the one consumer.
func (m *Mutex) Unregister() {
	m.mu.Lock()
	m.waker = nil
	m.mu.Unlock()
}
