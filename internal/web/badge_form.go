package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"time"

	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/web/page"
)

// readBadge takes the form in: what was typed and the picture, if one was
// chosen.
func readBadge(r *http.Request) (page.BadgeEditView, []byte, error) {
	var picture []byte
	var err error
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		if err = r.ParseMultipartForm(imageBytes); err == nil {
			picture, err = chosen(r.MultipartForm, "picture")
		}
	} else {
		err = r.ParseForm()
	}
	if err != nil {
		return page.BadgeEditView{}, nil, unreadableForm(err)
	}
	typed := r.PostFormValue
	return page.BadgeEditView{
		Name: typed("name"), Slug: typed("slug"), Description: typed("description"), Criteria: typed("criteria"), Alt: typed("alt"),
		Tags: typed("tags"), Validity: typed("validity"), Period: typed("valid_for"), Until: typed("valid_until"),
		Type: typed("type"), Credits: typed("credits"), FieldOfStudy: typed("field_of_study"), Language: typed("language"),
		CreatorName: typed("creator_name"), CreatorURL: typed("creator_url"), EvidenceRequired: typed("evidence_required") == "on",
		Alignments: alignmentRows(r.PostForm), Translations: translationRows(r.PostForm),
	}, picture, nil
}

// mostRows is how many skills of frameworks are read from a form; what the
// noun takes is fewer.
const mostRows = 100

// alignmentRows reads the skills of frameworks; rows without a word are left
// out.
func alignmentRows(form map[string][]string) (rows []page.AlignmentRow) {
	at := func(field string, n int) string {
		if all := form[field]; n < len(all) {
			return strings.TrimSpace(all[n])
		}
		return ""
	}
	for n := range min(len(form["align_name"]), mostRows) {
		row := page.AlignmentRow{Name: at("align_name", n), URL: at("align_url", n), Framework: at("align_framework", n), Code: at("align_code", n)}
		if row != (page.AlignmentRow{}) {
			rows = append(rows, row)
		}
	}
	return rows
}

// unreadableForm tells what is too large from what is no form at all.
func unreadableForm(err error) error {
	if _, ok := errors.AsType[*tooLarge](err); ok {
		return err
	}
	return badge.Refuse("", "The form did not arrive whole. Send it again.")
}

// chosen reads a file that was chosen in a form; none: no bytes.
func chosen(form *multipart.Form, field string) ([]byte, error) {
	files := form.File[field]
	if len(files) == 0 || files[0].Size == 0 {
		return nil, nil
	}
	f, err := files[0].Open()
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	return io.ReadAll(f)
}

// achievement makes what was typed a wording of a badge, or of a draft of one.
func achievement(v page.BadgeEditView, draft bool) (a badge.Achievement, err error) {
	a = badge.Achievement{State: badge.AchievementPublished, EvidenceRequired: v.EvidenceRequired}
	a.Revision = badge.Revision{Name: v.Name, Description: v.Description, Criteria: v.Criteria, Tags: tags(v.Tags), Details: badge.Details{
		Type: v.Type, Alt: v.Alt, FieldOfStudy: v.FieldOfStudy, Language: v.Language,
		Creator: badge.Creator{Name: strings.TrimSpace(v.CreatorName), URL: strings.TrimSpace(v.CreatorURL)},
	}}
	if draft {
		a.State = badge.AchievementDraft
	}
	for _, row := range v.Translations {
		a.Revision.Translations = append(a.Revision.Translations, badge.Translation(row))
	}
	for _, row := range v.Alignments {
		a.Revision.Alignments = append(a.Revision.Alignments, badge.Alignment(row))
	}
	if typed := strings.TrimSpace(v.Credits); typed != "" {
		if a.Revision.Credits, err = strconv.ParseFloat(strings.Replace(typed, ",", ".", 1), 64); err != nil {
			return a, badge.Refuse("credits", "Write the credits as a number, such as 2.5.")
		}
	}
	a.Revision.Validity, err = validityTyped(v)
	return a, err
}

func tags(typed string) (all []string) {
	for tag := range strings.SplitSeq(typed, ",") {
		if tag = strings.TrimSpace(tag); tag != "" {
			all = append(all, tag)
		}
	}
	return all
}

func validityTyped(v page.BadgeEditView) (validity badge.Validity, err error) {
	switch v.Validity {
	case "period":
		if validity.Period, err = badge.ParsePeriod(v.Period); err == nil && validity.Period == (badge.Period{}) {
			err = badge.Refuse("valid_for", "Say how long: 3y, 18m or 90d.")
		}
	case "date":
		if validity.Until, err = time.Parse(time.DateOnly, v.Until); err != nil {
			err = badge.Refuse("valid_until", "Choose the last day, such as 2029-03-01.")
		}
	}
	return validity, err
}

// editing is a badge as its form shows it.
func editing(a badge.Achievement) page.BadgeEditView {
	r := a.Revision
	v := page.BadgeEditView{
		Name: r.Name, Slug: a.Slug, Description: r.Description, Criteria: r.Criteria, Tags: strings.Join(r.Tags, ", "),
		Alt: r.Alt, Type: r.Type, FieldOfStudy: r.FieldOfStudy, Language: r.Language,
		CreatorName: r.Creator.Name, CreatorURL: r.Creator.URL, EvidenceRequired: a.EvidenceRequired, Credits: creditsWords(r.Credits), Validity: "none",
	}
	for _, row := range r.Alignments {
		v.Alignments = append(v.Alignments, page.AlignmentRow(row))
	}
	for _, row := range r.Translations {
		v.Translations = append(v.Translations, page.TranslationRow(row))
	}
	switch {
	case !r.Validity.Until.IsZero():
		v.Validity, v.Until = "date", r.Validity.Until.Format(time.DateOnly)
	case r.Validity.Period != badge.Period{}:
		v.Validity, v.Period = "period", r.Validity.Period.String()
	}
	return v
}

// creditsWords writes a number of credits; none: nothing.
func creditsWords(n float64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// previewOf is what a badge will say, as far as what was typed can be read.
func previewOf(v page.BadgeEditView) page.BadgePreview {
	p := page.BadgePreview{CriteriaHTML: markdown(v.Criteria)}
	if v.Type != "" && v.Type != "Badge" {
		p.Kind = page.Kind(v.Type)
	}
	for _, tag := range tags(v.Tags) {
		p.Skills = append(p.Skills, page.Skill{Name: tag})
	}
	for _, row := range v.Alignments {
		if row.Name != "" {
			p.Skills = append(p.Skills, page.Skill{Name: row.Name, Framework: row.Framework})
		}
	}
	if validity, err := validityTyped(v); err == nil {
		p.Facts = append(p.Facts, page.Fact{Label: "Valid", Value: validityWords(validity)})
	}
	p.Facts = append(p.Facts, detailFacts(v.Credits, v.FieldOfStudy, page.Language(v.Language), v.CreatorName, "")...)
	return p
}

// detailFacts are the lesser things that a badge says, those that it does;
// language is the name of one.
func detailFacts(credits, field, language, author, authorURL string) (facts []page.Fact) {
	for _, f := range []page.Fact{
		{Label: locale.Mark("Credits"), Value: credits},
		{Label: locale.Mark("Field of study"), Value: field},
		{Label: locale.Mark("Language"), Value: language},
		{Label: locale.Mark("Author"), Value: author, URL: authorURL},
	} {
		if f.Value != "" {
			facts = append(facts, f)
		}
	}
	return facts
}

// badgeFaults puts the sentences beside the fields of the form.
func badgeFaults(invalid *badge.Invalid) map[string]string {
	faults := map[string]string{"": "Something needs another look. What you typed is still here; a picture has to be chosen again."}
	for field, sentence := range invalid.Fields {
		if field == "image" {
			field = "picture"
		}
		faults[field] = sentence
	}
	return faults
}

// fineSide is how many pixels a picture should have on each side.
const fineSide = 600

// pictureAdvice says of a picture that was uploaded and kept what may not look
// good, after a blank; nothing when there is nothing to say.
func (s *server) pictureAdvice(ctx context.Context, uploaded []byte, hash string) string {
	if len(uploaded) == 0 {
		return ""
	}
	kept, err := s.Blobs.Get(ctx, hash)
	if err != nil {
		return ""
	}
	size, err := png.DecodeConfig(bytes.NewReader(kept))
	switch w, h := size.Width, size.Height; {
	case err != nil:
		return ""
	case max(w, h)*10 > min(w, h)*11:
		return fmt.Sprintf(" The picture is %d by %d pixels. A square one looks better beside others.", w, h)
	case min(w, h) < fineSide:
		return fmt.Sprintf(" The picture is %d by %d pixels and looks soft when it is large. 600 by 600 or more stay sharp.", w, h)
	}
	return ""
}
