// A browser goes through Laurel as its people do: somebody sets an organization
// up and issues, somebody earns, somebody checks. Arguments: the server's
// address, the setup link, and "scripts" or "no-scripts". Every step that
// succeeded is printed; the first that does not ends the run.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { faults, look, watch } from "./watch.mjs";

const [server, setupLink, mode] = process.argv.slice(2);
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

async function person() {
  const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  watch(page, new URL(server).origin);
  return page;
}

const ended = Symbol("a step failed, and has said why");

async function step(name, act, page) {
  try {
    await act();
    if (scripts && page) await look(page, name);
    console.log(`ok: ${name}`);
  } catch (error) {
    console.log(`failed: ${name}, at ${page?.url()}\n${error.message}`);
    if (page) console.log((await page.locator("main").innerText({ timeout: 1000 }).catch(() => "")).slice(0, 2000));
    throw ended;
  }
}

const press = (page, name) => page.getByRole("button", { name }).click();
const logIn = (page) => page.getByRole("button", { name: "Log in", exact: true }).click(); // not the one with a passkey
const open = (page, name) => page.getByRole("link", { name }).first().click();
const shows = async (page, text) => { // and the page whole, to its last line
  await page.getByText(text).first().waitFor();
  await page.waitForLoadState();
};
const path = (page) => new URL(page.url()).pathname;

const earner = { name: "María José Núñez", email: "maria.nunez@example.org", password: "three quiet rivers meet" };
const staff = { email: "robin@riverbank.example", password: "lamps along the towpath" };
const people = [
  "Name,E-mail,Issued,Expires,Narrative",
  `${earner.name},${earner.email},2026-03-01,2031-03-01,Passed with distinction.`,
  "Amara Okafor,amara.okafor@example.org,2026-03-01,2031-03-01,",
  "Nobody In Particular,not-an-address,2026-03-01,,",
].join("\n");
const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="48" fill="#0f766e"/></svg>`;

const [owner, holder, employer] = [await person(), await person(), await person()];
let temporary, address, code;

try {
  await step("home", () => employer.goto(server), employer);

  await step("setup", () => owner.goto(setupLink), owner);
  await step("organization created", async () => {
    await owner.getByLabel("Name", { exact: true }).fill("Riverbank College");
    await owner.getByLabel("Short name").fill("riverbank");
    await owner.getByLabel("Website").fill("https://riverbank.example");
    await owner.getByLabel("Contact e-mail").fill("badges@riverbank.example");
    await owner.getByLabel("Your name").fill("Robin Rivers");
    await owner.getByLabel("Your e-mail address").fill(staff.email);
    await owner.getByLabel("Password").fill(staff.password);
    await press(owner, "Create both");
    await shows(owner, "Your first badge is a few steps away");
  }, owner);
  await step("setup link is spent", async () => {
    holder.allowed.add(404).add(410);
    const answer = await holder.goto(setupLink);
    assert.ok(answer.status() === 404 || answer.status() === 410, `the link answers ${answer.status()}`);
    holder.allowed.clear();
  });

  await step("invite earners to log in", async () => {
    await owner.goto(`${server}/org/riverbank/settings`);
    await owner.getByLabel("Invite earners to log in").check();
    await press(owner, "Save the settings");
    assert.ok(await owner.getByLabel("Invite earners to log in").isChecked());
  }, owner);

  await step("new badge", () => owner.goto(`${server}/org/riverbank/badges/new`), owner);
  await step("badge created", async () => {
    await owner.getByLabel("Name", { exact: true }).fill("Certified Wound Care Specialist");
    await owner.getByLabel("Description").fill("Assesses and treats chronic wounds independently.");
    await owner.getByLabel("What it takes to earn it").fill("- Forty supervised hours\n- A written examination");
    await owner.getByLabel("The picture in words").fill("A shield with a drop");
    await owner.getByLabel("Skills").fill("Wound assessment, Compression therapy");
    await owner.locator("input[type=file]").setInputFiles({ name: "badge.svg", mimeType: "image/svg+xml", buffer: Buffer.from(picture) });
    await press(owner, "Create the badge");
    await shows(owner, "Certified Wound Care Specialist");
    assert.ok(!path(owner).endsWith("/new"), "still at the form");
  }, owner);

  await step("file", () => owner.goto(`${server}/org/riverbank/issue`), owner);
  await step("rows checked", async () => {
    await owner.locator("input[type=file]").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(people) });
    await press(owner, "Read the file");
    await press(owner, "Check the people");
    await shows(owner, "not-an-address");
  }, owner);
  await step("letter seen", async () => {
    await owner.getByLabel(/^We have the right/).check();
    await press(owner, "Go on with 2");
    await shows(owner, "This is what they get");
  }, owner);
  await step("confirm", () => open(owner, "The letter is fine"), owner);
  await step("issued", async () => {
    await press(owner, /^Issue 2 badges/);
    await shows(owner, "2 badges issued");
  }, owner);

  await step("letters", () => owner.goto(`${server}/admin/letters`), owner);
  await step("letter", async () => {
    const row = owner.getByRole("row").filter({ hasText: earner.email });
    await Promise.all([owner.waitForURL("**/admin/letters/*"), row.getByRole("link").click()]); // whole, to its last line
    const text = await owner.getByRole("region", { name: "Text of the letter" }).innerText();
    temporary = text.match(/\b[2-9a-z]{4}(-[2-9a-z]{4}){4}\b/)?.[0];
    address = text.match(new RegExp(`${server}/b/(\\w{12})`))?.[0];
    assert.ok(temporary, `no temporary password in the letter:\n${text}`);
    assert.ok(address, `no badge address in the letter:\n${text}`);
    code = address.slice(-12);
  }, owner);
  await step("letter in colors", async () => {
    await open(owner, "See it as mail programs show it");
    await owner.getByText(address).last().waitFor();
    if (scripts) await look(owner, "letter in colors", true);
  });

  await step("login page", () => holder.goto(`${server}/login`), holder);
  await step("wrong password is refused", async () => {
    holder.allowed.add(401).add(403).add(422);
    await holder.getByLabel("E-mail address").fill(earner.email);
    await holder.getByLabel("Password").fill("not this one at all");
    await logIn(holder);
    await holder.getByRole("alert").first().waitFor();
    holder.allowed.clear();
  }, holder);
  await step("temporary password", async () => {
    await holder.getByLabel("E-mail address").fill(earner.email);
    await holder.getByLabel("Password").fill(temporary);
    await logIn(holder);
    await shows(holder, "Choose a new password");
  }, holder);
  await step("nowhere else to go before the change", async () => {
    await holder.goto(`${server}/portfolio`);
    await shows(holder, "Choose a new password");
  });
  await step("portfolio", async () => {
    await holder.getByLabel("New password", { exact: true }).fill(earner.password);
    await holder.getByLabel("New password, once more").fill(earner.password);
    await press(holder, "Save the password");
    await holder.goto(`${server}/portfolio`);
    await shows(holder, "1 badge issued to");
  }, holder);
  await step("temporary password works once", async () => {
    const other = await person();
    other.allowed.add(401).add(403).add(422);
    await other.goto(`${server}/login`);
    await other.getByLabel("E-mail address").fill(earner.email);
    await other.getByLabel("Password").fill(temporary);
    await logIn(other);
    await other.getByRole("alert").first().waitFor();
    await other.context().close();
  });
  await step("badge in the portfolio", async () => {
    await open(holder, /Certified Wound Care Specialist/);
    assert.equal(await holder.getByRole("textbox", { name: "Address of the badge page" }).inputValue(), address);
    const add = new URL(await holder.getByRole("link", { name: "Add to Profile" }).getAttribute("href"));
    assert.equal(add.searchParams.get("certUrl"), address);
  }, holder);
  await step("earner sees nothing of the organization", async () => {
    holder.allowed.add(404);
    assert.equal((await holder.goto(`${server}/org/riverbank`)).status(), 404);
    holder.allowed.clear();
  }, holder);

  await step("badge page", async () => {
    await employer.goto(address);
    await shows(employer, "This badge is valid.");
    await shows(employer, earner.name);
    for (const file of [".json", ".png"]) assert.ok((await employer.request.get(address + file)).ok(), `${address}${file} is not there`);
  }, employer);
  await step("verify page", () => employer.goto(`${server}/verify`), employer);
  await step("verified by its picture", async () => {
    const png = await (await employer.request.get(`${address}.png`)).body();
    await employer.locator("input[type=file]").setInputFiles({ name: "badge.png", mimeType: "image/png", buffer: png });
    await employer.locator("form").filter({ has: employer.locator("input[type=file]") }).getByRole("button").last().click();
    await shows(employer, "This badge is valid.");
  }, employer);

  await step("issued list", async () => {
    await owner.goto(`${server}/org/riverbank/issued?q=maria`);
    await shows(owner, code);
  }, owner);
  await step("revoked", async () => {
    await owner.getByRole("row").filter({ hasText: code }).getByRole("link").first().click();
    await owner.getByText("Revoke this badge").click();
    const form = owner.locator("form[action$='/revoke']");
    await form.getByLabel("Reason").fill("Issued to the wrong person.");
    await form.getByRole("button", { name: "Revoke" }).click();
    await shows(owner, "Issued to the wrong person.");
  }, owner);
  await step("badge page says revoked", async () => {
    await employer.goto(address);
    await shows(employer, "This badge was revoked.");
    await shows(employer, "Issued to the wrong person.");
  }, employer);
  await step("portfolio says revoked", async () => {
    await holder.goto(`${server}/portfolio/${code}`);
    await shows(holder, "This badge was revoked.");
  }, holder);
  await step("logged out", async () => {
    await press(holder, "Log out");
    await holder.goto(`${server}/portfolio`);
    assert.equal(path(holder), "/login");
  });
} catch (error) {
  if (error !== ended) throw error;
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
for (const fault of faults) console.log(`fault: ${fault}`);
if (faults.size > 0) process.exitCode = 1;
