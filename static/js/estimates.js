// Estimating where it stands: a cell of the list is sent as it changes, a dot of the chart where it is dropped.
import { csrf, on, one, say } from "./dom.js";
import { toast } from "./toasts.js";

async function send(url, values) {
  try {
    const answer = await fetch(url, { method: "POST", body: new URLSearchParams(values), headers: { "X-CSRFToken": csrf(), "HX-Request": "true", "HX-Current-URL": location.href } });
    const told = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}");
    [told.toast ?? []].flat().forEach(toast);
    if (!answer.ok && !told.toast) toast({ text: (await answer.json().catch(() => ({}))).detail ?? "That was not saved.", tone: "bad" });
  } catch {
    toast({ text: "No connection. Nothing was saved.", tone: "bad" });
  }
  document.dispatchEvent(new CustomEvent("renew"));
}

on("change", "[data-cell] input", (event, input) => send(input.form.action, { [input.name]: input.value }));
on("submit", "[data-cell]", (event, form) => { event.preventDefault(); one("input", form).blur(); });

const scale = (at, { low, high, start, end }) => low + (high - low) * Math.min(1, Math.max(0, (at - start) / (end - start)));
const axis = (data, name) => ({ low: +data[`${name}Low`], high: +data[`${name}High`], start: +data[`${name}Start`], end: +data[`${name}End`] });
const rounded = (value, span) => { const step = span <= 5 ? 0.25 : span <= 30 ? 0.5 : 1; return Math.round(value / step) * step; };

let held = null;
on("pointerdown", ".estimate-chart [data-idea]", (event, spot) => {
  if (event.button) return;
  held = { spot, disc: one("circle", spot), chart: spot.closest(".estimate-chart"), x: event.clientX, y: event.clientY, moved: false };
  held.from = { cx: held.disc.getAttribute("cx"), cy: held.disc.getAttribute("cy") };
  spot.setPointerCapture(event.pointerId);
});
on("dragstart", ".estimate-chart [data-idea]", (event) => event.preventDefault());

document.addEventListener("pointermove", (event) => {
  if (!held) return;
  if (!held.moved && Math.hypot(event.clientX - held.x, event.clientY - held.y) < 5) return;
  const box = one("svg", held.chart).getBoundingClientRect();
  const data = held.chart.dataset;
  held.moved = true;
  held.spot.classList.add("is-dragged");
  const values = {};
  if (!data.xCounted) {
    const x = axis(data, "x");
    const at = Math.min(x.end, Math.max(x.start, ((event.clientX - box.left) / box.width) * 100));
    held.disc.setAttribute("cx", `${at}%`);
    values[data.x] = Math.max(x.low, rounded(scale(at, x), x.high - x.low));
  }
  if (!data.yCounted) {
    const y = axis(data, "y");
    const at = Math.min(y.start, Math.max(y.end, event.clientY - box.top));
    held.disc.setAttribute("cy", at);
    values[data.y] = Math.max(y.low, rounded(scale(at, y), y.high - y.low));
  }
  held.values = values;
  one("title", held.disc).textContent = Object.values(values).join(", ");
});

document.addEventListener("pointerup", () => {
  if (!held) return;
  const { spot, moved, values, from, disc } = held;
  held = null;
  spot.classList.remove("is-dragged");
  if (!moved) return;
  // The click that ends a drag opens nothing.
  spot.addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); }, { once: true, capture: true });
  if (!values || !Object.keys(values).length) { disc.setAttribute("cx", from.cx); disc.setAttribute("cy", from.cy); return; }
  say(Object.entries(values).map(([name, value]) => `${name} ${value}`).join(", "));
  send(`/ideas/${spot.dataset.idea}/estimates/cell/`, values);
});
