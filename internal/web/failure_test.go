package web_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"laurel/internal/house"
	"laurel/internal/store/storetest"
	"laurel/test/world"
)

func TestAnUnknownErrorHasAReferenceThatTheLogCarries(t *testing.T) {
	var log bytes.Buffer
	w := world.Open(t, storetest.SQLiteOptions(t), func(s *house.Settings) { s.Log = slog.New(slog.NewJSONHandler(&log, nil)) })
	w.Found(t, "riverbank", nil)
	tamper(t, w, "create table kept (x); insert into kept values (1)")
	tamper(t, w, "alter table revisions rename to lost; update kept set x = 2")
	p := visit(t, w.Handler()).get("/o/riverbank").status(http.StatusInternalServerError)
	reference := p.Find(".problem strong").Text()
	if len(reference) < 8 || !strings.Contains(log.String(), `"reference":"`+reference+`"`) {
		t.Errorf("reference %q, log %s", reference, log.String())
	}
	p.saysNot("no such table").saysNot("revisions")
	r := visit(t, w.Handler())
	request := r.request(http.MethodGet, "/a/none", nil)
	request.Header.Set("Accept", "application/json")
	if line := r.do(request); line.StatusCode != http.StatusInternalServerError || !strings.HasPrefix(line.Header.Get("Content-Type"), "text/plain") {
		t.Errorf("a program gets %d %s", line.StatusCode, line.Header.Get("Content-Type"))
	}
}
