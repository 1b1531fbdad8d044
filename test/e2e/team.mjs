// An organization and its team, as people see them: the first page, the
// settings with a color, somebody invited who joins, what their role shows and
// hides, another role, removed while signed in; a department; an organization
// more, suspended. Arguments: the server's address and the setup link. Every
// step that succeeded is printed; the first that does not ends the run.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { faults, look, watch } from "./watch.mjs";

const [server, setupLink] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), "laurel-e2e-"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
  env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
});

async function person() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  watch(page, new URL(server).origin);
  return page;
}

const ended = Symbol("a step failed, and has said why");

async function step(name, act, page) {
  try {
    await act();
    if (page) await look(page, name);
    console.log(`ok: ${name}`);
  } catch (error) {
    console.log(`failed: ${name}, at ${page?.url()}\n${error.stack}`);
    if (page) console.log((await page.locator("main").innerText({ timeout: 1000 }).catch(() => "")).slice(0, 2000));
    throw ended;
  }
}

const press = (page, name) => page.getByRole("button", { name }).click();
const shows = (page, text) => page.getByText(text).first().waitFor();
const path = (page) => new URL(page.url()).pathname;
const desk = (page, where) => page.goto(`${server}/org/riverbank${where}`);
const line = (page, who) => page.getByRole("listitem").filter({ hasText: who });

// joinLink is the link of the newest invitation to somebody.
async function joinLink(to) {
  await owner.goto(`${server}/admin/letters`);
  await owner.getByRole("row").filter({ hasText: to }).first().getByRole("link").click();
  const text = await owner.getByRole("region", { name: "Text of the letter" }).innerText();
  return text.match(/https?:\/\/\S+\/join\/\S+/)[0].replace(/^https?:\/\/[^/]+/, server);
}

const [owner, colleague] = [await person(), await person()];

try {
  await step("a new organization", async () => {
    await owner.goto(setupLink);
    await owner.getByLabel("Name", { exact: true }).fill("Riverbank College");
    await owner.getByLabel("Short name").fill("riverbank");
    await owner.getByLabel("Website").fill("https://riverbank.example");
    await owner.getByLabel("Contact e-mail").fill("badges@riverbank.example");
    await owner.getByLabel("Your name").fill("Robin Rivers");
    await owner.getByLabel("Your e-mail address").fill("robin@riverbank.example");
    await owner.getByLabel("Password").fill("lamps along the towpath");
    await press(owner, "Create both");
    await shows(owner, "Your first badge is a few steps away");
  }, owner);

  await step("a color is chosen", async () => {
    await desk(owner, "/settings");
    await owner.getByLabel("Color").fill("#ffcc00");
    assert.ok(Number(await owner.locator("[data-contrast=dark]").innerText()) > 10 && Number(await owner.locator("[data-contrast=light]").innerText()) < 2);
    assert.notEqual(await owner.locator(".ground-light .ground-link").evaluate((e) => getComputedStyle(e).color), "rgb(255, 204, 0)", "yellow on paper cannot be read");
    assert.equal(await owner.locator(".ground-dark .ground-link").evaluate((e) => getComputedStyle(e).color), "rgb(255, 204, 0)");
    await owner.getByLabel("LinkedIn number").fill("https://www.linkedin.com/company/1234567/admin/");
    await press(owner, "Save the settings");
    await shows(owner, "The settings are saved");
    assert.equal(await owner.getByLabel("LinkedIn number").inputValue(), "1234567");
  }, owner);
  await step("the terms are confirmed", async () => {
    await press(owner, "I confirm this for Riverbank College");
    await shows(owner, "by Robin Rivers");
  });

  await step("somebody is invited", async () => {
    await desk(owner, "/team");
    await owner.getByLabel("E-mail address").fill("ina@example.org");
    await owner.locator("#invite").getByLabel("Issuer").check();
    await press(owner, "Send the invitation");
    await shows(owner, "The invitation to ina@example.org is on its way");
  }, owner);
  await step("the invitation is opened", async () => {
    await colleague.goto(await joinLink("ina@example.org"));
    await shows(colleague, "Robin Rivers invites you to the team");
  }, colleague);
  await step("it is accepted", async () => {
    await colleague.getByLabel("Your name").fill("Ina Marsh");
    await colleague.getByLabel("New password", { exact: true }).fill("lanterns over the weir");
    await colleague.getByLabel("New password, once more").fill("lanterns over the weir");
    await press(colleague, "Join the team");
    await shows(colleague, "Welcome to the team of Riverbank College");
    assert.equal(path(colleague), "/org/riverbank");
  }, colleague);

  await step("a role shows what it may", async () => {
    const sections = await colleague.getByRole("navigation", { name: "Main" }).getByRole("link").allInnerTexts();
    assert.ok(sections.includes("Issue") && !sections.includes("Team") && !sections.includes("Settings"), sections.join(", "));
    colleague.allowed.add(403);
    await desk(colleague, "/settings");
    await shows(colleague, "Your role does not reach this far");
    colleague.allowed.clear();
  }, colleague);

  await step("another role", async () => {
    await desk(owner, "/team");
    await line(owner, "ina@example.org").locator("summary").click();
    await line(owner, "ina@example.org").getByLabel("Viewer").check();
    await press(line(owner, "ina@example.org"), "Save the role");
    await shows(owner, "The role is changed");
    await desk(colleague, "");
    assert.equal(await colleague.getByRole("link", { name: "Issue badges" }).count(), 0);
  }, owner);

  await step("removed while signed in", async () => {
    await line(owner, "ina@example.org").locator("summary").click();
    await press(line(owner, "ina@example.org"), "Remove from the team");
    await shows(owner, "They are off the team");
    colleague.allowed.add(404);
    await desk(colleague, "");
    await shows(colleague, "There is nothing at this address");
    colleague.allowed.clear();
  }, owner);

  await step("a department", async () => {
    await owner.getByRole("link", { name: "Create a department" }).click();
    await owner.getByLabel("Name", { exact: true }).fill("School of Nursing");
    await press(owner, "Create the department");
    await shows(owner, "School of Nursing is created");
    await owner.getByLabel("Other organizations").click();
    await owner.getByRole("link", { name: "Riverbank College" }).click();
    assert.equal(path(owner), "/org/riverbank");
  });

  await step("one more organization", async () => {
    await owner.goto(`${server}/admin/organizations`);
    await owner.getByLabel("Name", { exact: true }).fill("Hilltop");
    await owner.getByLabel("Website").fill("https://hilltop.example");
    await owner.getByLabel("Contact e-mail").fill("desk@hilltop.example");
    await owner.getByLabel("Owner's e-mail").fill("hil@hilltop.example");
    await press(owner, "Create the organization");
    await shows(owner, "Hilltop is created");
  }, owner);
  await step("it is suspended", async () => {
    const row = owner.getByRole("row").filter({ hasText: "Hilltop" });
    await row.locator("summary").click();
    await press(row, "Suspend now");
    await shows(owner, "Hilltop is suspended");
    await press(owner, "Let Hilltop sign again");
    await shows(owner, "may sign again");
  }, owner);
} catch (error) {
  if (error !== ended) console.log(error.stack);
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
for (const fault of faults) console.log(`fault: ${fault}`);
if (faults.size > 0) process.exitCode = 1;
