package post_test

import (
	"cmp"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"strings"
	"testing"
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/house"
	"laurel/internal/locale"
	"laurel/internal/mail"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
	"laurel/test/world"
)

// eachWithMail is withMail on both engines.
func eachWithMail(t *testing.T, run func(t *testing.T, w *world.World, s *server)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		w, s := withMail(t)
		run(t, w, s)
	})
	t.Run("postgres", func(t *testing.T) {
		s := listening(t)
		run(t, world.Open(t, storetest.PostgresOptions(t), func(h *house.Settings) { h.SMTP = "smtp://" + s.address }), s)
	})
}

// newestTo is the newest letter that a mailbox was given: its subject and all of it.
func newestTo(t *testing.T, s *server, to string) (subject, whole string) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.offered {
		if !strings.Contains(m.Header.Get("To"), to) {
			continue
		}
		var err error
		if subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
		if err != nil {
			t.Fatal(err)
		}
		if len(text) > 0 {
			whole = strings.ReplaceAll(string(text), "\r\n", "\n")
			m.Body = strings.NewReader(string(text))
		}
	}
	return subject, whole
}

func saveWords(t *testing.T, w *world.World, org badge.OrgID, kind badge.LetterKind, language, subject, text string) {
	t.Helper()
	if err := w.Post.SaveWords(t.Context(), badge.Host(), org, badge.LetterWords{Kind: kind, Language: language, Subject: subject, Text: text}); err != nil {
		t.Fatal(err)
	}
}

func reads(t *testing.T, w *world.World, email badge.Email, language locale.Language) {
	t.Helper()
	if err := w.Profiles.SetLanguage(t.Context(), w.Account(t, email).ID, language); err != nil {
		t.Fatal(err)
	}
}

// An organization's own words stand where it wrote some, in the reader's
// language; everywhere else stand the built-in ones.
func TestLettersInAnOrganizationsOwnWords(t *testing.T) {
	eachWithMail(t, func(t *testing.T, w *world.World, s *server) {
		org, other := w.Found(t, "college", nil), w.Found(t, "hilltop", nil)
		a, theirs := w.Badge(t, org.ID, "first-aid"), w.Badge(t, other.ID, "first-aid")
		people := []string{"María <es@example.org>", "Gerd <de@example.org>", "Ann <en@example.org>"}
		w.Issue(t, theirs, people...)
		reads(t, w, "es@example.org", locale.Spanish)
		reads(t, w, "de@example.org", locale.German)
		saveWords(t, w, org.ID, badge.LetterIssued, "en", "Well done, {name}", "")
		saveWords(t, w, org.ID, badge.LetterIssued, "es", "¡Enhorabuena, {name}!", "Nuestro {badge} es suyo desde el {issued}.\n\n{link}")
		saveWords(t, w, org.ID, badge.LetterRevoked, "es", "", "Lo sentimos: {badge}.")
		codes := map[string]badge.Code{}
		for _, r := range w.Issue(t, a, people...) {
			codes[string(r.Email)] = r.Code
		}
		if err := send(t, w); err != nil {
			t.Fatal(err)
		}
		subject, letter := newestTo(t, s, "es@example.org")
		page := world.PublicURL + "/b/" + string(codes["es@example.org"])
		if subject != "¡Enhorabuena, María!" || !strings.Contains(letter, "\n\nNuestro Badge first-aid es suyo desde el 10 de marzo de 2026.\n\n"+page+"\n\n") ||
			!strings.Contains(letter, `>Nuestro <bdi>Badge first-aid</bdi> es suyo desde el <bdi>10 de marzo de 2026</bdi>.</p>`) {
			t.Errorf("in Spanish: %q\n%s", subject, letter)
		}
		if subject, letter = newestTo(t, s, "de@example.org"); !strings.HasPrefix(subject, "Herzlichen Glückwunsch") || strings.Contains(letter, "Well done") {
			t.Errorf("in German, in which nothing was written: %q\n%s", subject, letter)
		}
		if subject, letter = newestTo(t, s, "en@example.org"); subject != "Well done, Ann" || !strings.Contains(letter, "issued you this badge on March 10, 2026.") {
			t.Errorf("a subject alone leaves the text: %q\n%s", subject, letter)
		}
		for _, l := range w.Letters(t) {
			if _, content, err := w.Post.Show(t.Context(), badge.Host(), l.ID); err != nil || l.OrgID == other.ID && strings.Contains(content.Subject+content.Text, "Enhorabuena") {
				t.Errorf("%v: a letter of another organization says %q", err, content.Subject)
			}
		}

		if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, codes["es@example.org"], "Un error."); err != nil {
			t.Fatal(err)
		}
		if text := w.LetterText(t, badge.LetterRevoked, "es@example.org"); !strings.Contains(text, "Lo sentimos: Badge first-aid.") || !strings.Contains(text, "Un error.") {
			t.Errorf("of the revoked one:\n%s", text)
		}
		if err := w.Post.DropWords(t.Context(), badge.Host(), org.ID, badge.LetterWords{Kind: badge.LetterRevoked, Language: "es"}); err != nil {
			t.Fatal(err)
		}
		if text := w.LetterText(t, badge.LetterRevoked, "es@example.org"); strings.Contains(text, "Lo sentimos") {
			t.Errorf("the built-in words are not back:\n%s", text)
		}
	})
}

// A department's letters are its own, as all its settings are.
func TestADepartmentDoesNotSpeakInItsParentsWords(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	nursing, err := w.Tenants.CreateDepartment(t.Context(), badge.Host(), org.ID, badge.Organization{Name: "Nursing", Slug: "nursing", URL: "https://nursing.example", Email: "n@nursing.example"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	saveWords(t, w, org.ID, badge.LetterIssued, "en", "Well done", "")
	w.Issue(t, w.Badge(t, nursing.ID, "first-aid"), "Ada <ada@example.org>")
	_, content, err := w.Post.Show(t.Context(), badge.Host(), letterTo(t, w, badge.LetterIssued, ada).ID)
	if err != nil || content.Subject != "Congratulations, Ada: Badge first-aid" {
		t.Errorf("%q, %v", content.Subject, err)
	}
}

func TestWhoMayWriteTheWordsOfLetters(t *testing.T) {
	w := world.New(t)
	org, other := w.Found(t, "college", nil), w.Found(t, "hilltop", nil)
	words := badge.LetterWords{Kind: badge.LetterIssued, Language: "fr", Text: "Bravo, {name} !"}
	tries := map[string]func(actor badge.Actor, w2 badge.LetterWords) error{
		"save": func(actor badge.Actor, words badge.LetterWords) error {
			return w.Post.SaveWords(t.Context(), actor, org.ID, words)
		},
		"drop": func(actor badge.Actor, words badge.LetterWords) error {
			return w.Post.DropWords(t.Context(), actor, org.ID, words)
		},
		"preview": func(actor badge.Actor, words badge.LetterWords) error {
			_, _, err := w.Post.Preview(t.Context(), actor, org.ID, words)
			return err
		},
		"test": func(actor badge.Actor, words badge.LetterWords) error {
			_, err := w.Post.TestWords(t.Context(), actor, org.ID, words)
			return err
		},
		"list": func(actor badge.Actor, _ badge.LetterWords) error {
			_, err := w.Post.OwnWords(t.Context(), actor, org.ID)
			return err
		},
	}
	for name, try := range tries {
		for _, role := range []badge.Role{badge.RoleIssuer, badge.RoleDesigner, badge.RoleViewer} {
			if err := try(w.Member(t, org.ID, role), words); !errors.Is(err, badge.ErrForbidden) {
				t.Errorf("%s as %s: %v", name, role, err)
			}
		}
		if err := try(w.Member(t, other.ID, badge.RoleOwner), words); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("%s as another's owner: %v", name, err)
		}
		if name == "list" {
			continue
		}
		for _, wrong := range []badge.LetterWords{{Kind: badge.LetterNewPassword, Language: "fr"}, {Kind: badge.LetterIssued, Language: "tlh"}, {}} {
			if err := try(w.Member(t, org.ID, badge.RoleOwner), wrong); !errors.Is(err, badge.ErrNotFound) {
				t.Errorf("%s of %+v: %v", name, wrong, err)
			}
		}
	}
	admin := w.Member(t, org.ID, badge.RoleAdmin)
	if err := tries["save"](admin, words); err != nil {
		t.Fatal(err)
	}
	words.Text = "Bravo, {nom} !"
	if err := tries["save"](admin, words); err == nil || !strings.Contains(err.Error(), "{nom}") {
		t.Errorf("an unknown placeholder: %v", err)
	}
	kept := func() []badge.LetterWords {
		all, err := w.Post.OwnWords(t.Context(), admin, org.ID)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	if all := kept(); len(all) != 1 || all[0].Text != "Bravo, {name} !" || !all[0].ChangedAt.Equal(w.Time()) {
		t.Errorf("%+v", all)
	}
	words.Text = "Bravo, {name} !" // the same once more is not written down
	if err := tries["save"](admin, words); err != nil {
		t.Fatal(err)
	}
	words.Text = " \n"
	for range 2 { // and so is what is not there any more
		if err := tries["save"](admin, words); err != nil {
			t.Fatal(err)
		}
	}
	if all := kept(); len(all) != 0 {
		t.Errorf("without words there are %+v", all)
	}
	var noted []string
	w.Read(t, func(tx *store.Tx) error {
		events, err := tx.Org(org.ID).Events(t.Context(), store.EventQuery{Verb: "letter.", Limit: 10})
		for _, e := range events {
			noted = append(noted, e.Actor+" "+e.Verb+" "+e.Note)
		}
		return err
	})
	if len(noted) != 2 || noted[0] != admin.Name()+" letter.unworded issued fr" || noted[1] != admin.Name()+" letter.worded issued fr" {
		t.Errorf("%q", noted)
	}
}

// The preview is about the newest badge of the organization, or about one that
// might be; every letter has one in every language.
func TestThePreviewOfOwnWords(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	admin := w.Member(t, org.ID, badge.RoleAdmin)
	preview := func(words badge.LetterWords) (badge.Letter, mail.Content) {
		l, content, err := w.Post.Preview(t.Context(), admin, org.ID, words)
		if err != nil {
			t.Fatal(err)
		}
		return l, content
	}
	if l, content := preview(badge.LetterWords{Kind: badge.LetterIssued, Language: "en", Subject: "{name}: {badge}"}); content.Subject != l.Name+": Name of the badge" {
		t.Errorf("before there is a badge: %q", content.Subject)
	}
	a := w.Badge(t, org.ID, "first-aid")
	if _, content := preview(badge.LetterWords{Kind: badge.LetterIssued, Language: "en", Subject: "{badge}"}); content.Subject != "Badge first-aid" || !strings.Contains(content.HTML, "/media/"+a.Revision.Picture+".png") {
		t.Errorf("before one is issued: %q", content.Subject)
	}
	code := w.Issue(t, a, "Ada Lovelace <ada@example.org>")[0].Code
	for _, of := range badge.WordedLetters {
		for _, language := range locale.Languages {
			words := badge.LetterWords{Kind: of.Kind, Language: string(language), Subject: "XX {badge}", Text: "YY {" + strings.Join(of.Fills, "} {") + "}"}
			l, content := preview(words)
			if l.To != ada || content.Subject != "XX Badge first-aid" || !strings.Contains(content.Text, "YY Ada Lovelace Badge first-aid ") || strings.ContainsAny(content.Text, "{}") {
				t.Errorf("%s in %s: %q\n%s", of.Kind, language, content.Subject, content.Text)
			}
			about := map[badge.LetterKind]string{badge.LetterRequestAnswered: "/requests/", badge.LetterClaimAsked: "/a/", badge.LetterClaimDecided: "/a/"}[of.Kind]
			if !strings.Contains(content.Text, cmp.Or(about, "/b/"+string(code))) {
				t.Errorf("%s in %s leads nowhere:\n%s", of.Kind, language, content.Text)
			}
		}
	}
	long := badge.LetterWords{Kind: badge.LetterIssued, Language: "en", Subject: strings.Repeat("a", 10_000), Text: strings.Repeat("b", 10_000)}
	if _, content := preview(long); len(content.Subject) > 200 || len(content.HTML) > 30_000 {
		t.Errorf("10,000 characters make a letter of %d bytes, about %d", len(content.HTML), len(content.Subject))
	}
	if all, err := w.Post.OwnWords(t.Context(), admin, org.ID); err != nil || len(all) != 0 {
		t.Errorf("looking kept %v, %v", all, err)
	}
}

// A preview carries no secret of the earner that it shows.
func TestThePreviewHasNoSecretOfAnEarner(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", func(o *badge.Organization) { o.InviteLogin = true })
	w.Issue(t, w.Badge(t, org.ID, "first-aid"), "Ada Lovelace <ada@example.org>")
	_, real, err := w.Post.Show(t.Context(), badge.Host(), letterTo(t, w, badge.LetterIssued, ada).ID)
	if err != nil {
		t.Fatal(err)
	}
	password := passwordIn(t, real.Text)
	for _, of := range badge.WordedLetters {
		_, content, err := w.Post.Preview(t.Context(), badge.Host(), org.ID, badge.LetterWords{Kind: of.Kind, Language: "en"})
		if err != nil || strings.Contains(content.Text, password) {
			t.Errorf("%s: %v\n%s", of.Kind, err, content.Text)
		}
		if of.Kind == badge.LetterExpiring {
			_, token, _ := strings.Cut(content.Text, "/profile/reminders/")
			token, _, _ = strings.Cut(token, "\n")
			if err := w.Accounts.StopReminders(t.Context(), token); err == nil {
				t.Error("the link of the preview ends the reminders of somebody")
			}
		}
	}
}

// passwordIn is the temporary password of a letter.
func passwordIn(t *testing.T, text string) string {
	t.Helper()
	_, after, found := strings.Cut(text, "Temporary password:  ")
	if !found {
		t.Fatalf("no password in\n%s", text)
	}
	password, _, _ := strings.Cut(after, "\n")
	return password
}

// A test goes to whoever asks, as few times an hour as all tests together, and
// a subject adds no header to it.
func TestATestOfOwnWords(t *testing.T) {
	w, s := withMail(t)
	org := w.Found(t, "college", nil)
	w.Issue(t, w.Badge(t, org.ID, "first-aid"), "Ada <ada@example.org>")
	admin := w.Member(t, org.ID, badge.RoleAdmin)
	words := badge.LetterWords{Kind: badge.LetterIssued, Language: "en", Subject: "Hi {name}\r\nBcc: eve\r\n\r\n=?utf-8?q?x?=", Text: "<b>%s</b> & {badge}"}
	me, err := w.Post.TestWords(t.Context(), admin, org.ID, words)
	if err != nil {
		t.Fatal(err)
	}
	subject, letter := newestTo(t, s, string(me))
	if header := s.offered[len(s.offered)-1].Header; len(s.got()) != 1 || s.got()[0] != string(me) || header.Get("Bcc") != "" || header.Get("List-Unsubscribe") != "" ||
		subject != "[Test] Hi Ada Bcc: eve = ?utf-8?q?x?=" || !strings.Contains(letter, "\n<b>%s</b> & Badge first-aid\n") || !strings.Contains(letter, "&lt;b&gt;%s&lt;/b&gt; &amp; <bdi>Badge first-aid</bdi></p>") {
		t.Errorf("to %q: %v\n%s", s.got(), header, letter)
	}
	if _, err := w.Post.TestWords(t.Context(), admin, org.ID, badge.LetterWords{Kind: badge.LetterIssued, Language: "en", Text: "See bank.example"}); err == nil || len(s.got()) != 1 {
		t.Errorf("words that are refused were sent: %v", err)
	}
	b := w.Upload(t, w.Badge(t, org.ID, "second"), world.File("Bo <bo@example.org>"), award.Answers{})
	for n := range 6 {
		_, err := w.Post.Test(t.Context(), admin, org.ID, b.ID)
		if n < 4 && err != nil || n >= 4 && !errors.Is(err, badge.ErrTooMany) {
			t.Errorf("test %d: %v", n+2, err)
		}
	}
	if _, err := w.Post.TestWords(t.Context(), admin, org.ID, words); !errors.Is(err, badge.ErrTooMany) {
		t.Errorf("a sixth: %v", err)
	}
	w.Pass(61 * time.Minute)
	if _, err := w.Post.TestWords(t.Context(), admin, org.ID, words); err != nil {
		t.Errorf("an hour later: %v", err)
	}
}

// The letter that a batch shows before it is confirmed has the words that it
// will leave with.
func TestTheSampleOfABatchHasTheOwnWords(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	b := w.Upload(t, w.Badge(t, org.ID, "first-aid"), world.File("Ada <ada@example.org>"), award.Answers{})
	saveWords(t, w, org.ID, badge.LetterIssued, "en", "Well done, {name}", "We are glad.")
	_, content, err := w.Post.Sample(t.Context(), badge.Host(), org.ID, b.ID)
	if err != nil || content.Subject != "Well done, Ada" || !strings.Contains(content.Text, "\nWe are glad.\n") {
		t.Errorf("%v: %q\n%s", err, content.Subject, content.Text)
	}
}
