// A badge is designed: a template, other words, another icon, colors, texts,
// skills looked up in a framework, published; then hostile words in every field.
// Arguments: the server's address, the setup link, and "scripts" or
// "no-scripts"; or the server's address, "badge" and the code of the badge that
// was issued. Every step that succeeded is printed; the first that does not ends
// the run.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
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
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: scripts });
context.setDefaultTimeout(30_000);
const page = await context.newPage();
watch(page, new URL(server).origin);
page.on("dialog", (dialog) => {
  faults.add(`${page.url()}: something ran: ${dialog.message()}`);
  dialog.dismiss();
});

const ended = Symbol("a step failed, and has said why");

async function step(name, act, examined = scripts) {
  try {
    await act();
    if (examined) await look(page, name);
    console.log(`ok: ${name}`);
  } catch (error) {
    console.log(`failed: ${name}, at ${page.url()}\n${error.stack}`);
    console.log((await page.locator("main").innerText({ timeout: 1000 }).catch(() => "")).slice(0, 2000));
    throw ended;
  }
}

const press = (name) => page.getByRole("button", { name, exact: true }).click();
const shows = (text) => page.getByText(text).first().waitFor();
const drawn = (id) => page.locator(id).evaluate(async (img) => (await img.decode(), img.naturalWidth > 0)); // a picture that cannot be shown throws
const framework = "conceptUri,preferredLabel\nhttp://data.europa.eu/esco/skill/1,dress wounds\nhttp://data.europa.eu/esco/skill/2,clean wounds\nhttp://data.europa.eu/esco/skill/3,set sails\n";

async function design() {
  await step("organization", async () => {
    await page.goto(setupLink);
    await page.getByLabel("Name", { exact: true }).fill("Riverbank College");
    await page.getByLabel("Short name").fill("riverbank");
    await page.getByLabel("Website").fill("https://riverbank.example");
    await page.getByLabel("Contact e-mail").fill("badges@riverbank.example");
    await page.getByLabel("Your name").fill("Robin Rivers");
    await page.getByLabel("Your e-mail address").fill("robin@riverbank.example");
    await page.getByLabel("Password").fill("lamps along the towpath");
    await press("Create both");
  }, false);
  await step("no badge yet", async () => {
    await page.goto(`${server}/org/riverbank/badges`);
    await shows("No badge yet");
  });
  await step("framework", async () => {
    await page.goto(`${server}/org/riverbank/badges/skills`);
    await page.getByLabel("Name of the framework").fill("ESCO");
    await page.locator("input[type=file]").setInputFiles({ name: "skills.csv", mimeType: "text/csv", buffer: Buffer.from(framework) });
    await press("Upload it");
    await shows("ESCO is kept");
  });
  await step("templates", async () => {
    await page.goto(`${server}/org/riverbank/badges`);
    await page.getByRole("link", { name: "Design a badge" }).click();
    await page.getByLabel("What is the badge called?").fill("First Aid Responder");
    assert.equal(await page.locator(".template-tile").count(), 12);
  });
  await step("designer", async () => {
    await press("Safety training");
    await page.getByRole("heading", { name: "Design the picture" }).waitFor();
    const before = await page.locator("#design-picture").getAttribute("src");
    await page.getByLabel("In the middle").fill("FIRST AID 2");
    await page.getByLabel("Hexagon").check();
    await page.getByLabel("Heartbeat").check({ force: true });
    await page.getByLabel("Navy and gold").check();
    await page.getByLabel("Stars for a level").selectOption("3");
    if (scripts) {
      await page.waitForFunction((src) => document.getElementById("design-picture").getAttribute("src").includes("stars=3"), before);
      assert.equal(await page.getByLabel("Around it").inputValue(), "#12203d", "the palette fills the colors");
      await page.getByLabel("Around it").fill("#000000");
      assert(await page.getByLabel("The colors below").isChecked(), "a color of one's own ends the palette");
      page.allowed.add(422);
      await page.getByLabel("Along the top").fill("伤口护理");
      await page.locator("#designer-fault").waitFor({ state: "visible" });
      await page.getByLabel("Along the top").fill("RIVERBANK");
      await page.waitForFunction(() => document.getElementById("design-picture").getAttribute("src").includes("RIVERBANK"));
      await page.getByLabel("On a ribbon").fill("");
    } else {
      await page.getByRole("button", { name: "Preview", exact: true }).last().click();
      assert((await page.locator("#design-picture").getAttribute("src")).includes("heartbeat"), "the button shows what was chosen");
    }
    assert(await drawn("#design-picture"), "the picture is drawn");
  });
  await step("picture kept", async () => {
    await press("Keep this picture");
    await shows("The picture is kept");
    assert((await page.getByLabel("The picture in words").inputValue()).includes("hexagon"));
    await shows("Edit draft");
  });
  await step("not published without texts", async () => {
    page.allowed.add(422);
    await press("Publish the badge");
    await page.getByText("Say what it takes to earn this badge").waitFor();
  });
  await step("texts and skills", async () => {
    await page.getByLabel("Description").fill("Helps until the ambulance is there.");
    await page.getByLabel("What it takes to earn it").fill("- Sixteen hours\n- **One** practical test");
    await page.getByText("Skills of frameworks").click();
    await page.getByLabel("Look a skill up").fill("wound");
    if (!scripts) await press("Search");
    await page.getByLabel(/^dress wounds/).check();
    await press("Add the checked skills");
    await page.waitForFunction(() => [...document.querySelectorAll("[name=align_name]")].some((field) => field.value === "dress wounds")).catch((error) => {
      if (scripts) throw error;
    });
    assert.equal(await page.getByLabel("Skill", { exact: true }).first().inputValue(), "dress wounds");
    await page.getByText("Kind, credits, author").click();
    await page.getByLabel("Kind of achievement").selectOption({ label: "Certification" });
    await page.getByLabel("Credits").fill("1.5");
    await page.getByText("Language and translations").click();
    await page.getByLabel("Language of these texts").selectOption({ label: "English" });
    await page.getByLabel("Every award needs evidence").check();
    if (scripts) await page.locator("#preview-text li").filter({ hasText: "Sixteen hours" }).waitFor();
    else {
      await page.getByRole("button", { name: "Preview", exact: true }).last().click();
      await page.locator("#preview-text li").filter({ hasText: "Sixteen hours" }).waitFor();
    }
    await page.locator("#preview-text").getByText("dress wounds").first().waitFor();
    assert.equal(await page.locator("#preview-text").getByText("dress wounds").count(), 1, "a skill is added once");
  });
  await step("published", async () => {
    await page.getByRole("button", { name: "Publish the badge" }).click({ timeout: 150_000 }); // the engine is compiled, and the picture drawn
    await shows("The badge is published");
    await shows("First Aid Responder");
  });
  await step("public page of the badge", async () => {
    await page.getByRole("link", { name: "First Aid Responder", exact: true }).click();
    await shows("Certification");
    await shows("dress wounds");
    await shows("1.5");
    assert(await drawn(".badge-picture"));
  });
  await step("archived and back", async () => {
    await page.goto(`${server}/org/riverbank/badges/first-aid-responder`);
    await press("Archive it");
    await shows("The badge is archived");
    await page.goto(`${server}/org/riverbank/badges?state=archived`);
    await shows("First Aid Responder");
    await page.goto(`${server}/org/riverbank/badges/first-aid-responder`);
    await press("Put it back into use");
    await shows("back in use");
  });
  await step("copied", async () => {
    await press("Make a copy");
    await shows("This is the copy");
  }, false);
  if (scripts) await step("nothing hostile runs", hostile, false);
}

// hostile puts every line of the corpus into the fields of some badges and
// opens every page that shows them.
async function hostile() {
  const lines = readFileSync(new URL("../../internal/web/testdata/hostile.txt", import.meta.url), "utf8").trim().split("\n");
  assert(lines.length >= 60);
  const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
  for (let first = 0; first < lines.length; first += 6) {
    const at = (n) => lines[(first + n) % lines.length];
    const slug = `hostile-${first}`;
    const answer = await context.request.post(`${server}/org/riverbank/badges/new`, {
      multipart: {
        do: "publish", slug, name: at(0), description: at(1), criteria: lines.slice(first, first + 6).join("\n\n"), alt: at(2), tags: at(3),
        field_of_study: at(4), creator_name: at(5), creator_url: "https://example.org/?'onmouseover=alert(1)", align_name: at(1), align_framework: at(2),
        align_code: at(3), align_url: "https://example.org/", validity: "none", picture: { name: "a.png", mimeType: "image/png", buffer: png },
      },
    });
    assert.equal(new URL(answer.url()).pathname, "/org/riverbank/badges", `${slug}: ${answer.status()}`);
    await page.goto(`${server}/org/riverbank/badges/${slug}`);
    const address = await page.getByRole("link", { name: "Open its public page" }).getAttribute("href");
    await page.locator("[name=description]").press("End");
    await page.locator("[name=description]").press("a"); // and the preview is drawn by the script
    await page.waitForResponse((r) => r.request().method() === "POST");
    await page.goto(server + address);
    await page.goto(`${server}/org/riverbank/badges/${slug}/design`);
    for (const field of ["upper", "lower", "center", "ribbon"]) await page.locator(`[name=${field}]`).fill(at(4).slice(0, 24));
    await page.waitForFunction(() => document.getElementById("design-picture").getAttribute("src").includes("ribbon=") || !document.getElementById("designer-fault").hidden);
    await page.goto(server + (await page.locator("#design-picture").getAttribute("src")));
  }
  await page.goto(`${server}/org/riverbank/badges`);
  await page.waitForTimeout(200); // for what would run late
}

async function badge(code) {
  await step("badge page of what was issued", async () => {
    await page.goto(`${server}/b/${code}`);
    await shows("This badge is valid");
    await shows("dress wounds");
    await shows("Certification");
    await page.getByRole("img", { name: /hexagon/ }).waitFor();
    assert(await drawn(".badge-picture"));
    const document = await (await context.request.get(`${server}/b/${code}.json`)).json();
    const achievement = document.credentialSubject.achievement;
    assert.equal(achievement.achievementType, "Certification");
    assert.equal(achievement.alignment[0].targetFramework, "ESCO");
    assert.match(achievement.image.caption, /hexagon/);
  }, true);
}

let failed = false;
try {
  if (setupLink === "badge") await badge(mode);
  else await design();
} catch (error) {
  failed = true;
  if (error !== ended) console.log(error.stack);
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
for (const fault of faults) console.log(`fault: ${fault}`);
process.exit(failed || faults.size > 0 ? 1 : 0);
