package ob2

import "laurel/openbadge/internal/ordered"

// list is nothing, one value alone, or an array (section Primitive datatypes, Array).
func list[T any](values []T, one func(T) any) any {
	switch len(values) {
	case 0:
		return nil
	case 1:
		return one(values[0])
	}
	var all []any
	for _, v := range values {
		all = append(all, one(v))
	}
	return all
}

func itself(s string) any { return s }

func (r RevokedAssertion) value() any {
	if r.UID == "" && r.Reason == "" {
		return r.ID
	}
	return ordered.Object{{Name: "id", Value: r.ID}, {Name: "uid", Value: r.UID}, {Name: "revocationReason", Value: r.Reason}}
}

func (i Image) value() any {
	if i.Caption == "" && i.Author == "" {
		return i.ID
	}
	return ordered.Object{{Name: "id", Value: i.ID}, {Name: "caption", Value: i.Caption}, {Name: "author", Value: i.Author}}
}

func (c Criteria) value() any {
	if c.Narrative == "" {
		return c.ID
	}
	return ordered.Object{{Name: "id", Value: c.ID}, {Name: "narrative", Value: c.Narrative}}
}

func (e Evidence) value() any {
	if e == (Evidence{ID: e.ID}) {
		return e.ID
	}
	return ordered.Object{
		{Name: "id", Value: e.ID},
		{Name: "name", Value: e.Name},
		{Name: "description", Value: e.Description},
		{Name: "narrative", Value: e.Narrative},
		{Name: "genre", Value: e.Genre},
		{Name: "audience", Value: e.Audience},
	}
}

func (a Alignment) value() any {
	return ordered.Object{
		{Name: "targetName", Value: a.TargetName},
		{Name: "targetUrl", Value: a.TargetURL},
		{Name: "targetCode", Value: a.TargetCode},
		{Name: "targetDescription", Value: a.TargetDescription},
		{Name: "targetFramework", Value: a.TargetFramework},
	}
}
