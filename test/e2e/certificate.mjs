// A certificate is designed, switched on, downloaded by an earner, and a batch is
// printed. Arguments: the server's address, the link that lets the owner in, an
// earner's address and temporary password, the code of their badge, and "scripts"
// or "no-scripts". Every step that succeeded is printed; the first that does not
// ends the run.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { faults, look, watch } from "./watch.mjs";

const [server, ownersLink, email, password, code, mode] = process.argv.slice(2);
const scripts = mode !== "no-scripts";
const profile = mkdtempSync(join(tmpdir(), "laurel-e2e-"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
  env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
});
let page;

// person opens a browser of somebody's own.
async function person() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: scripts, acceptDownloads: true });
  context.setDefaultTimeout(20_000);
  page = await context.newPage();
  watch(page, new URL(server).origin);
}

const ended = Symbol("a step failed, and has said why");

async function step(name, act, examined = scripts) {
  try {
    await act();
    if (examined) await look(page, name);
    console.log(`ok: ${name}`);
  } catch (error) {
    console.log(`failed: ${name}, at ${page.url()}\n${error.stack}`);
    console.log((await page.locator("main").innerText({ timeout: 1000 }).catch(() => "")).slice(0, 2000));
    throw ended;
  }
}

const press = (name) => page.getByRole("button", { name, exact: true }).first().click();
const shows = (text) => page.getByText(text).first().waitFor();
const field = (id) => page.locator(`#field-${id}`);
const number = async (id) => Number(await field(id).inputValue());
const sheet = (on) => on.locator("#certificate-picture").getAttribute("src");
const designer = `${server}/org/riverbank/badges/wound-care/certificate`;

// redrawn waits until the sheet is another picture than before.
async function redrawn(act) {
  const before = await sheet(page);
  await act();
  await page.waitForFunction((old) => document.getElementById("certificate-picture").getAttribute("src") !== old, before);
  assert.ok(await page.locator("#certificate-picture").evaluate((img) => img.decode().then(() => img.naturalWidth > 0)), "the sheet is drawn");
}

// download takes the file that an act gives.
async function download(act) {
  const [file] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

// byHand moves things on the sheet with the mouse and the keys.
async function byHand() {
  await step("moved by keys", async () => {
    await page.getByLabel("On the sheet").selectOption({ label: "text 3: {name}" });
    await page.getByRole("button", { name: /^Move text 3/ }).focus();
    const [x, y] = [await number("text-2-x"), await number("text-2-y")];
    await redrawn(async () => {
      for (const key of ["ArrowDown", "ArrowDown", "Shift+ArrowRight"]) await page.keyboard.press(key);
    });
    assert.equal(await number("text-2-y"), y + 2);
    assert.equal((await number("text-2-x")).toFixed(1), (x + 0.1).toFixed(1));
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "field-text-2");
  }, false);
  await step("moved by the mouse", async () => {
    await page.getByLabel("On the sheet").selectOption({ label: "Picture of the badge" });
    const handle = page.getByRole("button", { name: /^Move Picture of the badge/ });
    await page.locator("#certificate-picture").scrollIntoViewIfNeeded();
    const at = await handle.boundingBox(), size = await number("seal-size");
    const [cx, cy] = [at.x + at.width / 2, at.y + at.height / 2];
    const drag = async (dx, dy) => {
      await page.mouse.move(cx, cy);
      await page.mouse.down();
      await page.mouse.move(cx + dx, cy + dy, { steps: 6 });
      await page.mouse.up();
    };
    const before = await number("seal-x");
    await redrawn(() => drag(-120, -7));
    assert.ok(before - await number("seal-x") > 20, "it moved to the left");
    // and back to almost the middle, where it snaps
    const now = await handle.boundingBox();
    await redrawn(async () => {
      await page.mouse.move(now.x + now.width / 2, now.y + now.height / 2);
      await page.mouse.down();
      await page.mouse.move(cx + 3, now.y + now.height / 2, { steps: 6 });
      await page.mouse.up();
    });
    assert.ok(Math.abs(await number("seal-x") + size / 2 - 148.5) < 0.06, `it snaps to the middle: ${await number("seal-x")}`);
  }, false);
  await step("words by a button", async () => {
    await field("text-1").fill("This certifies, on ");
    await field("text-1").press("End");
    await redrawn(() => press("Day of issue"));
    assert.equal(await field("text-1").inputValue(), "This certifies, on {issued}");
  });
  await step("what is wrong is said", async () => {
    page.allowed.add(422);
    await field("text-1").fill("Hello {nobody}");
    await shows("There is nothing to put in the place of {nobody}");
    page.allowed.delete(422);
    await redrawn(() => field("text-1").fill("This is to certify that"));
    assert.ok(await page.locator("#certificate-fault").isHidden());
  }, false);
}

// byForm writes the same numbers into the fields.
async function byForm() {
  await step("moved by numbers", async () => {
    await page.locator(".certificate-how summary").nth(2).click();
    await field("text-2-y").fill("74");
    await press("Preview");
    assert.equal(await number("text-2-y"), 74);
    assert.match(await sheet(page), /^data:image\/svg\+xml/);
  }, false);
}

try {
  await person();
  await step("the owner comes in", async () => {
    await page.goto(ownersLink);
    await page.locator('input[name="password"]').fill("lamps along the towpath");
    const again = page.locator('input[name="repeat"]');
    if (await again.count()) await again.fill("lamps along the towpath");
    await page.locator("main form button[type=submit]").first().click();
    await page.waitForURL(/\/org\/riverbank/);
  }, false);
  await step("no certificate yet", async () => {
    await page.goto(`${server}/org/riverbank/badges`);
    await page.getByRole("link", { name: "Certificates" }).click();
    await shows("Nothing designed yet");
  });
  await step("the designer", async () => {
    await page.getByRole("link", { name: "Design the certificate of Wound Care" }).click();
    await shows("There are no certificates of this badge yet.");
    assert.match(await sheet(page), /^data:image\/svg\+xml/);
  });
  await (scripts ? byHand() : byForm());
  await step("a text more", async () => {
    const texts = await page.locator("textarea[name=text_text]").count();
    await press("Add a text");
    await page.locator("textarea[name=text_text]").nth(texts).waitFor();
    await field(`text-${texts}`).fill("In {column:Course}");
  }, false);
  await step("another sheet", async () => {
    await page.getByLabel("Orientation").selectOption("portrait");
    if (!scripts) await press("Preview");
    await page.waitForFunction(() => { const img = document.getElementById("certificate-picture"); return img && img.height > img.width; });
  });
  await step("a sample", async () => {
    const file = await download(() => press("Sample PDF"));
    assert.equal(file.name, "wound-care-sample.pdf");
    assert.equal(file.bytes.subarray(0, 5).toString(), "%PDF-");
  }, false);
  await step("kept", async () => {
    await press("Keep this design");
    await shows("The design is kept.");
    await shows("Design 1");
  });
  await step("switched on", async () => {
    await press("Switch on");
    await shows("Certificates are on for this badge.");
    await shows("Earners of this badge can download its certificate.");
  });
  await step("a batch is printed", async () => {
    await page.goto(`${server}/org/riverbank`);
    const batch = await page.locator('a[href*="/batches/"]').first().getAttribute("href");
    await page.goto(server + batch);
    await shows("2 certificates to print");
    await press("A PDF for each, as a ZIP");
    await page.getByRole("link", { name: "Download the ZIP" }).waitFor();
    const file = await download(() => page.getByRole("link", { name: "Download the ZIP" }).click());
    assert.match(file.name, /^certificates-.*\.zip$/);
    assert.equal(file.bytes.subarray(0, 2).toString(), "PK");
    assert.ok(file.bytes.includes(`María José Núñez ${code}.pdf`), "the file is named after its earner");
  });
  const owner = page;
  await person();
  await step("an earner has it", async () => {
    await page.goto(`${server}/login`);
    await page.locator('input[name="email"]').fill(email);
    await page.locator('input[name="password"]').fill(password);
    await page.locator("main form button[type=submit]").first().click();
    await page.waitForURL(/password/);
    const fresh = "a heron at the weir";
    for (const input of await page.locator('main input[type="password"]').all()) await input.fill((await input.getAttribute("name")) === "old" ? password : fresh);
    await page.locator("main form button[type=submit]").first().click();
    await page.goto(`${server}/portfolio/${code}`);
    await page.getByRole("link", { name: "Open the certificate (PDF)" }).waitFor();
    const file = await download(() => page.getByRole("link", { name: "Download the certificate to print (PDF)" }).click());
    assert.equal(file.name, `wound-care-${code}.pdf`);
    assert.equal(file.bytes.subarray(0, 5).toString(), "%PDF-");
    await page.goto(`${server}/b/${code}`);
    assert.equal(await page.getByRole("link", { name: "Certificate (PDF)" }).getAttribute("href"), `/b/${code}.pdf`);
  });
  page = owner;
  await step("switched off", async () => {
    await page.goto(designer);
    await press("Switch off");
    await shows("Certificates are off for this badge.");
    const answer = await page.request.get(`${server}/b/${code}.pdf`);
    assert.equal(answer.status(), 404);
  }, false);
} catch (error) {
  if (error !== ended) console.log(error);
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
for (const fault of faults) console.log(`fault: ${fault}`);
if (faults.size > 0) process.exitCode = 1;
