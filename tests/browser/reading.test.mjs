// Reading the paper: at two widths, in two schemes, with a keyboard, without a script.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openHouse, openPage, overflowing } from "./pages.mjs";

let house;
before(async () => { house = await openHouse(); });
after(async () => { await house?.end(); });

async function visit(path, options) {
  const page = await openPage(house, options);
  page.missing = path === house.pages.missing;
  const answer = await page.goto(house.address + path);
  assert.equal(answer.status(), page.missing ? 404 : 200);
  return page;
}

async function leave(page) {
  assert.deepEqual(page.trouble, []);
  await page.context().close();
}

describe("every kind of page", () => {
  for (const kind of ["front", "topic", "story", "day", "outlet", "own", "missing"])
    for (const width of [1440, 360, 320])
      for (const colorScheme of ["light", "dark"])
        it(`${kind} at ${width} px, ${colorScheme}`, async () => {
          const page = await visit(house.pages[kind], { viewport: { width, height: 800 }, colorScheme });
          assert.deepEqual(await overflowing(page), []);
          const light = await page.evaluate(() => {
            const probe = document.createElement("canvas").getContext("2d");
            probe.fillStyle = getComputedStyle(document.body).backgroundColor;
            probe.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = probe.getImageData(0, 0, 1, 1).data;
            return a === 0 ? null : (r + g + b) / 3 > 128;
          });
          if (light !== null) assert.equal(light, colorScheme === "light");
          assert.equal(await page.locator("h1").count(), 1);
          await leave(page);
        });
});

describe("the front page", () => {
  it("has stories with outlets, times and pictures of its own", async () => {
    const page = await visit("/");
    assert.ok(await page.locator("main .item").count() >= 20);
    const pictures = page.locator("main .item img");
    assert.ok(await pictures.count() > 0);
    // Not by waitForFunction: the policy forbids what it does.
    const broken = await page.evaluate(async () => {
      const all = [...document.images];
      all.forEach((image) => { image.loading = "eager"; });
      const done = await Promise.allSettled(all.map((image) => image.decode()));
      return all.filter((image, i) => done[i].status === "rejected").map((image) => image.src);
    });
    assert.deepEqual(broken, []);
    await leave(page);
  });

  it("shifts nothing when pictures come", async () => {
    const page = await openPage(house);
    await page.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((e) => { window.shift += e.value; }))
        .observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(house.address + "/", { waitUntil: "networkidle" });
    assert.ok(await page.evaluate(() => window.shift) < 0.05);
    await leave(page);
  });

  it("opens who else has a story", async () => {
    const page = await visit("/");
    const also = page.locator("main details").first();
    assert.equal(await also.evaluate((e) => e.open), false);
    await also.locator("summary").click();
    assert.equal(await also.evaluate((e) => e.open), true);
    assert.ok(await also.locator("li a").first().isVisible());
    await leave(page);
  });

  it("leads to topics, stories and back", async () => {
    const page = await visit("/");
    await page.locator("nav.topics a").first().click();
    await page.waitForURL(/\/topic\//);
    await page.locator(".item a.when").first().click();
    await page.waitForURL(/\/s\/[a-z2-7]{2}\/[a-z2-7]{12}-.*\.html$/);
    await page.locator(".mast .name a").click();
    await page.waitForURL(house.address + "/");
    await leave(page);
  });
});

describe("the keyboard", () => {
  it("j and k go through the stories", async () => {
    const page = await visit("/");
    const at = () => page.evaluate(() =>
      [...document.querySelectorAll(".item")].findIndex((e) => e.classList.contains("at")));
    await page.keyboard.press("j");
    assert.equal(await at(), 0);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    assert.equal(await at(), 2);
    assert.ok(await page.locator(".item").nth(2).isVisible());
    await page.keyboard.press("k");
    assert.equal(await at(), 1);
    assert.ok(await page.evaluate(() => document.activeElement.closest(".item.at") !== null));
    await leave(page);
  });

  it("e opens and closes who else has it", async () => {
    const page = await visit("/");
    const nth = await page.evaluate(() =>
      [...document.querySelectorAll(".item")].findIndex((e) => e.querySelector("details")));
    for (let i = 0; i <= nth; i++) await page.keyboard.press("j");
    const open = () => page.locator(".item.at details").evaluate((e) => e.open);
    await page.keyboard.press("e");
    assert.equal(await open(), true);
    await page.keyboard.press("e");
    assert.equal(await open(), false);
    await leave(page);
  });

  it("t changes the scheme, and the next page keeps it", async () => {
    const page = await visit("/", { colorScheme: "light" });
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    await page.keyboard.press("t");
    assert.equal(await theme(), "dark");
    await page.goto(house.address + house.pages.topic);
    assert.equal(await theme(), "dark");
    await page.keyboard.press("t");
    assert.equal(await theme(), "light");
    await leave(page);
  });

  it("Enter opens the headline that j went to", async () => {
    const page = await visit("/");
    await page.keyboard.press("j");
    const url = await page.locator(".item.at h2 a").getAttribute("href");
    const asked = page.waitForRequest((request) => request.url() === url);
    await page.keyboard.press("Enter");
    await asked;
    assert.ok(page.trouble.every((line) => line === "request to " + url), page.trouble.join("\n"));
    await page.context().close();
  });

  it("g h goes home", async () => {
    const page = await visit(house.pages.story);
    await page.keyboard.press("h");
    assert.match(page.url(), /\/s\//);
    await page.keyboard.press("g");
    await page.keyboard.press("h");
    await page.waitForURL(house.address + "/");
    await leave(page);
  });

  it("keys are letters where somebody types, and the browser's with Ctrl", async () => {
    const page = await visit("/", { colorScheme: "light" });
    await page.keyboard.press("/");
    await page.keyboard.type("jotted?");
    assert.equal(await page.locator("#search").inputValue(), "jotted?");
    assert.equal(await page.locator(".item.at, dialog").count(), 0);
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("Control+j");
    assert.equal(await page.locator(".item.at").count(), 0);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), undefined);
    await leave(page);
  });

  it("everything is reached by Tab alone", async () => {
    const page = await visit("/");
    const wanted = await page.evaluate(() => [...document.querySelectorAll("a[href], button, input, summary")]
      .filter((e) => e.checkVisibility()).length);
    await page.evaluate(() => {
      window.met = new Set();
      document.addEventListener("focusin", (event) => window.met.add(event.target));
    });
    for (let i = 0; i < wanted; i++) await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => window.met.size), wanted);
    await leave(page);
  });

  it("? lists the keys, and Escape closes the list", async () => {
    const page = await visit("/");
    await page.keyboard.press("?");
    assert.ok(await page.locator("dialog").isVisible());
    assert.match(await page.locator("dialog").innerText(), /next story/);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("dialog").isVisible(), false);
    await leave(page);
  });

  it("Tab reaches the skip link first, and focus is seen", async () => {
    const page = await visit("/");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    const box = await page.locator(".skip").boundingBox();
    assert.ok(box.x >= 0 && box.y >= 0);
    await leave(page);
  });
});

describe("clicks", () => {
  const goes = async (page, doing) => {
    const [request] = await Promise.all([
      page.waitForRequest((r) => r.url() === house.address + "/click"),
      doing(),
    ]);
    assert.equal(request.method(), "POST");
    const answer = await request.response();
    if (answer) assert.equal(answer.status(), 204);
    return request.postData();
  };
  // The article's own site is not there: that request is the one that may go elsewhere.
  const leaveToOutlet = async (page, url) => {
    assert.ok(page.trouble.every((line) => line === "request to " + url), page.trouble.join("\n"));
    await page.context().close();
  };

  it("on a headline is counted by a beacon", async () => {
    const page = await visit("/");
    const item = page.locator("main .item").first();
    const link = item.locator("h2 a, h3 a").first();
    const url = await link.getAttribute("href");
    assert.equal(await goes(page, () => link.click()), await item.getAttribute("data-id"));
    await leaveToOutlet(page, url);
  });

  it("with o, too, and from a topic's and a story's page", async () => {
    for (const path of ["/", house.pages.topic, house.pages.story]) {
      const page = await visit(path);
      await page.keyboard.press("j");
      const url = await page.locator(".item.at").locator("h1 a, h2 a, h3 a").first().getAttribute("href");
      const id = await page.locator(".item.at").getAttribute("data-id");
      assert.equal(await goes(page, () => page.keyboard.press("o")), id);
      await leaveToOutlet(page, url);
    }
  });

  it("/r/ leads to the outlet", async () => {
    const page = await visit("/");
    const item = page.locator("main .item").first();
    const id = await item.getAttribute("data-id");
    const answer = await page.request.get(`${house.address}/r/${id}`, { maxRedirects: 0 });
    assert.equal(answer.status(), 302);
    assert.equal(answer.headers().location, await item.locator("h2 a, h3 a").first().getAttribute("href"));
    await leave(page);
  });
});

describe("without JavaScript", () => {
  for (const kind of ["front", "topic", "story", "day", "outlet", "own", "missing"])
    it(`${kind} is readable`, async () => {
      const page = await visit(house.pages[kind], { javaScriptEnabled: false });
      assert.ok((await page.locator("main").innerText()).length > 40);
      assert.equal(await page.locator("#theme").isVisible(), false);
      if (kind === "front") {
        await page.locator("main details summary").first().click();
        assert.ok(await page.locator("main details li").first().isVisible());
        assert.match(await page.locator("time").first().innerText(), /UTC|\d{4}|\d:\d/);
      }
      await leave(page);
    });
});

describe("printed", () => {
  for (const theme of ["light", "dark"])
    it(`shows articles and no tools, as ink on paper, from a ${theme} screen`, async () => {
      const page = await visit("/", { colorScheme: "light" });
      if (theme === "dark") await page.keyboard.press("t");
      await page.emulateMedia({ media: "print" });
      for (const hidden of [".tools", ".topics", ".rail"])
        assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
      assert.ok(await page.locator("main h2").first().isVisible());
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).color), "rgb(26, 25, 22)");
      assert.equal(await page.locator(".item").first().evaluate((e) => getComputedStyle(e).breakInside), "avoid");
      await leave(page);
    });
});
