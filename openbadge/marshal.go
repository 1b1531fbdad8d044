package openbadge

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"laurel/vc"
	"laurel/vc/statuslist"
)

// Marshal writes the unsigned document: members in an order for human eyes, every list as an array, no nulls and no
// empty lists (Open Badges 3.0, Serialization, JSON). The same credential always gives the same bytes. It does not
// judge what it writes; Check does. The only errors are text that is not UTF-8 and years beyond 9999.
func (c Credential) Marshal() ([]byte, error) {
	if y := c.ValidUntil.Year(); y > 9999 {
		return nil, fmt.Errorf("write the credential %s: the year %d cannot be written", c.ID, y)
	}
	out := c.object().append(nil)
	if !utf8.Valid(out) {
		return nil, errors.New("write the credential " + strconv.Quote(c.ID) + ": some of its text is not valid UTF-8")
	}
	return out, nil
}

func (c Credential) object() object {
	o := object{
		{"@context", contexts},
		{"id", c.ID},
		{"type", []string{"VerifiableCredential", "OpenBadgeCredential"}},
		{"name", c.Name},
		{"description", c.Description},
		{"image", c.Image.object()},
		{"issuer", c.Issuer.object()},
		{"validFrom", c.ValidFrom},
		{"validUntil", c.ValidUntil},
		{"awardedDate", c.AwardedDate},
		{"credentialSubject", c.Subject.object()},
		{"evidence", objects(c.Evidence, Evidence.object)},
	}
	if s := c.Status; s != nil {
		o = append(o, member{"credentialStatus", object{
			{"id", s.ID},
			{"type", statuslist.EntryType},
			{"statusPurpose", s.Purpose},
			{"statusListIndex", strconv.Itoa(s.Index)},
			{"statusListCredential", s.List},
		}})
	}
	return o
}

func (s AchievementSubject) object() object {
	return object{
		{"id", s.ID},
		{"type", []string{"AchievementSubject"}},
		{"identifier", objects(s.Identifier, IdentityObject.object)},
		{"activityStartDate", s.ActivityStartDate},
		{"activityEndDate", s.ActivityEndDate},
		{"role", s.Role},
		{"term", s.Term},
		{"licenseNumber", s.LicenseNumber},
		{"narrative", s.Narrative},
		{"achievement", s.Achievement.object()},
	}
}

func (i IdentityObject) object() object {
	return object{
		{"type", "IdentityObject"},
		{"hashed", i.Hashed},
		{"identityHash", i.IdentityHash},
		{"identityType", i.IdentityType},
		{"salt", i.Salt},
	}
}

func (a Achievement) object() object {
	return object{
		{"id", a.ID},
		{"type", []string{"Achievement"}},
		{"achievementType", a.AchievementType},
		{"name", a.Name},
		{"description", a.Description},
		{"criteria", a.Criteria.object()},
		{"image", a.Image.object()},
		{"alignment", objects(a.Alignment, Alignment.object)},
		{"tag", a.Tag},
		{"fieldOfStudy", a.FieldOfStudy},
		{"specialization", a.Specialization},
		{"humanCode", a.HumanCode},
		{"inLanguage", a.InLanguage},
		{"version", a.Version},
	}
}

func (c Criteria) object() object {
	return object{{"id", c.ID}, {"narrative", c.Narrative}}
}

func (i Image) object() object {
	if i.ID == "" {
		return nil
	}
	return object{{"id", i.ID}, {"type", "Image"}, {"caption", i.Caption}}
}

func (p Profile) object() object {
	return object{
		{"id", p.ID},
		{"type", []string{"Profile"}},
		{"name", p.Name},
		{"url", p.URL},
		{"email", p.Email},
		{"phone", p.Phone},
		{"description", p.Description},
		{"image", p.Image.object()},
	}
}

func (e Evidence) object() object {
	return object{
		{"id", e.ID},
		{"type", []string{"Evidence"}},
		{"name", e.Name},
		{"description", e.Description},
		{"narrative", e.Narrative},
		{"genre", e.Genre},
		{"audience", e.Audience},
	}
}

func (a Alignment) object() object {
	return object{
		{"type", []string{"Alignment"}},
		{"targetName", a.TargetName},
		{"targetUrl", a.TargetURL},
		{"targetCode", a.TargetCode},
		{"targetDescription", a.TargetDescription},
		{"targetFramework", a.TargetFramework},
		{"targetType", a.TargetType},
	}
}

// object is a JSON object whose members keep their order. Values are string, bool, time.Time, []string, object and
// []object; empty ones, except false, are not written.
type object []member

type member struct {
	name  string
	value any
}

func objects[T any](list []T, one func(T) object) []object {
	var out []object
	for _, e := range list {
		out = append(out, one(e))
	}
	return out
}

func (o object) append(out []byte) []byte {
	out = append(out, '{')
	empty := len(out)
	for _, m := range o {
		if blank(m.value) {
			continue
		}
		if len(out) > empty {
			out = append(out, ',')
		}
		out = appendString(out, m.name)
		out = append(out, ':')
		out = appendValue(out, m.value)
	}
	return append(out, '}')
}

func blank(value any) bool {
	switch v := value.(type) {
	case string:
		return v == ""
	case time.Time:
		return v.IsZero()
	case []string:
		return len(v) == 0
	case []object:
		return len(v) == 0
	case object:
		for _, m := range v {
			if !blank(m.value) {
				return false
			}
		}
		return true
	}
	return false
}

func appendValue(out []byte, value any) []byte {
	switch v := value.(type) {
	case string:
		return appendString(out, v)
	case bool:
		return strconv.AppendBool(out, v)
	case time.Time:
		return appendString(out, vc.FormatTime(v))
	case []string:
		return appendList(out, v, appendString)
	case []object:
		return appendList(out, v, func(out []byte, o object) []byte { return o.append(out) })
	case object:
		return v.append(out)
	}
	panic(fmt.Sprintf("openbadge: no JSON for %T", value)) // a mistake in this file, found by any test
}

func appendList[T any](out []byte, list []T, one func([]byte, T) []byte) []byte {
	out = append(out, '[')
	for i, e := range list {
		if i > 0 {
			out = append(out, ',')
		}
		out = one(out, e)
	}
	return append(out, ']')
}

// appendString writes JSON text without the HTML escapes of json.Marshal, which people would have to read. Bytes
// that are not UTF-8 stay, for Marshal to find.
func appendString(out []byte, s string) []byte {
	if !utf8.ValidString(s) {
		return append(out, s...)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a valid string into memory
	return append(out, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}
