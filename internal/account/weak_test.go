package account

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"strings"
	"testing"
)

//go:embed common/NOTICE
var notice string

func TestCommonPasswordsAreTheOnesInTheNotice(t *testing.T) {
	sum := sha256.Sum256(commonPacked)
	if !strings.Contains(notice, hex.EncodeToString(sum[:])+"  passwords.txt.gz") {
		t.Errorf("the list has SHA-256 %x, and NOTICE says another", sum)
	}
	if n := len(common()); n < 29000 || !common()["1qaz2wsx3edc"] {
		t.Errorf("%d passwords in the list", n)
	}
}

func TestPasswordsThatAreGuessedEarlyAreRefused(t *testing.T) {
	own := []string{"María José Núñez", "maria.nunez@example.org", "Riverbank College"}
	for password, want := range map[string]string{
		"1qaz2wsx3edc":             sentenceCommon,
		"123QWEasdZXC":             sentenceCommon,
		"password123456":           sentenceCommon,
		"!!Passw0rd!!2024":         sentenceCommon,
		"1234-dragon-1234":         sentenceCommon,
		"aaaaaaaaaaaaaaaa":         sentencePattern,
		"abababababababab":         sentencePattern,
		"sunshinesunshine":         sentencePattern,
		"abcdefghijklmnop":         sentencePattern,
		"098765432109876":          sentencePattern,
		"qwertyuiopasdfgh":         sentencePattern,
		"xy9!xy9!xy9!xy9!":         sentencePattern,
		"maria.nunez2026":          sentenceOwn,
		"RiverbankCollege1":        sentenceOwn,
		"nunez riverbank!":         sentenceOwn,
		"three quiet rivers meet":  "",
		"lamps along the towpath":  "",
		"riverbank lamps at dusk":  "",
		"k7mq-x2fd-9whs-p4tz":      "",
		"пятьсот тихих рек":        "",
		"      quiet  rivers     ": "",
	} {
		if got := weakness(password, own...); got != want {
			t.Errorf("%q: %q, want %q", password, got, want)
		}
	}
}
