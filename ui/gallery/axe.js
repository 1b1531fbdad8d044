// axe-core over every page of the gallery, both themes, both widths:
// node gallery/axe.js PAGES. Every violation is printed; one fails the run.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium as browserType } from "playwright-core";
import { chromium, serve } from "./serve.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [pages, ...only] = process.argv.slice(2);
const server = await serve(pages);
const browser = await browserType.launch(chromium);
let checked = 0, violations = 0;
for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 390]) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    const page = await context.newPage();
    for (const file of readdirSync(pages).filter((f) => f.endsWith(".html") && (only.length === 0 || only.includes(f.replace(".html", ""))))) {
      await page.goto(`${server.base}/${file}`, { waitUntil: "load" });
      await page.evaluate(() => { for (const d of document.querySelectorAll("details")) d.open = true; });
      await page.evaluate(axe); // by the debugger, which the policy does not bind
      const result = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], iframes: false }));
      checked++;
      for (const v of result.violations) {
        violations++;
        console.error(`${file} ${width} ${colorScheme}: ${v.id}: ${v.help}`);
        for (const node of v.nodes.slice(0, 3)) console.error(`    ${node.target} ${node.failureSummary.split("\n").slice(1, 2).join("").trim()}`);
      }
    }
    await context.close();
  }
}
await browser.close();
server.close();
console.log(`${checked} page views checked, ${violations} violations`);
process.exitCode = violations > 0 ? 1 : 0;
