// Builds what pages load into internal/web/static: the style sheet, htmx, our
// own modules and the fonts. It also writes NOTICE, which names the origin,
// licence and SHA-256 of every file that is not ours; a Go test checks them.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const assets = join(here, "..", "internal", "web", "static", "assets");

const borrowed = [
  ["htmx.min.js", "htmx.org", "dist/htmx.min.js", "LICENSE"],
  ["fonts/inter-latin.woff2", "@fontsource-variable/inter", "files/inter-latin-wght-normal.woff2", "LICENSE"],
  ["fonts/inter-latin-ext.woff2", "@fontsource-variable/inter", "files/inter-latin-ext-wght-normal.woff2", "LICENSE"],
  ["fonts/source-serif-4-latin.woff2", "@fontsource-variable/source-serif-4", "files/source-serif-4-latin-wght-normal.woff2", "LICENSE"],
  ["fonts/source-serif-4-latin-ext.woff2", "@fontsource-variable/source-serif-4", "files/source-serif-4-latin-ext-wght-normal.woff2", "LICENSE"],
];

rmSync(assets, { recursive: true, force: true });
mkdirSync(join(assets, "fonts"), { recursive: true });

execFileSync(join(modules, ".bin", "tailwindcss"), ["-i", join(here, "css", "app.css"), "-o", join(assets, "app.css"), "--minify"], { stdio: "inherit", cwd: here });
copyFileSync(join(here, "mark.svg"), join(assets, "mark.svg"));
mkdirSync(join(assets, "pictures"));
for (const name of readdirSync(join(here, "pictures"))) copyFileSync(join(here, "pictures", name), join(assets, "pictures", name));
for (const name of readdirSync(join(here, "js"))) copyFileSync(join(here, "js", name), join(assets, name));

const notices = [];
const licences = new Map();
for (const [name, pkg, source, licence] of borrowed) {
  copyFileSync(join(modules, pkg, source), join(assets, name));
  const { version, license } = JSON.parse(readFileSync(join(modules, pkg, "package.json")));
  const sum = createHash("sha256").update(readFileSync(join(assets, name))).digest("hex");
  notices.push(`${sum}  assets/${name}\n    npm ${pkg} ${version}, ${source}, ${license}`);
  licences.set(`${pkg} ${version} (${license})`, readFileSync(join(modules, pkg, licence), "utf8").replaceAll("\r\n", "\n").trim());
}
for (const pkg of ["tailwindcss", "daisyui"]) {
  const { version, license } = JSON.parse(readFileSync(join(modules, pkg, "package.json")));
  licences.set(`${pkg} ${version} (${license}), parts of which are compiled into assets/app.css`, readFileSync(join(modules, pkg, "LICENSE"), "utf8").trim());
}

const notice = [
  "Files in this directory that come from other projects, byte for byte.",
  "SHA-256, file, origin and licence; the licence texts follow. Written by `npm run build` in ui/.",
  "",
  ...notices,
  "",
  ...[...licences].flatMap(([title, text]) => ["", "-".repeat(72), title, "-".repeat(72), text]),
  "",
];
writeFileSync(join(assets, "..", "NOTICE"), notice.join("\n"));
