// The sanitiser's output read by Chromium, as a piece of a page and as a page, and both a second time
// from what Chromium writes of the first: nothing in it may act.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { armed, attacks } from "./attacks.mjs";
import { openBrowser, program } from "./pages.mjs";

const together = 50; // cases in one page
let browser;
before(async () => { browser = await openBrowser(); });
after(async () => { await browser?.close(); });

function sanitize(inputs) {
  const lines = inputs.map((html, id) =>
    JSON.stringify({ id: String(id), html: html.toWellFormed?.() ?? html, url: "https://example.org/a/" }));
  const run = spawnSync(program, ["html", "sanitize", "--jsonl"],
    { input: lines.join("\n") + "\n", maxBuffer: 1 << 28, encoding: "utf8" });
  assert.equal(run.status, 0, run.stderr);
  const answers = run.stdout.trim().split("\n").map((line) => JSON.parse(line));
  assert.equal(answers.length, inputs.length);
  assert.ok(answers.every((answer) => typeof answer.html === "string"));
  return answers.map((answer) => answer.html);
}

// In every frame: whoever calls one of these was run.
function lay() {
  const called = () => { globalThis.top.ran.push(globalThis.name); };
  globalThis.ran = globalThis.ran ?? [];
  for (const name of ["canary", "alert", "confirm", "prompt", "print", "open"]) globalThis[name] = called;
}

// In the page: reads each text the four ways, and says what may act: [index, way, what].
async function read(texts) {
  const elements = new Set(("p a br img em strong b i div ul ol li blockquote h1 h2 h3 h4 h5 h6 pre code " +
    "figure figcaption table caption thead tbody tfoot tr td th hr sub sup del ins q cite abbr time mark " +
    "small kbd samp var s u dl dt dd").split(" "));
  const attributes = new Set(("href title rel src alt width height loading datetime start colspan rowspan " +
    "lang dir").split(" "));
  const found = [];

  function look(index, way, top) {
    for (const element of top.querySelectorAll("*")) {
      const name = element.localName;
      if (element.namespaceURI !== "http://www.w3.org/1999/xhtml" || !elements.has(name))
        found.push([index, way, `<${name}>`]);
      for (const attribute of element.attributes)
        if (!attributes.has(attribute.name)) found.push([index, way, `${name} ${attribute.name}`]);
      for (const [attribute, schemes] of [["href", /^(https?|mailto):$/], ["src", /^https?:$/]])
        if (element.hasAttribute(attribute)) {
          const address = element.getAttribute(attribute);
          if (!URL.canParse(address) || !schemes.test(new URL(address).protocol))
            found.push([index, way, `${name} ${attribute}=${address}`]);
        }
      if (name === "a" && element.hasAttribute("href") && element.rel !== "noopener noreferrer")
        found.push([index, way, "a rel"]);
    }
  }

  function piece(index, way, text) {
    const room = document.createElement("div");
    document.body.append(room);
    room.innerHTML = text;
    look(index, way, room);
    return room.innerHTML;
  }

  // scripts run in there, if there are any
  async function whole(index, way, text) {
    const frame = document.createElement("iframe");
    frame.name = `${index} ${way}`;
    frame.srcdoc = text || "<p>";
    const loaded = new Promise((done) => { frame.onload = done; });
    document.body.append(frame);
    await Promise.race([loaded, new Promise((done) => setTimeout(done, 20000))]);
    if (frame.contentDocument === null) found.push([index, way, "went elsewhere"]);
    else if (frame.contentDocument.head.childElementCount > 0) found.push([index, way, "<head> holds"]);
    else look(index, way, frame.contentDocument.body);
    return frame.contentDocument?.documentElement.outerHTML ?? "";
  }

  await Promise.all(texts.map(async (text, index) => {
    piece(index, "piece of a piece", piece(index, "piece", text));
    await whole(index, "page of a page", await whole(index, "page", text));
  }));
  await new Promise((done) => setTimeout(done, 100)); // what is called later
  for (const name of globalThis.ran) found.push([parseInt(name, 10) || 0, name, "ran"]);
  return found;
}

// The addresses of the pictures in what the sanitiser wrote, as they are asked for.
function pictures(texts) {
  return new Set(texts.flatMap((text) => [...text.matchAll(/<img src="([^"#]*)/g)])
    .map((match) => match[1].replaceAll("&amp;", "&")));
}

// What acts among the texts: { index, way, what }. Pictures may be asked for, nothing else.
async function acting(texts) {
  const active = [];
  for (let from = 0; from < texts.length; from += together) {
    const some = texts.slice(from, from + together);
    const expected = pictures(some);
    const context = await browser.newContext();
    const page = await context.newPage();
    await context.addInitScript(lay);
    await context.route("**", (route) => {
      const request = route.request();
      if (request.url() === "http://reader.test/")
        return route.fulfill({ contentType: "text/html", body: "<!doctype html><title>x</title><body>" });
      if (request.resourceType() !== "image" || !expected.has(request.url()))
        active.push({ index: from, way: "request", what: request.url() });
      const leaves = request.isNavigationRequest() && request.frame() === page.mainFrame();
      return route.fulfill(leaves ? { status: 204 } : { contentType: "text/plain", body: "" });
    });
    page.on("dialog", (dialog) => dialog.dismiss());
    await page.goto("http://reader.test/");
    for (const [index, way, what] of await page.evaluate(read, some))
      active.push({ index: from + index, way, what });
    await context.close();
  }
  return active;
}

async function assertInert(inputs) {
  const outputs = sanitize(inputs), different = [...new Set(outputs)];
  const active = await acting(different);
  const report = active.map(({ index, way, what }) =>
    [inputs[outputs.indexOf(different[index])], different[index], way, what]);
  assert.deepEqual(report, []);
  assert.deepEqual(sanitize(outputs), outputs, "sanitised again it is the same");
}

describe("what is sanitised is inert in Chromium", () => {
  it("who looks sees what acts", async () => {
    const active = await acting(armed);
    const seen = new Set(active.map(({ index }) => index));
    assert.deepEqual(armed.filter((_, index) => !seen.has(index)), []);
    const ran = active.filter(({ what }) => what === "ran").length;
    assert.ok(ran >= 20, `${ran} ran`);
    assert.ok(active.some(({ way }) => way === "request"));
  });

  it("our own attacks", async () => {
    assert.ok(attacks.length > 1000);
    await assertInert(attacks);
  });

  const set = join(process.env.BENCH ?? "", "small/sanitize.jsonl");
  it("the public attacks", { skip: !existsSync(set) && "BENCH names no folder of test sets" }, async () => {
    const cases = readFileSync(set, "utf8").trim().split("\n").map((line) => JSON.parse(line).input);
    await assertInert(cases);
  });
});
