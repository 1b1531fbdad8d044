package web_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"laurel/test/world"
)

// Over a real connection, as a browser does it: everything is sent before the
// answer is read, and it must be there.
func TestAnUploadOf50MBGetsAPage(t *testing.T) {
	w, door, owner := founded(t)
	w.Badge(t, ours(t, w).ID, "sail")
	server := httptest.NewServer(door)
	defer server.Close()
	huge, kind := multipartForm(t, "file", "huge.csv", bytes.Repeat([]byte("name,email\n"), 50<<20/11), "badge", "sail")
	large, largeKind := multipartForm(t, "file", "large.csv", bytes.Repeat([]byte("name,email\n"), 20<<20/11), "badge", "sail")
	for _, c := range []struct {
		name, kind, want string
		body             []byte
		chunked, unknown bool
		status           int
	}{
		{"length known", kind, "up to 32 MB", huge.Bytes(), false, false, http.StatusRequestEntityTooLarge},
		{"length unknown", kind, "up to 32 MB", huge.Bytes(), true, false, http.StatusRequestEntityTooLarge},
		{"signed out", largeKind, "", large.Bytes(), false, true, http.StatusSeeOther},
	} {
		request := owner.request(http.MethodPost, "/org/riverbank/issue/people", bytes.NewReader(c.body))
		request.Header.Set("Content-Type", c.kind)
		if c.chunked {
			request.ContentLength, request.TransferEncoding = -1, []string{"chunked"}
		}
		if !c.unknown {
			for _, c := range owner.client.Jar.Cookies(request.URL) {
				request.AddCookie(c)
			}
		}
		status, page := sendThenRead(t, server.Listener.Addr().String(), request)
		if status != c.status || !strings.Contains(page, c.want) {
			t.Errorf("%s: %d %s", c.name, status, page)
		}
	}
	owner.get("/org/riverbank").saysNot("huge.csv").saysNot("large.csv")
}

func sendThenRead(t *testing.T, address string, r *http.Request) (int, string) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close() //nolint:errcheck // read whole below
	if err := r.Write(conn); err != nil {
		t.Fatalf("the server hung up: %v", err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), r)
	if err != nil {
		t.Fatalf("no answer: %v", err)
	}
	page, err := io.ReadAll(response.Body)
	if err = errors.Join(err, response.Body.Close()); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(page)
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
		p := owner.upload("/org/riverbank/badges/new", "picture", "a.png", picture, "name", "Sail", "alt", "A sail", "description", "Sails.", "criteria", "Sail.", "validity", "none").
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
