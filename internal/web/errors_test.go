package web

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"testing"

	"laurel/internal/badge"
)

func TestEveryKindOfErrorHasItsStatus(t *testing.T) {
	for err, want := range map[error]int{
		badge.ErrNotFound: http.StatusNotFound, badge.ErrForbidden: http.StatusForbidden, badge.ErrConflict: http.StatusConflict,
		badge.ErrGone: http.StatusGone, badge.ErrTooMany: http.StatusTooManyRequests, badge.ErrBusy: http.StatusServiceUnavailable,
		fs.ErrNotExist: http.StatusNotFound, context.DeadlineExceeded: http.StatusServiceUnavailable,
		&tooLarge{sentence: "Too large."}:       http.StatusRequestEntityTooLarge,
		badge.Refuse("name", "Give it a name."): http.StatusUnprocessableEntity,
		errors.New("something else"):            http.StatusInternalServerError,
	} {
		p := translate(fmt.Errorf("issue award 7: %w", err))
		if p.status != want || p.heading == "" || p.text == "" {
			t.Errorf("%v: %+v, want status %d", err, p, want)
		}
	}
}
