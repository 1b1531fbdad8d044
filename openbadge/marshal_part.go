package openbadge

import "laurel/openbadge/internal/ordered"

// Marshal writes an achievement as a document of its own, as it is served at its address. The errors are those of
// Credential.Marshal.
func (a Achievement) Marshal() ([]byte, error) {
	return marshal("achievement", a.ID, append(ordered.Object{{Name: "@context", Value: issueContexts}}, a.object()...))
}

// Marshal writes a profile as a document of its own, as it is served at its address. The errors are those of
// Credential.Marshal.
func (p Profile) Marshal() ([]byte, error) {
	return marshal("profile", p.ID, append(ordered.Object{{Name: "@context", Value: issueContexts}}, p.object()...))
}

func (a Achievement) object() ordered.Object {
	return append(ordered.Object{
		{Name: "id", Value: a.ID},
		{Name: "type", Value: []string{"Achievement"}},
		{Name: "achievementType", Value: a.AchievementType},
		{Name: "name", Value: a.Name},
		{Name: "description", Value: a.Description},
		{Name: "criteria", Value: ordered.Object{{Name: "id", Value: a.Criteria.ID}, {Name: "narrative", Value: a.Criteria.Narrative}}},
		{Name: "image", Value: a.Image.object()},
		{Name: "creator", Value: a.Creator.optional()},
		{Name: "alignment", Value: ordered.Objects(a.Alignment, Alignment.object)},
		{Name: "tag", Value: a.Tag},
		{Name: "creditsAvailable", Value: credits(a.CreditsAvailable)},
		{Name: "fieldOfStudy", Value: a.FieldOfStudy},
		{Name: "specialization", Value: a.Specialization},
		{Name: "humanCode", Value: a.HumanCode},
		{Name: "inLanguage", Value: a.InLanguage},
		{Name: "version", Value: a.Version},
		{Name: "otherIdentifier", Value: ordered.Objects(a.OtherIdentifier, IdentifierEntry.object)},
		{Name: "related", Value: ordered.Objects(a.Related, Related.object)},
		{Name: "resultDescription", Value: ordered.Objects(a.ResultDescription, ResultDescription.object)},
	}, a.members()...)
}

func (a Alignment) object() ordered.Object {
	return ordered.Object{
		{Name: "type", Value: []string{"Alignment"}},
		{Name: "targetName", Value: a.TargetName},
		{Name: "targetUrl", Value: a.TargetURL},
		{Name: "targetCode", Value: a.TargetCode},
		{Name: "targetDescription", Value: a.TargetDescription},
		{Name: "targetFramework", Value: a.TargetFramework},
		{Name: "targetType", Value: a.TargetType},
	}
}

func (i IdentifierEntry) object() ordered.Object {
	return ordered.Object{
		{Name: "type", Value: "IdentifierEntry"},
		{Name: "identifier", Value: i.Identifier},
		{Name: "identifierType", Value: i.IdentifierType},
	}
}

func (r Related) object() ordered.Object {
	return ordered.Object{
		{Name: "id", Value: r.ID},
		{Name: "type", Value: []string{"Related"}},
		{Name: "inLanguage", Value: r.InLanguage},
		{Name: "version", Value: r.Version},
	}
}

func (r Result) object() ordered.Object {
	return ordered.Object{
		{Name: "type", Value: []string{"Result"}},
		{Name: "resultDescription", Value: r.ResultDescription},
		{Name: "value", Value: r.Value},
		{Name: "status", Value: r.Status},
		{Name: "achievedLevel", Value: r.AchievedLevel},
		{Name: "alignment", Value: ordered.Objects(r.Alignment, Alignment.object)},
	}
}

func (r ResultDescription) object() ordered.Object {
	return ordered.Object{
		{Name: "id", Value: r.ID},
		{Name: "type", Value: []string{"ResultDescription"}},
		{Name: "name", Value: r.Name},
		{Name: "resultType", Value: r.ResultType},
		{Name: "allowedValue", Value: r.AllowedValue},
		{Name: "requiredValue", Value: r.RequiredValue},
		{Name: "valueMin", Value: r.ValueMin},
		{Name: "valueMax", Value: r.ValueMax},
		{Name: "rubricCriterionLevel", Value: ordered.Objects(r.RubricCriterionLevel, RubricCriterionLevel.object)},
		{Name: "requiredLevel", Value: r.RequiredLevel},
		{Name: "alignment", Value: ordered.Objects(r.Alignment, Alignment.object)},
	}
}

func (l RubricCriterionLevel) object() ordered.Object {
	return ordered.Object{
		{Name: "id", Value: l.ID},
		{Name: "type", Value: []string{"RubricCriterionLevel"}},
		{Name: "name", Value: l.Name},
		{Name: "description", Value: l.Description},
		{Name: "level", Value: l.Level},
		{Name: "points", Value: l.Points},
		{Name: "alignment", Value: ordered.Objects(l.Alignment, Alignment.object)},
	}
}

// credits are left out when nothing is said of them.
func credits(n float64) any {
	if n == 0 {
		return nil
	}
	return n
}
