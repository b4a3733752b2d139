// Filter bars: an address without empty fields, and a menu that stays open and in place while the list behind it changes.
import { on, one } from "./dom.js";

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

// Typing has looked already by the time that the field is left.
const words = '[data-filters] input[type="search"]';
document.addEventListener("change", (event) => { if (event.target.matches(words)) event.stopPropagation(); }, true);
on("keydown", words, (event, field) => {
  if (event.key === "Escape" || event.key === "Enter") { event.preventDefault(); field.blur(); one("[data-listbox]")?.focus(); }
});
