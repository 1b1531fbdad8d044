package main

import (
	"archive/zip"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"laurel/internal/command"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"laurel": main})
}

// The scripts under testdata/script run the program as a person at a terminal
// would.
func TestScripts(t *testing.T) {
	files, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("FILES", files)
			env.Setenv("LAUREL_DATA", filepath.Join(env.WorkDir, "data"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"outcomes": outcomes, "take": take, "batch": batch, "holds": holds},
	})
}

// outcomes compares the status of each printed row with a file that says what
// it has to be: outcomes expected.json
func outcomes(ts *testscript.TestScript, _ bool, args []string) {
	var want []struct{ Outcome, Why string }
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &want))
	got := rows(ts)
	if len(got) != len(want) {
		ts.Fatalf("%d rows printed, want %d", len(got), len(want))
	}
	for n, w := range want {
		if got[n].Status != w.Outcome {
			ts.Fatalf("row %d (%s): %s, want %s (%s); message %q", got[n].Row, got[n].Email, got[n].Status, w.Outcome, w.Why, got[n].Message)
		}
		if w.Outcome != "ok" && got[n].Message == "" {
			ts.Fatalf("row %d: %s without a reason", got[n].Row, w.Outcome)
		}
	}
}

// take sets CODE and URL to those of the first issued row.
func take(ts *testscript.TestScript, _ bool, _ []string) {
	for _, r := range rows(ts) {
		if r.Status == "issued" {
			ts.Setenv("CODE", r.Code)
			ts.Setenv("URL", r.URL)
			return
		}
	}
	ts.Fatalf("no row was issued")
}

// rows reads what the last command printed.
func rows(ts *testscript.TestScript) (all []rowLine) {
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		var r rowLine
		ts.Check(json.Unmarshal([]byte(line), &r))
		all = append(all, r)
	}
	return all
}

func TestHelpEndsWellAndNonsenseDoesNot(t *testing.T) {
	t.Setenv("LAUREL_DATA", t.TempDir())
	for args, want := range map[string]int{"--help": exitDone, "issue --help": exitDone, "": exitUsage, "fly": exitUsage, "issue": exitUsage, "version": exitDone} {
		var out, errOut strings.Builder
		if got := run(context.Background(), strings.Fields(args), &out, &errOut); got != want {
			t.Errorf("laurel %s: exit code %d, want %d; it said %q", args, got, want, errOut.String())
		}
	}
}

func TestEveryCommandRuns(t *testing.T) {
	for _, c := range command.New("laurel", "", &cli{}).Leaves() {
		if _, runs := c.Target.(interface{ Run(c *console) error }); !runs {
			t.Errorf("%T does not run", c.Target)
		}
	}
}

func TestHelpAndNonsenseLeaveNoFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	t.Setenv("LAUREL_DATA", dir)
	var out strings.Builder
	run(context.Background(), []string{"--help"}, &out, &out)
	run(context.Background(), []string{"version"}, &out, &out)
	run(context.Background(), []string{"verify", "no-such-file.json"}, &out, &out)
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("a data folder was made: %v", err)
	}
}

// batch sets BATCH to the batch that the last command issued.
func batch(ts *testscript.TestScript, _ bool, _ []string) {
	_, id, told := strings.Cut(ts.ReadFile("stderr"), "This is batch ")
	if !told {
		ts.Fatalf("no batch was named")
	}
	ts.Setenv("BATCH", strings.TrimRight(id, ".\n"))
}

// holds wants the files of an archive to be named like this, in this order:
// holds out.zip pattern …
func holds(ts *testscript.TestScript, _ bool, args []string) {
	z, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer z.Close() //nolint:errcheck // only read
	if len(z.File) != len(args)-1 {
		ts.Fatalf("%d files, want %d", len(z.File), len(args)-1)
	}
	for n, pattern := range args[1:] {
		if !regexp.MustCompile(pattern).MatchString(z.File[n].Name) {
			ts.Fatalf("file %d is %q, want %s", n, z.File[n].Name, pattern)
		}
	}
}
