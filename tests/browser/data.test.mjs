// What machines read of a page: JSON-LD that a browser does not run and that ends where we end it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { openHouse, openPage } from "./pages.mjs";

let house;
before(async () => { house = await openHouse(); });
after(async () => { await house?.end(); });

const blocks = (page) => page.evaluate(() =>
  [...document.querySelectorAll('script[type="application/ld+json"]')].map((s) => JSON.parse(s.textContent)));

describe("JSON-LD under the policy", () => {
  for (const [kind, type] of [["front", "ItemList"], ["topic", "ItemList"], ["day", "ItemList"], ["story", "NewsArticle"]])
    it(kind, async () => {
      const page = await openPage(house);
      await page.goto(house.address + house.pages[kind]);
      const [data, ...more] = await blocks(page);
      assert.equal(data["@context"], "https://schema.org");
      assert.equal(data["@type"], type);
      assert.deepEqual(more, []);
      if (type === "ItemList") {
        assert.ok(data.itemListElement.length > 1);
        data.itemListElement.forEach((item, i) => {
          assert.equal(item.position, i + 1);
          assert.ok(house.all.includes(new URL(item.url).pathname), item.url);
        });
      } else {
        assert.ok(data.headline && data.publisher.name && Date.parse(data.datePublished));
        assert.equal(new URL(data.isPartOf.url).pathname, house.pages.story);
      }
      const said = await page.evaluate(() => Object.fromEntries(
        [...document.querySelectorAll("meta[property]")].map((m) => [m.getAttribute("property"), m.content])));
      assert.equal(said["og:type"], type === "ItemList" ? "website" : "article");
      assert.equal(new URL(said["og:url"]).pathname, house.pages[kind]);
      assert.ok(said["og:title"] && said["og:site_name"]);
      assert.deepEqual(page.trouble, []);
      await page.context().close();
    });

  it("a title cannot end the element", async () => {
    const page = await openPage(house);
    const dialogs = [];
    page.on("dialog", (dialog) => { dialogs.push(dialog.message()); return dialog.dismiss(); });
    await page.goto(house.address + house.pages.front);
    await page.setContent(readFileSync(
      join(import.meta.dirname, "../publish/expected/public/s/bb/bbbbbbbbbbbb-title-script.html"), "utf8"));
    const [data] = await blocks(page);
    assert.match(data.headline, /^<\/title><script>alert\(1\)<\/script>/);
    assert.deepEqual(dialogs, []);
    await page.context().close();
  });
});
