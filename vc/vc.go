package vc

// Object is a JSON object as Decode returns it. Its values are Object, []any, string, bool, json.Number and nil, and
// nothing else.
type Object = map[string]any

// The contexts that credentials begin with (VC Data Model 2.0 section 4.3, VC Data Model 1.1 section 4.1).
const (
	ContextV2 = "https://www.w3.org/ns/credentials/v2"
	ContextV1 = "https://www.w3.org/2018/credentials/v1"
)
