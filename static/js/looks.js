// Theme, density and single keys: this browser's own choice, kept in a cookie so that the server draws it right at once.
import { icon, on, remember, say } from "./dom.js";

const root = document.documentElement;
const CYCLES = { theme: ["system", "light", "dark"], density: ["compact", "cozy"] };
const ICONS = { system: "monitor", light: "sun", dark: "moon" };
const WORDS = { compact: "Compact rows", cozy: "Roomier rows" };

export function cycle(name) {
  const choices = CYCLES[name];
  const next = choices[(choices.indexOf(root.dataset[name]) + 1) % choices.length];
  root.dataset[name] = next;
  remember(name, next);
  for (const button of document.querySelectorAll(`[data-cycle="${name}"]`)) {
    if (name === "theme") {
      button.innerHTML = icon(ICONS[next]);
      button.title = `Theme: ${next}`;
      button.setAttribute("aria-label", button.title);
    } else button.querySelector("[data-cycle-label]").textContent = WORDS[next];
  }
  say(name === "theme" ? `Theme: ${next}` : WORDS[next]);
}
on("click", "[data-cycle]", (event, button) => cycle(button.dataset.cycle));

on("change", "[data-keys-switch]", (event, box) => {
  root.dataset.keys = box.checked ? "on" : "off";
  remember("keys", root.dataset.keys);
});

if (/Mac|iPhone|iPad/.test(navigator.platform)) for (const hint of document.querySelectorAll("[data-mod-key]")) hint.textContent = "⌘K";
