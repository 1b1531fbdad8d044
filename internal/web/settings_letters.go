package web

import (
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/web/page"
)

// wordedLetters are what letters in an organization's own words are called, when
// they leave, and what they say besides.
var wordedLetters = map[badge.LetterKind]struct{ title, when, rest string }{
	badge.LetterIssued: {
		"A badge was issued", "Goes out with every badge that you issue.",
		"The letter also has the picture, the name and the description of the badge, how long it is valid, its address, the way into the portfolio with the temporary password, and at its foot who sends it and why.",
	},
	badge.LetterExpiring: {
		"A badge expires soon", "Goes out 60, 30 and 7 days before a badge expires, where you have not turned the reminders off.",
		"The letter also has its heading, the address of the badge, and at its foot who sends it, why, and how to end the reminders.",
	},
	badge.LetterRenewed: {
		"A badge was renewed", "Goes out when you renew a badge.",
		"The letter also says until when the badge is valid and that copies saved before no longer hold, and has the address of the badge and at its foot who sends it.",
	},
	badge.LetterCorrected: {
		"A badge was corrected", "Goes out when you correct a name or a date.",
		"The letter also says that copies saved before no longer hold, and has the address of the badge and at its foot who sends it.",
	},
	badge.LetterSuspended: {
		"A badge was suspended", "Goes out when you suspend a badge.",
		"The letter also has its heading, the reason that you give, the address of the badge, whom to ask, and at its foot who sends it and why.",
	},
	badge.LetterReinstated: {
		"A badge was reinstated", "Goes out when you end the suspension of a badge.",
		"The letter also says that the badge holds again and that older copies do not, and has its address, whom to ask, and at its foot who sends it and why.",
	},
	badge.LetterRevoked: {
		"A badge was revoked", "Goes out when you revoke a badge.",
		"The letter also has its heading, the reason that you give, the address of the badge, whom to ask, and at its foot who sends it and why.",
	},
	badge.LetterRequestAnswered: {
		"A request was answered", "Goes out when you answer what an earner asked for: when it is done, declined, or when you ask back.",
		"The letter also says in its heading whether the request is done, declined or asked back about, and has your answer, the address of the request, and at its foot who sends it.",
	},
	badge.LetterClaimAsked: {
		"An application has arrived", "Goes out when somebody applied for a badge and proved their address.",
		"The letter also has its heading, what they wrote, where to read what the badge stands for, and at its foot whom to ask.",
	},
	badge.LetterClaimDecided: {
		"An application was decided", "Goes out when you approve an application, or do not.",
		"The letter also says in its heading whether it was approved, and has the reason that you give, where to read what the badge stands for, and at its foot who sends it.",
	},
}

// fillWords are what stands in the place of a placeholder.
var fillWords = map[string]string{
	"name": "the earner's name", "badge": "the name of the badge", "organization": "your organization's name", "issued": "the day of issue",
	"expires": "the last day on which the badge is valid", "date": "the day on which this was done", "link": "the address that the button leads to; not in the subject", "email": "your contact e-mail; not in the subject",
}

// settingsLetters lists the letters that an organization may put into its own words.
func (s *server) settingsLetters(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	own, err := s.Post.OwnWords(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	v := page.SettingsLettersView{OrgFrame: s.orgFrame(r, who, org), Own: len(own)}
	for _, l := range badge.WordedLetters {
		v.Letters = append(v.Letters, wordedLetter(org, own, badge.LetterWords{Kind: l.Kind}))
	}
	return s.show(w, r, page.SettingsLetters(v))
}

// wordedLetter is a letter in all languages; one of them may be the one on the page.
func wordedLetter(org badge.Organization, own []badge.LetterWords, here badge.LetterWords) page.WordedLetter {
	about := wordedLetters[here.Kind]
	l := page.WordedLetter{Title: about.title, When: about.when}
	for _, language := range locale.Languages {
		in := page.WordedLanguage{
			URL: wordsURL(org, here.Kind, string(language)), Tag: string(language), Name: language.Name(), Current: here.Language == string(language),
		}
		for _, w := range own {
			in.Own = in.Own || w.Kind == here.Kind && w.Language == string(language)
		}
		l.Languages = append(l.Languages, in)
	}
	return l
}

// wordsURL is where a letter gets its words.
func wordsURL(org badge.Organization, kind badge.LetterKind, language string) string {
	return "/org/" + org.Slug + "/settings/letters/" + string(kind) + "/" + language
}

// settingsLetter shows one letter in one language, with the words that are kept.
func (s *server) settingsLetter(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	own, err := s.Post.OwnWords(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	v, err := s.letterWords(w, r, who, org, keptWordsOf(r, own), own)
	if err != nil {
		return err
	}
	return s.show(w, r, page.SettingsLetter(v))
}

// keptWordsOf are the words of the letter that is asked for; empty: the built-in ones.
func keptWordsOf(r *http.Request, own []badge.LetterWords) badge.LetterWords {
	asked := badge.LetterWords{Kind: badge.LetterKind(chi.URLParam(r, "kind")), Language: chi.URLParam(r, "language")}
	for _, w := range own {
		if w.Kind == asked.Kind && w.Language == asked.Language {
			return w
		}
	}
	return asked
}

// letterWords is the form with words that are kept or were just typed.
func (s *server) letterWords(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization, typed badge.LetterWords, own []badge.LetterWords) (v page.SettingsLetterView, err error) {
	to, content, err := s.Post.Preview(r.Context(), who.Actor(), org.ID, typed)
	if err != nil {
		return v, err
	}
	_, builtIn, err := s.Post.Preview(r.Context(), who.Actor(), org.ID, badge.LetterWords{Kind: typed.Kind, Language: typed.Language})
	if err != nil {
		return v, err
	}
	w.Header().Set("Content-Security-Policy", framingPolicy)
	at := wordsURL(org, typed.Kind, typed.Language)
	v = page.SettingsLetterView{
		OrgFrame: s.orgFrame(r, who, org), WordedLetter: wordedLetter(org, own, typed), Action: at, Direction: locale.Language(typed.Language).Direction(),
		Subject: typed.Subject, Text: typed.Text, BuiltSubject: builtIn.Subject, Rest: wordedLetters[typed.Kind].rest, MaxSubject: badge.MaxWordsSubject, MaxText: badge.MaxWordsText,
		Mail: s.Post.SMTP != nil, TestTo: string(who.Account.Email),
		Seen: page.WordedPreview{To: addressed(to), Subject: content.Subject, Text: content.Text, HTMLURL: at + "/html?words=" + url.QueryEscape(packed(typed))},
	}
	for _, l := range v.Languages {
		if l.Current {
			v.Language, v.Own = l, l.Own
		}
	}
	of, _ := badge.WordedLetterOf(typed.Kind)
	for _, name := range of.Fills {
		v.Fills = append(v.Fills, page.Fill{Name: "{" + name + "}", Means: fillWords[name]})
	}
	return v, nil
}

// packed is what was typed, short enough for an address: the frame asks for the
// letter with words that are not kept.
func packed(w badge.LetterWords) string {
	w.Tidy()
	subject, text := []rune(w.Subject), []rune(w.Text)
	w.Subject, w.Text = string(subject[:min(len(subject), badge.MaxWordsSubject)]), string(text[:min(len(text), badge.MaxWordsText)])
	return base64.RawURLEncoding.EncodeToString([]byte(w.Subject + "\n" + w.Text))
}

// settingsLetterHTML is the HTML part of a letter with words that were typed,
// for the frame beside them; without any, with those that are kept.
func (s *server) settingsLetterHTML(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	own, err := s.Post.OwnWords(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	typed := keptWordsOf(r, own)
	if r.FormValue("words") != "" {
		text, err := base64.RawURLEncoding.DecodeString(r.FormValue("words"))
		if err != nil {
			return badge.ErrNotFound
		}
		typed.Subject, typed.Text, _ = strings.Cut(string(text), "\n")
	}
	_, content, err := s.Post.Preview(r.Context(), who.Actor(), org.ID, typed)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", framedLetterPolicy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err = io.WriteString(w, content.HTML)
	return err
}

// settingsLetterSave keeps words, shows what they would look like, sends them to
// whoever typed them, or goes back to the built-in ones.
func (s *server) settingsLetterSave(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	own, err := s.Post.OwnWords(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	typed := keptWordsOf(r, own)
	typed.Subject, typed.Text = r.PostFormValue("subject"), r.PostFormValue("text")
	var invalid *badge.Invalid
	switch do := r.PostFormValue("do"); do {
	case "preview":
		return s.lookAtWords(w, r, who, org, typed, own)
	case "test":
		if invalid, err = s.testWords(r, who, org, typed); err == nil && invalid == nil {
			return s.lookAtWords(w, r, who, org, typed, own)
		}
	case "built-in":
		if err = s.Post.DropWords(r.Context(), who.Actor(), org.ID, typed); err == nil {
			s.notice(r.Context(), page.ToneGood, "The built-in words stand there again.")
			return found(w, r, wordsURL(org, typed.Kind, typed.Language))
		}
	default:
		if err = s.Post.SaveWords(r.Context(), who.Actor(), org.ID, typed); err == nil {
			s.notice(r.Context(), page.ToneGood, "The words are saved. Letters that leave from now on have them.")
			return found(w, r, wordsURL(org, typed.Kind, typed.Language))
		}
		invalid, _ = errors.AsType[*badge.Invalid](err)
	}
	if invalid == nil {
		return err
	}
	v, err := s.letterWords(w, r, who, org, typed, own)
	if err != nil {
		return err
	}
	v.Errors = invalid.Fields
	return s.again(w, r, page.SettingsLetter(v))
}

// lookAtWords shows the letter with what was typed, and keeps nothing.
func (s *server) lookAtWords(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization, typed badge.LetterWords, own []badge.LetterWords) error {
	v, err := s.letterWords(w, r, who, org, typed, own)
	if err != nil {
		return err
	}
	checked := typed
	if invalid, refused := errors.AsType[*badge.Invalid](checked.Validate()); refused {
		for _, field := range []string{"subject", "text"} {
			if why := invalid.Fields[field]; why != "" {
				v.Seen.Waits = append(v.Seen.Waits, why)
			}
		}
	}
	return s.show(w, r, page.SettingsLetter(v))
}

// testWords sends the letter to whoever typed its words, and says what came of it.
func (s *server) testWords(r *http.Request, who account.Visitor, org badge.Organization, typed badge.LetterWords) (*badge.Invalid, error) {
	to, err := s.Post.TestWords(r.Context(), who.Actor(), org.ID, typed)
	invalid, refused := errors.AsType[*badge.Invalid](err)
	switch {
	case refused && invalid.Fields[""] == "":
		return invalid, nil
	case errors.Is(err, badge.ErrNotFound), errors.Is(err, badge.ErrForbidden):
		return nil, err
	}
	s.testNotice(r, to, err)
	return nil, nil
}
