package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/web/page"
)

// What a session remembers: a visit of the ledger, and what is between two pages.
const (
	keyVisit      = "visit"
	keyNotice     = "notice"
	keyNoticeTone = "notice_tone"
	keyPending    = "pending"       // the account whose second factor is still to come
	keyPendingAt  = "pending_since" // unix seconds of its password
	keyCeremony   = "ceremony"      // what a passkey is about to answer
)

// newSessions keeps sessions in the ledger under the hash of their token.
func (s *server) newSessions() *scs.SessionManager {
	m := &scs.SessionManager{ // scs.New would bring along encoding/gob
		Store: sessionStore{db: s.DB, now: s.Now}, Codec: sessionCodec{}, HashTokenInStore: true, Lifetime: badge.EarnerSessionLimit,
		Cookie:    scs.SessionCookie{Name: "laurel", HttpOnly: true, Path: "/", SameSite: http.SameSiteLaxMode, Persist: true},
		ErrorFunc: func(w http.ResponseWriter, r *http.Request, err error) { s.fail(w, r, err) },
	}
	if s.secure() {
		m.Cookie.Name, m.Cookie.Secure = "__Host-laurel", true
	}
	return m
}

// sessionCodec writes what a session remembers as JSON: texts alone.
type sessionCodec struct{}

type session struct {
	Deadline time.Time         `json:"deadline"`
	Values   map[string]string `json:"values,omitempty"`
}

// Encode implements scs.Codec.
func (sessionCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	s := session{deadline, map[string]string{}}
	for key, value := range values {
		text, is := value.(string)
		if !is {
			return nil, fmt.Errorf("a session remembers texts, and %s is a %T", key, value)
		}
		s.Values[key] = text
	}
	return json.Marshal(s)
}

// Decode implements scs.Codec.
func (sessionCodec) Decode(data []byte) (time.Time, map[string]any, error) {
	var s session
	if err := json.Unmarshal(data, &s); err != nil {
		return time.Time{}, nil, err
	}
	values := map[string]any{}
	for key, text := range s.Values {
		values[key] = text
	}
	return s.Deadline, values, nil
}

// signIn begins a visit of somebody who proved who they are. The token is a
// new one, so that one planted before is worth nothing.
func (s *server) signIn(w http.ResponseWriter, r *http.Request, a badge.Account, limited bool) error {
	ctx := r.Context()
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	if old := s.sessions.GetString(ctx, keyVisit); old != "" {
		if who, err := s.Accounts.Visitor(ctx, old); err == nil {
			_ = s.Accounts.End(ctx, who, old) // it may have ended a moment ago
		}
	}
	begun, err := s.Accounts.Begin(ctx, s.browser(r), a.ID, limited)
	if err != nil {
		return err
	}
	s.forgetPending(ctx)
	s.sessions.Put(ctx, keyVisit, begun.VisitID)
	if begun.Known != "" {
		s.keepKnown(w, a.ID, begun.Known)
	}
	return nil
}

// visitor finds who makes a request; zero: nobody is signed in. A session
// that is over is forgotten.
func (s *server) visitor(ctx context.Context) (account.Visitor, error) {
	visit := s.sessions.GetString(ctx, keyVisit)
	if visit == "" {
		return account.Visitor{}, nil
	}
	v, err := s.Accounts.Visitor(ctx, visit)
	if errors.Is(err, badge.ErrSignedOut) {
		return account.Visitor{}, s.sessions.Destroy(ctx)
	}
	return v, err
}

// notice is shown once, on the next page.
func (s *server) notice(ctx context.Context, tone page.Tone, text string) {
	s.sessions.Put(ctx, keyNoticeTone, string(tone))
	s.sessions.Put(ctx, keyNotice, text)
}

// takeNotice is the notice to show now, if there is one.
func (s *server) takeNotice(ctx context.Context) page.Notice {
	if !s.sessions.Exists(ctx, keyNotice) {
		return page.Notice{}
	}
	return page.Notice{Tone: page.Tone(s.sessions.PopString(ctx, keyNoticeTone)), Text: s.sessions.PopString(ctx, keyNotice)}
}

// sessionStore is the ledger as the session manager wants it. Tokens arrive
// hashed.
type sessionStore struct {
	db  *store.DB
	now func() time.Time
}

// FindCtx implements scs.CtxStore.
func (s sessionStore) FindCtx(ctx context.Context, hash string) (data []byte, found bool, err error) {
	err = s.db.Read(ctx, func(tx *store.Tx) (err error) {
		data, err = tx.SystemSession(ctx, hash, s.now())
		return err
	})
	if errors.Is(err, badge.ErrNotFound) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// CommitCtx implements scs.CtxStore. The manager reckons by the machine's
// clock; the ledger by ours.
func (s sessionStore) CommitCtx(ctx context.Context, hash string, data []byte, expiry time.Time) error {
	until := s.now().Add(time.Until(expiry))
	return s.db.Write(ctx, func(tx *store.Tx) error { return tx.SaveSession(ctx, hash, data, until) })
}

// DeleteCtx implements scs.CtxStore.
func (s sessionStore) DeleteCtx(ctx context.Context, hash string) error {
	return s.db.Write(ctx, func(tx *store.Tx) error { return tx.DropSession(ctx, hash) })
}

// Find implements scs.Store.
func (s sessionStore) Find(hash string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), hash)
}

// Commit implements scs.Store.
func (s sessionStore) Commit(hash string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), hash, data, expiry)
}

// Delete implements scs.Store.
func (s sessionStore) Delete(hash string) error { return s.DeleteCtx(context.Background(), hash) }
