(function () {
  "use strict";
  var page = document.documentElement;
  var root = page.dataset.root || "";
  var store = {
    get(key) { try { return localStorage.getItem(key); } catch (e) { /* private */ } },
    set(key, value) { try { localStorage.setItem(key, value); } catch (e) {} }
  };
  function by(id) { return document.getElementById(id); }
  function all(selector) { return [...document.querySelectorAll(selector)]; }

  /* Before anything is drawn. */
  if (store.get("theme")) page.dataset.theme = store.get("theme");

  function dark() {
    return page.dataset.theme ? page.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
  }
  function nameTheme() {
    var button = by("theme");
    if (!button) return;
    button.hidden = false;
    button.textContent = dark() ? button.dataset.light : button.dataset.dark;
  }
  function switchTheme() {
    page.dataset.theme = dark() ? "light" : "dark";
    store.set("theme", page.dataset.theme);
    nameTheme();
  }

  /* Ages instead of times, as long as an age says more. */
  var units = [["minute", 60], ["hour", 24], ["day", 7]];
  function age(ages, count) {
    if (count < 1) return ages.format(0, "second");
    for (var i = 0; i < units.length; count = Math.round(count / units[i++][1]))
      if (count < units[i][1]) return ages.format(-count, units[i][0]);
    return "";
  }
  function setAges() {
    var now = Date.now();
    var ages = new Intl.RelativeTimeFormat(page.lang, { numeric: "auto", style: "short", numberingSystem: "latn" });
    all("time[datetime]").forEach((time) => {
      var minutes = Math.floor((now - Date.parse(time.dateTime)) / 60000);
      if (!time.title) time.title = time.textContent;
      var text = minutes >= -5 ? age(ages, minutes) : "";
      time.textContent = text || time.title;
    });
    all("[data-rising]").forEach((mark) => {
      mark.hidden = now - Date.parse(mark.dataset.rising) >= 3 * 3600000;
    });
    var updated = document.querySelector(".updated time"), stale = by("stale");
    if (updated) stale.hidden = now - Date.parse(updated.dateTime) < stale.dataset.after * 60000;
  }

  /* What came since the last visit; known to this browser only. */
  function markFresh() {
    var place = by("fresh");
    if (!place) return;
    var key = "visit" + location.pathname, last = +store.get(key), newest = 0, count = 0;
    all(".item[data-time]").forEach((item) => {
      var time = Date.parse(item.dataset.time);
      if (time > newest) newest = time;
      if (last && time > last) {
        item.classList.add("fresh");
        item.querySelector(".from").dataset.new = place.dataset.new;
        count++;
      }
    });
    if (newest) store.set(key, newest);
    if (count) place.textContent = place.dataset.since.replace("{}", count);
  }

  /* A click is counted where a server answers; elsewhere nothing happens. */
  function count(event) {
    var link = event.target.closest?.("[data-id] a[href^=http], a[data-id]");
    if (!link || event.button > 1) return;
    navigator.sendBeacon?.(root + "click", link.closest("[data-id]").dataset.id);
  }

  var at = -1, headline = ":is(h1, h2, h3) a";
  function go(by) {
    var items = all(".item");
    if (!items.length) return;
    items[at]?.classList.remove("at");
    at = Math.max(0, Math.min(items.length - 1, at + by));
    items[at].classList.add("at");
    items[at].scrollIntoView({ block: "nearest" });
    (here(headline) || here("a"))?.focus({ preventScroll: true });
  }
  function here(selector) { return document.querySelector(".at " + selector); }
  function open() { here(headline)?.click(); }
  function expand() {
    var details = here("details");
    if (details) details.open = !details.open;
  }
  function showHelp() {
    var box = document.querySelector("dialog");
    if (!box) {
      box = document.createElement("dialog");
      var button = by("keys");
      box.setAttribute("aria-label", button.textContent);
      button.dataset.keys.split("|").forEach((line) => {
        var row = document.createElement("div"), key = document.createElement("kbd");
        line = line.split("=");
        key.textContent = line[0];
        row.append(key, line[1]);
        box.append(row);
      });
      box.addEventListener("click", () => box.close());
      document.body.append(box);
    }
    if (box.open) box.close(); else box.showModal();
  }

  var before = "";
  var keys = {
    j: () => go(1), k: () => go(-1), o: open, e: expand,
    t: switchTheme, "?": showHelp,
    "/": () => by("search")?.focus(),
    h: () => { if (before === "g") location.href = root || "./"; }
  };
  function press(event) {
    var target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
    if (keys[event.key]) { keys[event.key](); event.preventDefault(); }
    before = event.key;
  }

  document.addEventListener("DOMContentLoaded", () => {
    nameTheme();
    markFresh();
    document.addEventListener("click", count);
    document.addEventListener("auxclick", count);
    document.addEventListener("keydown", press);
    var button = by("keys");
    by("theme")?.addEventListener("click", switchTheme);
    if (button) { button.hidden = false; button.addEventListener("click", showHelp); }
    setAges();
    setInterval(setAges, 60000);
  });
})();
