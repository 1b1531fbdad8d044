#!/usr/bin/env bash
# Makes the Go code of the templates, below a folder that stands for this one.
# Nothing in it is inlined into its callers: each would have a copy of the whole
# page, and the program would be two megabytes larger.
set -euo pipefail
templ=$(go tool -n templ)
cd "${1-.}"
"$templ" generate
for f in internal/web/page/*_templ.go; do
	awk '
		$0 == "//go:noinline" { next }
		/^func .* templ[.]Component [{]$/ { print "//go:noinline" }
		{ sub(/templruntime[.]GeneratedTemplate[(]/, "component("); print }
	' "$f" >"$f.new"
	mv "$f.new" "$f"
done
