// The main path of an earner with the keyboard alone: the temporary password of
// the letter, a password of their own, portfolio, badge, Share, the link copied,
// the badge made public, a collection put in order, logged out. Nothing is
// clicked and no script moves the focus; wherever it stops, it can be seen.
// Arguments: the server's address, and for each run a width in pixels, the
// earner's address and temporary password. Every step that succeeded is
// printed; the first that does not ends the run.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { faults, watch } from "./watch.mjs";

const [server, ...runs] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), "laurel-e2e-"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
  env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
});

// at is what has the focus, as somebody sees it.
const at = (page) => page.evaluate(() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  const labels = [...(e.labels ?? [])].map((l) => l.innerText).join(" ");
  return {
    name: (e.getAttribute("aria-label") || labels || e.innerText || "").replaceAll(/\s+/g, " ").trim(),
    ring: outlineStyle !== "none" && parseFloat(outlineWidth) >= 1,
    onScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
});

async function walk(width, email, temporary) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, permissions: ["clipboard-read", "clipboard-write"] });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  watch(page, new URL(server).origin);
  const press = (key) => page.keyboard.press(key);

  // reach goes on with Tab until the focus is on what has this name.
  async function reach(name) {
    const seen = [];
    for (let tabs = 0; tabs < 120; tabs++) {
      const here = await at(page);
      if (here) {
        assert.ok(here.ring, `the focus cannot be seen on “${here.name}”`);
        assert.ok(here.onScreen, `“${here.name}” has the focus and is not on the screen`);
        if (typeof name === "string" ? here.name === name : name.test(here.name)) return here;
        seen.push(here.name);
      }
      await press("Tab");
    }
    assert.fail(`Tab does not lead to ${name}, but to ${seen.join(" | ")}`);
  }
  const type = async (name, text) => { await reach(name); await page.keyboard.type(text); };
  const leave = async (key) => Promise.all([page.waitForNavigation(), press(key)]);
  const follow = async (name) => { await reach(name); await leave("Enter"); };
  const menu = async (name) => { // narrow screens fold the menu
    if (await page.getByRole("button", { name: "Menu" }).isVisible()) {
      await reach("Menu");
      await press("Space");
    }
    await follow(name);
  };
  const shows = (text) => page.getByText(text).first().waitFor();
  const step = async (name, act) => {
    try {
      await act();
      console.log(`ok: ${width}: ${name}`);
    } catch (error) {
      console.log(`failed: ${width}: ${name}, at ${page.url()}\n${error.message}`);
      throw error;
    }
  };

  await page.goto(`${server}/login`);
  await step("login with the temporary password", async () => {
    await type("E-mail address", email);
    await type("Password", temporary);
    await leave("Enter");
    await shows("Choose a new password");
  });
  await step("a password of one's own", async () => {
    await type("New password", "three quiet rivers meet");
    await type("New password, once more", "three quiet rivers meet");
    await follow("Save the password");
    await shows("2 badges issued to");
  });
  await step("from the portfolio to a badge", async () => {
    await follow(/First Aid/);
    assert.match(new URL(page.url()).pathname, /^\/portfolio\/\w{12}$/);
  });
  const badge = `${server}/b/${page.url().slice(-12)}`;
  await step("the link copied", async () => {
    await reach("Copy: Address of the badge page");
    await press("Enter");
    await page.getByRole("button", { name: "Copy: Address of the badge page" }).filter({ hasText: "Copied" }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), badge);
  });
  await step("Share", async () => {
    for (const network of ["Add to Profile", "Add to Stream", "X", "Facebook", "WhatsApp"]) await reach(network);
    await reach("LinkedIn did not fill in the form?");
    await press("Enter");
    await reach("Copy: Credential URL");
    await reach("QR code");
    await press("Space");
    await reach("SVG, for print");
  });
  await step("made public", async () => {
    await reach(/^People with the address/);
    await press("ArrowUp");
    await reach(/^Everybody/);
    await follow("Save");
    await shows("badge now");
    assert.equal((await (await page.request.get(badge)).text()).includes('name="robots"'), false);
  });
  await step("a collection", async () => {
    await menu("Portfolio");
    await follow("Collections");
    await type("Name", "For my application");
    await follow("Create the collection");
    for (const name of ["First Aid", "Wound Care"]) {
      await reach(new RegExp(`^${name}`));
      await press("Space");
    }
    await follow("Add the chosen ones");
    await shows("2 badges");
  });
  await step("put in order", async () => {
    const order = () => page.locator("[data-order] .font-semibold").allInnerTexts();
    const [first, second] = await order();
    await follow(new RegExp(`^Down ?: ${first}`));
    assert.deepEqual(await order(), [second, first]);
    await press("Tab"); // the focus is still with the badge that was moved
    assert.equal((await at(page)).name, first);
    await follow(new RegExp(`^Up ?: ${first}`));
    assert.deepEqual(await order(), [first, second]);
  });
  await step("logged out", async () => {
    await menu("Log out");
    await page.goto(`${server}/portfolio`);
    assert.equal(new URL(page.url()).pathname, "/login");
  });
  await context.close();
}

try {
  for (let n = 0; n < runs.length; n += 3) await walk(Number(runs[n]), runs[n + 1], runs[n + 2]);
} catch (error) {
  console.log(error.stack);
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
for (const fault of faults) console.log(`fault: ${fault}`);
if (faults.size > 0) process.exitCode = 1;
