package web_test

import (
	"testing"

	"laurel/internal/badge"
	"laurel/internal/web/page"
)

func TestEveryTypeHasWords(t *testing.T) {
	for _, name := range badge.AchievementTypes {
		if page.Kind(name) == "" {
			t.Errorf("%s has no words", name)
		}
	}
	if page.Kind("ext:Sailing") != "" {
		t.Error("words for a type that nobody knows")
	}
}
