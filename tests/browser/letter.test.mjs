// The HTML of letters as a mail program shows it: the golden letters of tests/mail, on phones and wide
// screens, light and dark. Nothing is fetched but pictures, which are answered by nobody.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { openBrowser } from "./pages.mjs";

const root = resolve(import.meta.dirname, "../..");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser;
before(async () => { browser = await openBrowser(); });
after(async () => { await browser?.close(); });

// The second part of a letter, without its transfer encoding.
function html(name) {
  const letter = readFileSync(join(root, "tests/mail", name + ".eml"), "latin1");
  const boundary = letter.match(/boundary="([^"]+)"/)[1];
  const part = letter.split("--" + boundary)[2];
  const body = part.slice(part.indexOf("\r\n\r\n") + 4).replace(/=\r\n/g, "");
  const bytes = body.replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

async function show(name, options) {
  const context = await browser.newContext({ javaScriptEnabled: true, ...options });
  const page = await context.newPage();
  page.asked = [];
  page.alerts = 0;
  page.on("dialog", (dialog) => { page.alerts++; dialog.dismiss(); });
  await context.route("**", (route) => {
    page.asked.push(route.request().resourceType());
    return route.fulfill({ status: 204 });
  });
  await page.setContent(html(name), { waitUntil: "load" });
  return page;
}

for (const name of ["daily", "hostile", "world"])
  describe(`the letter "${name}"`, () => {
    for (const width of [360, 700])
      for (const colorScheme of ["light", "dark"])
        it(`at ${width} px, ${colorScheme}`, async () => {
          const page = await show(name, { viewport: { width, height: 900 }, colorScheme });
          const seen = await page.evaluate(() => {
            const card = document.querySelector(".card");
            const [r, g, b] = getComputedStyle(card).backgroundColor.match(/\d+/g).map(Number);
            return {
              room: document.documentElement.clientWidth,
              wide: document.documentElement.scrollWidth,
              card: card.getBoundingClientRect().width,
              light: (r + g + b) / 3 > 128,
              preheader: document.querySelector("body > div").getBoundingClientRect().height,
            };
          });
          assert.ok(seen.wide <= seen.room, `${seen.wide} px in ${seen.room}`);
          assert.equal(seen.card, Math.min(width, 600));
          assert.equal(seen.light, colorScheme === "light");
          assert.equal(seen.preheader, 0);
          assert.equal(page.alerts, 0);
          assert.ok(page.asked.every((type) => type === "image"), page.asked.join());
          await page.addScriptTag({ content: axe });
          const found = await page.evaluate(() => axe.run(document));
          const serious = found.violations.filter((v) => v.impact === "serious" || v.impact === "critical");
          assert.deepEqual(serious.map((v) => v.id + " " + v.nodes.map((n) => n.html.slice(0, 90)).join(" | ")), []);
          await page.context().close();
        });
  });
