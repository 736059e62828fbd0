// What a page shows when there is little to show.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { openHouse, openPage, program } from "./pages.mjs";

let house;
before(async () => { house = await openHouse(); });
after(async () => { await house?.end(); });

describe("states", () => {
  for (const [hours, stale] of [[1, false], [47, false], [49, true], [200, true]])
    it(`${hours} hours after the last change ${stale ? "nothing new is said to have come" : "nothing is said"}`, async () => {
      const page = await openPage(house);
      await page.goto(house.address + "/");
      const updated = await page.evaluate(() => document.querySelector(".updated time").dateTime);
      await page.clock.setFixedTime(new Date(Date.parse(updated) + hours * 3600000));
      await page.reload();
      assert.equal(await page.locator("#stale").isVisible(), stale);
      assert.deepEqual(page.trouble, []);
      await page.context().close();
    });

  it("a story that one outlet tells says so, and has nothing to open", async () => {
    const page = await openPage(house);
    await page.goto(house.address + "/");
    const alone = page.locator(".item", { has: page.getByText("1 outlet", { exact: true }) }).first();
    assert.equal(await alone.locator("details").count(), 0);
    await alone.locator("a.when").click();
    await page.waitForURL(/\/s\//);
    assert.equal(await page.locator(".members li").count(), 1);
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  });

  it("a front page on which nothing met the bar says so, and what would", async () => {
    const edition = mkdtempSync(join(tmpdir(), "broadsheet-browser-"));
    const env = { ...process.env, SOURCE_DATE_EPOCH: "1760000000" };
    cpSync(house.edition, edition, { recursive: true, filter: (path) => !/\/(state|public|records)$/.test(path) });
    const file = join(edition, "edition.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace(/threshold: \d+/, "threshold: 5000"));
    execFileSync(program, ["-C", edition, "run", "--once"], { env, stdio: "pipe" });
    const page = await openPage(house);
    await page.goto(house.address + "/");
    await page.setContent(readFileSync(join(edition, "public/index.html"), "utf8"));
    assert.match(await page.locator("main .empty").textContent(),
      /^No story met the bar of 5000; \d+ are below it\. A bar of \d+ would show \d+\.$/);
    assert.equal(await page.locator(".item").count(), 0);
    await page.context().close();
    rmSync(edition, { recursive: true });
  });

  it("an edition without any article says so", async () => {
    const folder = mkdtempSync(join(tmpdir(), "broadsheet-browser-"));
    const edition = join(folder, "paper");
    const env = { ...process.env, SOURCE_DATE_EPOCH: "1760000000" };
    execFileSync(program, ["init", edition], { env, stdio: "pipe" });
    execFileSync(program, ["-C", edition, "run", "--once"], { env, stdio: "pipe" });
    const page = await openPage(house);
    await page.goto(house.address + "/");
    await page.setContent(readFileSync(join(edition, "public/index.html"), "utf8"));
    assert.equal(await page.locator("main .empty").innerText(), "No article has come in yet.");
    assert.equal(await page.locator(".updated").count(), 0);
    assert.ok(await page.locator(".rail").innerText());
    await page.context().close();
    rmSync(folder, { recursive: true });
  });

  it("what came since the last visit is marked, and counted", async () => {
    const page = await openPage(house);
    await page.goto(house.address + "/");
    assert.equal(await page.locator(".fresh").count(), 0);
    assert.equal(await page.locator("#fresh").innerText(), "");
    const times = await page.evaluate(() => [...document.querySelectorAll(".item[data-time]")]
      .map((item) => Date.parse(item.dataset.time)).sort((a, b) => b - a));
    await page.evaluate((last) => localStorage.setItem("visit/", last), times[3]);
    await page.reload();
    const newer = times.filter((time) => time > times[3]).length;
    assert.ok(newer > 0);
    assert.equal(await page.locator(".item.fresh").count(), newer);
    assert.match(await page.locator("#fresh").innerText(), new RegExp(`\\b${newer}\\b`));
    await page.reload();
    assert.equal(await page.locator(".fresh").count(), 0);
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  });

  it("a story is rising for three hours after others took it up", async () => {
    const page = await openPage(house);
    await page.goto(house.address + "/");
    const last = await page.evaluate(() => Math.max(...[...document.querySelectorAll("[data-rising]")]
      .map((mark) => Date.parse(mark.dataset.rising))));
    for (const [hours, seen] of [[2, true], [4, false]]) {
      await page.clock.setFixedTime(new Date(last + hours * 3600000));
      await page.reload();
      assert.equal(await page.locator(".rising:visible").count() > 0, seen);
    }
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  });
});

// As many as a front page has at most.
describe("a front page of sixty stories", () => {
  it("has at most one of the largest size and three of the second, in 100 KB", async () => {
    const edition = mkdtempSync(join(tmpdir(), "broadsheet-browser-"));
    const env = { ...process.env, SOURCE_DATE_EPOCH: "1760000000" };
    cpSync(house.edition, edition, { recursive: true, filter: (path) => !/\/(state|public|records)$/.test(path) });
    const file = join(edition, "edition.yaml");
    writeFileSync(file, readFileSync(file, "utf8")
      .replace(/threshold: \d+/, "threshold: 40\n  front: {hours: 200, perProvider: 20}"));
    execFileSync(program, ["-C", edition, "run", "--once"], { env, stdio: "pipe" });
    const bytes = readFileSync(join(edition, "public/index.html"));
    const page = await openPage(house);
    await page.goto(house.address + "/");
    await page.setContent(bytes.toString());
    assert.equal(await page.locator(".item").count(), 60);
    assert.equal(await page.locator(".item.s5").count(), 1);
    assert.ok(await page.locator(".item.s4").count() <= 3);
    assert.ok(bytes.length <= 100 * 1024, String(bytes.length));
    await page.context().close();
    rmSync(edition, { recursive: true });
  });
});
