// Somebody else changed what is open. Where nothing is being typed, chosen or dragged it is put in by itself, keeping focus and
// place; where something unsaved is open, it is said, and put in on a press.
//   <div data-watch="roadmap.idea:12" data-since="4711">   (the record, and the last of its history that the page shows)
//   <div data-watch="roadmap.initiative" data-at="2026-…"> (every record of a kind, and when the page was drawn)
// The address answers 204 while nothing is new, else {"since": 4712, "words": "Petra moved … "}.
import { all, one, say } from "./dom.js";
import { isUnsaved, renewPage } from "./requests.js";
import { toast } from "./toasts.js";

const EVERY = 12_000;
let [said, of] = [0, ""];
let asking = false;
let pressed = false;
for (const type of ["pointerdown", "pointerup", "pointercancel"]) addEventListener(type, () => { pressed = type === "pointerdown"; }, { capture: true, passive: true });

const watched = () => all("[data-watch]").find((element) => !element.closest("[inert]") && element.isConnected);
// In the middle of something that passes by itself: the next look tells.
const isBusy = () => pressed || !!one(".sortable-chosen, .sortable-ghost, [aria-busy=true]") || !getSelection().isCollapsed
  || all("[popover]:not(#toasts)").some((menu) => menu.matches(":popover-open"));
const isOpen = () => !!one("dialog[open]") || isUnsaved(one("#page"));

async function look() {
  const place = watched();
  const note = one("#watch");
  if (!place || !note || asking || document.visibilityState !== "visible" || isBusy()) return;
  asking = true;
  const name = place.dataset.watch;
  const since = Math.max(Number(place.dataset.since ?? 0), name === of ? said : 0);
  try {
    const answer = await fetch(`${note.dataset.url}?${new URLSearchParams({ of: name, since, at: place.dataset.at ?? "" })}`, { headers: { "HX-Request": "true" } });
    if (answer.status !== 200) return;
    const news = await answer.json();
    if (watched()?.dataset.watch !== name) return;
    [said, of] = [news.since, name];
    const before = one("#main").textContent;
    if (place.closest("[data-live-pane]") || isOpen() || !(await renewPage({ keep: true, unless: () => isBusy() || isOpen() }))) show(note, news.words);
    else if (!place.dataset.at || one("#main").textContent !== before) toast({ text: news.words, tone: "good" });
  } catch { /* no connection: the next look tells */ } finally { asking = false; }
}

function show(note, words) {
  one("[data-watch-words]", note).textContent = words;
  note.hidden = false;
  say(words);
  if (one("dialog[open]")) toast({ text: `${words} What you are typing stays; saving tells you what changed.`, tone: "warn" });
}

document.addEventListener("click", async (event) => {
  if (!event.target.closest("[data-watch-show]")) return;
  await renewPage({ keep: true });
  one("#watch").hidden = true;
});
document.addEventListener("page:changed", () => { const note = one("#watch"); if (note && watched()?.dataset.since >= said) note.hidden = true; });
document.addEventListener("visibilitychange", look);
setInterval(look, EVERY);
// For tests: look at once.
document.addEventListener("watch:look", look);
