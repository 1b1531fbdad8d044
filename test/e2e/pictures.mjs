// Pictures of the pages of the earner's side, and of those that anybody sees.
// Arguments: the public address, where the server is reached, the folder for
// the pictures; the staged codes and the owner's login come on standard input
// (pictures_test.go). Every page is taken at 1280 pixels in light and at 390
// pixels in dark; the badge page and the portfolio in both themes at both
// widths. Guides get small pictures of their own: guide-*.png.
import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [server, front, out] = process.argv.slice(2);
const { codes, owner: ownerEmail, password: ownerPassword, foreign } = JSON.parse(readFileSync(0, "utf8"));
const tallest = { 1280: 1700, 390: 2000 };
const profile = mkdtempSync(join(tmpdir(), "laurel-e2e-"));
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--ignore-certificate-errors", `--host-resolver-rules=MAP ${new URL(server).host} ${front}`,
  ],
  env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
});

async function person() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ignoreHTTPSErrors: true, reducedMotion: "reduce", timezoneId: "UTC", locale: "en-US" });
  context.setDefaultTimeout(15_000);
  return context.newPage();
}

// shrink stores a picture with a palette, where ImageMagick is there to do it.
function shrink(file) {
  try {
    execFileSync("convert", [file, "+dither", "-colors", "96", "-define", "png:compression-level=9", `PNG8:${file}`]);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

const file = (name, width, scheme) => join(out, `${name}-${width}${scheme === "dark" ? "-dark" : ""}.png`);

// dress shows a page at a width and in a theme, with everything loaded.
async function dress(page, width, colorScheme) {
  await page.setViewportSize({ width, height: 860 });
  await page.emulateMedia({ colorScheme });
  await page.evaluate(async () => {
    for (const picture of document.images) picture.loading = "eager";
    await Promise.all([...document.images].map((picture) => picture.decode().catch(() => {})));
    await document.fonts.ready;
    document.getAnimations().forEach((a) => a.cancel());
    window.scrollTo(0, 0);
  });
}

// shot takes the pictures of the page as it stands; wide ones in both themes.
async function shot(page, name, both = false) {
  for (const [width, scheme] of both ? [[1280, "light"], [1280, "dark"], [390, "light"], [390, "dark"]] : [[1280, "light"], [390, "dark"]]) {
    await dress(page, width, scheme);
    const { height, over } = await page.evaluate(() => ({ height: document.documentElement.scrollHeight, over: document.documentElement.scrollWidth - document.documentElement.clientWidth }));
    if (over > 0) console.log(`fault: ${name} at ${width}: ${over} pixels too wide`);
    const path = file(name, width, scheme);
    await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, tallest[width]) } });
    shrink(path);
  }
  await dress(page, 1280, "light");
}

// part takes one part of the page for the guides, in light.
async function part(page, name, locator, height = 900) {
  await dress(page, 760, "light");
  const box = await locator.boundingBox();
  const path = join(out, `guide-${name}.png`);
  const x = Math.max(0, box.x - 16), y = Math.max(0, box.y - 16);
  await page.screenshot({ path, fullPage: true, clip: { x, y, width: Math.min(760 - x, box.width + 32), height: Math.min(height, box.height + 32) } });
  shrink(path);
  await dress(page, 1280, "light");
}

const go = (page, path) => page.goto(new URL(path, server).href);
const press = (page, name) => page.getByRole("button", { name }).first().click();
const shows = (page, text) => page.getByText(text).first().waitFor();
const see = async (page, name, path, both) => { await go(page, path); await shot(page, name, both); };
const unfold = (page, text) => page.locator("summary", { hasText: text }).first().click();

// load is a file as the browser gets it.
async function load(page, path) {
  const bytes = await page.evaluate(async (p) => [...new Uint8Array(await (await fetch(p)).arrayBuffer())], path);
  return Buffer.from(bytes);
}

async function logIn(page, email, password) {
  await go(page, "/login");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
}

// letter is the text of the newest letter to somebody with a subject; it stays
// open in the owner's browser.
async function letter(to, subject = "") {
  await go(owner, "/admin/letters");
  await owner.getByRole("row").filter({ hasText: to }).filter({ hasText: subject }).first().getByRole("link").click();
  return owner.getByRole("region", { name: "Text of the letter" }).innerText();
}

// code is what an authenticator app shows (RFC 6238).
function code(key) {
  const bits = [...key].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac("sha1", Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)))).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1e6).padStart(6, "0");
}

const [owner, maria, mohammed, amara, stranger] = [await person(), await person(), await person(), await person(), await person()];
const password = "three quiet rivers meet";
const email = "maria.nunez@example.org";
const temporary = async (to) => (await letter(to, "Certified Wound Care")).match(/Temporary password:\s+(\S+)/)[1];

// begin lets an earner in for the first time.
async function begin(page, to, seen) {
  await logIn(page, to, await temporary(to));
  await shows(page, "Choose a new password");
  if (seen) await seen();
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByLabel("New password, once more").fill(password);
  await press(page, "Save the password");
  await page.waitForURL("**/portfolio");
}

async function entrance() {
  await see(stranger, "home", "/");
  await see(stranger, "login", "/login");
  await part(stranger, "login", stranger.locator("main"));
  await see(stranger, "password-request", "/password/new");
  await stranger.getByLabel("E-mail address").fill(email);
  await press(stranger, "Send the link");
  await shot(stranger, "password-request-sent");
  await logIn(owner, ownerEmail, ownerPassword);
  await letter(email, "Certified Wound Care");
  await shot(owner, "letter");
  await owner.getByRole("link", { name: "See it as mail programs show it" }).click();
  await shot(owner, "letter-in-colors");
  await begin(maria, email, () => shot(maria, "password-choose"));
}

async function badges() {
  await see(maria, "portfolio", "/portfolio", true);
  await see(maria, "portfolio-list", "/portfolio?view=list");
  await see(maria, "portfolio-nothing-found", "/portfolio?q=astronomy");
  await go(maria, `/portfolio/${codes.public}`);
  await maria.getByLabel("Everybody", { exact: true }).check();
  await press(maria, "Save");
  await shot(maria, "badge-in-portfolio", true);
  await part(maria, "share", maria.locator("#share"));
  await part(maria, "visibility", maria.locator("section", { has: maria.getByRole("heading", { name: "Who may open it" }) }));
  for (const d of await maria.locator("#share summary").all()) await d.click();
  await shot(maria, "badge-in-portfolio-unfolded");
  await go(maria, `/portfolio/${codes.public}`);
  await unfold(maria, "Send it by e-mail");
  await maria.getByLabel("To", { exact: true }).fill("amara.okafor@example.org");
  await maria.getByLabel("Your note").fill("Dear Amara, this is the course I told you about.");
  await press(maria, "Send the letter");
  await shot(maria, "badge-sent-by-letter");
  for (const state of ["ending", "expired", "revoked"]) await see(maria, `badge-in-portfolio-${state}`, `/portfolio/${codes[state]}`);
  await go(maria, `/portfolio/${codes.private}`);
  await maria.getByLabel("Only you", { exact: true }).check();
  await press(maria, "Save");
  await shot(maria, "badge-in-portfolio-private");
}

async function badgePages() {
  await see(stranger, "badge-page", `/b/${codes.valid}`, true);
  for (const state of ["expired", "revoked", "private"]) await see(stranger, `badge-page-${state}`, `/b/${codes[state]}`);
  await see(stranger, "badge-page-embed", `/b/${codes.public}/embed`);
  await see(stranger, "organization", "/o/brigid");
  await go(stranger, `/b/${codes.public}`);
  await go(stranger, await stranger.locator("a[href^='/a/']").first().getAttribute("href").catch(() => "/o/brigid"));
  await shot(stranger, "achievement");
  await see(stranger, "verify", "/verify");
  const png = await load(stranger, `/b/${codes.valid}.png`);
  for (const [name, buffer] of [["valid", png], ["cannot-be-verified", Buffer.from(foreign.replace("Knows rings", "Knows kings"))]]) {
    await go(stranger, "/verify");
    await stranger.locator("input[type=file]").setInputFiles({ name: name === "valid" ? "badge.png" : "badge.json", mimeType: "application/octet-stream", buffer });
    await stranger.locator("form").filter({ has: stranger.locator("input[type=file]") }).getByRole("button").last().click();
    await shows(stranger, name === "valid" ? "This badge is valid." : "cannot be verified");
    await shot(stranger, `verify-${name}`);
    if (name === "valid") await part(stranger, "verify", stranger.locator("main"), 640);
  }
}

async function together() {
  await see(maria, "collections-empty", "/collections");
  await maria.getByLabel("Name", { exact: true }).fill("For my application to the city hospital");
  await maria.getByLabel("About it").fill("What I bring for the position of a wound care nurse, the newest first.");
  await press(maria, "Create the collection");
  await shot(maria, "collection-empty");
  for (const state of ["valid", "public", "misspelled"]) await maria.locator(`#add-${codes[state]}`).check();
  await press(maria, "Add the chosen ones");
  await shot(maria, "collection");
  const address = await maria.getByRole("textbox", { name: "Address of the collection" }).inputValue();
  await see(maria, "collections", "/collections");
  await see(stranger, "collection-public", address);
  await see(maria, "public-page-closed", "/portfolio/page");
  await maria.getByLabel("Show my public badges on a page of my own").check();
  await maria.getByLabel("Address", { exact: true }).fill("maria-nunez");
  await press(maria, "Save");
  await shot(maria, "public-page-open");
  await see(maria, "imports-empty", "/imports");
  await unfold(maria, "By its text");
  await maria.getByLabel("JSON or JWT").fill(foreign);
  await press(maria, "Verify and keep the text");
  await shows(maria, "Algebra II");
  await shot(maria, "imports");
  await see(maria, "export-empty", "/export");
  await press(maria, "Make the file");
  await maria.getByRole("link", { name: "Download" }).waitFor();
  await shot(maria, "export");
}

async function self() {
  await see(maria, "profile-empty", "/profile");
  const photo = await load(stranger, `/b/${codes.public}.jpg`);
  await maria.locator("input[name=photo]").setInputFiles({ name: "me.jpg", mimeType: "image/jpeg", buffer: photo });
  await press(maria, "Save the photo");
  for (const [label, value] of [["Workplace", "Riverside Clinic"], ["Professional title", "Registered nurse, wound care"], ["Bio", "Twelve years on the ward, six of them with chronic wounds. I teach compression therapy on Thursdays."], ["Words for link 1", "Papers"], ["Address of link 1", "https://nunez.example/papers"]]) {
    await maria.getByLabel(label).fill(value);
  }
  await maria.getByLabel("Show this on my public portfolio").check();
  await maria.locator("form[action='/profile'] button[type=submit]").click();
  await shot(maria, "profile");
  await see(stranger, "public-portfolio", "/p/maria-nunez", true);
  await see(maria, "security", "/security");
  await maria.locator("form[action='/security/authenticator']").getByLabel("Your password").fill(password);
  await press(maria, "Set up an app");
  await shot(maria, "authenticator");
  await maria.getByLabel("Code").fill(code((await maria.locator("code.key").innerText()).replaceAll(" ", "")));
  await press(maria, "Turn it on");
  await shot(maria, "recovery-codes");
  await logIn(stranger, email, password);
  await shot(stranger, "login-second-step");
}

async function corrections() {
  await see(maria, "requests-empty", "/requests");
  await see(maria, "request-new", `/requests/new?badge=${codes.misspelled}&kind=name`);
  await maria.getByLabel("The name as it should be").fill("María José Núñez");
  await maria.getByLabel("What should they know?").fill("Two accents are missing, and the last letter is a z.");
  await press(maria, "Send to Riverbank College");
  await shot(maria, "request-open");
  await see(owner, "org-requests", "/org/riverbank/requests");
  await owner.locator("a.request-row").first().click();
  await shot(owner, "org-request");
  await press(owner, "Sign anew and close the request");
  await owner.waitForLoadState();
  await shot(owner, "org-request-answered");
  await see(maria, "requests", "/requests");
  await maria.locator("a.request-row").first().click();
  await shot(maria, "request-answered");
  await see(maria, "badge-in-portfolio-corrected", `/portfolio/${codes.misspelled}`);
  await see(amara, "badge-page-corrected", `/b/${codes.misspelled}`);
}

async function words() {
  await see(amara, "guides", "/guides");
  for (const guide of ["logging-in", "portfolio", "sharing-by-hand", "resume", "verifying", "employers"]) await see(amara, `guide-page-${guide}`, `/guides/${guide}`);
  await see(amara, "guide-page-signatures", "/guides/signatures");
  await see(maria, "guide-page-signatures-with-badge", `/guides/signatures?badge=${codes.valid}`);
  await part(maria, "signature", maria.locator("section.card").first());
  await see(amara, "sharing", "/sharing");
  await see(amara, "faq", "/faq");
  await see(amara, "support", "/support");
  await amara.getByLabel("Your e-mail address").fill("amara.okafor@example.org");
  await amara.getByLabel("What is it about?").selectOption({ index: 1 });
  await amara.getByLabel("What happened?").fill("The letter never came, neither to my work address nor to the one at home.");
  await amara.getByLabel("The badge").fill(codes.valid);
  await press(amara, "Send");
  await shot(amara, "support-sent");
  await see(amara, "nothing-there", "/b/AAAAAAAAAAAA");
}

async function others() {
  await begin(mohammed, "mohammed.alhassan@example.org");
  await shot(mohammed, "portfolio-right-to-left", true);
  await mohammed.locator("a.tile").first().click();
  const address = await mohammed.getByRole("textbox", { name: "Address of the badge page" }).inputValue();
  await see(mohammed, "profile-right-to-left", "/profile");
  await see(amara, "badge-page-right-to-left", address);
  for (let n = 0; n < 10; n++) await logIn(amara, "li.na@example.org", "a wrong guess");
  await shows(amara, "Your account was locked");
  await shot(amara, "login-locked");
  await see(owner, "org-earners", "/org/riverbank/earners");
  await see(owner, "org-dashboard", "/org/riverbank");
  await see(owner, "org-issued", "/org/riverbank/issued");
  await see(owner, "org-issued-badge", `/org/riverbank/issued/${codes.misspelled}`);
  await see(owner, "messages", "/admin/support");
  await see(owner, "org-requests-with-message", "/org/riverbank/requests");
}

try {
  for (const act of [entrance, badges, badgePages, together, self, corrections, words, others]) {
    await act();
    console.log(`ok: ${act.name}`);
  }
} catch (error) {
  console.log(error.stack);
  for (const p of [owner, maria, mohammed, amara, stranger]) console.log(`${p.url()}\n${(await p.locator("main").innerText({ timeout: 1000 }).catch(() => "")).slice(0, 900)}\n`);
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
