package web_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"laurel/test/world"
)

// Over a real connection: the answer must arrive although the browser still
// sends.
func TestAnUploadOf50MBGetsAPage(t *testing.T) {
	w, door, owner := founded(t)
	w.Badge(t, ours(t, w).ID, "sail")
	server := httptest.NewServer(door)
	defer server.Close()
	body, kind := multipartForm(t, "file", "huge.csv", bytes.Repeat([]byte("name,email\n"), 50<<20/11), "badge", "sail")
	for name, content := range map[string]io.Reader{"length known": bytes.NewReader(body.Bytes()), "length unknown": io.MultiReader(bytes.NewReader(body.Bytes()))} {
		request := owner.request(http.MethodPost, "/org/riverbank/issue", content)
		request.Header.Set("Content-Type", kind)
		for _, c := range owner.client.Jar.Cookies(request.URL) {
			request.AddCookie(c)
		}
		request.Host = "badges.example.org"
		request.URL.Scheme, request.URL.Host = "http", strings.TrimPrefix(server.URL, "http://")
		response, err := server.Client().Do(request)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		page, err := io.ReadAll(response.Body)
		if err = errors.Join(err, response.Body.Close()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if response.StatusCode != http.StatusRequestEntityTooLarge || !bytes.Contains(page, []byte("up to 32 MB")) {
			t.Errorf("%s: %d %s", name, response.StatusCode, page)
		}
	}
	owner.get("/org/riverbank").saysNot("huge.csv")
}

// pictureBomb is a small PNG that says it is enormous.
func pictureBomb() []byte {
	bomb := bytes.Clone(world.Picture())
	binary.BigEndian.PutUint32(bomb[16:], 60000)
	binary.BigEndian.PutUint32(bomb[20:], 60000)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	return bomb
}

func TestAPictureThatIsNoneIsRefusedAndNothingTypedIsLost(t *testing.T) {
	_, _, owner := founded(t)
	for name, picture := range map[string][]byte{
		"bomb": pictureBomb(), "text": []byte("not a picture"), "3 MB": append(bytes.Clone(world.Picture()), make([]byte, 5<<19)...),
		"script": []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert(1)</script></svg>`), "none": {},
	} {
		p := owner.upload("/org/riverbank/badges/new", "picture", "a.png", picture, "name", "Sail", "description", "Sails.", "criteria", "Sail.", "validity", "none").
			status(http.StatusUnprocessableEntity)
		if p.Find("#field-name").AttrOr("value", "") != "Sail" || p.Find("#field-picture-fault").Text() == "" {
			t.Errorf("%s: %s", name, p.main())
		}
	}
	owner.get("/org/riverbank/badges").says("No badge yet")
}

func TestTooMuchAtOnceIsSlowedDown(t *testing.T) {
	_, door, _ := founded(t)
	b := visit(t, door)
	for range 60 {
		b.post("/verify", "address", "XXXXXXXXXXXX").status(http.StatusUnprocessableEntity)
	}
	p := b.post("/verify", "address", "XXXXXXXXXXXX").status(http.StatusTooManyRequests).says("Wait a minute")
	if p.Header.Get("Retry-After") == "" {
		t.Error("it does not say when to come back")
	}
	b.get("/verify").status(http.StatusOK)
}

func TestAFormThatIsTooLargeGetsAPage(t *testing.T) {
	_, door, owner := founded(t)
	b := visit(t, door)
	b.post("/login", "email", strings.Repeat("x", 2<<20)).status(http.StatusRequestEntityTooLarge)
	r := b.request(http.MethodPost, "/login", io.MultiReader(strings.NewReader("email="), strings.NewReader(strings.Repeat("x", 2<<20))))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	b.do(r).status(http.StatusRequestEntityTooLarge)
	owner.upload("/org/riverbank/badges/new", "picture", "a.png", make([]byte, 5<<20), "name", "Sail").status(http.StatusRequestEntityTooLarge).says("up to 2 MB")
	visit(t, door).upload("/verify", "file", "a.png", make([]byte, 9<<20)).status(http.StatusRequestEntityTooLarge).says("up to 4 MB")
}
