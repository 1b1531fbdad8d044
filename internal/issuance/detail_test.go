package issuance_test

import (
	"encoding/json"
	"testing"

	"laurel/internal/badge"
	"laurel/openbadge"
	"laurel/test/world"
)

func TestTheTypesOfTheNounAreThoseOfTheStandard(t *testing.T) {
	want := map[string]bool{}
	for _, name := range openbadge.AchievementTypes {
		want[name] = true
	}
	for _, name := range badge.AchievementTypes {
		if !want[name] {
			t.Errorf("%s is not in the standard, or is here twice", name)
		}
		delete(want, name)
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
}

// Everything a badge says is signed, with every recipient, and holds.
func TestTheDetailsOfABadgeAreSigned(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a, err := w.Catalog.Create(t.Context(), badge.Host(), org.ID, badge.Achievement{Slug: "detail", Revision: badge.Revision{
		Name: "Wound Care", Description: "Cares.", Criteria: "Pass.", Tags: []string{"care"}, Details: badge.Details{
			Type: "Certification", Alt: "A plaster", Credits: 2.5, FieldOfStudy: "Nursing", Language: "en-GB", Creator: badge.Creator{Name: "Hilltop", URL: "https://hilltop.example"},
			Alignments: []badge.Alignment{{Name: "dress wounds", URL: "https://data.europa.eu/esco/skill/1", Framework: "ESCO", Code: "S3.2"}, {Name: "only", URL: "https://example.org/2"}},
		},
	}}, world.Picture())
	if err != nil {
		t.Fatal(err)
	}
	for _, result := range w.Issue(t, a, "Ada <ada@example.org>", "Bo <bo@example.org>", "Cy <cy@example.org>") {
		var doc struct {
			CredentialSubject struct {
				Achievement struct {
					AchievementType, FieldOfStudy, InLanguage string
					CreditsAvailable                          float64
					Image                                     struct{ Caption string }
					Creator                                   struct {
						ID, Name, URL string
						Type          []string
					}
					Alignment []struct{ TargetName, TargetURL, TargetFramework, TargetCode string }
				}
			}
		}
		if err := json.Unmarshal(w.Credential(t, result.Code).Signed, &doc); err != nil {
			t.Fatal(err)
		}
		got := doc.CredentialSubject.Achievement
		if got.AchievementType != "Certification" || got.FieldOfStudy != "Nursing" || got.InLanguage != "en-GB" || got.CreditsAvailable != 2.5 || got.Image.Caption != "A plaster" ||
			got.Creator.ID != "https://hilltop.example" || got.Creator.Name != "Hilltop" || len(got.Creator.Type) != 1 || got.Creator.Type[0] != "Profile" {
			t.Errorf("%+v", got)
		}
		if len(got.Alignment) != 2 || got.Alignment[0].TargetCode != "S3.2" || got.Alignment[0].TargetFramework != "ESCO" || got.Alignment[1].TargetURL != "https://example.org/2" {
			t.Errorf("%+v", got.Alignment)
		}
		verify(t, w, "college", w.Credential(t, result.Code).Signed)
	}
	b := w.Upload(t, a, world.File("Di <di@example.org>", "Ed <ed@example.org>"), noAnswers)
	w.Confirm(t, b)
	prepared, err := w.Issuer.PrepareOnly(t.Context(), org.ID, b.ID, 1, 100)
	if made, without := w.Issuer.Shapes(t.Context(), prepared); err != nil || made != 1 || without != 0 {
		t.Errorf("%d templates, %d documents without, %v: details keep a document from being signed by template", made, without, err)
	}
}
