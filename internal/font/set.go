package font

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The bounds of the operator's folder.
const (
	maxFolder = 64       // files
	maxFont   = 32 << 20 // bytes of one: a whole font of Han
)

// scripts are the files of letters that have to be shaped, for every family.
// They have Latin letters and digits too: a line that mixes both is written
// with one of them alone, since what shapes lines does not mix fonts well.
var scripts = []string{"NotoNaskhArabic_400Regular", "NotoSerifHebrew_400Regular", "NotoSerifDevanagari_400Regular"}

// parts are the files of a family, the usual ones first.
var parts = []string{"latin", "latin-ext", "vietnamese", "greek", "cyrillic"}

// Set is all fonts of an installation. It is never changed.
type Set struct{ folder Face }

// Load reads the fonts in a folder, TrueType or OpenType files (.ttf, .otf),
// in the order of their names; no folder is no fonts. A file that is no font
// is an error that names it.
func Load(folder string) (*Set, error) {
	s := &Set{}
	entries, err := os.ReadDir(folder)
	if folder == "" || errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the folder of fonts: %w", err)
	}
	for _, entry := range entries {
		ending := strings.ToLower(filepath.Ext(entry.Name()))
		if ending != ".ttf" && ending != ".otf" {
			continue
		}
		if len(s.folder) == maxFolder {
			return nil, fmt.Errorf("the folder %s has more than %d fonts: keep those that your earners' names are written in", folder, maxFolder)
		}
		info, err := entry.Info()
		if err == nil && info.Size() > maxFont {
			return nil, fmt.Errorf("the font %s has %d MB, and %d MB is the limit: take one with fewer letters", entry.Name(), info.Size()>>20, maxFont>>20)
		}
		var data []byte
		if err == nil {
			data, err = os.ReadFile(filepath.Join(folder, entry.Name()))
		}
		var f *File
		if err == nil {
			f, err = Parse(strings.TrimSuffix(entry.Name(), filepath.Ext(entry.Name())), data)
		}
		if err != nil {
			return nil, fmt.Errorf("read the font %s: %w", filepath.Join(folder, entry.Name()), err)
		}
		s.folder = append(s.folder, f)
	}
	return s, nil
}

// Face is a family in regular or bold weight, followed by the fonts of other
// scripts, the folder's last.
func (s *Set) Face(family Family, bold bool) Face {
	stem, weight := "inter", "400"
	if family == Serif {
		stem = "source-serif-4"
	}
	if bold {
		weight = "700"
	}
	all := carried()
	var f Face
	for _, part := range parts {
		f = append(f, all[stem+"-"+part+"-"+weight+"-normal"])
	}
	for _, script := range scripts {
		f = append(f, all[script])
	}
	return append(f, s.folder...)
}

// Carried are the fonts that the program carries, without any folder.
func Carried() *Set { return &Set{} }
