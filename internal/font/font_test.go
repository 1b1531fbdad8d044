package font_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"laurel/internal/font"
)

func TestFilesOfOthersAreUnchanged(t *testing.T) {
	notice, err := os.ReadFile("NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"file", "testdata"} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			data, err := os.ReadFile(filepath.Join(folder, entry.Name()))
			if err != nil {
				t.Fatal(err)
			}
			name, packed := strings.CutSuffix(entry.Name(), ".zst")
			if packed {
				if data, err = unzstd(data); err != nil {
					t.Fatal(err)
				}
			}
			sum := sha256.Sum256(data)
			if line := hex.EncodeToString(sum[:]) + "  " + folder + "/" + name + "\n"; !strings.Contains(string(notice), line) {
				t.Errorf("NOTICE does not have the line %q", line)
			}
		}
	}
}

func TestEveryNamedScriptHasItsLetters(t *testing.T) {
	for text, plain := range map[string]bool{
		"Amara Okafor": true, "Łukasz Żółć-Müller": true, "Nguyễn Thị Ánh": true, "Ελένη Παπαδοπούλου": true, "Ольга Ёлкина": true,
		"محمد عبد الله": false, "שרה כהן": false, "प्रिया शर्मा": false, "Zoe\u0301": false,
	} {
		for _, family := range []font.Family{font.Serif, font.Sans} {
			for _, bold := range []bool{false, true} {
				f := font.Carried().Face(family, bold)
				if _, missing := f.Needed(text); missing != "" && plain {
					t.Errorf("%s: %s has no %q", text, family, missing)
				}
				if f.Plain(text) != plain {
					t.Errorf("%s in %s: plain is %t", text, family, !plain)
				}
				if w := f.Width(text); w < 1 || w > 20 {
					t.Errorf("%s in %s is %.1f em wide", text, family, w)
				}
			}
		}
	}
}

func TestABoldFaceIsWider(t *testing.T) {
	regular, bold := font.Carried().Face(font.Serif, false), font.Carried().Face(font.Serif, true)
	if regular.Width("Riverbank College") >= bold.Width("Riverbank College") {
		t.Error("the bold face is no wider than the regular one")
	}
}

func TestNeededTakesNothingMore(t *testing.T) {
	files, missing := font.Carried().Face(font.Serif, false).Needed("Ada Лавлейс 漢")
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "source-serif-4-latin-400-normal source-serif-4-cyrillic-400-normal" || missing != "漢" {
		t.Errorf("needed %s, missing %q", got, missing)
	}
}

func TestRunsChangeWhereAnotherFileTakesOver(t *testing.T) {
	face := font.Carried().Face(font.Serif, false)
	for text, want := range map[string]string{
		"Ada": "Source Serif 4:Ada", "دورة Go": "Noto Naskh Arabic:دورة|Source Serif 4: Go", "प्रिया": "Noto Serif Devanagari:प्रिया", "a漢b": "Source Serif 4:a|:漢|Source Serif 4:b", "": "",
	} {
		var got []string
		for _, run := range face.Runs(text) {
			family := ""
			if run.File != nil {
				family = run.File.Family()
			}
			got = append(got, family+":"+run.Text)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}

func TestAFolderAddsLetters(t *testing.T) {
	dir := t.TempDir()
	armenian := carriedTTF(t)
	for name, data := range map[string][]byte{"Mine.ttf": armenian, "readme.txt": []byte("fonts of ours")} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	set, err := font.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	face := set.Face(font.Sans, false)
	if last := face[len(face)-1]; last.Name != "Mine" || last.Plain {
		t.Errorf("the last font is %s, plain %t", last.Name, last.Plain)
	}
	if set, err = font.Load(filepath.Join(dir, "none")); err != nil || len(set.Face(font.Sans, false)) != len(face)-1 {
		t.Errorf("without a folder: %v", err)
	}

	if err := os.WriteFile(filepath.Join(dir, "Broken.OTF"), []byte("no font"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := font.Load(dir); err == nil || !strings.Contains(err.Error(), "Broken.OTF") {
		t.Errorf("a file that is no font: %v", err)
	}
}

func TestADamagedFileIsRefused(t *testing.T) {
	woff, err := os.ReadFile("file/inter-latin-400-normal.woff")
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(woff); n += 97 {
		if _, err := font.Parse("cut", woff[:n]); err == nil {
			t.Fatalf("%d bytes of a font are taken for one", n)
		}
	}
	bomb := bytes.Clone(woff)
	copy(bomb[16:], "\xff\xff\xff\xff") // the size that it says it has
	if _, err := font.Parse("bomb", bomb); err == nil {
		t.Error("a font of 4 GB is unpacked")
	}
}

func unzstd(packed []byte) ([]byte, error) {
	reader, err := zstd.NewReader(nil)
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	return reader.DecodeAll(packed, nil)
}

func carriedTTF(t *testing.T) []byte {
	t.Helper()
	files, _ := font.Carried().Face(font.Serif, true).Needed("A")
	return files[0].TTF
}
