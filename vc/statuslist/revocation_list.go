package statuslist

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"laurel/vc"
)

// RevocationListType is the type of a credentialStatus that points to a plain list of revoked credentials (1EdTech
// Verifiable Credentials Revocation List 1.0). Such a list is not signed: it is worth as much as the https address that
// it was read from, and it tells everybody which credentials were revoked.
const RevocationListType = "1EdTechRevocationList"

// RevocationList is what an issuer publishes under the address ID.
type RevocationList struct {
	ID      string
	Issuer  string
	Revoked []Revoked
}

// Revoked is one revoked credential.
type Revoked struct {
	Credential string // id of the credential
	Reason     string // may be empty
}

// ParseRevocationEntry reads one credentialStatus object of that type and returns the address of its list. An error
// that wraps ErrUnknownType means that another method was used.
func ParseRevocationEntry(o vc.Object) (list string, err error) {
	if !vc.HasType(o, RevocationListType) {
		return "", fmt.Errorf("%w: %s", ErrUnknownType, strings.Join(vc.Types(o), ", "))
	}
	if list = vc.String(o, "id"); list == "" {
		return "", errors.New("the status entry does not name its list (id)")
	}
	return list, nil
}

// ParseRevocationList reads a list that was fetched from the address id for a credential of issuer, and refuses one
// of somebody else, for which credentials might be called revoked that are not his. An error means "cannot tell". A
// list over vc.MaxBytes is not read.
func ParseRevocationList(data []byte, id, issuer string) (RevocationList, error) {
	o, err := vc.Decode(data)
	if err != nil {
		return RevocationList{}, err
	}
	if got := vc.String(o, "id"); got != id {
		return RevocationList{}, fmt.Errorf("the revocation list is %q, not %q", got, id)
	}
	if got := vc.IssuerID(o); got != issuer || issuer == "" {
		return RevocationList{}, fmt.Errorf("the revocation list is of %q, the credential of %q", got, issuer)
	}
	value, there := o["revokedCredential"]
	all, isArray := value.([]any)
	if there && !isArray {
		return RevocationList{}, errors.New("the revocation list has no list of credentials (revokedCredential)")
	}
	l := RevocationList{ID: id, Issuer: issuer}
	for i, v := range all {
		entry, _ := v.(vc.Object)
		credential := vc.String(entry, "id")
		revoked, said := entry["revoked"]
		isRevoked, isBool := revoked.(bool)
		if credential == "" || said && !isBool {
			return RevocationList{}, fmt.Errorf("entry %d of the revocation list is broken", i+1)
		}
		if !said || isRevoked {
			l.Revoked = append(l.Revoked, Revoked{credential, vc.String(entry, "revocationReason")})
		}
	}
	return l, nil
}

// Lookup tells whether a credential is in the list, compared as text.
func (l RevocationList) Lookup(credential string) (Revoked, bool) {
	i := slices.IndexFunc(l.Revoked, func(r Revoked) bool { return r.Credential == credential })
	if i < 0 {
		return Revoked{}, false
	}
	return l.Revoked[i], true
}

// MarshalJSON writes the list as it is published. A list has to have an ID and an issuer, and every entry a credential.
func (l RevocationList) MarshalJSON() ([]byte, error) {
	type entry struct {
		ID      string `json:"id"`
		Revoked bool   `json:"revoked"`
		Reason  string `json:"revocationReason,omitempty"`
	}
	entries := make([]entry, len(l.Revoked))
	for i, r := range l.Revoked {
		entries[i] = entry{r.Credential, true, r.Reason}
	}
	if l.ID == "" || l.Issuer == "" || slices.ContainsFunc(l.Revoked, func(r Revoked) bool { return r.Credential == "" }) {
		return nil, errors.New("write the revocation list: id, issuer and the id of each credential are required")
	}
	return json.Marshal(struct {
		ID      string  `json:"id"`
		Issuer  string  `json:"issuer"`
		Entries []entry `json:"revokedCredential"`
	}{l.ID, l.Issuer, entries})
}
