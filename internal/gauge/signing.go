package gauge

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"strconv"
	"time"

	"laurel/openbadge"
	"laurel/vc"
	"laurel/vc/canon"
	"laurel/vc/proof"
	"laurel/vc/statuslist"
)

const method = "did:web:badges.example.org:o:riverbank#key-1"

// The key is in memory, as it is while a batch is issued. It signs nothing that leaves this process.
var (
	private = ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	public  = private.Public().(ed25519.PublicKey)
)

func sign(message []byte) ([]byte, error) { return ed25519.Sign(private, message), nil }

// signByTemplate is false when the template is not certain of the document.
func signByTemplate(t *proof.Template, prepared []byte) ([]byte, bool) {
	message, certain := t.Message(prepared)
	if !certain {
		return nil, false
	}
	return t.Complete(prepared, ed25519.Sign(private, message)), true
}

// earnersInTurn is how many different documents are signed and verified in turns.
const earnersInTurn = 64

// usual is an earner's credential as a college would issue it: a description of some length, skills by a framework,
// evidence, a status.
func usual(earner int) openbadge.Credential {
	n := strconv.Itoa(1000 + earner)
	list := "https://badges.example.org/o/riverbank/status/1"
	c := openbadge.Credential{
		ID: "https://badges.example.org/b/4H7K2M9P" + n, Name: "Certified Wound Care Specialist",
		Issuer: openbadge.Profile{
			ID: "did:web:badges.example.org:o:riverbank", Name: "Riverbank College", URL: "https://riverbank.example", Email: "badges@riverbank.example",
			Description: "Trains nurses in the treatment of wounds.", Image: openbadge.Image{ID: "https://badges.example.org/media/logo.png", Caption: "Riverbank College"},
		},
		ValidFrom: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), ValidUntil: time.Date(2029, 3, 1, 0, 0, 0, 0, time.UTC),
		Subject: openbadge.AchievementSubject{
			ID: "urn:uuid:0d3c2b5e-7c3a-4a52-9df0-2c7a6f0b" + n, LicenseNumber: "WCS-2026-" + n,
			Identifier: []openbadge.IdentityObject{openbadge.HashedEmail("earner"+n+"@example.org", "8f3a61b0c2"+n), openbadge.PlainName("María José Núñez " + n)},
			Achievement: openbadge.Achievement{
				ID: "https://badges.example.org/a/0198a5b2", AchievementType: "Certification", Name: "Certified Wound Care Specialist",
				Description: "Assesses and treats chronic wounds independently and to the current standard of care.",
				Criteria:    openbadge.Criteria{Narrative: "Forty supervised clinical hours, a written examination passed with at least **80 percent**, and a practical examination before two assessors."},
				Image:       openbadge.Image{ID: "https://badges.example.org/media/badge.png", Caption: "Certified Wound Care Specialist"},
				Tag:         []string{"Chronic wound assessment", "Compression therapy", "Documentation"},
			},
		},
		Evidence: []openbadge.Evidence{{ID: "https://portfolio.example.org/evidence/" + n}},
		Status:   &statuslist.Entry{ID: list + "#" + n, Purpose: "revocation", Index: 1000 + earner, List: list},
	}
	for _, skill := range []string{"Wound bed preparation", "Pressure injury staging"} {
		c.Subject.Achievement.Alignment = append(c.Subject.Achievement.Alignment, openbadge.Alignment{
			TargetName: skill, TargetURL: "https://framework.example.org/skills/" + skill[:5], TargetFramework: "Nursing Competencies", TargetType: "ceasn:Competency",
		})
	}
	return c
}

// signed is the usual credential of several earners, prepared and complete, and the template of the first.
type signed struct {
	prepared, complete [][]byte
	template           *proof.Template
	message, signature []byte // of the first: what bare Ed25519 is given
}

func newSigned(ctx context.Context) (s signed, err error) {
	for earner := range earnersInTurn {
		unsigned, err := usual(earner).Marshal()
		if err != nil {
			return s, err
		}
		prepared, err := prepare(unsigned)
		if err != nil {
			return s, err
		}
		complete, err := proof.Sign(ctx, prepared, sign)
		if err != nil {
			return s, err
		}
		s.prepared, s.complete = append(s.prepared, prepared), append(s.complete, complete)
	}
	if s.template, err = proof.NewTemplate(ctx, s.prepared[0], earnersOwn); err != nil {
		return s, err
	}
	if s.message, err = proof.Message(ctx, s.prepared[0]); err != nil {
		return s, err
	}
	s.signature = ed25519.Sign(private, s.message)
	return s, s.check()
}

// check makes sure that the template takes every document.
func (s signed) check() error {
	for i := range s.prepared {
		if fast, certain := signByTemplate(s.template, s.prepared[i]); !certain || !bytes.Equal(fast, s.complete[i]) {
			return fmt.Errorf("the usual credential of earner %d is not signed by its template", i)
		}
	}
	return nil
}

func (s signed) size(ctx context.Context) (Document, error) {
	o, err := vc.Decode(s.complete[0])
	if err != nil {
		return Document{}, err
	}
	delete(o, "proof")
	text, err := canon.JSONLD(ctx, o)
	return Document{Quads: bytes.Count(text, []byte("\n")), Canonical: len(text), Signed: len(s.complete[0])}, err
}

func (s signed) bareSign() error {
	if len(ed25519.Sign(private, s.message)) == 0 {
		return errors.New("nothing was signed")
	}
	return nil
}

func (s signed) bareVerify() error {
	if !ed25519.Verify(public, s.message, s.signature) {
		return errors.New("a good signature does not hold")
	}
	return nil
}

// contests are signing and verifying in memory, beside bare Ed25519.
func (s signed) contests(ctx context.Context) []contest {
	turn := 0
	next := func(of [][]byte) []byte {
		turn++
		return of[turn%len(of)]
	}
	return []contest{
		{what: "sign, same achievement", limit: "bare Ed25519 sign", theirs: s.bareSign, ours: func() error {
			if _, certain := signByTemplate(s.template, next(s.prepared)); !certain {
				return errors.New("the template is not certain of a document")
			}
			return nil
		}},
		{what: "sign, any document", limit: "bare Ed25519 sign", theirs: s.bareSign, ours: func() error {
			_, err := proof.Sign(ctx, next(s.prepared), sign)
			return err
		}},
		{what: "verify, any document", limit: "bare Ed25519 verify", theirs: s.bareVerify, ours: func() error {
			return verify(ctx, next(s.complete))
		}},
	}
}

func (s signed) figures(ctx context.Context, o Options) ([]Figure, error) {
	musts := []float64{0.5, 0.1, 0.2}
	var figures []Figure
	for i, c := range s.contests(ctx) {
		f, err := c.race(ctx, o)
		if err != nil {
			return nil, err
		}
		figures = append(figures, f.ratioAtLeast(musts[i]))
	}
	return figures, nil
}
