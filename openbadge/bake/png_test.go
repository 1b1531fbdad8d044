package bake_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"reflect"
	"strings"
	"testing"

	"laurel/openbadge/bake"
)

const credential = `{"name":"Wundpflege – ✓"}`

// picture draws a small PNG.
func picture(t testing.TB) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for x := range 40 {
		m.Set(x, x%30, color.RGBA{uint8(6 * x), 90, 30, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func chunk(kind, data string) []byte {
	c := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	c = append(c, kind+data...)
	return binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(c[4:]))
}

// insert puts parts right behind the header of a picture.
func insert(picture []byte, parts ...[]byte) []byte {
	const header = 8 + 25
	return bytes.Join([][]byte{picture[:header], bytes.Join(parts, nil), picture[header:]}, nil)
}

func packed(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.String()
}

func TestBakedPictureIsTheSamePictureWithOneChunk(t *testing.T) {
	plain := picture(t)
	baked, err := bake.PNG(plain, []byte(credential))
	if err != nil {
		t.Fatal(err)
	}
	want := insert(plain, chunk("iTXt", "openbadgecredential\x00\x00\x00\x00\x00"+credential))
	if !bytes.Equal(baked, want) {
		t.Errorf("baked\n%q\nwant\n%q", baked[:120], want[:120])
	}
	got, err := bake.ExtractPNG(baked)
	if err != nil || string(got) != credential {
		t.Errorf("taken out: %q, %v", got, err)
	}
	a, _ := png.Decode(bytes.NewReader(plain))
	b, err := png.Decode(bytes.NewReader(baked))
	if err != nil || !reflect.DeepEqual(a, b) {
		t.Errorf("the picture changed: %v", err)
	}
}

func TestBakingAgainReplaces(t *testing.T) {
	other := chunk("tEXt", "Comment\x00openbadgecredential")
	old := insert(picture(t), chunk("iTXt", "openbadgecredential\x00\x01\x00\x00\x00"+packed("old")),
		chunk("tEXt", "openbadges\x00https://old.example/1"), other, chunk("zTXt", "openbadgecredential\x00\x00"+packed("old")))
	baked, err := bake.PNG(append(old, "trailing bytes"...), []byte(credential))
	if err != nil {
		t.Fatal(err)
	}
	if want := insert(picture(t), chunk("iTXt", "openbadgecredential\x00\x00\x00\x00\x00"+credential), other); !bytes.Equal(baked, want) {
		t.Errorf("baked\n%q\nwant\n%q", baked[:200], want[:200])
	}
}

func TestExtract(t *testing.T) {
	plain := picture(t)
	good := chunk("iTXt", "openbadgecredential\x00\x00\x00en\x00Badge\x00"+credential)
	flip := func(c []byte, at int) []byte {
		c = bytes.Clone(c)
		c[at] ^= 1
		return c
	}
	for _, c := range []struct {
		name string
		png  []byte
		want error // nil: the credential
	}{
		{"with a language", insert(plain, good), nil},
		{"at the end", bytes.Replace(plain, plain[len(plain)-12:], append(bytes.Clone(good), plain[len(plain)-12:]...), 1), nil},
		{"followed by other bytes", append(insert(plain, good), good...), nil},
		{"no badge", plain, bake.ErrNoBadge},
		{"another text", insert(plain, chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00<x/>")), bake.ErrNoBadge},
		{"longer keyword", insert(plain, chunk("iTXt", "openbadgecredentials\x00\x00\x00\x00\x00{}")), bake.ErrNoBadge},
		{"badge after the end", append(bytes.Clone(plain), good...), bake.ErrNoBadge},
		{"not a picture", []byte(credential), bake.ErrNotPNG},
		{"nothing", nil, bake.ErrNotPNG},
		{"a GIF", []byte("GIF89a"), bake.ErrNotPNG},
		{"two badges", insert(plain, good, good), bake.ErrBroken},
		{"two badges of two kinds", insert(plain, good, chunk("tEXt", "openbadgecredential\x00{}")), bake.ErrBroken},
		{"wrong checksum", insert(plain, flip(good, len(good)-1)), bake.ErrBroken},
		{"changed text", insert(plain, flip(good, len(good)-8)), bake.ErrBroken},
		{"compressed", insert(plain, chunk("iTXt", "openbadgecredential\x00\x01\x00\x00\x00"+packed(credential))), bake.ErrBroken},
		{"unknown compression", insert(plain, chunk("iTXt", "openbadgecredential\x00\x00\x01\x00\x00"+credential)), bake.ErrBroken},
		{"zTXt", insert(plain, chunk("zTXt", "openbadgecredential\x00\x00"+packed(credential))), bake.ErrBroken},
		{"tEXt", insert(plain, chunk("tEXt", "openbadgecredential\x00"+credential)), bake.ErrBroken},
		{"cut in the fields", insert(plain, chunk("iTXt", "openbadgecredential\x00\x00\x00en")), bake.ErrBroken},
		{"only a keyword", insert(plain, chunk("iTXt", "openbadgecredential")), bake.ErrBroken},
		{"empty", insert(plain, chunk("iTXt", "openbadgecredential\x00\x00\x00\x00\x00")), bake.ErrBroken},
		{"too large", insert(plain, chunk("iTXt", "openbadgecredential\x00\x00\x00\x00\x00"+strings.Repeat("x", bake.MaxCredential+1))), bake.ErrBroken},
		{"cut in the middle", insert(plain, good)[:60], bake.ErrBroken},
		{"no end", insert(plain, good)[:len(plain)+len(good)-12], bake.ErrBroken},
		{"header not first", append([]byte("\x89PNG\r\n\x1a\n"), good...), bake.ErrBroken},
		{"two headers", insert(plain, plain[8:33]), bake.ErrBroken},
		{"endless part", append([]byte("\x89PNG\r\n\x1a\n"), "\xff\xff\xff\xffIHDR12345678"...), bake.ErrBroken},
		{"too large a picture", append(bytes.Clone(plain), make([]byte, bake.MaxPicture)...), bake.ErrBroken},
	} {
		got, err := bake.ExtractPNG(c.png)
		if !errors.Is(err, c.want) || c.want == nil && string(got) != credential {
			t.Errorf("%s: %.40q, %v; want %v", c.name, got, err, c.want)
		}
	}
}

func TestBakeRefuses(t *testing.T) {
	for name, c := range map[string]struct{ png, credential []byte }{
		"no credential":         {picture(t), nil},
		"not text":              {picture(t), []byte("\xff\xfe")},
		"text with a zero byte": {picture(t), []byte("{\x00}")},
		"huge credential":       {picture(t), bytes.Repeat([]byte("x"), bake.MaxCredential+1)},
		"not a picture":         {[]byte("<svg/>"), []byte(credential)},
		"cut picture":           {picture(t)[:50], []byte(credential)},
	} {
		if got, err := bake.PNG(c.png, c.credential); err == nil {
			t.Errorf("%s: %d bytes", name, len(got))
		}
	}
}

// Whatever is baked comes out again, and nothing else does.
func FuzzExtractPNG(f *testing.F) {
	baked, err := bake.PNG(picture(f), []byte(credential))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(baked)
	f.Add(picture(f))
	f.Add(baked[:100])
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = bake.ExtractPNG(data)
		again, err := bake.PNG(data, []byte(credential))
		if err != nil {
			return
		}
		if got, err := bake.ExtractPNG(again); err != nil || string(got) != credential {
			t.Errorf("baked, but taken out: %q, %v", got, err)
		}
	})
}

func BenchmarkPNG(b *testing.B) {
	large := insert(picture(b), chunk("tEXt", "Comment\x00"+strings.Repeat("x", 32<<10)))
	text := []byte(`{"a":"` + strings.Repeat("x", 3200) + `"}`)
	b.SetBytes(int64(len(large)))
	for b.Loop() {
		if _, err := bake.PNG(large, text); err != nil {
			b.Fatal(err)
		}
	}
}

// Each standard has its own keyword, and baking by one leaves nothing of the other.
func TestBakingByTheOtherStandard(t *testing.T) {
	three, err := bake.PNG(picture(t), []byte(credential))
	if err != nil {
		t.Fatal(err)
	}
	const assertion = `{"type":"Assertion"}`
	two, err := bake.PNG2(three, []byte(assertion))
	if err != nil {
		t.Fatal(err)
	}
	if p, err := bake.Extract(two); err != nil || p.Standard != bake.OpenBadges2 || p.Form != bake.JSON || string(p.Data) != assertion {
		t.Errorf("%+v, %v", p, err)
	}
	if want := insert(picture(t), chunk("iTXt", "openbadges\x00\x00\x00\x00\x00"+assertion)); !bytes.Equal(two, want) {
		t.Error("the picture is another one, or the text is not where it should be")
	}
	if again, err := bake.PNG(two, []byte(credential)); err != nil || !bytes.Equal(again, three) {
		t.Errorf("baked by 3.0 again it is another picture (%v)", err)
	}
}
