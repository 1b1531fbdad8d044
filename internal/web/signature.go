package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/portfolio"
	"laurel/internal/store"
	"laurel/internal/web/guide"
	"laurel/internal/web/page"
)

// signatureFile is the picture for the foot of a letter, which turns gray when
// the badge no longer holds. It has 256 pixels a side.
const signatureFile = "/signature.png"

// mailPrograms are the sections of the guide that say how to paste a
// signature, the usual program first.
var mailPrograms = []string{"outlook", "gmail", "apple-mail", plainText}

const plainText = "text-only"

// signatureSides are the sizes of the picture, the usual one first.
var signatureSides = []int{80, 64, 112}

// signing is what was chosen for a signature.
type signing struct {
	program string
	side    int
}

// signingOf reads what was chosen from an address: program, side.
func signingOf(q url.Values) signing {
	c := signing{mailPrograms[0], signatureSides[0]}
	if slices.Contains(mailPrograms, q.Get("program")) {
		c.program = q.Get("program")
	}
	if side, err := strconv.Atoi(q.Get("side")); err == nil && slices.Contains(signatureSides, side) {
		c.side = side
	}
	return c
}

// values are the parts of an address that say what was chosen, without what is
// usual.
func (c signing) values() url.Values {
	q := url.Values{}
	if c.program != mailPrograms[0] {
		q.Set("program", c.program)
	}
	if c.side != signatureSides[0] {
		q.Set("side", strconv.Itoa(c.side))
	}
	return q
}

// groups are the questions; a choice changes one thing and keeps the others.
func (c signing) groups(r *http.Request, code badge.Code) []page.BuilderGroup {
	choice := func(text string, to signing) page.BuilderChoice {
		q := to.values()
		q.Set("badge", string(code))
		return page.BuilderChoice{Text: text, URL: "/guides/signatures" + asked(q), Chosen: to == c}
	}
	programs := page.BuilderGroup{Name: "program", Label: say(r, "Mail program")}
	for i, name := range []string{"Outlook", "Gmail", "Apple Mail", say(r, "Text only")} {
		programs.Choices = append(programs.Choices, choice(name, signing{mailPrograms[i], c.side}))
	}
	if c.program == plainText {
		return []page.BuilderGroup{programs}
	}
	sides := page.BuilderGroup{Name: "side", Label: say(r, "Picture")}
	names := map[int]string{64: say(r, "Small"), 80: say(r, "Medium"), 112: say(r, "Large")}
	for _, side := range slices.Sorted(slices.Values(signatureSides)) {
		sides.Choices = append(sides.Choices, choice(names[side], signing{c.program, side}))
	}
	return []page.BuilderGroup{programs, sides}
}

// signatureChoices is how many badges a signature can be chosen from; those
// beyond are reached from their own pages.
const signatureChoices = 100

// alsoChosen puts a valid badge of the reader's before others, if the address
// names one that is not among them.
func (s *server) alsoChosen(r *http.Request, who account.Visitor, rows []store.EarnedRow) []store.EarnedRow {
	code, ok := badge.ParseCode(r.URL.Query().Get("badge"))
	if !ok {
		return rows
	}
	it, err := s.Portfolio.One(r.Context(), who.Actor(), code)
	if err != nil || stateOf(it.Credential, s.Now()) != page.StateValid {
		return rows
	}
	e := store.EarnedRow{Credential: it.Credential, BadgeName: it.Badge.Name, Picture: it.Badge.Picture, OrgName: it.Organization.Name}
	return append([]store.EarnedRow{e}, rows...)
}

// signature fills an e-mail signature with one of the reader's valid badges:
// the one they chose, or the newest.
func (s *server) signature(r *http.Request, who account.Visitor) (v page.SignatureView, err error) {
	if who.Account.ID == "" {
		return v, nil
	}
	v.SignedIn = true
	shelf, err := s.Portfolio.Search(r.Context(), who.Actor(), portfolio.Query{State: "valid", Limit: signatureChoices})
	if err != nil || len(shelf.Rows) == 0 {
		return v, err
	}
	rows := shelf.Rows
	chosen := slices.IndexFunc(rows, func(e store.EarnedRow) bool { return string(e.Code) == r.URL.Query().Get("badge") })
	if chosen < 0 {
		rows, chosen = s.alsoChosen(r, who, rows), 0
	}
	for _, e := range rows {
		v.Badges = append(v.Badges, page.Choice{Value: string(e.Code), Text: e.BadgeName + ", " + e.OrgName})
	}
	e := rows[chosen]
	c := signingOf(r.URL.Query())
	address := s.Portfolio.Address(e.Code)
	sig := guide.Signature{
		Badge: e.BadgeName, Organization: e.OrgName, URL: address, PictureURL: address + signatureFile, Side: c.side, Verify: say(r, "Verify this badge"),
	}
	v.Code, v.Badge, v.OrgName, v.URL, v.PictureURL, v.Side, v.Text = string(e.Code), sig.Badge, sig.Organization, sig.URL, "/b/"+string(e.Code)+signatureFile, c.side, sig.Text()
	v.Groups, v.Steps.ID = c.groups(r, e.Code), c.program
	for name, values := range c.values() {
		v.Kept = append(v.Kept, page.Fact{Label: name, Value: values[0]})
	}
	if c.program != plainText {
		v.HTML = sig.HTML()
	}
	return v, nil
}
