package post_test

import (
	"strings"
	"testing"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/test/world"
)

// translated is a badge in English that says something in Spanish and Arabic too.
func translated(t *testing.T, w *world.World, org badge.OrgID) badge.Achievement {
	t.Helper()
	a, err := w.Catalog.Create(t.Context(), badge.Host(), org, badge.Achievement{Slug: "wound-care", Revision: badge.Revision{
		Name: "Wound Care", Description: "Cares for wounds.", Criteria: "Pass.", Details: badge.Details{Alt: "A plaster.", Language: "en", Translations: []badge.Translation{
			{Language: "es", Name: "Cuidado de heridas", Description: "Cuida las heridas.", Criteria: "Aprobar."},
			{Language: "ar", Name: "العناية بالجروح", Description: "يعتني بالجروح.", Criteria: "اجتياز."},
		}},
	}}, world.Picture())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Who chose no language gets letters in the organization's, and the badge is
// named in the language of the letter where it has a name in it.
func TestALetterIsInTheLanguageOfItsReaderOrOfTheOrganization(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		for _, c := range []struct{ organization, chosen, subject, says string }{
			{"", "", "Congratulations, Ada: Wound Care", "Cares for wounds."},
			{"es-MX", "", "Cuidado de heridas", "Cuida las heridas."},
			{"es", "de", "Wound Care", "Cares for wounds."}, // German, and nobody translated the badge into it
			{"es", "en", "Congratulations, Ada: Wound Care", "Cares for wounds."},
			{"de", "ar", "العناية بالجروح", "يعتني بالجروح."},
			{"pl", "", "Congratulations, Ada: Wound Care", "Cares for wounds."}, // which letters are not written in
		} {
			org := w.Found(t, "c"+badge.SlugFrom("x"+c.organization+c.chosen), func(o *badge.Organization) { o.Language = c.organization })
			email := badge.Email(org.Slug + "@example.org")
			a := translated(t, w, org.ID)
			b := w.Upload(t, a, world.File("Ada <"+string(email)+">"), award.Answers{})
			sample, content, err := w.Post.Sample(t.Context(), badge.Host(), org.ID, b.ID)
			if err != nil || sample.To != email || c.chosen == "" && !strings.Contains(content.Subject, c.subject) {
				t.Errorf("%+v: the sample is %q, %v", c, content.Subject, err)
			}
			w.Confirm(t, b)
			if err := w.Issuer.IssueChunk(t.Context(), org.ID, b.ID, 1, 1<<20); err != nil {
				t.Fatal(err)
			}
			if c.chosen != "" {
				if err := w.Profiles.SetLanguage(t.Context(), w.Account(t, email).ID, locale.Language(c.chosen)); err != nil {
					t.Fatal(err)
				}
			}
			_, content, err = w.Post.Show(t.Context(), badge.Host(), letterTo(t, w, badge.LetterIssued, email).ID)
			if err != nil || !strings.Contains(content.Subject, c.subject) || !strings.Contains(content.Text, c.says) {
				t.Errorf("%+v: %q, %v\n%s", c, content.Subject, err, content.Text)
			}
			if err := w.Accounts.RequestPassword(t.Context(), string(email)); err != nil {
				t.Fatal(err)
			}
			_, content, err = w.Post.Show(t.Context(), badge.Host(), letterTo(t, w, badge.LetterNewPassword, email).ID)
			language := locale.Language(c.chosen)
			if c.chosen == "" {
				language = locale.Spoken(c.organization)
			}
			if want := locale.For(language).Say("Choose a new password"); err != nil || content.Subject != want {
				t.Errorf("%+v: the letter of the installation is about %q, want %q, %v", c, content.Subject, want, err)
			}
		}
	})
}
