// Looks at every page the way a careful person would: what the browser
// complains about, requests to other hosts, sideways scrolling, and axe's rules
// for WCAG 2.2 AA, at 1280 and 390 pixels, in light and dark. At 320 pixels it
// looks for sideways scrolling only.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const shots = process.env.E2E_SHOTS;
if (shots) mkdirSync(shots, { recursive: true });

export const faults = new Set();
let number = 0;

// watch notes what goes wrong on a page from now on. Refusals that a step
// expects are allowed for by their status.
export function watch(page, origin) {
  page.allowed = new Set();
  const at = () => new URL(page.url()).pathname.replace(/^\/setup\/.*/, "/setup/…");
  page.on("console", (m) => {
    const refusal = m.text().match(/status of (\d+)/);
    if (m.type() !== "error" && m.type() !== "warning") return;
    if (m.text().includes("sandboxed") || (refusal && page.allowed.has(Number(refusal[1])))) return;
    faults.add(`${at()}: the browser says: ${m.text()}`);
  });
  page.on("pageerror", (error) => faults.add(`${at()}: ${error}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|about|blob):/.test(url)) faults.add(`${at()}: asks another host: ${url}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400 && !page.allowed.has(response.status())) faults.add(`${response.status()} ${response.url()}`);
  });
}

// axeFaults notes what axe finds on a page as it stands.
export async function axeFaults(page, where) {
  await page.evaluate(axe); // by the debugger, which the page's policy does not bind
  const { violations } = await page.evaluate((runOnly) => window.axe.run(document, { runOnly, iframes: false }), rules);
  for (const v of violations) faults.add(`${where}: ${v.id}: ${v.help}: ${v.nodes.map((n) => n.target).slice(0, 3).join(" | ")}`);
}

// look examines a page in both widths and both themes and takes its pictures.
// A letter is sandboxed: axe cannot run in it.
export async function look(page, name, sandboxed = false) {
  number++;
  const size = page.viewportSize();
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.evaluate(() => document.getAnimations().forEach((a) => a.cancel())); // colors that fade into the other theme are there at once
      const where = `${name}, ${width} pixels, ${colorScheme}`;
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (overflow > 0) faults.add(`${where}: ${overflow} pixels too wide`);
      if (!sandboxed) await axeFaults(page, where);
      if (shots) {
        const file = `${String(number).padStart(2, "0")}-${name.replaceAll(/[^a-z0-9]+/gi, "-")}-${width}${colorScheme === "dark" ? "-dark" : ""}.png`;
        await page.screenshot({ path: join(shots, file), fullPage: true });
      }
    }
  }
  await page.setViewportSize({ width: 320, height: 900 });
  const cut = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (cut > 0) faults.add(`${name}, 320 pixels: ${cut} pixels too wide`);
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}
