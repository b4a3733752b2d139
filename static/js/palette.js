// Ctrl/⌘K: go, find, do. What the page and the rail offer is here at once; what is found comes from the server.
import { all, escape, icon, one, within_reach } from "./dom.js";
import { cycle } from "./looks.js";
import { openHelp } from "./keys.js";

const dialog = one("#palette");
const input = dialog && one("input", dialog);
const list = dialog && one("#palette-list");
let asked = 0;
let looking = false;
let timer;
let chosen = 0;

const glyph = (element) => one("use", element)?.getAttribute("href")?.split("#")[1] ?? "arrow-right";
const label = (element) => element.dataset.keyLabel ?? element.getAttribute("aria-label") ?? one("span:not(.sr)", element)?.textContent ?? element.textContent;

function commands() {
  const found = [];
  for (const element of all("#main [data-key], .bar-actions :is(a, button):not([popovertarget]), [data-command]")) {
    if (element.matches("input, select, textarea") || !within_reach(element)) continue;
    found.push({ group: "On this page", text: label(element).trim(), icon: glyph(element), keys: element.dataset.key, run: () => element.click() });
  }
  for (const element of all("#make-menu a")) found.push({ group: "Create", text: element.textContent.trim(), icon: glyph(element), run: () => element.click() });
  for (const element of all(".rail-link")) found.push({ group: "Go to", text: one("span", element).textContent.trim(), icon: glyph(element), keys: element.dataset.key, run: () => element.click() });
  found.push(
    { group: "Do", text: "Switch theme", icon: "moon", run: () => cycle("theme") },
    { group: "Do", text: "Switch row height", icon: "rows-3", run: () => cycle("density") },
    { group: "Do", text: "Keyboard shortcuts", icon: "keyboard", keys: "?", run: openHelp },
  );
  const out = one('#person-menu form[action*="logout"] button');
  if (out) found.push({ group: "Do", text: "Sign out", icon: "log-out", run: () => out.form.requestSubmit() });
  return found.filter(({ text }, index) => text && found.findIndex((other) => other.text === text) === index);
}

// Every word typed must begin a word of the command; the closer to its start, the higher.
function fits(text, words) {
  const parts = text.toLowerCase().split(/[\s-]+/);
  return words.every((word) => parts.some((part) => part.startsWith(word))) || text.toLowerCase().includes(words.join(" "));
}

let offered = [];
const options = () => all('[role="option"]:not([aria-disabled])', list);

function draw(found = "") {
  const words = input.value.toLowerCase().trim().split(/\s+/).filter(Boolean);
  offered = commands().filter(({ text }) => !words.length || fits(text, words));
  let html = "";
  let group = "";
  offered.forEach((command, index) => {
    if (command.group !== group) html += `<div class="palette-group" role="presentation">${command.group}</div>`;
    group = command.group;
    const keys = command.keys ? `<span class="keys">${command.keys.split(" ").map((key) => `<kbd>${escape(key.length === 1 ? key.toUpperCase() : key)}</kbd>`).join(" ")}</span>` : "";
    html += `<div role="option" id="palette-${index}" data-command-index="${index}" aria-selected="false">${icon(command.icon)}<span>${escape(command.text)}</span>${keys}</div>`;
  });
  if (found.trim()) html += `<div class="palette-group" role="presentation">Found</div>${found}`;
  if (!html) html = `<div class="none" role="option" aria-disabled="true" aria-selected="false">${looking ? "Looking…" : "Nothing by that name."}</div>`;
  list.innerHTML = html;
  options().forEach((option, index) => { option.id ||= `palette-found-${index}`; });
  choose(0);
}

function choose(index) {
  const rows = options();
  chosen = rows.length ? (index + rows.length) % rows.length : 0;
  rows.forEach((option, at) => option.setAttribute("aria-selected", at === chosen));
  if (rows[chosen]) input.setAttribute("aria-activedescendant", rows[chosen].id);
  else input.removeAttribute("aria-activedescendant");
  rows[chosen]?.scrollIntoView({ block: "nearest" });
}

async function find() {
  const words = input.value.trim();
  const mine = ++asked;
  if (words.length < 2 || !dialog.dataset.search) { looking = false; draw(); return; }
  try {
    const answer = await fetch(`${dialog.dataset.search}?${new URLSearchParams({ q: words, palette: 1 })}`, { headers: { "HX-Request": "true" } });
    if (mine !== asked) return;
    looking = false;
    draw(answer.ok ? await answer.text() : "");
  } catch {
    looking = false;
    draw();
  }
}

function go(option) {
  if (!option) return;
  dialog.close();
  if (option.dataset.href) location.assign(option.dataset.href);
  else offered[Number(option.dataset.commandIndex)]?.run();
}

export function openPalette() {
  if (!dialog || dialog.open) return;
  input.value = "";
  draw();
  dialog.showModal();
  list.scrollTop = 0;
  input.focus();
}

if (dialog) {
  dialog.addEventListener("opening", () => { input.value = ""; draw(); });
  input.addEventListener("input", () => { looking = !!dialog.dataset.search && input.value.trim().length > 1; draw(); clearTimeout(timer); timer = setTimeout(find, 120); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || (event.ctrlKey && event.key === "n")) { event.preventDefault(); choose(chosen + 1); }
    if (event.key === "ArrowUp" || (event.ctrlKey && event.key === "p")) { event.preventDefault(); choose(chosen - 1); }
    if (event.key === "Enter") { event.preventDefault(); go(options()[chosen]); }
  });
  list.addEventListener("click", (event) => go(event.target.closest('[role="option"]:not([aria-disabled])')));
  list.addEventListener("mousemove", (event) => {
    const option = event.target.closest('[role="option"]:not([aria-disabled])');
    if (option && option.getAttribute("aria-selected") !== "true") choose(options().indexOf(option));
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else openPalette();
  });
}
