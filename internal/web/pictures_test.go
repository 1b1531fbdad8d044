package web_test

import (
	"bytes"
	"image"
	_ "image/jpeg" // decodes JPEG
	_ "image/png"  // decodes PNG
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	_ "golang.org/x/image/webp" // decodes WebP

	"laurel/internal/badge"
	"laurel/internal/press"
	"laurel/openbadge/bake"
	"laurel/test/world"
)

// onePicture is an issued badge, and a browser of nobody.
func onePicture(t *testing.T) (w *world.World, door http.Handler, b *browser, code string) {
	t.Helper()
	w, door, _ = founded(t)
	issued := w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada Lovelace <ada@example.org>")
	return w, door, visit(t, door), string(issued[0].Code)
}

func decodedAs(t *testing.T, p *shown, format string) image.Point {
	t.Helper()
	p.status(http.StatusOK)
	img, got, err := image.Decode(strings.NewReader(p.body))
	if err != nil || got != format || p.Header.Get("Content-Type") != "image/"+format {
		t.Fatalf("%s: %s as %s, %v", p.path, got, p.Header.Get("Content-Type"), err)
	}
	return img.Bounds().Size()
}

func TestBadgePictureComesInEverySize(t *testing.T) {
	_, _, b, code := onePicture(t)
	whole := decodedAs(t, b.get("/b/"+code+".png?plain"), "png")
	for _, size := range press.Sizes {
		for _, path := range []string{".png?size=", ".png?plain&size="} {
			p := b.get("/b/" + code + path + strconv.Itoa(size))
			if got := decodedAs(t, p, "png"); max(got.X, got.Y) != min(size, max(whole.X, whole.Y)) {
				t.Errorf("%s%d: %v", path, size, got)
			}
			_, err := bake.Extract([]byte(p.body))
			if baked := err == nil; baked == strings.Contains(path, "plain") {
				t.Errorf("%s%d: has a credential: %t", path, size, baked)
			}
		}
		if got := decodedAs(t, b.get("/b/"+code+".jpg?size="+strconv.Itoa(size)), "jpeg"); max(got.X, got.Y) != min(size, max(whole.X, whole.Y)) {
			t.Errorf("JPEG in %d: %v", size, got)
		}
	}
	for _, size := range []string{"65", "0", "-64", "4096", "64x"} {
		b.get("/b/" + code + ".png?size=" + size).status(http.StatusNotFound)
	}
}

// A kept picture may be had small, and as WebP where the browser says that it
// takes it and it has fewer bytes.
func TestSmallPictureIsWebPForThoseWhoTakeIt(t *testing.T) {
	w, _, b, code := onePicture(t)
	src := b.get("/b/"+code).Find(".badge-picture").AttrOr("src", "")
	if !strings.HasPrefix(src, "/media/") || !strings.Contains(src, "?size=") {
		t.Fatalf("the page shows %q", src)
	}
	var offered []int
	for source := range strings.SplitSeq(b.get("/b/"+code).Find(".badge-picture").AttrOr("srcset", ""), ", ") {
		address, wide, _ := strings.Cut(source, " ")
		got := decodedAs(t, b.get(address), "png")
		want, _ := strconv.Atoi(strings.TrimSuffix(wide, "w"))
		if got.X > want {
			t.Errorf("%s is %v", source, got)
		}
		offered = append(offered, want)
	}
	if want := press.Sizes[slices.Index(press.Sizes, 128):]; !slices.Equal(offered, want) {
		t.Errorf("the page offers %v of %v", offered, want)
	}
	picture, err := os.ReadFile("../press/testdata/course.png")
	if err != nil {
		t.Fatal(err)
	}
	hash, err := w.Blobs.Put(t.Context(), picture)
	if err != nil {
		t.Fatal(err)
	}
	src = "/media/" + hash + ".png?size=192"
	plain, packed := b.ask(src, "image/png,*/*", ""), b.ask(src, "image/avif,image/webp,*/*", "")
	if a, b := decodedAs(t, plain, "png"), decodedAs(t, packed, "webp"); a != b {
		t.Errorf("%v and %v", a, b)
	}
	if len(packed.body) >= len(plain.body) {
		t.Errorf("WebP has %d bytes, PNG %d", len(packed.body), len(plain.body))
	}
	for _, p := range []*shown{plain, packed} {
		if !slices.Contains(p.Header.Values("Vary"), "Accept") || !strings.Contains(p.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %v", p.path, p.Header)
		}
	}
}

// What lies in the same folder and is no picture is not looked into.
func TestFileOfPeopleIsNoPicture(t *testing.T) {
	w, _, b, _ := onePicture(t)
	for _, file := range [][]byte{[]byte("Name,E-mail\nAda,ada@example.org\n"), []byte("\xff\xd8\xff\xe0 a photo")} {
		hash, err := w.Blobs.Put(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		for _, query := range []string{"", "?size=64"} {
			b.get("/media/" + hash + ".png" + query).status(http.StatusNotFound)
		}
		b.ask("/media/"+hash+".png?size=64", "image/webp", "").status(http.StatusNotFound)
	}
}

func TestCardIsWhatPreviewsShow(t *testing.T) {
	w, door, b, code := onePicture(t)
	p := b.ask("/b/"+code, "*/*", "facebookexternalhit/1.1")
	meta := func(name string) string {
		return p.Find(`meta[property="`+name+`"],meta[name="`+name+`"]`).AttrOr("content", "")
	}
	address, found := strings.CutPrefix(meta("og:image"), world.PublicURL)
	if !found || meta("twitter:image") != meta("og:image") || meta("twitter:card") != "summary_large_image" || meta("og:image:width") != "1200" || meta("og:image:height") != "630" {
		t.Fatalf("og:image %q, twitter:image %q, card %q, %s by %s", meta("og:image"), meta("twitter:image"), meta("twitter:card"), meta("og:image:width"), meta("og:image:height"))
	}
	if alt := meta("og:image:alt"); !strings.Contains(alt, "Riverbank") || !strings.Contains(alt, "Valid") || strings.Contains(alt, "Ada") {
		t.Errorf("of an unlisted badge the card says %q", alt)
	}
	card := b.get(address)
	if size := decodedAs(t, card, "png"); size != image.Pt(1200, 630) {
		t.Errorf("%v", size)
	}
	if cache := card.Header.Get("Cache-Control"); !strings.Contains(cache, "immutable") {
		t.Errorf("the versioned address is kept as %q", cache)
	}
	unversioned, _, _ := strings.Cut(address, "?")
	for _, path := range []string{unversioned, unversioned + "?v=0123456789abcdef"} {
		if cache := b.get(path).Header.Get("Cache-Control"); cache != "no-cache" {
			t.Errorf("%s is kept as %q", path, cache)
		}
	}

	ada := signedInAs(t, w, door, "ada@example.org")
	ada.post("/portfolio/"+code+"/visibility", "visibility", string(badge.VisibilityPublic)).status(http.StatusOK)
	p = b.ask("/b/"+code, "*/*", "facebookexternalhit/1.1")
	if public := strings.TrimPrefix(meta("og:image"), world.PublicURL); public == address || !strings.Contains(meta("og:image:alt"), "Ada Lovelace") {
		t.Errorf("of a public badge the card is %s, %q", public, meta("og:image:alt"))
	} else if bytes.Equal([]byte(b.get(public).body), []byte(card.body)) {
		t.Error("the card looks as before")
	}
	ada.post("/portfolio/"+code+"/visibility", "visibility", string(badge.VisibilityPrivate)).status(http.StatusOK)
	b.get(address).status(http.StatusNotFound)
	if cache := ada.get(address).Header.Get("Cache-Control"); cache != "private, no-store" {
		t.Errorf("a private card is kept as %q", cache)
	}
}

func TestWhatIsUnchangedIsNotSentAgain(t *testing.T) {
	_, _, b, code := onePicture(t)
	for _, path := range []string{".png", ".png?plain", ".png?size=64", ".jpg", "/card.png", "/story.png", "/signature.png"} {
		tag := b.get("/b/" + code + path).status(http.StatusOK).Header.Get("ETag")
		r := b.request(http.MethodGet, "/b/"+code+path, nil)
		r.Header.Set("If-None-Match", tag)
		if p := b.do(r); p.StatusCode != http.StatusNotModified || p.body != "" || p.Header.Get("ETag") != tag {
			t.Errorf("%s: status %d, %d bytes, tag %q and %q", path, p.StatusCode, len(p.body), tag, p.Header.Get("ETag"))
		}
	}
}

// The picture stands in letters that were sent long ago.
func TestSignatureTurnsGreyWhenTheBadgeIsRevoked(t *testing.T) {
	w, _, b, code := onePicture(t)
	before := b.get("/b/" + code + "/signature.png")
	card := b.get("/b/" + code + "/card.png")
	if err := w.Issuer.Revoke(t.Context(), badge.Host(), ours(t, w).ID, badge.Code(code), "A mistake."); err != nil {
		t.Fatal(err)
	}
	after := b.get("/b/" + code + "/signature.png")
	if before.body == after.body || before.Header.Get("ETag") == after.Header.Get("ETag") || after.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("the signature is as before, or kept: %v", after.Header)
	}
	if saturation(t, after.body) > saturation(t, before.body)/3 {
		t.Errorf("colors of %.2f became %.2f", saturation(t, before.body), saturation(t, after.body))
	}
	if card.body == b.get("/b/"+code+"/card.png").body {
		t.Error("the card is as before")
	}
}

// saturation is how much color the pixels have: the mean of what lies between
// the strongest and the weakest part of each.
func saturation(t *testing.T, data string) float64 {
	t.Helper()
	img, _, err := image.Decode(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	sum, n := 0.0, 0
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if r, g, b, a := img.At(x, y).RGBA(); a > 0x8000 {
				sum += float64(max(r, g, b)-min(r, g, b)) / 0xffff
				n++
			}
		}
	}
	return sum / float64(n)
}
