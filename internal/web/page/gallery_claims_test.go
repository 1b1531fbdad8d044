package page_test

import (
	"encoding/base64"
	"time"

	"laurel/internal/web/page"
)

// claimPages are those of people who come for a badge, and the organization's
// about them.
func claimPages(static string) []shown {
	f := page.Frame{Static: static}
	head := page.ClaimHead{
		Badge: "Certified Wound Care Specialist", PictureURL: "/sample/rosette.svg", Organization: "Riverbank College", OrgURL: "/o/riverbank", LogoURL: "/sample/shield.svg",
		Description: woundCare().Description, AboutURL: "/a/1", Note: "Spring Nursing Conference, Hall B",
	}
	claim := page.ClaimView{Frame: f, Head: head, Action: "/claim/7KQ2M9XW", Closes: noon, Left: 43}
	wrong := claim
	wrong.Name, wrong.Email, wrong.Errors = "Amara Okafor", "amara.okafor@", map[string]string{"email": "Not an e-mail address: nothing after the @."}
	closed := claim
	closed.Closed = "over"
	long := claim
	long.Head.Badge, long.Head.Organization, long.Head.LogoURL, long.Head.Note, long.Printed, long.Left = longName, longName, "", "", arabic, 0
	apply := claim
	apply.Application, apply.Head.Note, apply.Left, apply.Closes = true, "Tell us of three patients whose wounds you treated, and what you would do otherwise today.", 0, time.Time{}
	proof := page.ClaimProofView{Frame: f, Head: head, Action: "/claim/confirm/x", Name: "Amara Okafor", Email: "amara.okafor@example.org", State: "waiting"}
	granted, signing, asked, declined, full := proof, proof, proof, proof, proof
	granted.State, granted.BadgeURL = "granted", "/b/7KQ2M9XWTR4H"
	signing.State, asked.State, declined.State = "granted", "asked", "declined"
	declined.Reason, full.Fault = "The protocol of your second patient is missing.", "All badges that were here were claimed in the meantime."
	return append([]shown{
		{"claim", page.Claim(claim)},
		{"claim-wrong", page.Claim(wrong)},
		{"claim-closed", page.Claim(closed)},
		{"claim-long", page.Claim(long)},
		{"claim-apply", page.Claim(apply)},
		{"claim-door", page.ClaimDoor(page.ClaimDoorView{Frame: f, Code: "7KQ2", Fault: "This code opens nothing. Compare it with the poster or the slip, letter by letter."})},
		{"claim-sent", page.ClaimSent(page.ClaimSentView{Frame: f, Head: head, Email: longEmail, AgainURL: "/claim/7KQ2M9XW"})},
		{"claim-proof", page.ClaimProof(proof)},
		{"claim-granted", page.ClaimProof(granted)},
		{"claim-signing", page.ClaimProof(signing)},
		{"claim-asked", page.ClaimProof(asked)},
		{"claim-declined", page.ClaimProof(declined)},
		{"claim-full", page.ClaimProof(full)},
	}, offerPages(static)...)
}

func offerPages(static string) []shown {
	f := page.OrgFrame{Frame: page.Frame{Static: static, Viewer: page.Viewer{Name: "ada@riverbank.example"}}, OrgName: "Riverbank College", OrgSlug: "riverbank"}
	row := page.OfferRow{
		URL: "/org/riverbank/claims/1", Badge: "Certified Wound Care Specialist", PictureURL: "/sample/rosette.svg", Kind: "Claim code", Code: "7KQ2-M9XW",
		Note: "Spring Nursing Conference, Hall B", Closes: noon, Used: 7, Quota: 50, Asked: 3, Word: "Open", Tone: page.ToneGood,
	}
	slips, apply := row, row
	slips.Kind, slips.Code, slips.Note, slips.Asked, slips.Badge, slips.PictureURL, slips.Word, slips.Tone = "Claim slips", "", "", 0, longName, "/sample/shield.svg", "All taken", page.ToneQuiet
	apply.Kind, apply.Code, apply.Quota, apply.Closes, apply.Badge, apply.PictureURL = "Applications", "", 0, time.Time{}, "Data Steward, Level 2", "/sample/hexagon.svg"
	people := []page.ClaimPerson{
		{ID: "1", Name: "Amara Okafor", Email: "amara.okafor@example.org", At: noon, BadgeURL: "/b/7KQ2M9XWTR4H"},
		{ID: "2", Name: arabic, Email: longEmail, At: noon},
		{ID: "3", Name: hostile, Email: "x@example.org", At: noon},
	}
	view := page.OfferView{OrgFrame: f, OfferRow: row, Review: true, Open: true, MayMake: true, ClaimURL: "https://badges.example.org/claim/7KQ2M9XW", Tab: "granted", Counts: map[string]int{"asked": 3, "granted": 4, "waiting": 12}, People: people}
	decide := view
	decide.Tab = "asked"
	application := page.ApplicationView{
		OrgFrame: f, URL: "/org/riverbank/claims/3/asked/9", OfferURL: "/org/riverbank/claims/3", Badge: "Data Steward, Level 2", AboutURL: "/a/2", ID: "9", Name: "Amara Okafor",
		Email: "amara.okafor@example.org", Statement: "I kept the register of the city library for three years.\nThe protocol of our audit is attached.", Evidence: "https://example.org/audit/2026/protocol",
		FileURL: "/x", FileName: "protocol.pdf", At: noon, Open: true, MayDecide: true, Word: "To decide", Tone: page.ToneQuestion,
	}
	form := page.OfferFormView{OrgFrame: f, Kind: "code", Badges: []page.Choice{{Text: "Choose a badge"}, {Value: "1", Text: "Certified Wound Care Specialist"}}, Zone: "Europe/Madrid"}
	slipsForm, applyForm := form, form
	slipsForm.Kind, applyForm.Kind = "slips", "application"
	qr := "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(sampleQR())
	poster := page.PosterView{
		Static: static, BackURL: row.URL, Organization: "Riverbank College", LogoURL: "/sample/shield.svg", Badge: row.Badge, PictureURL: row.PictureURL, Note: row.Note,
		Code: row.Code, Address: "badges.riverbank.example/claim", QR: qr, Closes: noon,
	}
	longPoster := poster
	longPoster.Badge, longPoster.Organization, longPoster.LogoURL, longPoster.Note = longName, longName, "", longName+" "+longName
	sheet := page.SlipsView{Static: static, BackURL: row.URL, Organization: "Riverbank College", Badge: row.Badge, PictureURL: row.PictureURL, Address: poster.Address}
	for _, name := range []string{"Amara Okafor", "María José Núñez", arabic, "李娜", longName, "Siobhán O’Brien", "Wei Zhang", "Ada Lovelace", "Bo Li", "Cy Twombly"} {
		sheet.Slips = append(sheet.Slips, page.Slip{Name: name, Code: "7KQ2-M9XW-TR4H", QR: qr})
	}
	return []shown{
		{"offers", page.Offers(page.OffersView{OrgFrame: f, MayMake: true, Rows: []page.OfferRow{row, slips, apply}})},
		{"offers-empty", page.Offers(page.OffersView{OrgFrame: f, MayMake: true})},
		{"offer-new-code", page.OfferForm(form)},
		{"offer-new-slips", page.OfferForm(slipsForm)},
		{"offer-new-application", page.OfferForm(applyForm)},
		{"offer", page.Offer(view)},
		{"offer-decide", page.Offer(decide)},
		{"application", page.Application(application)},
		{"poster", page.Poster(poster)},
		{"poster-long", page.Poster(longPoster)},
		{"slips", page.Slips(sheet)},
	}
}

// sampleQR is a picture of the size and look of a QR code.
func sampleQR() []byte {
	svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 33 33" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h33v33H0z"/><path d="`
	for n := range 25 * 25 {
		x, y := n%25, n/25
		corner := (x < 7 || x > 17) && y < 7 || x < 7 && y > 17
		if !corner && (x*7+y*13+x*y)%3 == 0 {
			svg += "M" + string(rune('0'+(x+4)/10)) + string(rune('0'+(x+4)%10)) + " " + string(rune('0'+(y+4)/10)) + string(rune('0'+(y+4)%10)) + "h1v1h-1z"
		}
	}
	for _, at := range []string{"4 4", "22 4", "4 22"} {
		svg += "M" + at + "h7v7h-7zm1 1v5h5v-5zm1 1h3v3h-3z"
	}
	return []byte(svg + `" fill-rule="evenodd"/></svg>`)
}
