// Select words of a [data-highlight] text: a button rises over them and opens data-highlight-url with start and end,
// counted in characters of the plain text as the server keeps it (line ends are \n).
import { icon, on, one } from "./dom.js";
import { openDialog } from "./dialogs.js";

let button = null;
const characters = (text) => [...text].length;

export function selection() {
  const picked = getSelection();
  if (!picked?.rangeCount || picked.isCollapsed) return null;
  const range = picked.getRangeAt(0);
  const start = range.startContainer.parentElement?.closest("[data-highlight]") ?? range.startContainer.closest?.("[data-highlight]");
  if (!start || !start.contains(range.endContainer)) return null;
  const before = range.cloneRange();
  before.selectNodeContents(start);
  before.setEnd(range.startContainer, range.startOffset);
  const lead = before.toString();
  const text = range.toString();
  const trimmed = text.trim();
  if (!trimmed) return null;
  const from = characters(lead) + characters(text.slice(0, text.indexOf(trimmed)));
  return { host: start, start: from, end: from + characters(trimmed), text: trimmed, range };
}

function drop() {
  button?.remove();
  button = null;
}

function rise() {
  drop();
  const found = selection();
  if (!found || !found.host.dataset.highlightUrl) return;
  button = document.createElement("button");
  button.type = "button";
  button.className = "btn primary small highlight-button";
  button.dataset.highlightGo = "";
  button.innerHTML = `${icon("link")}<span>${found.host.dataset.highlightLabel ?? "Link to idea"}</span><kbd>L</kbd>`;
  document.body.append(button);
  const box = found.range.getBoundingClientRect();
  const { width, height } = button.getBoundingClientRect();
  Object.assign(button.style, { left: `${Math.max(8, Math.min(innerWidth - width - 8, box.left + box.width / 2 - width / 2))}px`, top: `${box.top - height - 8 > 56 ? box.top - height - 8 : box.bottom + 8}px` });
}

// The address with the words that are selected, or the plain address when none are.
export function withSelection(url) {
  const found = selection();
  if (!found) return url;
  const address = new URL(url, location.href);
  address.searchParams.set("start", found.start);
  address.searchParams.set("end", found.end);
  return address.pathname + address.search;
}

document.addEventListener("selectionchange", () => { if (!selection()) drop(); });
document.addEventListener("pointerup", (event) => { if (!event.target.closest?.(".highlight-button")) setTimeout(rise, 10); });
document.addEventListener("keyup", (event) => { if (event.shiftKey || event.key === "Shift") rise(); });
addEventListener("scroll", drop, { capture: true, passive: true });

on("mousedown", "[data-highlight-go]", (event) => event.preventDefault());
// A button of the pane may carry data-highlight-go too: with words selected it links them, without it links the whole,
// or with data-highlight-only it does what its form does.
document.addEventListener("click", (event) => {
  const go = event.target.closest?.("[data-highlight-go]");
  if (!go) return;
  const host = selection()?.host ?? one("[data-highlight]");
  if ("highlightOnly" in go.dataset && !selection()) return;
  const url = go.dataset.highlightGo || host?.dataset.highlightUrl;
  if (!url) return;
  event.preventDefault();
  event.stopPropagation();
  openDialog(withSelection(url));
  drop();
}, true);
