package proof_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"laurel/vc"
	"laurel/vc/proof"
)

var varying = []string{"/id", "/credentialSubject/id", "/name", "/validFrom", "/not/there"}

// with is the badge vector, prepared, with other strings in it.
func with(t testing.TB, id, subject, name, from string) []byte {
	t.Helper()
	o, err := vc.Decode(unsigned(t))
	if err != nil {
		t.Fatal(err)
	}
	o["id"], o["name"], o["validFrom"] = id, name, from
	o["credentialSubject"].(vc.Object)["id"] = subject
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	prepared, err := proof.Prepare(text, proof.Options{VerificationMethod: method, Created: created})
	if err != nil {
		t.Fatal(err)
	}
	return prepared
}

func sample(t testing.TB) (*proof.Template, []byte) {
	t.Helper()
	prepared := with(t, "https://a.example/b/1", "urn:uuid:1", "Name", "2026-01-01T00:00:00Z")
	template, err := proof.NewTemplate(context.Background(), prepared, varying)
	if err != nil {
		t.Fatal(err)
	}
	return template, prepared
}

func TestTemplateSignsLikeSign(t *testing.T) {
	template, _ := sample(t)
	for n, name := range []string{"Ada", "", "\"q\" \\ /", "a\r\nb\tc\x01\x7f", "<b>&amp;</b>", "日本 \u2028 🏅", "e\u0301", "\u00a0"} {
		prepared := with(t, fmt.Sprintf("https://a.example/b/%d?x=é&y", n), fmt.Sprintf("urn:uuid:%d", n), name, "2026-02-01T00:00:00Z")
		message, ok := template.Message(prepared)
		want, err := proof.Message(context.Background(), prepared)
		if !ok || err != nil || !bytes.Equal(message, want) {
			t.Errorf("%q: %x, %v; want %x, %v", name, message, ok, want, err)
			continue
		}
		signed := template.Complete(prepared, ed25519.Sign(private, message))
		whole, err := proof.Sign(context.Background(), prepared, sign)
		if err != nil || !bytes.Equal(signed, whole) {
			t.Errorf("%q: signed\n%s\nwant %v\n%s", name, signed, err, whole)
		}
		if err := verify(t, signed); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestTemplateLeavesOtherDocuments(t *testing.T) {
	template, prepared := sample(t)
	for name, c := range map[string][2]string{
		"another fixed text":            {"OpenBadgeCredential", "OpenBadgeCredentiol"},
		"a member more":                 {`"name":"Name"`, `"name":"Name","a":"b"`},
		"a string that became a number": {`"name":"Name"`, `"name":5`},
		"a member inside a string":      {`"name":"Name"`, `"name":"Name\","x":"y"`},
		"a control character":           {`"Name"`, "\"Na\nme\""},
		"half of a surrogate pair":      {`"Name"`, `"\ud800"`},
		"an unknown escape":             {`"Name"`, `"\x"`},
		"text that is not UTF-8":        {`"Name"`, "\"\xff\""},
		"text after the end":            {`"}]}`, `"}]} `},
		"an end that is missing":        {`"}]}`, `"}]`},
		"another time of the proof":     {`"created":"2026`, `"created":"2025`},
		"the subject is the document":   {`"urn:uuid:1"`, `"https://a.example/b/1"`},
		"space":                         {`"name":"Name"`, `"name": "Name"`},
	} {
		changed := bytes.Replace(prepared, []byte(c[0]), []byte(c[1]), 1)
		if bytes.Equal(changed, prepared) {
			t.Fatalf("%s: nothing changed in %s", name, prepared)
		}
		if _, ok := template.Message(changed); ok {
			t.Errorf("%s: it was taken", name)
		}
	}
	for n := range prepared {
		if _, ok := template.Message(prepared[:n]); ok {
			t.Errorf("cut after %d bytes: it was taken", n)
		}
	}
	if _, ok := template.Message(with(t, "https://a.example/b/1", "urn:uuid:1", strings.Repeat("x", vc.MaxBytes/2), "")); ok {
		t.Error("more than can be signed was taken")
	}
}

// Any single edit of a document: the template says nothing, or it says what Message says.
func FuzzTemplateMessage(f *testing.F) {
	template, prepared := sample(f)
	f.Add(prepared)
	f.Add(with(f, "urn:a:b", "urn:c:d", "\\\"\n", "x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, ok := template.Message(data)
		if !ok {
			return
		}
		want, err := proof.Message(context.Background(), data)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%x; want %x, %v", got, want, err)
		}
	})
}

func TestSingleEditsNeverFoolTheTemplate(t *testing.T) {
	template, prepared := sample(t)
	taken := 0
	for at := range prepared {
		for _, c := range []byte{'"', '\\', '/', 'x', 0, 0xff, '{', ','} {
			edited := bytes.Clone(prepared)
			edited[at] = c
			got, ok := template.Message(edited)
			if !ok {
				continue
			}
			taken++
			want, err := proof.Message(context.Background(), edited)
			if err != nil || !bytes.Equal(got, want) {
				t.Fatalf("byte %d as %q: %x; want %x, %v", at, c, got, want, err)
			}
		}
	}
	if taken < 100 {
		t.Errorf("only %d edits were taken", taken)
	}
}
