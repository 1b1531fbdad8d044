package openbadge

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"laurel/openbadge/internal/ordered"
	"laurel/vc"
	"laurel/vc/statuslist"
)

// Marshal writes the unsigned document: members in an order for human eyes, every list as an array, no nulls and no
// empty lists (Open Badges 3.0, Serialization, JSON). The same credential always gives the same bytes. It does not
// judge what it writes; Check does. The only errors are text that is not UTF-8, years beyond 9999, numbers that are
// infinite or none, an embedded endorsement that cannot be read, and two kinds of status at once.
func (c Credential) Marshal() ([]byte, error) {
	if c.Status != nil && c.RevocationList != "" {
		return nil, fmt.Errorf("write the credential %s: it has two kinds of status, and the standard allows one", c.ID)
	}
	return marshal("credential", c.ID, c.object())
}

// Marshal writes the unsigned endorsement as Credential.Marshal writes a badge, with the same errors.
func (e EndorsementCredential) Marshal() ([]byte, error) {
	return marshal("endorsement", e.ID, e.object())
}

// Marshal writes the unsigned learner record as Credential.Marshal writes a badge, with the same errors.
func (c ClrCredential) Marshal() ([]byte, error) { return marshal("learner record", c.ID, c.object()) }

func marshal(what, id string, o ordered.Object) ([]byte, error) {
	out, err := o.Marshal()
	if err != nil {
		return nil, errors.New("write the " + what + " " + strconv.Quote(id) + ": " + err.Error())
	}
	return out, nil
}

func (c Credential) object() ordered.Object {
	o := ordered.Object{
		{Name: "@context", Value: contextsFor(issueContexts, c.RevocationList != "", append(slices.Clip(c.Schema), c.Refresh))},
		{Name: "id", Value: c.ID},
		{Name: "type", Value: []string{"VerifiableCredential", "OpenBadgeCredential"}},
		{Name: "name", Value: c.Name},
		{Name: "description", Value: c.Description},
		{Name: "image", Value: c.Image.object()},
		{Name: "issuer", Value: c.Issuer.object()},
		{Name: "validFrom", Value: c.ValidFrom},
		{Name: "validUntil", Value: c.ValidUntil},
		{Name: "awardedDate", Value: c.AwardedDate},
		{Name: "credentialSubject", Value: c.Subject.object()},
		{Name: "evidence", Value: ordered.Objects(c.Evidence, Evidence.object)},
	}
	o = append(o, c.members()...)
	if c.RevocationList != "" {
		o = append(o, ordered.Member{Name: "credentialStatus", Value: Reference{c.RevocationList, revocationListType}.object()})
	}
	return append(o, services(c.Status, c.Schema, c.Refresh, c.Terms)...)
}

func (e EndorsementCredential) object() ordered.Object {
	return append(ordered.Object{
		{Name: "@context", Value: contextsFor(issueContexts, false, append(slices.Clip(e.Schema), e.Refresh))},
		{Name: "id", Value: e.ID},
		{Name: "type", Value: []string{"VerifiableCredential", "EndorsementCredential"}},
		{Name: "name", Value: e.Name},
		{Name: "description", Value: e.Description},
		{Name: "issuer", Value: e.Issuer.object()},
		{Name: "validFrom", Value: e.ValidFrom},
		{Name: "validUntil", Value: e.ValidUntil},
		{Name: "awardedDate", Value: e.AwardedDate},
		{Name: "credentialSubject", Value: ordered.Object{
			{Name: "id", Value: e.Subject.ID},
			{Name: "type", Value: []string{"EndorsementSubject"}},
			{Name: "endorsementComment", Value: e.Subject.Comment},
		}},
	}, services(e.Status, e.Schema, e.Refresh, e.Terms)...)
}

func (c ClrCredential) object() ordered.Object {
	return append(ordered.Object{
		{Name: "@context", Value: contextsFor([]string{vc.ContextV2, ContextCLR, Context303}, false, c.Schema)},
		{Name: "id", Value: c.ID},
		{Name: "type", Value: []string{"VerifiableCredential", "ClrCredential"}},
		{Name: "name", Value: c.Name},
		{Name: "description", Value: c.Description},
		{Name: "image", Value: c.Image.object()},
		{Name: "issuer", Value: c.Issuer.object()},
		{Name: "validFrom", Value: c.ValidFrom},
		{Name: "validUntil", Value: c.ValidUntil},
		{Name: "awardedDate", Value: c.AwardedDate},
		{Name: "credentialSubject", Value: ordered.Object{
			{Name: "id", Value: c.Subject.ID},
			{Name: "type", Value: []string{"ClrSubject"}},
			{Name: "identifier", Value: ordered.Objects(c.Subject.Identifier, IdentityObject.object)},
			{Name: "verifiableCredential", Value: c.Subject.Credential},
			{Name: "achievement", Value: ordered.Objects(c.Subject.Achievement, Achievement.object)},
			{Name: "association", Value: ordered.Objects(c.Subject.Association, Association.object)},
		}},
	}, services(c.Status, c.Schema, Reference{}, nil)...)
}

// contextsFor adds the extensions context where one of its types is used, without which such a type means nothing and
// cannot be signed.
func contextsFor(contexts []string, extended bool, references []Reference) []string {
	if extended || slices.ContainsFunc(references, func(r Reference) bool { return slices.Contains(extensionTypes, r.Type) }) {
		return append(slices.Clip(contexts), contextExtensions)
	}
	return contexts
}

// services are the members that name something outside of a credential.
func services(status *statuslist.Entry, schema []Reference, refresh Reference, terms []Reference) ordered.Object {
	var o ordered.Object
	if s := status; s != nil {
		o = append(o, ordered.Member{Name: "credentialStatus", Value: ordered.Object{
			{Name: "id", Value: s.ID},
			{Name: "type", Value: statuslist.EntryType},
			{Name: "statusPurpose", Value: s.Purpose},
			{Name: "statusListIndex", Value: strconv.Itoa(s.Index)},
			{Name: "statusListCredential", Value: s.List},
		}})
	}
	return append(o,
		ordered.Member{Name: "credentialSchema", Value: ordered.Objects(schema, Reference.object)},
		ordered.Member{Name: "refreshService", Value: refresh.object()},
		ordered.Member{Name: "termsOfUse", Value: ordered.Objects(terms, Reference.object)},
	)
}

func (r Reference) object() ordered.Object {
	return ordered.Object{{Name: "id", Value: r.ID}, {Name: "type", Value: r.Type}}
}

// members are the two forms of endorsements.
func (e Endorsements) members() ordered.Object {
	return ordered.Object{{Name: "endorsement", Value: e.Endorsement}, {Name: "endorsementJwt", Value: e.EndorsementJWT}}
}

func (s AchievementSubject) object() ordered.Object {
	return ordered.Object{
		{Name: "id", Value: s.ID},
		{Name: "type", Value: []string{"AchievementSubject"}},
		{Name: "identifier", Value: ordered.Objects(s.Identifier, IdentityObject.object)},
		{Name: "activityStartDate", Value: s.ActivityStartDate},
		{Name: "activityEndDate", Value: s.ActivityEndDate},
		{Name: "creditsEarned", Value: credits(s.CreditsEarned)},
		{Name: "role", Value: s.Role},
		{Name: "term", Value: s.Term},
		{Name: "licenseNumber", Value: s.LicenseNumber},
		{Name: "narrative", Value: s.Narrative},
		{Name: "image", Value: s.Image.object()},
		{Name: "source", Value: s.Source.optional()},
		{Name: "result", Value: ordered.Objects(s.Result, Result.object)},
		{Name: "achievement", Value: s.Achievement.object()},
	}
}

func (i IdentityObject) object() ordered.Object {
	return ordered.Object{
		{Name: "type", Value: "IdentityObject"},
		{Name: "hashed", Value: i.Hashed},
		{Name: "identityHash", Value: i.IdentityHash},
		{Name: "identityType", Value: i.IdentityType},
		{Name: "salt", Value: i.Salt},
	}
}

func (e Evidence) object() ordered.Object {
	return ordered.Object{
		{Name: "id", Value: e.ID},
		{Name: "type", Value: []string{"Evidence"}},
		{Name: "name", Value: e.Name},
		{Name: "description", Value: e.Description},
		{Name: "narrative", Value: e.Narrative},
		{Name: "genre", Value: e.Genre},
		{Name: "audience", Value: e.Audience},
	}
}

func (a Association) object() ordered.Object {
	return ordered.Object{
		{Name: "type", Value: "Association"},
		{Name: "associationType", Value: a.AssociationType},
		{Name: "sourceId", Value: a.SourceID},
		{Name: "targetId", Value: a.TargetID},
	}
}
