package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/portfolio"
	"laurel/internal/store"
	"laurel/internal/web/page"
)

// moreToAdd is how many badges are offered for a collection at a time.
const moreToAdd = 24

// collections lists what somebody has put together.
func (s *server) collections(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	v, err := s.collectionsView(r, who)
	if err != nil {
		return err
	}
	return s.show(w, r, page.Collections(v))
}

func (s *server) collectionsView(r *http.Request, who account.Visitor) (page.CollectionsView, error) {
	v := page.CollectionsView{Frame: s.frame(r, who)}
	list, err := s.Portfolio.Collections(r.Context(), who.Actor())
	for _, c := range list {
		v.Collections = append(v.Collections, page.CollectionLine{
			URL: "/collections/" + string(c.ID), Name: c.Name, About: c.About, Count: c.Credentials, Visibility: page.Visibility(c.Visibility),
		})
	}
	return v, err
}

// collectionNew makes an empty one.
func (s *server) collectionNew(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	c, err := s.Portfolio.CreateCollection(r.Context(), who.Actor(), r.PostFormValue("name"), r.PostFormValue("about"))
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v, err := s.collectionsView(r, who)
		if err != nil {
			return err
		}
		v.Name, v.About, v.Errors = r.PostFormValue("name"), r.PostFormValue("about"), invalid.Fields
		return s.again(w, r, page.Collections(v))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The collection is there. Add badges to it.")
	return found(w, r, "/collections/"+string(c.ID))
}

// collection shows one to whoever made it.
func (s *server) collection(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	v, err := s.collectionView(r, who)
	if err != nil {
		return err
	}
	return s.show(w, r, page.CollectionEdit(v))
}

func (s *server) collectionView(r *http.Request, who account.Visitor) (v page.CollectionView, err error) {
	id := collectionID(r)
	g, err := s.Portfolio.Collection(r.Context(), who.Actor(), id)
	if err != nil {
		return v, err
	}
	address := s.PublicURL + "/c/" + string(g.Slug)
	v = page.CollectionView{
		Frame: s.frame(r, who), Path: "/collections/" + string(id), URL: address, Name: g.Name, About: g.About, Visibility: page.Visibility(g.Visibility),
		Hidden: g.Hidden, Share: shareLinks(s.Portfolio.Shared(address, g.Name)), Query: r.URL.Query().Get("q"),
	}
	in := map[badge.Code]bool{}
	for _, e := range g.Rows {
		in[e.Code] = true
		line := s.collected(e)
		line.Shown = g.Shows(badge.Sharing{AccountID: e.AccountID, OrgID: e.OrgID, Visibility: e.Visibility}, badge.Actor{})
		v.Badges = append(v.Badges, line)
	}
	shelf, err := s.Portfolio.Search(r.Context(), who.Actor(), portfolio.Query{Search: v.Query, Limit: moreToAdd + len(in)})
	for _, e := range shelf.Rows {
		if !in[e.Code] && len(v.More) < moreToAdd {
			v.More = append(v.More, s.collected(e))
		}
	}
	return v, err
}

func (s *server) collected(e store.EarnedRow) page.CollectedBadge {
	return page.CollectedBadge{Code: string(e.Code), Name: e.BadgeName, OrgName: e.OrgName, Picture: pictureURL(e.Picture), State: stateOf(e.Credential, s.Now())}
}

func collectionID(r *http.Request) badge.CollectionID {
	return badge.CollectionID(chi.URLParam(r, "collection"))
}

// collectionSave changes its words and who may open it.
func (s *server) collectionSave(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	visibility, err := badge.ParseVisibility(r.PostFormValue("visibility"))
	if err != nil {
		return err
	}
	c := badge.Collection{ID: collectionID(r), Name: r.PostFormValue("name"), About: r.PostFormValue("about"), Visibility: visibility}
	if _, err := s.Portfolio.Collection(r.Context(), who.Actor(), c.ID); err != nil {
		return err
	}
	return s.arranged(w, r, who, s.Portfolio.SaveCollection(r.Context(), who.Actor(), c), "Saved.")
}

// arranged leads back to a collection after it was changed, or says why it
// was not.
func (s *server) arranged(w http.ResponseWriter, r *http.Request, who account.Visitor, err error, done string) error {
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v, err := s.collectionView(r, who)
		if err != nil {
			return err
		}
		if v.Errors = invalid.Fields; r.PostForm.Has("name") {
			v.Name, v.About = r.PostFormValue("name"), r.PostFormValue("about")
		}
		return s.again(w, r, page.CollectionEdit(v))
	}
	if err != nil {
		return err
	}
	if done != "" {
		s.notice(r.Context(), page.ToneGood, done)
	}
	return found(w, r, "/collections/"+string(collectionID(r)))
}

// collectionAdd, collectionRemove, collectionMove and collectionOrder change
// what is in it.
func (s *server) collectionAdd(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	return s.arranged(w, r, who, s.Portfolio.Add(r.Context(), who.Actor(), collectionID(r), codes(r.PostForm["badge"])), "")
}

func (s *server) collectionRemove(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	code, _ := badge.ParseCode(r.PostFormValue("badge"))
	return s.arranged(w, r, who, s.Portfolio.Remove(r.Context(), who.Actor(), collectionID(r), code), "")
}

func (s *server) collectionMove(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	code, _ := badge.ParseCode(r.PostFormValue("badge"))
	by, err := strconv.Atoi(r.PostFormValue("by"))
	if err != nil || by < -badge.MaxCollected || by > badge.MaxCollected {
		by = 0
	}
	if err := s.Portfolio.Move(r.Context(), who.Actor(), collectionID(r), code, by); err != nil {
		return s.arranged(w, r, who, err, "")
	}
	return found(w, r, "/collections/"+string(collectionID(r))+"#badge-"+string(code)) // Tab goes on from there
}

func (s *server) collectionOrder(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	return s.arranged(w, r, who, s.Portfolio.Order(r.Context(), who.Actor(), collectionID(r), codes(strings.Split(r.PostFormValue("order"), ","))), "")
}

// codes are those of some texts that are codes.
func codes(texts []string) (list []badge.Code) {
	for _, text := range texts {
		if code, ok := badge.ParseCode(text); ok {
			list = append(list, code)
		}
	}
	return list
}

// collectionDelete removes it.
func (s *server) collectionDelete(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	if err := s.Portfolio.DropCollection(r.Context(), who.Actor(), collectionID(r)); err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The collection is deleted. Its badges are still in your portfolio.")
	return found(w, r, "/collections")
}
