package openbadge

import (
	"encoding/json"
	"strconv"
	"strings"

	"laurel/vc"
)

func readIssuer(value any) IssuerView {
	v := IssuerView{ID: vc.ID(value)}
	if o, ok := first(value); ok {
		v.ID = either(v.ID, vc.String(o, "id"))
		v.Name, v.URL = text(o["name"]), link(vc.String(o, "url"))
		v.ImageURL, _ = readImage(o["image"])
	}
	return v
}

func readRecipient(subject vc.Object) Recipient {
	r := Recipient{ID: vc.String(subject, "id")}
	for _, o := range vc.Objects(subject["identifier"]) {
		i := IdentityObject{
			IdentityHash: vc.String(o, "identityHash"),
			IdentityType: vc.String(o, "identityType"),
			Salt:         vc.String(o, "salt"),
			Hashed:       o["hashed"] != false, // "true" as text means the same to a signature
		}
		r.Identifier = append(r.Identifier, i)
		if i.IdentityType == "name" && !i.Hashed && r.Name == "" {
			r.Name = i.IdentityHash
		}
	}
	return r
}

func readCriteria(value any) Criteria {
	if o, ok := first(value); ok {
		return Criteria{ID: link(vc.String(o, "id")), Narrative: text(o["narrative"])}
	}
	return Criteria{ID: link(vc.ID(value))}
}

func readEvidence(o vc.Object) Evidence {
	return Evidence{
		ID:          link(vc.String(o, "id")),
		Name:        text(o["name"]),
		Description: text(o["description"]),
		Narrative:   text(o["narrative"]),
		Genre:       text(o["genre"]),
		Audience:    text(o["audience"]),
	}
}

func readAlignment(o vc.Object) Alignment {
	return Alignment{
		TargetName:        text(o["targetName"]),
		TargetURL:         link(vc.String(o, "targetUrl")),
		TargetCode:        text(o["targetCode"]),
		TargetDescription: text(o["targetDescription"]),
		TargetFramework:   text(o["targetFramework"]),
		TargetType:        text(o["targetType"]),
	}
}

func readIdentifierEntry(o vc.Object) IdentifierEntry {
	return IdentifierEntry{Identifier: text(o["identifier"]), IdentifierType: text(o["identifierType"])}
}

func readRelated(o vc.Object) Related {
	return Related{
		ID:         vc.String(o, "id"),
		InLanguage: either(text(o["inLanguage"]), text(o["@language"])),
		Version:    text(o["version"]),
	}
}

func readResult(o vc.Object) Result {
	return Result{
		ResultDescription: vc.ID(o["resultDescription"]),
		Value:             text(o["value"]),
		Status:            text(o["status"]),
		AchievedLevel:     vc.ID(o["achievedLevel"]),
		Alignment:         all(o["alignment"], readAlignment),
	}
}

func readResultDescription(o vc.Object) ResultDescription {
	return ResultDescription{
		ID:                   vc.String(o, "id"),
		Name:                 text(o["name"]),
		ResultType:           text(o["resultType"]),
		AllowedValue:         vc.Strings(o["allowedValue"]),
		RequiredValue:        text(o["requiredValue"]),
		ValueMin:             text(o["valueMin"]),
		ValueMax:             text(o["valueMax"]),
		RubricCriterionLevel: all(o["rubricCriterionLevel"], readRubricCriterionLevel),
		RequiredLevel:        vc.ID(o["requiredLevel"]),
		Alignment:            all(o["alignment"], readAlignment),
	}
}

func readRubricCriterionLevel(o vc.Object) RubricCriterionLevel {
	return RubricCriterionLevel{
		ID:          vc.String(o, "id"),
		Name:        text(o["name"]),
		Description: text(o["description"]),
		Level:       text(o["level"]),
		Points:      text(o["points"]),
		Alignment:   all(o["alignment"], readAlignment),
	}
}

// readNumber reads a number that may have been written as text.
func readNumber(value any) float64 {
	var s string
	switch v := value.(type) {
	case json.Number:
		s = v.String()
	case string:
		s = v
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || n != n || n > 1e15 || n < -1e15 { // also infinities and what is no number
		return 0
	}
	return n
}

func readImage(value any) (address, caption string) {
	o, _ := first(value)
	id := either(vc.ID(value), vc.String(o, "id"))
	if strings.HasPrefix(id, "data:image/") {
		return id, text(o["caption"])
	}
	return link(id), text(o["caption"])
}
