// Every text field that people fill gets what would like to run, and every page,
// letter, file and picture that shows it is opened: nothing runs, nothing asks
// another host, and what was typed is shown as it was typed. A value may be
// refused, with a clear answer. Arguments: the server's address and the setup
// link. What was found is printed; the last line says how much was tried.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { chromium } from "playwright-core";
import { foreign } from "./foreign.mjs";
import { alive, examine, guarded, note, open, table, visit } from "./inert.mjs";

const [server, setupLink] = process.argv.slice(2);
const lines = readFileSync(new URL("../../internal/web/testdata/hostile.txt", import.meta.url), "utf8").trim().split("\n");
const kinds = JSON.parse(readFileSync(new URL("testdata/hostile.json", import.meta.url), "utf8")).classes;
const payloads = [...lines, ...Object.values(kinds).flat()];
assert.ok(payloads.length >= 200 && new Set(payloads).size === payloads.length);

const profile = mkdtempSync(join(tmpdir(), "laurel-e2e-"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
  env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
});
const [owner, earner, stranger] = await Promise.all([1, 2, 3].map(() => guarded(browser, server)));
const scratch = await (await guarded(browser, server)).newPage(); // for what is opened outside of Laurel
const [ownersPage, earnersPage, strangersPage] = await Promise.all([owner, earner, stranger].map((c) => c.newPage()));
const desk = `${server}/org/riverbank`;
const counted = { payloads: payloads.length, values: 0, refused: 0, pages: 0, letters: 0, files: 0 };

// next is the next payload, so that in the end every field had many of them and
// each of them was in many fields; some is n of them in one text.
let at = 0;
const next = () => payloads[at++ % payloads.length];
const unprintable = /[\0-\x08\x0b-\x1f\x7f\u2028-\u202e\u2066-\u2069]/; // refused, and tried in fields of their own
const some = (n, length) => {
  let text = "";
  for (; n > 0; n--) {
    const p = next();
    if (unprintable.test(p)) continue;
    if (text.length + p.length + 2 < length) text += `${p}\n\n`;
  }
  return text;
};
const withFiles = /\/(settings|departments\/new|badges\/new|badges\/skills|requests\/new|support)(\?|$)/; // whose forms are sent in parts

// bare is a page without the scripts of ours, which are not there where it is opened.
const bare = (html) => html.replaceAll(/<script [^>]*><\/script>/g, "");

// send fills a form. What is refused has to be answered clearly; that page is
// opened too, and the fields that it marks are filled with plain values.
async function send(context, path, fields, plain = {}) {
  counted.values += Object.keys(fields).length;
  const url = path.startsWith("http") ? path : server + path;
  for (let tries = 0; tries < 4; tries++) {
    const answer = await context.request.post(url, { [withFiles.test(url) ? "multipart" : "form"]: { ...plain, ...fields } });
    if (answer.status() < 400) return answer;
    assert.ok(answer.status() < 500 && answer.status() !== 429, `${url} answers ${answer.status()} for ${JSON.stringify(fields).slice(0, 1500)}`);
    await open(scratch, "refused.html", bare(await answer.text()), "text/html");
    const wrong = await scratch.locator("[aria-invalid=true]").evaluateAll((all) => all.map((e) => e.name));
    if ((await scratch.locator("#alignments-fault").count()) > 0) wrong.push("align_name", "align_framework", "align_code", "align_url");
    if (wrong.length === 0 || tries === 3) {
      counted.refused += Object.keys(fields).length;
      return null;
    }
    counted.refused += wrong.length;
    for (const name of wrong) {
      if (name in plain) fields = Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
      else if (name.startsWith("align_")) delete fields[name];
      else fields[name] = "plain";
    }
  }
  return null;
}

async function see(page, ...paths) {
  for (const path of paths) {
    counted.pages++;
    await visit(page, path.startsWith("http") ? path : server + path);
  }
}

async function step(name, act) {
  const began = Date.now();
  try {
    await act();
    console.log(`ok: ${name}, ${((Date.now() - began) / 1000).toFixed(1)} s, ${counted.pages} pages so far`);
  } catch (error) { // and the next steps may find more
    console.log(`failed: ${name}, ${((Date.now() - began) / 1000).toFixed(1)} s: ${error.stack}`);
    process.exitCode = 1;
  }
}

async function organization() {
  const plain = { slug: "riverbank", url: "https://riverbank.example", email: "badges@riverbank.example", owner_email: "robin@riverbank.example", password: "lamps along the towpath" };
  const names = { name: lines[5], owner_name: lines[15] };
  assert.ok(await send(owner, setupLink, names, plain));
  await see(ownersPage, "/org/riverbank");
  const site = { ...plain, name: "Riverbank College", invite_login: "on", form_jwt: "on", form_hosted: "on", hold: "0", description: "", street: "", locality: "", region: "", postal_code: "", sender_name: "", linkedin: "", country: "" };
  const save = (fields) => send(owner, "/org/riverbank/settings", fields, site);
  for (const url of kinds["addresses that run"].slice(0, 12)) await save({ url, email: next(), reply_to: next(), linkedin: next(), country: next() });
  for (let n = 0; n < 6; n++) {
    await save({ name: next(), description: some(12, 1900), street: next(), locality: next(), region: next(), postal_code: next(), sender_name: next() });
    await see(ownersPage, "/org/riverbank", "/org/riverbank/settings", "/o/riverbank");
    await open(scratch, "profile.json", await (await stranger.request.get(`${server}/o/riverbank/profile.json`)).text(), "application/json", true);
  }
  await save({ sender_name: next(), name: `"><img src=x onerror=alert(1)> College`, description: some(12, 1900) });
  for (let n = 0; n < 5; n++) {
    await send(owner, "/org/riverbank/departments/new", { name: next(), description: some(6, 900) }, { slug: `department-${n}`, url: "https://x.example", email: "x@x.example" });
    await send(owner, "/admin/organizations", { name: next(), owner_name: next() }, { slug: `other-${n}`, url: "https://x.example", email: "x@x.example", owner_email: `owner${n}@x.example` });
    await see(strangersPage, `/o/department-${n}`, `/o/other-${n}`);
  }
}

// words are an organization's own ones for its letters.
async function words() {
  for (const [n, kind] of ["issued", "revoked", "corrected", "request-answer"].entries()) {
    const at = `/org/riverbank/settings/letters/${kind}/en`;
    await send(owner, at, { subject: `{badge} ${next()}`, text: next() });
    for (const first of [n, n + 25]) {
      await send(owner, at, { subject: `{badge} ${lines[first]}`, text: `Dear {name}, ${lines[first]} {badge} ${lines[first + 14]} {link}` });
    }
    await see(ownersPage, at);
  }
}

// quote writes a cell of a CSV file.
const quote = (cell) => `"${cell.replaceAll('"', '""').replaceAll("\0", "")}"`; // with a zero in it the file is none
const csv = (rows) => Buffer.from(rows.map((row) => row.map(quote).join(",")).join("\r\n"));
const upload = (name, rows) => ({ name, mimeType: "text/csv", buffer: csv(rows) });
const png = { name: "a.png", mimeType: "image/png", buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64") };
const badges = [];

async function frameworks() {
  for (let n = 0; n < 3; n++) {
    const rows = [["conceptUri", "preferredLabel", next()], ...payloads.map((p, i) => [n === 0 ? `https://example.org/${i}` : p, p, next()])];
    await send(owner, "/org/riverbank/badges/skills", { name: next(), file: upload(`${next().replaceAll(/[\r\n\0]/g, "")}.csv`, rows) }, { address: "https://example.org/" });
  }
  await see(ownersPage, "/org/riverbank/badges/skills");
}

async function achievements() {
  for (let n = 0; n < 26; n++) {
    const slug = `hostile-${n}`;
    const fields = {
      name: payloads[(n * 11) % payloads.length], description: next(), criteria: some(14, 9000), alt: next(), tags: [next(), next(), next()].join(","), field_of_study: next(),
      creator_name: next(), creator_url: kinds["addresses that run"][n % 20], align_name: next(), align_framework: next(), align_code: next(), align_url: kinds["addresses that run"][(n + 7) % 20],
    };
    const plain = { do: "publish", slug, name: slug, alt: "a", creator_url: "https://example.org/?'onmouseover=__hit(1)", align_url: "https://example.org/?\"><svg onload=__hit(1)>", validity: "none", picture: png };
    if (n % 4 === 1) Object.assign(fields, { translation_name: next(), translation_description: next(), translation_criteria: some(8, 4000) });
    if (n % 4 === 1) Object.assign(plain, { language: "en", translation_language: "es", translation_name: "Otro", translation_description: "Otra", translation_criteria: "Otros" });
    if (await send(owner, "/org/riverbank/badges/new", fields, plain)) badges.push(slug);
  }
  assert.ok(badges.length >= 22, `${badges.length} badges were taken`);
  for (const slug of badges.slice(0, 8)) {
    await see(ownersPage, `/org/riverbank/badges/${slug}`);
    await ownersPage.locator("[name=description]").press("End");
    const previewed = ownersPage.waitForResponse((r) => r.request().method() === "POST");
    await ownersPage.locator("[name=description]").press("a");
    await previewed;
    await examine(ownersPage);
  }
  await see(ownersPage, "/org/riverbank/badges", `/org/riverbank/badges?q=${encodeURIComponent(payloads[1])}`);
  await ownersPage.goto(`${desk}/badges/${badges[0]}`);
  await ownersPage.getByText("Skills of frameworks").click();
  await ownersPage.getByLabel("Look a skill up").fill("script");
  await ownersPage.waitForLoadState("networkidle");
  await examine(ownersPage);
}

const named = () => ({ ...png, name: `${next().replaceAll(/[\r\n\0]/g, "")}.png` });

const person = (n) => `p${n}@example.org`;
const around = (n) => payloads[n % payloads.length];

// people brings a file in which every payload is once a name and once in every
// other column, and takes it to the end; then one that is pasted, and one with
// an address that runs in each row, which stays with its errors.
async function people() {
  const head = ["Name", "E-mail", "Issued On", "Narrative", "Evidence", "Evidence text", "Certificate Number", "Employer", "Badge", lines[0]];
  const row = (p, n) => [p, n === 0 ? "ada@example.org" : person(n), "2026-03-01", around(n + 50), `https://example.org/?${encodeURI(around(n + 20)).slice(0, 200)}`, around(n + 100), around(n + 150), around(n + 200), badges[n % badges.length], around(n + 9)];
  const take = async (file) => {
    const kept = await owner.request.post(`${desk}/issue/people`, { multipart: { badge: badges[0], by: "file", file } });
    const url = kept.url().replace(/\/people$/, "");
    await see(ownersPage, `${url}/people`);
    await ownersPage.getByRole("button", { name: "Check the people" }).click();
    await ownersPage.waitForURL(/check/);
    await examine(ownersPage);
    for (const from of [1, 101, 201]) await see(ownersPage, `${url}/check?from=${from}`);
    await see(ownersPage, `${url}/check?show=errors`, `${url}/check?show=warnings`);
    table(`${url}/annotated.csv`, await (await owner.request.get(`${url}/annotated.csv`)).text());
    return url;
  };
  const url = await take(upload(`"><img src=x onerror=alert(1)>.csv`, [head, ...payloads.map(row)]));
  await finish(url);
  await take(upload("errors.csv", [head, ...payloads.map((p, n) => [p, n % 3 ? p : person(n), n % 2 ? p : "2026-03-01", p, p, p, p, p, n % 5 ? p : badges[0], p])]));
  const pasted = await owner.request.post(`${desk}/issue/people`, { multipart: { badge: badges[1], by: "paste", pasted: payloads.map((p, n) => `${p.replaceAll(/[\r\n]/g, " ")} <q${n}@example.org>`).join("\n") } });
  assert.ok(pasted.status() < 500, `pasted: ${pasted.status()}`);
  if (pasted.url().endsWith("/check")) await see(ownersPage, pasted.url());
  for (const by of ["type", "one"]) {
    const typed = await owner.request.post(`${desk}/issue/people`, { multipart: { badge: badges[1], by, name: next(), email: next(), narrative: next(), evidence: next(), external_number: next() } });
    assert.ok(typed.status() < 500, `${by}: ${typed.status()}`);
    await open(scratch, "typed.html", bare(await typed.text()), "text/html");
  }
}

async function finish(url) {
  await owner.request.post(`${url}/rights`, { form: { rights: "on" } });
  await see(ownersPage, `${url}/letter`, `${url}/confirm`);
  await owner.request.post(`${url}/confirm`, { form: { hold: "0", when: "now" } });
  await ownersPage.goto(url);
  await ownersPage.getByText(/^\d+ badges issued/).first().waitFor({ timeout: 60_000 });
  await see(ownersPage, url);
  table(`${url}/result.csv`, await (await owner.request.get(`${url}/result.csv`)).text());
}

let issued = [];

// publicPages are what a stranger sees of each badge. The name is on its page
// as it was typed.
async function publicPages() {
  issued = await (await owner.request.get(`${desk}/issued/export.json`)).json();
  assert.ok(issued.length >= 180, `${issued.length} were issued`);
  const words = (text) => text.replaceAll(/\s+/g, " ").trim();
  for (const [n, one] of issued.entries()) {
    if (n % 3 !== 0) continue; // every payload is on these pages, in one of the columns
    await see(strangersPage, `/b/${one.code}`);
    const text = words(await strangersPage.locator("main").textContent());
    if (!text.includes(words(one.name))) note(one.url, `does not show ${JSON.stringify(one.name)}`);
    const document = await (await stranger.request.get(`${server}/b/${one.code}.json`)).json();
    if (!JSON.stringify(document).includes(JSON.stringify(one.badge).slice(1, -1))) note(one.url, "its document has another badge's name");
    if (n % 12 !== 0) continue;
    await see(strangersPage, `/b/${one.code}/embed`, `/b/${one.code}/embed?size=tall&theme=dark`, `/ob2/b/${one.code}.json`, `/oembed?format=json&url=${encodeURIComponent(`${server}/b/${one.code}`)}`);
    await open(scratch, "badge.svg", await (await stranger.request.get(`${server}/b/${one.code}.svg`)).text(), "image/svg+xml");
    counted.files += 2;
  }
  const typed = new Set(issued.map((one) => one.name));
  const asTyped = payloads.filter((p) => typed.has(p)).length;
  assert.ok(asTyped >= 140, `${asTyped} names are as they were typed`);
  console.log(`${issued.length} badges for ${payloads.length} names, ${asTyped} of them to the letter`);
}

async function earnersSide() {
  await ownersPage.goto(`${server}/admin/letters`);
  let password;
  for (let more = true; more && !password; ) {
    const row = ownersPage.getByRole("row").filter({ hasText: "ada@example.org" });
    if ((await row.count()) > 0) {
      await row.first().getByRole("link").first().click();
      password = (await ownersPage.getByRole("region", { name: "Text of the letter" }).innerText()).match(/Temporary password:\s+(\S+)/)?.[1];
    } else if ((more = (await ownersPage.getByRole("link", { name: /Older|Next/ }).count()) > 0)) await ownersPage.getByRole("link", { name: /Older|Next/ }).first().click();
  }
  assert.ok(password, "no letter to Ada");
  await earnersPage.goto(`${server}/login`);
  await earnersPage.getByLabel("E-mail").fill("ada@example.org");
  await earnersPage.getByLabel("Password", { exact: true }).fill(password);
  await earnersPage.getByRole("button", { name: "Log in", exact: true }).click();
  await earnersPage.getByLabel("New password", { exact: true }).fill("three quiet rivers meet");
  await earnersPage.getByLabel("New password, once more").fill("three quiet rivers meet");
  await earnersPage.getByRole("button", { name: /password/i }).first().click();
  await earnersPage.waitForURL(/portfolio/);
  const { code } = issued.find((one) => one.email === "ada@example.org");
  await send(earner, `/portfolio/${code}/visibility`, { visibility: "public" });
  for (let n = 0; n < 4; n++) {
    const document = await foreign(next, "ada@example.org");
    const brought = await earner.request.post(`${server}/imports`, { form: { document } });
    assert.equal(brought.status(), 200, "a badge from elsewhere is not kept");
    const verified = await stranger.request.post(`${server}/verify`, { form: { document } });
    assert.equal(verified.status(), 200, "a badge from elsewhere is not valid");
    await open(scratch, "verified.html", bare(await verified.text()), "text/html");
  }
  for (const wrong of [next(), next(), `{"@context":["https://canary.invalid"],"type":${JSON.stringify(next())}}`]) await send(stranger, "/verify", { document: wrong, address: "" });
  for (let n = 0; n < 6; n++) {
    const links = Object.fromEntries([0, 1, 2].flatMap((i) => [[`link_label_${i}`, next()], [`link_url_${i}`, `https://example.org/?${next().replaceAll(/\s/g, "+")}`]]));
    await send(earner, "/profile", { workplace: next(), title: next(), bio: some(8, 900), ...links }, { public: "on", link_url_0: "https://example.org/a", link_url_1: "https://example.org/b", link_url_2: "https://example.org/c" });
    await send(earner, "/profile", { link_url_0: kinds["addresses that run"][n], link_label_0: "x" }, { public: "on" });
    await send(earner, "/portfolio/page", { about: some(6, 900) }, { slug: "ada", open: "on", listed: "on" });
    await send(earner, "/collections", { name: next(), about: some(6, 900) });
    await see(earnersPage, "/profile", "/portfolio/page", "/collections");
    await see(strangersPage, "/p/ada", `/b/${code}`);
    await send(earner, "/support", { name: next(), text: some(10, 1900), topic: next() }, { email: `s${n}@example.org`, topic: "Something else", badge: code, file: named() });
    await send(earner, `/requests/new?badge=${code}`, { wanted_name: next(), reason: some(6, 900) }, { kind: "name", file: named() });
    if (n < 3) await send(earner, `/portfolio/${code}/send`, { note: some(5, 450) }, { to: `friend${n}@example.org` });
  }
  const collections = await earnersPage.goto(`${server}/collections`).then(() => earnersPage.locator("main a[href^='/collections/']").evaluateAll((all) => all.map((a) => a.getAttribute("href"))));
  for (const path of new Set(collections)) {
    await send(earner, path, { name: next(), about: some(3, 400) }, { visibility: "public" });
    await send(earner, `${path}/add`, { badge: code });
    await see(earnersPage, path);
    const address = await earnersPage.locator("main").evaluate((main) => main.innerHTML.match(/\/c\/\w{12}/)?.[0]);
    if (address) await see(strangersPage, address);
  }
  await send(earner, "/verify", { address: kinds["addresses that run"][1], recipient: next() });
  await see(earnersPage, `/portfolio/${code}`, `/portfolio/${code}/embed`, `/portfolio/${code}/embed?show=picture`, `/guides/signatures?badge=${code}`, "/portfolio", "/imports", "/requests", `/portfolio?q=${encodeURIComponent(lines[1])}`, "/export");
}

// desksSide is what an organization writes to and about earners.
async function desksSide() {
  for (let n = 0; n < 6; n++) {
    await send(owner, "/org/riverbank/requests/answers", { name: next(), answer: some(4, 900) });
    await send(owner, "/org/riverbank/issued/views", { name: next(), filter: `q=${encodeURIComponent(next())}` }, { everybody: "on" });
    await send(owner, "/org/riverbank/team/invitations", { email: next() }, { role: "viewer" });
  }
  const some10 = issued.filter((one) => one.email !== "ada@example.org").slice(0, 10);
  for (const [n, one] of some10.entries()) {
    const at = `/org/riverbank/issued/${one.code}`;
    if (n % 3 === 0) await send(owner, `${at}/revoke`, { reason: next() });
    if (n % 3 === 1) await send(owner, `${at}/suspend`, { reason: next() });
    if (n % 3 === 2) await send(owner, `${at}/correct`, { name: next(), why: next() }, { issued_on: "2026-03-02", codes: one.code });
    await see(ownersPage, at);
    await see(strangersPage, `/b/${one.code}`);
  }
  const list = payloads.map((p, n) => `${person(n)},${p.replaceAll(/[\r\n]/g, " ")}`).join("\n");
  const names = await owner.request.post(`${desk}/issued/names`, { multipart: { names: list } });
  assert.ok(names.status() < 500);
  if (names.url().includes("/changes/")) await see(ownersPage, names.url());
  const bulk = await owner.request.post(`${desk}/issued/choose`, { multipart: { kind: "revoke", which: "some", code: issued[60].code, filter: "" } });
  if (bulk.url().includes("/changes/")) {
    await send(owner, bulk.url(), { reason: some(3, 400) });
    await see(ownersPage, bulk.url());
  }
  await see(ownersPage, "/org/riverbank/requests");
  for (const path of new Set(await ownersPage.locator("main a[href*='/requests/']").evaluateAll((all) => all.map((a) => a.getAttribute("href"))))) {
    if (!/requests\/[0-9A-Za-z]{13}$/.test(path)) continue;
    await see(ownersPage, path);
    await send(owner, path, { text: some(4, 900) }, { state: "declined" });
    await see(ownersPage, path);
    await see(earnersPage, path.replace("/org/riverbank", ""));
  }
}

// crawled opens what a person reaches from here, some of each kind of page.
async function crawled(page, ...from) {
  const seen = new Set(), kindsSeen = new Map(), queue = [...from];
  while (queue.length > 0) {
    const path = queue.shift();
    const kind = path.replace(/\?.*/, "?").replaceAll(/[0-9A-Za-z]{12,13}(?=[/?.]|$)/g, "*").replaceAll(/(hostile|department|other)-\d+/g, "*");
    if (seen.has(path) || (kindsSeen.get(kind) ?? 0) >= 2) continue;
    seen.add(path);
    kindsSeen.set(kind, (kindsSeen.get(kind) ?? 0) + 1);
    if (/\.(csv|zip|png|jpg|svg|jwt|jws|json|css)(\?|$)|\/(file|photo)$|^\/admin\/letters\/\w+\/html$|^\/(static|guides|faq|login|logout|sharing)|\/linkedin/.test(path)) {
      if (!/\.csv/.test(path)) continue;
      counted.files++;
      table(path, await (await page.context().request.get(server + path)).text());
      continue;
    }
    if (process.env.E2E_SAY) console.log(path);
    await see(page, path);
    queue.push(...(await page.evaluate((origin) => [...document.querySelectorAll("a[href]")].map((a) => a.href).filter((h) => h.startsWith(`${origin}/`)).map((h) => h.slice(origin.length).replace(/#.*/, "")), server)));
  }
}

async function letters() {
  const all = new Set();
  await ownersPage.goto(`${server}/admin/letters`);
  for (;;) {
    for (const href of await ownersPage.locator("main a[href^='/admin/letters/']").evaluateAll((a) => a.map((e) => e.getAttribute("href")))) if (/\/[0-9A-Za-z]{13}$/.test(href)) all.add(href);
    const older = ownersPage.getByRole("link", { name: /Older|Next/ });
    if ((await older.count()) === 0) break;
    await older.first().click();
    await ownersPage.waitForLoadState();
  }
  assert.ok(all.size >= 200, `${all.size} letters`);
  let n = 0;
  for (const path of all) {
    if (n++ > 80 && n % 3 !== 0) continue; // the older ones are those of the file, all alike
    const html = await (await owner.request.get(`${server + path}/html`)).text();
    await open(scratch, "letter.html", html, "text/html", true);
    if (n % 9 === 0) await see(ownersPage, path);
    counted.letters++;
  }
}

try {
  await step("organization", organization);
  await step("words of letters", words);
  await step("frameworks", frameworks);
  await step("achievements", achievements);
  await step("people", people);
  await step("public pages", publicPages);
  await step("the earner", earnersSide);
  await step("the desk", desksSide);
  await step("everything the staff reaches", () => crawled(ownersPage, "/org/riverbank", "/org/riverbank/activity", "/org/riverbank/activity.csv", "/org/riverbank/insights.csv", "/org/riverbank/issued/export.csv", "/admin/activity.csv", "/admin/organizations", "/admin/support", "/admin/letters"));
  await step("everything the earner reaches", () => crawled(earnersPage, "/portfolio", "/profile", "/imports", "/requests", "/security"));
  await step("everything a stranger reaches", () => crawled(strangersPage, "/", "/o/riverbank", "/p/ada", "/verify", "/support"));
  await step("letters", letters);
  await later(300); // for what would run late
} catch (error) {
  console.log(`failed: ${error.stack}`);
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
for (const fault of alive) console.log(`fault: ${fault}`);
if (alive.size > 0) process.exitCode = 1;
console.log(JSON.stringify(counted));
