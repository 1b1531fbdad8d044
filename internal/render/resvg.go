package render

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"image"
	"math"
	"os"
	"sync"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"laurel/internal/font"
)

// The bounds of drawing one SVG.
const (
	drawTime    = 20 * time.Second // on the clock; a usual badge takes half a second of a core, each blur or shadow two more
	memoryPages = 1024             // of 64 KiB: 64 MiB
)

// lastFont has letters that no other font here has: Armenian, Georgian, symbols.
const lastFont = "DejaVuSans.ttf"

// Engine draws pictures. It is safe for use by many goroutines at once; a
// zero Engine is not usable, see New.
type Engine struct {
	cacheDir string
	slots    chan struct{}
	drawTime time.Duration

	mu       sync.Mutex
	runtime  wazero.Runtime // nil until the first SVG
	compiled wazero.CompiledModule
	cache    wazero.CompilationCache
	last     []byte // of lastFont

	fonts    *font.Set
	lastFace func() (font.Face, error)
}

// New returns an Engine. Compiling the SVG module takes a second or more and
// happens at the first SVG; with a cacheDir the result is kept there for later
// starts. Nobody else may be able to write into cacheDir: what lies there is run.
// Text is drawn with the fonts.
func New(cacheDir string, fonts *font.Set) *Engine {
	return &Engine{cacheDir: cacheDir, fonts: fonts, slots: make(chan struct{}, atOnce), drawTime: drawTime, lastFace: sync.OnceValues(parseLast)}
}

// Close gives back the memory of the SVG module. No picture may be in work.
func (e *Engine) Close(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.runtime == nil {
		return nil
	}
	err := e.runtime.Close(ctx)
	if e.cache != nil {
		err = errors.Join(err, e.cache.Close(ctx))
	}
	e.runtime, e.compiled, e.cache, e.last = nil, nil, nil, nil
	return err
}

// prepare compiles the module once.
func (e *Engine) prepare(ctx context.Context) (err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.runtime != nil {
		return nil
	}
	module, err := unpack("resvg.wasm")
	if err != nil {
		return err
	}
	last, err := unpack(lastFont)
	if err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx) // the next picture needs it too
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(memoryPages).WithCloseOnContextDone(true)
	var cache wazero.CompilationCache
	if e.cacheDir != "" {
		if err := os.MkdirAll(e.cacheDir, 0o700); err != nil {
			return fmt.Errorf("make the cache of the SVG engine: %w", err)
		}
		if cache, err = wazero.NewCompilationCacheWithDir(e.cacheDir); err != nil {
			return fmt.Errorf("open the cache of the SVG engine: %w", err)
		}
		config = config.WithCompilationCache(cache)
	}
	runtime := wazero.NewRuntimeWithConfig(ctx, config)
	compiled, err := runtime.CompileModule(ctx, module)
	if err == nil {
		err = exportHost(ctx, runtime)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("compile the SVG engine: %w", err), runtime.Close(ctx))
	}
	e.runtime, e.compiled, e.cache, e.last = runtime, compiled, cache, last
	return nil
}

// drawSVG draws a checked SVG with its longer side at keptSide pixels.
func (e *Engine) drawSVG(ctx context.Context, svg []byte) (image.Image, error) {
	return bounded(ctx, e, func(ctx context.Context) (image.Image, error) { return e.draw(ctx, svg) })
}

// draw runs the module on one SVG, in memory of its own: first for the size of
// the picture, then for its pixels.
func (e *Engine) draw(ctx context.Context, svg []byte) (image.Image, error) {
	r, err := e.instance(ctx)
	if err != nil {
		return nil, err
	}
	defer r.module.Close(ctx)

	probe := r.parse(svg, options{}, nil)
	size := [2]float64{r.side("resvg_width", probe), r.side("resvg_height", probe)}
	if r.err != nil {
		return nil, r.err
	}
	fit, err := fitting(size[0], size[1])
	if err != nil {
		return nil, err
	}
	document := r.parse(svg, options{FitTo: fit, Font: fontFamilies}, e.fontsFor(svg))
	return r.pixels(r.result("resvg_render", uint64(document)))
}

// fitting scales the longer side to keptSide. The other needs a pixel at least.
func fitting(width, height float64) (*fitTo, error) {
	longer, shorter := max(width, height), min(width, height)
	if !(shorter > 0) || math.IsInf(longer, 0) || longer/shorter > keptSide/10 {
		return nil, &Refused{Sentence: "The SVG has no usable size: it is empty, or far longer than wide. Give it a width, a height and a viewBox, or save it as PNG."}
	}
	if width >= height {
		return &fitTo{Mode: "width", Value: keptSide}, nil
	}
	return &fitTo{Mode: "height", Value: keptSide}, nil
}

// options is what resvg-js takes as its second argument.
type options struct {
	FitTo *fitTo        `json:"fitTo,omitempty"`
	Font  *fontDefaults `json:"font,omitempty"`
}

type fitTo struct {
	Mode  string `json:"mode"`
	Value int    `json:"value"`
}

type fontDefaults struct {
	DefaultFontFamily string `json:"defaultFontFamily"`
	SerifFamily       string `json:"serifFamily"`
	SansSerifFamily   string `json:"sansSerifFamily"`
	CursiveFamily     string `json:"cursiveFamily"`
	FantasyFamily     string `json:"fantasyFamily"`
	MonospaceFamily   string `json:"monospaceFamily"`
}

// fontFamilies draws every family with the fonts that are here.
var fontFamilies = &fontDefaults{
	DefaultFontFamily: string(font.Sans), SerifFamily: string(font.Serif), SansSerifFamily: string(font.Sans),
	CursiveFamily: string(font.Serif), FantasyFamily: string(font.Serif), MonospaceFamily: string(font.Sans),
}

// fontsFor are the fonts that have letters of an SVG: each takes memory, those
// of the operator's folder much.
func (e *Engine) fontsFor(svg []byte) [][]byte {
	text := html.UnescapeString(string(svg))
	var all [][]byte
	seen := map[string]bool{}
	for _, family := range []font.Family{font.Sans, font.Serif} {
		for _, bold := range []bool{false, true} {
			files, _ := e.fonts.Face(family, bold).Needed(text)
			for _, f := range files {
				if !seen[f.Name] {
					seen[f.Name] = true
					all = append(all, f.TTF)
				}
			}
		}
	}
	return append(all, e.last)
}

// parseLast reads lastFont to look letters up.
func parseLast() (font.Face, error) {
	data, err := unpack(lastFont)
	if err != nil {
		return nil, err
	}
	f, err := font.Parse(lastFont, data)
	return font.Face{f}, err
}

// resvg calls the functions of one instance of the module. After the first
// error every call does nothing, and err keeps it.
type resvg struct {
	ctx    context.Context
	module api.Module
	heap   *heap
	err    error
}

func (r *resvg) call(name string, args ...uint64) []uint64 {
	if r.err != nil {
		return nil
	}
	out, err := r.module.ExportedFunction(name).Call(r.ctx, args...)
	if err != nil {
		r.err = fmt.Errorf("%s: %w", name, err)
	}
	return out
}

// parse makes a document from an SVG and returns its address.
func (r *resvg) parse(svg []byte, o options, fonts [][]byte) uint32 {
	text, err := json.Marshal(o)
	if err != nil {
		r.err = err
	}
	address, length := r.put(text)
	return r.result("resvg_new", uint64(r.heap.add(string(svg))), uint64(address), uint64(length), uint64(r.heap.add(fonts)))
}

func (r *resvg) side(function string, document uint32) float64 {
	out := r.call(function, uint64(document))
	if r.err != nil {
		return 0
	}
	return float64(api.DecodeF32(out[0]))
}

// pixels takes a drawn picture out of the module, as it lies there:
// premultiplied RGBA.
func (r *resvg) pixels(drawn uint32) (image.Image, error) {
	width := r.word("renderedimage_width", drawn)
	height := r.word("renderedimage_height", drawn)
	pixels := r.heap.bytes(r.word("renderedimage_pixels", drawn))
	if r.err != nil {
		return nil, r.err
	}
	bounds := image.Rect(0, 0, int(width), int(height))
	if width > keptSide || height > keptSide || len(pixels) != bounds.Dx()*bounds.Dy()*4 {
		return nil, fmt.Errorf("the SVG engine drew %d by %d pixels in %d bytes", width, height, len(pixels))
	}
	return &image.RGBA{Pix: pixels, Stride: 4 * bounds.Dx(), Rect: bounds}, nil
}

// word calls a function that returns a number or an object.
func (r *resvg) word(name string, address uint32) uint32 {
	out := r.call(name, uint64(address))
	if r.err != nil {
		return 0
	}
	return api.DecodeU32(out[0])
}

// text calls a function that returns a string, which it leaves as an address
// and a length on its stack.
func (r *resvg) text(name string, document uint32) []byte {
	const room = 16
	out := r.call("__wbindgen_add_to_stack_pointer", api.EncodeI32(-room))
	if r.err != nil {
		return nil
	}
	at := api.DecodeU32(out[0])
	r.call(name, uint64(at), uint64(document))
	if r.err != nil {
		return nil
	}
	address, _ := r.module.Memory().ReadUint32Le(at)
	length, _ := r.module.Memory().ReadUint32Le(at + 4)
	text, inside := r.module.Memory().Read(address, length)
	if !inside {
		r.err = fmt.Errorf("%s: text beyond the memory of the SVG engine", name)
		return nil
	}
	return append([]byte{}, text...)
}

// put copies bytes into the memory of the module.
func (r *resvg) put(b []byte) (address, length uint32) {
	out := r.call("__wbindgen_malloc", uint64(len(b)), 1)
	if r.err != nil {
		return 0, 0
	}
	address = api.DecodeU32(out[0])
	if !r.module.Memory().Write(address, b) {
		r.err = errors.New("write beyond the memory of the SVG engine")
	}
	return address, uint32(len(b))
}

// result calls a function that leaves three words on its stack: a value, an
// error object, and whether that is set.
func (r *resvg) result(name string, args ...uint64) uint32 {
	const room = 16
	out := r.call("__wbindgen_add_to_stack_pointer", api.EncodeI32(-room))
	if r.err != nil {
		return 0
	}
	at := api.DecodeU32(out[0])
	r.call(name, append([]uint64{uint64(at)}, args...)...)
	if r.err != nil {
		return 0
	}
	value, _ := r.module.Memory().ReadUint32Le(at)
	object, _ := r.module.Memory().ReadUint32Le(at + 4)
	failed, inside := r.module.Memory().ReadUint32Le(at + 8)
	r.call("__wbindgen_add_to_stack_pointer", room)
	switch {
	case !inside:
		r.err = fmt.Errorf("%s: result beyond the memory of the SVG engine", name)
	case failed != 0:
		r.err = fmt.Errorf("%s: %v", name, r.heap.get(object))
	}
	return value
}
