package verify_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/verify"
	"laurel/openbadge"
	"laurel/openbadge/bake"
	"laurel/test/world"
	"laurel/vc/did"
)

// of is the check of a name in a report.
func of(r verify.Report, name string) verify.Check {
	for _, c := range r.Checks {
		if c.Name == name {
			return c
		}
	}
	return verify.Check{}
}

func stored(t *testing.T, w *world.World, code badge.Code) verify.Stored {
	t.Helper()
	s, err := w.Verifier.Stored(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOwnBadges(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	r := w.IssueFile(t, a, "name,email,issued,expires\n"+
		"Valid,a@example.org,2026-01-01,2028-01-01\nLast day,b@example.org,2026-01-01,2026-03-10\nExpired,c@example.org,2026-01-01,2026-03-09\n"+
		"Not yet,d@example.org,2026-03-11,\nRevoked,e@example.org,2026-01-01,\nRevoked and expired,f@example.org,2026-01-01,2026-03-09\n", award.Answers{})
	for _, n := range []int{4, 5} {
		if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, r[n].Code, "Because."); err != nil {
			t.Fatal(err)
		}
	}
	for n, want := range []struct {
		verdict       verify.Verdict
		dates, status verify.Result
	}{
		{verify.Valid, verify.Pass, verify.Pass},
		{verify.Valid, verify.Pass, verify.Pass},
		{verify.Expired, verify.Fail, verify.Pass},
		{verify.NotYet, verify.Fail, verify.Pass},
		{verify.Revoked, verify.Pass, verify.Fail},
		{verify.Revoked, verify.Fail, verify.Fail},
	} {
		s := stored(t, w, r[n].Code)
		if s.Verdict != want.verdict || of(s.Report, "dates").Result != want.dates || of(s.Report, "status").Result != want.status {
			t.Errorf("%s: %s, %+v", r[n].Name, s.Verdict, s.Checks)
		}
		if !s.Shown || s.View.Recipient.Name != r[n].Name || s.Organization.ID != org.ID || s.Domain != "badges.example.org" || s.Issuer != "did:web:badges.example.org:o:college" {
			t.Errorf("%s: shown %t, %+v", r[n].Name, s.Shown, s.View)
		}
		for _, check := range []string{"signature", "issuer", "shape"} {
			if c := of(s.Report, check); c.Result != verify.Pass || c.Sentence.String() == "" {
				t.Errorf("%s, %s: %+v", r[n].Name, check, c)
			}
		}
		if !s.CheckedAt.Equal(w.Time()) || !bytes.Equal(s.Document, s.Credential.Signed) {
			t.Errorf("%s: checked at %v", r[n].Name, s.CheckedAt)
		}
	}
	// The same badges, moment by moment.
	w.Pass(11*time.Hour + 59*time.Minute + 59*time.Second) // the last second of March 10
	if v := stored(t, w, r[1].Code).Verdict; v != verify.Valid {
		t.Errorf("in the last second of the last day: %s", v)
	}
	w.Pass(time.Second)
	if v := stored(t, w, r[1].Code).Verdict; v != verify.Expired {
		t.Errorf("a second later: %s", v)
	}
	if v := stored(t, w, r[3].Code).Verdict; v != verify.Valid {
		t.Errorf("in the first second of its first day: %s", v)
	}
}

// Whoever changes a row of the ledger gets a page that shows nothing.
func TestAChangedRowShowsNothing(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	r := w.Issue(t, a, "Ada Lovelace <ada@example.org>", "Bob <bob@example.org>")
	prepared, _, _ := bytes.Cut(w.Credential(t, r[0].Code).Signed, []byte(`,"proofValue"`))
	original := w.Credential(t, r[0].Code).Signed
	stranger := anIssuer(t, 3)
	key := did.EncodeKey(stranger.key.Public().(ed25519.PublicKey))
	stranger.did, stranger.method = "did:key:"+key, "did:key:"+key+"#"+key
	theirs := stranger.unsigned(t, func(c *openbadge.Credential) { c.ID, c.Status = w.PublicURL+"/b/"+string(r[0].Code), nil })
	showsNothing := func(name string) {
		t.Helper()
		s := stored(t, w, r[0].Code)
		if s.Verdict != verify.Invalid || s.Shown || s.View.Recipient.Name != "" || s.View.Name != "" {
			t.Errorf("%s: %s, shown %t, %+v", name, s.Verdict, s.Shown, s.Checks)
		}
	}
	for name, signed := range map[string][]byte{
		"another name":               bytes.Replace(original, []byte("Ada Lovelace"), []byte("Eve Lovelace"), 1),
		"another date":               bytes.Replace(original, []byte("2026-03-10T00:00:00Z"), []byte("2020-03-10T00:00:00Z"), 1),
		"another status index":       bytes.Replace(original, []byte(`"statusListIndex":"`), []byte(`"statusListIndex":"1`), 1),
		"no status":                  bytes.Replace(original, []byte(`"credentialStatus"`), []byte(`"credentialStatu"`), 1),
		"no proof":                   append(prepared, "}]}"...),
		"somebody else's badge":      w.Credential(t, r[1].Code).Signed,
		"a member twice":             bytes.Replace(original, []byte(`"name":"Badge first-aid"`), []byte(`"name":"Badge first-aid","name":"Doctor"`), 1),
		"an address in capitals":     bytes.Replace(original, []byte("/b/"+string(r[0].Code)), []byte("/B/"+string(r[0].Code)), 1),
		"signed by somebody else":    stranger.sign(t, theirs),
		"a token of somebody else":   token(t, theirs, stranger.key, stranger.method),
		"half of it":                 original[:len(original)/2],
		"no bytes":                   {},
		"something else altogether":  []byte("<script>alert(1)</script>"),
		"an empty object":            []byte("{}"),
		"a list of the organization": served(t, w, "/o/college/status/1"),
	} {
		w.Forge(t, r[0].Code, signed)
		showsNothing(name)
	}
	w.Damage(t, r[0].Code, []byte("not even compressed"))
	showsNothing("damaged")
	w.Forge(t, r[0].Code, original)
	if s := stored(t, w, r[0].Code); s.Verdict != verify.Valid {
		t.Errorf("put back: %s, %+v", s.Verdict, s.Checks)
	}
}

func served(t *testing.T, w *world.World, path string) []byte {
	t.Helper()
	body, err := w.Issuer.Served(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// The ledger's own word is not enough: what the world can read decides.
func TestAListThatCannotBeReadIsNotFine(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	code := w.Issue(t, w.Badge(t, org.ID, "first-aid"), "Ada <ada@example.org>")[0].Code
	for name, statement := range map[string]string{
		"damaged": "update status_lists set signed = cast('{}' as blob)",
		"missing": "update status_lists set signed = cast('' as blob)",
	} {
		if _, err := w.DB.SQLPool().ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
		s := stored(t, w, code)
		if c := of(s.Report, "status"); s.Verdict != verify.Unclear || c.Result != verify.Unknown || !strings.Contains(c.Sentence.String(), "could not be read") {
			t.Errorf("%s: %s, %+v", name, s.Verdict, c)
		}
	}
}

func TestAddressesOfOwnBadges(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	code := string(w.Issue(t, w.Badge(t, org.ID, "first-aid"), "Ada <ada@example.org>")[0].Code)
	at := world.PublicURL + "/b/"
	for _, typed := range []string{
		at + code, " " + at + code + "\n", at + code + "/", at + code + ".json", at + code + ".png", at + code + "?utm=x", at + strings.ToLower(code),
		code, strings.ToLower(code), code[:4] + "-" + code[4:8] + "-" + code[8:],
	} {
		report, err := w.Verifier.Address(t.Context(), typed)
		if err != nil || report.Verdict != verify.Valid {
			t.Errorf("%q: %s, %v", typed, report.Verdict, err)
		}
	}
	for _, typed := range []string{at + "000000000000", "000000000000"} {
		var invalid *badge.Invalid
		if _, err := w.Verifier.Address(t.Context(), typed); !errors.As(err, &invalid) || !strings.Contains(invalid.Fields["address"], "no badge at this address") {
			t.Errorf("%q: %v", typed, err)
		}
	}
	if _, err := w.Verifier.Stored(t.Context(), "000000000000"); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("no such code: %v", err)
	}
}

func TestBakedPictures(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	r := w.Issue(t, w.Badge(t, org.ID, "first-aid"), "Ada Łovelace <ada@example.org>")
	signed := w.Credential(t, r[0].Code).Signed
	picture, err := bake.PNG(world.Picture(), signed)
	if err != nil {
		t.Fatal(err)
	}
	report, err := w.Verifier.Document(t.Context(), picture)
	if err != nil || report.Verdict != verify.Valid || !bytes.Equal(report.Document, signed) {
		t.Errorf("%s, %v", report.Verdict, err)
	}
	forged, err := bake.PNG(world.Picture(), bytes.Replace(signed, []byte("Ada"), []byte("Eve"), 1))
	if err != nil {
		t.Fatal(err)
	}
	if report, err = w.Verifier.Document(t.Context(), forged); err != nil || report.Verdict != verify.Invalid || report.Shown {
		t.Errorf("another name in the picture: %s, %v", report.Verdict, err)
	}
}

// Whatever people hand in, they get a sentence that says what to do.
func TestWhatIsNoBadge(t *testing.T) {
	w := world.New(t)
	for name, c := range map[string]struct{ data, says string }{
		"nothing":           {"", "nothing in it"},
		"blanks":            {"\ufeff \r\n\t", "nothing in it"},
		"a plain picture":   {string(world.Picture()), "picture holds no badge"},
		"half a picture":    {string(world.Picture()[:40]), "picture holds no badge"},
		"five megabytes":    {"{" + strings.Repeat(" ", 5<<20) + "}", "4 MB"},
		"an SVG":            {"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture holds no badge"},
		"XML":               {"<?xml version='1.0'?><note/>", "neither a badge in JSON or JWT form, nor a PNG"},
		"words":             {"my badge", "neither a badge in JSON or JWT form, nor a PNG"},
		"a web page":        {"<!doctype html><title>x</title>", "neither a badge in JSON or JWT form, nor a PNG"},
		"a list":            {"[{}]", "neither a badge in JSON or JWT form, nor a PNG"},
		"a JPEG":            {"\xff\xd8\xff\xe0 JFIF", "neither a badge in JSON or JWT form, nor a PNG"},
		"another kind file": {"\x00\x01\x02", "neither a badge in JSON or JWT form, nor a PNG"},
	} {
		var invalid *badge.Invalid
		if _, err := w.Verifier.Document(t.Context(), []byte(c.data)); !errors.As(err, &invalid) || !strings.Contains(invalid.Fields["document"], c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, document := range map[string]string{
		"broken JSON":       `{"a":`,
		"no badge":          `{"a": 1}`,
		"deep":              strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000),
		"a million numbers": `{"a":[` + strings.Repeat("1,", 1_000_000) + `1]}`,
		"an empty JWT":      "eyJhbGciOiJFZERTQSJ9.e30.AA",
		"an SD-JWT":         "eyJhbGciOiJFZERTQSIsInR5cCI6ImRjK3NkLWp3dCJ9.e30.AA~WyJzIiwibiIsIlpvZSJd~",
		"badge of 2.0":      `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://example.org/1"}`,
	} {
		report, err := w.Verifier.Document(t.Context(), []byte(document))
		if err != nil || report.Verdict != verify.Invalid || report.Shown || len(report.Checks) == 0 || report.Checks[0].Sentence.String() == "" {
			t.Errorf("%s: %s, %+v, %v", name, report.Verdict, report.Checks, err)
		}
	}
}
