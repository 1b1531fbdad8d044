// Package page turns view structs into HTML: one templ file per page, with the
// struct that it shows declared beside it, and the parts that pages share. In
// go plain values, out comes a templ.Component. It reads no request, calls no
// room, knows no clock and never writes a style or script into a page: the
// policy of the pages forbids both.
//
// A page is rendered like this:
//
//	page.Login(page.LoginView{Frame: frame, Email: typed, Fault: "…"}).Render(ctx, w)
//
// Every view embeds Frame (or OrgFrame, which embeds it), filled once per
// request. Every value is escaped, except those whose comment says that they
// are HTML.
package page

// Frame is what every page needs besides its own content.
type Frame struct {
	Static string // static.Base(): where the style sheet and scripts stand; ends with a slash
	Path   string // of this page, with its query: where the menu of languages leads back to
	Title  string // for the browser's tab; a page with an obvious title of its own leaves it empty
	Accent string // an organization's color as six digits, "7a0019", which has a style sheet of its own; empty: Laurel's
	Viewer Viewer // who is signed in; zero for a visitor
	Notice Notice // shown once above the content; zero: none
	Meta   Meta   // for search engines and link previews; zero: not indexed

	reload bool // without scripts the page loads itself again
}

// Viewer is the person who is signed in.
type Viewer struct {
	Name          string // a name or the address; empty: nobody is signed in
	Earner        bool   // has a portfolio
	Organizations []Link // the organizations whose staff they are on
	Admin         bool   // may read the letters that were kept
	Security      bool   // the navigation names the page about the account
}

// Link is an address with the words that stand for it.
type Link struct {
	Text, URL string
}

// Meta is what search engines and link previews read.
type Meta struct {
	Description string
	URL         string // absolute and canonical
	ImageURL    string // absolute; PNG or JPEG
	ImageAlt    string
	ImageWidth  int // pixels; 0: not given
	ImageHeight int
	Index       bool   // false: the page asks not to be indexed
	EmbedURL    string // oEmbed of this page, absolute; empty: none
}

// OrgFrame is what every page of an organization's desk needs.
type OrgFrame struct {
	Frame
	OrgName string
	OrgSlug string
	May     Permits
}

// Permits is what the viewer's role lets them do: a page shows no button for
// the rest.
type Permits struct {
	Design, Issue, Revoke, Unlock, Answer, Setting, Team, Found bool
}

// others are the organizations that the viewer works for beside this one.
func (f OrgFrame) others() (links []Link) {
	for _, o := range f.Viewer.Organizations {
		if o.URL != f.at("") {
			links = append(links, o)
		}
	}
	return links
}

// sections are the parts of the desk that the viewer can do something in.
func (f OrgFrame) sections() []Link {
	links := []Link{{sectionOverview, f.at("")}, {sectionBadges, f.at("/badges")}}
	if f.May.Issue {
		links = append(links, Link{sectionIssue, f.at("/issue")})
	}
	links = append(links, Link{sectionIssued, f.at("/issued")}, Link{sectionEarners, f.at("/earners")}, Link{sectionRequests, f.at("/requests")}, Link{sectionInsights, f.at("/insights")})
	if f.May.Team {
		links = append(links, Link{sectionTeam, f.at("/team")})
	}
	if f.May.Setting {
		links = append(links, Link{sectionSettings, f.at("/settings")})
	}
	return links
}

// reloading is the frame of a page that shows work in progress.
func (f OrgFrame) reloading(on bool) OrgFrame {
	f.reload = on
	return f
}

// at is an address on the organization's desk.
func (f OrgFrame) at(path string) string { return "/org/" + f.OrgSlug + path }

// Notice is one message in a box.
type Notice struct {
	Tone  Tone
	Title string // the first words, set apart; may be empty
	Text  string
}

// Tone says how a message or a chip is meant.
type Tone string

// The tones. ToneInfo is the plain one.
const (
	ToneGood     Tone = "good"
	ToneQuestion Tone = "question"
	ToneWrong    Tone = "wrong"
	ToneInfo     Tone = "info"
	ToneQuiet    Tone = "quiet" // chips only
)

// Step is one step of a wizard.
type Step struct {
	Text string
	URL  string // empty: cannot be gone to
}

// Fact is a name and what stands for it. URL makes the value a link.
type Fact struct {
	Label, Value, URL string
}

// Picture is an image with the words for those who do not see it.
type Picture struct {
	URL, Alt string
}

// Pager leads through a list that is longer than a page. From 0 means that
// nothing is listed. Total -1 means that it was not counted.
type Pager struct {
	From, To, Total int
	FirstURL        string // empty: this is the first page or the second
	PrevURL         string // empty: this is the first page, or the way back is not known
	NextURL         string // empty: this is the last page
}

// Choice is one line of a select.
type Choice struct {
	Value, Text string
}
