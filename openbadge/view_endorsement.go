package openbadge

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"laurel/openbadge/internal/loose"
	"laurel/vc"
)

// ErrNotEndorsement says that a document is not an EndorsementCredential.
var ErrNotEndorsement = errors.New("this is not an endorsement of Open Badges 3.0")

// EndorsementView is what a page shows of an endorsement, with the promises of View.
type EndorsementView struct {
	ID         string
	Name       string
	Issuer     IssuerView // the endorser
	SubjectID  string     // of what is endorsed
	Comment    string     // Markdown
	ValidFrom  time.Time
	ValidUntil time.Time // zero: no end
}

// ReadEndorsement reads an endorsement for display as Read reads a badge. The error wraps ErrNotEndorsement.
func ReadEndorsement(o vc.Object) (EndorsementView, error) {
	if !vc.HasType(o, "EndorsementCredential") {
		return EndorsementView{}, ErrNotEndorsement
	}
	subject, ok := loose.First(o["credentialSubject"])
	if !ok {
		return EndorsementView{}, errors.Join(ErrNotEndorsement, errors.New("it does not say what it endorses (credentialSubject)"))
	}
	return EndorsementView{
		ID:         vc.String(o, "id"),
		Name:       loose.Text(o["name"]),
		Issuer:     readIssuer(o["issuer"]),
		SubjectID:  vc.String(subject, "id"),
		Comment:    loose.Text(subject["endorsementComment"]),
		ValidFrom:  date(o, "validFrom", "issuanceDate"),
		ValidUntil: date(o, "validUntil", "expirationDate"),
	}, nil
}

// About says whether the endorsement is about this credential: the badge itself, its achievement, its issuer, or
// another profile in it. One that is about something else says nothing about the badge that carries it.
func (e EndorsementView) About(credential vc.Object) bool {
	return e.SubjectID != "" && slices.ContainsFunc(endorsable(credential), func(p place) bool { return vc.ID(p.object) == e.SubjectID })
}

// EmbeddedEndorsement is an endorsement that a credential carries. It has to be verified like a credential of its own
// before anybody is shown it.
type EmbeddedEndorsement struct {
	Pointer  string    // JSON Pointer to it
	Document vc.Object // nil when it is a JWT
	JWT      string    // compact JWS; empty when it is a Document
}

// EmbeddedEndorsements finds the endorsements in a credential: of itself, of its achievement, and of the profiles in
// it, each in both forms.
func EmbeddedEndorsements(credential vc.Object) []EmbeddedEndorsement {
	var found []EmbeddedEndorsement
	for _, p := range endorsable(credential) {
		for i, o := range vc.Objects(p.object["endorsement"]) {
			found = append(found, EmbeddedEndorsement{Pointer: vc.Pointer(append(p.path, "endorsement", strconv.Itoa(i))...), Document: o})
		}
		for i, jwt := range vc.Strings(p.object["endorsementJwt"]) {
			found = append(found, EmbeddedEndorsement{Pointer: vc.Pointer(append(p.path, "endorsementJwt", strconv.Itoa(i))...), JWT: jwt})
		}
	}
	return found
}

// place is something in a credential that can be endorsed.
type place struct {
	path   []string
	object vc.Object
}

func endorsable(credential vc.Object) []place {
	subject, _ := loose.First(credential["credentialSubject"])
	achievement, _ := loose.First(subject["achievement"])
	places := []place{{nil, credential}}
	add := func(from vc.Object, path ...string) {
		name := path[len(path)-1]
		if o, ok := loose.First(from[name]); ok {
			places = append(places, place{path, o})
		} else if id := vc.ID(from[name]); id != "" {
			places = append(places, place{path, vc.Object{"id": id}})
		}
	}
	add(credential, "issuer")
	add(subject, "credentialSubject", "achievement")
	add(achievement, "credentialSubject", "achievement", "creator")
	add(subject, "credentialSubject", "source")
	return places
}
