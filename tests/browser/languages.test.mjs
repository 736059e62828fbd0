// The papers in Arabic and in Japanese: direction, widths, access, search, keys, no script, print.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { HtmlValidate } from "html-validate";
import { openHouse, openPage, overflowing } from "./pages.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const papers = [
  { name: "shams-wa-reeh", lang: "ar-jo", dir: "rtl", word: "شمسية ٩٠٠", marked: ["الشمسية", "900"], typo: "تيلسكوب", meant: "تلسكوب" },
  { name: "ensen-dayori", lang: "ja-jp", dir: "ltr", word: "踏切", marked: ["踏切"] },
];

for (const paper of papers) describe(paper.name, () => {
  let house, kinds;
  before(async () => {
    house = await openHouse(paper.name);
    const { front, topic, story, day, month, archive, own, outlets, outlet } = house.pages;
    kinds = { front, topic, story, day, month, archive, own, outlets, outlet,
      search: "/search?q=" + encodeURIComponent(paper.word), newsletter: "/newsletter/",
      issue: `/newsletter/${paper.name}-2025-10-09/` };
  });
  after(async () => { await house?.end(); });

  async function visit(path, options) {
    const page = await openPage(house, options);
    assert.equal((await page.goto(house.address + path)).status(), 200, path);
    return page;
  }
  async function leave(page) {
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  }

  it("lays out in that direction", async () => {
    const page = await visit("/");
    const middle = async (selector) => {
      const box = await page.locator(selector).first().boundingBox();
      return box.x + box.width / 2;
    };
    const sign = paper.dir === "rtl" ? -1 : 1;
    assert.ok(sign * (await middle(".rail") - await middle("main")) > 0);
    assert.ok(sign * (await middle(".item img") - await middle(".item h2")) > 0);
    assert.ok(sign * (await middle(".tools") - await middle(".day")) > 0);
    await leave(page);
  });

  it("leaves headlines in English, and names, in their own direction", async () => {
    const page = await visit("/");
    const headline = page.locator("main .item [lang=en]").first();
    assert.equal(await headline.evaluate((e) => getComputedStyle(e).direction), "ltr");
    assert.equal(await page.locator(".item .from b").first().evaluate((e) => getComputedStyle(e).unicodeBidi), "isolate");
    await leave(page);
  });

  for (const width of [1440, 320])
    it(`has its language and direction, and nothing wider than ${width} px, on every kind of page`, async () => {
      for (const path of Object.values(kinds)) {
        const page = await visit(path, { viewport: { width, height: 700 } });
        assert.equal(await page.evaluate(() => document.documentElement.lang), paper.lang);
        assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), paper.dir);
        await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
        assert.deepEqual(await overflowing(page), [], path);
        await leave(page);
      }
    });

  it("has valid pages without serious findings", async () => {
    const validator = new HtmlValidate({ root: true, extends: ["html-validate:standard"] });
    for (const path of Object.values(kinds)) {
      const page = await openPage(house, { bypassCSP: true });
      const answer = await page.goto(house.address + path);
      const report = await validator.validateString(await answer.text());
      assert.deepEqual(report.results.flatMap((r) => r.messages.map((m) => `${path}:${m.line} ${m.message}`)), []);
      await page.evaluate(axe);
      const found = await page.evaluate(() => globalThis.axe.run(document));
      assert.deepEqual(found.violations.filter((v) => /serious|critical/.test(v.impact))
        .map((v) => `${path} ${v.id}: ${v.nodes[0].html}`), []);
      await page.context().close();
    }
  });

  it("finds a word of the language, and marks it", async () => {
    const page = await visit("/");
    await page.keyboard.press("/");
    await page.locator("#search").fill(paper.word);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/search\?q=/);
    assert.ok(await page.locator("main article").count() >= 3);
    const marks = await page.locator("main mark").allInnerTexts();
    for (const mark of paper.marked) assert.ok(marks.includes(mark), marks.join(" "));
    if (paper.typo) {
      await page.goto(house.address + "/search?q=" + encodeURIComponent(paper.typo));
      assert.equal(await page.locator("main .thread a").innerText(), paper.meant);
    }
    await leave(page);
  });

  it("says ages in words of the language and digits of the web", async () => {
    const page = await openPage(house);
    await page.goto(house.address + "/");
    await page.clock.setFixedTime(new Date(1760000000000));
    await page.reload();
    const ages = await page.locator(".item .when time").allInnerTexts();
    assert.ok(ages.some((age) => /[0-9]/.test(age)), ages.join(" "));
    assert.ok(ages.every((age) => !/[٠-٩]/.test(age) && !/ago|yesterday/.test(age)), ages.join(" "));
    await leave(page);
  });

  it("goes by the keyboard", async () => {
    const page = await visit("/");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    assert.equal(await page.evaluate(() => document.activeElement === document.querySelectorAll(".item")[1].querySelector("h2 a")), true);
    await page.keyboard.press("?");
    assert.ok((await page.locator("dialog").innerText()).length > 20);
    await leave(page);
  });

  it("is read without a script", async () => {
    for (const path of [kinds.front, kinds.story, kinds.search, kinds.issue]) {
      const page = await visit(path, { javaScriptEnabled: false });
      assert.ok((await page.locator("main").innerText()).length > 100);
      assert.match(await page.locator("main time").first().innerText(), /UTC|\d:\d/);
      await leave(page);
    }
  });

  it("shows its sponsor, as one", async () => {
    const page = await visit("/");
    const slot = page.locator("aside.item");
    assert.equal(await slot.locator("a").getAttribute("rel"), "sponsored noopener");
    assert.ok((await slot.locator(".mark").innerText()).length > 1);
    await leave(page);
  });
});
