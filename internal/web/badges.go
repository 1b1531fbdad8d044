package web

import (
	"fmt"
	"net/http"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// badges lists what an organization can issue.
func (s *server) badges(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	list, err := s.Catalog.List(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	desk := "/org/" + org.Slug
	v := page.BadgesView{OrgFrame: s.orgFrame(r, who, org)}
	for _, a := range list {
		v.Badges = append(v.Badges, page.BadgeTile{
			EditURL: desk + "/badges/" + a.Slug, IssueURL: desk + "/issue?badge=" + a.Slug, PublicURL: "/a/" + string(a.Revision.ID),
			PictureURL: pictureURL(a.Revision.Picture), Name: a.Revision.Name, Issued: a.Issued, Validity: validityWords(a.Revision.Validity),
		})
	}
	return s.show(w, r, page.Badges(v))
}

// pictureURL is where a kept picture is; no picture has no address.
func pictureURL(hash string) string {
	if hash == "" {
		return ""
	}
	return "/media/" + hash + ".png"
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
