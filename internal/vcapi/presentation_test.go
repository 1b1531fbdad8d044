package vcapi

import (
	"crypto"
	"net/http"
	"strings"
	"testing"

	"laurel/vc"
)

const cryptoNone = crypto.Hash(0) // Ed25519 signs the bytes themselves

func TestPresentationsOfOthers(t *testing.T) {
	s := serve(t)
	inside := func(edit func(vc.Object)) func(vc.Object) {
		return func(o vc.Object) { edit(vc.Objects(o["verifiableCredential"])[0]) }
	}
	unsigned := func(o vc.Object) { delete(o, "proof") }
	asked := vc.Object{"domain": "verifier.example", "challenge": "a-random-text"}
	for name, c := range map[string]struct {
		edit    func(vc.Object)
		options vc.Object
		want    bool
	}{
		"as it was signed, on its occasion":     {func(vc.Object) {}, asked, true},
		"nobody asks for the occasion":          {func(vc.Object) {}, vc.Object{}, true},
		"on another domain":                     {func(vc.Object) {}, vc.Object{"domain": "other.example"}, false},
		"for another challenge":                 {func(vc.Object) {}, vc.Object{"challenge": "another-text"}, false},
		"by another holder":                     {set("holder", "did:example:mallory"), asked, false},
		"with another id":                       {set("id", "urn:uuid:0b9f3c77-9b55-44a3-8f6a-6de6b7d0a1c5"), asked, false},
		"with a credential fewer":               {set("verifiableCredential", []any{}), asked, false},
		"with a changed credential":             {inside(set("name", "Soil courses")), asked, false},
		"the challenge taken out of the proof":  {func(o vc.Object) { delete(o["proof"].(vc.Object), "challenge") }, asked, false},
		"the purpose of a credential's proof":   {func(o vc.Object) { o["proof"].(vc.Object)["proofPurpose"] = "assertionMethod" }, vc.Object{}, false},
		"unsigned, with a good credential":      {unsigned, vc.Object{}, true},
		"unsigned, and asked for an occasion":   {unsigned, asked, false},
		"unsigned, with a changed credential":   {func(o vc.Object) { unsigned(o); inside(set("name", "x"))(o) }, vc.Object{}, false},
		"unsigned, with an unsigned credential": {func(o vc.Object) { unsigned(o); inside(unsigned)(o) }, vc.Object{}, false},
		"unsigned, not a presentation":          {func(o vc.Object) { unsigned(o); o["type"] = "VerifiableCredential" }, vc.Object{}, false},
		"unsigned, with a credential's address": {func(o vc.Object) { unsigned(o); o["verifiableCredential"] = []any{"https://example.org/1"} }, vc.Object{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			presentation := peer(t, "presentation")
			c.edit(presentation)
			status, found := s.post(t, "/presentations/verify", vc.Object{"verifiablePresentation": presentation, "options": c.options})
			if verified(found) != c.want || (status == http.StatusOK) != c.want || len(vc.Objects(found["checks"])) != 1 {
				t.Errorf("%d %v", status, found)
			}
		})
	}
}

// What somebody shows must not be read as something that somebody issued.
func TestAPresentationIsNoCredential(t *testing.T) {
	s := serve(t)
	presentation := peer(t, "presentation")
	if status, found := s.post(t, "/credentials/verify", vc.Object{"verifiableCredential": presentation}); status != http.StatusBadRequest || verified(found) {
		t.Errorf("%d %v", status, found)
	}
}

func TestMoreCredentialsThanAreReadAreRefused(t *testing.T) {
	s := serve(t)
	credential := peer(t, "credential")
	var many []any
	for range 17 {
		many = append(many, credential)
	}
	presentation := vc.Object{"@context": []any{vc.ContextV2}, "type": []any{"VerifiablePresentation"}, "verifiableCredential": many}
	status, found := s.post(t, "/presentations/verify", vc.Object{"verifiablePresentation": presentation})
	if status != http.StatusBadRequest || !strings.Contains(vc.String(vc.Objects(found["checks"])[0], "sentence"), "16") {
		t.Errorf("%d %v", status, found)
	}
}

func TestAPresentationIsSignedByItsHolder(t *testing.T) {
	s := serve(t)
	status, found := s.post(t, "/presentations/verify", vc.Object{"verifiablePresentation": peer(t, "ofAnotherHolder")})
	if verified(found) || !strings.Contains(vc.String(vc.Objects(found["checks"])[0], "detail"), "the holder is") {
		t.Errorf("%d %v", status, found)
	}
}

// Claims of a holder about themselves have to name the holder (VC Data Model 2.0, section 4.13.4).
func TestWhoSaysSomethingOfThemselvesHasToBeNamed(t *testing.T) {
	s := serve(t)
	for name, want := range map[string]bool{"selfAsserted": true, "selfAssertedByNobody": false} {
		status, found := s.post(t, "/presentations/verify", vc.Object{"verifiablePresentation": peer(t, name)})
		if verified(found) != want {
			t.Errorf("%s: %d %v", name, status, found)
		}
	}
}
