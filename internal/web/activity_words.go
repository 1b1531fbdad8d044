package web

import (
	"net/url"
	"strings"

	"laurel/internal/badge"
	"laurel/internal/insight"
	"laurel/internal/web/page"
)

// verb is something that is recorded, in words before what it was done to.
type verb struct {
	name, did string
}

// deskVerbs are those of an organization. A name that ends in a dot stands for
// all that begin with it.
var deskVerbs = []verb{
	{"credential.revoked", "revoked"},
	{"credential.corrected", "corrected"},
	{"letter.resent", "sent again the letter about"},
	{"batch.uploaded", "uploaded"},
	{"batch.confirmed", "confirmed"},
	{"batch.issued", "issued badges from"},
	{"batch.done", "finished"},
	{"achievement.created", "created"},
	{"achievement.revised", "changed"},
	{"request.filed", "filed"},
	{"request.answered", "answered"},
	{"account.unlocked", "unlocked"},
	{"organization.created", "created"},
	{"organization.updated", "changed"},
}

// adminVerbs are those of people's accounts, which the installation alone sees.
var adminVerbs = []verb{
	{"account.locked", "locked by ten wrong attempts"},
	{"account.password", "chose a new password for"},
	{"account.factor", "changed the second factor of"},
	{"account.merged", "joined another account to"},
	{"account.erasing", "asked to erase"},
	{"account.kept", "took back the erasing of"},
	{"account.erased", "erased everything of theirs"},
	{"address.", "changed an address"},
	{"address.removed", "removed an address"},
	{"address.undone", "undid the change of an address"},
	{"portfolio.exported", "asked for everything as one file"},
	{"credential.visibility", "chose who may open"},
	{"credential.sent", "showed by letter"},
}

// nouns are what verbs are about, for the choice of them.
var nouns = map[string]string{
	"credential": "Issued badges", "letter": "Letters", "batch": "Batches", "achievement": "Badges to earn", "request": "Requests", "account": "Accounts",
	"organization": "The organization", "address": "Addresses", "portfolio": "Portfolios",
}

// verbChoices offer every noun and every verb.
func verbChoices(verbs []verb) []page.Choice {
	choices, seen := []page.Choice{{Text: "Anything"}}, map[string]bool{}
	for _, v := range verbs {
		noun, act, _ := strings.Cut(v.name, ".")
		if !seen[noun] {
			seen[noun] = true
			choices = append(choices, page.Choice{Value: noun + ".", Text: nouns[noun]})
		}
		if act != "" {
			choices = append(choices, page.Choice{Value: v.name, Text: nouns[noun] + ": " + act})
		}
	}
	return choices
}

// actorWords are those who act and are nobody in particular.
var actorWords = map[string]string{
	"issuer": "The program", "host": "The operator of the machine", "anonymous": "Somebody not signed in", "erased": "Somebody who was erased",
}

// activityLines are lines of the log in words. at is where the log stands, for
// links; empty: without.
func activityLines(lines []insight.Line, at string, orgs map[badge.OrgID]badge.Organization, all bool) []page.ActivityLine {
	rows := make([]page.ActivityLine, len(lines))
	for n, l := range lines {
		org := orgs[l.Org]
		row := page.ActivityLine{At: l.At, Who: firstOf(l.Who, firstOf(actorWords[l.Actor], "Somebody who is gone")), Did: didWords(l.Verb), What: subjectWords(l, org), Note: noteWords(l)}
		if all {
			row.Org = org.Name
		}
		if at != "" && l.Subject != "" {
			row.OnlyURL = at + "?" + url.Values{"subject": {l.Subject}}.Encode()
		}
		if at != "" && !all {
			row.URL = subjectURL(l, org)
		}
		for _, c := range l.Changes {
			value := c.After
			if c.Before != "" {
				value = c.Before + " → " + c.After
			}
			row.Changes = append(row.Changes, page.Fact{Label: c.Field, Value: value})
		}
		rows[n] = row
	}
	return rows
}

// didWords is a verb in words. One that nobody translated is told as it is.
func didWords(name string) string {
	noun, act, _ := strings.Cut(name, ".")
	for _, verbs := range [][]verb{deskVerbs, adminVerbs} {
		for _, v := range verbs {
			if v.name == name {
				return v.did
			}
		}
	}
	if noun == "address" {
		return "changed an address: " + act
	}
	return strings.ReplaceAll(act, "-", " ")
}

// subjectWords is what something was done to.
func subjectWords(l insight.Line, org badge.Organization) string {
	about := l.About
	switch {
	case about.Kind == "credential":
		return "the badge “" + about.Badge + "” of " + about.Name
	case about.Kind == "batch" && about.Name != "":
		return "the file " + about.Name + " for “" + about.Badge + "”"
	case about.Kind == "batch":
		return "a batch of “" + about.Badge + "”"
	case about.Kind == "achievement":
		return "the badge “" + about.Badge + "”"
	case about.Kind == "request" && about.Badge != "":
		return "the request of " + about.Name + " about “" + about.Badge + "”"
	case about.Kind == "request":
		return "a request"
	case about.Kind == "account":
		return "the account of " + about.Name
	case strings.HasPrefix(l.Verb, "organization."):
		return org.Name
	case strings.HasPrefix(l.Verb, "account.erased"), strings.HasPrefix(l.Verb, "address."), strings.HasPrefix(l.Verb, "portfolio."):
		return ""
	case l.Subject == "":
		return "something of somebody who was erased"
	}
	noun, _, _ := strings.Cut(l.Verb, ".")
	return "a " + noun
}

// subjectURL is where on the desk that stands.
func subjectURL(l insight.Line, org badge.Organization) string {
	desk := "/org/" + org.Slug
	switch l.About.Kind {
	case "credential":
		return desk + "/issued/" + string(l.About.Code)
	case "batch":
		return desk + "/batches/" + l.Subject
	case "achievement":
		return desk + "/badges/" + l.About.Slug
	case "request":
		return desk + "/requests/" + l.Subject
	case "account":
		return desk + "/earners/" + l.Subject
	}
	return ""
}

// noteWords is a note that is for people. That of two joined accounts is an id.
func noteWords(l insight.Line) string {
	switch l.Verb {
	case "account.merged":
		return ""
	case "request.filed":
		return requestTitle(badge.RequestKind(l.Note))
	}
	return l.Note
}
