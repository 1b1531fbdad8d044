package press_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/blob"
	"laurel/internal/font"
	"laurel/internal/press"
	"laurel/internal/render"
)

var engine = sync.OnceValue(func() *render.Engine { return render.New("", font.Carried()) })

// folder is a press over empty folders, and what keeps the pictures that
// organizations upload.
func folder(t testing.TB) (*press.Press, *blob.Folder) {
	t.Helper()
	blobs, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	kept, err := blob.OpenShelf(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return press.New(press.Options{Blobs: blobs, Kept: kept, Draw: engine(), Now: time.Now, Log: slog.New(slog.DiscardHandler)}), blobs
}

// kept puts a picture of testdata into the folder of kept pictures.
func kept(t testing.TB, blobs *blob.Folder, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	hash, err := blobs.Put(context.Background(), data)
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

const site = "badges.riverbank.example"

func state(tone press.Tone, word, line string) press.State {
	if line == "" {
		line = word
	}
	return press.State{Tone: tone, Word: word, Line: line}
}

var (
	valid     = state(press.Good, "Valid", "")
	until     = state(press.Good, "Valid", "Valid until November 23, 2028")
	expired   = state(press.Question, "Expired", "Expired on May 3, 2026")
	revoked   = state(press.Wrong, "Revoked", "Revoked on May 3, 2026")
	suspended = state(press.Question, "Suspended", "")
)

// twenty are credentials of all kinds, by the names of their golden pictures;
// Picture and Logo are names of files in testdata.
var twenty = map[string]press.Facts{
	"plain":          {Picture: "safety", Title: "First Aid", Earner: "Amara Okafor", Organization: "Riverbank College", Accent: "#b42318", State: until},
	"logo":           {Picture: "course", Logo: "logo", Title: "Course Completed", Earner: "Ada Lovelace", Organization: "Riverbank College", State: until},
	"no-expiry":      {Picture: "honor", Title: "Graduated with Honors", Earner: "Jonas Weber", Organization: "Hilltop Academy", Accent: "#2f4a2f", State: valid},
	"nobody-named":   {Picture: "digital", Title: "Digital Skills for Everyday Work", Organization: "Riverbank College", Accent: "#4338ca", State: until},
	"revoked":        {Picture: "certified", Title: "Certified Professional", Earner: "Amara Okafor", Organization: "Board of Practice", Accent: "#1c2f56", State: revoked},
	"expired":        {Picture: "safety", Title: "Safety at Work", Earner: "Tomás Ó Briain", Organization: "Harbor Safety Council", Accent: "#b42318", State: expired},
	"suspended":      {Picture: "green", Title: "Green Workplace: Site Auditor", Earner: "Ingrid Østergård", Organization: "Northern Sustainability Network", Accent: "#2f6b2f", State: suspended},
	"long-title":     {Picture: "course", Title: "Advanced Certificate in Community-Based Participatory Research Methods for Public Health Practitioners", Earner: "Maria da Conceição Albuquerque", Organization: "School of Public Health", State: until},
	"longest-title":  {Picture: "course", Title: "Certificate of Successful Completion of the Interdisciplinary Continuing Education Program on Responsible Stewardship of Shared Digital Infrastructure, Data Spaces and Public Registers in Municipalities of More Than Five Hundred Thousand Inhabitants", Earner: "A", Organization: "B", State: until},
	"long-names":     {Picture: "certified", Title: "Wilderness First Aid", Earner: "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff the Elder of Upper Bavaria", Organization: "International Federation of Associations for Mountain, Canyon and Wilderness Emergency Medicine", State: until},
	"one-word":       {Picture: "digital", Title: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", Earner: "Ärzte", Organization: "Österreich", State: until},
	"arabic":         {Picture: "certified", Title: "شهادة الإسعافات الأولية المتقدمة", Earner: "محمد عبد الله الأنصاري", Organization: "كلية ضفة النهر", Accent: "#0b6e4f", State: state(press.Good, "سارية", "سارية حتى 23 نوفمبر 2028")},
	"hebrew":         {Picture: "course", Title: "מדריכת עזרה ראשונה בשטח", Earner: "שרה כהן-לוי", Organization: "מכללת גדת הנהר", Accent: "#1d4ed8", State: valid},
	"devanagari":     {Picture: "honor", Title: "प्राथमिक चिकित्सा प्रमाणपत्र", Earner: "प्रिया शर्मा", Organization: "नदी तट महाविद्यालय", Accent: "#b45309", State: valid},
	"cyrillic":       {Picture: "safety", Title: "Первая помощь в дикой природе", Earner: "Ольга Ёлкина-Щербак", Organization: "Колледж «Речной берег»", State: until},
	"greek":          {Picture: "certified", Title: "Πρώτες Βοήθειες στη Φύση", Earner: "Ελένη Παπαδοπούλου", Organization: "Κολλέγιο της Όχθης", Accent: "#155e75", State: until},
	"vietnamese":     {Picture: "course", Title: "Sơ cứu nơi hoang dã nâng cao", Earner: "Nguyễn Thị Ánh Nguyệt", Organization: "Trường Cao đẳng Bờ Sông", Accent: "#9d174d", State: state(press.Good, "Hợp lệ", "")},
	"mixed":          {Picture: "digital", Title: "دورة Go 1.26 المتقدمة", Earner: "Zoë “Zo” سارة O'Connor", Organization: "<b>Bracket & Sons</b>", Accent: "#7c3aed", State: valid},
	"without-a-font": {Picture: "digital", Title: "野外救急法 Wilderness First Aid", Earner: "山田太郎", Organization: "河岸大学 Riverbank", State: valid},
	"unverified":     {Title: "Badge that cannot be verified", State: state(press.Wrong, "Cannot be verified", "")},
}

// Every card looks as it did. UPDATE=1 draws the golden pictures anew; look at
// each before you keep it.
func TestCardsLookAsTheyDid(t *testing.T) {
	for name, facts := range twenty {
		t.Run(name, func(t *testing.T) { golden(t, press.Card, name, facts) })
	}
}

func TestStoriesLookAsTheyDid(t *testing.T) {
	for _, name := range []string{"plain", "arabic", "long-names", "revoked"} {
		t.Run(name, func(t *testing.T) { golden(t, press.Story, name, twenty[name]) })
	}
}

func TestSignaturesLookAsTheyDid(t *testing.T) {
	for _, name := range []string{"plain", "expired", "revoked", "suspended"} {
		t.Run(name, func(t *testing.T) { golden(t, press.Signature, name, twenty[name]) })
	}
}

// With fonts in the operator's folder, names in Han, Kana and Hangul are written too.
func TestCardsWithFontsOfTheFolder(t *testing.T) {
	set := t.TempDir()
	for _, name := range []string{"noto-sans-jp-114-400-normal", "noto-sans-jp-119-400-normal", "noto-sans-kr-116-400-normal"} {
		data, err := os.ReadFile(filepath.Join("..", "font", "testdata", name+".woff"))
		if err != nil {
			t.Fatal(err)
		}
		f, err := font.Parse(name, data)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(set, name+".ttf"), f.TTF, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	fonts, err := font.Load(set)
	if err != nil {
		t.Fatal(err)
	}
	for name, facts := range map[string]press.Facts{
		"han-and-kana": {Picture: "digital", Title: "デジタルスキル: Go 1.26", Earner: "山田 さくら", Organization: "さくら Riverbank", Accent: "#9d174d", State: until},
		"hangul":       {Picture: "certified", Title: "First Aid", Earner: "김민준", Organization: "Riverbank College", State: until},
	} {
		t.Run(name, func(t *testing.T) {
			p, blobs := folder(t)
			p.Draw = render.New("", fonts)
			drawn(t, p, blobs, press.Card, name, facts)
		})
	}
}

func golden(t *testing.T, shape press.Shape, name string, facts press.Facts) {
	p, blobs := folder(t)
	drawn(t, p, blobs, shape, name, facts)
}

// drawn compares what a press draws with the golden picture.
func drawn(t *testing.T, p *press.Press, blobs *blob.Folder, shape press.Shape, name string, facts press.Facts) {
	t.Helper()
	facts.Account, facts.Site = "ada", site
	for _, picture := range []*string{&facts.Picture, &facts.Logo} {
		if *picture != "" {
			*picture = kept(t, blobs, *picture)
		}
	}
	data, err := p.Shape(t.Context(), shape, facts)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", "golden", string(shape)+"-"+name+".png")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	checkPNG(t, data)
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if part := differ(t, data, want); part > tolerated {
		drawn := filepath.Join(os.TempDir(), "drawn-"+string(shape)+"-"+name+".png")
		_ = os.WriteFile(drawn, data, 0o644) // to look at
		t.Errorf("%.2f %% of the pixels differ from %s; what was drawn is in %s", part*100, path, drawn)
	}
}

// What may differ: each color of a pixel by so much, and so large a part of the
// pixels by more. Machines round differently.
const (
	near      = 12
	tolerated = 0.001
)

// differ is the part of the pixels that are not near to each other.
func differ(t *testing.T, a, b []byte) float64 {
	t.Helper()
	x, y := pixels(t, a), pixels(t, b)
	if x.Bounds() != y.Bounds() {
		t.Fatalf("%v and %v", x.Bounds(), y.Bounds())
	}
	n, all := 0, 0
	for v := range x.Bounds().Dy() {
		for h := range x.Bounds().Dx() {
			all++
			xr, xg, xb, xa := x.At(h, v).RGBA()
			yr, yg, yb, ya := y.At(h, v).RGBA()
			for _, d := range []int{int(xr) - int(yr), int(xg) - int(yg), int(xb) - int(yb), int(xa) - int(ya)} {
				if max(d, -d)>>8 > near {
					n++
					break
				}
			}
		}
	}
	return float64(n) / float64(all)
}

func pixels(t *testing.T, data []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// checkPNG has another program look at a file.
func checkPNG(t *testing.T, data []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "drawn.png")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("pngcheck", path).CombinedOutput(); err != nil {
		t.Fatalf("pngcheck, which scripts/prepare.sh installs: %v\n%s", err, out)
	}
}

func TestVersionFollowsWhatIsShown(t *testing.T) {
	p, _ := folder(t)
	base := twenty["plain"]
	changed := map[string]press.Facts{}
	for name, change := range map[string]func(*press.Facts){
		"title":   func(f *press.Facts) { f.Title = "First Aid 2" },
		"earner":  func(f *press.Facts) { f.Earner = "" },
		"accent":  func(f *press.Facts) { f.Accent = badge.DefaultAccent },
		"state":   func(f *press.Facts) { f.State = revoked },
		"picture": func(f *press.Facts) { f.Picture = "other" },
	} {
		f := base
		change(&f)
		changed[name] = f
	}
	for name, f := range changed {
		if p.Version(press.Card, f) == p.Version(press.Card, base) {
			t.Errorf("another %s is not another version", name)
		}
	}
	same := base
	same.Account = "somebody else"
	if p.Version(press.Card, same) != p.Version(press.Card, base) {
		t.Error("whose it is shows in the version, and not in the picture")
	}
	if p.Version(press.Signature, changed["title"]) != p.Version(press.Signature, base) || p.Version(press.Story, base) == p.Version(press.Card, base) {
		t.Error("the version does not follow the shape")
	}
}
