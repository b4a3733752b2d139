// Single keys. A page says them in its markup: data-key="l" or data-key="g i", with data-key-label for the help.
import { all, one, typing, within_reach } from "./dom.js";
import { undoLast } from "./toasts.js";

const registry = [];
let pressed = "";
let waiting = "";
let timer;

export function register(shortcut) { registry.push(shortcut); }
const off = () => document.documentElement.dataset.keys === "off";
const scope = () => all("dialog[open]").at(-1) ?? document;

register({ key: "?", label: "This help", group: "Everywhere", run: () => openHelp() });
register({ key: "z", label: "Undo", group: "Everywhere", run: undoLast });
register({ key: "/", label: "Filter or search", group: "Everywhere", run: () => (one('.filter-bar input[type="search"]') ?? one("[data-open=palette]"))?.[one('.filter-bar input[type="search"]') ? "focus" : "click"]() });

document.addEventListener("keydown", (event) => {
  if (off() || event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (one("#palette[open], #help[open]")) return;
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (name === "Shift") return;
  clearTimeout(timer);
  const chord = pressed ? `${pressed} ${name}` : name;
  pressed = "";
  if (act(chord) || (chord !== name && act(name))) {
    event.preventDefault();
  } else if (begins(name)) {
    pressed = name;
    timer = setTimeout(() => { pressed = ""; }, 1200);
    event.preventDefault();
  }
});

// What the page itself says of a key goes before what the rail says.
const marked = (chord) => {
  const found = all(`[data-key="${CSS.escape(chord)}"]`, scope()).filter(within_reach);
  return found.find((element) => !element.closest(".rail")) ?? found[0];
};
const begins = (name) => !!one(`[data-key^="${CSS.escape(name)} "]`) && scope() === document;

function act(chord) {
  const element = marked(chord);
  if (element?.closest("[inert]")) { waiting = chord; return true; }
  if (element) {
    if (element.matches("input, select, textarea")) element.focus();
    else element.click();
    return true;
  }
  if (scope() !== document) return false;
  const known = registry.findLast((shortcut) => shortcut.key === chord && (!shortcut.when || shortcut.when()));
  return known ? known.run() !== false : false;
}

// A key pressed while the pane was still fetching what is chosen now: it means the one that is chosen.
document.addEventListener("pane:ready", () => {
  const chord = waiting;
  waiting = "";
  if (chord) act(chord);
});

export function shortcuts() {
  const groups = new Map();
  const add = (group, key, label) => {
    if (!groups.has(group)) groups.set(group, new Map());
    groups.get(group).set(key, label);
  };
  add("Everywhere", "Ctrl K", "Go, find or do");
  for (const { key, label, group = "On this page", when } of registry) if (!when || when()) add(group, key, label);
  for (const element of all("[data-key]")) if (!element.closest("dialog") && (within_reach(element) || element.closest(".rail"))) add(element.dataset.keyGroup ?? (element.closest(".rail") ? "Everywhere" : "On this page"), element.dataset.key, element.dataset.keyLabel ?? element.textContent.trim());
  return groups;
}

const spell = (key) => key.split(" ").map((part) => `<kbd>${{ ArrowUp: "↑", ArrowDown: "↓", Enter: "↵" }[part] ?? (part.length === 1 ? part.toUpperCase() : part)}</kbd>`).join(" ");

function fillHelp() {
  const list = one("#keys-list");
  if (!list) return;
  list.replaceChildren(...[...shortcuts()].map(([group, keys]) => {
    const section = document.createElement("section");
    section.innerHTML = `<h3></h3><ul>${[...keys].map(([key]) => `<li><span></span><span class="keys">${spell(key)}</span></li>`).join("")}</ul>`;
    one("h3", section).textContent = group;
    [...keys.values()].forEach((label, index) => { all("li > span:first-child", section)[index].textContent = label; });
    return section;
  }));
}
one("#help")?.addEventListener("opening", fillHelp);

export function openHelp() {
  fillHelp();
  one("#help")?.showModal();
}
