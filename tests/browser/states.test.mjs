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
});
