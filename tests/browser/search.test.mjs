// The search page: by keyboard, without a script, at two widths; and the live API's answers held
// against its own description.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { HtmlValidate } from "html-validate";
import { openHouse, openPage } from "./pages.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let house;
before(async () => { house = await openHouse(); });
after(async () => { await house?.end(); });

async function leave(page) {
  assert.deepEqual(page.trouble, []);
  await page.context().close();
}

describe("the search page", () => {
  it("is reached by / and Enter from any page", async () => {
    for (const path of ["/", house.pages.topic, house.pages.story]) {
      const page = await openPage(house);
      await page.goto(house.address + path);
      await page.keyboard.press("/");
      assert.equal(await page.evaluate(() => document.activeElement.name), "q");
      await page.keyboard.type("robots");
      await page.keyboard.press("Enter");
      await page.waitForURL(house.address + "/search?q=robots");
      assert.ok(await page.locator("main article").count() > 2);
      assert.ok(await page.locator("main article mark").count() > 2);
      await leave(page);
    }
  });

  it("works without a script", async () => {
    const page = await openPage(house, { javaScriptEnabled: false });
    await page.goto(house.address + "/");
    await page.locator("input[name=q]").fill("robots");
    await page.locator("input[name=q]").press("Enter");
    await page.waitForURL(/search\?q=robots/);
    const all = await page.locator("main article").count();
    await page.locator("main select").selectOption("robotics");
    await page.locator("main button").click();
    await page.waitForURL(/topic=robotics/);
    const some = await page.locator("main article").count();
    assert.ok(some > 0 && some <= all);
    assert.equal(await page.locator("main select").inputValue(), "robotics");
    await leave(page);
  });

  it("goes on from page to page, and finds what was meant", async () => {
    const page = await openPage(house);
    await page.goto(house.address + "/search?q=the");
    const first = await page.locator("main article").first().getAttribute("data-id");
    await page.locator("a[rel=next]").click();
    await page.waitForURL(/cursor=/);
    assert.notEqual(await page.locator("main article").first().getAttribute("data-id"), first);
    await page.goto(house.address + "/search?q=robtics");
    await page.locator("main .thread a").click();
    await page.waitForURL(/q=robotics/);
    assert.ok(await page.locator("main article").count() > 0);
    await leave(page);
  });

  for (const width of [1440, 360])
    it(`fits ${width} px, is valid and without serious findings`, async () => {
      for (const query of ["", "?q=robots", "?q=nowhere", "?q=robtics", "?q=%3Cscript%3E%22"]) {
        const page = await openPage(house, { viewport: { width, height: 800 }, bypassCSP: true });
        const answer = await page.goto(house.address + "/search" + query);
        const report = await new HtmlValidate({ root: true, extends: ["html-validate:standard"] })
          .validateString(await answer.text());
        assert.deepEqual(report.results.flatMap((r) => r.messages.map((m) => m.line + " " + m.message)), []);
        assert.ok(await page.evaluate(() =>
          document.documentElement.scrollWidth <= document.documentElement.clientWidth));
        await page.evaluate(axe);
        const found = await page.evaluate(() => globalThis.axe.run(document));
        assert.deepEqual(found.violations
          .filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.help), []);
        await page.context().close();
      }
    });
});

// As much of JSON Schema as the description uses; gives what is wrong, or nothing.
function check(description, schema, value, at = "") {
  if (schema.$ref)
    return check(description, schema.$ref.slice(2).split("/").reduce((o, k) => o[k], description), value, at);
  const kind = Array.isArray(value) ? "array" : Number.isInteger(value) ? "integer" : typeof value;
  if (schema.type && kind !== schema.type) return [`${at}: ${kind}, not ${schema.type}`];
  if (schema.enum && !schema.enum.includes(value)) return [`${at}: ${value}`];
  if (schema.pattern && !new RegExp(schema.pattern).test(value)) return [`${at}: ${value}`];
  if (schema.format === "date-time" && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) return [`${at}: ${value}`];
  if (schema.minimum !== undefined && value < schema.minimum) return [`${at}: ${value}`];
  if (kind === "array") return value.flatMap((v, i) => check(description, schema.items, v, `${at}/${i}`));
  if (kind !== "object") return [];
  const missing = (schema.required || []).filter((k) => !(k in value)).map((k) => `${at}: no ${k}`);
  return missing.concat(Object.keys(value).flatMap((key) => schema.properties?.[key]
    ? check(description, schema.properties[key], value[key], `${at}/${key}`)
    : schema.additionalProperties === false ? [`${at}: ${key} is not described`] : []));
}

describe("the live API", () => {
  it("answers as its description says", async () => {
    const base = house.address + "/api/v1";
    const description = await (await fetch(base + "/openapi.json")).json();
    assert.equal(description.openapi, "3.1.0");
    const stories = await (await fetch(base + "/stories?limit=100")).json();
    const id = stories.value[0].id;
    assert.ok(stories.value.some((story) => story.related?.length > 0));
    assert.ok(stories.value.some((story) => story.images?.length > 0));
    const asked = [
      ["/stories", "?limit=100", 200], ["/stories", "?limit=1", 200], ["/stories", "?limit=x", 400],
      ["/stories/{id}", id, 200], ["/stories/{id}", "aaaaaaaaaaaa", 404],
      ["/articles", "?limit=100", 200], ["/articles/{id}", id, 200],
      ["/search", "?q=robots", 200], ["/search", "?q=robtics", 200], ["/search", "?q=on:x", 400],
      ["/openapi.json", "", 200],
    ];
    for (const [path, more, status] of asked) {
      const target = base + (path.includes("{id}") ? path.replace("{id}", more) : path + more);
      const answer = await fetch(target);
      assert.equal(answer.status, status, target);
      const responses = description.paths[path].get.responses;
      let response = responses[status];
      if (response.$ref) response = description.components.responses[response.$ref.split("/").pop()];
      const schema = response.content[answer.headers.get("content-type")].schema;
      assert.deepEqual(check(description, schema, await answer.json(), target), []);
    }
    const tried = new Set(asked.map(([path]) => path));
    assert.deepEqual(Object.keys(description.paths).filter((path) => !tried.has(path)), []);
  });
});
