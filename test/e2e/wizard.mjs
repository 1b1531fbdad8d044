// An organization issues: from the setup link to its first hundred badges, on
// a desktop and on a phone; the messy file through every branch; a batch undone
// before its letters left. Arguments: the server's address, the setup link,
// "scripts" or "no-scripts", the width in pixels, and a folder with the files
// that people bring. Every step that succeeded is printed; the first that does
// not ends the run.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { faults, look, watch } from "./watch.mjs";

const [server, setupLink, mode, wide, files] = process.argv.slice(2);
const scripts = mode !== "no-scripts", width = Number(wide), pictures = scripts && width > 1000;
const profile = mkdtempSync(join(tmpdir(), "laurel-e2e-"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
  env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
});
const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width, height: 900 } });
context.setDefaultTimeout(30_000);
const owner = await context.newPage();
watch(owner, new URL(server).origin);

const ended = Symbol("a step failed, and has said why");
let clicks = 0;

async function step(name, act) {
  try {
    await act();
    if (pictures) await look(owner, name);
    console.log(`ok: ${name}`);
  } catch (error) {
    console.log(`failed: ${name}, at ${owner.url()}\n${error.message}`);
    console.log((await owner.locator("main").innerText({ timeout: 1000 }).catch(() => "")).slice(0, 2500));
    throw ended;
  }
}

const press = (name) => (clicks++, owner.getByRole("button", { name }).first().click());
const open = (name) => (clicks++, owner.getByRole("link", { name }).first().click());
const shows = async (text) => { // and the page whole, to its last line
  await owner.getByText(text).first().waitFor();
  await owner.waitForLoadState();
};
const row = (text) => owner.getByRole("row").filter({ hasText: text });
const bring = (name) => owner.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: readFileSync(join(files, name)) });
const path = () => new URL(owner.url()).pathname;
const goTo = (there) => owner.goto(server + there);

async function setUp() {
  await owner.goto(setupLink);
  await owner.getByLabel("Name", { exact: true }).fill("Riverbank College");
  await owner.getByLabel("Short name").fill("riverbank");
  await owner.getByLabel("Website").fill("https://riverbank.example");
  await owner.getByLabel("Contact e-mail").fill("badges@riverbank.example");
  await owner.getByLabel("Your name").fill("Robin Rivers");
  await owner.getByLabel("Your e-mail address").fill("robin@riverbank.example");
  await owner.getByLabel("Password").fill("lamps along the towpath");
  await press("Create both");
  await shows("Your first badge is a few steps away");
}

async function newBadge(name) {
  await goTo("/org/riverbank/badges/new");
  await owner.getByLabel("Name", { exact: true }).fill(name);
  await owner.getByLabel("Description").fill("Assesses and treats chronic wounds independently.");
  await owner.getByLabel("What it takes to earn it").fill("- Forty supervised hours\n- A written examination");
  await owner.getByLabel("The picture in words").fill("A shield with a drop");
  await owner.locator("input[type=file]").setInputFiles({ name: "badge.svg", mimeType: "image/svg+xml", buffer: readFileSync(join(files, "badge.svg")) });
  await press("Create the badge");
  await shows(name);
}

// mayUse confirms the rights and goes on to the letter.
async function mayUse() {
  await owner.getByLabel(/We have the right/).check();
  await press(/^Go on with/);
  await shows("This is what they get");
}

async function germanFile() {
  await step("badge chosen", async () => {
    await goTo("/org/riverbank/issue?choose=badge");
    await shows("Which badge did they earn?");
  });
  await step("people", () => open("Certified Wound Care Specialist"));
  await step("file understood", async () => {
    await bring("earners-excel-de.csv");
    await press("Read the file");
    await shows("Gültig bis");
    await shows("October 14, 2026");
  });
  await step("check", async () => {
    await press("Check the people");
    await shows("60 people, all clear");
  });
  await step("letter", mayUse);
  await step("confirm", async () => {
    await open("The letter is fine");
    await shows(/^Issue 60 badges/);
    await shows("Noa O'Brien");
  });
}

// undone issues, and takes all of it back while the letters are held.
async function undone() {
  let code;
  await step("issued and held", async () => {
    await owner.getByLabel("Hold the letters for").selectOption("30");
    await press(/^Issue 60 badges/);
    await shows("60 badges issued");
    await shows(/Everything can be undone for/);
    code = (await (await context.request.get(`${owner.url()}/result.csv`)).text()).match(/,(\w{12}),/)[1];
    assert.equal((await context.request.get(`${server}/b/${code}`)).status(), 200);
  });
  await step("undo asked", () => owner.getByText("Undo the whole batch").click());
  await step("undone", async () => {
    await press(/^Withdraw 60 badges/);
    await shows("The batch is undone.");
    for (const end of ["", ".json", ".png"]) assert.equal((await context.request.get(`${server}/b/${code}${end}`)).status(), 410, end);
  });
  owner.allowed.add(410);
  await step("withdrawn address", async () => {
    await goTo(`/b/${code}`);
    await shows("This badge was withdrawn");
  });
  owner.allowed.clear();
}

// hundred is the way of the first hundred: pasted, checked, issued.
async function hundred() {
  const people = Array.from({ length: 100 }, (_, n) => `Person ${String.fromCharCode(65 + (n % 26))}${String.fromCharCode(97 + (n % 25))} <person${n}@example.org>`);
  clicks = 0;
  await step("pasted", async () => {
    await goTo("/org/riverbank/issue/people?badge=first-aid&by=paste");
    await owner.getByLabel(/^Lines, or cells/).fill(people.join("\n"));
  });
  await press("Check these people");
  await shows("100 people, all clear");
  await mayUse();
  await open("The letter is fine");
  await owner.getByLabel("Hold the letters for").selectOption("0");
  await step("first hundred", async () => {
    await press(/^Issue 100 badges/);
    await shows("100 badges issued");
  });
  assert.ok(clicks <= 5, `${clicks} clicks from the people to a hundred badges`);
}

// later is a batch that would begin on a day, and is called off.
async function later() {
  await step("typed", async () => {
    await goTo("/org/riverbank/issue/people?badge=first-aid&by=type");
    await owner.getByLabel("Name, person 1").fill("Ada Lovelace");
    await owner.getByLabel("E-mail, person 1").fill("ada@example.org");
    await press("More rows");
    await owner.getByLabel("E-mail, person 10").fill("grace.hopper@example.org");
    assert.equal(await owner.getByLabel("Name, person 1", { exact: true }).inputValue(), "Ada Lovelace");
  });
  await step("suggestion taken", async () => {
    await press("Check these people");
    await press("Use Grace Hopper");
    await shows("2 people, all clear");
  });
  await mayUse();
  await open("The letter is fine");
  await step("begins later", async () => {
    await owner.getByLabel("On a day and at a time").check();
    await owner.getByLabel("Day and time, in UTC").fill(`${new Date(Date.now() + 864e5).toISOString().slice(0, 10)}T09:00`);
    await press(/^Issue 2 badges/);
    await shows("It begins on");
  });
  await step("called off", async () => {
    await press("Call it off");
    await shows("It is called off");
  });
}

// one is a person by a form, with everything that an award says.
async function one() {
  await step("one person", async () => {
    await goTo("/org/riverbank/issue/people?badge=first-aid&by=one");
    await owner.getByLabel("Name", { exact: true }).fill("Alan Turing");
    await owner.getByLabel("E-mail", { exact: true }).fill("alan@example.org");
    await owner.getByText("Evidence, a sentence, a number").click();
    await owner.getByLabel(/^Address of evidence/).fill("https://example.org/evidence/1");
  });
  await press("Check this person");
  await shows("1 person, all clear");
  await owner.goBack();
  assert.equal(await owner.getByLabel("Name", { exact: true }).inputValue(), "Alan Turing");
  await owner.goForward();
  await mayUse();
  await open("The letter is fine");
  await press(/^Issue 1 badge/);
  await shows("1 badge issued");
}

async function messyFile() {
  await step("messy file read", async () => {
    await goTo("/org/riverbank/issue/people?badge=certified-wound-care-specialist");
    await bring("earners-messy.csv");
    await press("Read the file");
    await shows("Is the file understood?");
  });
  await step("messy file checked", async () => {
    await press("Check the people");
    await shows("need a look");
  });
  await step("day first chosen", async () => {
    await press("Day first");
    await shows("2026-04-03");
  });
  await step("suggestion taken in the file", async () => {
    await press("Use 2029-03-01");
    await shows("9 errors");
  });
  await step("only the errors", async () => {
    await open(/^Errors/);
    await row("Backwards").waitFor({ state: "detached" });
  });
  await step("row open to correct", async () => {
    await row("bad.address@").getByRole("link", { name: /^Fix row/ }).click();
    await owner.getByLabel("E-mail", { exact: true }).waitFor();
  });
  await step("row corrected", async () => {
    await owner.getByLabel("E-mail", { exact: true }).fill("good.address@example.org");
    await press("Save and check again");
    await shows("8 errors");
  });
  await step("fixed among the rest", async () => {
    await open("All rows");
    await row("good.address@example.org").waitFor();
    assert.equal(await row("good.address@example.org").getByText("Fixed").count(), 1);
    await owner.reload();
    assert.equal(await row("good.address@example.org").getByText("Fixed").count(), 1);
  });
  await step("file with the errors marked comes back", async () => {
    const marked = await (await context.request.get(owner.url().replace(/check.*/, "annotated.csv"))).body();
    await goTo("/org/riverbank/issue/people?badge=certified-wound-care-specialist");
    await owner.locator("input[type=file]").setInputFiles({ name: "again.csv", mimeType: "text/csv", buffer: marked });
    await press("Read the file");
    await press("Check the people");
    await shows("8 errors");
  });
  await step("good rows only", async () => {
    await mayUse();
    await open("The letter is fine");
    await shows(/rows of the file are left out/);
    await owner.getByLabel("Hold the letters for").selectOption("0");
    await press(/^Issue \d+ badges/);
    await shows(/^\d+ badges issued/);
  });
}

try {
  await step("organization created", setUp);
  await newBadge("Certified Wound Care Specialist");
  await newBadge("First Aid");
  await germanFile();
  await undone();
  await messyFile();
  await hundred();
  await later();
  await one();
  if (faults.size) throw new Error([...faults].join("\n"));
} catch (error) {
  if (error !== ended) console.log(`failed: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
