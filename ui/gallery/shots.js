// Pictures of every page of the gallery: node gallery/shots.js PAGES OUT [name…]
// Each at 1280 and 390 pixels, light and dark. Anything the browser complains
// about, a sideways scroll, or a request to another host fails the run.
import { mkdirSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { chromium as browserType } from "playwright-core";
import { chromium, serve } from "./serve.js";

const [pages, out, ...only] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const server = await serve(pages);
const browser = await browserType.launch(chromium);
const faults = [];
for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 390]) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    const page = await context.newPage();
    let name = "";
    page.on("console", (message) => { if (["error", "warning"].includes(message.type()) && !message.text().includes("sandboxed")) faults.push(`${name}: ${message.text()}`); });
    page.on("pageerror", (error) => faults.push(`${name}: ${error}`));
    page.on("request", (request) => { if (!request.url().startsWith(server.base) && !request.url().startsWith("data:") && request.url() !== "about:srcdoc") faults.push(`${name}: asks ${request.url()}`); });
    for (const file of readdirSync(pages).filter((f) => f.endsWith(".html"))) {
      name = basename(file, ".html");
      if (only.length > 0 && !only.includes(name)) continue;
      await page.goto(`${server.base}/${file}`, { waitUntil: "load" });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (overflow > 0) faults.push(`${name} at ${width}: ${overflow} pixels too wide`);
      await page.screenshot({ path: join(out, `${name}-${width}${colorScheme === "dark" ? "-dark" : ""}.png`), fullPage: true });
    }
    await context.close();
  }
}
await browser.close();
server.close();
for (const fault of new Set(faults)) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
