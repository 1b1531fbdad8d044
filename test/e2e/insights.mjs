// What came of it, as people see it: a stranger opens a badge, its earner logs
// in, copies its address, follows a network's link and takes the picture along;
// the organization sees the counts and the log, and takes both as files.
// Arguments: the server's address, the link of the owner's first letter, the
// earner's address and temporary password, and the code of their badge.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { faults, look, watch } from "./watch.mjs";

const [server, ownerLink, earnerAddress, temporary, code] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), "laurel-e2e-"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
  env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
});

// person is somebody whose browser does not say that it is driven.
async function person() {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 }, acceptDownloads: true,
    userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
  });
  context.setDefaultTimeout(30_000);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
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
    throw ended;
  }
}

async function choose(page, password) {
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByLabel("New password, once more").fill(password);
  await page.getByRole("button", { name: "Save the password" }).click();
}

// bar is the number beside a name in a list of bars.
const bar = (page, name) => page.locator(".bars > div").filter({ has: page.locator("dt", { hasText: name }) }).locator("b").first().innerText();

async function file(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()]);
  return readFileSync(await download.path(), "utf8");
}

const stranger = await person();
const maria = await person();
const owner = await person();

try {
  await step("a stranger opens the badge", async () => {
    await stranger.goto(`${server}/b/${code}`);
    await stranger.getByText("Valid", { exact: false }).first().waitFor();
  });
  await step("its earner logs in and shares", async () => {
    await maria.goto(`${server}/login`);
    await maria.getByLabel("E-mail address").fill(earnerAddress);
    await maria.getByLabel("Password").fill(temporary);
    await maria.getByRole("button", { name: "Log in", exact: true }).click();
    await choose(maria, "a password for counting");
    await maria.goto(`${server}/portfolio/${code}`);
    await maria.getByRole("button", { name: "Copy: Address of the badge page" }).click();
    await maria.evaluate(() => document.addEventListener("click", (event) => event.preventDefault())); // stays here
    const told = maria.waitForRequest((r) => r.url().endsWith("/shared"));
    await maria.getByRole("link", { name: "X", exact: true }).click();
    assert.equal((await told).postData(), "where=x");
  });
  await step("insights", async () => {
    await owner.goto(ownerLink);
    await choose(owner, "a password for the owner");
    await owner.goto(`${server}/org/riverbank/insights`);
    for (let tries = 0; tries < 30; tries++) {
      if (await owner.locator(".bars").count() && (await bar(owner, "Shared")) === "1") break;
      await owner.waitForTimeout(1000); // counts are some seconds old
      await owner.reload();
    }
    const reached = {};
    for (const name of ["Issued", "Page opened", "Logged in", "Shared"]) reached[name] = await bar(owner, name);
    assert.deepEqual(reached, { Issued: "6", "Page opened": "1", "Logged in": "1", Shared: "1" });
    assert.equal(await bar(owner, "Address copied"), "1");
    await owner.getByText("The same in numbers").click();
  }, owner);
  await step("insights as a file", async () => {
    const lines = (await file(owner, "Download as CSV")).trim().split("\r\n");
    assert.equal(lines.length, 31);
    assert.match(lines[0], /day,issued,delivered/);
    assert.match(lines[30], /,6,/);
  });
  await step("insights of a badge", async () => {
    await owner.getByLabel("Badge", { exact: true }).selectOption("wound-care");
    await owner.getByLabel("Period").selectOption("year");
    await owner.getByRole("button", { name: "Show" }).click();
    await owner.getByText("Month by month").waitFor();
    assert.equal(await bar(owner, "Issued"), "6");
  }, owner);
  await step("activity", async () => {
    await owner.goto(`${server}/org/riverbank/activity`);
    await owner.getByText("issued badges from").waitFor();
    assert.equal(await owner.getByText("Núñez").count(), 0);
  }, owner);
  await step("activity narrowed, as a file", async () => {
    await owner.getByLabel("What").selectOption("achievement.");
    await owner.getByRole("button", { name: "Show" }).click();
    await owner.waitForURL(/verb=achievement/);
    const text = await file(owner, "Download as CSV");
    assert.match(text, /achievement\.created/);
    assert.doesNotMatch(text, /batch\.confirmed/);
  });
} catch (error) {
  if (error !== ended) throw error;
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
for (const fault of faults) {
  console.log(`fault: ${fault}`);
  process.exitCode = 1;
}
