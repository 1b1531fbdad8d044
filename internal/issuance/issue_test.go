package issuance_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/openbadge"
	"laurel/test/world"
	"laurel/vc"
	"laurel/vc/did"
	"laurel/vc/proof"
)

// decode reads a document as everybody else would.
func decode(t *testing.T, document []byte) vc.Object {
	t.Helper()
	o, err := vc.Decode(document)
	if err != nil {
		t.Fatalf("%v\n%s", err, document)
	}
	return o
}

// verify verifies a document with nothing but what is served.
func verify(t *testing.T, w *world.World, slug string, document []byte) {
	t.Helper()
	served, err := w.Issuer.Served(t.Context(), "/o/"+slug+"/did.json")
	if err != nil {
		t.Fatal(err)
	}
	o := decode(t, document)
	keys, err := did.ParseDocument(served, vc.IssuerID(o))
	if err != nil {
		t.Fatal(err)
	}
	proofs, err := proof.Proofs(o)
	if err != nil || len(proofs) != 1 {
		t.Fatalf("%d proofs, %v", len(proofs), err)
	}
	key, err := keys.Key(proofs[0].VerificationMethod, w.Time())
	if err != nil {
		t.Fatal(err)
	}
	if err := proof.Verify(t.Context(), o, proofs[0], key, w.Time()); err != nil {
		t.Errorf("%v\n%s", err, document)
	}
}

func TestWhatIsIssuedIsAnOpenBadge(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	r := w.IssueFile(t, a, "name,email,issued,expires,number,evidence,narrative\n"+
		"李娜 O'Łovelace,Li.Na@Example.org,2026-03-01,2028-02-29,CW-7,https://example.org/proof?a=1&b=%3C2%3E,\"Well\ndone, \"\"Li\"\"\"\n"+
		"Ada,ada@example.org,,,,,\n", award.Answers{})
	for _, row := range r {
		if row.Status() != "issued" {
			t.Fatalf("row %d: %s", row.Row, row.Message())
		}
	}
	c := w.Credential(t, r[0].Code)
	for _, row := range r {
		signed := w.Credential(t, row.Code).Signed
		if faults := openbadge.Check(decode(t, signed)); len(faults) > 0 {
			t.Errorf("row %d: %+v", row.Row, faults)
		}
		verify(t, w, "college", signed)
	}
	v, err := openbadge.Read(decode(t, c.Signed))
	if err != nil {
		t.Fatal(err)
	}
	for what, pair := range map[string][2]string{
		"id":          {v.ID, world.PublicURL + "/b/" + string(c.Code)},
		"name":        {v.Recipient.Name, "李娜 O'Łovelace"},
		"badge":       {v.Name, "Badge first-aid"},
		"criteria":    {v.Criteria.Narrative, "Show it **twice**."},
		"issuer":      {v.Issuer.ID, "did:web:badges.example.org:o:college"},
		"issuer name": {v.Issuer.Name, org.Name},
		"number":      {v.LicenseNumber, "CW-7"},
		"narrative":   {v.Narrative, "Well\ndone, \"Li\""},
		"evidence":    {v.Evidence[0].ID, "https://example.org/proof?a=1&b=%3C2%3E"},
		"from":        {vc.FormatTime(v.ValidFrom), "2026-03-01T00:00:00Z"},
		"until":       {vc.FormatTime(v.ValidUntil), "2028-02-29T23:59:59Z"},
		"picture":     {v.ImageURL, world.PublicURL + "/media/" + a.Revision.Picture + ".png"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %q, want %q", what, pair[0], pair[1])
		}
	}
	if bytes.Contains(c.Signed, []byte("xample.org\"")) || bytes.Contains(bytes.ToLower(c.Signed), []byte("li.na@")) {
		t.Errorf("the address stands in the document:\n%s", c.Signed)
	}
	email := v.Recipient.Identifier[0]
	if !openbadge.MatchIdentity(email.IdentityHash, email.Salt, "li.na@example.org") || !email.Hashed {
		t.Errorf("the address does not match its hash: %+v", email)
	}
	if salt, err := hex.DecodeString(email.Salt); err != nil || len(salt) != 16 {
		t.Errorf("the salt is %q", email.Salt)
	}
}

// Two badges of one person share nothing that would tell so, but the name.
func TestTwoBadgesOfOnePersonShareOnlyTheName(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	values := func(slug string) map[string]bool {
		r := w.Issue(t, w.Badge(t, org.ID, slug), "Ada Lovelace <ada@example.org>")
		subject := decode(t, w.Credential(t, r[0].Code).Signed)["credentialSubject"].(vc.Object)
		all := map[string]bool{vc.String(subject, "id"): true}
		for _, o := range vc.Objects(subject["identifier"]) {
			all[vc.String(o, "identityHash")], all[vc.String(o, "salt")] = true, true
		}
		delete(all, "")
		return all
	}
	first, second := values("first-aid"), values("wound-care")
	for v := range second {
		if first[v] && v != "Ada Lovelace" {
			t.Errorf("both say %q", v)
		}
	}
	if len(first) != 4 {
		t.Errorf("looked at %v", first)
	}
}

func TestStatusIndexesAreDrawnAtRandom(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	var people []string
	for n := range 60 {
		people = append(people, fmt.Sprintf("Person P <p%d@example.org>", n))
	}
	var indexes []int
	var list badge.StatusListID
	for _, r := range w.Issue(t, w.Badge(t, org.ID, "first-aid"), people...) {
		c := w.Credential(t, r.Code)
		indexes, list = append(indexes, c.Index), c.ListID
		status := vc.Objects(decode(t, c.Signed)["credentialStatus"])[0]
		if got := vc.String(status, "statusListIndex"); got != fmt.Sprint(c.Index) {
			t.Errorf("the document says index %s, the ledger %d", got, c.Index)
		}
		if got := vc.String(status, "statusListCredential"); got != world.PublicURL+"/o/college/status/1" {
			t.Errorf("the document names the list %s", got)
		}
	}
	sorted := slices.Sorted(slices.Values(indexes))
	if slices.Equal(sorted, indexes) {
		t.Error("the indexes are in the order of issue")
	}
	if len(slices.Compact(sorted)) != 60 {
		t.Error("an index was given out twice")
	}
	if sorted[59]-sorted[0] < 1000 {
		t.Errorf("the indexes lie between %d and %d", sorted[0], sorted[59])
	}
	w.Read(t, func(tx *store.Tx) error {
		l, err := tx.Org(org.ID).List(t.Context(), list)
		for _, i := range indexes {
			if l.Used[i/8]&(0x80>>(i%8)) == 0 {
				t.Errorf("index %d is not marked as used", i)
			}
		}
		if l.Taken != 60 || len(l.Used)*8 != 131072 {
			t.Errorf("%d of %d taken", l.Taken, len(l.Used)*8)
		}
		return err
	})
}

// An index that was given out is never given out again: with most of them
// taken, the new ones are all among the rest.
func TestAnIndexIsGivenOutOnce(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	first := w.Credential(t, w.Issue(t, a, "Ada <ada@example.org>")[0].Code)
	var taken int
	w.Write(t, func(tx *store.Tx) error {
		l, err := tx.Org(org.ID).List(t.Context(), first.ListID)
		if err != nil {
			return err
		}
		taken = len(l.Used) * 7 / 10 * 8
		for i := range taken / 8 {
			l.Used[i] = 0xff
		}
		l.Taken = taken
		return tx.Org(org.ID).UseIndexes(t.Context(), l, 1)
	})
	var people []string
	for n := range 20 {
		people = append(people, fmt.Sprintf("Person P <p%d@example.org>", n))
	}
	for _, r := range w.Issue(t, a, people...) {
		if c := w.Credential(t, r.Code); c.ListID == first.ListID && c.Index < taken {
			t.Errorf("index %d was given out before", c.Index)
		}
	}
}

func TestANearlyFullListOpensTheNext(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	first := w.Credential(t, w.Issue(t, a, "Ada <ada@example.org>")[0].Code)
	w.Write(t, func(tx *store.Tx) error {
		l, err := tx.Org(org.ID).List(t.Context(), first.ListID)
		if err != nil {
			return err
		}
		for i := range len(l.Used) * 3 / 4 {
			l.Used[i] = 0xff
		}
		l.Taken = len(l.Used) * 6
		return tx.Org(org.ID).UseIndexes(t.Context(), l, 1)
	})
	second := w.Credential(t, w.Issue(t, a, "Bob <bob@example.org>")[0].Code)
	status := vc.Objects(decode(t, second.Signed)["credentialStatus"])[0]
	if got := vc.String(status, "statusListCredential"); second.ListID == first.ListID || got != world.PublicURL+"/o/college/status/2" {
		t.Errorf("the second credential is in %s", got)
	}
	for _, path := range []string{"/o/college/status/1", "/o/college/status/2"} {
		if list, err := w.Issuer.Served(t.Context(), path); err != nil {
			t.Errorf("%s: %v", path, err)
		} else {
			verify(t, w, "college", list)
		}
	}
	for _, path := range []string{"/o/college/status/3", "/o/college/status/0", "/o/college/status/x", "/o/other/status/1", "/o/other/did.json", "/o/college", "/", "/../o/college/did.json"} {
		if list, err := w.Issuer.Served(t.Context(), path); err == nil {
			t.Errorf("%s: %s", path, list)
		}
	}
}

// What was issued keeps the words it was issued with.
func TestARevisedBadgeLeavesWhatWasIssued(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	old := w.Issue(t, a, "Ada <ada@example.org>")[0].Code
	waiting := w.Upload(t, a, world.File("Bob <bob@example.org>"), award.Answers{})
	w.Confirm(t, waiting)
	r := a.Revision
	r.Name, r.Criteria, r.Validity.Period.Years = "Second wording", "Show it once.", 2
	if _, err := w.Catalog.Revise(t.Context(), badge.Host(), org.ID, a.ID, badge.Achievement{Revision: r}, nil); err != nil {
		t.Fatal(err)
	}
	if err := w.Issuer.IssueChunk(t.Context(), org.ID, waiting.ID, 1, 10); err != nil {
		t.Fatal(err)
	}
	fresh := w.Issue(t, a, "Cyn <cyn@example.org>")[0].Code
	for _, c := range []struct {
		code     badge.Code
		name     string
		expires  string
		criteria string
	}{
		{old, a.Revision.Name, "", "Show it **twice**."},
		{w.Results(t, waiting)[0].Code, a.Revision.Name, "", "Show it **twice**."}, // as it was when somebody confirmed
		{fresh, "Second wording", "2028-03-10T23:59:59Z", "Show it once."},
	} {
		got := w.Credential(t, c.code)
		v, err := openbadge.Read(decode(t, got.Signed))
		if err != nil {
			t.Fatal(err)
		}
		until := ""
		if !v.ValidUntil.IsZero() {
			until = vc.FormatTime(v.ValidUntil)
		}
		if v.Name != c.name || v.Criteria.Narrative != c.criteria || until != c.expires {
			t.Errorf("%q, %q, until %q; want %q, %q, %q", v.Name, v.Criteria.Narrative, until, c.name, c.criteria, c.expires)
		}
		// The address of the achievement in the document tells the same words.
		address := vc.String(vc.Objects(decode(t, got.Signed)["credentialSubject"])[0]["achievement"].(vc.Object), "id")
		revision, found := strings.CutPrefix(address, world.PublicURL+"/a/")
		if !found {
			t.Fatalf("the achievement is at %s", address)
		}
		served, err := w.Issuer.AchievementJSON(t.Context(), badge.RevisionID(revision))
		if err != nil {
			t.Fatal(err)
		}
		var page struct{ ID, Name string }
		if err := json.Unmarshal(served, &page); err != nil || page.ID != address || page.Name != c.name {
			t.Errorf("%s says %+v, %v", address, page, err)
		}
	}
}

// A document that breaks the standard is refused alone, with the reason, and
// the others go on.
func TestARefusedDocumentIsRefusedAlone(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	r := a.Revision
	r.Validity.Until = badge.Day(world.Start).AddDate(0, 0, -9) // before the second row begins
	if _, err := w.Catalog.Revise(t.Context(), badge.Host(), org.ID, a.ID, badge.Achievement{Revision: r}, nil); err != nil {
		t.Fatal(err)
	}
	b := w.Upload(t, a, "name,email,issued\nAda,ada@example.org,2026-02-01\nBob,bob@example.org,2026-03-09\nCyn,cyn@example.org,2026-03-01\n", award.Answers{})
	w.Confirm(t, b)
	if err := w.Issuer.IssueChunk(t.Context(), org.ID, b.ID, 1, 100); err != nil {
		t.Fatal(err)
	}
	results := w.Results(t, b)
	for n, want := range []string{"issued", "error", "issued"} {
		if results[n].Status() != want {
			t.Errorf("row %d: %s", results[n].Row, results[n].Status())
		}
	}
	if bob := results[1]; bob.State != badge.AwardRefused || !strings.Contains(bob.Message(), "ends before it begins") {
		t.Errorf("refused: %s, %q", bob.State, bob.Message())
	}
	if p, err := w.Intake.Progress(t.Context(), badge.Host(), org.ID, b.ID); err != nil || p.State != badge.BatchDone || p.Counts.Refused != 1 || p.Counts.Issued != 2 {
		t.Errorf("%+v, %v", p, err)
	}
	w.Read(t, func(tx *store.Tx) error {
		if _, err := tx.SystemAccountByEmail(t.Context(), "bob@example.org"); err == nil {
			t.Error("somebody who was issued nothing has an account")
		}
		return nil
	})
}

// So is one that could be recorded but never signed: it must not keep the rows
// beside it waiting for ever.
func TestADocumentThatCannotBeSignedIsRefusedAlone(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	b := w.Upload(t, w.Badge(t, org.ID, "first-aid"), world.File("Ada <ada@example.org>", "Bob <bob@example.org>"), award.Answers{})
	w.Confirm(t, b)
	if _, err := w.DB.SQLPool().ExecContext(t.Context(), "update awards set evidence = 'https://example.org/<b>' where row_number = 3"); err != nil {
		t.Fatal(err)
	}
	if err := w.Issuer.IssueChunk(t.Context(), org.ID, b.ID, 1, 100); err != nil {
		t.Fatal(err)
	}
	results := w.Results(t, b)
	if results[0].Status() != "issued" || results[1].State != badge.AwardRefused {
		t.Errorf("%s and %s, want issued and refused", results[0].State, results[1].State)
	}
}

func TestABatchOfAnotherOrganizationIsNotIssued(t *testing.T) {
	w := world.New(t)
	org, other := w.Found(t, "college", nil), w.Found(t, "other", nil)
	b := w.Upload(t, w.Badge(t, org.ID, "first-aid"), world.File("Ada <ada@example.org>"), award.Answers{})
	w.Confirm(t, b)
	if err := w.Issuer.IssueChunk(t.Context(), other.ID, b.ID, 1, 100); err == nil {
		t.Error("issued")
	}
	if got := w.Results(t, b)[0]; got.State != badge.AwardWaiting {
		t.Errorf("the row is %s", got.State)
	}
}

// A batch that nobody confirmed is not issued, whatever the queue says.
func TestAnUnconfirmedBatchIsNotIssued(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	b := w.Upload(t, w.Badge(t, org.ID, "first-aid"), world.File("Ada <ada@example.org>"), award.Answers{})
	if err := w.Issuer.IssueChunk(t.Context(), org.ID, b.ID, 1, 100); err != nil {
		t.Fatal(err)
	}
	if got := w.Results(t, b)[0]; got.State != badge.AwardChecked {
		t.Errorf("the row is %s", got.State)
	}
	if p, err := w.Intake.Progress(t.Context(), badge.Host(), org.ID, b.ID); err != nil || p.State != badge.BatchChecked {
		t.Errorf("the batch is %s, %v", p.State, err)
	}
}
