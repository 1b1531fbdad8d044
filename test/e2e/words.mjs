// An organization writes the words of a letter: in English and in Spanish, with
// a look at each before it is kept, and a test to itself; an earner who reads
// Spanish is issued a badge; then the English words are built in again.
// Arguments: the server's address, the owner's link, the earner's address and
// temporary password, "scripts" or "no-scripts". Every step that succeeded is
// printed; the first that does not ends the run.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { faults, look, watch } from "./watch.mjs";

const [server, ownerLink, earnerAddress, temporaryPassword, mode] = process.argv.slice(2);
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
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  watch(page, new URL(server).origin);
  return page;
}

const ended = Symbol("a step failed, and has said why");

async function step(name, act, page) {
  try {
    await act();
    if (page && scripts) await look(page, name);
    console.log(`ok: ${name}`);
  } catch (error) {
    console.log(`failed: ${name}, at ${owner.url()}\n${error.stack}`);
    console.log((await owner.locator("main").innerText({ timeout: 1000 }).catch(() => "")).slice(0, 2500));
    throw ended;
  }
}

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const shows = async (page, text) => {
  await page.getByText(text).first().waitFor();
  await page.waitForLoadState();
};

async function choose(page, password) {
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByLabel("New password, once more").fill(password);
  await press(page, "Save the password");
}

// write types words, and looks at the letter: by itself where scripts run.
async function write(subject, text) {
  await owner.getByLabel("Subject").fill(subject);
  await owner.getByLabel("Text after the greeting").fill(text);
  if (!scripts) await press(owner, "Preview");
}

// seen is the letter with what was typed last, and its frame, which lets nothing run.
async function seen(subject, text, html) {
  await owner.locator("#letter-preview dd strong", { hasText: subject }).waitFor();
  await owner.locator("#letter-preview pre", { hasText: text }).waitFor({ state: "attached" });
  const frame = owner.locator("iframe.letter-frame");
  assert.equal(await frame.getAttribute("sandbox"), "");
  const letter = await (await owner.context().request.get(server + await frame.getAttribute("src"))).text();
  assert.ok(letter.includes(html), `${html} is not in the letter`);
  await owner.frameLocator("iframe.letter-frame").locator("p[dir=auto]").first().waitFor();
}

const owner = await person();
const maria = await person();

try {
  await step("the owner finds the letters", async () => {
    await owner.goto(ownerLink);
    await choose(owner, "lamps along the towpath");
    await owner.goto(`${server}/org/riverbank/settings`);
    await owner.getByRole("link", { name: "Write subjects and texts in your own words" }).click();
    await shows(owner, "All letters have the built-in words.");
  }, owner);
  await step("what cannot be filled in is named", async () => {
    await owner.getByRole("link", { name: "English , A badge was issued" }).click();
    await shows(owner, "Built-in words");
    await write("Well done, {nome}", "");
    await shows(owner, "There is no {nome} here.");
  }, owner);
  await step("English words", async () => {
    await write("Well done, {name}", "<b>The college</b> gives you {badge}.\n\nSee {link}.");
    await seen("Well done, María José Núñez", "<b>The college</b> gives you First Aid.", "&lt;b&gt;The college&lt;/b&gt; gives you <bdi>First Aid</bdi>.</p>");
    await press(owner, "Save the words");
    await shows(owner, "The words are saved.");
    await shows(owner, "Your own words");
  }, owner);
  await step("Spanish words", async () => {
    await owner.getByRole("link", { name: "Español , A badge was issued" }).click();
    await shows(owner, "Built-in words");
    await write("¡Enhorabuena, {name}!", "El colegio le entrega {badge}.\n\nPreguntas: {email}.");
    await seen("¡Enhorabuena, María José Núñez!", "Preguntas: b@riverbank.example.", "El colegio le entrega <bdi>First Aid</bdi>.</p>");
  }, owner);
  await step("a test of what is not kept yet", async () => {
    await press(owner, "Send a test to me");
    await shows(owner, "The test is on its way to b@riverbank.example.");
    assert.equal(await owner.getByLabel("Subject").inputValue(), "¡Enhorabuena, {name}!");
    await press(owner, "Save the words");
    await shows(owner, "The words are saved.");
  });
  await step("a list that shows which are their own", async () => {
    await owner.getByRole("link", { name: "Words of the letters" }).click();
    await shows(owner, "2 letters have words of your own");
    await owner.getByRole("link", { name: "Español , A badge was issued , your own words" }).waitFor();
  }, owner);
  await step("an earner chooses Spanish", async () => {
    await maria.goto(`${server}/login`);
    await maria.getByLabel("E-mail address").fill(earnerAddress);
    await maria.getByLabel("Password").fill(temporaryPassword);
    await press(maria, "Log in");
    await choose(maria, "a boat under the willows");
    await maria.getByLabel("Language").selectOption("es");
    await press(maria, "Show");
    await maria.locator("html[lang=es]").waitFor();
  });
  await step("a badge is issued to her", async () => {
    await owner.goto(`${server}/org/riverbank/issue/people?badge=wound-care&by=one`);
    await owner.getByLabel("Name", { exact: true }).fill("María José Núñez");
    await owner.getByLabel("E-mail", { exact: true }).fill(earnerAddress);
    await press(owner, "Check this person");
    await owner.getByLabel(/We have the right/).check();
    await owner.getByRole("button", { name: /^Go on with/ }).click();
    await shows(owner, "Well done, María José Núñez"); // the desk reads English
    await owner.getByRole("link", { name: "The letter is fine" }).click();
    await owner.getByLabel("Hold the letters for").selectOption("0");
    await owner.getByRole("button", { name: /^Issue 1 badge/ }).click();
    await shows(owner, "1 badge issued");
  });
  await step("the built-in words are back", async () => {
    await owner.goto(`${server}/org/riverbank/settings/letters/issued/en`);
    await press(owner, "Back to the built-in words");
    await shows(owner, "The built-in words stand there again.");
    assert.equal(await owner.getByLabel("Subject").inputValue(), "");
  });
  if (faults.size > 0) {
    console.log([...faults].join("\n"));
    process.exitCode = 1;
  }
} catch (error) {
  if (error !== ended) console.log(error.stack);
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
