package mail

import (
	"embed"
	"errors"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"laurel/internal/badge"
	"laurel/internal/locale"
)

// Content is a composed letter: one subject line, and the same said twice, as HTML and as plain text.
type Content struct{ Subject, Text, HTML string }

// Every letter has letters/<name>.html with the blocks "preview" and "body", set into letters/layout.html, and
// letters/<name>.txt with the blocks "subject" and "text".
//
//go:embed letters
var files embed.FS

// functions are those that say nothing.
var functions = map[string]any{
	"iso":   func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	"host":  host,
	"link":  func(p page, url string, label any) link { return link{Look: p.Look, URL: url, Label: label} },
	"lines": func(text string) []string { return strings.Split(text, "\n") },
	"fact":  func(name any, value string) fact { return fact{name, value} },
}

// letterTemplate is a letter in every language, parsed when the first one is
// written in it.
type letterTemplate map[locale.Language]func() parsed

type parsed struct{ html, text form }

func parseLetter(name string) letterTemplate {
	t := letterTemplate{}
	for _, l := range locale.Languages {
		words := locale.For(l)
		t[l] = sync.OnceValue(func() parsed {
			inHTML, err := parseForm(files, []string{"letters/layout.html", "letters/" + name + ".html"}, html.EscapeString, functions, inHTML(words))
			if err != nil {
				panic("mail: " + err.Error()) // letters are part of the binary and were read by the tests
			}
			inText, err := parseForm(files, []string{"letters/" + name + ".txt"}, asItIs, functions, inText(words))
			if err != nil {
				panic("mail: " + err.Error())
			}
			return parsed{inHTML, inText}
		})
	}
	return t
}

func asItIs(text string) string { return text }

var (
	issuanceLetter        = parseLetter("issuance")
	revocationLetter      = parseLetter("revocation")
	suspensionLetter      = parseLetter("suspension")
	expiringLetter        = parseLetter("expiring")
	expiringDigestLetter  = parseLetter("expiring_digest")
	newPasswordLetter     = parseLetter("new_password")
	passwordChangedLetter = parseLetter("password_changed")
	factorChangedLetter   = parseLetter("factor_changed")
	lockedLetter          = parseLetter("locked")
	unlockedLetter        = parseLetter("unlocked")
	staffInvitationLetter = parseLetter("staff_invitation")
	roleLetter            = parseLetter("role")
	offTeamLetter         = parseLetter("off_team")
	correctionLetter      = parseLetter("correction")
	requestLetter         = parseLetter("request")
	requestAnswerLetter   = parseLetter("request_answer")
	supportLetter         = parseLetter("support")
	sharedBadgeLetter     = parseLetter("shared_badge")
	sprayLetter           = parseLetter("spray")
	exportReadyLetter     = parseLetter("export_ready")
	addressLetter         = parseLetter("address")
	addressAddedLetter    = parseLetter("address_added")
	addressRemovedLetter  = parseLetter("address_removed")
	reminderLetter        = parseLetter("reminder")
	erasureLetter         = parseLetter("erasure")
	erasedLetter          = parseLetter("erased")
	claimLetter           = parseLetter("claim")
	claimAskedLetter      = parseLetter("claim_asked")
	claimReviewLetter     = parseLetter("claim_review")
	claimDecidedLetter    = parseLetter("claim_decided")
)

// blankLines are what an omitted paragraph leaves behind.
var blankLines = regexp.MustCompile(`\n{3,}`)

// page is what a template sees.
type page struct {
	Subject   string
	Language  locale.Language
	Direction string // of its script: ltr or rtl
	Look      badge.Look
	D         any // the letter's own data
	Own       any // the organization's own words, as HTML or as text; nil: the letter's stay
}

type link struct {
	Look  badge.Look
	URL   string
	Label any // text, or a sentence as HTML
}

type fact struct {
	Name  any // text, or a sentence as HTML
	Value string
}

// write fills the templates in the reader's language. links must all be absolute web addresses: a letter with a dead link is not written.
func (t letterTemplate) write(words *locale.Words, accent string, data any, links ...string) (Content, error) {
	return t.writeOwn(words, accent, badge.LetterWords{}, nil, data, links...)
}

// writeOwn is write with an organization's own words, where it has some, in the
// place of the subject and of what follows the greeting.
func (t letterTemplate) writeOwn(words *locale.Words, accent string, own badge.LetterWords, values fills, data any, links ...string) (Content, error) {
	for _, l := range links {
		if err := checkLink(l); err != nil {
			return Content{}, err
		}
	}
	in := t[words.Language()]()
	p := page{Language: words.Language(), Direction: words.Language().Direction(), Look: badge.Accent(accent).Look(), D: data}
	var subject, text, html strings.Builder
	if err := in.text.fill(&subject, "subject", p); err != nil {
		return Content{}, fmt.Errorf("compose letter: %w", err)
	}
	p.Subject = oneLine(subject.String(), maxSubject)
	if own.Subject != "" {
		p.Subject = oneLine(values.text(own.Subject), maxSubject)
	}
	if own.Text != "" {
		p.Own = values.text(own.Text)
	}
	if err := in.text.fill(&text, "text", p); err != nil {
		return Content{}, fmt.Errorf("compose letter: %w", err)
	}
	if own.Text != "" {
		p.Own = values.html(own.Text, p.Look)
	}
	if err := in.html.fill(&html, "letters/layout.html", p); err != nil {
		return Content{}, fmt.Errorf("compose letter: %w", err)
	}
	plain := blankLines.ReplaceAllString(strings.TrimSpace(text.String()), "\n\n") + "\n"
	return Content{Subject: p.Subject, Text: plain, HTML: html.String()}, nil
}

func checkLink(raw string) error {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || strings.ContainsAny(raw, " \t\r\n<>\"") {
		return errors.New("compose letter: a link in it is missing or is not an absolute web address")
	}
	return nil
}

// host is the part of an address that tells people where it leads.
func host(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Host
}
