package openbadge_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"laurel/openbadge"
	"laurel/openbadge/ob2"
	"laurel/vc"
	"laurel/vc/proof"
)

// signable says why a document could not be signed, nil when it can.
func signable(t *testing.T, data []byte) error {
	t.Helper()
	prepared, err := proof.Prepare(data, proof.Options{VerificationMethod: "did:web:example.org#key-1", Created: least().ValidFrom})
	if err == nil {
		_, err = proof.Message(t.Context(), prepared)
	}
	return err
}

// edited is the least badge with one text for another.
func edited(t *testing.T, old, new string) []byte {
	t.Helper()
	data, err := least().Marshal()
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(data), old, new, 1)
	if changed == string(data) {
		t.Fatalf("nothing is changed: %s", data)
	}
	return []byte(changed)
}

func faultsAt(data vc.Object) string {
	var at []string
	for _, f := range openbadge.Check(data) {
		at = append(at, f.Pointer)
	}
	return strings.Join(at, " ")
}

func TestDatesOfTheOtherDataModelAreFoundAndNotSigned(t *testing.T) {
	for _, name := range []string{"issuanceDate", "expirationDate"} {
		data := edited(t, `"validFrom"`, `"`+name+`":"2026-01-15T09:00:00Z","validFrom"`)
		if at := faultsAt(decode(t, data)); at != "/"+name {
			t.Errorf("%s: faults at %q", name, at)
		}
		if signable(t, data) == nil {
			t.Errorf("%s is signed", name)
		}
	}
}

func TestTypesOfTheExtensionsNeedTheirContext(t *testing.T) {
	for name, change := range map[string]func(*openbadge.Credential){
		"schema":  func(c *openbadge.Credential) { c.Schema = []openbadge.Reference{openbadge.SchemaOfBadge} },
		"status":  func(c *openbadge.Credential) { c.RevocationList = "https://example.org/revoked" },
		"refresh": func(c *openbadge.Credential) { c.Refresh = openbadge.RefreshAt("https://example.org/newest") },
	} {
		c := least()
		change(&c)
		data, err := c.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if err := signable(t, data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		bare := strings.Replace(string(data), `,"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"`, "", 1)
		if at := faultsAt(decode(t, []byte(bare))); at != "/@context" || signable(t, []byte(bare)) == nil {
			t.Errorf("%s without the context: faults at %q", name, at)
		}
	}
}

func TestPictureAsTextIsAFaultHereAndNoneInTheStandardBefore(t *testing.T) {
	data := edited(t, `"criteria"`, `"image":"https://example.org/i.png","criteria"`)
	if at := faultsAt(decode(t, data)); at != "/credentialSubject/achievement/image" {
		t.Errorf("faults at %q", at)
	}
	if v, err := openbadge.Read(decode(t, data)); err != nil || v.ImageURL != "https://example.org/i.png" {
		t.Errorf("read as %q, %v", v.ImageURL, err)
	}
	for _, image := range []string{"https://example.org/i.png", "data:image/png;base64,AAAA"} {
		class := decode(t, fmt.Appendf(nil, `{"@context":"https://w3id.org/openbadges/v2","id":"https://example.org/c","type":"BadgeClass","name":"N","description":"D","image":%q,"criteria":"https://example.org/k","issuer":"https://example.org/i"}`, image))
		if faults := ob2.Check(class); faults != nil {
			t.Errorf("%s in 2.0: %v", image, faults)
		}
	}
}

// Where there can be several values there is a list, also for one.
func TestListsAreWrittenAsListsForOneValueToo(t *testing.T) {
	c := full()
	c.Subject.Identifier, c.Evidence, c.Subject.Achievement.Tag = c.Subject.Identifier[:1], c.Evidence[:1], []string{"care"}
	data, err := c.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	o := decode(t, sign(t, data, "did:web:badges.example.org:o:river"))
	subject := o["credentialSubject"].(vc.Object)
	achievement := subject["achievement"].(vc.Object)
	for name, value := range map[string]any{
		"@context": o["@context"], "type": o["type"], "proof": o["proof"], "evidence": o["evidence"], "identifier": subject["identifier"],
		"alignment": achievement["alignment"], "tag": achievement["tag"], "type of the subject": subject["type"], "type of the achievement": achievement["type"],
	} {
		if list, isList := value.([]any); !isList || len(list) == 0 {
			t.Errorf("%s is %v", name, value)
		}
	}
}

func TestHashesOfAddressesAreFoundHoweverTheyAreSpelled(t *testing.T) {
	const hash = "sha256$3560f7c9afd68e6101d9251ccd9d3c7676e1c2940124ea6282bc36a7e166945b" // of emmy@example.orgdeadsea
	for _, c := range []struct {
		hash, salt, email string
		want              bool
	}{
		{hash, "deadsea", "emmy@example.org", true},
		{strings.ToUpper(hash[7:]), "deadsea", "emmy@example.org", false},
		{"sha256$" + strings.ToUpper(hash[7:]), "deadsea", "emmy@example.org", true},
		{hash, "deadsea", "Emmy@Example.ORG", true},
		{hash, "", "emmy@example.org", false},
		{hash, "deadsea", "emma@example.org", false},
		{openbadge.IdentityHash("Zoë@Example.org", "ß"), "ß", "zoë@example.org", true},
	} {
		if got := openbadge.MatchIdentity(c.hash, c.salt, c.email); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestOwnTypesOfAchievementsNeedTheirPrefix(t *testing.T) {
	for kind, fault := range map[string]string{"Badge": "", "ext:Ribbon": "", "Ribbon": "/credentialSubject/achievement/achievementType", "badge": "/credentialSubject/achievement/achievementType"} {
		data := edited(t, `"criteria"`, `"achievementType":"`+kind+`","criteria"`)
		if at := faultsAt(decode(t, data)); at != fault {
			t.Errorf("%s: faults at %q", kind, at)
		}
		if v, err := openbadge.Read(decode(t, data)); err != nil || v.AchievementType != kind {
			t.Errorf("%s is read as %q, %v", kind, v.AchievementType, err)
		}
	}
}

func TestASubjectThatIsNobodyIsAFault(t *testing.T) {
	data := edited(t, `"identifier":[{`, `"x":[{`)
	if at := faultsAt(decode(t, data)); !strings.Contains(at, "/credentialSubject") {
		t.Errorf("faults at %q", at)
	}
	if _, err := openbadge.Read(decode(t, data)); err != nil {
		t.Errorf("not read: %v", err)
	}
}

func TestTheVersionIsToldBeforeAnythingElse(t *testing.T) {
	three, err := least().Marshal()
	if err != nil {
		t.Fatal(err)
	}
	two := []byte(`{"@context":"https://w3id.org/openbadges/v2","id":"https://example.org/a","type":"Assertion","badge":"https://example.org/c","recipient":{"type":"email","hashed":false,"identity":"a@example.org"},"verification":{"type":"HostedBadge"},"issuedOn":"2026-01-15T09:00:00Z"}`)
	if ob2.IsAssertion(decode(t, three)) || !ob2.IsAssertion(decode(t, two)) {
		t.Error("the versions are mistaken for one another")
	}
	if _, err := ob2.ReadAssertion(decode(t, three)); !errors.Is(err, ob2.ErrKind) {
		t.Errorf("3.0 read as 2.0: %v", err)
	}
	if _, err := openbadge.Read(decode(t, two)); !errors.Is(err, openbadge.ErrNotBadge) {
		t.Errorf("2.0 read as 3.0: %v", err)
	}
}

func TestEndorsementTokensOfAnyFormDoNoHarm(t *testing.T) {
	for _, value := range []string{`"a.b.c"`, `["a.b.c","d.e.f"]`, `[]`, `null`, `1`, `{}`, `[null,1,{},["x"]]`, `""`} {
		for _, place := range []string{`"validFrom"`, `"criteria"`} {
			o := decode(t, edited(t, place, `"endorsementJwt":`+value+`,`+place))
			openbadge.Check(o)
			for _, e := range openbadge.EmbeddedEndorsements(o) {
				if e.Document != nil {
					t.Errorf("%s is a document", value)
				}
			}
			if _, err := openbadge.Read(o); err != nil {
				t.Errorf("%s: %v", value, err)
			}
		}
	}
}

// TestTheTableOfFailuresNamesTestsThatExist reads docs/interoperability.md: thirty rows, each with tests of the package that
// it names.
func TestTheTableOfFailuresNamesTestsThatExist(t *testing.T) {
	page, err := os.ReadFile("../docs/interoperability.md")
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile(`(?m)^\| (\d+) \|.*\| ([^|]*) \|$`)
	named := regexp.MustCompile("`([a-z0-9/]+)` ((?:`Test[A-Za-z0-9]+`(?:, )?)+)")
	rows := row.FindAllStringSubmatch(string(page), -1)
	if len(rows) != 30 {
		t.Errorf("%d rows", len(rows))
	}
	for n, r := range rows {
		if r[1] != fmt.Sprint(n+1) {
			t.Errorf("row %d has the number %s", n+1, r[1])
		}
		places := named.FindAllStringSubmatch(r[2], -1)
		if len(places) == 0 {
			t.Errorf("row %d names no test: %s", n+1, r[2])
		}
		for _, p := range places {
			for _, name := range strings.Split(p[2], ", ") {
				if name = strings.Trim(name, "`"); name != "" && !isTest(t, p[1], name) {
					t.Errorf("row %d: %s has no %s", n+1, p[1], name)
				}
			}
		}
	}
}

func isTest(t *testing.T, folder, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", filepath.FromSlash(folder), "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		source, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(source), "\nfunc "+name+"(t *testing.T) {") {
			return true
		}
	}
	return false
}
