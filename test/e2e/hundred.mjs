// From the link that sets an installation up to a hundred issued badges, as
// somebody goes who has a list of people and an hour less than they need: the
// organization and their account, a badge from a template, the file, the check,
// the letter, issued. What they click, fill in and see is counted, so that a
// step more is noticed. Arguments: the server's address, the setup link, the
// width in pixels (a phone below 600), and the file of people. The last line
// printed is what was counted.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { chromium } from "playwright-core";
import { faults, watch } from "./watch.mjs";

const [server, setupLink, wide, file] = process.argv.slice(2);
const width = Number(wide), phone = width < 600;
const shots = process.env.E2E_SHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const profile = mkdtempSync(join(tmpdir(), "laurel-e2e-"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
  env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
});
const context = await browser.newContext({ viewport: { width, height: phone ? 844 : 800 }, hasTouch: phone, isMobile: phone });
context.setDefaultTimeout(30_000);
const page = await context.newPage();
watch(page, new URL(server).origin);

// What a person does: a click or tap, a field filled in or a file chosen, a
// page that comes up, and a turn of the wheel to what is used next.
const counted = { clicks: 0, fields: 0, pages: 0, scrolls: 0 };
page.on("framenavigated", (frame) => {
  if (frame === page.mainFrame()) counted.pages++;
});

async function reach(control) {
  const view = page.viewportSize().height;
  const box = await control.boundingBox();
  if (box && (box.y < 0 || box.y + box.height > view)) counted.scrolls++;
}

async function click(control) {
  await control.waitFor();
  await reach(control);
  counted.clicks++;
  await (phone ? control.tap() : control.click());
}

async function fill(label, text) {
  const field = page.getByLabel(label, { exact: true });
  await reach(field);
  counted.fields++;
  await field.fill(text);
}

const press = (name) => click(page.getByRole("button", { name }).first());
const open = (name) => click(page.getByRole("link", { name }).first());
let number = 0;

// sees waits for a page and what it says.
async function sees(text) {
  await page.getByText(text).first().waitFor();
  await page.waitForLoadState();
  number++;
  const tall = await page.evaluate(() => document.documentElement.scrollHeight);
  const cut = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(cut <= 0, `${page.url()} is ${cut} pixels too wide`);
  console.log(`ok: ${text}, ${(tall / page.viewportSize().height).toFixed(1)} screens`);
  if (shots) await page.screenshot({ path: join(shots, `hundred-${width}-${String(number).padStart(2, "0")}.png`), fullPage: tall < 8 * page.viewportSize().height });
}

async function organization() {
  await page.goto(setupLink);
  await sees("Welcome to Laurel");
  await fill("Name", "Riverbank College");
  await fill("Website", "https://riverbank.example");
  await fill("Contact e-mail", "badges@riverbank.example");
  await fill("Your name", "Robin Rivers");
  await fill("Your e-mail address", "robin@riverbank.example");
  await fill("Password", "lamps along the towpath");
  await press("Create both");
  await sees("Your first badge is a few steps away");
}

async function badge() {
  await open("Create a badge");
  await sees("What is the badge called?");
  await fill("What is the badge called?", "Certified Wound Care Specialist");
  await press("Certification");
  await sees("Design the picture");
  await press("Keep it as it is");
  await sees("The picture is kept");
  await fill("Description", "Assesses and treats chronic wounds independently.");
  await fill("What it takes to earn it", "- Forty supervised hours\n- A written examination");
  await press("Publish the badge");
  await sees("The badge is published");
}

async function people() {
  await click(page.getByRole("main").getByRole("link", { name: /^Issue/ }).first());
  await sees("Who earned it?");
  counted.fields++;
  await page.locator("input[type=file]").setInputFiles({ name: basename(file), mimeType: "text/csv", buffer: readFileSync(file) });
  await press("Read the file");
  await sees("Is the file understood?");
  await press("Check the people");
  await sees("100 people, all clear");
  await click(page.getByLabel(/We have the right/));
  await press(/^Go on with 100/);
  await sees("This is what they get");
  await open("The letter is fine");
  await sees(/^Issue 100 badges/);
  await press(/^Issue 100 badges/);
  await sees("100 badges issued");
}

// valid looks at what came of it: every address is there, some are opened, and
// their letters are kept.
async function valid() {
  const rows = (await (await context.request.get(`${page.url()}/result.csv`)).text()).trim().split("\r\n").slice(1);
  const codes = rows.map((row) => row.match(/,(\w{12}),/)[1]);
  assert.equal(new Set(codes).size, 100);
  for (const code of codes) assert.equal((await context.request.get(`${server}/b/${code}.json`)).status(), 200, code);
  const stranger = await (await browser.newContext({ viewport: page.viewportSize() })).newPage();
  watch(stranger, new URL(server).origin);
  for (const code of [0, 21, 42, 63, 99].map((n) => codes[n])) {
    await stranger.goto(`${server}/b/${code}`);
    await stranger.getByText("This badge is valid").first().waitFor();
    await stranger.getByText("Certified Wound Care Specialist").first().waitFor();
  }
  assert.match(await page.locator("main").innerText(), /Letters kept here\s+100/);
}

try {
  const began = Date.now();
  await organization();
  await badge();
  await people();
  counted.seconds = (Date.now() - began) / 1000;
  await valid();
  if (faults.size) throw new Error([...faults].join("\n"));
  console.log(JSON.stringify(counted));
} catch (error) {
  console.log(`failed at ${page.url()}: ${error.stack}`);
  console.log((await page.locator("body").innerText({ timeout: 1000 }).catch(() => "")).slice(0, 2500));
  if (shots) await page.screenshot({ path: join(shots, `hundred-${width}-failed.png`), fullPage: true });
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
