package openbadge

import (
	"laurel/openbadge/internal/loose"
	"laurel/vc"
)

func readIssuer(value any) IssuerView {
	v := IssuerView{ID: vc.ID(value)}
	if o, ok := loose.First(value); ok {
		v.ID = loose.Or(v.ID, vc.String(o, "id"))
		v.Name, v.URL = loose.Text(o["name"]), loose.Link(loose.Text(o["url"]))
		v.ImageURL, _ = loose.Picture(o["image"])
	}
	return v
}

func readRecipient(subject vc.Object) Recipient {
	r := Recipient{ID: vc.String(subject, "id")}
	for _, o := range vc.Objects(subject["identifier"]) {
		i := IdentityObject{
			IdentityHash: loose.Text(o["identityHash"]),
			IdentityType: loose.Text(o["identityType"]),
			Salt:         loose.Text(o["salt"]),
			Hashed:       loose.Text(o["hashed"]) != "false", // text and a list of one mean the same to a signature
		}
		r.Identifier = append(r.Identifier, i)
		if i.IdentityType == "name" && !i.Hashed && r.Name == "" {
			r.Name = i.IdentityHash
		}
	}
	return r
}

func readCriteria(value any) Criteria {
	if o, ok := loose.First(value); ok {
		return Criteria{ID: loose.Link(vc.String(o, "id")), Narrative: loose.Text(o["narrative"])}
	}
	return Criteria{ID: loose.Link(vc.ID(value))}
}

func readEvidence(o vc.Object) Evidence {
	return Evidence{
		ID:          loose.Link(vc.String(o, "id")),
		Name:        loose.Text(o["name"]),
		Description: loose.Text(o["description"]),
		Narrative:   loose.Text(o["narrative"]),
		Genre:       loose.Text(o["genre"]),
		Audience:    loose.Text(o["audience"]),
	}
}

func readAlignment(o vc.Object) Alignment {
	return Alignment{
		TargetName:        loose.Text(o["targetName"]),
		TargetURL:         loose.Link(loose.Text(o["targetUrl"])),
		TargetCode:        loose.Text(o["targetCode"]),
		TargetDescription: loose.Text(o["targetDescription"]),
		TargetFramework:   loose.Text(o["targetFramework"]),
		TargetType:        loose.Text(o["targetType"]),
	}
}

func readIdentifierEntry(o vc.Object) IdentifierEntry {
	return IdentifierEntry{Identifier: loose.Text(o["identifier"]), IdentifierType: loose.Text(o["identifierType"])}
}

func readRelated(o vc.Object) Related {
	return Related{
		ID:         vc.String(o, "id"),
		InLanguage: loose.Or(loose.Text(o["inLanguage"]), loose.Text(o["@language"])),
		Version:    loose.Text(o["version"]),
	}
}

func readResult(o vc.Object) Result {
	return Result{
		ResultDescription: vc.ID(o["resultDescription"]),
		Value:             loose.Text(o["value"]),
		Status:            loose.Text(o["status"]),
		AchievedLevel:     vc.ID(o["achievedLevel"]),
		Alignment:         loose.All(o["alignment"], readAlignment),
	}
}

func readResultDescription(o vc.Object) ResultDescription {
	return ResultDescription{
		ID:                   vc.String(o, "id"),
		Name:                 loose.Text(o["name"]),
		ResultType:           loose.Text(o["resultType"]),
		AllowedValue:         vc.Strings(o["allowedValue"]),
		RequiredValue:        loose.Text(o["requiredValue"]),
		ValueMin:             loose.Text(o["valueMin"]),
		ValueMax:             loose.Text(o["valueMax"]),
		RubricCriterionLevel: loose.All(o["rubricCriterionLevel"], readRubricCriterionLevel),
		RequiredLevel:        vc.ID(o["requiredLevel"]),
		Alignment:            loose.All(o["alignment"], readAlignment),
	}
}

func readRubricCriterionLevel(o vc.Object) RubricCriterionLevel {
	return RubricCriterionLevel{
		ID:          vc.String(o, "id"),
		Name:        loose.Text(o["name"]),
		Description: loose.Text(o["description"]),
		Level:       loose.Text(o["level"]),
		Points:      loose.Text(o["points"]),
		Alignment:   loose.All(o["alignment"], readAlignment),
	}
}
