package design

import (
	"embed"
	"sync"

	"laurel/internal/font"
)

//go:embed font/*.woff
var fontFiles embed.FS

// fontNames are the files of the fonts of Fonts that only badges are drawn
// with; a letter is taken from the first that has it.
var fontNames = map[string][]string{
	"sans":   {"montserrat-latin-700-normal", "montserrat-latin-ext-700-normal", "montserrat-cyrillic-700-normal"},
	"narrow": {"barlow-condensed-latin-600-normal", "barlow-condensed-latin-ext-600-normal"},
}

// faces are read once, when the first picture is drawn.
var faces = sync.OnceValue(func() map[string]font.Face {
	all := map[string]font.Face{"serif": font.Carried().Face(font.Serif, true)}
	for name, files := range fontNames {
		for _, file := range files {
			data, err := fontFiles.ReadFile("font/" + file + ".woff")
			if err != nil {
				panic(err) // ours, and tested
			}
			parsed, err := font.Parse(file, data)
			if err != nil {
				panic(err) // ours, and tested
			}
			parsed.Plain = true
			all[name] = append(all[name], parsed)
		}
	}
	return all
})
