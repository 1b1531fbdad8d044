package portfolio

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/openbadge/bake"
)

// contents are what goes into an export.
type contents struct {
	account     badge.Account
	addresses   []badge.Address
	profile     badge.Profile
	photo       []byte // a PNG; empty: none
	items       []Item
	collections []Group
	showcase    badge.Showcase
	imports     []badge.Import
	requests    []asked
}

// asked is a request with what was said about it.
type asked struct {
	store.RequestRow
	notes []badge.RequestNote
}

func gather(ctx context.Context, tx *store.Tx, account badge.AccountID) (c contents, err error) {
	if c.account, err = tx.SystemAccount(ctx, account); err != nil {
		return c, err
	}
	if c.addresses, err = tx.EarnerAddresses(ctx, account); err != nil {
		return c, err
	}
	if c.profile, err = tx.EarnerProfile(ctx, account); err != nil {
		return c, err
	}
	if c.photo, err = tx.EarnerPhoto(ctx, account); err != nil && !errors.Is(err, badge.ErrNotFound) {
		return c, err
	}
	credentials, err := tx.EarnerCredentials(ctx, account)
	if err != nil {
		return c, err
	}
	for _, one := range credentials {
		it, err := item(ctx, tx, one)
		if err != nil {
			return c, err
		}
		c.items = append(c.items, it)
	}
	collections, err := tx.EarnerCollections(ctx, account)
	if err != nil {
		return c, err
	}
	for _, k := range collections {
		g := Group{Collection: k.Collection}
		if g.Rows, err = tx.Collected(ctx, k.ID); err != nil {
			return c, err
		}
		c.collections = append(c.collections, g)
	}
	if c.showcase, err = tx.EarnerShowcase(ctx, account); err != nil && !errors.Is(err, badge.ErrNotFound) {
		return c, err
	}
	if c.requests, err = gatherRequests(ctx, tx, account); err != nil {
		return c, err
	}
	c.imports, err = tx.EarnerImports(ctx, account)
	return c, err
}

func gatherRequests(ctx context.Context, tx *store.Tx, account badge.AccountID) (all []asked, err error) {
	const most = 1000
	rows, err := tx.EarnerRequests(ctx, account, most)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		notes, err := tx.Org(r.OrgID).RequestNotes(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, asked{r, notes})
	}
	return all, nil
}

// writeExport writes the file whole or not at all and returns its size.
func (p *Portfolio) writeExport(ctx context.Context, e badge.Export, c contents) (int, error) {
	path := p.exportPath(e)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return 0, err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".export-*")
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name()) //nolint:errcheck // does nothing after the rename
	err = p.fill(ctx, e, c, f)
	size, seekErr := f.Seek(0, io.SeekCurrent)
	if err = errors.Join(err, seekErr, f.Sync(), f.Close()); err != nil {
		return 0, err
	}
	return int(size), os.Rename(f.Name(), path)
}

// fill writes the archive: what there is as JSON, the badges as CSV too, and
// every file.
func (p *Portfolio) fill(ctx context.Context, e badge.Export, c contents, f io.Writer) error {
	z := zip.NewWriter(f)
	put := func(name string, data []byte) error {
		method := zip.Deflate
		if strings.HasSuffix(name, ".png") || strings.HasSuffix(name, ".pdf") {
			method = zip.Store // small already
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: p.Now()})
		if err == nil {
			_, err = w.Write(data)
		}
		return err
	}
	lists := []struct {
		name string
		data any
	}{
		{"account.json", exportedAccount(c)},
		{"badges.json", p.exportedBadges(c.items)},
		{"collections.json", p.exportedCollections(c.collections)},
		{"imports.json", exportedImports(c.imports)},
		{"requests.json", exportedRequests(c.requests)},
	}
	for _, l := range lists {
		data, err := json.MarshalIndent(l.data, "", "  ")
		if err == nil {
			err = put(l.name, data)
		}
		if err != nil {
			return err
		}
	}
	if err := errors.Join(put("README.txt", []byte(exportReadme)), put("badges.csv", badgesCSV(p.exportedBadges(c.items)))); err != nil {
		return err
	}
	if len(c.photo) > 0 {
		if err := put("photo.png", c.photo); err != nil {
			return err
		}
	}
	if err := p.fillBadges(ctx, e, c, put); err != nil {
		return err
	}
	if err := p.fillImports(ctx, c, put); err != nil {
		return err
	}
	return z.Close()
}

const exportReadme = `Everything that is kept of your account here.

account.json      your account, its addresses, your profile and your public page
photo.png         your photo, if there is one
badges.json       your badges, badges.csv the same for a spreadsheet
collections.json  what you have put together
imports.json      what you brought from other systems
badges/           for each badge the signed credential (JSON, and JWT where the organization issues it), and its picture with the credential inside (PNG, SVG), and the certificate (PDF) where there is one
requests.json     what you asked organizations to put right, and what was said about it
imports/          what you brought, byte for byte

Each credential proves itself: any software for Open Badges can verify it.
`

// fillBadges puts each badge's files in, and tells the ledger how far it is.
func (p *Portfolio) fillBadges(ctx context.Context, e badge.Export, c contents, put func(string, []byte) error) error {
	for n, it := range c.items {
		if err := ctx.Err(); err != nil {
			return err
		}
		if n%progressEvery == 0 {
			if err := p.progress(ctx, e, len(c.items)+len(c.imports), n); err != nil {
				return err
			}
		}
		if err := p.fillBadge(ctx, it, put); err != nil {
			return fmt.Errorf("badge %s: %w", it.Code, err)
		}
	}
	return nil
}

// fillBadge puts a badge in, in every form that holds its credential.
func (p *Portfolio) fillBadge(ctx context.Context, it Item, put func(string, []byte) error) error {
	folder := "badges/" + string(it.Code) + "/"
	if err := put(folder+"credential.json", it.Signed); err != nil {
		return err
	}
	token, err := p.Token(ctx, it.Code)
	if err == nil {
		err = put(folder+"credential.jwt", token)
	}
	if err != nil && !errors.Is(err, badge.ErrNotFound) {
		return err
	}
	certificate, err := p.Certificate(ctx, it.Code)
	if err == nil {
		err = put(folder+"certificate.pdf", certificate)
	}
	if err != nil && !errors.Is(err, badge.ErrNotFound) {
		return err
	}
	picture, err := p.Blobs.Get(ctx, it.Badge.Picture)
	if err != nil {
		return err
	}
	baked, err := bake.PNG(picture, it.Signed)
	if err == nil {
		err = put(folder+"badge.png", baked)
	}
	if err != nil {
		return err
	}
	vectors, err := p.Vectors(ctx, it.Badge)
	if err != nil {
		return err
	}
	if baked, err = bake.SVG(vectors, it.Signed); err != nil {
		return err
	}
	return put(folder+"badge.svg", baked)
}

func (p *Portfolio) fillImports(ctx context.Context, c contents, put func(string, []byte) error) error {
	if len(c.imports) == 0 {
		return nil
	}
	kept, err := p.files(c.account.ID)
	if err != nil {
		return err
	}
	for _, i := range c.imports {
		data, err := kept.Get(ctx, i.File)
		if err == nil {
			err = put("imports/"+importName(i), data)
		}
		if err != nil {
			return fmt.Errorf("import %s: %w", i.ID, err)
		}
	}
	return nil
}

func (p *Portfolio) progress(ctx context.Context, e badge.Export, total, done int) error {
	return p.DB.Write(ctx, func(tx *store.Tx) error { return tx.ExportProgress(ctx, e.ID, total, done) })
}

// exportedBadge is a line of badges.json and badges.csv.
type exportedBadge struct {
	Code         string `json:"code"`
	Address      string `json:"address"`
	Badge        string `json:"badge"`
	Organization string `json:"organization"`
	Name         string `json:"name"`
	Email        string `json:"email"`
	Number       string `json:"number,omitempty"`
	Issued       string `json:"issued"`
	Expires      string `json:"expires,omitempty"`
	State        string `json:"state"`
	Revoked      string `json:"revoked,omitempty"`
	Reason       string `json:"reason,omitempty"`
	Visibility   string `json:"visibility"`
}

func (p *Portfolio) exportedBadges(items []Item) []exportedBadge {
	list := make([]exportedBadge, len(items))
	for n, it := range items {
		list[n] = exportedBadge{
			Code: string(it.Code), Address: p.Address(it.Code), Badge: it.Badge.Name, Organization: it.Organization.Name, Name: it.Name, Email: string(it.Email),
			Number: it.ExternalNumber, Issued: isoDay(it.IssuedOn), Expires: isoDay(it.ExpiresOn), State: string(it.State), Revoked: isoDay(it.RevokedAt),
			Reason: it.Reason, Visibility: string(it.Visibility),
		}
	}
	return list
}

func badgesCSV(list []exportedBadge) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	_ = w.Write([]string{"code", "address", "badge", "organization", "name", "email", "number", "issued", "expires", "state", "revoked", "reason", "visibility"}) // memory takes every write
	for _, b := range list {
		line := []string{b.Code, b.Address, b.Badge, b.Organization, b.Name, b.Email, b.Number, b.Issued, b.Expires, b.State, b.Revoked, b.Reason, b.Visibility}
		for n, cell := range line {
			if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
				line[n] = "'" + cell // or a spreadsheet would run it
			}
		}
		_ = w.Write(line)
	}
	w.Flush()
	return out.Bytes()
}

func exportedAccount(c contents) any {
	addresses, links := []any{}, []any{}
	for _, a := range c.addresses {
		addresses = append(addresses, map[string]any{"email": a.Email, "since": a.VerifiedAt, "ends": isoDay(a.EndsOn)})
	}
	for _, l := range c.profile.Links {
		links = append(links, map[string]any{"label": l.Label, "url": l.URL})
	}
	return map[string]any{
		"addresses": addresses,
		"profile": map[string]any{
			"workplace": c.profile.Workplace, "title": c.profile.Title, "bio": c.profile.Bio, "links": links, "public": c.profile.Public, "language": c.profile.Language, "time_zone": c.profile.Zone, "reminders": c.profile.Reminders,
		},
		"name": c.account.Name, "email": c.account.Email, "since": c.account.CreatedAt, "last_login": c.account.LastLoginAt,
		"public_page": map[string]any{"address": c.showcase.Slug, "about": c.showcase.About, "open": c.showcase.Open, "listed": c.showcase.Listed},
	}
}

func (p *Portfolio) exportedCollections(groups []Group) any {
	list := []any{}
	for _, g := range groups {
		codes := []badge.Code{}
		for _, e := range g.Rows {
			codes = append(codes, e.Code)
		}
		list = append(list, map[string]any{
			"name": g.Name, "about": g.About, "address": p.PublicURL + "/c/" + string(g.Slug), "visibility": g.Visibility, "since": g.CreatedAt, "badges": codes,
		})
	}
	return list
}

func exportedImports(imports []badge.Import) any {
	list := []any{}
	for _, i := range imports {
		list = append(list, map[string]any{
			"file": "imports/" + importName(i), "name": i.Name, "issuer": i.Issuer, "domain": i.Domain, "recipient": i.Recipient, "source": i.Source,
			"issued": isoDay(i.IssuedOn), "expires": isoDay(i.ExpiresOn), "verdict": i.Verdict, "checks": i.Checks, "brought": i.CreatedAt,
		})
	}
	return list
}

func exportedRequests(requests []asked) any {
	list := []any{}
	for _, q := range requests {
		notes := []any{}
		for _, n := range q.notes {
			notes = append(notes, map[string]any{"by_organization": n.Staff, "text": n.Text, "state": n.State, "at": n.At})
		}
		list = append(list, map[string]any{"kind": q.Kind, "wanted": q.Wanted, "reason": q.Reason, "file": q.FileName, "state": q.State, "at": q.CreatedAt, "notes": notes})
	}
	return list
}

// importName is what the file of something brought from elsewhere is called.
func importName(i badge.Import) string {
	_, kind, _ := strings.Cut(i.MediaType, "/")
	kind, _, _ = strings.Cut(kind, "+")
	return string(i.ID) + "." + kind
}

func isoDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}
