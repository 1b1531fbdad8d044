package press

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"laurel/internal/badge"
	"laurel/internal/blob"
	"laurel/internal/certificate"
	"laurel/internal/locale"
	"laurel/internal/queue"
	"laurel/internal/render"
	"laurel/internal/store"
	"laurel/openbadge"
	"laurel/vc"
)

// Certificates designs and prints the certificates of badges, where their
// organization switched them on. What they say comes out of the signed document.
type Certificates struct {
	DB        *store.DB
	Queue     *queue.Queue
	Blobs     *blob.Folder
	Draw      *render.Engine
	Printer   *certificate.Printer
	PublicURL string // without a slash at the end
	Folder    string // where the files of prints lie
	Now       func() time.Time
	Log       *slog.Logger

	sheets sheets
}

// Printable tells whether there is a certificate of a credential. Errors:
// badge.ErrNotFound.
func (p *Certificates) Printable(ctx context.Context, c badge.Credential) (printable bool, err error) {
	err = p.DB.Read(ctx, func(tx *store.Tx) error {
		_, err := tx.Org(c.OrgID).CertificateFor(ctx, c)
		return err
	})
	if errors.Is(err, badge.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Certificate is what a PDF is made of.
type Certificate struct {
	Credential badge.Credential
	Badge      badge.Revision // as it was issued
	number     int            // of the design
	language   string
	columns    map[string]string
}

// Certificate finds what the PDF of a credential is made of, in the language of
// its earner. Errors: badge.ErrNotFound, also where its badge has no certificates.
func (p *Certificates) Certificate(ctx context.Context, code badge.Code) (c Certificate, err error) {
	err = p.DB.Read(ctx, func(tx *store.Tx) error {
		credential, err := tx.PublicCredential(ctx, code)
		if err == nil {
			c, err = readCertificate(ctx, tx, credential)
		}
		return err
	})
	return c, err
}

func readCertificate(ctx context.Context, tx *store.Tx, credential badge.Credential) (c Certificate, err error) {
	otx := tx.Org(credential.OrgID)
	c.Credential = credential
	if c.number, err = otx.CertificateFor(ctx, credential); err != nil {
		return c, err
	}
	if c.language, err = otx.LanguageOf(ctx, credential.AccountID); err != nil {
		return c, err
	}
	if c.columns, err = otx.PrintedColumns(ctx, credential.BatchID, credential.Row); err != nil {
		return c, err
	}
	a, err := otx.AchievementAt(ctx, credential.RevisionID)
	c.Badge = a.Revision
	return c, err
}

// printing changes when the same input gives another PDF.
const printing = "1"

// Version names everything that the PDF is made of: the same bytes come of the
// same version.
func (c Certificate) Version() string {
	sum := sha256.New()
	columns, _ := json.Marshal(c.columns) // a map of texts can always be written, and is in order
	fmt.Fprintf(sum, "%s\x00%d\x00%s\x00%s\x00", printing, c.number, c.language, columns)
	sum.Write(c.Credential.Signed)
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// PDF prints a certificate.
func (p *Certificates) PDF(ctx context.Context, c Certificate) ([]byte, error) {
	s, err := p.sheet(ctx, c.Credential.OrgID, c.Credential.AchievementID, c.number)
	if err != nil {
		return nil, err
	}
	facts, err := p.facts(ctx, s, c)
	if err == nil {
		var pdf []byte
		if pdf, err = p.Printer.PDF(ctx, s.design.Certificate, facts); err == nil {
			return pdf, nil
		}
	}
	return nil, fmt.Errorf("print %s: %w", c.Credential.Code, err)
}

// Holding is the PDF of a credential that holds. Errors: badge.ErrNotFound where
// there is none.
func (p *Certificates) Holding(ctx context.Context, code badge.Code) ([]byte, error) {
	c, err := p.Certificate(ctx, code)
	if err == nil && c.Credential.State != badge.CredentialIssued {
		err = badge.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return p.PDF(ctx, c)
}

// facts are what the certificate of a credential says: what is signed, but for
// what only the organization's file has.
func (p *Certificates) facts(ctx context.Context, s *sheet, c Certificate) (f certificate.Facts, err error) {
	document, err := vc.Decode(c.Credential.Signed)
	if err != nil {
		return f, err
	}
	view, err := openbadge.Read(document)
	if err != nil {
		return f, err
	}
	if f, err = p.factsOf(ctx, s, c.Credential.Code, c.Badge); err != nil {
		return f, err
	}
	f.Language = s.design.Speaks(c.language)
	issued := view.AwardedDate
	if issued.IsZero() {
		issued = view.ValidFrom
	}
	f.Name, f.Badge, f.Organization, f.Number = view.Recipient.Name, view.Name, view.Issuer.Name, view.LicenseNumber
	f.Issued, f.Expires, f.Hours = dayIn(f.Language, issued), dayIn(f.Language, view.ValidUntil), hoursIn(f.Language, view.CreditsAvailable)
	f.Columns, f.Credential, f.CredentialType, f.Made = c.columns, c.Credential.Signed, "application/vc+ld+json", c.Credential.SealedAt
	return f, nil
}

// factsOf are the parts of the facts that are no words.
func (p *Certificates) factsOf(ctx context.Context, s *sheet, code badge.Code, r badge.Revision) (f certificate.Facts, err error) {
	f.Code, f.Address = string(code), p.PublicURL+"/b/"+string(code)
	f.Accent, f.Logo, f.Pictures = string(s.design.Accent), s.logo, s.pictures
	if f.Accent == "" {
		f.Accent = string(badge.DefaultAccent)
	}
	if f.QR, err = render.NewQR(f.Address); err != nil {
		return f, err
	}
	if s.design.Seal.Size > 0 {
		f.SealSVG, f.SealPNG, err = p.seal(ctx, r)
	}
	return f, err
}

// dayIn writes a day as a language does; as 2026-03-10 in one that we do not
// speak.
func dayIn(language string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	if l, spoken := locale.Match(language); spoken {
		return locale.For(l).Day(t.UTC())
	}
	return t.UTC().Format(time.DateOnly)
}

// hoursIn writes the credits of a badge as a language does.
func hoursIn(language string, credits float64) string {
	if credits == 0 {
		return ""
	}
	number := strconv.FormatFloat(credits, 'f', -1, 64)
	switch l, _ := locale.Match(language); l {
	case locale.Spanish, locale.French, locale.German, locale.Portuguese:
		return strings.Replace(number, ".", ",", 1)
	}
	return number
}
