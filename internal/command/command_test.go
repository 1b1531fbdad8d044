package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type line struct {
	Data      string `help:"Folder." env:"DATA" default:"./data" placeholder:"DIR"`
	PublicURL string `help:"Address." env:"PUBLIC_URL"`
	SMTP      string `name:"smtp" help:"Mail server."`
	Link      string `help:"Whether there is one." env:"LINK" enum:"on,off" default:"off"`
	JSON      bool   `name:"json" env:"JSON" help:"In JSON."`

	Issue   issue   `cmd:"" help:"Issue a badge."`
	Letters letters `cmd:"" help:"Letters."`

	hidden string //lint:ignore U1000 no flag is made of what is not exported
}

type issue struct {
	Org   string   `help:"Slug." required:"" placeholder:"SLUG"`
	Rows  int      `default:"7" help:"How many."`
	Tag   []string `help:"A tag; may be repeated."`
	Logo  string   `type:"existingfile" help:"A picture."`
	File  string   `arg:"" help:"A file."`
	Names []string `arg:"" help:"Names."`
}

type letters struct {
	List letterList `cmd:"" default:"1" help:"All."`
	Show letterShow `cmd:"" help:"One."`
}

type (
	letterList struct{}
	letterShow struct {
		ID string `arg:"" help:"Id."`
	}
)

// variables are an environment.
type variables map[string]string

func (v variables) lookup(name string) (string, bool) {
	value, ok := v[name]
	return value, ok
}

func read(t *testing.T, env variables, args ...string) (line, any, error) {
	t.Helper()
	var into line
	c, help, err := New("laurel", "Badges.", &into).Read(args, env.lookup)
	if help {
		t.Fatal("help was asked for")
	}
	return into, c.Target, err
}

func TestALineIsRead(t *testing.T) {
	picture := filepath.Join(t.TempDir(), "a.png")
	if err := os.WriteFile(picture, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	env := variables{"DATA": "/from/env", "PUBLIC_URL": "https://a.example", "LINK": "", "JSON": "1"}
	got, target, err := read(t, env, "--public-url", "https://b.example", "issue", "--org=river=bank", "a.csv", "--tag", "x", "Ann", "--smtp=", "--tag=-y", "--logo", picture, "--", "--Bob")
	if err != nil {
		t.Fatal(err)
	}
	want := line{Data: "/from/env", PublicURL: "https://b.example", Link: "off", JSON: true, Issue: issue{
		Org: "river=bank", Rows: 7, Tag: []string{"x", "-y"}, Logo: picture, File: "a.csv", Names: []string{"Ann", "--Bob"},
	}}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(line{})); d != "" {
		t.Error(d)
	}
	if _, ok := target.(*issue); !ok {
		t.Errorf("the command is a %T", target)
	}
	if got, _, err := read(t, env, "letters", "--json=false"); err != nil || got.JSON {
		t.Errorf("a switch that is turned off: %t, %v", got.JSON, err)
	}
}

func TestACommandThatIsMeantWhereNoneIsNamed(t *testing.T) {
	if _, target, err := read(t, nil, "letters"); err != nil || target.(*letterList) == nil {
		t.Errorf("%T, %v", target, err)
	}
	if got, target, err := read(t, nil, "letters", "show", "7"); err != nil || target.(*letterShow).ID != "7" || got.Letters.Show.ID != "7" {
		t.Errorf("%+v, %v", target, err)
	}
}

func TestALineThatMakesNoSenseSaysWhy(t *testing.T) {
	for args, says := range map[string]string{
		"":                                    "expected one of: issue, letters",
		"fly":                                 "no command fly",
		"letters fly":                         "expected one of: list, show",
		"issue":                               "missing: --org=SLUG, <file>, <names> ...",
		"issue a b":                           "missing: --org=SLUG",
		"letters show":                        "missing: <id>",
		"letters show 1 2":                    "too many: 2",
		"letters --org x":                     "no flag --org",
		"letters -x":                          "no flag -x",
		"letters -data x":                     "no flag -data",
		"letters --data":                      "--data needs a value",
		"letters --data --json":               "--data=VALUE",
		"letters --json=maybe":                "true or false",
		"letters --link=maybe":                `one of on, off, not "maybe"`,
		"issue a b --org=x --rows=many":       "a number",
		"issue a b --org=x --logo=/not/there": "no such file",
		"issue a b --org=x --logo=" + os.TempDir(): "is a folder",
	} {
		if _, _, err := read(t, nil, strings.Fields(args)...); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("laurel %s: %v, want %q", args, err, says)
		}
	}
	if _, _, err := read(t, variables{"LINK": "maybe"}, "letters"); err == nil || !strings.Contains(err.Error(), "LINK") {
		t.Errorf("a variable that makes no sense: %v", err)
	}
}

func TestHelpIsOfTheCommandThatIsNamed(t *testing.T) {
	for args, says := range map[string][]string{
		"--help":                    {"Usage: laurel COMMAND [flags]", "Badges.", "issue <file> <names> ...", "letters show <id>", "--link=on|off", "($DATA) [./data]"},
		"issue --org --help":        nil,
		"issue -h":                  {"Usage: laurel issue --org=SLUG <file> <names> ... [flags]", "Issue a badge.", "Flags of laurel:", "--tag=TAG"},
		"letters show --help 7 8 9": {"Usage: laurel letters show <id> [flags]"},
	} {
		var into line
		c, help, err := New("laurel", "Badges.", &into).Read(strings.Fields(args), variables{}.lookup)
		if says == nil {
			if err == nil || help {
				t.Errorf("%s: %v", args, err)
			}
			continue
		}
		var out strings.Builder
		if err != nil || !help || c.WriteHelp(&out) != nil {
			t.Fatalf("%s: %t, %v", args, help, err)
		}
		for _, want := range says {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s does not say %q:\n%s", args, want, out.String())
			}
		}
		for l := range strings.Lines(out.String()) {
			if len(l) > helpWidth+1 && !strings.HasPrefix(l, "Usage") {
				t.Errorf("%s: a line is too long: %s", args, l)
			}
		}
	}
}

// Commands are all those that can be run.
func TestEveryCommandIsListed(t *testing.T) {
	n := 0
	for _, c := range New("laurel", "", &line{}).Leaves() {
		n++
		switch c.Target.(type) {
		case *issue, *letterList, *letterShow:
		default:
			t.Errorf("%T", c.Target)
		}
	}
	if n != 3 {
		t.Errorf("%d commands", n)
	}
}
