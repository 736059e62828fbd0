// Pages held against others' rules: axe-core for access, html-validate for the markup.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";
import { openHouse, openPage } from "./pages.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let house;
before(async () => { house = await openHouse(); });
after(async () => { await house?.end(); });

describe("axe-core finds nothing serious", () => {
  for (const kind of ["front", "topic", "story", "day", "month", "archive", "outlet", "outlets", "own", "missing"])
    for (const colorScheme of ["light", "dark"])
      it(`${kind}, ${colorScheme}`, async () => {
        // The policy would keep axe out.
        const page = await openPage(house, { colorScheme, bypassCSP: true });
        page.missing = true;
        await page.goto(house.address + house.pages[kind]);
        await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
        await page.evaluate(axe);
        const found = await page.evaluate(() => globalThis.axe.run(document));
        const serious = found.violations
          .filter((v) => v.impact === "serious" || v.impact === "critical")
          .map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html).join(" ")}`);
        assert.deepEqual(serious, []);
        assert.ok(found.passes.length > 5);
        await page.context().close();
      });
});

describe("the markup is valid", () => {
  it("of every page", async () => {
    const validator = new HtmlValidate(new FileSystemConfigLoader({
      root: true,
      extends: ["html-validate:standard"],
    }));
    const wrong = [];
    for (const path of house.all) {
      const file = join(house.edition, "public", path.endsWith("/") ? path + "index.html" : path);
      const report = await validator.validateFile(file);
      for (const result of report.results)
        for (const message of result.messages)
          wrong.push(`${path}:${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
    }
    assert.ok(house.all.length > 20);
    assert.deepEqual(wrong, []);
  });
});

describe("budgets", () => {
  it("front page at most 100 KB, styles and script at most 14 KB", () => {
    const size = (name) => readFileSync(join(house.edition, "public", name)).length;
    assert.ok(size("index.html") <= 100 * 1024);
    assert.ok(size("style.css") + size("script.js") <= 14 * 1024);
    assert.ok(size("script.js") <= 8 * 1024);
  });
});
