// A meeting shown to the room: arrow keys go back and on. The clock of an item lives in this browser.
import { one, on, whenever } from "./dom.js";

const kept = (clock) => `present-${clock.dataset.presentOf}`;
const state = (clock) => JSON.parse(sessionStorage.getItem(kept(clock)) || '{"gone":0,"since":0}');
const gone = ({ gone: before, since }) => before + (since ? Date.now() - since : 0);

function show(clock) {
  const now = state(clock);
  const left = Math.round(clock.dataset.presentTimer * 60 - gone(now) / 1000);
  const [minutes, seconds] = [Math.floor(Math.abs(left) / 60), String(Math.abs(left) % 60).padStart(2, "0")];
  one("[data-present-left]", clock).textContent = `${left < 0 ? "−" : ""}${minutes}:${seconds}`;
  clock.classList.toggle("over", left < 0);
  one("[data-present-start] span", clock).textContent = now.since ? "Stop" : gone(now) ? "Go on" : "Start";
}

function press(clock) {
  const now = state(clock);
  sessionStorage.setItem(kept(clock), JSON.stringify({ gone: gone(now), since: now.since ? 0 : Date.now() }));
  show(clock);
}

whenever("[data-present-timer]", (clock) => {
  one("[data-present-start]", clock).hidden = false;
  show(clock);
  setInterval(() => clock.isConnected && show(clock), 500);
  return () => { one("[data-present-start]", clock).hidden = false; show(clock); };
});
on("click", "[data-present-start]", (event, button) => press(button.closest("[data-present-timer]")));
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog, [popover]")) return;
  const to = { ArrowRight: "[data-present-on]", PageDown: "[data-present-on]", ArrowLeft: "[data-present-back]", PageUp: "[data-present-back]" }[event.key];
  const link = to && one(to);
  if (link) { event.preventDefault(); link.click(); }
});
