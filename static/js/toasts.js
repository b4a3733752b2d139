// What was done, said at the foot of the page, with Undo.
import { all, escape, icon, on, one } from "./dom.js";

const ICONS = { bad: "circle-alert", warn: "triangle-alert", good: "circle-check" };
const STAY = 8000;
const KEPT = "throughline:toasts";

export function toast({ text, undo_url: undo = "", tone = "good" }) {
  const region = one("#toasts");
  if (!region || !text) return;
  const box = document.createElement("div");
  box.className = `toast ${tone}`;
  box.innerHTML = `${icon(ICONS[tone] ?? "circle-check")}<span class="toast-text">${escape(text)}</span>`
    + (undo ? `<button type="button" data-undo="${escape(undo)}">Undo <kbd class="kbd-hint">Z</kbd></button>` : "")
    + `<button type="button" class="toast-close" aria-label="Dismiss">${icon("x")}</button>`;
  region.append(box);
  linger(box);
}

function linger(box) {
  let timer;
  const start = () => { timer = setTimeout(() => leave(box), box.classList.contains("bad") ? STAY * 2 : STAY); };
  const stop = () => clearTimeout(timer);
  for (const type of ["mouseenter", "focusin"]) box.addEventListener(type, stop);
  for (const type of ["mouseleave", "focusout"]) box.addEventListener(type, start);
  start();
  const shown = all(".toast", one("#toasts"));
  if (shown.length > 3) shown[0].remove();
  raise();
}

// A modal dialog covers all but the top layer, so the toasts live there too.
function raise() {
  const region = one("#toasts");
  if (!region.popover) region.popover = "manual";
  if (region.matches(":popover-open")) region.hidePopover();
  region.showPopover();
}

function leave(box) {
  box.classList.add("leaving");
  setTimeout(() => {
    box.remove();
    const region = one("#toasts");
    if (!region.children.length && region.matches(":popover-open")) region.hidePopover();
  }, 140);
}

export function undoLast() {
  const last = all("[data-undo]", one("#toasts")).at(-1);
  last?.click();
  return !!last;
}

on("click", "[data-undo]", (event, button) => {
  event.preventDefault();
  leave(button.closest(".toast"));
  htmx.ajax("POST", button.dataset.undo, { source: "body", target: "body", swap: "none", values: { next: location.pathname + location.search } });
});
on("click", ".toast-close", (event, button) => leave(button.closest(".toast")));

// From the response header HX-Trigger: {"toast": {…}} or a list of them.
document.addEventListener("toast", ({ detail }) => [detail.value ?? detail].flat().forEach(toast));

// A write that goes to another page takes its words along.
export function keepToasts(xhr) {
  try {
    const said = JSON.parse(xhr.getResponseHeader("HX-Trigger") ?? "{}").toast;
    if (said) sessionStorage.setItem(KEPT, JSON.stringify([said].flat()));
  } catch { /* a plain event name, no toast */ }
}
const kept = sessionStorage.getItem(KEPT);
sessionStorage.removeItem(KEPT);
if (kept) JSON.parse(kept).forEach(toast);
for (const box of all("#toasts [data-toast]")) linger(box);
