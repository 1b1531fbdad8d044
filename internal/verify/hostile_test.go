package verify_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"laurel/internal/verify"
	"laurel/openbadge"
	"laurel/openbadge/bake"
	"laurel/test/world"
	"laurel/vc"
	"laurel/vc/canon"
	"laurel/vc/did"
	"laurel/vc/jose"
)

// keyed is an issuer who is known by a key alone, so that nobody has to be asked.
func keyed() *issuer {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{9}, ed25519.SeedSize))
	name := did.EncodeKey(key.Public().(ed25519.PublicKey))
	return &issuer{key: key, did: "did:key:" + name, method: "did:key:" + name + "#" + name, at: "https://academy.example"}
}

// rich is a badge with a bit of everything, and without a status.
func (i *issuer) rich(t *testing.T) []byte {
	t.Helper()
	return i.unsigned(t, func(c *openbadge.Credential) {
		c.Status, c.ValidUntil = nil, world.Start.AddDate(1, 0, 0)
		c.Subject.Identifier = append(c.Subject.Identifier, openbadge.HashedEmail("emmy@example.org", "salt"))
		c.Subject.Achievement.Tag = []string{"rings", "fields", "ideals"}
		c.Subject.Achievement.Alignment = []openbadge.Alignment{{TargetName: "Algebra I", TargetURL: "https://framework.example/1"}, {TargetName: "Algebra II", TargetURL: "https://framework.example/2"}}
		c.Evidence = []openbadge.Evidence{{ID: "https://academy.example/e/1", Name: "Exam", Narrative: "Passed \"twice\"\n— ✓"}, {ID: "https://academy.example/e/2", Name: "Thesis"}}
	})
}

// shapes are valid badges in every form in which they come, of an issuer who need not be asked.
func shapes(t *testing.T) map[string][]byte {
	t.Helper()
	i := keyed()
	own := i.sign(t, i.rich(t))
	old := i.sign(t, []byte(fmt.Sprintf(`{"@context":["https://www.w3.org/2018/credentials/v1","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json","https://w3id.org/security/data-integrity/v2"],
		"id":"https://academy.example/badges/1","type":["VerifiableCredential","OpenBadgeCredential"],"name":"Algebra","issuer":{"id":%q,"type":["Profile"],"name":"The Academy"},
		"issuanceDate":"2026-01-01T00:00:00Z","expirationDate":"2036-01-01T00:00:00Z","credentialSubject":{"id":"urn:uuid:7f3c2f3e-5a43-4d0e-9d7c-0a6a1c5b7f10","type":["AchievementSubject"],
		"achievement":{"id":"urn:uuid:7f3c2f3e-5a43-4d0e-9d7c-0a6a1c5b7f11","type":["Achievement"],"name":"Algebra","description":"Knows rings.","criteria":{"narrative":"Prove it."}}}}`, i.did)))
	endorsement := i.endorse(t, "https://academy.example/a/1", nil)
	carrying := i.sign(t, append(bytes.TrimSuffix(i.rich(t), []byte("}")), append(append([]byte(`,"endorsement":[`), endorsement...), "]}"...)...))
	jwt, err := jose.Sign(i.rich(t), i.key.Public(), i.method, func(input []byte) ([]byte, error) { return ed25519.Sign(i.key, input), nil })
	if err != nil {
		t.Fatal(err)
	}
	png, err := bake.PNG(world.Picture(), own)
	if err != nil {
		t.Fatal(err)
	}
	svg, err := bake.SVG([]byte(`<svg xmlns="http://www.w3.org/2000/svg"><title>x</title></svg>`), own)
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{"JSON": own, "data model 1.1": old, "with an endorsement": carrying, "JWT": jwt, "PNG": png, "SVG": svg}
}

// says is what the signature of a document covers: its canonical form, or the token as it is.
func says(t *testing.T, data []byte) []byte {
	t.Helper()
	data = bytes.TrimSpace(data)
	if p, err := bake.Extract(data); err == nil {
		data = p.Data
	}
	if bytes.HasPrefix(data, []byte("ey")) {
		return data
	}
	o, err := vc.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	delete(o, "proof")
	out, err := canon.JSONLD(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// leaves are all texts that a view shows, whatever their order.
func leaves(view openbadge.View) (all []string) {
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Struct:
			if t, ok := v.Interface().(time.Time); ok {
				all = append(all, t.String())
				return
			}
			for n := range v.NumField() {
				walk(v.Field(n))
			}
		case reflect.Slice:
			for n := range v.Len() {
				walk(v.Index(n))
			}
		default:
			all = append(all, fmt.Sprint(v.Interface()))
		}
	}
	walk(reflect.ValueOf(view))
	slices.Sort(all)
	return all
}

// less are the texts of one list that the other has not.
func less(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}

// editor makes single edits of a document, each from the seed.
type editor struct{ *rand.Rand }

// bytes changes, takes out, doubles or swaps bytes.
func (e editor) bytes(data []byte) []byte {
	out, at := bytes.Clone(data), e.IntN(len(data))
	to := min(len(out), at+1+e.IntN(8))
	switch e.IntN(6) {
	case 0:
		out[at] ^= 1 << e.IntN(8)
	case 1:
		out[at] = byte(e.IntN(256))
	case 2:
		return slices.Delete(out, at, to)
	case 3:
		return slices.Insert(out, at, out[at:to]...)
	case 4:
		other := e.IntN(len(out))
		out[at], out[other] = out[other], out[at]
	default:
		return slices.Insert(out, at, []byte(`{}[]",:\ 0e-.`)[e.IntN(13)])
	}
	return out
}

// place is a member or an element of a decoded document.
type place struct {
	object vc.Object
	list   []any
	name   string
	at     int
	value  any
}

func (p place) put(value any) {
	if p.object != nil {
		p.object[p.name] = value
	} else {
		p.list[p.at] = value
	}
}

func places(value any) (all []place) {
	switch v := value.(type) {
	case vc.Object:
		for _, name := range sortedNames(v) {
			all = append(append(all, place{object: v, name: name, value: v[name]}), places(v[name])...)
		}
	case []any:
		for n, e := range v {
			all = append(append(all, place{list: v, at: n, value: e}), places(e)...)
		}
	}
	return all
}

func sortedNames(o vc.Object) []string {
	names := make([]string, 0, len(o))
	for name := range o {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// foreign are values that do not belong where they are put.
var foreign = []string{
	`null`, `true`, `false`, `0`, `1`, `-1`, `1.5`, `""`, `"x"`, `[]`, `{}`, `[[]]`, `[null]`, `"2099-01-01T00:00:00Z"`, `"https://evil.example/"`, `"did:web:evil.example"`, `"did:web:evil.example#key-1"`,
	`{"id":"https://evil.example/"}`, `{"@value":"x"}`, `{"@id":"urn:x:1"}`, `"_:b0"`, `["VerifiableCredential"]`, `"assertionMethod"`, `"eddsa-jcs-2022"`, `"OpenBadgeCredential"`,
}

// members changes one place of a decoded document: its value, its type, its name, its number, its order.
func (e editor) members(t *testing.T, data []byte) []byte {
	t.Helper()
	o, err := vc.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	all := places(o)
	p, q := all[e.IntN(len(all))], all[e.IntN(len(all))]
	switch text, isText := p.value.(string); e.IntN(12) {
	case 0:
		delete(p.object, p.name)
	case 1:
		p.put([]any{p.value})
	case 2:
		p.put([]any{p.value, p.value})
	case 3:
		if list, isList := p.value.([]any); isList {
			slices.Reverse(list)
		} else if isText {
			p.put(json.Number("1"))
		}
	case 4:
		p.put(q.value)
	case 5:
		if isText {
			p.put(vc.Object{"@value": text})
		}
	case 6:
		if isText {
			p.put(vc.Object{"id": text})
		}
	case 7:
		if p.object != nil {
			delete(p.object, p.name)
			p.object[[]string{strings.ToUpper(p.name), "@" + p.name, p.name + " ", "https://schema.org/" + p.name, q.name}[e.IntN(5)]] = p.value
		}
	case 8:
		if q.object != nil {
			q.object[q.name+[]string{"", "x", "Jwt"}[e.IntN(3)]] = p.value
		}
	case 9:
		if isText && len(text) > 0 {
			at := e.IntN(len(text))
			p.put(text[:at] + string("aZ0 ~é"[e.IntN(5)]) + text[at+1:])
		}
	default:
		v, err := vc.Decode([]byte(`{"v":` + foreign[e.IntN(len(foreign))] + `}`))
		if err != nil {
			t.Fatal(err)
		}
		p.put(v["v"])
	}
	out, err := json.Marshal(o)
	if err != nil {
		return []byte("{}") // an edit put a thing into itself
	}
	return out
}

// edit makes one edit of a badge of any shape: of its bytes, of its members, of the claims of a token, or of what is baked
// into a picture.
func (e editor) edit(t *testing.T, shape string, good []byte) []byte {
	t.Helper()
	if e.IntN(3) == 0 {
		return e.bytes(good)
	}
	switch shape {
	case "JWT":
		parts := bytes.Split(good, []byte("."))
		n := e.IntN(2)
		raw, err := base64.RawURLEncoding.DecodeString(string(parts[n]))
		if err != nil {
			t.Fatal(err)
		}
		parts[n] = []byte(base64.RawURLEncoding.EncodeToString(e.members(t, raw)))
		return bytes.Join(parts, []byte("."))
	case "PNG", "SVG":
		p, err := bake.Extract(good)
		if err != nil {
			t.Fatal(err)
		}
		change := e.members
		if e.IntN(2) == 0 {
			change = func(_ *testing.T, data []byte) []byte { return e.bytes(data) }
		}
		changed := change(t, p.Data)
		if shape == "PNG" {
			if out, err := bake.PNG(good, changed); err == nil {
				return out
			}
		} else if out, err := bake.SVG(good, changed); err == nil {
			return out
		}
		return good[:len(good)-1]
	}
	return e.members(t, good)
}

// TestTenThousandEdits holds a badge of every shape against single edits, with a client that must not be used. What is
// still accepted says the same, in the form that was signed and on the page. It takes a few seconds of processor time.
func TestTenThousandEdits(t *testing.T) {
	v := verify.NewStranger(silent(), func() time.Time { return world.Start })
	all := shapes(t)
	accepted := 0
	for n, name := range []string{"JSON", "data model 1.1", "with an endorsement", "JWT", "PNG", "SVG"} {
		good := all[name]
		first, err := v.Document(t.Context(), good)
		if err != nil || first.Verdict != verify.Valid {
			t.Fatalf("%s: %s, %v: %+v", name, first.Verdict, err, first.Checks)
		}
		want, shown := says(t, good), leaves(first.View)
		e := editor{rand.New(rand.NewPCG(uint64(n), 26))}
		for range 1700 {
			mutant := e.edit(t, name, good)
			r, err := v.Document(t.Context(), mutant)
			if err != nil || !r.Shown {
				continue
			}
			accepted++
			if !bytes.Equal(says(t, mutant), want) {
				t.Fatalf("%s: another content is accepted:\n%s", name, mutant)
			}
			if got := leaves(r.View); !slices.Equal(got, shown) {
				t.Errorf("%s: the same content, and another page: %q for %q\n%s", name, less(got, shown), less(shown, got), mutant)
			}
		}
	}
	t.Logf("%d of 10,200 edits change nothing that is signed", accepted)
	if accepted == 0 || accepted > 2000 {
		t.Errorf("%d edits were accepted, so that the edits are no test", accepted)
	}
}

// canary stands in every place of a document where a forger can write something.
const canary = "CANARY"

// singing puts the canary into every text and every name of a document, one at a time, and into all at once.
func singing(t *testing.T, data []byte) (all [][]byte) {
	t.Helper()
	fresh := func() (vc.Object, []place) {
		o, err := vc.Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		return o, places(o)
	}
	write := func(o vc.Object) {
		out, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, out)
	}
	_, first := fresh()
	for n := range first {
		for _, text := range []string{canary, "https://" + canary + ".example/" + canary, "did:web:" + canary + ".example", "did:key:" + canary + "#" + canary, "urn:" + canary, canary + "\x00", canary + "\u202e"} {
			o, here := fresh()
			here[n].put(text)
			write(o)
			o, here = fresh()
			here[n].put(vc.Object{"id": text, canary: text, "type": text})
			write(o)
		}
		o, here := fresh()
		if p := here[n]; p.object != nil {
			delete(p.object, p.name)
			p.object[canary+p.name] = p.value
			write(o)
		}
	}
	o, here := fresh()
	for _, p := range here {
		if _, isText := p.value.(string); isText && p.name != "issuer" && p.name != "verificationMethod" && p.name != "type" {
			p.put(canary)
		}
	}
	write(o)
	return all
}

// What was not signed is not shown, nor anything else of the document: not in the report, and not in what is printed of it.
func TestNothingOfAForgedDocumentIsInItsReport(t *testing.T) {
	v := verify.NewStranger(silent(), func() time.Time { return world.Start })
	all := shapes(t)
	var forged [][]byte
	for _, name := range []string{"JSON", "data model 1.1", "with an endorsement"} {
		forged = append(forged, singing(t, all[name])...)
	}
	for _, part := range []int{0, 1} {
		parts := bytes.Split(all["JWT"], []byte("."))
		raw, err := base64.RawURLEncoding.DecodeString(string(parts[part]))
		if err != nil {
			t.Fatal(err)
		}
		for _, document := range singing(t, raw) {
			parts[part] = []byte(base64.RawURLEncoding.EncodeToString(document))
			forged = append(forged, bytes.Join(parts, []byte(".")))
		}
	}
	for _, text := range []string{
		`{"` + canary + `":1,"` + canary + `":2}`, `{"@context":"` + canary + `"}`, `{"` + canary + `"`, `{"a":` + canary + `}`, canary, "ey." + canary + ".", "eyJ." + canary + "." + canary,
		`{"type":"Assertion","id":"` + canary + `","badge":"` + canary + `","recipient":{},"verification":{"type":"HostedBadge"}}`,
		`{"type":"Assertion","id":"` + canary + `","badge":"x","recipient":{},"verification":{"type":"` + canary + `"}}`,
		`<svg xmlns="http://www.w3.org/2000/svg"><` + canary + `></x></svg>`, `<svg xmlns="http://www.w3.org/2000/svg"><a b="` + canary + `" b="` + canary + `">&` + canary + `;</svg>`,
		`<!DOCTYPE ` + canary + `><svg/>`, `<` + canary + `/>`,
	} {
		forged = append(forged, []byte(text))
	}
	failed := 0
	for _, document := range forged {
		r, err := v.Document(t.Context(), document)
		if err != nil {
			if strings.Contains(err.Error(), canary) {
				t.Errorf("the refusal says %v", err)
			}
			continue
		}
		if r.Shown {
			continue
		}
		failed++
		r.CheckRecipient("emmy@example.org")
		said, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if text := string(said) + fmt.Sprintf("%+v", r); strings.Contains(strings.ToUpper(text), canary) || len(r.Document) > 0 || !reflect.DeepEqual(r.View, openbadge.View{}) {
			t.Errorf("the report says %.600s\n%.300s", said, document)
		}
	}
	if failed < 1000 {
		t.Errorf("only %d of %d were forgeries", failed, len(forged))
	}
}

// An own badge has its issuer, its status list and its document in this house: nothing of it is asked for anywhere.
func TestEditsOfOwnBadgesAskNobody(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	code := w.Issue(t, w.Badge(t, org.ID, "first-aid"), "Ada <ada@example.org>")[0].Code
	signed := w.Credential(t, code).Signed
	v := verify.New(w.DB, silent(), w.PublicURL, w.Issuer.Served, w.Now)
	first, err := v.Document(t.Context(), signed)
	if err != nil || first.Verdict != verify.Valid {
		t.Fatalf("%s, %v: %+v", first.Verdict, err, first.Checks)
	}
	want, shown := says(t, signed), leaves(first.View)
	e := editor{rand.New(rand.NewPCG(7, 26))}
	for range 1500 {
		mutant := e.edit(t, "JSON", signed)
		r, err := v.Document(t.Context(), mutant)
		if err != nil || !r.Shown {
			continue
		}
		if !bytes.Equal(says(t, mutant), want) || !slices.Equal(leaves(r.View), shown) {
			t.Errorf("another content is accepted:\n%s", mutant)
		}
	}
}
