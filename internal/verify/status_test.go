package verify_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"laurel/internal/verify"
	"laurel/openbadge"
	"laurel/vc/statuslist"
)

// withStatus is a badge of the issuer with any credentialStatus.
func (i *issuer) withStatus(t *testing.T, status string) []byte {
	t.Helper()
	unsigned := i.unsigned(t, func(c *openbadge.Credential) { c.Status = nil })
	contexts := `"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"`
	withContext := strings.Replace(string(unsigned), `context-3.0.3.json"`, `context-3.0.3.json",`+contexts, 1)
	return i.sign(t, []byte(strings.TrimSuffix(withContext, "}")+`,"credentialStatus":`+status+"}"))
}

// entry is one credentialStatus of a purpose, whose list is at /status/purpose.
func (i *issuer) entry(purpose, more string) string {
	return fmt.Sprintf(`{"id":"%[1]s/status/%[2]s#7","type":"BitstringStatusListEntry","statusPurpose":"%[2]s","statusListIndex":"7","statusListCredential":"%[1]s/status/%[2]s"%[3]s}`, i.at, purpose, more)
}

// entries are n entries of one list.
func (i *issuer) entries(n int) string {
	list := make([]string, n)
	for k := range list {
		list[k] = strings.Replace(i.entry("revocation", ""), "#7", fmt.Sprintf("#%d", 7+k), 1)
	}
	return "[" + strings.Join(list, ",") + "]"
}

// Each entry is judged, and the worst of them counts.
func TestSeveralStatuses(t *testing.T) {
	w, academy := local(t), anIssuer(t, 1)
	both := "[" + academy.entry("revocation", "") + "," + academy.entry("suspension", "") + "]"
	note := `[` + academy.entry("revocation", "") + "," + academy.entry("message", `,"statusMessage":[{"status":"0x0","message":"fine"},{"status":"0x1","message":"under review"}]`) + "]"
	for name, c := range map[string]struct {
		status string
		set    []string // the purposes whose bit is set
		gone   string   // the purpose whose list cannot be read
		want   verify.Verdict
		result verify.Result
		says   string
	}{
		"neither":                         {both, nil, "", verify.Valid, verify.Pass, "Not revoked"},
		"suspended":                       {both, []string{"suspension"}, "", verify.Suspended, verify.Fail, "suspended"},
		"revoked":                         {both, []string{"revocation"}, "", verify.Revoked, verify.Fail, "revoked"},
		"revoked and suspended":           {both, []string{"revocation", "suspension"}, "", verify.Revoked, verify.Fail, "revoked"},
		"revoked, and a list is gone":     {both, []string{"revocation"}, "suspension", verify.Revoked, verify.Fail, "revoked"},
		"not revoked, and a list is gone": {both, nil, "suspension", verify.Unclear, verify.Unknown, "could not be read"},
		"a note":                          {note, []string{"message"}, "", verify.Valid, verify.Warn, "under review"},
		"an unknown purpose":              {academy.entry("purgatory", ""), []string{"purgatory"}, "", verify.Unclear, verify.Unknown, "purgatory"},
		"an unknown kind beside":          {"[" + academy.entry("revocation", "") + `,{"id":"urn:x:1","type":"1EdTechCredentialRefresh"}]`, nil, "", verify.Unclear, verify.Unknown, "cannot be read here"},
		"nine entries":                    {academy.entries(9), nil, "", verify.Unclear, verify.Unknown, "1 to 8"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, purpose := range []string{"revocation", "suspension", "message", "purgatory"} {
				var set []int
				for _, s := range c.set {
					if s == purpose {
						set = append(set, 7)
					}
				}
				academy.publish("/status/"+purpose, academy.list(t, func(l *statuslist.List) { l.ID, l.Purpose = academy.at+"/status/"+purpose, purpose }, set...))
			}
			if c.gone != "" {
				academy.publish("/status/"+c.gone, nil)
			}
			r, err := w.Verifier.Document(t.Context(), academy.withStatus(t, c.status))
			if s := of(r, "status"); err != nil || r.Verdict != c.want || s.Result != c.result || !strings.Contains(s.Sentence.String()+s.Detail, c.says) {
				t.Errorf("%s, %v: %+v", r.Verdict, err, r.Checks)
			}
		})
	}
}

// The plain list of 1EdTech counts when it is the issuer's own.
func TestPlainRevocationLists(t *testing.T) {
	w, academy, other := local(t), anIssuer(t, 1), anIssuer(t, 2)
	list := func(issuer string, revoked ...statuslist.Revoked) []byte {
		body, err := json.Marshal(statuslist.RevocationList{ID: academy.at + "/revoked", Issuer: issuer, Revoked: revoked})
		if err != nil {
			t.Fatal(err)
		}
		return body
	}
	document := academy.withStatus(t, fmt.Sprintf(`{"id":"%s/revoked","type":"1EdTechRevocationList"}`, academy.at))
	this := statuslist.Revoked{Credential: academy.at + "/badges/1", Reason: "Cheated"}
	for name, c := range map[string]struct {
		list []byte
		want verify.Verdict
		says string
	}{
		"empty":            {list(academy.did), verify.Valid, "Not revoked"},
		"of another badge": {list(academy.did, statuslist.Revoked{Credential: academy.at + "/badges/2"}), verify.Valid, "Not revoked"},
		"of this badge":    {list(academy.did, this), verify.Revoked, "Cheated"},
		"of somebody else": {list(other.did, this), verify.Unclear, "does not answer"},
		"gone":             {nil, verify.Unclear, "could not be read"},
		"something else":   {[]byte("<html>"), verify.Unclear, "does not answer"},
	} {
		academy.publish("/revoked", c.list)
		r, err := w.Verifier.Document(t.Context(), document)
		if s := of(r, "status"); err != nil || r.Verdict != c.want || !strings.Contains(s.Sentence.String()+s.Detail, c.says) {
			t.Errorf("%s: %s, %v: %+v", name, r.Verdict, err, r.Checks)
		}
	}
}
