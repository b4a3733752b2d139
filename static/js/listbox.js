// A list beside a reading pane. On the server it is a list of links; here it becomes one listbox with one tab stop.
//   <ul class="rows" id="inbox" data-listbox data-pane="#pane" aria-label="Feedback to triage">
//     <li class="row" id="feedback-12" data-id="12"><a class="row-title" href="/feedback/12/">…</a></li>
// J, K and the arrows move; the pane follows. X picks, Shift+X picks up to here, Ctrl+A all, Enter opens the page.
import { all, narrow, on, one, say, whenever } from "./dom.js";
import { register } from "./keys.js";
import { toast } from "./toasts.js";

const PAUSE = 90;
let current = null;

class List {
  constructor(box) {
    Object.assign(this, { box, pane: one(box.dataset.pane), timer: 0, anchor: null, read: "" });
    this.pane?.setAttribute("data-live-pane", "");
    this.fit();
    box.addEventListener("click", (event) => this.click(event));
    box.addEventListener("dblclick", () => this.open());
    box.addEventListener("keydown", (event) => this.keydown(event));
    new MutationObserver(() => this.fit()).observe(box, { childList: true });
    if (!narrow()) this.choose(this.chosen ?? this.rows[0], { quiet: true, keep: true });
  }

  get rows() { return all(":scope > [role=option]:not(.more)", this.box); }
  get chosen() { return one(':scope > [aria-selected="true"]', this.box); }
  get picked() { return all(":scope > [data-picked]", this.box); }

  // Links may not live inside an option: keep their address, and leave their words.
  fit() {
    const { box } = this;
    if (box.getAttribute("role") !== "listbox") box.setAttribute("role", "listbox");
    box.tabIndex = 0;
    if (box.hasAttribute("data-pickable")) box.setAttribute("aria-multiselectable", "true");
    for (const row of all(":scope > li:not(.more, .group-head)", box)) {
      const link = one("a.row-title", row);
      if (link) {
        row.dataset.href = link.getAttribute("href");
        const words = document.createElement("span");
        words.className = link.className;
        words.append(...link.childNodes);
        link.replaceWith(words);
      }
      row.setAttribute("role", "option");
      if (!row.hasAttribute("aria-selected")) row.setAttribute("aria-selected", "false");
    }
    for (const head of all(":scope > .group-head:not([role])", this.box)) head.setAttribute("role", "presentation");
    // "Load more" is an option that J and K pass by: inside a listbox nothing else may be pressed.
    for (const more of all(":scope > .more:not([role])", this.box)) {
      more.setAttribute("role", "option");
      one("a", more)?.removeAttribute("href");
    }
    if (this.box.isConnected && this.rows.length && !this.chosen && !narrow()) this.choose(this.next?.isConnected ? this.next : this.rows[0], { quiet: true });
    if (!this.rows.length) this.empty();
  }

  // The page was renewed under the list: dress it again, and read what is chosen anew.
  dress() {
    const before = this.read;
    this.fit();
    if (this.chosen?.id === before && (this.stale || this.pane?.dataset.shows !== before)) {
      this.read = "";
      this.show(this.chosen);
    }
    this.stale = false;
    this.told();
  }

  choose(row, { quiet = false, keep = false } = {}) {
    if (!row) return;
    for (const other of this.rows) if (other !== row) other.setAttribute("aria-selected", "false");
    row.setAttribute("aria-selected", "true");
    this.box.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
    const at = this.rows.indexOf(row);
    this.next = this.rows[at + 1] ?? this.rows[at - 1];
    if (keep && this.pane?.dataset.shows === row.id) { this.read = row.id; return; }
    if (this.pane) this.pane.inert = this.pane.dataset.shows !== row.id;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(row), quiet ? 0 : PAUSE);
  }

  // Until the chosen one is read, what the pane still shows is inert: no key or press may fall on the one before.
  async show(row) {
    const { pane } = this;
    if (!pane || !row.isConnected || this.read === row.id) return;
    this.read = row.id;
    this.asked?.abort();
    this.asked = new AbortController();
    let answer, html;
    try {
      answer = await fetch(row.dataset.url ?? row.dataset.href, { headers: { "HX-Request": "true" }, signal: this.asked.signal });
      html = await answer.text();
    } catch (error) {
      if (error.name !== "AbortError") { this.read = ""; toast({ text: "No connection. Try again.", tone: "bad" }); }
      return;
    }
    if (answer.redirected) { location.assign(row.dataset.href); return; }
    if (this.read !== row.id) return;
    if (!answer.ok) html = '<div class="pane"><p class="muted">This one is no longer here.</p></div>';
    pane.innerHTML = html;
    htmx.process(pane);
    pane.dataset.shows = row.id;
    pane.scrollTop = 0;
    pane.inert = false;
    pane.dispatchEvent(new CustomEvent("htmx:afterSettle", { bubbles: true, detail: { elt: pane, target: pane } }));
    document.dispatchEvent(new CustomEvent("pane:ready"));
  }

  move(by) {
    const rows = this.rows;
    const at = rows.indexOf(this.chosen);
    const to = Math.max(0, Math.min(rows.length - 1, at + by));
    if (to !== at) this.choose(rows[to]);
    if (to >= rows.length - 3) one(":scope > .more a", this.box)?.click();
  }

  open() { if (this.chosen?.dataset.href) location.assign(this.chosen.dataset.href); }

  click(event) {
    const row = event.target.closest("[role=option]");
    if (row?.matches(".more") && !event.target.closest("a")) one("a", row)?.click();
    if (!row || row.matches(".more") || event.target.closest("a, button, input")) return;
    if (event.shiftKey && this.box.hasAttribute("data-pickable")) { event.preventDefault(); this.pickTo(row); return; }
    if ((event.metaKey || event.ctrlKey) && this.box.hasAttribute("data-pickable")) { this.pick(row); return; }
    if (narrow()) { location.assign(row.dataset.href); return; }
    this.choose(row);
  }

  keydown(event) {
    const act = { ArrowDown: () => this.move(1), ArrowUp: () => this.move(-1), Home: () => this.choose(this.rows[0]), End: () => this.choose(this.rows.at(-1)), Enter: () => this.open(), " ": () => this.pick() }[event.key];
    if (!act || event.target !== this.box || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    act();
  }

  pick(row = this.chosen) {
    this.whole = false;
    if (!row || !this.box.hasAttribute("data-pickable")) return false;
    row.toggleAttribute("data-picked");
    this.anchor = row;
    this.told();
    say(`${this.picked.length} picked`);
    return true;
  }

  // Everything in the list; pressed again, or where all of it is loaded already, everything that the filter shows.
  pickAll() {
    if (!this.box.hasAttribute("data-pickable")) return false;
    const had = this.picked.length === this.rows.length;
    for (const row of this.rows) row.setAttribute("data-picked", "");
    this.whole = had && this.canBeWhole;
    this.told();
    say(this.whole ? `All ${this.total} that match are selected` : `${this.picked.length} picked`);
    return true;
  }

  get bar() { return one(`[data-bulk-for="${this.box.id}"]`); }
  get total() { return Number(this.bar?.dataset.bulkTotal ?? 0); }
  get canBeWhole() { return !!this.bar?.dataset.bulkQuery && this.total > this.rows.length; }

  pickTo(row = this.chosen) {
    this.whole = false;
    const rows = this.rows;
    const [from, to] = [rows.indexOf(this.anchor ?? this.chosen), rows.indexOf(row)].sort((a, b) => a - b);
    for (const between of rows.slice(Math.max(0, from), to + 1)) between.setAttribute("data-picked", "");
    this.told();
    say(`${this.picked.length} picked`);
  }

  unpick() {
    this.whole = false;
    for (const row of this.picked) row.removeAttribute("data-picked");
    this.told();
  }

  // The bulk bar shows itself and carries what is picked: <div class="bulk-bar" data-bulk-for="inbox" hidden> with
  // [data-bulk-count] for the number. Its forms get one hidden input name="id" for each, its links ?id=. With
  // data-bulk-query and data-bulk-total, [data-bulk-all] selects everything that the filter shows: then it is name="filter".
  told() {
    const { bar } = this;
    if (!bar) return;
    const ids = this.picked.map((row) => row.dataset.id);
    this.whole &&= ids.length === this.rows.length && this.canBeWhole;
    const fields = this.whole ? [["filter", bar.dataset.bulkQuery]] : ids.map((id) => ["id", id]);
    const figure = (number) => number.toLocaleString("en-US");
    bar.hidden = !ids.length;
    for (const count of all("[data-bulk-count]", bar)) count.textContent = figure(this.whole ? this.total : ids.length);
    for (const words of all("[data-bulk-words]", bar)) words.textContent = this.whole ? "that match" : "picked";
    const offers = this.canBeWhole && ids.length === this.rows.length;
    for (const button of all("[data-pick-all]")) button.hidden = offers;
    for (const button of all("[data-bulk-all]")) {
      button.hidden = !offers;
      one("[data-bulk-all-words]", button).textContent = this.whole ? "Only these on the page" : `Select all ${figure(this.total)} that match`;
    }
    for (const form of all("form", bar)) {
      all("input[data-bulk-id]", form).forEach((input) => input.remove());
      for (const [name, value] of fields) {
        const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
        input.dataset.bulkId = "";
        form.append(input);
      }
    }
    for (const link of all("a[data-bulk-link]", bar)) {
      const url = new URL(link.href);
      for (const name of ["id", "filter"]) url.searchParams.delete(name);
      for (const [name, value] of fields) url.searchParams.append(name, value);
      link.href = url;
    }
  }

  // Rows that a verb took away: the next one opens by itself.
  leave(ids) {
    const gone = this.rows.filter((row) => ids.includes(row.id) || ids.includes(row.dataset.id));
    const rows = this.rows;
    const at = rows.indexOf(this.chosen);
    const taken = gone.includes(this.chosen);
    const heir = taken ? rows.slice(at).find((row) => !gone.includes(row)) ?? rows.slice(0, at).findLast((row) => !gone.includes(row)) : null;
    if (heir) this.choose(heir, { quiet: true });
    for (const row of gone) row.remove();
    this.told();
    if (heir) say(one(".row-title", heir)?.textContent ?? "");
    if (taken) this.box.focus({ preventScroll: true });
  }

  empty() {
    this.read = "";
    this.box.removeAttribute("aria-activedescendant");
    const words = one(`template[data-empty-for="${this.box.id}"]`);
    if (this.pane && words) this.pane.replaceChildren(words.content.cloneNode(true));
    if (this.pane) this.pane.inert = false;
  }
}

whenever("[data-listbox]", function listbox(box) {
  const list = new List(box);
  current = list;
  return () => list.dress();
});
document.addEventListener("page:renewing", () => { if (current) current.stale = true; });
document.addEventListener("choose-row", ({ detail }) => { if (live()) current.choose(document.getElementById(detail.value), { quiet: true }); });

const live = () => current?.box.isConnected;
const key = (name, label, run) => register({ key: name, label, group: "In the list", when: live, run: () => run() });
on("click", "[data-pick-all]", () => current?.pickAll());
on("click", "[data-bulk-all]", () => { current.whole = !current.whole; current.told(); });
document.addEventListener("keydown", (event) => {
  if (!live() || event.key.toLowerCase() !== "a" || !(event.metaKey || event.ctrlKey) || event.target.closest("input, textarea, select, dialog")) return;
  if (current.pickAll()) event.preventDefault();
});
key("j", "Next", () => current.move(1));
key("k", "Previous", () => current.move(-1));
key("Enter", "Open", () => (document.activeElement === document.body ? current.open() : false));
document.addEventListener("keydown", (event) => {
  if (!live() || event.key !== "X" || event.target.closest("input, textarea, select")) return;
  if (document.documentElement.dataset.keys !== "off") { event.preventDefault(); event.stopPropagation(); current.pickTo(); }
}, true);
register({ key: "x", label: "Pick (Shift picks up to here)", group: "In the list", when: () => live() && current.box.hasAttribute("data-pickable"), run: () => current.pick() });
register({ key: "Escape", label: "Pick nothing", group: "In the list", when: () => live() && current.picked.length > 0, run: () => current.unpick() });

// Response header HX-Trigger: {"rows-gone": {"ids": ["feedback-12"]}}, and {"renew": ""} after an undo.
document.addEventListener("rows-gone", ({ detail }) => { if (live()) current.leave([detail.ids ?? detail.value].flat().map(String)); });
