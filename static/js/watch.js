// Somebody else changed what is open: say so, and renew it on a press. What is being typed stays as it is.
//   <div data-watch="roadmap.idea:12" data-since="4711">   (the record, and the last of its history that the page shows)
// The address answers 204 while nothing is new, else {"since": 4712, "words": "Petra moved … "}.
import { all, one, say } from "./dom.js";
import { renewPage } from "./requests.js";
import { toast } from "./toasts.js";

const EVERY = 12_000;
let said = 0;
let asking = false;

const watched = () => all("[data-watch]").find((element) => !element.closest("[inert]") && element.isConnected);

async function look() {
  const place = watched();
  const note = one("#watch");
  if (!place || !note || asking || document.visibilityState !== "visible") return;
  asking = true;
  const since = Math.max(Number(place.dataset.since), place.dataset.watch === note.dataset.of ? said : 0);
  try {
    const answer = await fetch(`${note.dataset.url}?${new URLSearchParams({ of: place.dataset.watch, since })}`, { headers: { "HX-Request": "true" } });
    if (answer.status !== 200) return;
    const news = await answer.json();
    if (watched() !== place) return;
    said = news.since;
    note.dataset.of = place.dataset.watch;
    show(note, news.words);
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
