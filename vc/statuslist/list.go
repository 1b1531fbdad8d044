package statuslist

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"laurel/vc"
)

// List is what an issuer publishes about one purpose (section 2.2).
type List struct {
	ID         string // address of the list credential
	Issuer     string // identifier of the issuer, the same as of the credentials in the list
	Purpose    string // "revocation", "suspension" or another
	ValidFrom  time.Time
	ValidUntil time.Time     // zero: no end
	TTL        time.Duration // how long a copy may be kept; zero: not said
	Bits       Bits
}

// Credential writes a list as an unsigned list credential, ready for proof.Prepare.
func Credential(l List) ([]byte, error) {
	switch {
	case l.ID == "" || l.Issuer == "" || l.Purpose == "" || l.ValidFrom.IsZero():
		return nil, errors.New("write the status list: id, issuer, purpose and validFrom are required")
	case l.Bits.Len() < MinBits || l.Bits.Len() > MaxBits:
		return nil, fmt.Errorf("write the status list %s: it has %d bits, not %d to %d", l.ID, l.Bits.Len(), MinBits, MaxBits)
	}
	type subject struct {
		ID      string `json:"id"`
		Type    string `json:"type"`
		Purpose string `json:"statusPurpose"`
		TTL     int64  `json:"ttl,omitempty"`
		List    string `json:"encodedList"`
	}
	doc := struct {
		Context    []string `json:"@context"`
		ID         string   `json:"id"`
		Type       []string `json:"type"`
		Issuer     string   `json:"issuer"`
		ValidFrom  string   `json:"validFrom"`
		ValidUntil string   `json:"validUntil,omitempty"`
		Subject    subject  `json:"credentialSubject"`
	}{
		Context: []string{vc.ContextV2}, ID: l.ID, Type: []string{"VerifiableCredential", "BitstringStatusListCredential"},
		Issuer: l.Issuer, ValidFrom: vc.FormatTime(l.ValidFrom),
		Subject: subject{l.ID + "#list", "BitstringStatusList", l.Purpose, l.TTL.Milliseconds(), l.Bits.Encode()},
	}
	if !l.ValidUntil.IsZero() {
		doc.ValidUntil = vc.FormatTime(l.ValidUntil)
	}
	return json.Marshal(doc)
}

// Status is what a list says about one credential.
type Status struct {
	Purpose string
	Value   int    // 0: not set
	Message string // for developers, not for people (section 2.1); empty when the entry has no messages
}

// Check looks up an entry in its list at the time now (section 3.2): set is true for every status but 0. The caller has
// verified the list's proof, and that the list and the credential have the same issuer. An error means "cannot tell",
// never "not set".
func Check(list vc.Object, e Entry, now time.Time) (set bool, err error) {
	status, err := Lookup(list, e, now)
	return status.Value != 0, err
}

// Lookup is Check with the status itself, for entries of several bits and with messages.
func Lookup(list vc.Object, e Entry, now time.Time) (Status, error) {
	subject, _ := list["credentialSubject"].(vc.Object)
	switch {
	case !vc.HasType(list, "BitstringStatusListCredential") || !vc.HasType(subject, "BitstringStatusList"):
		return Status{}, errors.New("the document is not a Bitstring Status List credential")
	case vc.String(list, "id") != e.List:
		return Status{}, fmt.Errorf("the status list is %q, not %q", vc.String(list, "id"), e.List)
	case !slices.Contains(vc.Strings(subject["statusPurpose"]), e.Purpose):
		return Status{}, fmt.Errorf("the status list is about %v, not about %s", vc.Strings(subject["statusPurpose"]), e.Purpose)
	}
	if err := checkPeriod(list, now); err != nil {
		return Status{}, err
	}
	bits, err := Decode(vc.String(subject, "encodedList"))
	if err != nil {
		return Status{}, err
	}
	size := max(e.Size, 1)
	if bits.Len()/size < MinBits {
		return Status{}, fmt.Errorf("the status list has %d entries of %d bits; the standard asks for at least %d", bits.Len()/size, size, MinBits)
	}
	value, err := bits.Value(e.Index, size)
	if err != nil {
		return Status{}, err
	}
	return Status{e.Purpose, value, e.Messages[value]}, nil
}

func checkPeriod(list vc.Object, now time.Time) error {
	from, until, err := vc.Period(list)
	switch {
	case err != nil:
		return fmt.Errorf("read the status list: %w", err)
	case now.Before(from):
		return fmt.Errorf("the status list is not valid before %s", vc.FormatTime(from))
	case !until.IsZero() && now.After(until):
		return fmt.Errorf("the status list was valid until %s", vc.FormatTime(until))
	}
	return nil
}
