package locale

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"
)

// The catalogs are embedded packed, as make generate packs them: they are what
// translators edit, and three times as large.
//
//go:embed catalog/*.json.gz
var files embed.FS

// A Translation is one sentence in one language: a text, or for a sentence
// that counts something one text for each plural category of the language
// (Unicode CLDR: zero, one, two, few, many, other).
type Translation struct {
	Text  string
	Forms map[string]string
}

// UnmarshalJSON reads "text" or {"one": "text", "other": "text"}.
func (t *Translation) UnmarshalJSON(b []byte) error {
	if err := json.Unmarshal(b, &t.Text); err == nil {
		return nil
	}
	return json.Unmarshal(b, &t.Forms)
}

// Texts returns every text of a translation.
func (t Translation) Texts() []string {
	if t.Forms == nil {
		return []string{t.Text}
	}
	return slices.Collect(maps.Values(t.Forms))
}

// Catalog returns the translations of a language by their English sentences.
// That of English itself holds only the sentences that count.
func Catalog(l Language) (map[string]Translation, error) {
	text, err := unpacked(l)
	if err != nil {
		return nil, fmt.Errorf("catalog of %s: %w", l, err)
	}
	var all map[string]Translation
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("catalog of %s: %w", l, err)
	}
	return all, nil
}

// unpacked is the catalog of a language as its file has it.
func unpacked(l Language) ([]byte, error) {
	packed, err := files.ReadFile("catalog/" + string(l) + ".json.gz")
	if err != nil {
		return nil, err
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

var (
	matcher  = language.NewMatcher(tags())
	speakers = load()
)

// tags are the languages as x/text knows them.
func tags() []language.Tag {
	all := make([]language.Tag, len(Languages))
	for i, l := range Languages {
		all[i] = language.MustParse(string(l))
	}
	return all
}

// load builds the catalogs. Numbers are written in the digits that dates,
// addresses and numbers of certificates have everywhere (nu-latn). A file that cannot be read is a defect of the
// program, found by the first test that runs.
func load() map[Language]*Words {
	builder := catalog.NewBuilder(catalog.Fallback(language.English))
	words := make(map[Language]*Words, len(Languages))
	for _, l := range Languages {
		tag := language.MustParse(string(l) + "-u-nu-latn")
		translations, err := Catalog(l)
		if err != nil {
			panic(err)
		}
		plain := make(map[string]string, len(translations))
		for sentence, translation := range translations {
			if translation.Forms == nil {
				plain[sentence] = translation.Text
			}
			if err := set(builder, tag, sentence, translation); err != nil {
				panic(fmt.Errorf("catalog of %s: %q: %w", l, sentence, err))
			}
		}
		words[l] = &Words{language: l, plain: plain, printer: message.NewPrinter(tag, message.Catalog(builder))}
	}
	return words
}

func set(builder *catalog.Builder, tag language.Tag, sentence string, t Translation) error {
	if t.Forms == nil {
		return builder.SetString(tag, sentence, t.Text)
	}
	var cases []any
	for _, category := range []string{"zero", "one", "two", "few", "many", "other"} {
		if text, has := t.Forms[category]; has {
			cases = append(cases, category, text)
		}
	}
	return builder.Set(tag, sentence, plural.Selectf(Counted(sentence), "%d", cases...))
}

// verb matches one verb of a sentence; the first group is its number, if it has one.
var verb = regexp.MustCompile(`%(?:\[(\d)\])?([a-z])`)

// Counted returns which value of a sentence is the number that its plural
// forms depend on, from 1: that of its first %d.
func Counted(sentence string) int {
	for i, match := range verb.FindAllStringSubmatch(sentence, -1) {
		if match[2] != "d" {
			continue
		}
		if match[1] != "" {
			return int(match[1][0] - '0')
		}
		return i + 1
	}
	return 1
}

// Differ returns a verb that one of two texts has and the other has not, empty
// when they say the same values. A form of a text that counts may leave its
// number out: "one badge".
func Differ(sentence, text string, counts bool) string {
	want, got := verbs(sentence), verbs(text)
	if counts {
		number := fmt.Sprintf("%d%s", Counted(sentence), "d")
		delete(want, number)
		delete(got, number)
	}
	for v := range want {
		if !got[v] {
			return v
		}
	}
	for v := range got {
		if !want[v] {
			return v
		}
	}
	return ""
}

// verbs are the values that a text says, as 1s or 2d.
func verbs(text string) map[string]bool {
	all := map[string]bool{}
	for i, match := range verb.FindAllStringSubmatch(text, -1) {
		number := match[1]
		if number == "" {
			number = fmt.Sprint(i + 1)
		}
		all[number+match[2]] = true
	}
	return all
}
