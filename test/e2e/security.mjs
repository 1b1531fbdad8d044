// Logging in and its safety, as people see it: a temporary password, ten
// failures, the organization unlocks, a link, a passkey, an authenticator app,
// a session ended from another browser. Arguments: the server's address and the
// setup link. Every step that succeeded is printed; the first that does not
// ends the run.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
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
const shows = async (page, text) => { // and the page whole, to its last line
  await page.getByText(text).first().waitFor();
  await page.waitForLoadState();
};
const path = (page) => new URL(page.url()).pathname;

async function logIn(page, email, password) {
  await page.goto(`${server}/login`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
}

async function choose(page, password) {
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByLabel("New password, once more").fill(password);
  await press(page, "Save the password");
}

// letter is the text of the newest letter to somebody with a subject.
async function letter(to, subject) {
  await owner.goto(`${server}/admin/letters`);
  const row = owner.getByRole("row").filter({ hasText: to }).filter({ hasText: subject }).first();
  await Promise.all([owner.waitForURL("**/admin/letters/*"), row.getByRole("link").click()]); // whole, to its last line
  return owner.getByRole("region", { name: "Text of the letter" }).innerText();
}

// code is what an authenticator app shows (RFC 6238), some steps away from now.
function code(key, steps = 0) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...key].map((c) => alphabet.indexOf(c).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, "0");
}

const ada = { email: "ada@example.org", password: "three quiet rivers meet" };
const staff = { email: "robin@riverbank.example", password: "lamps along the towpath" };
const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="48" fill="#0f766e"/></svg>`;
const [owner, holder, stranger] = [await person(), await person(), await person()];
let temporary, key;

try {
  await step("organization with an earner", async () => {
    await owner.goto(setupLink);
    await owner.getByLabel("Name", { exact: true }).fill("Riverbank College");
    await owner.getByLabel("Short name").fill("riverbank");
    await owner.getByLabel("Website").fill("https://riverbank.example");
    await owner.getByLabel("Contact e-mail").fill("badges@riverbank.example");
    await owner.getByLabel("Your name").fill("Robin Rivers");
    await owner.getByLabel("Your e-mail address").fill(staff.email);
    await owner.getByLabel("Password").fill(staff.password);
    await press(owner, "Create both");
    await owner.goto(`${server}/org/riverbank/badges/new`);
    await owner.getByLabel("Name", { exact: true }).fill("Wound Care");
    await owner.getByLabel("Description").fill("Treats wounds.");
    await owner.getByLabel("What it takes to earn it").fill("An examination.");
    await owner.getByLabel("The picture in words").fill("A shield with a drop");
    await owner.locator("input[type=file]").setInputFiles({ name: "badge.svg", mimeType: "image/svg+xml", buffer: Buffer.from(picture) });
    await press(owner, "Create the badge");
    await owner.goto(`${server}/org/riverbank/issue`);
    await owner.locator("input[type=file]").setInputFiles({ name: "p.csv", mimeType: "text/csv", buffer: Buffer.from(`Name,E-mail\nAda Byron,${ada.email}\n`) });
    await press(owner, "Read the file");
    await press(owner, "Check the people");
    await owner.getByLabel(/^We have the right/).check();
    await press(owner, "Go on with 1");
    await owner.getByRole("link", { name: "The letter is fine" }).click();
    await press(owner, /^Issue 1 badge/);
    await shows(owner, "1 badge issued");
    temporary = (await letter(ada.email, "")).match(/\b[2-9a-z]{4}(-[2-9a-z]{4}){4}\b/)[0];
  });

  await step("first login with a temporary password", async () => {
    await logIn(holder, ada.email, temporary);
    await shows(holder, "Choose a new password");
  }, holder);
  await step("strength shown while typing", async () => {
    const field = holder.getByLabel("New password", { exact: true });
    await field.fill("short");
    await shows(holder, "7 more characters.");
    await field.fill("abababababababab");
    await shows(holder, "Easy to guess");
    await field.fill(ada.password);
    await shows(holder, "Strong.");
  }, holder);
  await step("common password refused", async () => {
    holder.allowed.add(422);
    await choose(holder, "1qaz2wsx3edc");
    await shows(holder, "among the first that are tried");
    holder.allowed.clear();
  }, holder);
  await step("own password", async () => {
    await choose(holder, ada.password);
    await holder.waitForURL("**/portfolio");
  });

  await step("ten failures", async () => {
    stranger.allowed.add(403);
    for (let n = 1; n <= 9; n++) await logIn(stranger, ada.email, "a wrong guess");
    await shows(stranger, "do not belong together");
    await logIn(stranger, ada.email, "a wrong guess");
    await shows(stranger, "Your account was locked because of 10 unsuccessful attempts to login. Please contact the issuing organization to unlock your account.");
  }, stranger);
  await step("own browser still works", async () => {
    await holder.goto(`${server}/portfolio`);
    await press(holder, "Log out");
    await logIn(holder, ada.email, ada.password);
    await holder.waitForURL("**/portfolio");
    await holder.goto(`${server}/security`);
    await shows(holder, "locked for browsers that you do not know");
  }, holder);
  await step("organization unlocks", async () => {
    await owner.goto(`${server}/org/riverbank/earners`);
    await owner.getByLabel("Unlock Ada Byron").check();
    await look(owner, "earners with a locked one");
    await press(owner, "Unlock the ticked accounts");
    await shows(owner, "Unlocked: 1.");
  }, owner);
  await step("recovery by link", async () => {
    const link = (await letter(ada.email, "unlocked")).match(new RegExp(`${server}/password/(?!new)\\S+`))[0];
    await stranger.goto(link);
    await choose(stranger, "a new one after the lock");
    await stranger.waitForURL("**/portfolio");
    ada.password = "a new one after the lock";
    stranger.allowed.clear();
  });

  const devtools = await holder.context().newCDPSession(holder);
  await devtools.send("WebAuthn.enable");
  const authenticator = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  assert.ok(authenticator.authenticatorId);
  await step("passkey added", async () => {
    await logIn(holder, ada.email, ada.password);
    await holder.goto(`${server}/security`);
    const form = holder.locator("form[data-passkey=add]");
    await form.getByLabel("Name").fill("Ada's laptop");
    await form.getByLabel("Your password").fill(ada.password);
    await press(holder, "Add a passkey");
    await shows(holder, "The passkey is added.");
    await shows(holder, "Ada's laptop");
  }, holder);
  await holder.addInitScript(() => {
    const get = navigator.credentials.get.bind(navigator.credentials);
    navigator.credentials.get = (options) => { window.asked = options.mediation; return get(options); };
  });
  await step("passkey filled in by the browser", async () => {
    await press(holder, "Log out");
    await Promise.all([holder.waitForResponse(`${server}/login/passkey`), holder.goto(`${server}/login?next=/security`)]);
    await holder.waitForURL(`${server}/security`);
  });
  await step("login with a passkey", async () => {
    const touch = (enabled) => devtools.send("WebAuthn.setAutomaticPresenceSimulation", { ...authenticator, enabled });
    await touch(false); // nobody chooses what the browser offers
    await press(holder, "Log out");
    await holder.goto(`${server}/login?next=/security`);
    await holder.waitForFunction(() => window.asked === "conditional");
    assert.equal(await holder.getByLabel("E-mail address").getAttribute("autocomplete"), "username webauthn");
    await touch(true);
    await Promise.all([holder.waitForResponse("**/login/passkey/begin"), press(holder, "Log in with a passkey")]);
    await holder.waitForURL(`${server}/security`);
  });

  await step("authenticator app", async () => {
    await holder.locator("form[action='/security/authenticator']").getByLabel("Your password").fill(ada.password);
    await press(holder, "Set up an app");
    await holder.waitForLoadState();
    key = (await holder.locator("code.key").innerText()).replaceAll(" ", "");
    assert.ok(await holder.locator(".qr img").evaluate((picture) => picture.naturalWidth > 100), "no QR code");
  }, holder);
  await step("recovery codes", async () => {
    await holder.getByLabel("Code").fill(code(key));
    await press(holder, "Turn it on");
    await shows(holder, "They are not shown again.");
    assert.equal(await holder.locator(".codes code").count(), 10);
  }, holder);
  await step("code asked for", async () => {
    await stranger.goto(`${server}/portfolio`);
    await press(stranger, "Log out");
    await logIn(stranger, ada.email, ada.password);
    await shows(stranger, "Second step");
  }, stranger);
  await step("login with a code", async () => {
    await stranger.getByLabel("Code").fill(code(key, 1)); // the one of just now is spent
    await stranger.getByRole("button", { name: "Log in", exact: true }).click();
    await stranger.waitForURL("**/portfolio");
  });

  await step("session ended", async () => {
    await holder.goto(`${server}/security`);
    await holder.getByRole("button", { name: /^Sign out / }).first().click();
    await shows(holder, "signed out");
    await press(holder, "Sign out everywhere else");
    await shows(holder, "All other browsers are signed out");
    await stranger.goto(`${server}/portfolio`);
    assert.equal(path(stranger), "/login");
  }, holder);
} catch (error) {
  if (error !== ended) throw error;
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
for (const fault of faults) console.log(`fault: ${fault}`);
if (faults.size > 0) process.exitCode = 1;
