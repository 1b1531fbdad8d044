package web

import (
	"net/url"
	"strconv"
	"strings"

	"laurel/internal/badge"
	"laurel/internal/insight"
	"laurel/internal/locale"
	"laurel/internal/web/page"
)

// verb is something that is recorded, in words before what it was done to.
type verb struct {
	name, did string
	whole     bool // the words say it all
}

// deskVerbs are those of an organization.
var deskVerbs = []verb{
	{"credential.corrected", "corrected", false},
	{"credential.renewed", "renewed", false},
	{"credential.suspended", "suspended", false},
	{"credential.reinstated", "reinstated", false},
	{"credential.revoked", "revoked", false},
	{"credential.reissued", "signed anew", false},
	{"bulk.started", "started many changes at once:", false},
	{"letter.resent", "sent again the letter about", false},
	{"reminders.set", "changed which badges send reminders before they expire", true},
	{"batch.uploaded", "uploaded", false},
	{"batch.confirmed", "confirmed", false},
	{"batch.rights", "confirmed the right to use the data of", false},
	{"batch.scheduled", "set a day for", false},
	{"batch.called-off", "called off", false},
	{"batch.undone", "took back the badges of", false},
	{"letter.tested", "sent themselves the letter, to try it, for", false},
	{"letter.worded", "wrote the words of a letter", true},
	{"letter.unworded", "put the built-in words back into a letter", true},
	{"letter.tried", "sent themselves a letter, to try its words", true},
	{"batch.issued", "issued badges from", false},
	{"batch.done", "finished", false},
	{"offer.made", "opened", false},
	{"offer.ended", "ended", false},
	{"claim.asked", "asked, with a proven address, for", false},
	{"claim.granted", "granted", false},
	{"claim.declined", "declined", false},
	{"pathway.saved", "saved the pathway to", false},
	{"pathway.ended", "ended the pathway to", false},
	{"pathway.awarded", "awarded", false},
	{"achievement.created", "created", false},
	{"achievement.drafted", "saved the draft of", false},
	{"achievement.published", "published", false},
	{"achievement.revised", "changed", false},
	{"achievement.updating", "began to update what was issued of", false},
	{"achievement.updated", "finished updating what was issued of", false},
	{"achievement.archived", "archived", false},
	{"achievement.restored", "put back into use", false},
	{"achievement.copied", "made, as a copy,", false},
	{"achievement.shared", "made a code with which another organization can take over", false},
	{"achievement.received", "took over, with a code of another organization,", false},
	{"badge.kept", "chose who may edit and issue", false},
	{"certificate.on", "switched on the certificates of", false},
	{"certificate.off", "switched off the certificates of", false},
	{"certificate.designed", "designed the certificate of", false},
	{"certificate.printed", "printed the certificates of", false},
	{"framework.added", "added", false},
	{"framework.removed", "removed", false},
	{"request.filed", "filed", false},
	{"request.assigned", "assigned", false},
	{"request.answered", "answered", false},
	{"request.rules", "changed whether small corrections of names happen by themselves", true},
	{"answer.added", "added a prepared answer", true},
	{"answer.removed", "removed a prepared answer", true},
	{"account.unlocked", "unlocked", false},
	{"account.link-sent", "sent a link for a new password to", false},
	{"team.invited", "invited to the team", false},
	{"team.withdrawn", "withdrew the invitation of", false},
	{"team.joined", "joined the team", true},
	{"team.role", "changed the role of", false},
	{"team.removed", "took off the team", false},
	{"department.created", "created", false},
	{"organization.created", "created", false},
	{"organization.updated", "changed", false},
	{"organization.terms", "confirmed the terms for", false},
	{"organization.suspended", "suspended", false},
	{"organization.resumed", "ended the suspension of", false},
}

// adminVerbs are those of people's accounts, which the installation alone sees.
var adminVerbs = []verb{
	{"account.locked", "locked, by ten wrong attempts,", false},
	{"account.password", "chose a new password for", false},
	{"account.factor", "changed the second factor of", false},
	{"account.joining", "confirmed an address of another account, to join the two", true},
	{"account.merged", "joined another account to", false},
	{"account.erasing", "asked to erase", false},
	{"account.kept", "took back the erasing of", false},
	{"account.erased", "erased everything of theirs", true},
	{"address.added", "added an address", true},
	{"address.removed", "removed an address", true},
	{"address.undone", "undid the change of an address", true},
	{"portfolio.exported", "asked for everything as one file", true},
	{"credential.visibility", "chose who may open", false},
	{"credential.sent", "showed by letter", false},
}

// nouns are what verbs are about, for the choice of them.
var nouns = map[string]string{
	"credential": "Issued badges", "bulk": "Changes to many badges", "letter": "Letters", "reminders": "Reminders", "batch": "Batches", "achievement": "Badges to earn",
	"offer": "Claim codes, slips and applications", "claim": "Who came for a badge", "pathway": "Pathways",
	"badge": "Who may issue what", "certificate": "Certificates", "framework": "Frameworks of skills", "request": "Requests", "answer": "Prepared answers", "account": "Accounts", "team": "The team",
	"department": "Departments", "organization": "The organization", "address": "Addresses", "portfolio": "Portfolios",
}

// verbChoices offer every noun, and below it every verb where there are several.
func verbChoices(verbs []verb) []page.Choice {
	var order []string
	acts := map[string][]page.Choice{}
	for _, v := range verbs {
		noun, act, _ := strings.Cut(v.name, ".")
		if acts[noun] == nil {
			order = append(order, noun)
		}
		acts[noun] = append(acts[noun], page.Choice{Value: v.name, Text: nouns[noun] + ": " + actWords(act)})
	}
	choices := []page.Choice{{Text: "Anything"}}
	for _, noun := range order {
		choices = append(choices, page.Choice{Value: noun + ".", Text: nouns[noun]})
		if len(acts[noun]) > 1 {
			choices = append(choices, acts[noun]...)
		}
	}
	return choices
}

// actWords are acts whose names are no words of their own.
func actWords(act string) string {
	words := map[string]string{"factor": "second factor", "link-sent": "link sent", "reissued": "signed anew", "role": "role changed", "kept": "kept after all", "sent": "shown by letter", "worded": "words written", "unworded": "built-in words", "tried": "words tried"}
	return firstOf(words[act], act)
}

// actorWords are those who act and are nobody in particular.
var actorWords = map[string]string{
	"issuer": "The program", "schedule": "The program", "account:" + string(badge.ByItself): "The program", "host": "The operator of the machine", "anonymous": "Somebody not signed in",
	"erased": "Somebody who was erased",
}

// offerWords are the kinds of offers in a sentence.
var offerWords = map[badge.OfferKind]string{badge.OfferCode: "a claim code", badge.OfferSlips: "claim slips", badge.OfferApplication: "applications"}

// activityLines are lines of the log in words. at is where the log stands, for
// links; empty: without.
func activityLines(lines []insight.Line, at string, orgs map[badge.OrgID]badge.Organization, all bool) []page.ActivityLine {
	rows := make([]page.ActivityLine, len(lines))
	for n, l := range lines {
		org, v := orgs[l.Org], verbOf(l.Verb)
		row := page.ActivityLine{At: l.At, Who: firstOf(l.Who, firstOf(actorWords[l.Actor], "Somebody who is gone")), Did: v.did, Note: noteWords(l)}
		if !v.whole {
			row.What = subjectWords(l, org)
		}
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

// verbOf is a verb in words. One that nobody translated is told as it is.
func verbOf(name string) verb {
	for _, verbs := range [][]verb{deskVerbs, adminVerbs} {
		for _, v := range verbs {
			if v.name == name {
				return v
			}
		}
	}
	_, act, _ := strings.Cut(name, ".")
	return verb{name: name, did: strings.ReplaceAll(act, "-", " ")}
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
	case about.Kind == "offer":
		return offerWords[badge.OfferKind(about.Name)] + " for “" + about.Badge + "”"
	case about.Kind == "claim":
		return "“" + about.Badge + "” for " + about.Name
	case about.Kind == "bulk":
		return "“" + firstOf(bulkKindWords[badge.BulkKind(about.Name)], "Undo") + "” for " + badges(about.Number)
	case about.Kind == "request" && about.Badge != "":
		return "the request of " + about.Name + " about “" + about.Badge + "”"
	case about.Kind == "request":
		return "a request"
	case about.Kind == "account":
		return "the account of " + about.Name
	case about.Kind == "member", about.Kind == "invitation":
		return about.Name
	case about.Kind == "framework":
		return "the framework “" + about.Name + "”"
	case about.Kind == "department":
		return "the department " + about.Name
	case strings.HasPrefix(l.Verb, "organization."):
		return org.Name
	case strings.HasPrefix(l.Verb, "team."):
		return "somebody who is gone"
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
	case "offer":
		return desk + "/claims/" + l.Subject
	case "claim":
		return desk + "/claims/" + l.About.Slug
	case "bulk":
		return bulkURL(org, badge.BulkID(l.Subject))
	case "request":
		return desk + "/requests/" + l.Subject
	case "account":
		return desk + "/earners/" + l.Subject
	}
	return ""
}

// noteWords is a note that is for people. Those of joined accounts and of copies
// are ids; that of a bulk is told as what it is about.
func noteWords(l insight.Line) string {
	switch l.Verb {
	case "account.merged", "achievement.copied", "bulk.started", "offer.made":
		return ""
	case "request.filed":
		return requestTitle(badge.RequestKind(l.Note))
	case "request.answered":
		word, _ := requestWord(badge.RequestState(l.Note))
		return word
	case "request.assigned":
		return "To " + firstOf(l.Note, "nobody in particular")
	case "badge.kept":
		return keptWords(l.Note)
	case "team.invited", "team.joined":
		return "As " + l.Note
	case "team.role":
		return l.Note
	case "team.removed":
		return "Was " + strings.TrimSuffix(l.Note, " → ")
	case "letter.worded", "letter.unworded", "letter.tried":
		kind, language, _ := strings.Cut(l.Note, " ")
		return wordedLetters[badge.LetterKind(kind)].title + ", " + locale.Language(language).Name()
	case "achievement.received":
		return "From " + l.Note
	}
	return l.Note
}

func badges(n int) string {
	if n == 1 {
		return "1 badge"
	}
	return strconv.Itoa(n) + " badges"
}

// keptWords says for how many of the staff a badge is kept.
func keptWords(note string) string {
	n, err := strconv.Atoi(strings.TrimPrefix(note, "for "))
	if err != nil || n == 0 {
		return "Everybody whose role allows it"
	}
	return "Owners, admins and " + strconv.Itoa(n) + " more"
}
