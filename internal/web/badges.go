package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/design"
	"laurel/internal/web/page"
)

// badges lists an organization's badges, all of them or those of one state that
// a search finds.
func (s *server) badges(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	list, err := s.Catalog.List(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	desk, state := "/org/"+org.Slug, r.FormValue("state")
	v := page.BadgesView{OrgFrame: s.orgFrame(r, who, org), Any: len(list) > 0, Query: strings.TrimSpace(r.FormValue("q")), State: state}
	counts := map[string]int{"": len(list)}
	for _, a := range list {
		counts[string(a.State)]++
		if state != "" && state != string(a.State) || !namedLike(a.Revision, v.Query) {
			continue
		}
		tile := page.BadgeTile{
			PictureURL: pictureOf(org, a.Revision), Name: a.Revision.Name, Issued: a.Issued,
			Validity: validityWords(a.Revision.Validity), State: string(a.State), Revised: a.Revision.Number - 1,
		}
		if a.State != badge.AchievementDraft {
			tile.PublicURL = "/a/" + string(a.Revision.ID)
		}
		if who.Actor().MayBadge(badge.ActDesign, org.ID, a.ID) == nil {
			tile.EditURL = desk + "/badges/" + a.Slug
		}
		if a.Issuable() == nil && who.Actor().MayBadge(badge.ActIssue, org.ID, a.ID) == nil {
			tile.IssueURL = desk + "/issue?badge=" + a.Slug
		}
		v.Badges = append(v.Badges, tile)
	}
	for _, t := range []page.StateTab{{State: "", Text: "All"}, {State: "published", Text: "Published"}, {State: "draft", Text: "Drafts"}, {State: "archived", Text: "Archived"}} {
		t.Count, t.URL = counts[t.State], desk+"/badges?"+url.Values{"state": {t.State}, "q": {v.Query}}.Encode()
		v.States = append(v.States, t)
	}
	return s.show(w, r, page.Badges(v))
}

// namedLike tells whether each of some words is part of what a badge is called
// or of its skills.
func namedLike(r badge.Revision, words string) bool {
	text := strings.ToLower(r.Name + " " + strings.Join(r.Tags, " "))
	for _, a := range r.Alignments {
		text += " " + strings.ToLower(a.Name)
	}
	for word := range strings.FieldsSeq(strings.ToLower(words)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// pictureURL is where a kept picture is; no picture has no address.
func pictureURL(hash string) string {
	if hash == "" {
		return ""
	}
	return "/media/" + hash + ".png"
}

// pictureOf is where the picture of a badge is, drawn or, of a draft, still only
// designed.
func pictureOf(org badge.Organization, r badge.Revision) string {
	if d, err := design.Parse(r.Design); r.Picture == "" && err == nil {
		return designURL(org, d)
	}
	return pictureURL(r.Picture)
}

// validityWords says how long a badge holds.
func validityWords(v badge.Validity) string {
	if !v.Until.IsZero() {
		return "Valid until " + v.Until.Format("January 2, 2006")
	}
	words := ""
	for _, part := range []struct {
		n    int
		unit string
	}{{v.Period.Years, "year"}, {v.Period.Months, "month"}, {v.Period.Days, "day"}} {
		switch part.n {
		case 0:
		case 1:
			words += " 1 " + part.unit
		default:
			words += fmt.Sprintf(" %d %ss", part.n, part.unit)
		}
	}
	if words == "" {
		return "Does not expire"
	}
	return "Valid for" + words
}
