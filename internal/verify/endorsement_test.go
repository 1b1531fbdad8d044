package verify_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"laurel/internal/verify"
	"laurel/openbadge"
	"laurel/test/world"
	"laurel/vc/statuslist"
)

// endorse is what the issuer says of something, signed.
func (i *issuer) endorse(t *testing.T, subject string, change func(*openbadge.EndorsementCredential)) []byte {
	t.Helper()
	e := openbadge.EndorsementCredential{
		ID: i.at + "/endorsements/1", Name: "A good badge", Issuer: openbadge.Profile{ID: i.did, Name: "The Guild"}, ValidFrom: world.Start.Add(-time.Hour),
		Subject: openbadge.EndorsementSubject{ID: subject, Comment: "We hire on it."},
	}
	if change != nil {
		change(&e)
	}
	unsigned, err := e.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return i.sign(t, unsigned)
}

// Whatever is wrong with an endorsement, the badge stays what it is.
func TestEndorsements(t *testing.T) {
	w, academy, guild := local(t), anIssuer(t, 1), anIssuer(t, 2)
	academy.publish("/status/1", academy.list(t, nil))
	guild.publish("/status/1", guild.list(t, nil, 3))
	about := academy.at + "/a/1"
	gone := &issuer{key: guild.key, at: guild.at, did: guild.did + ":gone", method: guild.did + ":gone#key-1"}
	for name, c := range map[string]struct {
		endorsement []byte
		want        verify.Result
		says        string
	}{
		"good":             {guild.endorse(t, about, nil), verify.Pass, "endorses it"},
		"of its issuer":    {guild.endorse(t, academy.did, nil), verify.Pass, "endorses it"},
		"of another badge": {guild.endorse(t, academy.at+"/a/2", nil), verify.Warn, "about something else"},
		"changed":          {bytes.Replace(guild.endorse(t, about, nil), []byte("hire"), []byte("fire"), 1), verify.Warn, "was changed"},
		"by a forger":      {(&issuer{key: academy.key, at: guild.at, did: guild.did, method: guild.method}).endorse(t, about, nil), verify.Warn, "not by whom it names"},
		"endorser is gone": {gone.endorse(t, about, nil), verify.Unknown, "404"},
		"expired": {guild.endorse(t, about, func(e *openbadge.EndorsementCredential) {
			e.ValidFrom, e.ValidUntil = world.Start.Add(-time.Hour), world.Start.Add(-time.Minute)
		}), verify.Warn, "another time"},
		"revoked": {guild.endorse(t, about, func(e *openbadge.EndorsementCredential) {
			e.Status = &statuslist.Entry{ID: guild.at + "/status/1#3", Purpose: "revocation", Index: 3, List: guild.at + "/status/1"}
		}), verify.Warn, "taken that back"},
		"a badge as an endorsement": {guild.sign(t, guild.unsigned(t, func(c *openbadge.Credential) { c.Status = nil })), verify.Warn, "is none"},
	} {
		r, err := w.Verifier.Document(t.Context(), academy.sign(t, academy.unsigned(t, func(b *openbadge.Credential) { b.Endorsement = []json.RawMessage{c.endorsement} })))
		if e := of(r, "endorsement"); err != nil || r.Verdict != verify.Valid || e.Result != c.want || !strings.Contains(e.Sentence.String()+e.Detail, c.says) || !strings.Contains(e.Detail, "/endorsement/0") {
			t.Errorf("%s: %s, %v: %+v", name, r.Verdict, err, r.Checks)
		}
	}
	// The other form, and more of them than anybody needs.
	e := guild.endorse(t, about, nil)
	unsigned, _, _ := bytes.Cut(e, []byte(`,"proof"`))
	compact := string(token(t, append(unsigned, '}'), guild.key, guild.method))
	r, err := w.Verifier.Document(t.Context(), token(t, academy.unsigned(t, func(b *openbadge.Credential) { b.EndorsementJWT = []string{compact, compact + "A", "no token"} }), academy.key, academy.method))
	var results []verify.Result
	for _, c := range r.Checks {
		if c.Name == "endorsement" {
			results = append(results, c.Result)
		}
	}
	if err != nil || r.Verdict != verify.Valid || !slices.Equal(results, []verify.Result{verify.Pass, verify.Warn, verify.Warn}) {
		t.Errorf("as tokens: %s, %v: %+v", r.Verdict, err, r.Checks)
	}
	many := make([]string, 20)
	for n := range many {
		many[n] = compact
	}
	r, err = w.Verifier.Document(t.Context(), token(t, academy.unsigned(t, func(b *openbadge.Credential) { b.EndorsementJWT = many }), academy.key, academy.method))
	if last := r.Checks[len(r.Checks)-1]; err != nil || r.Verdict != verify.Valid || last.Result != verify.Unknown || !strings.Contains(last.Sentence.String(), "more endorsements") {
		t.Errorf("twenty: %s, %v: %+v", r.Verdict, err, last)
	}
}

// A newer copy takes the badge's place when it is the same badge of the same issuer.
func TestRefresh(t *testing.T) {
	w, academy, other := local(t), anIssuer(t, 1), anIssuer(t, 2)
	academy.publish("/status/1", academy.list(t, nil))
	issue := func(by *issuer, change func(*openbadge.Credential)) []byte {
		return by.sign(t, academy.unsigned(t, func(c *openbadge.Credential) {
			c.Refresh = openbadge.RefreshAt(academy.at + "/newest")
			if change != nil {
				change(c)
			}
		}))
	}
	old := issue(academy, nil)
	newer := func(c *openbadge.Credential) { c.Subject.Achievement.Name = "Algebra II" }
	for name, c := range map[string]struct {
		answer []byte
		result verify.Result
		shown  string // the name of what was earned
		want   verify.Verdict
	}{
		"newer":                 {issue(academy, newer), verify.Pass, "Algebra II", verify.Valid},
		"newer, and expired":    {issue(academy, func(c *openbadge.Credential) { c.ValidUntil = world.Start.Add(-time.Minute) }), verify.Pass, "Algebra", verify.Expired},
		"the same":              {old, verify.Pass, "Algebra", verify.Valid},
		"gone":                  {nil, verify.Warn, "Algebra", verify.Valid},
		"a page":                {[]byte("<html>"), verify.Warn, "Algebra", verify.Valid},
		"changed after signing": {bytes.Replace(old, []byte("Emmy"), []byte("Emma"), 1), verify.Warn, "Algebra", verify.Valid},
		"another badge":         {issue(academy, func(c *openbadge.Credential) { newer(c); c.ID += "0" }), verify.Warn, "Algebra", verify.Valid},
		"of another issuer":     {issue(other, func(c *openbadge.Credential) { newer(c); c.Issuer.ID = other.did }), verify.Warn, "Algebra", verify.Valid},
		"signed by another":     {issue(other, newer), verify.Warn, "Algebra", verify.Valid},
		"it asks to ask again":  {issue(academy, func(c *openbadge.Credential) { newer(c); c.Refresh = openbadge.RefreshAt(academy.at + "/again") }), verify.Pass, "Algebra II", verify.Valid},
	} {
		academy.publish("/newest", c.answer)
		r, err := w.Verifier.Document(t.Context(), old)
		if f := of(r, "refresh"); err != nil || r.Verdict != c.want || f.Result != c.result || r.View.Name != c.shown {
			t.Errorf("%s: %s, %v, %q: %+v", name, r.Verdict, err, r.View.Name, r.Checks)
		}
	}
	academy.publish("/newest", issue(academy, newer))
	r, err := w.Verifier.Document(t.Context(), bytes.Replace(old, []byte("Emmy"), []byte("Emma"), 1))
	if err != nil || r.Verdict != verify.Invalid || r.Shown || of(r, "refresh").Name != "" {
		t.Errorf("a forged badge was refreshed: %s, %v: %+v", r.Verdict, err, r.Checks)
	}
}

func TestRecipients(t *testing.T) {
	w, academy := local(t), anIssuer(t, 1)
	known := func(c *openbadge.Credential) {
		c.Status, c.Subject.Identifier = nil, append(c.Subject.Identifier, openbadge.HashedEmail("emmy@example.org", "salt"))
	}
	signed := academy.sign(t, academy.unsigned(t, known))
	for name, c := range map[string]struct {
		document []byte
		email    string
		want     verify.Result
	}{
		"hers":              {signed, "Emmy@example.org", verify.Pass},
		"somebody else's":   {signed, "ada@example.org", verify.Fail},
		"of nobody known":   {academy.sign(t, academy.unsigned(t, func(c *openbadge.Credential) { c.Status = nil })), "emmy@example.org", verify.Unknown},
		"of a forged badge": {bytes.Replace(signed, []byte("Algebra"), []byte("Geometry"), 1), "emmy@example.org", verify.Unknown},
	} {
		r, err := w.Verifier.Document(t.Context(), c.document)
		verdict := r.Verdict
		matches := r.CheckRecipient(c.email)
		if got := of(r, "recipient"); matches != (c.want == verify.Pass) || err != nil || got.Result != c.want || r.Verdict != verdict {
			t.Errorf("%s: %v, %+v", name, err, got)
		}
	}
}

// One document does not make us ask the whole world.
func TestRequestsAreBounded(t *testing.T) {
	w, academy, guild := local(t), anIssuer(t, 1), anIssuer(t, 2)
	var tokens []string
	for n := range 8 {
		unsigned, _, _ := bytes.Cut(guild.endorse(t, academy.at+"/a/1", nil), []byte(`,"proof"`))
		entry := strings.ReplaceAll(guild.entry("revocation", ""), "/status/", fmt.Sprintf("/status/%d/", n))
		var all []string
		for m := range 8 {
			all = append(all, strings.ReplaceAll(entry, "/status/", fmt.Sprintf("/status/%d/", m)))
		}
		unsigned = append(unsigned, `,"credentialStatus":[`+strings.Join(all, ",")+"]}"...)
		tokens = append(tokens, string(token(t, unsigned, guild.key, guild.method)))
	}
	document := token(t, academy.unsigned(t, func(c *openbadge.Credential) { c.Status, c.EndorsementJWT = nil, tokens }), academy.key, academy.method)
	r, err := w.Verifier.Document(t.Context(), document)
	if asked := academy.requests.Load() + guild.requests.Load(); err != nil || r.Verdict != verify.Valid || asked != 24 {
		t.Errorf("%d requests, %s, %v", asked, r.Verdict, err)
	}
}
