// Opens every page of the earner's side, those that anybody sees, and the desk's, and
// examines each (see watch.mjs). Arguments: the public address, where the server
// is reached, a folder for pictures of the pages, a folder for the pictures in
// the guides (either may be empty: no pictures); the staged codes and the owner's
// login come on standard input (pictures_test.go). Every page is taken at 1280
// and at 390 pixels in light, the main ones in dark as well.
import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { backOffice } from "./backoffice.mjs";
import { languages } from "./languages.mjs";
import { faults, look, watch } from "./watch.mjs";

const [server, front, out, guides] = process.argv.slice(2);
const { codes, owner: ownerEmail, password: ownerPassword, foreign } = JSON.parse(readFileSync(0, "utf8"));
const tallest = { 1280: 1400, 390: 1600 };
const profile = mkdtempSync(join(tmpdir(), "laurel-e2e-"));
for (const folder of [out, guides]) if (folder) mkdirSync(folder, { recursive: true });
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
  const page = await context.newPage();
  watch(page, server);
  for (const refusal of [401, 403, 404, 410, 422, 429]) page.allowed.add(refusal); // pages of their own here
  return page;
}

// shrink stores a picture with a palette, where ImageMagick is there to do it.
function shrink(file) {
  try {
    execFileSync("convert", [file, "+dither", "-colors", "64", "-define", "png:compression-level=9", `PNG8:${file}`]);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

const taken = new Map(); // the name of a page, and its pictures

// keep takes one picture of the page as it stands.
async function keep(page, folder, file, clip) {
  const path = join(folder, file);
  await page.screenshot({ path, fullPage: true, clip });
  shrink(path);
}

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

// shot examines the page as it stands and takes its pictures; of the main ones
// also in dark. A letter is sandboxed.
async function shot(page, name, { main = false, sandboxed = false } = {}) {
  await look(page, name, sandboxed);
  if (!out) return;
  taken.set(name, []);
  for (const [width, scheme, end] of [[1280, "light", ""], [390, "light", "-phone"], [1280, "dark", "-dark"], [390, "dark", "-phone-dark"]]) {
    if (scheme === "dark" && !main) continue;
    await dress(page, width, scheme);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await keep(page, out, `${name}${end}.png`, { x: 0, y: 0, width, height: Math.min(height, tallest[width]) });
    taken.get(name).push(`${name}${end}.png`);
  }
  await dress(page, 1280, "light");
}

// index writes a page that leads to the pictures.
function index() {
  const words = { "": "wide", "-phone": "phone", "-dark": "wide, dark", "-phone-dark": "phone, dark" };
  const lines = [...taken].map(([name, files]) => `| ${name.replaceAll("-", " ")} | ${files.map((f) => `[${words[f.slice(name.length, -4)]}](${f})`).join(" · ")} |`);
  writeFileSync(join(out, "README.md"), `# Pictures of the pages\n\nMade by \`make pictures\`, which opens each page in a browser and examines it on the way. Long pages are cut off.\n\n| page | pictures |\n|---|---|\n${lines.join("\n")}\n`);
}

// part takes one part of the page for the guides, in both themes.
async function part(page, name, locator, { height = 900, width = 720 } = {}) {
  if (!guides) return;
  for (const [scheme, end] of [["light", ""], ["dark", "-dark"]]) {
    await dress(page, width, scheme);
    const box = await locator.boundingBox();
    const whole = await locator.evaluate((e) => ["MAIN", "BODY"].includes(e.tagName)); // with room of its own around
    const pad = whole ? 0 : 16;
    const x = Math.max(0, Math.floor(box.x) - pad), y = Math.max(0, Math.ceil(box.y) - pad);
    await keep(page, guides, `${name}${end}.png`, { x, y, width: Math.min(width - x, Math.ceil(box.width) + 2 * pad), height: Math.min(height, Math.ceil(box.height) + 2 * pad) });
  }
  await dress(page, 1280, "light");
}

const go = (page, path) => page.goto(new URL(path, server).href);
const press = (page, name) => page.getByRole("button", { name }).first().click();
const shows = async (page, text) => { // and the page whole, to its last line
  await page.getByText(text).first().waitFor();
  await page.waitForLoadState();
};
const see = async (page, name, path, how) => { await go(page, path); await shot(page, name, how); };
const unfold = (page, text) => page.locator("summary", { hasText: text }).first().click();

// load is a file as the browser gets it.
async function load(page, path) {
  const bytes = await page.evaluate(async (p) => [...new Uint8Array(await (await fetch(p)).arrayBuffer())], path);
  return Buffer.from(bytes);
}

// portrait is a picture of a person, painted: nobody's photo.
async function portrait(page) {
  const url = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 400, height: 400 });
    const c = canvas.getContext("2d");
    const disc = (color, x, y, w, h) => { c.fillStyle = color; c.beginPath(); c.ellipse(x, y, w, h, 0, 0, 7); c.fill(); };
    c.fillStyle = "#cfe3dc";
    c.fillRect(0, 0, 400, 400);
    disc("#3a2a22", 200, 178, 104, 118); // hair
    disc("#3a2a22", 200, 250, 112, 90);
    disc("#0f766e", 200, 400, 150, 104); // coat
    disc("#d9a07f", 200, 282, 38, 52); // neck
    disc("#e3b08f", 200, 186, 70, 84); // face
    disc("#3a2a22", 178, 116, 76, 34); // fringe
    return canvas.toDataURL("image/png");
  });
  return Buffer.from(url.split(",")[1], "base64");
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
  const line = owner.getByRole("row").filter({ hasText: to }).filter({ hasText: subject }).first();
  while (await line.count() === 0) await owner.getByRole("link", { name: "Next", exact: true }).click();
  await line.getByRole("link").click();
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

const [owner, maria, mohammed, noor, amara, stranger] = [await person(), await person(), await person(), await person(), await person(), await person()];
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
  await see(stranger, "home", "/", { main: true });
  await see(stranger, "login", "/login", { main: true });
  await part(stranger, "login", stranger.locator("main .card"));
  await see(stranger, "password-request", "/password/new");
  await stranger.getByLabel("E-mail address").fill("chidi.eze@example.org");
  await press(stranger, "Send the link");
  await shot(stranger, "password-request-sent");
  await logIn(owner, ownerEmail, ownerPassword);
  await owner.waitForURL("**/org/**");
  const link = (await letter("chidi.eze@example.org", "assword")).match(/https:\S+\/password\/\S+/)[0];
  await see(stranger, "password-link", link);
  await see(stranger, "password-link-over", `${link}x`);
  await letter(email, "Certified Wound Care");
  await shot(owner, "letter");
  await owner.getByRole("link", { name: "See it as mail programs show it" }).click();
  await shot(owner, "letter-in-colors", { main: true, sandboxed: true });
  await part(owner, "letter", owner.locator("body"), { height: 620 });
  await see(owner, "portfolio-without-badges", "/portfolio");
  await begin(maria, email, () => shot(maria, "password-choose"));
}

async function badges() {
  for (const state of ["ending", "valid"]) {
    await go(maria, `/portfolio/${codes[state]}`);
    await maria.getByLabel("Everybody", { exact: true }).check();
    await press(maria, "Save");
    await maria.waitForLoadState();
  }
  await see(maria, "portfolio", "/portfolio", { main: true });
  await part(maria, "portfolio", maria.locator("main"), { height: 560, width: 900 });
  await see(maria, "portfolio-list", "/portfolio?view=list");
  await see(maria, "portfolio-nothing-found", "/portfolio?q=astronomy");
  await go(maria, `/portfolio/${codes.public}`);
  await maria.getByLabel("Everybody", { exact: true }).check();
  await press(maria, "Save");
  await shot(maria, "badge-in-portfolio", { main: true });
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
  await see(stranger, "badge-page", `/b/${codes.valid}`, { main: true });
  await part(stranger, "badge-page", stranger.locator("main"), { height: 560, width: 880 });
  for (const state of ["expired", "revoked", "private"]) await see(stranger, `badge-page-${state}`, `/b/${codes[state]}`);
  await see(stranger, "badge-page-embed", `/b/${codes.public}/embed`);
  await see(stranger, "organization", "/o/brigid");
  await stranger.locator("a.tile").first().click();
  await stranger.waitForURL("**/a/*");
  await shot(stranger, "achievement");
  await see(stranger, "verify", "/verify");
  const png = (state) => load(stranger, `/b/${codes[state]}.png`);
  const files = {
    valid: [await png("valid"), "This badge is valid."],
    expired: [await png("expired"), "This badge has expired."],
    revoked: [await png("revoked"), "This badge was revoked."],
    "key-alone": [Buffer.from(foreign), "This badge is valid."],
    "cannot-be-verified": [Buffer.from(foreign.replace("Knows rings", "Knows kings")), "cannot be verified"],
  };
  for (const [name, [buffer, verdict]] of Object.entries(files)) {
    await go(stranger, "/verify");
    await stranger.locator("input[type=file]").setInputFiles({ name: "badge", mimeType: "application/octet-stream", buffer });
    await stranger.locator("form").filter({ has: stranger.locator("input[type=file]") }).getByRole("button").last().click();
    await shows(stranger, verdict);
    await shot(stranger, `verify-${name}`, { main: name === "valid" });
    if (name === "valid") await part(stranger, "verify", stranger.locator("main"), { height: 520 });
  }
  await go(stranger, "/verify");
  await stranger.getByLabel("The badge as text").fill("Certificate of attendance");
  await press(stranger, "Verify this text");
  await shot(stranger, "verify-no-badge");
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
  await part(maria, "collection", maria.locator("main"), { height: 640 });
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
  await maria.getByLabel("Your password").fill(password);
  await maria.getByLabel("Your password").fill(password);
  await press(maria, "Make the file");
  await maria.getByRole("link", { name: "Download" }).waitFor();
  await shot(maria, "export");
}

async function self() {
  await see(maria, "profile-empty", "/profile");
  await maria.locator("input[name=photo]").setInputFiles({ name: "me.png", mimeType: "image/png", buffer: await portrait(maria) });
  await press(maria, "Save the photo");
  for (const [label, value] of [["Workplace", "Riverside Clinic"], ["Professional title", "Registered nurse, wound care"], ["Bio", "Twelve years on the ward, six of them with chronic wounds. I teach compression therapy on Thursdays."], ["Words for link 1", "Papers"], ["Address of link 1", "https://nunez.example/papers"]]) {
    await maria.getByLabel(label).fill(value);
  }
  await maria.getByLabel("Show this on my public portfolio").check();
  await maria.locator("form[action='/profile'] button[type=submit]").click();
  await shot(maria, "profile");
  await see(stranger, "public-portfolio", "/p/maria-nunez", { main: true });
  await see(maria, "security", "/security");
  await maria.locator("form[action='/security/authenticator']").getByLabel("Your password").fill(password);
  await press(maria, "Set up an app");
  await shot(maria, "authenticator");
  await maria.getByLabel("Code").fill(code((await maria.locator("code.key").innerText()).replaceAll(" ", "")));
  await press(maria, "Turn it on");
  await shot(maria, "recovery-codes");
  await logIn(stranger, email, password);
  await shot(stranger, "login-second-step");
  await see(maria, "erase", "/erase");
}

async function corrections() {
  await see(maria, "requests-empty", "/requests");
  await go(maria, `/requests/new?badge=${codes.misspelled}&kind=name`);
  await maria.getByLabel("The name as it should be").fill("María José Núñez");
  await maria.getByLabel("What should they know?").fill("Two accents are missing, and the last letter is a z.");
  await shot(maria, "request-new");
  await part(maria, "request", maria.locator("main form"), { height: 620 });
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
  await begin(noor, "noor.devries@example.org");
  await shot(noor, "portfolio-of-forty");
  await begin(mohammed, "mohammed.alhassan@example.org");
  await shot(mohammed, "portfolio-right-to-left");
  await mohammed.locator("a.tile").first().click();
  const address = await mohammed.getByRole("textbox", { name: "Address of the badge page" }).inputValue();
  await see(mohammed, "profile-right-to-left", "/profile");
  await see(amara, "badge-page-right-to-left", address);
  for (let n = 0; n < 10; n++) await logIn(amara, "li.na@example.org", "a wrong guess");
  await shows(amara, "Your account was locked");
  await shot(amara, "login-locked");
  await see(owner, "messages", "/admin/support");
  await see(owner, "org-requests-with-message", "/org/riverbank/requests");
  await see(owner, "insights", "/org/riverbank/insights?period=30", { main: true });
  await see(owner, "activity", "/org/riverbank/activity", { main: true });
  await see(owner, "activity-of-all", "/admin/activity");
}

const office = () => backOffice(owner, { go, see, shot, press, shows });

// tongues are pages in other languages: what strangers see, and an earner's own.
async function tongues() {
  const open = ["/", "/login", "/password/new", "/verify", "/guides", "/guides/logging-in", "/guides/signatures", "/sharing", "/faq", "/support", "/b/AAAAAAAAAAAA", "/o/riverbank"];
  await languages(stranger, server, [...open, ...["valid", "public", "revoked", "expired", "misspelled"].filter((c) => codes[c]).map((c) => `/b/${codes[c]}`)]);
  const own = ["", "?as=list", `/${codes.valid}`, `/${codes.misspelled}`, "/page"].map((p) => `/portfolio${p}`);
  await languages(maria, server, [...own, "/collections", "/imports", "/export", "/requests", `/requests/new?badge=${codes.valid}`, "/profile", "/security", "/erase"]);
}

try {
  for (const act of [entrance, badges, badgePages, together, self, corrections, words, tongues, others, office]) {
    await act();
    console.log(`ok: ${act.name}`);
  }
  if (out) index();
} catch (error) {
  console.log(error.stack);
  for (const p of [owner, maria, mohammed, noor, amara, stranger]) console.log(`${p.url()}\n${(await p.locator("main").innerText({ timeout: 1000 }).catch(() => "")).slice(0, 900)}\n`);
  process.exitCode = 1;
} finally {
  for (const fault of faults) console.log(`fault: ${fault}`);
  if (faults.size > 0) process.exitCode = 1;
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
