package page_test

import (
	"fmt"
	"strings"
	"time"

	"laurel/internal/web/page"
)

// deskPages are an organization's pages and the installation's own.
func deskPages(static string) []shown {
	f := page.OrgFrame{Frame: page.Frame{Static: static, Viewer: page.Viewer{Name: "ada@riverbank.example", Earner: true}}, OrgName: "Riverbank College", OrgSlug: "riverbank", May: allowed}
	long := f
	long.OrgName = longName
	badges := []page.BadgeTile{
		{EditURL: "/org/riverbank/badges/1", PublicURL: "/a/1", IssueURL: "/org/riverbank/issue?badge=1", PictureURL: "/sample/rosette.svg", Name: "Certified Wound Care Specialist", Issued: 1242, Validity: "Valid for 3 years", State: "published", Revised: 2},
		{EditURL: "/org/riverbank/badges/2", PublicURL: "/a/2", IssueURL: "/org/riverbank/issue?badge=2", PictureURL: "/sample/hexagon.svg", Name: "Data Steward, Level 2", Validity: "Does not expire", State: "draft"},
		{EditURL: "/org/riverbank/badges/3", PublicURL: "/a/3", IssueURL: "/org/riverbank/issue?badge=3", PictureURL: "/sample/shield.svg", Name: longName, Validity: "Until March 1, 2029", State: "archived"},
	}
	edit := page.BadgeEditView{OrgFrame: f, Action: "/org/riverbank/badges/1", Name: "Certified Wound Care Specialist", Description: woundCare().Description, Criteria: "Forty supervised clinical hours.", Tags: "Compression therapy, Documentation", PictureURL: "/sample/rosette.svg", Validity: "period", Period: "3y", Issued: 1242}
	return append(append([]shown{
		{"dashboard-new", page.Dashboard(dashboardNew(f))},
		{"dashboard", page.Dashboard(dashboard(f))},
		{"dashboard-long", page.Dashboard(page.DashboardView{OrgFrame: long})},
		{"badges", page.Badges(page.BadgesView{OrgFrame: f, Any: true, Badges: badges, States: []page.StateTab{{State: "", Text: "All", Count: 3, URL: "/org/riverbank/badges"}, {State: "draft", Text: "Drafts", Count: 1, URL: "/org/riverbank/badges?state=draft"}}})},
		{"badge-update", page.BadgeUpdate(page.BadgeUpdateView{OrgFrame: f, Action: "/org/riverbank/badges/1/update", EditURL: "/org/riverbank/badges/1", Name: "Certified Wound Care Specialist", Revision: "r", Issued: 1300, Total: 1242, May: true, Earlier: []page.EarlierWording{
			{Number: 1, Since: issued, Badges: 1200, URL: "/a/1", Changes: []string{"name", "criteria", "alignments"}}, {Number: 2, Since: noon, Badges: 42, URL: "/a/2"},
		}})},
		{"badge-updating", page.BadgeUpdate(page.BadgeUpdateView{OrgFrame: f, Action: "/org/riverbank/badges/1/update", EditURL: "/org/riverbank/badges/1", Name: longName, Issued: 1300, Total: 242, Running: true})},
		{"skill-frameworks", page.SkillFrameworks(page.SkillFrameworksView{OrgFrame: f, Action: "/org/riverbank/badges/skills", Kept: 13939, Most: 50000, Frameworks: []page.SkillFramework{{Name: "ESCO", Skills: 13939, Since: noon, RemoveURL: "/x"}}})},
		{"badges-empty", page.Badges(page.BadgesView{OrgFrame: f})},
		{"badge-new", page.BadgeEdit(page.BadgeEditView{OrgFrame: f, Action: "/org/riverbank/badges/new", New: true, Errors: map[string]string{"": "One field needs another look. What you typed is still here.", "picture": "The file is 14 MB; a picture may have 2 MB."}})},
		{"badge-edit", page.BadgeEdit(edit)},
		{"badge-translations", page.BadgeEdit(translations(edit))},
		{"issue", page.IssueBadges(page.IssueBadgeView{OrgFrame: f, Badges: []page.IssueBadge{
			{Slug: "1", Name: "Certified Wound Care Specialist", PictureURL: "/sample/rosette.svg", URL: "/org/riverbank/issue/people?badge=1", Issued: 1242},
			{Slug: "2", Name: longName, PictureURL: "/sample/shield.svg", URL: "/org/riverbank/issue/people?badge=2"},
		}})},
		{"issue-no-badge", page.IssueBadges(page.IssueBadgeView{OrgFrame: f})},
		{"people-file", page.IssuePeople(peopleView(f, page.ByFile, map[string]string{"file": "The file is empty. Choose one with a row of headings and one row per person."}))},
		{"people-paste", page.IssuePeople(peopleView(f, page.ByPaste, nil))},
		{"people-type", page.IssuePeople(peopleView(f, page.ByType, nil))},
		{"people-one", page.IssuePeople(peopleView(f, page.ByOne, nil))},
		{"columns", page.IssueColumns(columnsView(f))},
		{"settings", page.Settings(settingsView(f))},
		{"settings-letters", page.SettingsLetters(page.SettingsLettersView{OrgFrame: f, Own: 2, Letters: []page.WordedLetter{wordedLetter("A badge was issued"), wordedLetter("A badge expires soon")}})},
		{"settings-letter", page.SettingsLetter(page.SettingsLetterView{
			OrgFrame: f, WordedLetter: wordedLetter("A badge was issued"), Action: "/x", Language: page.WordedLanguage{Tag: "es"}, Direction: "ltr", Own: true, Subject: "¡Enhorabuena, {nombre}!",
			Text: longName, Rest: "The letter also has the picture of the badge.", Fills: []page.Fill{{Name: "{name}", Means: "the earner's name"}, {Name: "{organization}", Means: "your organization's name"}},
			MaxSubject: 150, MaxText: 1200, Mail: true, TestTo: "ada@riverbank.example", Errors: map[string]string{"subject": "There is no {nombre} here. These can be filled in: {name}."},
			Seen: page.WordedPreview{To: longEmail, Subject: longName, Text: "Felicitaciones\n\n" + longName, HTMLURL: "/sample/shield.svg", Waits: []string{"There is no {nombre} here."}},
		})},
	}, wizardPages(f)...), listPages(f)...)
}

func wordedLetter(title string) page.WordedLetter {
	return page.WordedLetter{Title: title, When: "Goes out with every badge that you issue.", Languages: []page.WordedLanguage{
		{URL: "/x/en", Tag: "en", Name: "English", Own: true}, {URL: "/x/es", Tag: "es", Name: "Español", Own: true, Current: true}, {URL: "/x/ar", Tag: "ar", Name: "العربية"},
	}}
}

// translations is a badge in three languages, one of them not finished.
func translations(v page.BadgeEditView) page.BadgeEditView {
	v.Language = "en"
	v.Translations = []page.TranslationRow{
		{Language: "ar", Name: "أخصائي معتمد في العناية بالجروح", Description: "يقيّم الجروح المزمنة ويعالجها.", Criteria: "أربعون ساعة سريرية."},
		{Language: "pt-BR", Name: longName},
	}
	v.Errors = map[string]string{"": "Something needs another look.", "translation_1_criteria": "Say in this language what it takes to earn the badge."}
	return v
}

func peopleView(f page.OrgFrame, by string, errors map[string]string) page.IssuePeopleView {
	return page.IssuePeopleView{
		OrgFrame: f, Badge: page.IssueBadge{Slug: "1", Name: longName, PictureURL: "/sample/rosette.svg"}, By: by, Errors: errors,
		Typed: []page.TypedPerson{{Name: "Ada Lovelace", Email: "ada@example.org", IssuedOn: "2026-03-01"}, {}, {}}, TemplateURL: "/org/riverbank/issue/template.csv",
	}
}

func columnsView(f page.OrgFrame) page.IssueColumnsView {
	return page.IssueColumnsView{
		OrgFrame: f, BatchURL: "/org/riverbank/batches/7", Badge: page.IssueBadge{Name: "Certified Wound Care Specialist", PictureURL: "/sample/rosette.svg"},
		File: "earners.csv", Encoding: "windows-1252", Separator: ";", Headings: "first", Fault: "No column has e-mail addresses. Name one column “E-mail”.",
		Columns: []page.ReadColumn{{Title: "Vorname", Field: "first_name", Sample: "Björn"}, {Title: longWord, Sample: longEmail}, {Title: "Ausgestellt am", Field: "issued_on", Sample: "14.10.2026", Example: "October 14, 2026"}},
		Rows:    [][]string{{"Björn", longEmail, "14.10.2026"}, {arabic, hostile, ""}},
	}
}

// wizardPages are the steps of issuing after the upload.
func wizardPages(f page.OrgFrame) []shown {
	batch := "/org/riverbank/batches/7"
	check := page.IssueCheckView{
		OrgFrame: f, BatchURL: batch, File: "earners-spring.csv", Badge: "Certified Wound Care Specialist",
		Counts:   page.RowCounts{OK: 239, Warnings: 1, Questions: 1, Errors: 2},
		Question: &page.DateQuestion{Sample: "03/04/2026", MonthFirst: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC), DayFirst: time.Date(2026, 4, 3, 0, 0, 0, 0, time.UTC), Rows: 1, Answer: "dmy"},
		Columns:  []string{"Name", "E-mail", "Issued", "Expires"},
		Filter:   "all", Pager: page.Pager{From: 1, To: 6, Total: 243, NextURL: batch + "/check?after=6"},
		Rows: rowList{
			checkRow(7, "error", "Bad Address", "bad.address@", "2026-03-01", "2029-03-01").note(1, "error", "Not an e-mail address: nothing after the @.", ""),
			checkRow(31, "error", "Siobhán O’Brien", "siobhan@example.org", "2026-03-01", "2025-03-01").note(3, "error", "Expires before it is issued.", "Did you mean 2029?"),
			checkRow(58, "question", "Wei Zhang", "wei@example.org", "03/04/2026", "2029-04-03").note(2, "question", "Read as April 3, 2026.", ""),
			checkRow(60, "warning", "=HYPERLINK(\"http://evil.example\",\"x\")", "formula@example.org", "2026-03-01", "").note(0, "warning", "Looks like a formula. It is printed as text.", ""),
			checkRow(1, "ok", "Amara Okafor", "amara.okafor@example.org", "2026-03-01", "2029-03-01"),
			checkRow(2, "ok", "María José Núñez", "maria@example.org", "2026-03-01", "2029-03-01"),
		}.rows(),
	}
	messy := check
	messy.Question = nil
	messy.Columns = []string{"Name", "E-mail", "Issued", "Expires", "Narrative", "Evidence", "Number"}
	messy.Counts = page.RowCounts{OK: 1, Duplicates: 1, Errors: 4}
	messy.Rows = rowList{
		checkRow(2, "error", "", "noname@example.org", "2026-03-01", "", "", "", "").note(0, "error", "A name is needed.", ""),
		checkRow(3, "error", longWord, longEmail, "31/02/2026", "", longName, "javascript:alert(1)", "X-2").note(2, "error", "There is no such day.", "").note(5, "error", "Not a web address.", "It begins with https://"),
		checkRow(4, "error", hostile, "script@example.org", "2026-03-01", "", "<img src=x onerror=alert(1)>", "", ""),
		checkRow(5, "duplicate", arabic, "rtl@example.org", "2026-03-01", "", "", "", "").whole("Holds this badge already, since March 1, 2026.", ""),
		checkRow(6, "ok", "李娜", "han@example.org", "2026-03-01", "", "", "", ""),
	}.rows()
	thousand := check
	thousand.Question = nil
	thousand.Counts = page.RowCounts{OK: 100000}
	thousand.Rows = nil
	for i := range 1000 {
		thousand.Rows = append(thousand.Rows, checkRow(i+2, "ok", fmt.Sprintf("Earner Number %d", i+1), fmt.Sprintf("earner%d@example.org", i+1), "2026-03-01", "2029-03-01").CheckRow)
	}
	none := check
	none.Question, none.Rows, none.Filter, none.Counts = nil, nil, "errors", page.RowCounts{Questions: 3}
	fixing := check
	fixing.Edit = page.EditRow{Number: 7, Fields: []page.EditField{
		{Field: "name", Label: "Name", Value: "Bad Address"},
		{Field: "email", Label: "E-mail", Value: "bad.address@", Note: page.CheckNote{Severity: "error", Reason: "Not an e-mail address: nothing after the @.", Suggestion: "Correct the address."}},
		{Field: "issued_on", Label: "Issued on", Value: "2026-03-01"},
		{Field: "narrative", Label: "How they earned it", Value: longName, Long: true},
	}}
	return append([]shown{
		{"check", page.IssueCheck(check)},
		{"check-messy", page.IssueCheck(messy)},
		{"check-thousand", page.IssueCheck(thousand)},
		{"check-none", page.IssueCheck(none)},
		{"check-fixing", page.IssueCheck(fixing)},
	}, endPages(f, batch, check.Counts)...)
}

// endPages are the steps of issuing from the letter on.
func endPages(f page.OrgFrame, batch string, counts page.RowCounts) []shown {
	letter := page.IssueLetterView{
		OrgFrame: f, BatchURL: batch, Counts: counts, InviteLogin: true, Mail: true, TestTo: "robin@riverbank.example", PictureURL: "/sample/rosette.svg",
		To: "Amara Okafor <amara.okafor@example.org>", Subject: "Congratulations: Certified Wound Care Specialist",
		Text: "Dear Amara Okafor,\n\nRiverbank College issued the badge “Certified Wound Care Specialist” to you.\n\nIts page: https://badges.example.org/b/7KQ2M9XWTR4H\n\nUser name: amara.okafor@example.org\nTemporary password: (made when the letter is sent)\n\nRiverbank College",
	}
	confirm := page.IssueConfirmView{
		OrgFrame: f, BatchURL: batch, Counts: counts, Hold: 10, Mail: true, Now: noon,
		Badges: []page.BadgeCount{{Name: "Certified Wound Care Specialist", PictureURL: "/sample/rosette.svg", Count: 240}},
		Samples: []page.SampleBadge{
			{Badge: "Certified Wound Care Specialist", PictureURL: "/sample/rosette.svg", Name: "María José Núñez", IssuedOn: issued, ExpiresOn: noon},
			{Badge: longName, PictureURL: "/sample/shield.svg", Name: longWord, IssuedOn: issued},
			{Badge: "Certified Wound Care Specialist", PictureURL: "/sample/rosette.svg", Name: arabic, IssuedOn: issued, ExpiresOn: noon},
		},
	}
	wrong := confirm
	wrong.At, wrong.Errors = "2020-01-01T10:00", map[string]string{"at": "Choose a time within the next year. Nothing was issued."}
	running := page.BatchView{OrgFrame: f, BatchURL: batch, Badge: "Certified Wound Care Specialist", File: "earners-spring.csv", Total: 10000, Issued: 4120, Rate: 1310, TimeLeft: 4500 * time.Millisecond}
	starting := running
	starting.Issued, starting.Rate, starting.TimeLeft = 0, 0, 0
	done := running
	done.Done, done.Issued, done.Repeated, done.Left, done.Took, done.Letters = true, 9998, 2, 3, 8*time.Second, page.LetterCounts{Sent: 9000, Waiting: 998}
	refused := done
	refused.Refused, refused.Letters = 2, page.LetterCounts{Kept: 9998}
	held := done
	held.HeldFor, held.HeldTill, held.Mail = 9*time.Minute, noon, true
	several := held
	several.Replaced, several.Badges = 12, []page.BadgeCount{{Name: "Certified Wound Care Specialist", Count: 9000}, {Name: longName, Count: 998}}
	undone := done
	undone.Done, undone.Undone = false, true
	scheduled := starting
	scheduled.RunAt = noon
	return []shown{
		{"letter-step", page.IssueLetter(letter)},
		{"confirm", page.IssueConfirm(confirm)},
		{"confirm-wrong", page.IssueConfirm(wrong)},
		{"batch-starting", page.Batch(starting)},
		{"batch-running", page.Batch(running)},
		{"batch-done", page.Batch(done)},
		{"batch-refused", page.Batch(refused)},
		{"batch-held", page.Batch(held)},
		{"batch-several", page.Batch(several)},
		{"batch-undone", page.Batch(undone)},
		{"batch-scheduled", page.Batch(scheduled)},
	}
}

// sampleRow builds rows for the check page.
type sampleRow struct{ page.CheckRow }

type rowList []sampleRow

func checkRow(number int, outcome string, cells ...string) sampleRow {
	r := page.CheckRow{Number: number, Outcome: outcome}
	for _, c := range cells {
		r.Cells = append(r.Cells, page.CheckCell{Value: c})
	}
	return sampleRow{r}
}

func (r sampleRow) note(cell int, severity, reason, suggestion string) sampleRow {
	r.Cells[cell].Note = page.CheckNote{Severity: severity, Reason: reason, Suggestion: suggestion}
	return r
}

func (r sampleRow) whole(reason, suggestion string) sampleRow {
	r.Notes = append(r.Notes, page.CheckNote{Severity: r.Outcome, Reason: reason, Suggestion: suggestion})
	return r
}

func (l rowList) rows() []page.CheckRow {
	var rows []page.CheckRow
	for _, r := range l {
		rows = append(rows, r.CheckRow)
	}
	return rows
}

// listPages are what was issued, to whom, and the letters.
func listPages(f page.OrgFrame) []shown {
	rows := []page.IssuedRow{
		{URL: "/org/riverbank/issued/7KQ2M9XWTR4H", Code: "7KQ2M9XWTR4H", Name: "María José Núñez", Email: "maria@example.org", Badge: "Certified Wound Care Specialist", IssuedAt: issued, State: page.StateValid},
		{URL: "/org/riverbank/issued/8KQ2M9XWTR4H", Code: "8KQ2M9XWTR4H", Name: arabic, Email: "rtl@example.org", Badge: "Data Steward, Level 2", IssuedAt: issued, State: page.StateExpired},
		{URL: "/org/riverbank/issued/9KQ2M9XWTR4H", Code: "9KQ2M9XWTR4H", Name: longWord, Email: longEmail, Badge: longName, IssuedAt: issued, State: page.StateRevoked},
		{URL: "/org/riverbank/issued/AKQ2M9XWTR4H", Code: "AKQ2M9XWTR4H", Name: hostile, Email: "script@example.org", Badge: "First Aid Instructor", IssuedAt: issued, State: page.StateValid},
	}
	one := page.IssuedBadgeView{OrgFrame: f, Code: "7KQ2M9XWTR4H", URL: address, State: page.StateValid, Badge: "Certified Wound Care Specialist", PictureURL: "/sample/rosette.svg", Name: "María José Núñez", Email: "maria@example.org", EarnerURL: "/org/riverbank/earners/1", IssuedAt: issued, ValidUntil: expires, Number: "CW-2026-00017", BatchURL: "/org/riverbank/batches/7", File: "earners-spring.csv", Letter: page.LetterState{Word: "Sent", Tone: page.ToneGood, At: noon, URL: "/admin/letters/1"}}
	revoked := one
	revoked.State, revoked.Since, revoked.Reason = page.StateRevoked, noon, "Issued to the wrong person by mistake."
	wrong := one
	wrong.Errors, wrong.Letter = map[string]string{"reason": "Say why: everyone who opens the page reads it. Nothing was revoked."}, page.LetterState{Word: "Failed", Tone: page.ToneWrong, At: noon, Note: "The mail server of example.org refused it: no such mailbox."}
	kinds := []page.Choice{{"names", "Correct names"}, {"dates", "Change dates"}, {"revoke", "Revoke"}}
	held := one
	held.State, held.Since, held.Reason = page.StateSuspended, noon, "The examination is looked into."
	draft := page.BulkView{OrgFrame: f, URL: "/org/riverbank/issued/changes/1", Kind: "names", State: "draft", Total: 4, Unfit: 1, May: true, Lines: []page.BulkLine{
		{Number: 1, URL: "/org/riverbank/issued/7KQ2M9XWTR4H", Name: "Maria Nunez", NewName: "María José Núñez", Badge: "Certified Wound Care Specialist", State: page.StateValid},
		{Number: 2, URL: "/org/riverbank/issued/8KQ2M9XWTR4H", Name: arabic, Badge: "Data Steward, Level 2", State: page.StateValid},
		{Number: 3, URL: "/org/riverbank/issued/9KQ2M9XWTR4H", Name: longWord, Badge: longName, State: page.StateExpired},
		{Number: 4, URL: "/org/riverbank/issued/AKQ2M9XWTR4H", Name: hostile, Badge: "First Aid", State: page.StateSuspended},
	}}
	revoking, dating, running, done, undone := draft, draft, draft, draft, draft
	revoking.Kind, revoking.Total, revoking.Errors = "revoke", 12420, map[string]string{"reason": "Give the reason. The earner and everybody who opens the badge page will read it."}
	dating.Kind, dating.Total = "dates", 400
	running.State, running.Total, running.Done, running.Rate, running.TimeLeft = "running", 12420, 3200, 61, 150*time.Second
	done.State, done.Total, done.Done, done.Left, done.Reason, done.UndoURL, done.At = "done", 4, 3, 1, "A list came with typing errors.", "/undo", noon
	done.Faults = []page.BulkLine{{Name: arabic, Badge: longName, State: page.StateValid, Note: "That is what the badge says already. Nothing was changed."}}
	undone.State, undone.UndoneBy, undone.Done, undone.At = "done", "/x", 4, noon
	earner := page.EarnerView{OrgFrame: f, ID: "1", Name: "María José Núñez", Email: "maria@example.org", LastLoginAt: noon, Badges: rows[:1]}
	locked := earner
	locked.Name, locked.Email, locked.Locked, locked.LockedAt, locked.LastLoginAt = arabic, longEmail, true, noon, time.Time{}
	admin := page.Frame{Static: f.Static, Viewer: page.Viewer{Name: "ada@riverbank.example", Organizations: []page.Link{{Text: "Riverbank College", URL: "/org/riverbank"}}, Admin: true}}
	return []shown{
		{"issued", page.Issued(page.IssuedView{OrgFrame: f, Rows: rows, Pager: page.Pager{From: 51, To: 54, Total: -1, FirstURL: "?", NextURL: "?before=x"}, Filter: page.IssuedFilter{Query: "maria", State: "valid", URL: "q=maria&state=valid"}, Badges: []page.Choice{{"", "Any badge"}, {"1", longName}}, Kinds: kinds, Named: []page.Link{{Text: longName, URL: "?"}}, Views: []page.ViewLink{{Text: "Valid Marias", URL: "?q=maria", Current: true, Removable: true}, {Text: arabic, URL: "?x"}}})},
		{"issued-none-found", page.Issued(page.IssuedView{OrgFrame: f, Filter: page.IssuedFilter{Query: hostile, State: "revoked", URL: "q=x"}, Badges: []page.Choice{{"", "Any badge"}}})},
		{"issued-empty", page.Issued(page.IssuedView{OrgFrame: f, None: true})},
		{"issued-badge", page.IssuedBadge(one)},
		{"issued-badge-held", page.IssuedBadge(held)},
		{"bulk-names", page.Bulk(draft)},
		{"bulk-revoke", page.Bulk(revoking)},
		{"bulk-dates", page.Bulk(dating)},
		{"bulk-running", page.Bulk(running)},
		{"bulk-done", page.Bulk(done)},
		{"bulk-undone", page.Bulk(undone)},
		{"changes", page.Changes(page.ChangesView{OrgFrame: f, Rows: []page.ChangeRow{{URL: "/1", Kind: "names", Reason: "A list came with typing errors.", Total: 54, At: noon, Undone: true}, {URL: "/2", Kind: "revoke", Reason: hostile, Total: 12420, Running: true, At: noon}}})},
		{"changes-empty", page.Changes(page.ChangesView{OrgFrame: f})},
		{"names-list", page.Names(page.NamesView{OrgFrame: f})},
		{"names-list-wrong", page.Names(page.NamesView{OrgFrame: f, Text: "x, " + arabic, Fault: "Line 1: \"x\" is no code and no e-mail address of a badge that you issued and that is not revoked."})},
		{"issued-badge-revoked", page.IssuedBadge(revoked)},
		{"issued-badge-wrong", page.IssuedBadge(wrong)},
		{"earners", page.Earners(page.EarnersView{OrgFrame: f, Rows: []page.EarnerRow{{URL: "/org/riverbank/earners/1", Name: "María José Núñez", Email: "maria@example.org", Badges: 3}, {URL: "/org/riverbank/earners/2", Name: longWord, Email: longEmail, Badges: 1, Locked: true}}, Pager: page.Pager{From: 1, To: 2, Total: -1}})},
		{"earners-empty", page.Earners(page.EarnersView{OrgFrame: f, None: true})},
		{"earner", page.Earner(earner)},
		{"earner-locked", page.Earner(locked)},
		{"letters", page.Letters(page.LettersView{Frame: admin, Alarm: noon, NoServer: true, Rows: []page.LetterRow{{URL: "/admin/letters/1", To: "María José Núñez <maria@example.org>", Subject: "Congratulations: Certified Wound Care Specialist", At: noon, State: "Kept", Tone: page.ToneQuiet}, {URL: "/admin/letters/2", To: longEmail, Subject: hostile, At: noon, State: "Failed", Tone: page.ToneWrong}}})},
		{"letters-kept", page.Letters(page.LettersView{Frame: admin, Kept: 1204, Rows: []page.LetterRow{{URL: "/admin/letters/1", To: "María José Núñez <maria@example.org>", Subject: "Congratulations: Certified Wound Care Specialist", At: noon, State: "Kept", Tone: page.ToneQuiet}}})},
		{"letters-send", page.KeptLetters(page.KeptLettersView{Frame: admin, Worth: 1204, Rest: 37})},
		{"letters-empty", page.Letters(page.LettersView{Frame: admin})},
		{"letter", page.Letter(page.LetterView{Frame: admin, From: "Riverbank College <badges@riverbank.example>", To: "María José Núñez <maria@example.org>", Subject: "Congratulations: Certified Wound Care Specialist", At: noon, State: "Sent", Tone: page.ToneGood, Text: "Dear María José Núñez,\n\nRiverbank College issued a badge to you.\n\n" + strings.Repeat("A line of the letter that goes on for a while, so that it wraps. ", 8), HTMLURL: "/admin/letters/1/html"})},
	}
}
