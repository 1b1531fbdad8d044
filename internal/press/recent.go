package press

import "sync"

// recent keeps what was used lately, in memory: two generations of at most so
// many bytes each. What the older one has and nobody asks for is gone when the
// younger one is full.
type recent[V any] struct {
	mu            sync.Mutex
	young, old    map[string]V
	bytes, atMost int
}

func newRecent[V any](atMost int) *recent[V] {
	return &recent[V]{young: map[string]V{}, atMost: atMost}
}

// get returns what is kept under a key. size is told again, since what is used
// becomes young.
func (c *recent[V]) get(key string, size func(V) int) (v V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok = c.young[key]; ok {
		return v, true
	}
	if v, ok = c.old[key]; ok {
		c.keep(key, v, size(v))
	}
	return v, ok
}

func (c *recent[V]) put(key string, v V, size int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keep(key, v, size)
}

func (c *recent[V]) keep(key string, v V, size int) {
	if c.bytes += size; c.bytes > c.atMost {
		c.young, c.old, c.bytes = map[string]V{}, c.young, size
	}
	c.young[key] = v
}

// clear forgets everything.
func (c *recent[V]) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.young, c.old, c.bytes = map[string]V{}, nil, 0
}
