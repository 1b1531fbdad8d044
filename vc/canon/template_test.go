package canon

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"testing"

	"laurel/vc/ldcontext"
)

// pointers lists the JSON Pointers of all strings of a document but its types and contexts.
func pointers(value any, at string) (list []string) {
	switch v := value.(type) {
	case map[string]any:
		for _, key := range sortedKeys(v) {
			if key != "@context" && key != "type" && key != "@language" {
				list = append(list, pointers(v[key], at+"/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(key))...)
			}
		}
	case []any:
		for i, e := range v {
			list = append(list, pointers(e, at+"/"+strconv.Itoa(i))...)
		}
	case string:
		list = append(list, at)
	}
	return list
}

func sortedKeys(m map[string]any) []string {
	d := make(map[string]definition, len(m))
	for key := range m {
		d[key] = definition{}
	}
	return sortedNames(d)
}

// values are new strings for slots: mostly of the kind that was there, now and then of another, or twice the same.
func (g *generator) values(doc map[string]any, paths [][]string) []string {
	values := make([]string, len(paths))
	for i, path := range paths {
		before := find(doc, path).(string)
		switch scheme := schemeOf(before); {
		case g.one(60):
			values[i] = g.text()
		case g.one(60):
			values[i] = g.iri()
		case g.one(40):
			values[i] = values[g.IntN(i+1)]
		case scheme != "":
			values[i] = scheme + pick(g, "//new.example/", "x:", "é/") + strconv.Itoa(g.IntN(1e6))
		default:
			values[i] = g.text()
		}
	}
	return values
}

func pathsOf(slots []string) [][]string {
	paths := make([][]string, len(slots))
	for i, pointer := range slots {
		paths[i] = strings.Split(pointer[1:], "/")
		for k, step := range paths[i] {
			paths[i][k] = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
		}
	}
	return paths
}

// fills compiles a template for some strings of a document, fills it a few times and compares. It returns how many
// times the template was certain, and how many times it was not.
func fills(t *testing.T, g *generator, doc map[string]any, times int) (sure, unsure int) {
	t.Helper()
	all := pointers(doc, "")
	g.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	slots := all[:g.IntN(min(len(all), 12)+1)]
	template, err := Compile(context.Background(), doc, slots)
	if err != nil {
		return 0, 0
	}
	paths := pathsOf(slots)
	for range times {
		values := g.values(doc, paths)
		got, ok := template.Fill(values)
		if !ok {
			unsure++
			continue
		}
		sure++
		filled, err := replaced(doc, paths, values)
		if err != nil {
			t.Fatal(err)
		}
		want, err := JSONLD(context.Background(), filled)
		if err != nil {
			t.Fatalf("%q in %q: filled what is refused: %v", values, slots, err)
		}
		if !bytes.Equal(got, want) {
			t.Fatalf("%q in %q: %s", values, slots, difference(got, want))
		}
	}
	return sure, unsure
}

// TestFilledTemplateEqualsTheDocument compares byte for byte over credentials of all shapes, with control
// characters, twins and merged IRIs among them.
func TestFilledTemplateEqualsTheDocument(t *testing.T) {
	sure, unsure := 0, 0
	for seed := uint64(0); sure < 10_000; seed++ {
		if seed == 20_000 {
			t.Fatalf("only %d were filled, %d not", sure, unsure)
		}
		g := newGenerator(seed)
		g.strange = true
		s, u := fills(t, g, g.credential(), 8)
		sure, unsure = sure+s, unsure+u
	}
	t.Logf("%d equal, %d left to JSONLD", sure, unsure)
	if unsure < 100 {
		t.Errorf("only %d were left to JSONLD: the cases that need it are not tried", unsure)
	}
}

func FuzzTemplate(f *testing.F) {
	f.Add(uint64(1), "a", "https://x.example/y")
	f.Add(uint64(77), "\x00\ufffd", "mailto:\u2028")
	f.Fuzz(func(t *testing.T, seed uint64, one, two string) {
		g := newGenerator(seed)
		doc := g.credential()
		slots := pointers(doc, "")
		template, err := Compile(context.Background(), doc, slots[:min(2, len(slots))])
		if err != nil || len(slots) < 2 {
			return
		}
		got, ok := template.Fill([]string{one, two})
		if !ok {
			return
		}
		filled, err := replaced(doc, pathsOf(slots[:2]), []string{one, two})
		if err != nil {
			t.Fatal(err)
		}
		want, err := JSONLD(context.Background(), filled)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%v: %s", err, difference(got, want))
		}
	})
}

const mary = `{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
	"id": "https://a.example/b/1", "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": "Diving",
	"issuer": {"id": "did:web:a.example", "type": "Profile", "name": "A"},
	"credentialSubject": {"id": "urn:uuid:1", "type": "AchievementSubject",
		"identifier": [
			{"type": "IdentityObject", "identityHash": "h1", "identityType": "emailAddress", "hashed": true, "salt": "s"},
			{"type": "IdentityObject", "identityHash": "Mary", "identityType": "name", "hashed": true, "salt": "s"}],
		"achievement": {"id": "https://a.example/a/1", "type": "Achievement", "name": "Diving", "criteria": {"narrative": "Dive."}}}}`

// TestTemplateLeavesWhatItCannotBeSureOf names the conditions one by one.
func TestTemplateLeavesWhatItCannotBeSureOf(t *testing.T) {
	slots := []string{"/id", "/credentialSubject/id", "/credentialSubject/identifier/0/identityHash", "/credentialSubject/identifier/1/identityHash", "/credentialSubject/identifier/1/identityType"}
	template, err := Compile(context.Background(), decode(t, mary), slots)
	if err != nil {
		t.Fatal(err)
	}
	good := []string{"https://a.example/b/2", "urn:uuid:2", "h2", "M\"ä\nry", "emailAddress"}
	if _, ok := template.Fill(good); !ok {
		t.Fatal("a good document was not filled")
	}
	for _, c := range []struct {
		name  string
		slot  int
		value string
	}{
		{"the subject is the issuer", 1, "did:web:a.example"},
		{"the subject is the achievement", 0, "https://a.example/a/1"},
		{"the credential is its subject", 1, "https://a.example/b/2"},
		{"the credential names a class", 0, "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile"},
		{"an IRI of another scheme", 1, "mailto:a@b.example"},
		{"a blank node", 1, "_:b"},
		{"no IRI", 0, "https://a.example/b c"},
		{"twins", 3, "h2"},
		{"NUL", 3, "a\x00"},
		{"half a character", 3, "a\xc3"},
		{"the replacement character", 3, "\ufffd"},
		{"an order that differs", 3, "\ue000\U0001f600"},
		{"too much text", 3, strings.Repeat("a", maxText)},
	} {
		values := append([]string(nil), good...)
		values[c.slot] = c.value
		if _, ok := template.Fill(values); ok {
			t.Errorf("%s: filled", c.name)
		}
	}
	if _, ok := template.Fill(good[1:]); ok {
		t.Error("filled with a value missing")
	}
}

func TestNoTemplateOf(t *testing.T) {
	for name, slots := range map[string][]string{
		"nothing": {"/nothing"}, "an object": {"/issuer"}, "a context": {"/@context/0"}, "a type": {"/type/0"}, "a boolean": {"/credentialSubject/identifier/0/hashed"},
	} {
		if _, err := Compile(context.Background(), decode(t, mary), slots); err == nil {
			t.Errorf("%s became a slot", name)
		}
	}
}

// TestNoTermHasAColon: a slot may stand where types or names of terms are read; an IRI in it is then an IRI.
func TestNoTermHasAColon(t *testing.T) {
	var check func(l *localContext)
	check = func(l *localContext) {
		for name, d := range l.definitions {
			if strings.Contains(name, ":") {
				t.Errorf("the term %s", name)
			}
			if d.scoped != nil {
				check(d.scoped)
			}
		}
	}
	for _, url := range ldcontext.URLs() {
		l, err := known.local(url)
		if err != nil {
			t.Fatal(err)
		}
		check(l)
	}
}

func BenchmarkFill(b *testing.B) {
	template, err := Compile(context.Background(), decode(b, mary), []string{"/id", "/credentialSubject/id", "/credentialSubject/identifier/0/identityHash"})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := template.Fill([]string{"https://a.example/b/2", "urn:uuid:2", "h2"}); !ok {
			b.Fatal("not filled")
		}
	}
}
