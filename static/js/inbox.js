// The inbox: counts that stay right without a reload, filters that keep the address short, and what came back is chosen.
import { all, on, one } from "./dom.js";

// HX-Trigger: {"counts": {"inbox": 22, "snoozed": 3, "rail": 40}}
document.addEventListener("counts", ({ detail }) => {
  for (const name of ["inbox", "snoozed"]) if (name in detail) for (const place of all(`[data-count="${name}"]`)) place.textContent = detail[name].toLocaleString("en-US");
  const link = all(".rail-link, .tabs-bar a").filter((place) => new URL(place.href).pathname === "/feedback/inbox/");
  for (const place of link) {
    const count = one(".rail-count", place);
    if (count && "rail" in detail) count.firstChild.textContent = detail.rail || "";
  }
});

// The open menu of filters stays where it is while the list behind it changes.
let place = null;
document.addEventListener("htmx:beforeSwap", () => {
  const menu = one("#filter-menu:popover-open");
  place = menu && { left: menu.style.left, top: menu.style.top };
});
document.addEventListener("htmx:afterSwap", () => {
  const menu = one("#filter-menu");
  if (place && menu) Object.assign(menu.style, place);
});

// Empty filters are no part of an address.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!detail.elt.matches?.("[data-filters]")) return;
  for (const [name, value] of [...detail.formData.entries()]) if (value === "") detail.formData.delete(name);
});

// A suggestion fills the field in.
on("click", "[data-suggest]", (event, button) => {
  const form = button.closest("form");
  one("[name=idea_words]", form).value = button.dataset.label;
  one("[name=idea]", form).value = button.dataset.suggest;
  one("[type=submit], .btn.primary", form)?.focus();
});

// Typing has looked already by the time that the field is left.
document.addEventListener("change", (event) => { if (event.target.id === "filter-words") event.stopPropagation(); }, true);
on("keydown", "#filter-words", (event, field) => {
  if (event.key === "Escape" || event.key === "Enter") { event.preventDefault(); field.blur(); one("#inbox")?.focus(); }
});
