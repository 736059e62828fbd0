// A reader subscribes on the front page, confirms, chooses, pauses and leaves: without a script, in
// two directions of writing, at two widths; every page on the way is valid and accessible.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { HtmlValidate } from "html-validate";
import { openBrowser, openPage, program } from "./pages.mjs";

const root = resolve(import.meta.dirname, "../..");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function until(what, found) {
  for (let i = 0; i < 200; i++, await wait(50))
    if (found()) return found();
  throw new Error("waited in vain for " + what);
}

// The example edition in a language, with a mail server that keeps what it gets.
async function openHouse(locale) {
  const work = mkdtempSync(join(tmpdir(), "broadsheet-letters-"));
  const edition = join(work, "paper"), port = join(work, "port");
  const env = { ...process.env, SOURCE_DATE_EPOCH: "1760000000" };
  cpSync(join(root, "examples/ai-every-day"), edition, { recursive: true });
  const sink = spawn("/usr/bin/python3", [join(root, "tests/mail/sink.py"), port, work]);
  await until("the mail server", () => existsSync(port));
  const file = join(edition, "edition.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace(/^locale:.*/m, `locale: ${locale}`) + `
mail:
  from: "AI Every Day <news@ai-every-day.example>"
  lists: [daily every weekday at 20:00, chips every friday at 09:00 about Chips and Compute]
  smtp: {server: "127.0.0.1:${readFileSync(port, "utf8")}", security: none, rate: 100000}
`);
  execFileSync(program, ["-C", edition, "run", "--once"], { env, stdio: "pipe" });
  const server = spawn(program, ["-C", edition, "serve", "--listen", "127.0.0.1:0"], { env });
  let said = "";
  server.stdout.on("data", (data) => { said += data; });
  const address = await until("the server", () => said.match(/http:\/\/[^\s/]+/)?.[0]);
  const letter = (to) => join(work, `${to}.eml`);
  return {
    address, locale, browser: await openBrowser(),
    async link(to, path) {
      await until("a letter", () => existsSync(letter(to)));
      return address + readFileSync(letter(to), "utf8").match(new RegExp(`/${path}/[0-9a-f]+`))[0];
    },
    async end() {
      await this.browser.close();
      server.kill();
      sink.kill();
      rmSync(work, { recursive: true });
    },
  };
}

async function assertGood(house, page, where) {
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 800 });
    assert.ok(await page.evaluate(() =>
      document.documentElement.scrollWidth <= document.documentElement.clientWidth), where);
  }
  const report = await new HtmlValidate({ root: true, extends: ["html-validate:standard"] })
    .validateString(await page.content());
  const wrong = report.results.flatMap((r) => r.messages).filter((m) => m.ruleId !== "doctype-style");
  assert.deepEqual(wrong.map((m) => `${where}: ${m.line} ${m.message}`), []);
  // The tester is itself a script, so it looks at the same page on another one.
  const other = await openPage(house, { bypassCSP: true, viewport: { width: 360, height: 800 } });
  await other.setContent(await page.content().then((html) =>
    html.replace("<head>", `<head><base href="${page.url()}">`)));
  await other.evaluate(axe);
  const found = await other.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(found.violations
    .filter((v) => v.impact === "serious" || v.impact === "critical")
    .map((v) => `${where}: ${v.help} ${v.nodes[0].html}`), []);
  await other.context().close();
}

for (const locale of ["en-us", "ar"])
  describe(`letters, in ${locale}`, () => {
    let house, page;
    before(async () => {
      house = await openHouse(locale);
      page = await openPage(house, { javaScriptEnabled: false, reducedMotion: "reduce" });
    });
    after(async () => { await page?.context().close(); await house?.end(); });
    const press = (button) => page.locator(`main ${button}`).click();

    it("are asked for on the front page", async () => {
      await page.goto(house.address + "/");
      assert.ok(await page.locator("input[name=website]").isHidden());
      await page.locator("main input[type=email]").fill("ada@example.org");
      await page.locator("main input[value=chips]").check();
      await press("form button");
      assert.equal(page.url(), house.address + "/subscribe");
      assert.match(await page.locator("main").innerText(), /ada@example\.org/);
      await assertGood(house, page, "asked");
      await page.goto(house.address + "/subscribe");
      await assertGood(house, page, "the form");
    });

    it("come once the mailbox has confirmed", async () => {
      await page.goto(await house.link("ada@example.org", "confirm"));
      assert.match(await page.locator("main").innerText(), /daily[^]*chips/);
      await assertGood(house, page, "to confirm");
      await press("button");
      await assertGood(house, page, "confirmed");
      await press("header a");
      await page.waitForURL(/subscription/);
      assert.equal(await page.locator("input[name=list]:checked").count(), 2);
      await assertGood(house, page, "the own page");
    });

    it("can be chosen and paused", async () => {
      await page.locator("input[value=chips]").uncheck();
      await page.locator("select").selectOption("30");
      await press("button[value=save]");
      assert.equal(await page.locator("[role=status]").count(), 1);
      assert.equal(await page.locator("input[name=list]:checked").count(), 1);
      assert.equal(await page.locator("select").inputValue(), "keep");
      await assertGood(house, page, "saved");
    });

    it("are left by a button, not by looking", async () => {
      const leave = page.url().replace(/subscription\/(.{32}).*/, "unsubscribe/$1");
      await page.goto(leave);
      await assertGood(house, page, "to leave");
      await page.goto(leave);
      assert.equal(await page.locator("main button").count(), 1);
      await press("button");
      assert.equal(await page.locator("main button").count(), 0);
      await assertGood(house, page, "left");
      await page.goto(house.address + "/confirm/" + "0".repeat(32));
      await assertGood(house, page, "a dead link");
    });

    it("leave nothing in the console", () => {
      assert.deepEqual(page.trouble.filter((line) => !/status of 404/.test(line)), []);
    });
  });
