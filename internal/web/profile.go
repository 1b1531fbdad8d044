package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/portfolio"
	"laurel/internal/web/page"
)

// profile shows what somebody says of themselves, and their addresses.
func (s *server) profile(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	v, err := s.profileView(r, who)
	if err != nil {
		return err
	}
	return s.show(w, r, page.Profile(v))
}

func (s *server) profileView(r *http.Request, who account.Visitor) (v page.ProfileView, err error) {
	ctx := r.Context()
	said, err := s.Profiles.Own(ctx, who.Account.ID)
	if err != nil {
		return v, err
	}
	addresses, err := s.Accounts.Addresses(ctx, who)
	if err != nil {
		return v, err
	}
	items, err := s.Portfolio.List(ctx, who.Actor())
	if err != nil {
		return v, err
	}
	zone := badge.Zone(said.Zone)
	v = page.ProfileView{
		Frame: s.frame(r, who), Names: printedNames(items), Reminders: said.Reminders, Zone: said.Zone, Zones: zoneChoices(),
		Language: string(locale.From(ctx).Language()), Languages: languageChoices(),
	}
	if said.Photo {
		v.PhotoURL = "/profile/photo"
	}
	fillProfile(&v, said)
	for _, a := range addresses.Verified {
		v.Verified = append(v.Verified, page.ProfileAddress{
			Email: string(a.Email), Main: a.Email == who.Account.Email, Removable: len(addresses.Verified) > 1, EndsOn: a.EndsOn,
		})
	}
	for _, c := range addresses.Waiting {
		v.Waiting = append(v.Waiting, page.WaitingAddress{ID: c.ID, Email: string(c.Email), Until: c.Until().In(zone)})
	}
	for _, c := range addresses.Joining {
		v.Joining = append(v.Joining, page.WaitingAddress{ID: c.ID, Email: string(c.Email), Until: c.UndoUntil().In(zone)})
	}
	return v, nil
}

// fillProfile puts words into the form, those kept or those just typed.
func fillProfile(v *page.ProfileView, said badge.Profile) {
	v.Workplace, v.Title, v.Bio, v.Public = said.Workplace, said.Title, said.Bio, said.Public
	v.Links = nil
	for n, l := range said.Links[:min(len(said.Links), badge.MaxProfileLinks)] {
		if l != (badge.ProfileLink{}) {
			v.Links = append(v.Links, make([]page.ProfileLink, n+1-len(v.Links))...)
			v.Links[n] = page.ProfileLink{Label: l.Label, URL: l.URL}
		}
	}
	if len(v.Links) < badge.MaxProfileLinks {
		v.Links = append(v.Links, page.ProfileLink{})
	}
}

// namedBadges is how many badges are named beside a printed name.
const namedBadges = 6

// printedNames are the names that organizations print, with the badges that
// bear them, the newest first. A request is about the newest of them.
func printedNames(items []portfolio.Item) (names []page.ProfileName) {
	at := map[string]int{}
	for _, it := range items {
		key := string(it.OrgID) + " " + it.Name
		n, there := at[key]
		if !there {
			n, at[key] = len(names), len(names)
			names = append(names, page.ProfileName{
				Name: it.Name, OrgName: it.Organization.Name, RequestURL: "/requests/new?badge=" + string(it.Code) + "&kind=name",
			})
		}
		if len(names[n].Badges) == namedBadges {
			names[n].More++
			continue
		}
		names[n].Badges = append(names[n].Badges, page.Link{Text: it.Badge.Name, URL: "/portfolio/" + string(it.Code)})
	}
	return names
}

// profileSave keeps what somebody says of themselves: the fields of the form,
// and no other.
func (s *server) profileSave(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	said := badge.Profile{
		Workplace: r.PostFormValue("workplace"), Title: r.PostFormValue("title"), Bio: r.PostFormValue("bio"), Public: r.PostFormValue("public") != "",
	}
	for n := range badge.MaxProfileLinks {
		said.Links = append(said.Links, badge.ProfileLink{
			Label: r.PostFormValue("link_label_" + strconv.Itoa(n)), URL: r.PostFormValue("link_url_" + strconv.Itoa(n)),
		})
	}
	err := s.Profiles.Save(r.Context(), who.Account.ID, said)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		return s.profileAgain(w, r, who, invalid.Fields, func(v *page.ProfileView) { fillProfile(v, said) })
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "Your profile is saved.")
	return found(w, r, "/profile#about")
}

// profileAgain shows the page once more with what is wrong in it. change puts
// back what was typed.
func (s *server) profileAgain(w http.ResponseWriter, r *http.Request, who account.Visitor, faults map[string]string, change func(*page.ProfileView)) error {
	v, err := s.profileView(r, who)
	if err != nil {
		return err
	}
	v.Errors = map[string]string{"": say(r, "Something needs another look. Nothing was changed.")}
	for field, sentence := range faults {
		v.Errors[field] = sentence
	}
	change(&v)
	return s.again(w, r, page.Profile(v))
}

// profilePhoto serves somebody's photo to themselves.
func (s *server) profilePhoto(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	png, err := s.Profiles.OwnPhoto(r.Context(), who.Account.ID)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", mediaPolicy)
	return document(w, r, "image/png", png)
}

// profilePhotoSave keeps a photo.
func (s *server) profilePhotoSave(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	if err := r.ParseMultipartForm(imageBytes); err != nil {
		return unreadableForm(err)
	}
	file, err := chosen(r.MultipartForm, "photo")
	if err == nil {
		err = s.Profiles.SavePhoto(r.Context(), who.Account.ID, file)
	}
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		return s.profileAgain(w, r, who, invalid.Fields, func(*page.ProfileView) {})
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "Your photo is saved.")
	return found(w, r, "/profile#photo")
}

// profilePhotoRemove removes it.
func (s *server) profilePhotoRemove(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	if err := s.Profiles.DropPhoto(r.Context(), who.Account.ID); err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "Your photo is removed.")
	return found(w, r, "/profile#photo")
}

// profileNotifications says which letters may come.
func (s *server) profileNotifications(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	if err := s.Accounts.SetReminders(r.Context(), who, r.PostFormValue("reminders") != ""); err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "Your notifications are saved.")
	return found(w, r, "/profile#letters")
}

// remindersForm asks whether reminders are to end. Mail programs that end them
// by themselves send the form without asking.
func (s *server) remindersForm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	token := chi.URLParam(r, "token")
	if err := s.Accounts.CheckReminders(token); err != nil {
		return err
	}
	return s.show(w, r, page.Press(page.PressView{
		Frame: s.frame(r, who), Heading: say(r, "No more reminders"), Text: say(r, "We will not remind you any more to add a second address. Letters about your badges and about the safety of your account still come."),
		Action: r.URL.Path, Button: say(r, "End the reminders"),
	}))
}

// remindersStop ends them.
func (s *server) remindersStop(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	if err := s.Accounts.StopReminders(r.Context(), chi.URLParam(r, "token")); err != nil {
		return err
	}
	return s.show(w, r, page.Press(page.PressView{
		Frame: s.frame(r, who), Heading: say(r, "No more reminders"), Text: say(r, "The reminders have ended. You can turn them on again in your profile."), Done: true, Next: page.Link{Text: say(r, "To your profile"), URL: "/profile"},
	}))
}

// zoneChoices are the time zones, and none.
func zoneChoices() []page.Choice {
	choices := []page.Choice{{Value: "", Text: "UTC"}}
	for _, name := range badge.Zones() {
		choices = append(choices, page.Choice{Value: name, Text: strings.ReplaceAll(name, "_", " ")})
	}
	return choices
}

// languageChoices are the languages, by what each calls itself.
func languageChoices() (choices []page.Choice) {
	for _, l := range locale.Languages {
		choices = append(choices, page.Choice{Value: string(l), Text: l.Name()})
	}
	return choices
}

// profileZone keeps in which time zone somebody reads times of day, and in which
// language they read.
func (s *server) profileZone(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	err := s.Profiles.SetZone(r.Context(), who.Account.ID, r.PostFormValue("zone"))
	if err == nil && r.PostForm.Has("language") {
		err = s.Profiles.SetLanguage(r.Context(), who.Account.ID, locale.Language(r.PostFormValue("language")))
	}
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		return s.profileAgain(w, r, who, invalid.Fields, func(*page.ProfileView) {})
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "Your language and time zone are saved.")
	return found(w, r, "/profile#zone")
}

// zone is the time zone in which somebody reads times of day.
func (s *server) zone(ctx context.Context, who account.Visitor) (*time.Location, error) {
	own, err := s.Profiles.Own(ctx, who.Account.ID)
	return badge.Zone(own.Zone), err
}
