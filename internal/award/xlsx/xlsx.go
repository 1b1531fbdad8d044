// Package xlsx reads the rows of Excel workbooks, one at a time: Office Open
// XML (ECMA-376 Part 1), transitional and strict. It gives the text that a
// person sees in a cell, with two exceptions that keep what the cell means: a
// day comes out as year-month-day whatever the order of its format, and a
// number in the general format keeps all its digits. Formulas are not worked
// out; their last result stands beside them.
//
// A workbook comes from strangers: everything it can make large has a bound.
package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// The bounds of a workbook.
const (
	MaxUnpacked = 256 << 20 // bytes of all its files once they are unpacked
	MaxTexts    = 64 << 20  // bytes of its shared texts, which are held in memory
	MaxCells    = 1000      // cells of a row
	MaxRowBytes = 1 << 20   // bytes of a row
	maxTexts    = 4 << 20   // shared texts
	maxFiles    = 20_000
	maxSheets   = 1000
	maxBook     = 32 << 20 // bytes of the files that say what is in the others
	maxStyles   = 100_000  // Excel has at most 65,490
	maxFormats  = 4096     // Excel has some 200
	maxFormat   = 1024     // bytes of one; Excel has 255
	maxRow      = 1 << 20  // number of the last row
	maxToken    = 1 << 20  // bytes of one tag or text; a cell holds at most 32,767 characters
	maxDepth    = 64       // elements within each other
)

// What is wrong with a workbook beside damage, which has no error of its own.
var (
	ErrTooLarge     = errors.New("workbook unpacks to more than MaxUnpacked bytes")
	ErrTooManyTexts = errors.New("workbook has more than MaxTexts bytes of texts")
	ErrTooManyCells = errors.New("row has more than MaxCells cells")
	ErrRowTooLong   = errors.New("row has more than MaxRowBytes bytes")
)

// Workbook is an opened workbook.
type Workbook struct {
	files  map[string]*zip.File // by path in small letters
	left   int64                // bytes that may still be unpacked
	sheets []sheet
	is1904 bool // days are counted from January 1, 1904
	texts  texts
	styles []style
}

// sheet is a sheet that is shown and has rows.
type sheet struct{ name, path string }

// Open reads what all sheets share: their names, styles and texts. The bytes
// have to stay as they are while the workbook is read.
func Open(data []byte) (*Workbook, error) {
	if bytes.Count(data, []byte("PK\x01\x02")) > maxFiles { // each begins an entry of the directory
		return nil, errors.New("workbook has too many files")
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	w := &Workbook{files: map[string]*zip.File{}, left: maxBook}
	declared := uint64(0)
	for _, f := range archive.File {
		if declared += min(f.UncompressedSize64, MaxUnpacked+1); declared > MaxUnpacked {
			return nil, ErrTooLarge
		}
		w.files[partName(f.Name)] = f
	}
	related, err := w.relations("")
	if err != nil {
		return nil, err
	}
	for _, r := range related {
		if r.kind == "officeDocument" {
			return w, w.read(r.path)
		}
	}
	return nil, errors.New("archive has no workbook")
}

// read reads the file that names the sheets, and then what they share.
func (w *Workbook) read(book string) error {
	related, err := w.relations(book)
	if err != nil {
		return err
	}
	sheets := map[string]string{} // paths by the id of the relation
	shared, styles := "", ""
	for _, r := range related {
		switch r.kind {
		case "worksheet":
			sheets[r.id] = r.path
		case "sharedStrings":
			shared = r.path
		case "styles":
			styles = r.path
		}
	}
	if err := w.readSheets(book, sheets); err != nil {
		return err
	}
	if err := w.readStyles(styles); err != nil {
		return err
	}
	w.left += MaxUnpacked - maxBook
	return w.readTexts(shared)
}

// readSheets reads the sheets that are shown, in their order.
func (w *Workbook) readSheets(book string, paths map[string]string) error {
	return w.each(book, func(p *part, tag element) error {
		switch {
		case p.within("workbook", "workbookPr"):
			w.is1904 = isTrue(tag.get("date1904"))
		case p.within("workbook", "sheets", "sheet"):
			state := tag.get("state")
			at, hasRows := paths[tag.get("id")]
			if !hasRows || state == "hidden" || state == "veryHidden" {
				return nil
			}
			if len(w.sheets) == maxSheets {
				return errors.New("workbook has too many sheets")
			}
			w.sheets = append(w.sheets, sheet{tag.get("name"), at})
		}
		return nil
	})
}

// Sheets returns the names of the sheets that are shown, in their order.
func (w *Workbook) Sheets() []string {
	names := make([]string, len(w.sheets))
	for n, s := range w.sheets {
		names[n] = s.name
	}
	return names
}

// relation is a file that another one names.
type relation struct{ id, kind, path string }

// relations reads what a file is related to; "" is the archive itself.
func (w *Workbook) relations(of string) (all []relation, err error) {
	dir, file := path.Split(of)
	err = w.each(dir+"_rels/"+file+".rels", func(p *part, tag element) error {
		if !p.within("Relationships", "Relationship") || tag.get("TargetMode") == "External" {
			return nil
		}
		if len(all) == maxFiles {
			return errors.New("workbook has too many relations")
		}
		target := strings.ReplaceAll(tag.get("Target"), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = "/" + dir + target
		}
		all = append(all, relation{tag.get("Id"), path.Base(tag.get("Type")), partName(path.Clean(target))})
		return nil
	})
	return all, err
}

// partName is how a file is found: case does not count (ECMA-376 Part 2,
// section 6.2.2), and some programs write the slashes of Windows.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// open opens a file of the archive.
func (w *Workbook) open(name string) (*part, error) {
	f := w.files[partName(name)]
	if f == nil {
		return nil, fmt.Errorf("workbook has no file %q", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	return newPart(&budget{r, &w.left}, r), nil
}

// budget reads until the bytes of the whole workbook are used up: what a file
// says of its own size may be a lie.
type budget struct {
	r    io.Reader
	left *int64
}

func (b *budget) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if *b.left -= int64(n); *b.left < 0 {
		return 0, ErrTooLarge
	}
	return n, err
}

func isTrue(value string) bool { return value == "1" || value == "true" }
