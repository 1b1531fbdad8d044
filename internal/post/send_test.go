package post_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/post"
	"laurel/internal/queue"
	"laurel/test/world"
)

const ada = badge.Email("ada@example.org")

// issueTo issues a badge of an organization that invites to log in.
func issueTo(t *testing.T, w *world.World, people ...string) badge.Organization {
	t.Helper()
	org := w.Found(t, "college", func(o *badge.Organization) { o.InviteLogin = true })
	w.Issue(t, w.Badge(t, org.ID, "first-aid"), people...)
	return org
}

// The queue hands every letter over once, and each is noted as sent.
func TestEveryLetterIsSentOnce(t *testing.T) {
	w, s := withMail(t)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.Work(ctx) }()
	issueTo(t, w, "Ada Łovelace <ada@example.org>", "Bob <bob@example.org>")
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if waiting := slices.ContainsFunc(w.Letters(t), func(l badge.Letter) bool { return l.State == badge.LetterQueued }); !waiting {
			break
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if err := send(t, w); err != nil { // a job may run twice
		t.Error(err)
	}
	got := s.got()
	slices.Sort(got)
	if want := []string{"ada@example.org", "bob@example.org", "owner@college.example"}; !slices.Equal(got, want) {
		t.Errorf("sent to %q, want %q", got, want)
	}
	for _, l := range w.Letters(t) {
		if l.State != badge.LetterSent || l.Attempts != 1 || !l.SentAt.Equal(w.Time()) {
			t.Errorf("%s to %s: %s after %d attempts", l.Kind, l.To, l.State, l.Attempts)
		}
	}
}

func TestWhatTheServerGets(t *testing.T) {
	w, s := withMail(t)
	issueTo(t, w, "Ada Łovelace <ada@example.org>")
	if err := send(t, w); err != nil {
		t.Fatal(err)
	}
	l := letterTo(t, w, badge.LetterIssued, ada)
	header := s.offered[len(s.offered)-1].Header
	if to, err := header.AddressList("To"); err != nil || len(to) != 1 || to[0].Address != "ada@example.org" || to[0].Name != "Ada Łovelace" {
		t.Errorf("to %v, %v", to, err)
	}
	if from, err := header.AddressList("From"); err != nil || from[0].Address != "badges@badges.example.org" || from[0].Name != "Organization college" {
		t.Errorf("from %v, %v", from, err)
	}
	if reply, err := header.AddressList("Reply-To"); err != nil || reply[0].Address != "badges@college.example" {
		t.Errorf("answers go to %v, %v", reply, err)
	}
	if got, want := header.Get("Message-Id"), "<"+string(l.ID)+"@badges.example.org>"; got != want {
		t.Errorf("Message-ID %s, want %s", got, want)
	}
	if date, err := header.Date(); err != nil || !date.Equal(w.Time()) {
		t.Errorf("dated %v, %v", date, err)
	}
}

// A server that says "not now" gets the very same message again later, and the
// others do not wait for it.
func TestALetterThatIsPutOff(t *testing.T) {
	w, s := withMail(t)
	issueTo(t, w, "Ada <ada@example.org>", "Bob <bob@example.org>")
	s.answers(func(to string) error {
		if to == "ada@example.org" {
			return later
		}
		return nil
	})
	for n := 1; n <= 2; n++ {
		if err := send(t, w); err == nil {
			t.Error("the queue is not told to come back")
		}
		if l := letterTo(t, w, badge.LetterIssued, ada); l.State != badge.LetterQueued || l.Attempts != n || !strings.Contains(l.LastError, "come back later") {
			t.Errorf("after attempt %d: %+v", n, l)
		}
	}
	if !slices.Contains(s.got(), "bob@example.org") {
		t.Error("the letter behind it waits too")
	}
	s.answers(nil)
	w.Pass(time.Hour)
	if err := send(t, w); err != nil {
		t.Fatal(err)
	}
	if l := letterTo(t, w, badge.LetterIssued, ada); l.State != badge.LetterSent || l.LastError != "" || !l.SentAt.Equal(w.Time()) {
		t.Errorf("in the end: %+v", l)
	}
	ids := s.ids("ada@example.org")
	if len(ids) != 3 || len(slices.Compact(ids)) != 1 {
		t.Errorf("Message-IDs of the copies: %q", ids)
	}
	if n := len(s.ids("bob@example.org")); n != 1 {
		t.Errorf("%d copies to Bob", n)
	}
}

func TestALetterThatIsRefused(t *testing.T) {
	w, s := withMail(t)
	issueTo(t, w, "Ada <ada@example.org>", "Bob <bob@example.org>")
	s.answers(func(to string) error {
		if to == "ada@example.org" {
			return never
		}
		return nil
	})
	for range 2 {
		if err := send(t, w); err != nil {
			t.Errorf("a letter that nobody will ever take keeps the queue busy: %v", err)
		}
	}
	if l := letterTo(t, w, badge.LetterIssued, ada); l.State != badge.LetterFailed || l.Attempts != 1 || !strings.Contains(l.LastError, "no such mailbox") || strings.Contains(l.LastError, "ada@") {
		t.Errorf("refused: %+v", l)
	}
	if l := letterTo(t, w, badge.LetterIssued, "bob@example.org"); l.State != badge.LetterSent {
		t.Errorf("the letter behind it: %+v", l)
	}
}

// After three days of "not now" a letter is given up, for everybody to see.
func TestALetterIsGivenUpInTheEnd(t *testing.T) {
	w, s := withMail(t)
	issueTo(t, w, "Ada <ada@example.org>")
	s.answers(func(string) error { return later })
	tries := 0
	for send(t, w) != nil {
		if tries++; tries > 50 {
			t.Fatal("it never ends")
		}
	}
	l := letterTo(t, w, badge.LetterIssued, ada)
	if l.State != badge.LetterFailed || l.Attempts != tries+1 {
		t.Errorf("after %d tries: %+v", tries+1, l)
	}
	// The pauses of the queue grow with the fourth power of the attempt.
	var all time.Duration
	for n := 1; n <= tries; n++ {
		all += time.Duration(n*n*n*n) * time.Second
	}
	if all < 60*time.Hour || all > 80*time.Hour {
		t.Errorf("given up after %v, want about three days", all)
	}
}

func TestAServerThatIsAway(t *testing.T) {
	w, s := withMail(t)
	issueTo(t, w, "Ada <ada@example.org>")
	s.close()
	if err := send(t, w); err == nil {
		t.Error("the queue is not told to come back")
	}
	if l := letterTo(t, w, badge.LetterIssued, ada); l.State != badge.LetterQueued || l.Attempts != 1 || !strings.Contains(l.LastError, s.address) {
		t.Errorf("noted: %+v", l)
	}
}

// The program is told to stop, or time is up, while a letter is with the
// server: that one is noted as sent, and the rest as put off.
func TestTheTimeIsUp(t *testing.T) {
	w, s := withMail(t)
	issueTo(t, w, "Ada <ada@example.org>", "Bob <bob@example.org>")
	first, rest := letterTo(t, w, badge.LetterIssued, ada), letterTo(t, w, badge.LetterIssued, "bob@example.org")
	ctx, cancel := context.WithCancel(t.Context())
	s.answers(func(string) error { cancel(); return nil })
	if err := w.Post.Send(ctx, []badge.LetterID{first.ID, rest.ID}); !errors.Is(err, context.Canceled) {
		t.Errorf("the queue is not told to come back: %v", err)
	}
	if l := letterTo(t, w, badge.LetterIssued, ada); l.State != badge.LetterSent {
		t.Errorf("what the server took: %+v", l)
	}
	if l := letterTo(t, w, badge.LetterIssued, "bob@example.org"); l.State != badge.LetterQueued || l.Attempts != 1 || l.LastError == "" {
		t.Errorf("what it did not get: %+v", l)
	}
	s.answers(nil)
	if err := send(t, w); err != nil {
		t.Error(err)
	}
	if n := len(s.ids("ada@example.org")); n != 1 {
		t.Errorf("%d copies to Ada", n)
	}
	// Were it always so, the letter would be given up in the end.
	again := issueMore(t, w, "Cyn <cyn@example.org>")
	for range 17 {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := w.Post.Send(ctx, []badge.LetterID{again}); err == nil {
			t.Fatal("sent when the time was up before")
		}
	}
	if l := letterTo(t, w, badge.LetterIssued, "cyn@example.org"); l.State != badge.LetterFailed || l.Attempts != 17 {
		t.Errorf("in the end: %+v", l)
	}
}

// issueMore issues the badge to one more person and returns the letter.
func issueMore(t *testing.T, w *world.World, person string) badge.LetterID {
	t.Helper()
	a, err := w.Catalog.BySlug(t.Context(), badge.Host(), letterTo(t, w, badge.LetterIssued, ada).OrgID, "first-aid")
	if err != nil {
		t.Fatal(err)
	}
	w.Issue(t, a, person)
	all := w.Letters(t)
	return all[len(all)-1].ID
}

// A letter whose link has ended is not sent: it would only disappoint.
func TestALinkThatHasEndedIsNotSent(t *testing.T) {
	w, s := withMail(t)
	issueTo(t, w, "Ada <ada@example.org>")
	if err := w.Accounts.RequestPassword(t.Context(), string(ada)); err != nil {
		t.Fatal(err)
	}
	w.Pass(badge.ResetLinkLifetime)
	if err := send(t, w); err != nil {
		t.Error(err)
	}
	if l := letterTo(t, w, badge.LetterNewPassword, ada); l.State != badge.LetterFailed || !strings.Contains(l.LastError, "too late") {
		t.Errorf("the link: %+v", l)
	}
	if n := len(s.ids("ada@example.org")); n != 1 {
		t.Errorf("%d letters to Ada, want the one about her badge", n)
	}
}

// A letter about a badge is worth sending at any time, but not with a password
// that no longer works.
func TestALateLetterCarriesNoPassword(t *testing.T) {
	w, _ := withMail(t)
	issueTo(t, w, "Ada <ada@example.org>")
	temporary := w.Ring.TemporaryPassword(w.Account(t, ada).InviteID)
	if text := w.LetterText(t, badge.LetterIssued, ada); !strings.Contains(text, temporary) {
		t.Fatalf("in time:\n%s", text)
	}
	w.Pass(badge.TemporaryLifetime)
	text := w.LetterText(t, badge.LetterIssued, ada)
	if strings.Contains(text, temporary) || !strings.Contains(text, "/password/new") {
		t.Errorf("too late:\n%s", text)
	}
	if err := send(t, w); err != nil {
		t.Error(err)
	}
	if l := letterTo(t, w, badge.LetterIssued, ada); l.State != badge.LetterSent {
		t.Errorf("it was not sent: %+v", l)
	}
}

// A letter that cannot be composed is noted like one that cannot be sent.
func TestALetterThatCannotBeComposed(t *testing.T) {
	w, s := withMail(t)
	issueTo(t, w, "Ada <ada@example.org>")
	if _, err := w.DB.SQLPool().ExecContext(t.Context(), "update organizations set url = 'no address'"); err != nil {
		t.Fatal(err)
	}
	if err := send(t, w); err == nil {
		t.Error("the queue is not told to come back")
	}
	if l := letterTo(t, w, badge.LetterIssued, ada); l.State != badge.LetterQueued || l.Attempts != 1 || l.LastError == "" {
		t.Errorf("noted: %+v", l)
	}
	if n := len(s.got()); n != 0 {
		t.Errorf("%d letters were sent", n)
	}
}

func TestWithoutAServerLettersAreKept(t *testing.T) {
	w := world.New(t)
	issueTo(t, w, "Ada <ada@example.org>")
	l := letterTo(t, w, badge.LetterIssued, ada)
	if l.State != badge.LetterKept {
		t.Errorf("the letter is %s", l.State)
	}
	if text := w.LetterText(t, badge.LetterIssued, ada); !strings.Contains(text, "Congratulations, Ada") {
		t.Errorf("it reads\n%s", text)
	}
	if err := w.Post.Send(t.Context(), []badge.LetterID{l.ID}); err == nil || !strings.Contains(err.Error(), "--smtp") {
		t.Errorf("sending it: %v", err)
	}
	counts, err := w.Queue.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range counts {
		if c.Kind == "send_letters" {
			t.Errorf("jobs that nobody can do: %+v", c)
		}
	}
}

// Letters of the time before there was a mail server go out when the operator
// says so, once, and without what no longer holds.
func TestSendingTheKeptLetters(t *testing.T) {
	world.Each(t, sendKept)
}

func sendKept(t *testing.T, before *world.World) {
	org := issueTo(t, before, "Ada <ada@example.org>", "Bob <bob@example.org>")
	for _, typed := range []string{string(ada), "bob@example.org"} {
		if err := before.Accounts.RequestPassword(t.Context(), typed); err != nil {
			t.Fatal(err)
		}
	}
	more := before.Issue(t, before.Badge(t, org.ID, "sail"), "Eve <eve@example.org>")
	if err := before.Issuer.Revoke(t.Context(), badge.Host(), org.ID, more[0].Code, "Issued by mistake."); err != nil {
		t.Fatal(err)
	}
	if n, err := before.Post.SendKept(t.Context(), badge.Host()); n != 0 || err == nil {
		t.Errorf("without a mail server: %d, %v", n, err)
	}
	s := listening(t)
	before.Settings.SMTP = "smtp://" + s.address
	w := before.Again(t)
	w.Pass(badge.TemporaryLifetime)
	for _, actor := range []badge.Actor{{}, w.Member(t, org.ID, badge.RoleOwner)} {
		if n, err := w.Post.SendKept(t.Context(), actor); n != 0 || !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("by %s: %d, %v", actor.Name(), n, err)
		}
	}
	// Worth it: two badges, one revocation. Not: the invitation of the owner, two
	// links that have ended, the congratulation on a badge that was revoked.
	kept, err := w.Post.Kept(t.Context(), badge.Host())
	if err != nil || kept != (post.Kept{All: 7, Worth: 3}) {
		t.Errorf("kept: %+v, %v", kept, err)
	}
	if n, err := w.Post.SendKept(t.Context(), badge.Host()); n != 3 || err != nil {
		t.Errorf("queued %d, %v", n, err)
	}
	if n, err := w.Post.SendKept(t.Context(), badge.Host()); n != 0 || err != nil {
		t.Errorf("the second time: %d, %v", n, err)
	}
	if err := send(t, w); err != nil {
		t.Error(err)
	}
	counts, err := w.Queue.Counts(t.Context())
	if err != nil || !slices.ContainsFunc(counts, func(c queue.Count) bool { return c.Kind == "send_letters" }) {
		t.Errorf("no job sends them: %+v, %v", counts, err)
	}
	got := s.got()
	slices.Sort(got)
	if want := []string{"ada@example.org", "bob@example.org", "eve@example.org"}; !slices.Equal(got, want) {
		t.Errorf("sent to %q, want %q", got, want)
	}
	for _, l := range w.Letters(t) {
		sent := l.Kind == badge.LetterRevoked || l.Kind == badge.LetterIssued && l.To != "eve@example.org"
		if sent != (l.State == badge.LetterSent) || !sent && l.State != badge.LetterKept {
			t.Errorf("%s to %s is %s", l.Kind, l.To, l.State)
		}
	}
	for _, m := range s.offered {
		body, err := io.ReadAll(m.Body)
		if err != nil || strings.Contains(string(body), "Temporary password") {
			t.Errorf("a password that has ended went out, or nothing: %v\n%s", err, body)
		}
	}
}

// Letters of a batch that is undone while they are held never leave, also when
// their job comes first.
func TestNoLetterOfAnUndoneBatchLeaves(t *testing.T) {
	w, s := withMail(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	b := w.Upload(t, a, world.File("Ada <ada@example.org>", "Bob <bob@example.org>"), award.Answers{})
	if err := w.Intake.Confirm(t.Context(), badge.Host(), org.ID, b.ID, award.Plan{Hold: 10 * time.Minute}); err != nil {
		t.Fatal(err)
	}
	if err := w.Issuer.IssueChunk(t.Context(), org.ID, b.ID, 1, 500); err != nil {
		t.Fatal(err)
	}
	if err := w.Intake.Undo(t.Context(), badge.Host(), org.ID, b.ID); err != nil {
		t.Fatal(err)
	}
	if err := send(t, w); err != nil {
		t.Fatal(err)
	}
	if err := w.Issuer.Withdraw(t.Context(), org.ID, b.ID); err != nil {
		t.Fatal(err)
	}
	if err := send(t, w); err != nil {
		t.Fatal(err)
	}
	if got := s.got(); len(got) != 1 || got[0] != "owner@college.example" {
		t.Errorf("letters went to %q", got)
	}
}

// A test goes to whoever asks, a few times an hour.
func TestATestOfALetter(t *testing.T) {
	w, s := withMail(t)
	org := w.Found(t, "college", nil)
	b := w.Upload(t, w.Badge(t, org.ID, "first-aid"), world.File("Ada <ada@example.org>"), award.Answers{})
	issuer := w.Member(t, org.ID, badge.RoleIssuer)
	for n := range 7 {
		to, err := w.Post.Test(t.Context(), issuer, org.ID, b.ID)
		if n < 5 && err != nil || n >= 5 && !errors.Is(err, badge.ErrTooMany) {
			t.Errorf("test %d to %s: %v", n+1, to, err)
		}
	}
	subject := s.offered[len(s.offered)-1].Header.Get("Subject")
	if len(s.got()) != 5 || !strings.Contains(subject, "Test") {
		t.Errorf("%q, the last about %q", s.got(), subject)
	}
	if _, err := w.Post.Test(t.Context(), w.Member(t, org.ID, badge.RoleViewer), org.ID, b.ID); !errors.Is(err, badge.ErrForbidden) {
		t.Errorf("a viewer sends tests: %v", err)
	}
}
