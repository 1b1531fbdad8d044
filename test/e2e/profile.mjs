// The profile of an earner, as people see it: words and a photo of theirs, an
// address added by the link of a letter and logged in with, a name that the
// organization corrects under the same address, an account of another address
// joined, and a change undone. Arguments: the server's address and the setup
// link. Every step that succeeded is printed; the first that does
// not ends the run.
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
const shows = async (page, text) => { // and the page whole, to its last line
  await page.getByText(text).first().waitFor();
  await page.waitForLoadState();
};

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

const ada = { email: "ada@example.org", password: "three quiet rivers meet" };
const staff = { email: "robin@riverbank.example", password: "lamps along the towpath" };
const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="48" fill="#0f766e"/></svg>`;
const [owner, holder, second] = [await person(), await person(), await person()];
const home = "ada@home.example";
const old = "a.byron@clinic.example";
let code;

// linkIn is the first address of a letter that leads to a path.
const linkIn = (text, path) => text.match(new RegExp(`${server}${path}\\S+`))[0];

async function addAddress(email) {
  await holder.goto(`${server}/profile`);
  await holder.getByLabel("New address").fill(email);
  await holder.locator("form[action='/profile/addresses']").getByLabel("Your password").fill(ada.password);
  await press(holder, "Send the link");
  await shows(holder, `We sent a link to ${email}`);
}

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
    await owner.locator("input[type=file]").setInputFiles({ name: "p.csv", mimeType: "text/csv", buffer: Buffer.from(`Name,E-mail\nAda Byron,${ada.email}\nA. Byron,${old}\n`) });
    await press(owner, "Read the file");
    await press(owner, "Check the people");
    await owner.getByLabel(/^We have the right/).check();
    await press(owner, "Go on with 2");
    await owner.getByRole("link", { name: "The letter is fine" }).click();
    await press(owner, /^Issue 2 badges/);
    await shows(owner, "2 badges issued");
  });
  await step("link requested", async () => {
    await holder.goto(`${server}/login`);
    await holder.getByRole("link", { name: "Request New Password" }).click();
    await holder.getByLabel("E-mail address").fill(ada.email);
    await press(holder, "Send the link");
    await shows(holder, "If an account belongs to");
  }, holder);
  await step("first login by the link", async () => {
    await holder.goto(linkIn(await letter(ada.email, "Choose a new password"), "/password/"));
    await choose(holder, ada.password);
    await holder.goto(`${server}/portfolio`);
    await shows(holder, "1 badge issued to");
  });

  await step("profile", async () => {
    await holder.getByRole("link", { name: "Profile", exact: true }).click();
    await shows(holder, "Ada Byron");
    assert.match(await holder.getByRole("link", { name: /^Ask Riverbank College/ }).getAttribute("href"), /^\/requests\/new\?badge=\w{12}&kind=name$/);
  }, holder);
  await step("words and a photo", async () => {
    await holder.getByLabel("Workplace").fill("Riverside Clinic");
    await holder.getByLabel("Professional title").fill("Wound care nurse");
    await holder.getByLabel("Bio").fill("Nurse by day, sailor by night.");
    await holder.getByLabel("Words for link 1").fill("Home page");
    await holder.getByLabel("Address of link 1").fill("https://ada.example");
    await holder.getByRole("button", { name: "Save", exact: true }).click();
    await shows(holder, "Your profile is saved.");
    assert.equal(await holder.getByLabel("Workplace").inputValue(), "Riverside Clinic");
    const photo = await holder.screenshot({ clip: { x: 0, y: 0, width: 300, height: 200 } });
    await holder.locator("input[type=file]").setInputFiles({ name: "me.png", mimeType: "image/png", buffer: photo });
    await press(holder, "Save the photo");
    await shows(holder, "Your photo is saved.");
    const size = await holder.getByAltText("Your photo").evaluate((img) => img.decode().then(() => [img.naturalWidth, img.naturalHeight]));
    assert.deepEqual(size, [512, 512]);
  }, holder);
  await step("a link that is none is refused", async () => {
    holder.allowed.add(422);
    await holder.getByLabel("Address of link 2").fill("javascript:alert(1)");
    await holder.getByRole("button", { name: "Save", exact: true }).click();
    await shows(holder, "Give a web address that begins with https://.");
    holder.allowed.clear();
  }, holder);

  await step("right name asked for", async () => {
    await holder.goto(`${server}/profile`);
    await holder.getByRole("link", { name: /^Ask Riverbank College/ }).click();
    assert.ok(await holder.getByLabel("The name is wrong").isChecked());
    code = new URL(holder.url()).searchParams.get("badge");
    await holder.getByLabel("The name as it should be").fill("Ada Lovelace");
    await holder.getByLabel("What should they know?").fill("I married, and my name is now the one above.");
    await press(holder, "Send to Riverbank College");
    await shows(holder, "Riverbank College has your request");
  }, holder);
  await step("organization signs anew", async () => {
    await owner.goto(`${server}/org/riverbank/requests`);
    await owner.locator("main a.request-row").click();
    assert.equal(await owner.getByLabel("Name", { exact: true }).inputValue(), "Ada Lovelace");
    await look(owner, "request to correct a name");
    await press(owner, "Sign anew and close the request");
    await shows(owner, "Signed anew");
  }, owner);
  await step("new name under the same address", async () => {
    await holder.goto(`${server}/portfolio/${code}`);
    assert.equal(await holder.getByRole("textbox", { name: "Address of the badge page" }).inputValue(), `${server}/b/${code}`);
    await shows(holder, "it was Ada Byron");
    const before = await holder.request.get(server + await holder.getByRole("link", { name: "Document of then" }).getAttribute("href"));
    assert.match(await before.text(), /Ada Byron/);
    await second.goto(`${server}/b/${code}`);
    await shows(second, "This badge is valid.");
    await shows(second, "Ada Lovelace");
    assert.equal(await second.getByText("Ada Byron").count(), 0);
    assert.match(await letter(ada.email, "corrected"), new RegExp(`${server}/b/${code}`));
  }, holder);

  await step("address waits", () => addAddress(home), holder);
  await step("link of the letter", async () => {
    await holder.goto(linkIn(await letter(home, "Is this address yours"), "/profile/addresses/confirm/"));
    await shows(holder, "becomes one more address");
  }, holder);
  await step("address added", async () => {
    await press(holder, "Add the address");
    await shows(holder, `${home} is added.`);
  }, holder);
  await step("logged in with it", async () => {
    await logIn(second, home, ada.password);
    await shows(second, "1 badge issued to");
  });
  await step("another account joined", async () => {
    await addAddress(old);
    await holder.goto(linkIn(await letter(old, "Is this address yours"), "/profile/addresses/confirm/"));
    await shows(holder, "an account of its own, with 1 badge");
    await look(holder, "two accounts");
    await press(holder, "Make the two accounts one");
    await shows(holder, "everything in its account is here now");
    await holder.goto(`${server}/portfolio`);
    await shows(holder, "2 badges");
  });
  await step("names of both", () => holder.goto(`${server}/profile`), holder);
  await step("undone from another address", async () => {
    second.allowed.add(403);
    await second.goto(linkIn(await letter(ada.email, "An address was added"), "/profile/undo/"));
    await look(second, "undo");
    await press(second, "Undo it");
    await shows(second, "It is undone");
    await holder.goto(`${server}/profile`);
    await holder.getByLabel("E-mail address").waitFor();
  }, second);
} catch (error) {
  if (error !== ended) throw error;
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
for (const fault of faults) console.log(`fault: ${fault}`);
if (faults.size > 0) process.exitCode = 1;
