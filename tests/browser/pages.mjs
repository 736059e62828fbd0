// What the browser tests share. They look at the first example edition, that scripts/browser
// published and serves: its address is $ADDRESS, its folder $EDITION. Run by hand without these, and
// for the other examples, they publish it into a folder of their own with $BROADSHEET (or
// build/broadsheet) first.
import { spawn, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

const root = resolve(import.meta.dirname, "../..");
export const program = resolve(root, process.env.BROADSHEET || "build/broadsheet");
const chrome = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));

async function publish(example) {
  const edition = mkdtempSync(join(tmpdir(), "broadsheet-browser-"));
  const env = { ...process.env, SOURCE_DATE_EPOCH: "1760000000" };
  cpSync(join(root, "examples", example), edition, { recursive: true });
  const run = (...words) => execFileSync(program, ["-C", edition, ...words], { env, stdio: "pipe" });
  run("run", "--once");
  if (/^mail:/m.test(readFileSync(join(edition, "edition.yaml"), "utf8"))) {
    run("issue", "build");
    run("publish");
  }
  const server = spawn(program, ["-C", edition, "serve", "--listen", "127.0.0.1:0"], { env });
  const address = await new Promise((found, failed) => {
    let said = "";
    server.stdout.on("data", (data) => {
      said += data;
      const match = said.match(/http:\/\/[^\s/]+/);
      if (match) found(match[0]);
    });
    server.on("exit", () => failed(new Error("the server ended: " + said)));
  });
  return { edition, address, end() { server.kill(); rmSync(edition, { recursive: true }); } };
}

export function openBrowser() {
  return chromium.launch({
    executablePath: chrome,
    args: process.getuid() === 0 ? ["--no-sandbox"] : [],
  });
}

// The edition as it is published: { address, edition, pages }, pages being paths by their kind.
export async function openHouse(example) {
  const given = !example && process.env.ADDRESS && process.env.EDITION;
  const house = given
    ? { address: process.env.ADDRESS, edition: process.env.EDITION, end() {} }
    : await publish(example || "ai-every-day");
  house.address = house.address.replace(/\/$/, "");
  const tree = join(house.edition, "public");
  const stories = readdirSync(join(tree, "s")).sort()
    .flatMap((shelf) => readdirSync(join(tree, "s", shelf)).sort().map((file) => `/s/${shelf}/${file}`));
  const topics = readdirSync(join(tree, "topic")).sort().map((id) => `/topic/${id}/`);
  const below = (folder) => readdirSync(join(tree, folder), { recursive: true })
    .filter((file) => file.endsWith("index.html")).sort()
    .map((file) => `/${folder}/${file.slice(0, -"index.html".length)}`);
  const years = readdirSync(tree).filter((name) => /^\d{4}$/.test(name));
  const days = years.flatMap(below), outlets = below("provider");
  house.pages = {
    front: "/", topic: topics[0], story: stories[0], missing: "/not-here", archive: "/archive/",
    month: days.find((path) => /^\/\d+\/\d+\/$/.test(path)),
    day: days.find((path) => /^\/\d+\/\d+\/\d+\/$/.test(path)),
    own: "/page/about/", outlets: "/provider/", outlet: outlets.at(-1),
  };
  house.all = ["/", ...topics, ...stories, ...days, ...outlets, ...below("page"), "/archive/", "/404.html"];
  house.browser = await openBrowser();
  const end = house.end;
  house.end = async () => { await house.browser.close(); await end(); };
  return house;
}

// A page of its own context, which notes everything that should not be: errors on the console,
// violations of the policy, exceptions, requests to other hosts. These are cut off.
export async function openPage(house, options = {}) {
  const context = await house.browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.trouble = [];
  await context.route((url) => url.origin !== house.address, (route) => {
    page.trouble.push("request to " + route.request().url());
    return route.fulfill({ status: 204 });
  });
  page.on("console", (message) => {
    const expected = /status of 404/.test(message.text()) && page.missing;
    if ((message.type() === "error" || message.type() === "warning") && !expected)
      page.trouble.push(message.type() + ": " + message.text());
  });
  page.on("pageerror", (error) => page.trouble.push("exception: " + error.message));
  return page;
}

// What is wider than the window, if the page can be scrolled sideways.
export function overflowing(page) {
  return page.evaluate(() => {
    const { clientWidth: room, scrollWidth } = document.documentElement;
    const outside = (e) => {
      const { left, right } = e.getBoundingClientRect();
      return left < -1 || right > room + 1;
    };
    return scrollWidth > room
      ? [...document.querySelectorAll("body *")].filter(outside).map((e) => e.outerHTML.slice(0, 120))
      : [];
  });
}
