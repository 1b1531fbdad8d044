package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/claim"
	"laurel/internal/store"
	"laurel/internal/web/page"
)

// offers lists how people can come for an organization's badges.
func (s *server) offers(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	rows, err := s.Claims.Offers(r.Context(), who.Actor(), org.ID, badge.OfferID(r.URL.Query().Get("before")), listPage)
	if err != nil {
		return err
	}
	v := page.OffersView{OrgFrame: s.orgFrame(r, who, org), MayMake: who.Actor().May(badge.ActIssue, org.ID) == nil}
	for _, o := range rows {
		v.Rows = append(v.Rows, s.offerRow(org, o))
	}
	if len(rows) == listPage {
		v.NextURL = offersURL(org, "?before="+string(rows[len(rows)-1].ID))
	}
	return s.show(w, r, page.Offers(v))
}

func offersURL(org badge.Organization, rest string) string {
	return "/org/" + org.Slug + "/claims" + rest
}

func (s *server) offerRow(org badge.Organization, o store.OfferRow) page.OfferRow {
	row := page.OfferRow{
		URL: offersURL(org, "/"+string(o.ID)), Badge: o.Badge, PictureURL: pictureURL(o.Picture), Code: o.Code.Grouped(), Note: o.Note,
		Closes: o.Closes(), Used: o.Used, Quota: o.Quota, Asked: o.Asked,
	}
	row.Kind = map[badge.OfferKind]string{badge.OfferCode: "Claim code", badge.OfferSlips: "Claim slips", badge.OfferApplication: "Applications"}[o.Kind]
	switch o.State(s.Now()) {
	case badge.OfferOpen:
		row.Word, row.Tone = "Open", page.ToneGood
	case badge.OfferSoon:
		row.Word, row.Tone = "Not open yet", page.ToneInfo
	case badge.OfferFull:
		row.Word, row.Tone = "All taken", page.ToneQuiet
	case badge.OfferOver:
		row.Word, row.Tone = "Time is over", page.ToneQuiet
	default:
		row.Word, row.Tone = "Ended", page.ToneQuiet
	}
	return row
}

// offerForm asks what a new one is like.
func (s *server) offerForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActIssue, org.ID); err != nil {
		return err
	}
	v, err := s.offerFormView(r, who, org)
	if err != nil {
		return err
	}
	return s.show(w, r, page.OfferForm(v))
}

// localTime is how <input type="datetime-local"> writes a time.
const localTime = "2006-01-02T15:04"

func (s *server) offerFormView(r *http.Request, who account.Visitor, org badge.Organization) (page.OfferFormView, error) {
	v := page.OfferFormView{
		OrgFrame: s.orgFrame(r, who, org), Kind: r.FormValue("kind"), Badge: r.FormValue("badge"), Note: r.PostFormValue("note"),
		Opens: r.PostFormValue("opens"), Closes: r.PostFormValue("closes"), Quota: r.PostFormValue("quota"), Review: r.PostFormValue("review") != "",
		Names: r.PostFormValue("names"),
	}
	if v.Kind != string(badge.OfferSlips) && v.Kind != string(badge.OfferApplication) {
		v.Kind = string(badge.OfferCode)
	}
	zone, err := s.zone(r.Context(), who)
	if err != nil {
		return v, err
	}
	v.Zone = zone.String()
	list, err := s.Catalog.Issuable(r.Context(), who.Actor(), org.ID)
	if len(list) != 1 {
		v.Badges = append(v.Badges, page.Choice{Text: "Choose a badge"})
	}
	for _, a := range list {
		v.Badges = append(v.Badges, page.Choice{Value: a.Slug, Text: a.Revision.Name})
	}
	return v, err
}

// offerNew makes one.
func (s *server) offerNew(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := r.ParseMultipartForm(uploadMemory); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return unreadableForm(err)
	}
	v, err := s.offerFormView(r, who, org)
	if err != nil {
		return err
	}
	o, err := s.makeOffer(r, who, org, v)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v.Errors = withSummary(invalid.Fields)
		return s.again(w, r, page.OfferForm(v))
	}
	if err != nil {
		return err
	}
	return found(w, r, offersURL(org, "/"+string(o.ID)))
}

// makeOffer reads the form and makes what it says.
func (s *server) makeOffer(r *http.Request, who account.Visitor, org badge.Organization, v page.OfferFormView) (o badge.Offer, err error) {
	o = badge.Offer{Kind: badge.OfferKind(v.Kind), Note: v.Note, Review: v.Review, Zone: v.Zone}
	if err := who.Actor().May(badge.ActIssue, org.ID); err != nil {
		return o, err
	}
	a, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, v.Badge)
	if errors.Is(err, badge.ErrNotFound) {
		return o, badge.Refuse("badge", "Choose the badge.")
	}
	if err != nil {
		return o, err
	}
	o.AchievementID = a.ID
	if o.OpensAt, err = localMoment("opens", v.Opens, badge.Zone(v.Zone)); err != nil {
		return o, err
	}
	if o.ClosesAt, err = localMoment("closes", v.Closes, badge.Zone(v.Zone)); err != nil {
		return o, err
	}
	if v.Quota != "" && o.Kind != badge.OfferSlips {
		if o.Quota, err = strconv.Atoi(strings.TrimSpace(v.Quota)); err != nil {
			return o, badge.Refuse("quota", "Give a number from 1 to 100,000.")
		}
	}
	var names []string
	if o.Kind == badge.OfferSlips {
		if names, err = slipNames(r, v.Names); err != nil {
			return o, err
		}
	}
	return s.Claims.Offer(r.Context(), who.Actor(), org.ID, o, names)
}

// localMoment reads a time of a form in a zone; zero: none was given.
func localMoment(field, typed string, zone *time.Location) (time.Time, error) {
	if typed == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(localTime, typed, zone)
	if err != nil {
		return t, badge.Refuse(field, "Write it like 2027-06-30T17:00.")
	}
	return t, nil
}

// slipNames are the names that were typed, and those of a file.
func slipNames(r *http.Request, typed string) (names []string, err error) {
	for line := range strings.Lines(typed) {
		if name := strings.Join(strings.Fields(line), " "); name != "" {
			names = append(names, name)
		}
	}
	file, _, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return names, nil
	}
	if err != nil {
		return nil, unreadableForm(err)
	}
	defer file.Close() //nolint:errcheck // only read
	more, err := award.Names(file)
	if unusable, ok := errors.AsType[*award.FileError](err); ok {
		return nil, badge.Refuse("file", unusable.Sentence)
	}
	return append(names, more...), err
}

// offer shows one, and who came.
func (s *server) offer(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	v, err := s.offerView(r, who, org)
	if err != nil {
		return err
	}
	return s.show(w, r, page.Offer(v))
}

func (s *server) offerView(r *http.Request, who account.Visitor, org badge.Organization) (v page.OfferView, err error) {
	id, tab := badge.OfferID(chi.URLParam(r, "offer")), badge.ClaimState(r.URL.Query().Get("tab"))
	before := badge.ClaimID(r.URL.Query().Get("before"))
	if tab == "" {
		d, err := s.Claims.Open(r.Context(), who.Actor(), org.ID, id, badge.ClaimAsked, "", 1)
		if err != nil {
			return v, err
		}
		if tab = badge.ClaimGranted; d.Review && d.Counts[badge.ClaimAsked] > 0 {
			tab = badge.ClaimAsked
		}
	}
	d, err := s.Claims.Open(r.Context(), who.Actor(), org.ID, id, tab, before, listPage)
	if err != nil {
		return v, err
	}
	a := d.Achievement.Revision
	v = page.OfferView{
		OrgFrame: s.orgFrame(r, who, org), OfferRow: s.offerRow(org, store.OfferRow{Offer: d.Offer, Badge: a.Name, Picture: a.Picture}),
		Application: d.Kind == badge.OfferApplication, Slips: d.Kind == badge.OfferSlips, Review: d.Review, Open: d.EndedAt.IsZero(),
		MayMake: who.Actor().May(badge.ActIssue, org.ID) == nil, Opens: d.Opens(), Tab: string(tab), Counts: map[string]int{},
	}
	if !v.Slips {
		v.ClaimURL = s.PublicURL + claimPath(claim.Invitation{Offer: d.Offer})
	}
	for state, n := range d.Counts {
		v.Counts[string(state)] = n
	}
	for _, q := range d.Claims {
		v.People = append(v.People, claimPerson(v.URL, v.Application, q))
	}
	if len(d.Claims) == listPage {
		v.NextURL = v.URL + "?tab=" + string(tab) + "&before=" + string(d.Claims[len(d.Claims)-1].ID) + "#people"
	}
	return v, nil
}

func claimPerson(offer string, application bool, q store.ClaimRow) page.ClaimPerson {
	p := page.ClaimPerson{ID: string(q.ID), Name: q.Name, Email: string(q.Email), Reason: q.Reason, At: q.CreatedAt}
	if application && q.State != badge.ClaimWaiting {
		p.URL = offer + "/asked/" + string(q.ID)
	}
	if q.Code != "" {
		p.BadgeURL = "/b/" + string(q.Code)
	}
	return p
}

// offerEnd ends one.
func (s *server) offerEnd(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	id := badge.OfferID(chi.URLParam(r, "offer"))
	err := s.Claims.End(r.Context(), who.Actor(), org.ID, id)
	if errors.Is(err, badge.ErrConflict) {
		err = nil // ended is ended
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "It is ended. Nobody can ask any more.")
	return found(w, r, offersURL(org, "/"+string(id)))
}
