package page_test

import (
	"laurel/internal/web/page"
)

// earnerFrame is around the pages of somebody who earned badges.
func earnerFrame(static string) page.Frame {
	return page.Frame{Static: static, Viewer: page.Viewer{Name: "maria@example.org", Earner: true}}
}

// earnerPages are an earner's own pages.
func earnerPages(static string) []shown {
	f := earnerFrame(static)
	tiles := []page.PortfolioTile{
		{URL: "/portfolio/1", Name: "Certified Wound Care Specialist", OrgName: "Riverbank College", PictureURL: "/sample/rosette.svg", IssuedAt: issued, ValidUntil: expires, State: page.StateValid, Visibility: page.Public},
		{URL: "/portfolio/2", Name: "Data Steward, Level 2", OrgName: arabic, PictureURL: "/sample/hexagon.svg", IssuedAt: issued, ValidUntil: expires, State: page.StateExpired, Visibility: page.Unlisted},
		{URL: "/portfolio/3", Name: "First Aid Instructor", OrgName: "Red Cross of Riverbank and Surroundings", PictureURL: "/sample/shield.svg", IssuedAt: issued, State: page.StateRevoked, Reason: hostile, Visibility: page.Private},
		{URL: "/portfolio/4", Name: longName, OrgName: longWord, PictureURL: "/sample/hexagon.svg", IssuedAt: issued, State: page.StateValid, Ending: 12, Visibility: page.Unlisted},
	}
	many := page.PortfolioView{
		Frame: f, Name: "María José Núñez", Email: "maria@example.org", All: 1000, Found: 1000, Sort: "newest", Badges: tiles, GridURL: "/portfolio", ListURL: "/portfolio?view=list",
		Orgs: []page.Choice{{Value: "riverbank", Text: "Riverbank College"}, {Value: "long", Text: longName}}, Years: []page.Choice{{Value: "2026", Text: "2026"}, {Value: "2025", Text: "2025"}},
		Pager: page.Pager{From: 97, To: 144, Total: 1000, FirstURL: "/portfolio", NextURL: "/portfolio?after=X"},
	}
	many.Frame.Notice = page.Notice{Tone: page.ToneGood, Title: "Your new password is set.", Text: "From now on you log in with it."}
	lines := many
	lines.List = true
	nothing := many
	nothing.Badges, nothing.Found, nothing.Query = nil, 0, hostile
	return append([]shown{
		{"portfolio", page.Portfolio(many)},
		{"portfolio-list", page.Portfolio(lines)},
		{"portfolio-nothing-found", page.Portfolio(nothing)},
	}, append(earnerBadgePages(f), earnerGroupPages(f, tiles)...)...)
}

// earnerGroupPages are what an earner makes of badges, and brings and takes.
func earnerGroupPages(f page.Frame, tiles []page.PortfolioTile) []shown {
	collected := []page.CollectedBadge{
		{Code: "7KQ2M9XWTR4H", Name: longName, OrgName: arabic, Picture: "/sample/rosette.svg", Shown: true, State: page.StateValid},
		{Code: "7KQ2M9XWTR4J", Name: hostile, OrgName: longWord, Picture: "/sample/shield.svg", State: page.StateRevoked},
	}
	one := page.CollectionView{
		Frame: f, Path: "/collections/1", URL: "https://badges.example.org/c/7KQ2M9XWTR4H", Name: hostile, About: hostile, Visibility: page.Public, Badges: collected, Hidden: 1,
		Share: page.ShareLinks{StreamURL: "https://www.linkedin.com/sharing/share-offsite/?url=x"}, More: []page.CollectedBadge{{Code: "7KQ2M9XWTR4K", Name: arabic, OrgName: longName, Picture: "/sample/hexagon.svg"}},
	}
	choices := []page.BuilderGroup{
		{Name: "show", Label: "What to show", Choices: []page.BuilderChoice{{Text: "A card", URL: "?", Chosen: true}, {Text: "The picture", URL: "?show=picture"}}},
		{Name: "size", Label: "Size", Choices: []page.BuilderChoice{{Text: "Card", URL: "?", Chosen: true}, {Text: longWord, URL: "?size=line"}, {Text: "Tall", URL: "?size=tall"}}},
	}
	builder := page.EmbedBuilderView{
		Frame: f, Code: "7KQ2M9XWTR4H", Name: arabic, URL: address, Visibility: page.Public, Groups: choices, Card: true, FrameURL: "/embed.html", Width: 460, Height: 170, Theme: "auto",
		Snippet: `<iframe src="` + address + `/embed" title="` + longName + `"></iframe>`,
	}
	hidden := builder
	hidden.Visibility, hidden.Card, hidden.PictureURL, hidden.Width, hidden.Height, hidden.Name = page.Private, false, "/sample/rosette.svg", 256, 256, longWord
	return []shown{
		{"collections", page.Collections(page.CollectionsView{Frame: f, Collections: []page.CollectionLine{{URL: "/collections/1", Name: longWord, Count: 1, Visibility: page.Unlisted}, {URL: "/collections/2", Name: arabic, Visibility: page.Private}}, Errors: map[string]string{"name": "Give it a name."}})},
		{"collection", page.CollectionEdit(one)},
		{"collection-empty", page.CollectionEdit(page.CollectionView{Frame: f, Path: "/collections/1", Name: "For work", Visibility: page.Private})},
		{"group", page.Group(page.GroupView{Frame: f, Name: hostile, Earner: arabic, About: hostile, Badges: tiles, URL: one.URL})},
		{"group-empty", page.Group(page.GroupView{Frame: f, Earner: longWord, URL: one.URL})},
		{"public-page", page.Showcase(page.ShowcaseView{Frame: f, Base: "https://badges.example.org/p/", URL: "https://badges.example.org/p/maria", Slug: "maria", About: hostile, Open: true})},
		{"imports", page.Imports(page.ImportsView{Frame: f, Badges: []page.ImportedBadge{
			{Path: "/imports/1", Name: hostile, Issuer: hostile, Domain: "badges.cheap-diplomas.example", Recipient: arabic, IssuedAt: issued, State: page.StateValid, CheckedAt: noon, FileKind: "PNG", PictureURL: "/sample/rosette.svg", Checks: goodChecks()},
			{Path: "/imports/2", Name: longName, Issuer: longWord, State: page.StateUnknown, CheckedAt: noon, FileKind: "JSON", Checks: []page.Check{{Name: "Status", Outcome: page.Unknown, Text: "The status list could not be read."}}},
		}, Errors: map[string]string{"file": "This is neither a badge nor a picture with one."}})},
		{"export", page.Export(page.ExportView{Frame: f, Email: longEmail, Making: true, Exports: []page.ExportLine{{AskedAt: noon, Done: 250, Total: 1000}, {AskedAt: issued, URL: "/export/1.zip", Until: noon, Size: "12.5 MB"}, {AskedAt: issued, Ended: true}}})},
		{"embed", page.Embed(page.EmbedView{Static: f.Static, State: page.StateExpired, Content: woundCare(), URL: address, Size: "card", Theme: "auto"})},
		{"embed-line-dark", page.Embed(page.EmbedView{Static: f.Static, State: page.StateValid, Content: woundCare(), URL: address, Size: "line", Theme: "dark"})},
		{"embed-tall-light", page.Embed(page.EmbedView{Static: f.Static, State: page.StateRevoked, Content: woundCare(), URL: address, Size: "tall", Theme: "light"})},
		{"embed-unverified", page.Embed(page.EmbedView{Static: f.Static, State: page.StateUnverified, URL: address, Size: "card", Theme: "auto"})},
		{"embed-builder", page.EmbedBuilder(builder)},
		{"embed-builder-private", page.EmbedBuilder(hidden)},
	}
}

// earnerBadgePages are one badge in a portfolio, in the states that differ.
func earnerBadgePages(f page.Frame) []shown {
	one := page.PortfolioBadgeView{
		Frame: f, Code: "7KQ2M9XWTR4H", State: page.StateValid, Content: woundCare(), URL: address, Visibility: page.Unlisted, Ending: 3,
		Share: page.ShareLinks{
			ProfileURL: "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME", StreamURL: "https://www.linkedin.com/sharing/share-offsite/?url=x",
			XURL: "https://twitter.com/intent/tweet?url=x", Facebook: "https://www.facebook.com/sharer/sharer.php?u=x", WhatsApp: "https://wa.me/?text=x",
			Fields: []page.Fact{{Label: "Name", Value: "Certified Wound Care Specialist"}, {Label: "Issue date", Value: "March 2026"}},
		},
		Mail:       page.ShareMail{From: longEmail},
		Opened:     page.Opened{All: 1204, Month: 1, Days: []page.DayCount{{Day: noon, Count: 1}, {Day: issued, Count: 1203}}},
		Downloads:  []page.Link{{Text: "PNG", URL: "/b/7KQ2M9XWTR4H.png"}, {Text: "JSON", URL: "/b/7KQ2M9XWTR4H.json"}},
		RequestURL: "/requests/new?badge=7KQ2M9XWTR4H",
	}
	revoked := one
	revoked.State, revoked.Reason, revoked.Opened = page.StateRevoked, "Issued to the wrong person by mistake.", page.Opened{}
	private := one
	private.Visibility = page.Private
	private.Content.Name, private.Content.Earner = arabic, longWord
	refused := one
	refused.Mail.To, refused.Mail.Note = "not an address", hostile
	refused.Mail.Errors = map[string]string{"to": "Not an e-mail address: there is no @.", "note": "Leave web addresses out."}
	return []shown{
		{"portfolio-badge", page.PortfolioBadge(one)},
		{"portfolio-badge-revoked", page.PortfolioBadge(revoked)},
		{"portfolio-badge-private", page.PortfolioBadge(private)},
		{"portfolio-badge-letter-refused", page.PortfolioBadge(refused)},
	}
}
