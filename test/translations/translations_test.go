// Package translations holds the test that every sentence of Laurel is in
// every catalog, and that no catalog holds one that is said no more.
package translations

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"laurel/internal/badge"
	"laurel/internal/locale"
)

// With -missing FOLDER the sentences that a catalog lacks are written there, as
// <language>.json, ready to be translated.
var missing = flag.String("missing", "", "write what catalogs lack into this folder")

func TestEverySentenceIsInEveryCatalog(t *testing.T) {
	said := map[string]bool{}
	for _, folder := range []string{"../../internal/web", "../../internal/web/page", "../../internal/mail", "../../internal/post", "../../internal/locale", "../../internal/verify", "../../internal/badge", "../../internal/account", "../../internal/portfolio", "../../internal/desk", "../../internal/claim"} {
		inGo(t, folder, said)
	}
	inLetters(t, "../../internal/mail/letters", said)
	for _, topic := range badge.SupportTopics {
		said[topic] = true
	}
	for _, role := range badge.Roles {
		said[role.Does()] = true
	}
	if len(said) == 0 {
		t.Fatal("no sentence was found: the test looks in the wrong places")
	}
	for _, l := range locale.Languages {
		translations, err := locale.Catalog(l)
		if err != nil {
			t.Fatal(err)
		}
		lacking := map[string]string{}
		for sentence := range said {
			if _, has := translations[sentence]; !has && l != locale.English {
				lacking[sentence] = ""
				t.Errorf("%s lacks %q", l, sentence)
			}
		}
		for sentence := range translations {
			if !said[sentence] {
				t.Errorf("%s has %q, which nobody says", l, sentence)
			}
		}
		keep(t, l, lacking)
	}
}

// keep writes what a catalog lacks where the flag says.
func keep(t *testing.T, l locale.Language, lacking map[string]string) {
	if *missing == "" || len(lacking) == 0 {
		return
	}
	file, err := json.MarshalIndent(lacking, "", "  ")
	if err == nil {
		err = os.WriteFile(filepath.Join(*missing, string(l)+".json"), file, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A sentence that counts needs a form for one in English too: "1 badges" is not English.
func TestSentencesThatCountHaveTheirFormsInEnglish(t *testing.T) {
	english, err := locale.Catalog(locale.English)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range locale.Languages {
		translations, err := locale.Catalog(l)
		if err != nil {
			t.Fatal(err)
		}
		for sentence, translation := range translations {
			if translation.Forms != nil && english[sentence].Forms == nil {
				t.Errorf("%s counts in %q, English does not", l, sentence)
			}
			if translation.Forms == nil && english[sentence].Forms != nil {
				t.Errorf("English counts in %q, %s does not", sentence, l)
			}
			if l == locale.Arabic && translation.Forms != nil && !slices.ContainsFunc([]string{"few", "two"}, func(c string) bool { return translation.Forms[c] != "" }) {
				t.Errorf("ar has no form for a few in %q", sentence)
			}
		}
	}
}
