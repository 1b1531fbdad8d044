// An organization looks after what it issued: it finds badges, saves a view,
// corrects one name and fifty, revokes three, suspends and reinstates, and
// answers a request. Arguments: the server's address, the link that sets it up,
// a file to say "go on" with once the organization is there, and the codes that
// come on standard input then. Every step that succeeded is printed; the first
// that does not ends the run.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { chromium } from "playwright-core";
import { faults, look, watch } from "./watch.mjs";

const [server, setupLink, exchange] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), "laurel-e2e-"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
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
const [owner, earner] = [await person(), await person()];

async function step(name, act, page) {
  try {
    await act();
    if (page) await look(page, `desk ${name}`);
    console.log(`ok: ${name}`);
  } catch (error) {
    console.log(`failed: ${name}\n${error.message}`);
    for (const p of [owner, earner]) console.log(`${p.url()}\n${(await p.locator("main").innerText({ timeout: 1000 }).catch(() => "")).slice(0, 1500)}`);
    throw ended;
  }
}

const press = (page, name) => page.getByRole("button", { name }).first().click();
const shows = (page, text) => page.getByText(text).first().waitFor();
const desk = `${server}/org/riverbank`;
const list = (query = "") => owner.goto(`${desk}/issued${query}`);
const rows = () => owner.locator("#results tbody tr");
const choose = async (kind, names) => {
  for (const name of names) await owner.getByRole("checkbox", { name: new RegExp(`^${name},`) }).check();
  await owner.getByLabel("To do:").selectOption({ label: kind });
};
const done = () => shows(owner, "Done.");

try {
  await step("set up", async () => {
    await owner.goto(setupLink);
    await owner.getByLabel("Name", { exact: true }).fill("Riverbank College");
    await owner.getByLabel("Short name").fill("riverbank");
    await owner.getByLabel("Website").fill("https://riverbank.example");
    await owner.getByLabel("Contact e-mail").fill("badges@riverbank.example");
    await owner.getByLabel("Your name").fill("Robin Rivers");
    await owner.getByLabel("Your e-mail address").fill("robin@riverbank.example");
    await owner.getByLabel("Password").fill("three quiet rivers meet");
    await press(owner, "Create both");
    await shows(owner, "Your first badge is a few steps away");
    await owner.goto(`${desk}/settings`);
    await owner.getByLabel("Invite earners to log in").check();
    await press(owner, "Save the settings");
  });
  await step("nothing issued", () => list(), owner);
  writeFileSync(join(exchange, "ready"), "");
  while (!existsSync(join(exchange, "issued.json"))) await later(100);
  const issued = JSON.parse(readFileSync(join(exchange, "issued.json"), "utf8"));

  await step("issued", async () => {
    await list();
    assert.equal(await rows().count(), 50);
  }, owner);
  await step("next page", async () => {
    await owner.getByRole("link", { name: "Next" }).click();
    await shows(owner, "51 to");
  });
  await step("found while typing", async () => {
    await list();
    await owner.getByLabel("Search", { exact: true }).fill("nunez");
    await owner.waitForFunction(() => document.querySelectorAll("#results tbody tr").length === 1);
    await shows(owner, "María José Núñez");
  }, owner);
  await step("view saved", async () => {
    await owner.locator("summary", { hasText: "Save this view" }).click();
    await owner.getByLabel("Name of the view").fill("All the Nunezes");
    await owner.getByLabel("For everybody in Riverbank College").check();
    await press(owner, "Save");
    await owner.getByRole("link", { name: "All the Nunezes" }).waitFor();
    await list();
    await owner.getByRole("link", { name: "All the Nunezes" }).click();
    await shows(owner, "María José Núñez");
    assert.equal(await rows().count(), 1);
  }, owner);
  await step("file", async () => {
    const csv = await owner.request.get(`${desk}/issued/export.csv?q=person`);
    assert.equal((await csv.text()).trim().split("\r\n").length, 61);
    const json = await owner.request.get(`${desk}/issued/export.json?q=person`);
    assert.equal((await json.json()).length, 60);
  });

  await step("name to correct", async () => {
    await owner.goto(`${desk}/issued/${issued.maria}`);
    await owner.locator("summary", { hasText: "Correct this badge" }).click();
    await owner.getByLabel("Name", { exact: true }).fill("María José Núñez Ortega");
    await owner.locator("form[action$=correct]").getByLabel("Reason").fill("She married.");
  }, owner);
  await step("name corrected", async () => {
    await press(owner.locator("form[action$=correct]"), "Sign anew");
    await shows(owner, "The badge is signed anew");
    await owner.goto(`${server}/b/${issued.maria}`);
    await shows(owner, "María José Núñez Ortega");
    await shows(owner, "This badge is valid.");
  });

  await step("list of names", () => owner.goto(`${desk}/issued/names`), owner);
  await step("wrong list of names", async () => {
    owner.allowed.add(422);
    await owner.getByLabel("Or paste it").fill("nobody@example.org, Nobody");
    await press(owner, "Look at it first");
    await shows(owner, "is no code and no e-mail address");
    owner.allowed.delete(422);
  }, owner);
  await step("fifty names to look at", async () => {
    const csv = Array.from({ length: 50 }, (_, n) => `person${n + 1}@example.org;Corrected ${n + 1}`).join("\n");
    await owner.getByLabel("A CSV file").setInputFiles({ name: "names.csv", mimeType: "text/csv", buffer: Buffer.from(`E-mail;Name\n${csv}\n`) });
    await press(owner, "Look at it first");
    await shows(owner, "50 badges");
    assert.equal(await owner.getByLabel("New name of Person 7", { exact: true }).inputValue(), "Corrected 7");
    await owner.getByLabel("New name of Person 7", { exact: true }).fill("محمد بن عبد الله الحسن");
    await owner.getByLabel("Reason").fill("A list came with typing errors.");
  }, owner);
  await step("fifty names corrected", async () => {
    await press(owner, "Sign anew: 50 badges");
    await done();
    await list("?q=corrected");
    assert.equal(await rows().count(), 49);
    await list("?q=%D9%85%D8%AD%D9%85%D8%AF");
    assert.equal(await rows().count(), 1);
  }, owner);
  await step("undone", async () => {
    await owner.goto(`${desk}/issued/changes`);
    await owner.getByRole("link", { name: "Correct names" }).first().click();
    await press(owner, "Undo this");
    await done();
    await list("?q=corrected");
    assert.equal(await rows().count(), 0);
  }, owner);

  await step("three to revoke", async () => {
    await list("?q=person");
    await choose("Revoke", ["Person 58", "Person 59", "Person 60"]);
    await press(owner, "With those ticked");
    await shows(owner, "3 badges");
  }, owner);
  await step("no reason", async () => {
    owner.allowed.add(422);
    await owner.locator("textarea").evaluate((t) => t.removeAttribute("required"));
    await press(owner, "Revoke for good: 3 badges");
    await shows(owner, "Give the reason");
    owner.allowed.delete(422);
  }, owner);
  await step("three revoked", async () => {
    await owner.getByLabel("Reason").fill("Issued by mistake.");
    await press(owner, "Revoke for good: 3 badges");
    await done();
    await list("?state=revoked");
    assert.equal(await rows().count(), 3);
    await rows().first().getByRole("link").click();
    await shows(owner, "Issued by mistake.");
  }, owner);

  await step("suspended", async () => {
    await owner.goto(`${desk}/issued/${issued.maria}`);
    await owner.locator("summary", { hasText: "Suspend this badge" }).click();
    await owner.locator("form[action$=suspend]").getByLabel("Reason").fill("The examination is looked into.");
    await press(owner.locator("form[action$=suspend]"), "Suspend");
    await shows(owner, "Suspended.");
  }, owner);
  await step("suspended for everybody", async () => {
    await earner.goto(`${server}/b/${issued.maria}`);
    await shows(earner, "This badge is suspended.");
    await shows(earner, "has put it on hold");
    await shows(earner, "The examination is looked into.");
  }, earner);
  await step("reinstated", async () => {
    await press(owner, "Reinstate");
    await shows(owner, "holds again");
    await earner.reload();
    await shows(earner, "This badge is valid.");
  }, owner);

  await step("asked", async () => {
    await earner.goto(`${server}/login`);
    await earner.getByLabel("E-mail address").fill("ada@example.org");
    await earner.getByLabel("Password").fill(issued.password);
    await press(earner, "Log in");
    await earner.getByLabel("New password", { exact: true }).fill("five slow rivers part");
    await earner.getByLabel("New password, once more").fill("five slow rivers part");
    await press(earner, "Save the password");
    await earner.goto(`${server}/requests/new?badge=${issued.ada}`);
    await earner.locator("input[name=kind][value=name]").check();
    await earner.locator("[name=wanted_name], [name=wanted]").first().fill("Ada King");
    await earner.locator("textarea").first().fill("I married.");
    await earner.locator("main form button[type=submit]").first().click();
    await shows(earner, "Ada King");
  });
  await step("inbox", async () => {
    await owner.goto(`${desk}/requests`);
    await shows(owner, "Ada Lovelace");
  }, owner);
  await step("request taken on", async () => {
    await owner.locator("a.request-row").first().click();
    await owner.getByLabel("Answered by").selectOption({ index: 1 });
    await press(owner, "Assign");
    await owner.goto(`${desk}/requests?show=mine`);
    await owner.locator("a.request-row").first().click();
    await owner.getByLabel("Begin with").selectOption({ label: "Please send a document" });
    await press(owner, "Take it");
    assert.match(await owner.getByRole("textbox", { name: "To Ada Lovelace" }).inputValue(), /send us a document/);
  }, owner);
  await step("request approved", async () => {
    await press(owner, "Sign anew and close the request");
    await shows(owner, "Signed anew.");
    await earner.goto(`${server}/b/${issued.ada}`);
    await shows(earner, "Ada King");
    await owner.goto(`${desk}/requests?show=closed`);
    await shows(owner, "Ada King");
  }, owner);
  await step("answers and rules", async () => {
    await owner.goto(`${desk}/requests/answers`);
    await owner.getByLabel("Correct small spelling mistakes by themselves").check();
    await press(owner, "Save");
    await shows(owner, "happen by themselves from now on");
  }, owner);
  await step("reminders", () => owner.goto(`${desk}/issued/reminders`), owner);
  await step("earner", async () => {
    await owner.goto(`${desk}/issued/${issued.ada}`);
    await owner.getByRole("link", { name: "Ada King" }).click();
    await shows(owner, "Cannot log in?");
    await shows(owner, "Request answered");
    await press(owner, "Send the link");
    await shows(owner, "brings a link for a new password");
  }, owner);
} catch (error) {
  if (error !== ended) console.log(error);
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
for (const fault of faults) {
  console.log(`fault: ${fault}`);
  process.exitCode = 1;
}
