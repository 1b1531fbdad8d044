package mail

import (
	"embed"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"net/url"
	"regexp"
	"strings"
	"sync"
	texttemplate "text/template"
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
	"iso":  func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	"host": host,
	"link": func(p page, url string, label any) link { return link{Look: p.Look, URL: url, Label: label} },
	"fact": func(name any, value string) fact { return fact{name, value} },
	// html/template drops comments, and Outlook on Windows finds the width of a letter in one
	"outlookOpen": func() htmltemplate.HTML {
		return `<!--[if mso]><table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0"><tr><td><![endif]-->`
	},
	"outlookClose": func() htmltemplate.HTML { return `<!--[if mso]></td></tr></table><![endif]-->` },
}

// letterTemplate is a letter in every language, parsed when the first one is
// written in it.
type letterTemplate map[locale.Language]func() parsed

type parsed struct {
	html *htmltemplate.Template
	text *texttemplate.Template
}

func parseLetter(name string) letterTemplate {
	t := letterTemplate{}
	for _, l := range locale.Languages {
		words := locale.For(l)
		t[l] = sync.OnceValue(func() parsed {
			return parsed{
				html: htmltemplate.Must(htmltemplate.New("layout.html").Funcs(functions).Funcs(inHTML(words)).ParseFS(files, "letters/layout.html", "letters/"+name+".html")),
				text: texttemplate.Must(texttemplate.New(name+".txt").Funcs(functions).Funcs(inText(words)).ParseFS(files, "letters/"+name+".txt")),
			}
		})
	}
	return t
}

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
	Subject  string
	Language locale.Language
	Look     badge.Look
	D        any // the letter's own data
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
	for _, l := range links {
		if err := checkLink(l); err != nil {
			return Content{}, err
		}
	}
	in := t[words.Language()]()
	p := page{Language: words.Language(), Look: badge.Accent(accent).Look(), D: data}
	var subject, text, html strings.Builder
	if err := in.text.ExecuteTemplate(&subject, "subject", p); err != nil {
		return Content{}, fmt.Errorf("compose letter: %w", err)
	}
	p.Subject = oneLine(subject.String(), maxSubject)
	if err := in.text.ExecuteTemplate(&text, "text", p); err != nil {
		return Content{}, fmt.Errorf("compose letter: %w", err)
	}
	if err := in.html.Execute(&html, p); err != nil {
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
