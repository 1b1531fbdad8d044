package certificate

import "sync"

// kept are things that are made once and used for many certificates: the same
// background, the same seal. When they take more than most bytes, all are
// forgotten.
type kept[K comparable, V any] struct {
	most int

	mu     sync.Mutex
	things map[K]V
	bytes  int
}

// get returns what was made for a key, or makes it; size is its bytes. What
// could not be made is not kept.
func (k *kept[K, V]) get(key K, prepare func() (V, error), size func(V) int) (V, error) {
	k.mu.Lock()
	thing, there := k.things[key]
	k.mu.Unlock()
	if there {
		return thing, nil
	}
	thing, err := prepare()
	if err != nil {
		return thing, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.bytes += size(thing); k.bytes > k.most || k.things == nil {
		k.things, k.bytes = map[K]V{}, size(thing)
	}
	k.things[key] = thing
	return thing, nil
}
