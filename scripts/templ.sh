#!/usr/bin/env bash
# Makes the Go code of the templates, below a folder that stands for this one.
# Their functions are kept from being inlined: every caller would have a copy of
# the whole page, and the program would be more than a megabyte larger.
set -euo pipefail
templ=$(go tool -n templ)
cd "${1-.}"
"$templ" generate
for f in internal/web/page/*_templ.go; do
	awk '$0 == "//go:noinline" { next } /^func .* templ[.]Component [{]$/ { print "//go:noinline" } { print }' "$f" >"$f.new"
	mv "$f.new" "$f"
done
