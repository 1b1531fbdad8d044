package badge

import "slices"

// Differs lists by field in which parts of what a badge says one wording differs
// from another: name, description, criteria, image, alt, tags, alignments, type,
// credits, field_of_study, language, creator, translations. How long it is valid is not among
// them: what was issued keeps its dates.
func (r Revision) Differs(from Revision) (fields []string) {
	for _, part := range []struct {
		field string
		same  bool
	}{
		{"name", r.Name == from.Name},
		{"description", r.Description == from.Description},
		{"criteria", r.Criteria == from.Criteria},
		{"image", r.Picture == from.Picture},
		{"alt", r.Alt == from.Alt},
		{"tags", slices.Equal(r.Tags, from.Tags)},
		{"alignments", slices.Equal(r.Alignments, from.Alignments)},
		{"type", r.Type == from.Type},
		{"credits", r.Credits == from.Credits},
		{"field_of_study", r.FieldOfStudy == from.FieldOfStudy},
		{"language", r.Language == from.Language},
		{"creator", r.Creator == from.Creator},
		{"translations", slices.Equal(r.Translations, from.Translations)},
	} {
		if !part.same {
			fields = append(fields, part.field)
		}
	}
	return fields
}
