// Package font holds the fonts that pictures and certificates are drawn with,
// and finds the ones that a text needs.
//
// The program carries Latin, Greek and Cyrillic letters in two families, and
// one hand each for Arabic, Hebrew and Devanagari. Han, Kana, Hangul and
// whatever else is written come from fonts that the operator puts into a
// folder: they are larger than the program. A font is kept in several files, one
// for each script, as the web does it, so that a document takes along only
// what it uses.
package font

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/klauspost/compress/zstd"
	ximage "golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

//go:embed file/*.woff file/*.zst
var embedded embed.FS

// Family is a way to write.
type Family string

// The families that the program carries. What they have no letter for is
// written in the font of its script.
const (
	Serif Family = "Source Serif 4" // of what was earned
	Sans  Family = "Inter"          // of everything else
)

// units are how finely letters are measured: per em.
const units = 1000

// File is one font file. It may be used by many goroutines at once.
type File struct {
	Name  string // the file's, without its ending
	TTF   []byte // as OpenType; not to be changed
	Plain bool   // its letters stand side by side as they come: no shaping, from left to right
	font  *sfnt.Font
}

// Parse reads an OpenType or WOFF 1.0 font.
func Parse(name string, data []byte) (*File, error) {
	if len(data) > 4 && string(data[:4]) == "wOFF" {
		var err error
		if data, err = unpack(data); err != nil {
			return nil, fmt.Errorf("font %s: %w", name, err)
		}
	}
	parsed, err := sfnt.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	return &File{Name: name, TTF: data, font: parsed}, nil
}

// Run is a part of a text that one file writes; File is nil where none does.
type Run struct {
	File *File
	Text string
}

// Runs takes a text apart where another file has to take over. Marks stay with
// the letter before them.
func (f Face) Runs(text string) (all []Run) {
	var buffer sfnt.Buffer
	begin := 0
	var current *File
	for n, r := range text {
		l, _ := f.find(&buffer, r)
		if n > 0 && l.File != current && !joins(r) && !unicode.IsMark(r) {
			all, begin = append(all, Run{current, text[begin:n]}), n
		}
		if n == begin {
			current = l.File
		}
	}
	if text != "" {
		all = append(all, Run{current, text[begin:]})
	}
	return all
}

// Letter is one character in the file that has it.
type Letter struct {
	File    *File
	Rune    rune
	index   sfnt.GlyphIndex
	Advance float64 // em, with the kerning to the one after
}

// Face is a family in one weight: the files in which a letter is looked for,
// in that order.
type Face []*File

// Letters finds the characters of a text one by one; false when one of them is
// in no file. Nothing is shaped or put into another order: see Plain.
func (f Face) Letters(text string) ([]Letter, bool) {
	var buffer sfnt.Buffer
	all := make([]Letter, 0, len(text))
	for _, r := range text {
		l, ok := f.find(&buffer, r)
		if !ok {
			return nil, false
		}
		if n := len(all); n > 0 && all[n-1].File == l.File {
			if kern, err := l.File.font.Kern(&buffer, all[n-1].index, l.index, fixed.I(units), ximage.HintingNone); err == nil {
				all[n-1].Advance += em(kern)
			}
		}
		all = append(all, l)
	}
	return all, true
}

func (f Face) find(buffer *sfnt.Buffer, r rune) (Letter, bool) {
	for _, file := range f {
		index, err := file.font.GlyphIndex(buffer, r)
		if err != nil || index == 0 {
			continue
		}
		advance, err := file.font.GlyphAdvance(buffer, index, fixed.I(units), ximage.HintingNone)
		if err == nil {
			return Letter{file, r, index, em(advance)}, true
		}
	}
	return Letter{}, false
}

// Width of a text in em, as if its letters stood side by side; a character
// that no file has counts as one em.
func (f Face) Width(text string) (width float64) {
	if all, ok := f.Letters(text); ok {
		for _, l := range all {
			width += l.Advance
		}
		return width
	}
	var buffer sfnt.Buffer
	for _, r := range text {
		if l, ok := f.find(&buffer, r); ok {
			width += l.Advance
		} else {
			width++
		}
	}
	return width
}

// Plain tells whether a text can be written letter by letter from left to
// right with the files that say so of themselves: Latin, Greek, Cyrillic. Any
// other has to be shaped.
func (f Face) Plain(text string) bool {
	all, ok := f.Letters(text)
	for _, l := range all {
		ok = ok && l.File.Plain && !joins(l.Rune)
	}
	return ok
}

// Needed are the files of a face that have letters of a text, in the order of
// the face; missing are the characters that none has.
func (f Face) Needed(text string) (files []*File, missing string) {
	var buffer sfnt.Buffer
	used := map[*File]bool{}
	for _, r := range text {
		if l, ok := f.find(&buffer, r); ok {
			used[l.File] = true
		} else {
			missing += string(r)
		}
	}
	for _, file := range f {
		if used[file] {
			files = append(files, file)
		}
	}
	return files, missing
}

func em(n fixed.Int26_6) float64 { return float64(n) / 64 / units }

// joins tells marks that have to be placed on the letter before them.
func joins(r rune) bool {
	return 0x300 <= r && r < 0x370 || 0x1ab0 <= r && r < 0x1b00 || r == 0x200d || r == 0x200c
}

// unzstd unpacks a file.
func unzstd(packed []byte) ([]byte, error) {
	reader, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxUnpacked))
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	return reader.DecodeAll(packed, nil)
}

// carried reads a file that the program carries, once.
var carried = sync.OnceValue(func() map[string]*File {
	all := map[string]*File{}
	entries, err := embedded.ReadDir("file")
	if err != nil {
		panic(err) // ours, and tested
	}
	for _, entry := range entries {
		data, err := embedded.ReadFile("file/" + entry.Name())
		if err != nil {
			panic(err) // ours, and tested
		}
		name, packed := strings.CutSuffix(entry.Name(), ".ttf.zst")
		if packed {
			if data, err = unzstd(data); err != nil {
				panic(err) // ours, and tested
			}
		}
		name = strings.TrimSuffix(name, ".woff")
		file, err := Parse(name, data)
		if err != nil {
			panic(err) // ours, and tested
		}
		file.Plain = !slices.Contains(scripts, name)
		all[name] = file
	}
	return all
})
