// The ways to a badge other than a file, as people meet them: a code on a
// poster, a slip of paper, an application that is approved, and a pathway that
// is completed. Arguments: the server's address and the setup link. Every step
// that succeeded is printed; the first that does not ends the run.
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

async function person(width = 1280) {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
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
    for (const p of [page, owner, phone]) if (p) console.log((await p.locator("main").innerText({ timeout: 1000 }).catch(() => "")).slice(0, 1000));
    throw ended;
  }
}

const press = (page, name) => page.getByRole("button", { name }).click();
const shows = (page, text) => page.getByText(text).first().waitFor();
const picture = (color) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="48" fill="${color}"/><circle cx="50" cy="50" r="38" fill="none" stroke="#fff" stroke-width="3"/></svg>`;
const [owner, phone] = [await person(), await person(390)];
const desk = `${server}/org/riverbank`;
const staff = { email: "robin@riverbank.example", password: "lamps along the towpath" };
const ada = { name: "Ada Byron", email: "ada@example.org", password: "three quiet rivers meet" };

// letter is the text of the newest letter to somebody with a subject.
async function letter(to, subject) {
  await owner.goto(`${server}/admin/letters`);
  await owner.getByRole("row").filter({ hasText: to }).filter({ hasText: subject }).first().getByRole("link").click();
  return owner.getByRole("region", { name: "Text of the letter" }).innerText();
}
const linkIn = (text, path) => text.match(new RegExp(`${server}${path}\\S+`))[0];

async function badge(name, color) {
  await owner.goto(`${desk}/badges/new`);
  await owner.getByLabel("Name", { exact: true }).fill(name);
  await owner.getByLabel("Description").fill(`${name}: shown twice.`);
  await owner.getByLabel("What it takes to earn it").fill("An examination.");
  await owner.getByLabel("The picture in words").fill("A disk with a ring");
  await owner.locator("input[type=file]").setInputFiles({ name: "badge.svg", mimeType: "image/svg+xml", buffer: Buffer.from(picture(color)) });
  await press(owner, "Create the badge");
  await owner.waitForURL((url) => !url.pathname.endsWith("/new"));
}

// proves opens the link of the letter and presses its button.
async function proves(email, subject, button) {
  await phone.goto(linkIn(await letter(email, subject), "/claim/confirm/"));
  await press(phone, button);
}

try {
  await step("organization with three badges", async () => {
    await owner.goto(setupLink);
    await owner.getByLabel("Name", { exact: true }).fill("Riverbank College");
    await owner.getByLabel("Short name").fill("riverbank");
    await owner.getByLabel("Website").fill("https://riverbank.example");
    await owner.getByLabel("Contact e-mail").fill("badges@riverbank.example");
    await owner.getByLabel("Your name").fill("Robin Rivers");
    await owner.getByLabel("Your e-mail address").fill(staff.email);
    await owner.getByLabel("Password").fill(staff.password);
    await press(owner, "Create both");
    await badge("Wound Care", "#0f766e");
    await badge("First Aid", "#a82f56");
    await badge("Ward Leader", "#b08a3c");
  });

  await step("nothing given out yet", () => owner.goto(`${desk}/claims`), owner);
  await step("form for a code", () => owner.getByRole("link", { name: "Claim code" }).click(), owner);
  let code, codePage;
  await step("a code is made", async () => {
    await owner.getByLabel("Badge", { exact: true }).selectOption({ label: "Wound Care" });
    await owner.getByLabel("A line for the people").fill("Spring Nursing Conference, Hall B");
    await owner.getByLabel("Closes").fill("2099-06-30T17:00");
    await owner.getByLabel("How many badges").fill("50");
    await press(owner, "Make the code");
    code = await owner.locator(".offer-code").innerText();
    codePage = owner.url();
    assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  }, owner);
  await step("the poster", async () => {
    await owner.getByRole("link", { name: "Print the poster" }).click();
    await shows(owner, code);
    await owner.locator(".poster-qr").evaluate((image) => image.decode());
  }, owner);
  await step("the poster is one page of A4", async () => {
    const pdf = (await owner.pdf({ preferCSSPageSize: true })).toString("latin1");
    assert.equal(pdf.match(/\/Type \/Page\b/g).length, 1);
    const [, width, height] = pdf.match(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/);
    assert.ok(Math.abs(width - 595) < 2 && Math.abs(height - 842) < 2, `${width} by ${height}`);
  });

  await step("a code that opens nothing", async () => {
    phone.allowed.add(422);
    await phone.goto(`${server}/claim`);
    await phone.getByLabel("The code").fill("zzzz zzzz");
    await press(phone, "Go on");
    await shows(phone, "This code opens nothing");
  }, phone);
  await step("the code, typed by hand", async () => {
    await phone.getByLabel("The code").fill(code.toLowerCase().replace("-", " "));
    await press(phone, "Go on");
    await shows(phone, "50 badges are left");
  }, phone);
  await step("asked for the badge", async () => {
    await phone.getByLabel("Your name").fill(ada.name);
    await phone.getByLabel("Your e-mail address").fill(ada.email);
    await press(phone, "Get the badge");
    await shows(phone, "Check your mailbox");
  }, phone);
  await step("the link of the letter", async () => phone.goto(linkIn(await letter(ada.email, "Get your badge"), "/claim/confirm/")), phone);
  await step("claimed by a code", async () => {
    await press(phone, "Get the badge");
    await shows(phone, "The badge is yours"); // the page asks for itself until it is signed
  }, phone);
  await step("the badge verifies", async () => {
    await phone.getByRole("link", { name: "See your badge" }).click();
    await shows(phone, "Valid");
    await shows(phone, ada.name);
  });
  await step("the organization sees who came", async () => {
    await owner.goto(codePage);
    await shows(owner, "1 of 50 taken");
    await shows(owner, ada.name);
  }, owner);

  let slips;
  await step("form for slips", () => owner.goto(`${desk}/claims/new?kind=slips`), owner);
  await step("slips are printed", async () => {
    await owner.getByLabel("Badge", { exact: true }).selectOption({ label: "Wound Care" });
    await owner.getByLabel("Names").fill("Grace Hopper\nAnnie Easley\n");
    await press(owner, "Make the slips");
    slips = owner.url();
    await owner.getByRole("link", { name: "Print the slips" }).click();
    assert.equal(await owner.locator(".slip").count(), 2);
  }, owner);
  await step("a slip has its name", async () => {
    await phone.goto(`${server}/claim?code=${await owner.locator(".slip-code").first().innerText()}`);
    await shows(phone, "Grace Hopper");
  }, phone);
  await step("claimed by a slip", async () => {
    await phone.getByLabel("Your e-mail address").fill("grace@example.org");
    await press(phone, "Get the badge");
    await shows(phone, "Check your mailbox");
    await proves("grace@example.org", "Get your badge", "Get the badge");
    await shows(phone, "The badge is yours");
    await owner.goto(`${slips}/slips`);
    assert.equal(await owner.locator(".slip").count(), 1);
  });

  await step("no pathway yet", () => owner.goto(`${desk}/pathways`), owner);
  await step("form of a pathway", async () => {
    await owner.getByLabel("Badge", { exact: true }).selectOption({ label: "Ward Leader" });
    await press(owner, "Make a pathway to it");
    await shows(owner, "Which badges lead there?");
  }, owner);
  await step("a pathway", async () => {
    await owner.getByLabel("Wound Care").check();
    await owner.getByLabel("First Aid").check();
    await press(owner, "Save the pathway");
    await shows(owner, "All of:");
  }, owner);
  await step("the pathway on the badge's public page", async () => {
    await phone.goto(`${server}/o/riverbank`);
    await phone.getByRole("link", { name: "Ward Leader" }).first().click();
    await shows(phone, "both of these badges");
  }, phone);

  await step("form for applications", () => owner.goto(`${desk}/claims/new?kind=application`), owner);
  let applications;
  await step("open for applications", async () => {
    await owner.getByLabel("Badge", { exact: true }).selectOption({ label: "First Aid" });
    await owner.getByLabel("A line for the people").fill("Tell us when you helped somebody.");
    await press(owner, "Open it");
    await shows(owner, "0 taken");
    applications = owner.url();
  }, owner);
  await step("the application", async () => {
    await phone.goto(`${server}/o/riverbank`);
    await phone.getByRole("link", { name: "First Aid" }).first().click();
    await phone.getByRole("link", { name: "Apply for this badge" }).click();
    await phone.getByLabel("Your name").fill(ada.name);
    await phone.getByLabel("Your e-mail address").fill(ada.email);
    await phone.getByLabel("How do you meet").fill("On the ferry, in March.\nThe captain wrote a report.");
    await phone.getByLabel("A link to your work").fill("https://ada.example/report");
    await phone.locator("input[type=file]").setInputFiles({ name: "report.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4 report") });
  }, phone);
  await step("the application arrives", async () => {
    await press(phone, "Apply");
    await shows(phone, "Until you press the button");
    await proves(ada.email, "Send your application", "Send the application");
    await shows(phone, "has your application");
  }, phone);
  await step("applications to decide", async () => {
    await owner.goto(applications);
    await shows(owner, "To decide");
  }, owner);
  await step("one application", async () => {
    await owner.getByRole("link", { name: ada.name }).click();
    await shows(owner, "The captain wrote a report.");
  }, owner);
  await step("application approved", async () => {
    await owner.getByLabel("To Ada Byron").fill("Well done.");
    await press(owner, "Approve and issue");
    await shows(owner, "1 approved");
    await phone.reload();
    await shows(phone, "The badge is yours");
  });

  await step("pathway completed", async () => {
    await phone.goto(`${server}/password/new`);
    await phone.getByLabel("E-mail address").fill(ada.email);
    await phone.locator("main form button[type=submit]").click();
    await phone.goto(linkIn(await letter(ada.email, "password"), "/password/"));
    await phone.getByLabel("New password", { exact: true }).fill(ada.password);
    await phone.getByLabel("New password, once more").fill(ada.password);
    await press(phone, "Save the password");
    await phone.waitForURL(/portfolio/);
    for (let n = 0; n < 40; n++) { // the pathway is looked at by a job
      await phone.goto(`${server}/pathways`);
      if (await phone.getByText("Yours: see it").count()) break;
      await phone.waitForTimeout(250);
    }
    await shows(phone, "Yours: see it");
  }, phone);
  await step("what the pathway brought verifies", async () => {
    await phone.getByRole("link", { name: "Yours: see it" }).click();
    await shows(phone, "Ward Leader");
    assert.match(await letter(ada.email, "Ward Leader"), /Congratulations/);
  });
  await step("everything that is given out", () => owner.goto(`${desk}/claims`), owner);
  await step("a code that was ended", async () => {
    await owner.goto(codePage);
    await press(owner, "End it now");
    await shows(owner, "It is ended");
    await phone.goto(`${server}/claim/${code.replace("-", "")}`);
    await shows(phone, "has closed this");
  }, phone);
} catch (error) {
  if (error !== ended) throw error;
  process.exitCode = 1;
} finally {
  for (const fault of faults) console.log(`fault: ${fault}`);
  if (faults.size > 0) process.exitCode = 1;
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
