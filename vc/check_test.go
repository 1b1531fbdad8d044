package vc

import (
	"os"
	"strings"
	"testing"
)

func decoded(t *testing.T, text string) Object {
	t.Helper()
	o, err := Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

const soundCredential = `{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"urn:uuid:7a3f0c52-5a0e-4f49-9d0c-3f6e63f4f2a1","type":["VerifiableCredential"],
	"name":{"@value":"Sol","@language":"fr"},"issuer":{"id":"did:web:college.example","name":"College"},
	"validFrom":"2026-01-15T09:00:00Z","validUntil":"2027-01-15T09:00:00+01:00","credentialSubject":{"id":"did:example:zoe","name":"Zoë"}}`

func TestCheckAcceptsWhatTheDataModelAllows(t *testing.T) {
	badge, err := os.ReadFile("testdata/badge.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, edit := range map[string]func(Object){
		"as it is":             func(Object) {},
		"without id and dates": func(o Object) { delete(o, "id"); delete(o, "validFrom"); delete(o, "validUntil") },
		"one type as text":     func(o Object) { o["type"] = "VerifiableCredential" },
		"the issuer as text":   func(o Object) { o["issuer"] = "https://college.example/1" },
		"two subjects":         func(o Object) { o["credentialSubject"] = []any{Object{"name": "Zoë"}, Object{"id": "did:example:b"}} },
		"names in two languages": func(o Object) {
			o["name"] = []any{Object{"@value": "a", "@language": "en"}, Object{"@value": "ב", "@direction": "rtl"}}
		},
		"a status without an id": func(o Object) { o["credentialStatus"] = Object{"type": "BitstringStatusListEntry"} },
		"a schema": func(o Object) {
			o["credentialSchema"] = []any{Object{"id": "https://example.org/s", "type": "JsonSchema"}}
		},
		"a related resource":       func(o Object) { o["relatedResource"] = Object{"id": "https://example.org/r", "digestSRI": "sha384-x"} },
		"the public vector itself": func(o Object) { clear(o); copyInto(o, decoded(t, string(badge))) },
	} {
		t.Run(name, func(t *testing.T) {
			o := decoded(t, soundCredential)
			edit(o)
			if faults := Check(o); len(faults) > 0 {
				t.Errorf("%+v", faults)
			}
		})
	}
}

func copyInto(to, from Object) {
	for name, v := range from {
		to[name] = v
	}
}

// Each case breaks one rule of VC Data Model 2.0, and exactly that is found.
func TestCheckFindsEachFaultOfACredential(t *testing.T) {
	set := func(member string, value any) func(Object) { return func(o Object) { o[member] = value } }
	drop := func(member string) func(Object) { return func(o Object) { delete(o, member) } }
	for name, c := range map[string]struct {
		edit func(Object)
		at   string
	}{
		"no contexts":                      {drop("@context"), "/@context"},
		"the first context is another":     {set("@context", []any{"https://example.org/c", ContextV2}), "/@context"},
		"the contexts are one text":        {set("@context", ContextV2), "/@context"},
		"data model 1.1":                   {set("@context", []any{ContextV1}), "/@context"},
		"a context that is no address":     {set("@context", []any{ContextV2, "c"}), "/@context/1"},
		"a context that is a number":       {set("@context", []any{ContextV2, true}), "/@context/1"},
		"an id that is no address":         {set("id", "17"), "/id"},
		"two ids":                          {set("id", []any{"urn:a:1", "urn:a:2"}), "/id"},
		"an id that is null":               {set("id", nil), "/id"},
		"no type":                          {drop("type"), "/type"},
		"a type that is an object":         {set("type", []any{"VerifiableCredential", Object{}}), "/type"},
		"another type only":                {set("type", "Something"), "/type"},
		"a name that is a number":          {set("name", true), "/name"},
		"a name with a bad language":       {set("name", Object{"@value": "x", "@language": "not a tag"}), "/name"},
		"a description with something":     {set("description", Object{"@value": "x", "url": "y"}), "/description"},
		"a description without its value":  {set("description", Object{"@language": "en"}), "/description"},
		"no issuer":                        {drop("issuer"), "/issuer"},
		"an issuer that is no address":     {set("issuer", "college"), "/issuer"},
		"an issuer without an id":          {set("issuer", Object{"name": "College"}), "/issuer/id"},
		"an issuer that is a list":         {set("issuer", []any{"did:example:a"}), "/issuer"},
		"an issuer's name that is no text": {set("issuer", Object{"id": "did:example:a", "name": false}), "/issuer/name"},
		"no subject":                       {drop("credentialSubject"), "/credentialSubject"},
		"an empty subject":                 {set("credentialSubject", Object{}), "/credentialSubject"},
		"an empty list of subjects":        {set("credentialSubject", []any{}), "/credentialSubject"},
		"a subject that is text":           {set("credentialSubject", "did:example:zoe"), "/credentialSubject"},
		"the second subject is text":       {set("credentialSubject", []any{Object{"name": "Z"}, "x"}), "/credentialSubject/1"},
		"a subject with a bad id":          {set("credentialSubject", Object{"id": "zoe"}), "/credentialSubject/id"},
		"a date without a zone":            {set("validFrom", "2026-01-15T09:00:00"), "/validFrom"},
		"a date without a time":            {set("validUntil", "2027-01-15"), "/validUntil"},
		"a date that is a number":          {set("validFrom", true), "/validFrom"},
		"an end before the beginning":      {set("validUntil", "2025-01-15T09:00:00Z"), "/validUntil"},
		"a status without a type":          {set("credentialStatus", Object{"id": "https://example.org/1"}), "/credentialStatus/type"},
		"a status with a bad id":           {set("credentialStatus", Object{"id": "1", "type": "T"}), "/credentialStatus/id"},
		"a status that is text":            {set("credentialStatus", "https://example.org/1"), "/credentialStatus"},
		"a schema without an id":           {set("credentialSchema", Object{"type": "JsonSchema"}), "/credentialSchema/id"},
		"a schema without a type":          {set("credentialSchema", Object{"id": "https://example.org/s"}), "/credentialSchema/type"},
		"evidence without a type":          {set("evidence", []any{Object{"name": "photo"}}), "/evidence/0/type"},
		"terms of use without a type":      {set("termsOfUse", Object{"id": "https://example.org/t"}), "/termsOfUse/type"},
		"a refresh service without a type": {set("refreshService", Object{"id": "https://example.org/t"}), "/refreshService/type"},
		"a resource without a digest":      {set("relatedResource", Object{"id": "https://example.org/r"}), "/relatedResource"},
		"a resource without an id":         {set("relatedResource", Object{"digestSRI": "sha384-x"}), "/relatedResource/id"},
		"a proof that is text":             {set("proof", "z…"), "/proof"},
		"a proof without a type":           {set("proof", Object{"proofValue": "z"}), "/proof/type"},
	} {
		t.Run(name, func(t *testing.T) {
			o := decoded(t, soundCredential)
			c.edit(o)
			if faults := Check(o); len(faults) != 1 || faults[0].Pointer != c.at || !strings.HasSuffix(faults[0].Message, ".") {
				t.Errorf("%+v, want one at %s", faults, c.at)
			}
		})
	}
}

func TestCheckPresentationFindsEachFault(t *testing.T) {
	for name, c := range map[string]struct {
		edit func(Object)
		at   string // empty: there is no fault
	}{
		"as it is":              {func(Object) {}, ""},
		"no credentials":        {func(o Object) { delete(o, "verifiableCredential") }, ""},
		"an empty list of them": {func(o Object) { o["verifiableCredential"] = []any{} }, ""},
		"no holder":             {func(o Object) { delete(o, "holder") }, ""},
		"a holder in an object": {func(o Object) { o["holder"] = Object{"id": "did:example:zoe"} }, ""},
		"one that is enveloped": {func(o Object) {
			o["verifiableCredential"] = Object{"type": EnvelopedType, "id": "data:application/vc+jwt,e.e.e"}
		}, ""},
		"an envelope elsewhere": {func(o Object) {
			o["verifiableCredential"] = Object{"type": EnvelopedType, "id": "https://example.org/1"}
		}, "/verifiableCredential/id"},
		"another type":              {func(o Object) { o["type"] = "VerifiableCredential" }, "/type"},
		"a holder that is a name":   {func(o Object) { o["holder"] = "Zoë" }, "/holder"},
		"a credential as address":   {func(o Object) { o["verifiableCredential"] = []any{"https://example.org/1"} }, "/verifiableCredential/0"},
		"a credential with a fault": {func(o Object) { delete(o["verifiableCredential"].([]any)[0].(Object), "issuer") }, "/verifiableCredential/0/issuer"},
	} {
		t.Run(name, func(t *testing.T) {
			o := decoded(t, `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"holder":"did:example:zoe","verifiableCredential":[`+soundCredential+`]}`)
			c.edit(o)
			faults := CheckPresentation(o)
			if c.at == "" && len(faults) > 0 || c.at != "" && (len(faults) != 1 || faults[0].Pointer != c.at) {
				t.Errorf("%+v, want %q", faults, c.at)
			}
		})
	}
}
