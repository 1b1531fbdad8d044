package journey

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"laurel/internal/account"
	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/test/world"
)

// canaries are words that stand in one personal place each, and nowhere else.
var canaries = []string{
	"Zeppelina", "zeppelina@home.example", "zeppelina@second.example", "NUMBER-6174", "narrative-canary", "evidence-canary", "filename-canary", "row-canary",
	"corrected-canary", "because-canary", "workplace-canary", "bio-canary", "link-canary", "collection-canary", "showcase-canary", "import-canary", "importfile-canary",
	"wanted-canary", "reason-canary", "requestfile-canary", "attachment-canary", "reply-canary", "answer-canary", "topic-canary", "supportfile-canary",
	"support-canary", "note-canary", "card-canary", "boss-canary@example.org", "session-canary", "198.51.100",
}

// Of somebody who had everything erased, nothing is left in the database, its
// free pages, its log, the queue and the files; of everybody else, everything.
func TestErasureLeavesNothing(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "harbor", nil)
		a := w.Badge(t, org.ID, "sail")
		b, err := w.Intake.Upload(t.Context(), badge.Host(), org.ID, a.ID, "filename-canary.csv", strings.NewReader("name,email,number,narrative,evidence\n"+others(0, 211)+
			"Zeppelina Gray,zeppelina@home.example,NUMBER-6174,narrative-canary,https://example.org/evidence-canary\n"+
			"Zeppelina Gray,row-canary at home,,,\n"+others(211, 430)), award.Answers{})
		if err != nil {
			t.Fatal(err)
		}
		w.Confirm(t, b)
		if err := w.Issuer.IssueChunk(t.Context(), org.ID, b.ID, 1, 500); err != nil {
			t.Fatal(err)
		}
		results := w.Results(t, b)
		who := plant(t, w, org, results[211].Code)
		before := places(t, w)
		for _, c := range canaries {
			if len(before[c]) == 0 && c != "importfile-canary" {
				t.Errorf("%q was planted nowhere", c)
			}
		}
		if err := w.Accounts.AskErasure(t.Context(), who, account.Browser{}, password, "", "erase"); err != nil {
			t.Fatal(err)
		}
		w.Pass(badge.ErasureWait)
		work(t, w)
		if err := w.Accounts.EraseDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		var left map[string][]string
		for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
			if left = places(t, w); len(left) == 0 {
				break
			}
		}
		for c, where := range left {
			t.Errorf("%q is still in %q", c, where)
		}
		verified(t, w, results[len(results)-1].Code, "valid")
	})
}

// others are rows of a file: with many, pages of the database are split and joined.
func others(from, to int) (rows string) {
	for i := from; i < to; i++ {
		rows += fmt.Sprintf("Bob %d,bob%d@example.org,,,\n", i, i*7919%430)
	}
	return rows
}

const password = "a password of Zeppelina"

// plant has somebody do everything that leaves something of them.
func plant(t *testing.T, w *world.World, org badge.Organization, code badge.Code) account.Visitor {
	t.Helper()
	ctx := t.Context()
	must := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	found, err := w.Accounts.ChooseFirst(ctx, w.Account(t, "zeppelina@home.example").ID, password)
	must("password", err)
	from := account.Browser{Address: "198.51.100.7"}
	begun, err := w.Accounts.Begin(ctx, from, found.ID, false)
	must("visit", err)
	who, err := w.Accounts.Visitor(ctx, begun.VisitID)
	must("visitor", err)
	me := who.Actor()
	_, _ = w.Accounts.SignIn(ctx, from, "zeppelina@home.example", "a wrong password")
	_, err = w.Accounts.AddAddress(ctx, who, account.Browser{}, "zeppelina@second.example", password)
	must("address", err)
	must("profile", w.Profiles.Save(ctx, found.ID, badge.Profile{
		Workplace: "workplace-canary", Bio: "bio-canary", Links: []badge.ProfileLink{{Label: "link-canary", URL: "https://example.org/"}}, Public: true,
	}))
	must("photo", w.Profiles.SavePhoto(ctx, found.ID, world.Picture()))
	k, err := w.Portfolio.CreateCollection(ctx, me, "collection-canary", "")
	must("collection", err)
	must("collect", w.Portfolio.Add(ctx, me, k.ID, []badge.Code{code}))
	must("showcase", w.Portfolio.SaveShowcase(ctx, me, badge.Showcase{Slug: "showcase-canary", Open: true}))
	must("import", w.Portfolio.Import(ctx, me, badge.Import{Name: "import-canary", Checks: []badge.ImportCheck{}}, []byte(`{"of": "importfile-canary"}`), nil))
	must("share", w.Portfolio.Send(ctx, me, code, "boss-canary@example.org", "note-canary"))
	must("card", w.Press.Kept.Put(ctx, string(found.ID), strings.Repeat("c", 64), []byte("card-canary"))) // as a drawn picture lies there
	q, err := w.Desk.File(ctx, me, code, badge.Request{Kind: badge.RequestName, Wanted: "wanted-canary", Reason: "reason-canary"},
		badge.Attachment{Name: "attachment-canary.pdf", Data: []byte("%PDF-1.4 requestfile-canary")})
	must("request", err)
	must("reply", w.Desk.Reply(ctx, me, q.ID, "reply-canary"))
	must("answer", w.Desk.Answer(ctx, badge.Host(), org.ID, q.ID, badge.RequestDone, "answer-canary"))
	_, err = w.Desk.Message(ctx, me, badge.Support{Topic: badge.SupportTopics[0], Name: "topic-canary", Email: "zeppelina@home.example", Text: "support-canary"}, "",
		badge.Attachment{Name: "supportfile.pdf", Data: []byte("%PDF-1.4 supportfile-canary")})
	must("support", err)
	c := w.Credential(t, code)
	must("correct", w.Issuer.Correct(ctx, badge.Host(), org.ID, badge.Correction{Code: code, Name: "corrected-canary", IssuedOn: c.IssuedOn, ExpiresOn: c.ExpiresOn}, "because-canary"))
	must("export", w.Portfolio.Export(ctx, me))
	list, err := w.Portfolio.Exports(ctx, me)
	must("exports", err)
	must("make the export", w.Portfolio.MakeExport(ctx, list[0].ID))
	must("session", w.DB.Write(ctx, func(tx *store.Tx) error {
		return tx.SaveSession(ctx, "hash", []byte("{visit "+begun.VisitID+" session-canary}"), w.Time().Add(48*time.Hour))
	}))
	return who
}

// places tells where canaries are, in any case of letters.
func places(t *testing.T, w *world.World) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	look := func(where string, data []byte) {
		data = bytes.ToLower(data)
		for _, c := range canaries {
			low := bytes.ToLower([]byte(c))
			if (bytes.Contains(data, low) || bytes.Contains(data, []byte(hex.EncodeToString([]byte(c))))) && !slices.Contains(found[c], where) {
				found[c] = append(found[c], where)
			}
		}
	}
	err := filepath.WalkDir(w.Settings.Data, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.Contains(path, "cache") {
			return err
		}
		look("name of a file", []byte(path))
		data, err := os.ReadFile(path)
		look(filepath.Base(path), data)
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if w.DB.Engine() == store.Postgres {
		inTables(t, w, look)
	}
	return found
}

// inTables looks through every row of every table, the queue's too.
func inTables(t *testing.T, w *world.World, look func(where string, data []byte)) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	pool := w.DB.PgxPool()
	rows, err := pool.Query(ctx, "select table_name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE'")
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	for _, table := range tables {
		// bytes are shown in hexadecimal
		rows, err := pool.Query(ctx, "select row_to_json(r)::text from "+table+" r")
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				t.Fatal(err)
			}
			look(table, []byte(line))
		}
	}
	if len(tables) < 30 {
		t.Fatalf("only %d tables were looked at", len(tables))
	}
}
