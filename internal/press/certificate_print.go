package press

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"laurel/internal/badge"
	"laurel/internal/certificate"
	"laurel/internal/certificate/pdf"
	"laurel/internal/store"
)

// printPage is how many credentials are read at a time.
const printPage = 100

// printer writes certificates one after the other, and holds no more than one.
type printer interface {
	add(ctx context.Context, s *sheet, c Certificate) error
	close() error
}

// print writes the certificates of a batch in the order of the file, and tells
// after each how many there are and how long that one took.
func (p *Certificates) print(ctx context.Context, org badge.OrgID, batch badge.BatchID, out printer, each func(done int, took time.Duration) error) error {
	var last badge.Credential
	for done := 0; ; {
		var page []Certificate
		err := p.DB.Read(ctx, func(tx *store.Tx) error {
			credentials, err := tx.Org(org).Printable(ctx, batch, last.BatchID, last.Row, printPage)
			if err != nil {
				return err
			}
			page = make([]Certificate, len(credentials))
			for n, c := range credentials {
				if page[n], err = readCertificate(ctx, tx, c); err != nil {
					return fmt.Errorf("badge %s: %w", c.Code, err)
				}
			}
			return nil
		})
		if err != nil || len(page) == 0 {
			return err
		}
		for _, c := range page {
			began := p.Now()
			s, err := p.sheet(ctx, org, c.Credential.AchievementID, c.number)
			if err == nil {
				err = out.add(ctx, s, c)
			}
			done++
			if err == nil {
				err = each(done, p.Now().Sub(began))
			}
			if err != nil {
				return fmt.Errorf("badge %s: %w", c.Credential.Code, err)
			}
		}
		last = page[len(page)-1].Credential
	}
}

// printerFor begins a file of a form.
func (p *Certificates) printerFor(form badge.PrintForm, title string, w io.Writer) printer {
	if form == badge.PrintPDF {
		return &bookPrinter{p, p.Printer.Book(w, pdf.About{Title: title, Made: p.Now()})}
	}
	return &zipPrinter{p, zip.NewWriter(w)}
}

// zipPrinter makes a file for each certificate.
type zipPrinter struct {
	p *Certificates
	z *zip.Writer
}

func (z *zipPrinter) add(ctx context.Context, s *sheet, c Certificate) error {
	facts, err := z.p.facts(ctx, s, c)
	if err != nil {
		return err
	}
	printed, err := z.p.Printer.PDF(ctx, s.design.Certificate, facts)
	if err != nil {
		return err
	}
	// Its streams are packed already.
	w, err := z.z.CreateHeader(&zip.FileHeader{Name: printName(facts.Name, c.Credential.Code), Method: zip.Store, Modified: c.Credential.SealedAt.UTC()})
	if err == nil {
		_, err = w.Write(printed)
	}
	return err
}

func (z *zipPrinter) close() error { return z.z.Close() }

// bookPrinter makes a page for each certificate.
type bookPrinter struct {
	p    *Certificates
	book *certificate.Book
}

func (b *bookPrinter) add(ctx context.Context, s *sheet, c Certificate) error {
	facts, err := b.p.facts(ctx, s, c)
	if err != nil {
		return err
	}
	return b.book.Add(ctx, s.design.Certificate, facts)
}

func (b *bookPrinter) close() error { return b.book.Close() }

// printName is the name of a file of somebody's, one that any system takes:
// none of what Windows refuses, nothing that cannot be seen, not too long.
func printName(name string, code badge.Code) string {
	const most = 60 // characters of the name; of UTF-8 at most 240 bytes
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`<>:"/\|?*.`, r), unicode.IsControl(r), unicode.IsSpace(r):
			return ' '
		case !unicode.IsGraphic(r):
			return -1
		}
		return r
	}, name)
	name = strings.Join(strings.Fields(name), " ")
	if runes := []rune(name); len(runes) > most {
		name = strings.TrimSpace(string(runes[:most]))
	}
	if name == "" {
		name = "Certificate"
	}
	return name + " " + string(code) + ".pdf"
}

// WritePrint writes the certificates of a batch, for the command line; progress
// is told how many there are. Errors: *badge.Invalid when there is none;
// badge.ErrNotFound; those of Actor.May.
func (p *Certificates) WritePrint(ctx context.Context, actor badge.Actor, org badge.OrgID, batch badge.BatchID, form badge.PrintForm, w io.Writer, progress func(done, total int)) (int, error) {
	if err := actor.May(badge.ActIssue, org); err != nil {
		return 0, err
	}
	b, total, err := p.printable(ctx, org, batch)
	if err != nil {
		return 0, err
	}
	out, made := p.printerFor(form, b.FileName, w), 0
	err = p.print(ctx, org, batch, out, func(done int, _ time.Duration) error {
		made = done
		progress(done, total)
		return nil
	})
	if err = errors.Join(err, out.close()); err != nil {
		return made, fmt.Errorf("print batch %s: %w", batch, err)
	}
	return made, nil
}

// printable finds a batch and counts what can be printed of it. Errors:
// *badge.Invalid when there is nothing; badge.ErrNotFound.
func (p *Certificates) printable(ctx context.Context, org badge.OrgID, batch badge.BatchID) (b badge.Batch, n int, err error) {
	err = p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if b, err = tx.Org(org).Batch(ctx, batch); err != nil {
			return err
		}
		n, err = tx.Org(org).CountPrintable(ctx, batch)
		return err
	})
	if err == nil && n == 0 {
		err = badge.Refuse("batch", "There is nothing to print: no badge of this batch holds and has certificates. Switch them on for the badge, then print again.")
	}
	return b, n, err
}
