package award

import (
	"fmt"
	"strings"

	"laurel/internal/badge"
)

func (c *checker) email(r *Row) {
	cell := withoutTextMark(c.cell(r, FieldEmail))
	if cell == "" {
		r.find(badge.OutcomeError, FieldEmail, "", "An e-mail address is needed.", "Write the address that the badge is for.")
		return
	}
	email, err := badge.ParseEmail(cell)
	if err != nil {
		r.Email = badge.Email(shown(cell))
		suggestion, fix := repaired(cell)
		r.findWith(badge.OutcomeError, FieldEmail, cell, err.Error(), suggestion, fix)
		return
	}
	r.Email = email
	local, domain, _ := strings.Cut(string(email), "@")
	host, ending := domain[:strings.LastIndexByte(domain, '.')], domain[strings.LastIndexByte(domain, '.')+1:]
	if right := noSuchEnding[ending]; right != "" {
		fix := local + "@" + host + "." + right
		r.findWith(badge.OutcomeError, FieldEmail, cell, fmt.Sprintf("No e-mail address ends in .%s.", ending), "Did you mean "+fix+"?", fix)
	} else if right := mistypedDomains[domain]; right != "" {
		fix := local + "@" + right
		r.findWith(badge.OutcomeWarning, FieldEmail, cell, fmt.Sprintf("“%s” is likely a slip of the keyboard.", domain), "Did you mean "+fix+"?", fix)
	}
}

// repaired tries what usually is meant.
func repaired(cell string) (suggestion, fix string) {
	between := cell
	if _, after, found := strings.Cut(cell, "<"); found {
		between, _, _ = strings.Cut(after, ">")
	}
	noSpace := strings.Join(strings.Fields(cell), "")
	for _, meant := range []string{
		between,
		strings.TrimPrefix(strings.ToLower(cell), "mailto:"),
		strings.Trim(cell, ".,;:<>\"'()"),
		noSpace,
		strings.ReplaceAll(noSpace, ",", "."),
		strings.NewReplacer("(at)", "@", "[at]", "@", "(dot)", ".", "[dot]", ".").Replace(noSpace),
	} {
		if email, err := badge.ParseEmail(meant); err == nil {
			return fmt.Sprintf("Did you mean %s?", email), string(email)
		}
	}
	if strings.Count(cell, "@") > 1 {
		return "Keep one address. Another person needs a row of their own.", ""
	}
	return "Correct the address.", ""
}

// noSuchEnding lists endings that do not exist, with what was meant.
var noSuchEnding = map[string]string{
	"con": "com", "cmo": "com", "ocm": "com", "comm": "com", "vom": "com", "xom": "com", "coom": "com", "c0m": "com",
	"ogr": "org", "orgg": "org", "rog": "org", "prg": "org", "nett": "net", "nte": "net", "ent": "net", "eud": "edu", "deu": "edu", "eduu": "edu",
}

// mistypedDomains lists domains that people type for a well-known one.
var mistypedDomains = map[string]string{
	"gmial.com": "gmail.com", "gmai.com": "gmail.com", "gamil.com": "gmail.com", "gmal.com": "gmail.com", "gnail.com": "gmail.com",
	"gmaill.com": "gmail.com", "gmil.com": "gmail.com", "gmali.com": "gmail.com", "gmail.co": "gmail.com", "gmail.cm": "gmail.com",
	"ggmail.com": "gmail.com", "googlemail.co": "googlemail.com",
	"hotmial.com": "hotmail.com", "hotmai.com": "hotmail.com", "hotmal.com": "hotmail.com", "hotmil.com": "hotmail.com",
	"homail.com": "hotmail.com", "hotmaill.com": "hotmail.com", "hotmail.co": "hotmail.com",
	"outlok.com": "outlook.com", "outloook.com": "outlook.com", "outlool.com": "outlook.com", "outlook.co": "outlook.com", "otlook.com": "outlook.com",
	"yaho.com": "yahoo.com", "yahooo.com": "yahoo.com", "yhaoo.com": "yahoo.com", "yahoo.co": "yahoo.com", "yhoo.com": "yahoo.com",
	"iclod.com": "icloud.com", "icoud.com": "icloud.com", "iclould.com": "icloud.com", "icloud.co": "icloud.com",
	"protonmal.com": "protonmail.com", "gmx.dee": "gmx.de", "wed.de": "web.de",
}
