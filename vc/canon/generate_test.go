package canon

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
)

const (
	vc1 = "https://www.w3.org/2018/credentials/v1"
	vc2 = "https://www.w3.org/ns/credentials/v2"
	ob  = "https://purl.imsglobal.org/spec/ob/v3p0/"
)

// generator makes credentials of all shapes from a seed: sparse and full, with and without ids, with twins that
// only the n-degree algorithm can tell apart, lists, language tags, numbers, embedded endorsements with proofs.
type generator struct {
	*rand.Rand
	vc1     bool
	strange bool // also what the oracle gets wrong: control characters and blank node labels
	serial  int
}

func newGenerator(seed uint64) *generator {
	return &generator{Rand: rand.New(rand.NewPCG(seed, 7))}
}

func (g *generator) one(n int) bool { return g.IntN(n) == 0 }

func pick[T any](g *generator, of ...T) T { return of[g.IntN(len(of))] }

func (g *generator) text() string {
	if g.one(2) { // few different texts, so that things look alike
		return pick(g, "Soil Sampling", "Riverbank College", "a", "", "true")
	}
	pieces := []string{"Ärger", "日本", "🏅", "e\u0301", "\"q\"", "\\", "\n", "\r\n", "\u2028", "<b>", " ", "Zoe", "\u00a0", "plain words", "'", "|{}^`", "@en", "_:b0", "\ue000"}
	if g.strange {
		pieces = append(pieces, "\t", "\b", "\f", "\x01", "\x0b", "\x1f", "\x7f", "\u0080", "\u009f", "\ufeff")
	}
	s := ""
	for range 1 + g.IntN(5) {
		s += pick(g, pieces...)
	}
	return s
}

func (g *generator) fresh() string {
	g.serial++
	return "urn:uuid:00000000-0000-4000-8000-" + fmt.Sprintf("%012d", g.serial)
}

func (g *generator) iri() string {
	return pick(g, "https://college.example/"+strconv.Itoa(g.IntN(4)), "did:web:college.example%3A8080:issuers:a#key-1",
		"urn:x:"+strconv.Itoa(g.IntN(4)), "https://école.example/ü?q=1&r=2#f", "mailto:a@b.example", "tag:college.example,2026:1",
		"data:image/png;base64,iVBORw0KGgo=", g.fresh())
}

func (g *generator) number() json.Number {
	return json.Number(pick(g, "0", "1", "-1", "3", "3.5", "0.1", "-2.75", "100", "123456789012345", "0.30000000000001", "99.99", "0.000001", "42.10"))
}

// maybe sets a property half of the time.
func (g *generator) maybe(m map[string]any, key string, value func() any) {
	if g.one(2) {
		m[key] = value()
	}
}

// some is an array of 0 to 3 things, now and then repeated or bare instead.
func (g *generator) some(value func() any) any {
	n := pick(g, 0, 1, 1, 1, 2, 2, 3)
	list := make([]any, 0, 4)
	for range n {
		list = append(list, value())
	}
	if n > 0 && g.one(4) {
		list = append(list, list[0])
	}
	if n == 1 && len(list) == 1 && g.one(3) {
		return list[0]
	}
	if g.one(40) {
		list = append(list, nil)
	}
	return list
}

func (g *generator) anyText() any { return g.text() }

// prose is a text as the standard allows it: bare, or with a language.
func (g *generator) prose() any {
	if g.one(8) {
		return map[string]any{"@value": g.text(), "@language": pick(g, "en", "de-AT", "zh-Hant-TW", "EN")}
	}
	if g.one(16) {
		return map[string]any{"@value": g.text()}
	}
	return g.text()
}

// thing is an object with a type, and with an id or without.
func (g *generator) thing(types ...string) map[string]any {
	m := map[string]any{}
	list := make([]any, len(types))
	for i, t := range types {
		list[i] = t
	}
	g.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	if m["type"] = list; len(list) == 1 && g.one(2) {
		m["type"] = list[0]
	}
	if g.one(3) {
		m["id"] = g.iri()
	}
	if g.strange && g.one(60) {
		m["id"] = pick(g, "_:a", "_:b1", "_:c14n0")
	}
	return m
}

func (g *generator) image() any {
	m := g.thing("Image")
	g.maybe(m, "caption", g.anyText)
	return m
}

func (g *generator) profile() any {
	if g.one(6) {
		return g.iri()
	}
	m := g.thing("Profile")
	g.maybe(m, "name", g.prose)
	g.maybe(m, "url", func() any { return g.iri() })
	g.maybe(m, "email", g.anyText)
	g.maybe(m, "image", g.image)
	g.maybe(m, "otherIdentifier", func() any { return g.some(g.identifier) })
	if g.one(4) {
		a := g.thing("Address")
		g.maybe(a, "addressCountry", g.anyText)
		geo := g.thing("GeoCoordinates")
		geo["latitude"], geo["longitude"] = g.number(), g.number()
		g.maybe(a, "geo", func() any { return geo })
		m["address"] = a
	}
	if g.one(8) {
		m["parentOrg"] = g.profile()
	}
	return m
}

func (g *generator) identifier() any {
	m := g.thing("IdentifierEntry")
	m["identifier"], m["identifierType"] = g.text(), pick(g, "name", "ext:student", "emailAddress")
	return m
}

func (g *generator) identity() any {
	m := g.thing("IdentityObject")
	m["identityHash"], m["identityType"], m["hashed"] = g.text(), "emailAddress", g.one(2)
	g.maybe(m, "salt", g.anyText)
	return m
}

func (g *generator) alignment() any {
	m := g.thing("Alignment")
	m["targetName"], m["targetUrl"] = g.text(), g.iri()
	g.maybe(m, "targetCode", g.anyText)
	g.maybe(m, "targetType", func() any { return "ceasn:Competency" })
	return m
}

func (g *generator) evidence() any {
	m := g.thing("Evidence")
	g.maybe(m, "name", g.prose)
	g.maybe(m, "narrative", g.anyText)
	g.maybe(m, "genre", g.anyText)
	return m
}

func (g *generator) resultDescription() any {
	m := g.thing("ResultDescription")
	m["name"], m["resultType"] = g.text(), "Percent"
	g.maybe(m, "allowedValue", func() any { return g.some(g.anyText) })
	g.maybe(m, "rubricCriterionLevel", func() any {
		return g.some(func() any {
			level := g.thing("RubricCriterionLevel")
			g.maybe(level, "level", g.anyText)
			g.maybe(level, "alignment", func() any { return g.some(g.alignment) })
			return level
		})
	})
	return m
}

func (g *generator) result() any {
	m := g.thing("Result")
	g.maybe(m, "value", g.anyText)
	g.maybe(m, "status", func() any { return pick(g, "Completed", "Failed") })
	g.maybe(m, "resultDescription", func() any { return g.iri() })
	g.maybe(m, "alignment", func() any { return g.some(g.alignment) })
	return m
}

func (g *generator) achievement() any {
	m := g.thing("Achievement")
	m["name"], m["description"] = g.prose(), g.prose()
	criteria := map[string]any{}
	g.maybe(criteria, "narrative", g.anyText)
	g.maybe(criteria, "id", func() any { return g.iri() })
	m["criteria"] = criteria
	g.maybe(m, "achievementType", func() any { return pick(g, "Badge", "ext:x") })
	g.maybe(m, "alignment", func() any { return g.some(g.alignment) })
	g.maybe(m, "creator", g.profile)
	g.maybe(m, "creditsAvailable", func() any { return g.number() })
	g.maybe(m, "image", g.image)
	g.maybe(m, "otherIdentifier", func() any { return g.some(g.identifier) })
	g.maybe(m, "resultDescription", func() any { return g.some(g.resultDescription) })
	g.maybe(m, "tag", func() any { return g.some(g.anyText) })
	g.maybe(m, "version", g.anyText)
	if g.one(6) {
		m["endorsement"] = g.some(g.endorsement)
	}
	return m
}

func (g *generator) date() any { return pick(g, "2026-01-15T09:00:00Z", "2025-12-31T23:59:59Z") }

func (g *generator) endorsement() any {
	m := g.thing("VerifiableCredential", "EndorsementCredential")
	if g.one(2) {
		m["@context"] = []any{pick(g, vc1, vc2), ob + "context-3.0.3.json"}
		if g.vc1 {
			m["@context"] = vc1
		} else {
			m["@context"] = []any{vc2, ob + "context-3.0.3.json"}
		}
	}
	m["issuer"] = g.profile()
	subject := g.thing("EndorsementSubject")
	g.maybe(subject, "endorsementComment", g.anyText)
	m["credentialSubject"] = subject
	m["validFrom"] = g.date()
	if g.vc1 {
		delete(m, "validFrom")
		m["issuanceDate"] = g.date()
	}
	if g.one(2) && !g.vc1 {
		m["proof"] = g.some(g.proof)
	}
	return m
}

func (g *generator) proof() any {
	return map[string]any{
		"type": "DataIntegrityProof", "created": g.date(), "cryptosuite": "eddsa-rdfc-2022", "proofPurpose": "assertionMethod",
		"verificationMethod": g.iri(), "proofValue": pick(g, "z58D", "z59E"),
	}
}

func (g *generator) subject() any {
	m := g.thing("AchievementSubject")
	m["achievement"] = g.achievement()
	g.maybe(m, "identifier", func() any { return g.some(g.identity) })
	g.maybe(m, "result", func() any { return g.some(g.result) })
	g.maybe(m, "role", g.anyText)
	g.maybe(m, "creditsEarned", func() any { return g.number() })
	g.maybe(m, "activityStartDate", g.date)
	g.maybe(m, "narrative", g.anyText)
	g.maybe(m, "image", g.image)
	g.maybe(m, "source", g.profile)
	return m
}

// credential is a whole document.
func (g *generator) credential() map[string]any {
	g.vc1 = g.one(5)
	m := g.thing("VerifiableCredential", pick(g, "OpenBadgeCredential", "AchievementCredential"))
	m["issuer"], m["credentialSubject"] = g.profile(), g.subject()
	g.maybe(m, "name", g.prose)
	g.maybe(m, "image", g.image)
	g.maybe(m, "evidence", func() any { return g.some(g.evidence) })
	if g.one(5) {
		m["https://schema.org/keywords"] = g.some(g.anyText)
	}
	if g.one(8) {
		m["endorsement"] = g.some(g.endorsement)
	}
	contexts := []any{vc2, ob + pick(g, "context-3.0.3.json", "context-3.0.3.json", "context-3.0.2.json")}
	if g.vc1 {
		contexts = []any{vc1, ob + pick(g, "context.json", "context-3.0.1.json")}
		m["issuanceDate"] = g.date()
		g.maybe(m, "expirationDate", g.date)
	} else {
		m["validFrom"] = g.date()
		g.maybe(m, "validUntil", g.date)
		g.maybe(m, "termsOfUse", func() any { return g.some(func() any { return g.thing("https://college.example/terms#Policy") }) })
	}
	if g.one(2) {
		contexts = append(contexts, ob+"extensions.json")
		status := g.thing("1EdTechRevocationList")
		status["id"] = g.iri()
		m["credentialStatus"] = status
		g.maybe(m, "credentialSchema", func() any {
			schema := g.thing("1EdTechJsonSchemaValidator2019")
			schema["id"] = g.iri()
			return schema
		})
	} else if !g.vc1 {
		m["credentialStatus"] = map[string]any{"id": g.iri(), "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "7", "statusListCredential": g.iri()}
	}
	m["@context"] = contexts
	return m
}
