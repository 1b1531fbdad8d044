package locale

import (
	"encoding/json"
	"os"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// namers are the names of languages as Unicode CLDR has them.
var namers = map[Language]display.Namer{
	English: display.English.Tags(), Spanish: display.Spanish.Tags(), French: display.French.Tags(),
	German: display.German.Tags(), Portuguese: display.Portuguese.Tags(), Arabic: display.Arabic.Tags(),
}

// NAMES=1 writes names.json anew; its keys say which languages are in it.
func TestNamesOfLanguagesAreThoseOfCLDR(t *testing.T) {
	want := map[string]map[string]string{}
	for tag := range languageNames() {
		parsed := language.MustParse(tag)
		want[tag] = map[string]string{"own": display.Self.Name(parsed)}
		for l, namer := range namers {
			want[tag][string(l)] = namer.Name(parsed)
		}
	}
	if os.Getenv("NAMES") != "" {
		data, err := json.MarshalIndent(want, "", "  ")
		if err == nil {
			err = os.WriteFile("names.json", append(data, '\n'), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	for tag, names := range languageNames() {
		for in, name := range names {
			if name == "" || name != want[tag][in] {
				t.Errorf("%s in %s: %q, want %q", tag, in, name, want[tag][in])
			}
		}
		if len(names) != len(Languages)+1 {
			t.Errorf("%s has %d names", tag, len(names))
		}
	}
}
