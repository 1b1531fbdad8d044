#!/usr/bin/env bash
# Makes the Go code of the templates, below a folder that stands for this one,
# and shortens it: the program would be four megabytes larger otherwise.
# - Nothing in it is inlined into its callers: each would have a copy of the
#   whole page.
# - What is written is not asked after each piece whether it could be: the
#   writer keeps the first error, and says it at the end.
set -euo pipefail
templ=$(go tool -n templ)
cd "${1-.}"
"$templ" generate
for f in internal/web/page/*_templ.go; do
	awk '
		function ends(n) { return line[n] ~ /^\t*if templ_7745c5c3_Err != nil [{]$/ && line[n+1] ~ /^\t*return templ/ && line[n+2] ~ /^\t*[}]$/ }
		{ line[NR] = $0 }
		END {
			for (n = 1; n <= NR; n++) {
				text = line[n]
				if (text == "//go:noinline") continue
				if (text ~ /^func .* templ[.]Component [{]$/) print "//go:noinline"
				sub(/templruntime[.]GeneratedTemplate[(]/, "component(", text)
				if (text ~ /^\t*templ_7745c5c3_Err = templruntime[.]WriteString[(]templ_7745c5c3_Buffer, [0-9]+, ".*"[)]$/ && ends(n+1)) {
					sub(/templ_7745c5c3_Err = templruntime[.]WriteString[(]templ_7745c5c3_Buffer, [0-9]+, /, "writeMarkup(templ_7745c5c3_Buffer, ", text)
					n += 3
				} else if (text ~ /^\t*var templ_7745c5c3_Var[0-9]+ (string|templ.SafeURL)$/ && line[n+1] ~ /_Err = templ[.]Join(String|URL)Errs[(].*[)]$/ && ends(n+2) \
					&& line[n+5] ~ /_Err = templ_7745c5c3_Buffer[.]WriteString[(]templ[.]EscapeString[(]templ_7745c5c3_Var[0-9]+[)][)]$/ && ends(n+6)) {
					text = line[n+1]
					sub(/templ_7745c5c3_Var[0-9]+, templ_7745c5c3_Err = templ[.]JoinStringErrs[(]/, "writeText(templ_7745c5c3_Buffer, ", text)
					sub(/templ_7745c5c3_Var[0-9]+, templ_7745c5c3_Err = templ[.]JoinURLErrs[(]/, "writeAddress(templ_7745c5c3_Buffer, ", text)
					n += 8
				}
				print text
			}
		}
	' "$f" >"$f.new"
	mv "$f.new" "$f"
done
