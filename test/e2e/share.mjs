// An earner shows what they earned: to each network, by letter, as a
// collection and on a page of their own, and takes it back. Arguments: the
// server's address, the earner's address and temporary password, the codes of
// two badges (issued on the last day of 2025, valid until the first of 2031;
// issued on the first day of 2026, valid until the last of 2030), and "scripts"
// or "no-scripts". Every step that succeeded is printed; the first that does
// not ends the run.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { faults, look, watch } from "./watch.mjs";

const [server, email, temporary, december, january, mode] = process.argv.slice(2);
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
  // As far from UTC as one can live: months must be those of UTC all the same.
  const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width: 1280, height: 900 }, timezoneId: "Pacific/Kiritimati" });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  watch(page, new URL(server).origin);
  return page;
}

const ended = Symbol("a step failed, and has said why");

async function step(name, act, page) {
  try {
    await act();
    if (scripts && page) {
      await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
      await look(page, name);
    }
    console.log(`ok: ${name}`);
  } catch (error) {
    console.log(`failed: ${name}\n${error.message}`);
    for (const p of [ada, boss]) console.log(`${p.url()}\n${(await p.locator("main").innerText({ timeout: 1000 }).catch(() => "")).slice(0, 1500)}`);
    throw ended;
  }
}

const press = (page, name) => page.getByRole("button", { name }).first().click();
const shows = async (page, text) => { // and the page whole, to its last line
  await page.getByText(text).first().waitFor();
  await page.waitForLoadState();
};
const unfold = async (page, text) => {
  const summary = page.locator("summary", { hasText: text });
  if (!(await summary.evaluate((s) => s.parentElement.open))) await summary.click();
};
const link = async (page, name) => new URL(await page.getByRole("link", { name, exact: true }).getAttribute("href"));
const visibility = async (code, label) => {
  await ada.goto(`${server}/portfolio/${code}`);
  await ada.getByLabel(label, { exact: true }).check();
  await press(ada, "Save");
  await shows(ada, "badge now");
};
const answers = async (page, path, want) => assert.equal((await page.request.get(server + path)).status(), want, path);

const [ada, boss] = [await person(), await person()];
const at = (code) => `${server}/b/${code}`;
let collection;

try {
  await step("first login", async () => {
    await ada.goto(`${server}/login`);
    await ada.getByLabel("E-mail address").fill(email);
    await ada.getByLabel("Password").fill(temporary);
    await press(ada, "Log in");
    await ada.getByLabel("New password", { exact: true }).fill("three quiet rivers meet");
    await ada.getByLabel("New password, once more").fill("three quiet rivers meet");
    await press(ada, "Save the password");
  });
  await step("portfolio as tiles", async () => {
    await ada.goto(`${server}/portfolio`);
    await shows(ada, "2 badges issued to");
  }, ada);
  await step("portfolio as a list, narrowed", async () => {
    await ada.goto(`${server}/portfolio?view=list&year=2026`);
    await shows(ada, "1 of 2 badges");
  }, ada);

  await step("one badge", () => ada.goto(`${server}/portfolio/${december}`), ada);
  await step("LinkedIn, a badge from the end of a year", async () => {
    const add = await link(ada, "Add to Profile");
    assert.equal(add.origin + add.pathname, "https://www.linkedin.com/profile/add");
    assert.deepEqual(Object.fromEntries(add.searchParams), {
      startTask: "CERTIFICATION_NAME", name: "Wound Care", organizationId: "4711", issueYear: "2025", issueMonth: "12",
      expirationYear: "2031", expirationMonth: "1", certId: december, certUrl: at(december),
    });
    await unfold(ada, "LinkedIn did not fill in the form?");
    assert.equal(await ada.getByLabel("Issue date", { exact: true }).inputValue(), "December 2025");
    assert.equal(await ada.getByLabel("Expiration date", { exact: true }).inputValue(), "January 2031");
    await shows(ada, "LinkedIn shows the organization's logo and a “See credential” link, not the picture.");
  });
  await step("LinkedIn, a badge from the beginning of a year", async () => {
    await ada.goto(`${server}/portfolio/${january}`);
    const { searchParams: q } = await link(ada, "Add to Profile");
    assert.deepEqual([q.get("issueYear"), q.get("issueMonth"), q.get("expirationYear"), q.get("expirationMonth")], ["2026", "1", "2030", "12"]);
  });
  await step("the other networks", async () => {
    for (const [name, address, want] of [
      ["Add to Stream", "https://www.linkedin.com/sharing/share-offsite/", { url: at(january) }],
      ["X", "https://twitter.com/intent/tweet", { url: at(january), text: "I earned “First Aid” from Riverbank College." }],
      ["Facebook", "https://www.facebook.com/sharer/sharer.php", { u: at(january) }],
      ["WhatsApp", "https://wa.me/", { text: `I earned “First Aid” from Riverbank College. ${at(january)}` }],
    ]) {
      const to = await link(ada, name);
      assert.equal(to.origin + to.pathname, address);
      assert.deepEqual(Object.fromEntries(to.searchParams), want);
      assert.equal(await ada.getByRole("link", { name, exact: true }).getAttribute("target"), null, "a pop-up window");
    }
  });
  await step("a letter is refused", async () => {
    await unfold(ada, "Send it by e-mail");
    await ada.getByLabel("To", { exact: true }).fill("boss@work.example");
    await ada.getByLabel("Your note").fill("See www.elsewhere.example");
    ada.allowed.add(422);
    await press(ada, "Send the letter");
    await shows(ada, "Leave web addresses out.");
    ada.allowed.clear();
  }, ada);
  await step("a letter is sent", async () => {
    await ada.getByLabel("Your note").fill("Dear boss, see what I did.");
    await press(ada, "Send the letter");
    await shows(ada, "The letter is on its way.");
  });
  await step("picture, QR code and files", async () => {
    for (const file of [".png", ".jpg", ".svg", ".json", "/qr.svg", "/qr.png"]) await answers(boss, `/b/${january}${file}`, 200);
    const card = await (await boss.request.get(`${server}/oembed?url=${encodeURIComponent(at(january))}`)).json();
    assert.equal(card.type, "rich");
    assert.match(card.html, new RegExp(`src="${at(january)}/embed"`));
  });
  await step("pictures to post", async () => {
    await ada.goto(`${server}/portfolio/${january}`);
    await unfold(ada, "Pictures to post");
    for (const [shape, name, size] of [["card", "Wide, for posts and messages", [1200, 630]], ["story", "Tall, for stories", [1080, 1920]]]) {
      const picture = ada.locator(`img[src="/b/${january}/${shape}.png"]`);
      await picture.scrollIntoViewIfNeeded();
      await picture.evaluate((i) => i.decode());
      assert.deepEqual(await picture.evaluate((i) => [i.naturalWidth, i.naturalHeight]), size);
      const [file] = await Promise.all([ada.waitForEvent("download"), ada.getByRole("link", { name, exact: true }).click()]);
      assert.equal(file.suggestedFilename(), `first-aid-${january}-${shape}.png`);
    }
  }, ada);
  await step("the card in a preview of the link", async () => {
    const page = await (await boss.request.get(at(january), { headers: { "User-Agent": "facebookexternalhit/1.1" } })).text();
    const [, image] = page.match(/<meta property="og:image" content="([^"]*)"/);
    assert.match(image, new RegExp(`^${at(january)}/card\\.png\\?v=[0-9a-f]{16}$`));
    await boss.setContent(`<img src="${image}">`);
    await boss.locator("img").evaluate((i) => i.decode());
    assert.deepEqual(await boss.locator("img").evaluate((i) => [i.naturalWidth, i.naturalHeight]), [1200, 630]);
  });
  await step("lines for a website", async () => {
    await ada.goto(`${server}/portfolio/${january}/embed`);
    await ada.getByRole("link", { name: "Tall", exact: true }).click();
    await ada.waitForURL(/size=tall/);
    await ada.getByRole("link", { name: "Dark", exact: true }).click();
    await ada.waitForURL(/size=tall&theme=dark/);
    await ada.frameLocator("iframe").getByText("Riverbank College").waitFor();
    await shows(ada, `embed?size=tall&amp;theme=dark`);
  }, ada);
  await step("card for a frame", async () => {
    await boss.goto(`${at(january)}/embed`);
    await shows(boss, "First Aid");
  }, boss);

  await step("signature for mail programs", async () => {
    await ada.goto(`${server}/guides/signatures?badge=${january}`);
    const html = await ada.getByLabel("HTML source of the signature", { exact: true }).inputValue();
    if (scripts) {
      await ada.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: server });
      await press(ada, "Copy for the mail program");
      await shows(ada, "Copied");
      const copied = await ada.evaluate(async () => {
        const [item] = await navigator.clipboard.read();
        const read = async (type) => (await item.getType(type)).text();
        return { html: await read("text/html"), text: await read("text/plain") };
      });
      assert.equal(copied.text, `First Aid, Riverbank College: ${at(january)}`);
      assert.match(copied.html, /<table [^>]*style="border-collapse:collapse"/);
    }
    // As the field of a mail program has it after pasting: on another site, without our styles.
    const mail = await ada.context().newPage();
    await mail.setContent('<div contenteditable style="min-height: 9em"></div>');
    await mail.locator("div").focus();
    if (scripts) await mail.keyboard.press("Control+V");
    else await mail.locator("div").evaluate((field, source) => { field.innerHTML = source; }, html);
    const links = mail.locator("div table a");
    assert.deepEqual(await links.evaluateAll((all) => all.map((a) => a.href)), [at(january), at(january), at(january)]);
    const picture = mail.locator("div table td a img");
    assert.equal(await picture.getAttribute("src"), `${at(january)}/signature.png`);
    assert.equal(await picture.getAttribute("alt"), "First Aid, Riverbank College");
    const [left, right] = [await picture.boundingBox(), await links.nth(1).boundingBox()];
    assert.deepEqual([left.width, left.height], [80, 80]);
    assert.ok(right.x >= left.x + 80, "the words stand beside the picture");
    await mail.close();
  }, ada);

  await step("collections", () => ada.goto(`${server}/collections`), ada);
  await step("collection", async () => {
    await ada.getByLabel("Name", { exact: true }).fill("For my application");
    await press(ada, "Create the collection");
    await ada.getByRole("checkbox").first().waitFor(); // all() does not wait for the page,
    await ada.waitForLoadState(); // nor for the rest of it
    for (const box of await ada.getByRole("checkbox").all()) await box.check();
    await press(ada, "Add the chosen ones");
    await shows(ada, "2 badges");
  }, ada);
  const order = () => ada.locator("[data-order] [data-code]").evaluateAll((lines) => lines.map((l) => l.dataset.code));
  await step("collection put in order by keyboard", async () => {
    const [first, second] = await ada.locator("[data-order] .font-semibold").allInnerTexts();
    await ada.getByRole("button", { name: new RegExp(`^Down.*${first}`) }).focus();
    await Promise.all([ada.waitForNavigation(), ada.keyboard.press("Enter")]);
    assert.deepEqual(await ada.locator("[data-order] .font-semibold").allInnerTexts(), [second, first]);
  });
  if (scripts) {
    await step("collection put in order by dragging", async () => {
      const [first, second] = await order();
      const lines = ada.locator("[data-order] [data-code]");
      const { height } = await lines.nth(1).boundingBox();
      await Promise.all([ada.waitForNavigation(), lines.nth(0).dragTo(lines.nth(1), { targetPosition: { x: 20, y: height - 4 } })]);
      assert.deepEqual(await order(), [second, first]);
    });
  }
  await step("collection seen by a stranger", async () => {
    collection = await ada.getByRole("textbox", { name: "Address of the collection" }).inputValue();
    await boss.goto(collection);
    await shows(boss, "2 badges earned by");
    assert.equal(await boss.locator("meta[name=robots]").getAttribute("content"), "noindex");
  }, boss);

  await step("public page", () => ada.goto(`${server}/portfolio/page`), ada);
  await step("public page opened", async () => {
    await ada.getByLabel("Show my public badges on a page of my own").check();
    await ada.getByLabel("Address", { exact: true }).fill("maria");
    await press(ada, "Save");
    await shows(ada, "Your public page is open.");
    await visibility(january, "Everybody");
  });
  await step("public page seen by a stranger", async () => {
    await boss.goto(`${server}/p/maria`);
    await shows(boss, "First Aid");
    assert.equal(await boss.getByText("Wound Care").count(), 0);
    await boss.goto(at(january));
    assert.equal(await boss.locator("meta[name=robots]").count(), 0);
  });

  await step("un-shared", () => visibility(january, "Only you"), ada);
  await step("a stranger finds nothing", async () => {
    for (const shape of ["", ".png", ".jpg", ".svg", ".json", "/qr.svg", "/embed"]) {
      await answers(boss, `/b/${january}${shape}`, 404);
      await answers(ada, `/b/${january}${shape}`, 200);
    }
    await answers(boss, `/oembed?url=${encodeURIComponent(at(january))}`, 404);
    boss.allowed.add(404);
    await boss.goto(at(january));
    await shows(boss, "There is nothing at this address");
    boss.allowed.clear();
    await boss.goto(collection);
    await shows(boss, "1 badge earned by");
    await boss.goto(`${server}/p/maria`);
    assert.equal(await boss.getByText("First Aid").count(), 0);
  });

  await step("badges from elsewhere", () => ada.goto(`${server}/imports`), ada);
  await step("our own badge is not from elsewhere", async () => {
    ada.allowed.add(422);
    await ada.getByLabel("By its address").fill(at(december));
    await press(ada, "Verify and keep");
    await shows(ada, "This badge was issued here");
    ada.allowed.clear();
  }, ada);

  await step("export", () => ada.goto(`${server}/export`), ada);
  await step("exported", async () => {
    await ada.getByLabel("Your password").fill("three quiet rivers meet");
    await press(ada, "Make the file");
    if (!scripts) while ((await ada.getByRole("link", { name: "Download" }).count()) === 0) await ada.goto(`${server}/export`);
    const file = await ada.getByRole("link", { name: "Download" }).getAttribute("href");
    const answer = await ada.request.get(server + file);
    assert.equal(answer.headers()["content-type"], "application/zip");
    assert.ok((await answer.body()).includes(`badges/${december}/credential.json`), "the badge is not in it");
    await answers(boss, file, 200); // the login
    assert.ok(!(await (await boss.request.get(server + file)).body()).includes("credential.json"));
  }, ada);
} catch (error) {
  if (error !== ended) throw error;
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
for (const fault of faults) console.log(`fault: ${fault}`);
if (faults.size > 0) process.exitCode = 1;
