// Opens files one after the other, each as a document of its own and as a
// picture in a page, and writes what came to life as JSON. Argument: the origin
// of their site; their paths come as JSON on the standard input.
import { readFileSync } from "node:fs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const origin = process.argv[2];
const paths = JSON.parse(readFileSync(0, "utf8"));
const profile = mkdtempSync(join(tmpdir(), "laurel-e2e-"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
});
const context = await browser.newContext({ viewport: { width: 400, height: 400 } });
const found = new Set();
let now = "";
const note = (what) => found.add(`${now}: ${String(what).slice(0, 200)}`);

await context.exposeBinding("__ran", (_, what) => note(what));
await context.addInitScript(() => {
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => window.__ran(`runs ${name}`);
  document.addEventListener("securitypolicyviolation", (e) => window.__ran(`the policy reports ${e.violatedDirective} ${e.blockedURI}`));
});
await context.route(() => true, (route) => {
  const url = route.request().url();
  if (url === `${origin}/around`) return route.fulfill({ contentType: "text/html", body: `<!doctype html><img src="${now}">` });
  if (url.startsWith(`${origin}/`)) {
    const path = url.slice(origin.length);
    if (path !== now && path !== "/report" && path !== "/favicon.ico") note(`asks ${path}`);
    return route.continue();
  }
  note(`asks ${url}`);
  return route.abort();
});

let page = await context.newPage();
const listen = () => {
  page.on("dialog", (dialog) => (note("a dialog"), dialog.dismiss().catch(() => {})));
  page.on("popup", () => note("opens a window"));
  page.on("console", (m) => m.type() === "error" && note(m.text()));
};
listen();
for (const path of paths) {
  now = path;
  try {
    await page.goto(origin + path, { waitUntil: "load", timeout: 10_000 });
    await page.mouse.click(50, 50); // links and handlers, if there are any
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    if (path.startsWith("/kept/")) {
      await page.goto(`${origin}/around`, { waitUntil: "load", timeout: 10_000 });
      if (!(await page.evaluate(() => document.images[0].naturalWidth > 0))) note("is not a picture");
    }
  } catch (error) {
    note(`cannot be opened: ${error.message.split("\n")[0]}`);
    await page.close();
    page = await context.newPage();
    listen();
  }
}
await browser.close();
rmSync(profile, { recursive: true, force: true });
console.log(JSON.stringify([...found]));
