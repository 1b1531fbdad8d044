package render

import (
	"context"
	"fmt"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// heap holds the JavaScript objects that the module believes it talks to. The
// module is built for a browser (wasm-bindgen); these few kinds are all it
// uses: strings, byte arrays, arrays of them, iterators, its own memory.
type heap struct {
	objects map[uint32]any
	last    uint32
}

type heapKey struct{}

// firstObject lies above the numbers that wasm-bindgen reserves.
const firstObject = 256

func newHeap() *heap { return &heap{objects: map[uint32]any{}, last: firstObject} }

func (h *heap) add(v any) uint32 {
	h.last++
	h.objects[h.last] = v
	return h.last
}

func (h *heap) get(id uint32) any { return h.objects[id] }

// bytes returns a byte array, nil when the object is none.
func (h *heap) bytes(id uint32) []byte {
	b, _ := h.objects[id].([]byte)
	return b
}

// memory stands for the memory of the module, view for a window on it.
type (
	memory struct{}
	view   struct{ address, length uint32 }
)

// iteration walks through an array; step is what its next() returned.
type iteration struct {
	items [][]byte
	next  int
}

type step struct {
	done bool
	item []byte
}

// exportHost defines the functions that the module imports. The objects of a
// call come with its context. A panic in one of them, as for an object of a
// kind that was not expected, ends the call with an error.
func exportHost(ctx context.Context, runtime wazero.Runtime) error {
	b := runtime.NewHostModuleBuilder("wbg")
	for name, function := range map[string]any{
		"__wbg_new_28c511d9baebfa89":                        newString, // new Error(message)
		"__wbindgen_string_new":                             newString,
		"__wbindgen_string_get":                             getString,
		"__wbindgen_memory":                                 func(ctx context.Context) uint32 { return objects(ctx).add(memory{}) },
		"__wbg_buffer_12d079cc21e14bdb":                     func(ctx context.Context, _ uint32) uint32 { return objects(ctx).add(memory{}) },
		"__wbg_newwithbyteoffsetandlength_aa4a17c33a06e5cb": newView,
		"__wbg_new_63b92bc8671ed464":                        newBytes,
		"__wbg_instanceof_Uint8Array_2b3bbecd033d19f6":      isBytes,
		"__wbg_length_c20a40f15020d68a":                     length,
		"__wbg_set_a47bac70306a19a7":                        set,
		"__wbg_new_16b304a2cfa7ff4a":                        func(ctx context.Context) uint32 { return objects(ctx).add([][]byte(nil)) },
		"__wbg_push_a5b05aedc7234f9f":                       func(context.Context, uint32, uint32) uint32 { panic("an array that grows") },
		"__wbg_values_839f3396d5aac002":                     values,
		"__wbg_next_196c84450b364254":                       next,
		"__wbg_done_298b57d23c0fc80c":                       done,
		"__wbg_value_d93c65011f51a456":                      value,
		"__wbindgen_object_drop_ref":                        func(ctx context.Context, id uint32) { delete(objects(ctx).objects, id) },
		"__wbindgen_throw":                                  throw,
	} {
		b = b.NewFunctionBuilder().WithFunc(function).Export(name)
	}
	_, err := b.Instantiate(ctx)
	return err
}

func objects(ctx context.Context) *heap { return ctx.Value(heapKey{}).(*heap) }

// read copies from the memory of the module.
func read(m api.Module, address, length uint32) []byte {
	b, inside := m.Memory().Read(address, length)
	if !inside {
		panic("read beyond memory")
	}
	return append([]byte{}, b...)
}

func newString(ctx context.Context, m api.Module, address, length uint32) uint32 {
	return objects(ctx).add(string(read(m, address, length)))
}

// getString copies a string into the module and leaves address and length at ret.
func getString(ctx context.Context, m api.Module, ret, id uint32) {
	s, _ := objects(ctx).get(id).(string)
	address := uint32(0)
	if s != "" {
		out, err := m.ExportedFunction("__wbindgen_malloc").Call(ctx, uint64(len(s)), 1)
		if err != nil {
			panic(err)
		}
		address = api.DecodeU32(out[0])
	}
	ok := m.Memory().WriteString(address, s) && m.Memory().WriteUint32Le(ret, address) && m.Memory().WriteUint32Le(ret+4, uint32(len(s)))
	if !ok {
		panic("write beyond memory")
	}
}

func newView(ctx context.Context, _, address, length uint32) uint32 {
	return objects(ctx).add(view{address, length})
}

// newBytes is new Uint8Array(x): a copy of a window or array, or a window on
// all of the memory.
func newBytes(ctx context.Context, m api.Module, id uint32) uint32 {
	h := objects(ctx)
	switch v := h.get(id).(type) {
	case view:
		return h.add(read(m, v.address, v.length))
	case memory:
		return h.add(view{0, m.Memory().Size()})
	case []byte:
		return h.add(append([]byte{}, v...))
	}
	panic(fmt.Sprintf("new Uint8Array of %T", h.get(id)))
}

func isBytes(ctx context.Context, id uint32) uint32 {
	_, is := objects(ctx).get(id).([]byte)
	return truth(is)
}

func length(ctx context.Context, id uint32) uint32 {
	switch v := objects(ctx).get(id).(type) {
	case view:
		return v.length
	case []byte:
		return uint32(len(v))
	}
	panic(fmt.Sprintf("length of %T", objects(ctx).get(id)))
}

// set is target.set(source, offset), which the module uses to take a font in.
func set(ctx context.Context, m api.Module, target, source, offset uint32) {
	h := objects(ctx)
	into, is := h.get(target).(view)
	if !is || !m.Memory().Write(into.address+offset, h.bytes(source)) {
		panic("set beyond memory")
	}
}

func values(ctx context.Context, id uint32) uint32 {
	items, _ := objects(ctx).get(id).([][]byte)
	return objects(ctx).add(&iteration{items: items})
}

func next(ctx context.Context, id uint32) uint32 {
	h := objects(ctx)
	it := h.get(id).(*iteration)
	if it.next == len(it.items) {
		return h.add(step{done: true})
	}
	it.next++
	return h.add(step{item: it.items[it.next-1]})
}

func done(ctx context.Context, id uint32) uint32 { return truth(objects(ctx).get(id).(step).done) }

func value(ctx context.Context, id uint32) uint32 {
	h := objects(ctx)
	return h.add(h.get(id).(step).item)
}

func throw(_ context.Context, m api.Module, address, length uint32) {
	panic(string(read(m, address, length)))
}

func truth(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}
