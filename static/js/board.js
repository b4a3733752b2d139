// The board. Dragging, keys and the card's menu all post the same move; a refusal puts the card back and says why.
//   <div class="lanes" data-board>
//     <section class="lane"><ul class="lane-cards" data-lane="now" data-lane-name="Now">
//       <li class="lane-card" tabindex="-1" id="initiative-7" data-id="7" data-version="3" data-move-url="/initiatives/7/move/">
// The post carries lane (data-lane), before and after (ids of the neighbours, or empty) and version.
// The answer is 200/204; its header HX-Trigger may bring {"toast": …} and {"card": {"id": "7", "version": 4}}.
import { openDialog } from "./dialogs.js";
import { all, csrf, on, one, say, whenever } from "./dom.js";
import { register } from "./keys.js";
import { toast } from "./toasts.js";

const title = (card) => one("h3", card)?.textContent.trim() ?? card.id;
const lanes = (card) => all(".lane-cards", card.closest("[data-board]"));
const cards = (lane) => all(":scope > .lane-card", lane);

function where(card) { return { parent: card.parentElement, next: card.nextElementSibling }; }

function tell(card) {
  const lane = card.parentElement;
  say(`${title(card)}: ${lane.dataset.laneName ?? lane.dataset.lane}, ${cards(lane).indexOf(card) + 1} of ${cards(lane).length}`);
}

function recount() {
  for (const lane of all("[data-board] .lane-cards")) {
    const count = one(".lane-head .count", lane.closest(".lane"));
    if (count) count.textContent = cards(lane).length;
    one(".lane-empty", lane.closest(".lane"))?.toggleAttribute("hidden", cards(lane).length > 0);
  }
}

export async function post(card, from) {
  const beside = (step) => { let other = card[step]; while (other && !other.matches(".lane-card")) other = other[step]; return other?.dataset.id ?? ""; };
  const body = new URLSearchParams({ lane: card.parentElement.dataset.lane, before: beside("nextElementSibling"), after: beside("previousElementSibling"), version: card.dataset.version ?? "" });
  recount();
  card.setAttribute("aria-busy", "true");
  let why = "No connection. The card is back where it was.";
  let ask = "";
  try {
    const answer = await fetch(card.dataset.moveUrl, { method: "POST", body, headers: { "X-CSRFToken": csrf(), "HX-Request": "true", "HX-Current-URL": location.href } });
    const told = events(answer.headers.get("HX-Trigger"));
    [told.toast ?? []].flat().forEach(toast);
    if (answer.ok) {
      const after = told.card ?? {};
      if (after.version) card.dataset.version = after.version;
      tell(card);
      const is_in_bands = all(`[data-board] [data-id="${card.dataset.id}"]`).length > 1;
      if ("renew" in told || is_in_bands) document.dispatchEvent(new CustomEvent("renew"));
      return;
    }
    ask = told.ask ?? "";
    why = told.ask || told.toast ? "" : "That was refused. The card is back where it was.";
  } catch { /* why says it */ } finally {
    card.removeAttribute("aria-busy");
  }
  from.parent.insertBefore(card, from.next);
  recount();
  if (ask) { openDialog(ask); return; }  // what needs words is asked for; then the server moves the card
  if (why) toast({ text: why, tone: "bad" });
  document.dispatchEvent(new CustomEvent("renew"));
}

function events(header) {
  try { return JSON.parse(header ?? "{}"); } catch { return {}; }
}

function put(card, lane, next) {
  const from = where(card);
  const held = card.contains(document.activeElement) ? document.activeElement : null;
  lane.insertBefore(card, next);
  held?.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
  post(card, from);
}

const STEPS = {
  up: (card) => { if (card.previousElementSibling) put(card, card.parentElement, card.previousElementSibling); },
  down: (card) => { if (card.nextElementSibling) put(card, card.parentElement, card.nextElementSibling.nextElementSibling); },
  top: (card) => put(card, card.parentElement, card.parentElement.firstElementChild),
  left: (card) => across(card, -1),
  right: (card) => across(card, 1),
};

function across(card, by) {
  const all_lanes = lanes(card);
  const lane = all_lanes[all_lanes.indexOf(card.parentElement) + by];
  if (lane) put(card, lane, lane.firstElementChild);
}

// In the card's menu: <button data-move="up|down|top|left|right"> or data-move-to="next".
on("click", "[data-move], [data-move-to]", (event, button) => {
  const card = button.closest(".lane-card");
  if (!card) return;
  event.preventDefault();
  if (button.dataset.moveTo) {
    const lane = lanes(card).find((one_lane) => one_lane.dataset.lane === button.dataset.moveTo);
    if (lane && lane !== card.parentElement) put(card, lane, lane.firstElementChild);
  } else STEPS[button.dataset.move](card);
  one("h3 a, .icon-btn", card)?.focus();
});

// By keys: Shift and an arrow moves the card that holds focus.
document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.("[data-board] .lane-card");
  if (!card || event.target.closest(".menu, input, textarea, select")) return;
  const name = event.key.replace("Arrow", "").toLowerCase();
  if (!event.key.startsWith("Arrow")) return;
  event.preventDefault();
  if (event.shiftKey) { if (card.dataset.moveUrl) STEPS[name](card); } else walk(card, name);
});

function walk(card, name) {
  const row = cards(card.parentElement);
  const at = row.indexOf(card);
  const side = lanes(card)[lanes(card).indexOf(card.parentElement) + { left: -1, right: 1 }[name]];
  const to = { up: row[at - 1], down: row[at + 1] }[name] ?? (side && (cards(side)[at] ?? cards(side).at(-1)));
  if (to) one("h3 a", to)?.focus();
}
register({ key: "Shift ↑ ↓ ← →", label: "Move the card", group: "On the board", when: () => !!one("[data-board]"), run: () => false });

whenever("[data-board] .lane-cards", function board(lane) {
  if (!window.Sortable || lane.hasAttribute("data-still")) return;
  let from = null;
  const moved = ({ item }) => post(item, from);
  Sortable.create(lane, {
    group: `board-${lane.closest("[data-board]").dataset.board}`, draggable: ".lane-card[data-move-url]", filter: "button, .menu, details", preventOnFilter: false, animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
    delay: 180, delayOnTouchOnly: true, touchStartThreshold: 4, ghostClass: "sortable-ghost", dragClass: "sortable-drag",
    onStart: ({ item }) => { lane.board_from = from = where(item); },
    onUpdate: moved,
    onAdd: ({ item, from: old }) => post(item, old.board_from),
  });
});
