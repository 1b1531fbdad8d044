// A badge in a page of another site, in a mail program's field, and what of
// Laurel other sites cannot frame. Arguments: the server's address, the
// earner's address and temporary password, the code of a badge. Every step that
// succeeded is printed; the first that does not ends the run.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [server, email, temporary, code] = process.argv.slice(2);
const shots = process.env.E2E_SHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const profile = mkdtempSync(join(tmpdir(), "laurel-e2e-"));

// The other site: what body holds, at any path, in the colors of its reader.
let body = "";
const site = createServer((_, answer) => {
  answer.setHeader("Content-Type", "text/html; charset=utf-8");
  answer.end(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Another site</title>
    <body style="max-width:44rem;margin:2rem auto;padding:0 1rem;font:17px/1.6 Georgia,serif"><h1>About me</h1>${body}</body></html>`);
});
await new Promise((done) => site.listen(0, "127.0.0.1", done));
const elsewhere = `http://127.0.0.1:${site.address().port}/`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
});
const context = await browser.newContext({ viewport: { width: 1000, height: 900 } });
context.setDefaultTimeout(15_000);
const page = await context.newPage();
const press = (name) => page.getByRole("button", { name, exact: true }).first().click();
const copied = (type) => page.evaluate(async (type) => {
  const [item] = await navigator.clipboard.read();
  return (await item.getType(type)).text();
}, type);
async function picture(name) {
  if (!shots) return;
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(shots, `elsewhere-${name}-${colorScheme}.png`), fullPage: true });
  }
  await page.emulateMedia({ colorScheme: null });
}
async function step(name, act) {
  await act();
  console.log(`ok: ${name}`);
}

try {
  await step("logged in", async () => {
    await page.goto(`${server}/login`);
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password").fill(temporary);
    await press("Log in");
    await page.getByLabel("New password", { exact: true }).fill("three quiet rivers meet");
    await page.getByLabel("New password, once more").fill("three quiet rivers meet");
    await press("Save the password");
    await page.waitForURL(/portfolio/);
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server });
  });

  const lines = [];
  await step("the builder changes in place, and what is copied with it", async () => {
    await page.goto(`${server}/portfolio/${code}/embed`);
    await page.evaluate(() => { window.here = true; });
    for (const [size, theme] of [["Card", "As the reader likes"], ["One line", "Light"], ["Tall", "Dark"]]) {
      for (const choice of [size, theme]) {
        const link = page.getByRole("link", { name: choice, exact: true });
        if ((await link.getAttribute("aria-current")) === "true") continue;
        await Promise.all([page.waitForResponse((r) => r.url().includes("/embed")), link.click()]);
        await page.locator(`.segments a[aria-current=true]`, { hasText: new RegExp(`^${choice}$`) }).waitFor();
      }
      const shown = await page.locator("#snippet").inputValue();
      await press("Copy: HTML, without any script");
      assert.equal(await copied("text/plain"), shown);
      assert.doesNotMatch(shown, /<script|javascript:| on\w+=/i);
      lines.push(shown);
    }
    assert.equal(await page.evaluate(() => window.here), true, "the page was loaded again");
    await page.getByRole("link", { name: "The picture", exact: true }).click();
    await page.waitForURL(/show=picture/);
    lines.push(await page.locator("#snippet").inputValue());
  });

  await step("another site shows it", async () => {
    body = lines.map((l) => `<p>${l}</p>`).join("");
    await page.goto(elsewhere);
    for (const [n, size] of [[460, 170], [400, 92], [280, 400]].entries()) {
      const frame = page.frameLocator("iframe").nth(n);
      await frame.locator(".embed-link").scrollIntoViewIfNeeded();
      await frame.getByText("First Aid", { exact: true }).last().waitFor();
      await frame.getByText("Valid", { exact: true }).waitFor();
      const box = await page.locator("iframe").nth(n).boundingBox();
      assert.deepEqual([Math.round(box.width), Math.round(box.height)], size);
      const scrolls = await frame.locator("html").evaluate((html) => [html.scrollWidth - html.clientWidth, html.scrollHeight - html.clientHeight]);
      assert.deepEqual(scrolls, [0, 0], "the frame scrolls");
    }
    const grounds = await Promise.all([1, 2].map((n) => page.frameLocator("iframe").nth(n).locator("body").evaluate((b) => getComputedStyle(b).backgroundColor)));
    assert.deepEqual(grounds, ["rgb(255, 255, 255)", "rgb(24, 32, 29)"], "light and dark stay what they are");
    const alone = page.locator("p > a > img");
    assert.deepEqual(await alone.evaluate((i) => [i.width, i.height, i.naturalWidth]), [160, 160, 320]);
    await picture("frames");
    await page.setViewportSize({ width: 320, height: 700 });
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320, "too wide for a phone");
    await picture("frames-phone");
    await page.setViewportSize({ width: 1000, height: 900 });
    await page.frameLocator("iframe").first().locator(".embed-link").click();
    await page.waitForURL(`${server}/b/${code}`);
  });

  await step("and nothing else", async () => {
    const paths = ["/", "/login", "/portfolio", `/portfolio/${code}`, `/portfolio/${code}/embed`, "/guides/signatures", "/verify", "/security", `/b/${code}`, `/b/${code}.json`, `/b/${code}.png`, `/b/${code}.svg`,
      `/b/${code}.jpg`, `/b/${code}/card.png`, `/b/${code}/qr.svg`, "/o/riverbank", "/o/riverbank/did.json", "/static/nothing", "/healthz"];
    for (const path of paths) {
      body = `<iframe src="${server}${path}" width="300" height="200"></iframe>`;
      await page.goto(elsewhere);
      const frame = page.frames()[1];
      assert.ok(!frame || !frame.url().startsWith(server) , `${path} is shown in a frame: ${frame?.url()}`);
    }
    body = `<iframe src="${server}/b/${code}/embed" width="300" height="200"></iframe>`; // as the others, and it is shown
    await page.goto(elsewhere);
    assert.ok(page.frames()[1].url().startsWith(server));
  });

  for (const program of ["Outlook", "Gmail", "Apple Mail", "Text only"]) {
    await step(`pasted into a letter: ${program}`, async () => {
      await page.goto(`${server}/guides/signatures`);
      await page.getByRole("link", { name: program, exact: true }).click();
      await page.getByRole("heading", { name: program, exact: true }).waitFor();
      await press(program === "Text only" ? "Copy the line" : "Copy for the mail program");
      body = `<div id="letter" contenteditable style="min-height:14rem;padding:1.5rem;border:1px solid #ccc;background:#fff;color:#222;font:15px/1.5 Arial,sans-serif"><p>Dear Jo,</p><p>see you on Monday.</p><p>Maria</p><p><br></p></div>`;
      await page.goto(elsewhere);
      await page.locator("#letter p").last().click();
      await page.keyboard.press("Control+End");
      await page.keyboard.press("Control+V");
      const letter = page.locator("#letter");
      assert.match(await letter.innerText(), /First Aid/);
      if (program === "Text only") {
        assert.equal(await letter.locator("img, table").count(), 0);
        return;
      }
      const image = letter.locator("table img");
      await image.evaluate((i) => i.decode());
      assert.deepEqual(await image.evaluate((i) => [i.width, i.height, i.naturalWidth, i.src]), [80, 80, 256, `${server}/b/${code}/signature.png`]);
      const name = letter.locator("table a", { hasText: "First Aid" });
      assert.deepEqual(await name.evaluate((a) => [a.href, getComputedStyle(a).fontWeight, getComputedStyle(a).color, getComputedStyle(a).fontSize]), [`${server}/b/${code}`, "700", "rgb(15, 118, 110)", "13px"]);
      await picture(`signature-${program.replace(" ", "-")}`);
    });
  }
} catch (error) {
  console.log(`failed: ${error.message}\n${page.url()}\n${(await page.locator("body").innerText({ timeout: 1000 }).catch(() => "")).slice(0, 1000)}`);
  process.exitCode = 1;
}
await browser.close();
site.close();
rmSync(profile, { recursive: true, force: true });
