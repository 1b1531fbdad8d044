#!/usr/bin/env bash
# Every check that is not a test. Ends at the first that fails and says how to
# mend it.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
	echo "$*" >&2
	exit 1
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "== gofumpt"
unformatted=$(find . -name node_modules -prune -o -name '*.go' ! -name '*_templ.go' -print | xargs go tool gofumpt -l)
[[ -z $unformatted ]] || fail "not formatted, run make fmt:"$'\n'"$unformatted"

echo "== go vet"
go vet ./...

echo "== staticcheck"
go tool staticcheck ./...

echo "== go.mod"
if ! go mod tidy -diff >"$work/tidy" 2>&1; then
	cat "$work/tidy"
	if grep -q '^diff ' "$work/tidy" || [[ ${CI-} == true ]]; then
		fail "go.mod is not tidy, run: go mod tidy"
	fi
	echo "skipped: whether go.mod is tidy (modules could not be read)"
fi

# Generated files are made anew in a copy and compared with the committed ones.
echo "== templ"
mkdir -p "$work/internal/web/page"
cp internal/web/page/*.go internal/web/page/*.templ "$work/internal/web/page/"
rm "$work"/internal/web/page/*_templ.go
cp go.mod go.sum "$work/"
scripts/templ.sh "$work" >"$work/templ.log" 2>&1 || fail "$(cat "$work/templ.log")"
for f in internal/web/page/*_templ.go "$work"/internal/web/page/*_templ.go; do
	f=internal/web/page/$(basename "$f")
	cmp -s "$f" "$work/$f" || fail "$f is not what templ makes of its template, run make generate"
done

echo "== style sheet and scripts"
if [[ -d ui/node_modules ]] && command -v node >/dev/null; then
	mkdir -p "$work/ui"
	find ui -mindepth 1 -maxdepth 1 ! -name node_modules -exec cp -r {} "$work/ui/" \;
	ln -s "$PWD/ui/node_modules" "$work/ui/node_modules"
	mkdir -p "$work/internal/web/static"
	(cd "$work/ui" && node build.js >"$work/ui.log" 2>&1) || fail "$(cat "$work/ui.log")"
	diff -rq internal/web/static/assets "$work/internal/web/static/assets" &&
		cmp internal/web/static/NOTICE "$work/internal/web/static/NOTICE" ||
		fail "internal/web/static is not what ui/ builds, run make generate"
elif [[ ${CI-} == true ]]; then
	fail "the npm packages of ui/ are not installed: run scripts/prepare.sh"
else
	echo "skipped: no npm packages in ui/"
fi
