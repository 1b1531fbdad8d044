// Opens pages, letters and pictures in a browser that reports whatever comes to
// life in them: a script, a dialog, a request to another host, a refusal by a
// page's policy, markup that nobody of ours wrote. What was found is in alive.

export const alive = new Set();

// note adds what was found, and where; the first forty are enough.
export function note(where, what) {
  if (alive.size < 40) alive.add(`${where}: ${String(what).slice(0, 300)}`);
}

// alarms is run in every page before anything of its own.
function alarms() {
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => window.__hit(name);
  document.addEventListener("securitypolicyviolation", (e) => window.__hit(`the policy refused ${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
}

// guarded is a context in which everything is reported. Its pages know origin
// and opened.invalid, and no other host.
export async function guarded(browser, origin, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 600 }, ...options });
  context.setDefaultTimeout(20_000);
  await context.exposeBinding("__hit", ({ page }, what) => note(page.url(), `something ran: ${what}`));
  await context.addInitScript(alarms);
  await context.route(/\.woff2$/, (route) => route.fulfill({ status: 204 })); // quicker, and they say nothing
  await context.route((url) => url.origin !== origin && url.protocol.startsWith("http"), (route) => {
    const url = new URL(route.request().url());
    if (url.hostname === "opened.invalid" && opened.has(url.pathname)) return route.fulfill(opened.get(url.pathname));
    // What a page asks of its own origin; a frame with a letter is looked at where it stands.
    if (url.hostname === "opened.invalid" && /^\/(static|media)\/|^\/org\/riverbank\/settings\/letters\/[a-z-]+\/[a-z-]+\/html$/.test(url.pathname)) return route.fulfill({ status: 204 });
    note(route.request().frame().url(), `asks ${url}`);
    return route.abort();
  });
  context.on("page", (page) => {
    page.on("dialog", (dialog) => {
      note(page.url(), `a dialog: ${dialog.message()}`);
      dialog.dismiss().catch(() => {});
    });
    page.on("popup", () => note(page.url(), "opens a window"));
    page.on("pageerror", (error) => note(page.url(), error));
    page.on("console", (m) => {
      if (/Content Security Policy|Refused to/.test(m.text())) note(page.url(), m.text());
    });
  });
  return context;
}

const opened = new Map(); // what stands at opened.invalid, by path

// strange is what in a page could run, load or lead away, other than what pages
// of Laurel have of their own. It runs in the page.
function strange(letter) {
  const found = [];
  const ours = new Set(letter ? ["STYLE", "META"] : []);
  for (const e of document.querySelectorAll("*")) {
    const name = e.tagName.toUpperCase();
    if (/^(IFRAME|OBJECT|EMBED|BASE|FOREIGNOBJECT|ANIMATE|SET|MARQUEE|VIDEO|AUDIO|MATH|XMP|PLAINTEXT|HANDLER|TEMPLATE|STYLE)$/.test(name) && !ours.has(name) && !e.closest("[data-embed]") && !e.matches("iframe.letter-frame[sandbox=''][src^='/org/'], iframe.embed-frame[src^='/b/']")) found.push(`<${name}>`);
    if (name === "META" && e.httpEquiv && !letter) found.push("<META> does something");
    if (name === "SCRIPT" && (letter || !(e.getAttribute("src") ?? "").startsWith("/static/") || e.textContent.trim())) found.push(`<SCRIPT> ${e.textContent.slice(0, 80)}`);
    for (const a of e.attributes) {
      if (/^on|^hx-on|^data-hx|^srcdoc$|^v-|^x-|^ng-/i.test(a.name) || (a.name === "style" && !letter && !e.matches("[data-certificate-sheet] :is(div, button)"))) found.push(`${name} has ${a.name}=${a.value}`);
      if (!/^(href|src|action|formaction|data|xlink:href|poster|srcset|hx-get|hx-post|background)$/i.test(a.name)) continue;
      let url;
      try {
        url = new URL(a.value, document.baseURI);
      } catch {
        continue;
      }
      const picture = ((a.name === "src" && name === "IMG") || (a.name === "href" && name === "IMAGE")) && (a.value.startsWith("data:image/png;base64,") || (e.id === "certificate-picture" && a.value.startsWith("data:image/svg+xml;base64,")));
      if (!/^(https?|mailto|tel):$/.test(url.protocol) && !picture && url.protocol !== "about:") found.push(`${name} ${a.name}=${a.value}`);
    }
  }
  return found;
}

// examine looks at the page as it is.
export async function examine(page, { letter = false } = {}) {
  for (const what of await page.evaluate(strange, letter)) note(page.url(), what);
}

// visit opens an address of Laurel and looks at it.
export async function visit(page, url) {
  const answer = await page.goto(url, { waitUntil: "load" }).catch((error) => {
    if (error.message.includes("Download is starting")) return null; // what came is saved, not shown
    throw error;
  });
  if (!answer) return;
  if (answer.status() >= 500) note(url, `answers ${answer.status()}`);
  if (new URL(page.url()).origin !== new URL(url).origin) note(url, `leads to ${page.url()}`);
  await examine(page);
}

// open opens a text as a document of its own, scripts and all.
export async function open(page, name, body, contentType, letter = false) {
  const path = `/${name.replaceAll(/[^\w.-]/g, "-")}`;
  opened.set(path, { body, contentType: `${contentType}; charset=utf-8` });
  await page.goto(`https://opened.invalid${path}`, { waitUntil: "load" });
  await examine(page, { letter: letter || contentType.includes("svg") });
  opened.delete(path);
}

// table reads a CSV file and reports cells that a spreadsheet would run.
export function table(name, text) {
  const rows = [[]];
  let cell = "", quoted = false;
  const body = text.replace(/^\ufeff/, "");
  for (let i = 0; i < body.length; i++) {
    const c = body[i];
    if (quoted && c === '"' && body[i + 1] === '"') (cell += c), i++;
    else if (c === '"' && (quoted || cell === "")) quoted = !quoted;
    else if (!quoted && c === ",") rows.at(-1).push(cell), (cell = "");
    else if (!quoted && c === "\n") rows.at(-1).push(cell.replace(/\r$/, "")), rows.push([]), (cell = "");
    else cell += c;
  }
  if (cell || rows.at(-1).length) rows.at(-1).push(cell);
  else rows.pop();
  for (const row of rows) for (const cell of row) if (/^[=+\-@\t\r]/.test(cell)) note(name, `a cell begins as a formula: ${JSON.stringify(cell)}`);
  const widths = new Set(rows.map((row) => row.length));
  if (widths.size > 1) note(name, `rows of ${[...widths]} cells`);
  return rows;
}
