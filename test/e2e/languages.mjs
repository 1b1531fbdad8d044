// Opens pages in other languages than English: one written from right to left,
// one with long words. Each says its language and direction, fits at 320, 390
// and 1280 pixels, breaks no rule of axe, and has no sentence left in English
// that the language's catalog has.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { axeFaults, faults } from "./watch.mjs";

const catalog = (language) => JSON.parse(readFileSync(join(import.meta.dirname, "../../internal/locale/catalog", `${language}.json`), "utf8"));

// english are the sentences that a translation replaces: long enough that they
// cannot stand in a page by accident.
function english(language) {
  return Object.entries(catalog(language)).filter(([key, translated]) => key !== translated && key.length > 12 && key.includes(" ") && !key.includes("%")).map(([key]) => key.replaceAll(/[[\]]/g, ""));
}

// languages visits paths in each language; speaker is a page of a person.
export async function languages(speaker, server, paths) {
  for (const [language, direction] of [["ar", "rtl"], ["de", "ltr"]]) {
    await speaker.context().addCookies([{ name: "laurel-language", value: language, url: server }]);
    const left = english(language);
    for (const path of paths) {
      await speaker.goto(new URL(path, server).href);
      const where = `${path} in ${language}`;
      const page = await speaker.evaluate(() => ({ lang: document.documentElement.lang, dir: document.documentElement.dir, text: document.body.innerText }));
      if (page.lang !== language || page.dir !== direction) faults.add(`${where}: says ${page.lang}, ${page.dir}`);
      const lines = new Set(page.text.split("\n").map((line) => line.trim()));
      for (const sentence of left) if (lines.has(sentence)) faults.add(`${where}: in English: ${sentence}`);
      for (const width of [320, 390, 1280]) {
        await speaker.setViewportSize({ width, height: 900 });
        const overflow = await speaker.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (overflow > 0) faults.add(`${where}, ${width} pixels: ${overflow} pixels too wide`);
      }
      await axeFaults(speaker, where);
    }
    await speaker.context().clearCookies({ name: "laurel-language" });
  }
}
