package store_test

import (
	"context"
	"errors"
	"testing"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

func TestWordsOfLettersAreKeptByLetterAndLanguage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		mine, theirs := aShop(t, db, "mine"), aShop(t, db, "theirs")
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			otx := tx.Org(mine.org.ID)
			want := badge.LetterWords{Kind: badge.LetterRevoked, Language: "ar", Subject: "{badge} %s", Text: "سطر\n\nآخر {{", ChangedAt: noon}
			if err := otx.SaveLetterWords(ctx, badge.LetterWords{Kind: want.Kind, Language: want.Language, Text: "before", ChangedAt: noon}); err != nil {
				return err
			}
			if err := otx.SaveLetterWords(ctx, want); err != nil {
				return err
			}
			if got, err := otx.LetterWords(ctx, want.Kind, want.Language); err != nil || got != want {
				t.Errorf("%+v, %v", got, err)
			}
			if _, err := otx.LetterWords(ctx, want.Kind, "de"); !errors.Is(err, badge.ErrNotFound) {
				t.Errorf("in a language nobody wrote: %v", err)
			}
			all, err := otx.AllLetterWords(ctx)
			if err != nil || len(all) != 2 || all[1] != want {
				t.Errorf("all: %+v, %v", all, err)
			}
			if err := otx.DropLetterWords(ctx, badge.LetterIssued, "es"); err != nil {
				t.Error(err)
			}
			if err := otx.DropLetterWords(ctx, badge.LetterIssued, "es"); !errors.Is(err, badge.ErrConflict) {
				t.Errorf("a second time: %v", err)
			}
			_, err = tx.Org(theirs.org.ID).LetterWords(ctx, badge.LetterIssued, "es")
			return err
		})
	})
}
