package award

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"laurel/internal/badge"
)

func TestFileThatCannotBeUsedIsRefusedWithASentence(t *testing.T) {
	cases := map[string]struct {
		file string
		o    Options
		says []string
	}{
		"empty":                         {"", Options{}, []string{"empty"}},
		"byte order mark only":          {"\ufeff", Options{}, []string{"empty"}},
		"blank lines only":              {"\n\r\n ,, \n", Options{}, []string{"empty"}},
		"headings only":                 {"Name,E-mail\n", Options{}, []string{"no people below"}},
		"no heading known":              {"Foo,Bar\n1,2\n", Options{}, []string{"no heading", "“Foo”, “Bar”"}},
		"a title above the headings":    {"Earners of spring\nName,E-mail\nA,a@example.org", Options{}, []string{"nothing above"}},
		"no address column":             {"Name,Date\nA,2026-01-01\n", Options{}, []string{"e-mail addresses", "“Name”, “Date”"}},
		"no name column":                {"E-mail,Date\na@example.org,2026-01-01\n", Options{}, []string{"No column has names"}},
		"two address columns":           {"Name,Work e-mail,Home e-mail\n", Options{}, []string{"“Work e-mail” and “Home e-mail”"}},
		"picture":                       {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", Options{}, []string{"PNG"}},
		"PDF":                           {"%PDF-1.7\n", Options{}, []string{"PDF", "CSV UTF-8"}},
		"XLSX":                          {"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00[Content_Types].xml", Options{}, []string{"Excel", "damaged", "save it"}},
		"ODS":                           {"PK\x03\x04\x14\x00mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK", Options{}, []string{"ODS"}},
		"ZIP":                           {"PK\x03\x04\x14\x00a.csv", Options{}, []string{"ZIP", "Unpack"}},
		"old Excel":                     {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", Options{}, []string{"old Excel"}},
		"some binary":                   {"Name,E-mail\n\x00\x01\x02", Options{}, []string{"not text"}},
		"Windows letters read as UTF-8": {"Name,E-mail\nA,a@example.org\nBj\xf6rn,b@example.org\n", Options{Reading: badge.Reading{Encoding: badge.EncodingUTF8}}, []string{"Row 3", "“Bj�rn”", "CSV UTF-8"}},
		"larger than the limit":         {"Name,E-mail\n" + strings.Repeat("A,a@example.org\n", 100), Options{MaxBytes: 1000}, []string{"larger than 1000 bytes", "Split"}},
		"one row too many":              {"Name,E-mail\nA,a@example.org\nB,b@example.org\n", Options{MaxRows: 1}, []string{"more than 1"}},
		"a line without end":            {"Name,E-mail\n" + strings.Repeat("A", maxRecord+1), Options{}, []string{"Row 2", "128 KB"}},
		"person first, meaning unclear": {"Ada,Lovelace,ada@example.org\n", Options{}, []string{"headings"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, _, err := parse(t, c.file, c.o)
			var refused *FileError
			if !errors.As(err, &refused) {
				t.Fatalf("got %v, want a FileError", err)
			}
			for _, want := range c.says {
				if !strings.Contains(refused.Sentence, want) {
					t.Errorf("%q does not say %q", refused.Sentence, want)
				}
			}
		})
	}
}

func TestExactlyAtTheLimitsIsAccepted(t *testing.T) {
	csv := "Name,E-mail\nA,a@example.org\nB,b@example.org\n"
	_, s, err := parse(t, csv, Options{MaxBytes: int64(len(csv)), MaxRows: 2})
	if err != nil || s.Rows != 2 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestEverySpellingOfAFileGivesTheSameRows(t *testing.T) {
	plain := "Name,E-mail,Date\nBjörn Åkesson,bjorn@example.org,2026-03-01\n"
	tab := strings.ReplaceAll(plain, ",", "\t")
	utf16 := func(e unicode.Endianness, s string) string {
		out, err := unicode.UTF16(e, unicode.UseBOM).NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	cases := map[string]string{
		"comma":                   plain,
		"semicolon":               strings.ReplaceAll(plain, ",", ";"),
		"tab":                     tab,
		"byte order mark":         "\ufeff" + plain,
		"CRLF":                    strings.ReplaceAll(plain, "\n", "\r\n"),
		"CR alone":                strings.ReplaceAll(plain, "\n", "\r"),
		"no line end at the end":  strings.TrimSpace(plain),
		"everything quoted":       `"` + strings.ReplaceAll(strings.ReplaceAll(strings.TrimSpace(plain), ",", `","`), "\n", "\"\n\"") + `"`,
		"UTF-16 little endian":    utf16(unicode.LittleEndian, tab),
		"UTF-16 big endian":       utf16(unicode.BigEndian, plain),
		"separator declared":      "sep=;\r\n" + strings.ReplaceAll(plain, ",", ";"),
		"heading with a comma":    "\"Name, as printed (first, last)\";Full name;E-mail;Date\n;Björn Åkesson;bjorn@example.org;2026-03-01",
		"upper case and accents":  "NAME;E_MAIL;ÏSSUÉ-DATE\nBjörn Åkesson;bjorn@example.org;2026-03-01",
		"decomposed letters":      strings.ReplaceAll(plain, "ö", "o\u0308"),
		"no headings":             "Björn Åkesson,bjorn@example.org,2026-03-01\n",
		"no headings, other way":  "2026-03-01\tbjorn@example.org\tBjörn Åkesson\n",
		"spaces of every kind":    "Name,E-mail,Date\n\u00a0 Björn \u2003 Åkesson ,\u200bbjorn@example.org , 2026-03-01\u00a0\n",
		"columns in other orders": "Date,Department,E-mail,Name\n2026-03-01,X,bjorn@example.org,Björn Åkesson",
	}
	for name, csv := range cases {
		t.Run(name, func(t *testing.T) {
			rows, _, err := parse(t, csv, Options{})
			if err != nil || len(rows) != 1 {
				t.Fatalf("%d rows, %v", len(rows), err)
			}
			r := rows[0]
			if r.Name != "Björn Åkesson" || r.Email != "bjorn@example.org" || !r.IssuedOn.Equal(date("2026-03-01")) || len(r.Findings) > 0 {
				t.Errorf("%+v", r)
			}
		})
	}
}

func TestHeadingsInSixLanguages(t *testing.T) {
	whole := []Field{FieldName, FieldEmail, FieldIssuedOn, FieldExpiresOn, FieldEvidence, FieldNarrative, FieldExternalNumber}
	parts := []Field{FieldFirstName, FieldLastName, FieldEmail}
	swapped := []Field{FieldLastName, FieldFirstName, FieldEmail}
	cases := []struct {
		titles string
		want   []Field
	}{
		{"Full name,E-mail address,Issue date,Valid until,Evidence URL,Narrative,Certificate No.", whole},
		{"Name,E-Mail,Datum,Ablaufdatum,Nachweis,Bemerkung,Zertifikatsnummer", whole},
		{"Nom complet,Courriel,Date d'émission,Date d'expiration,Preuve,Commentaire,Numéro de certificat", whole},
		{"Nombre completo,Correo electrónico,Fecha de emisión,Fecha de caducidad,Evidencia,Observaciones,Número de certificado", whole},
		{"Nome completo,Endereço de e-mail,Data de emissão,Data de validade,Comprovante,Descrição,Número do certificado", whole},
		{"Nome e cognome,Indirizzo e-mail,Data di rilascio,Data di scadenza,Prova,Note,Numero certificato", whole},
		{"Volledige naam,E-mailadres,Uitgiftedatum,Geldig tot,Bewijs,Opmerkingen,Certificaatnummer", whole},
		{"First name,Surname,Email", parts},
		{"Vorname,Nachname,Mailadresse", parts},
		{"Name,Vorname,E-Mail", swapped},
		{"Nom,Prénom,E-mail", swapped},
		{"Nombre,Apellidos,Correo", parts},
		{"Nome,Sobrenome,Email", parts},
		{"Nome,Cognome,Email", parts},
		{"Naam,Voornaam,E-mail", swapped},
		{"First name,Last name,Participant e-mail", parts},
	}
	for _, c := range cases {
		got, err := columnsByTitle(strings.Split(c.titles, ","))
		if err != nil {
			t.Errorf("%s: %v", c.titles, err)
			continue
		}
		for i, f := range got.fields {
			if f != c.want[i] {
				t.Errorf("%s: column %q is %q, want %q", c.titles, got.titles[i], f, c.want[i])
			}
		}
	}
}

func TestQuotationMarksLoseNoRow(t *testing.T) {
	head := "Name,E-mail,Narrative\n"
	cases := map[string]struct {
		csv  string
		want []badge.Outcome
	}{
		"inside an unquoted cell":        {`John "Jo" Smith,jo@example.org,5" pipe` + "\nB,b@example.org,\n", []badge.Outcome{badge.OutcomeOK, badge.OutcomeOK}},
		"never closed":                   {`A,a@example.org,"Passed` + "\nB,b@example.org,\nC,c@example.org,\n", []badge.Outcome{badge.OutcomeError, badge.OutcomeOK, badge.OutcomeOK}},
		"text behind the closing one":    {`A,a@example.org,"Passed" well` + "\nB,b@example.org,\n", []badge.Outcome{badge.OutcomeError, badge.OutcomeOK}},
		"never closed after a long cell": {"\"A\",a@example.org,\"one\ntwo\",\"x\nB,b@example.org,\n", []badge.Outcome{badge.OutcomeError, badge.OutcomeOK}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			rows, _, err := parse(t, head+c.csv, Options{})
			if err != nil {
				t.Fatal(err)
			}
			var got []badge.Outcome
			for _, r := range rows {
				got = append(got, r.Outcome())
			}
			if len(got) != len(c.want) {
				t.Fatalf("%v, want %v", got, c.want)
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Errorf("%v, want %v: %+v", got, c.want, rows)
				}
			}
		})
	}
}
