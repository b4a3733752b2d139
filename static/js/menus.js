// Native popovers, placed beside what opened them; arrow keys walk through a menu.
import { all } from "./dom.js";

const GAP = 4;

function place(menu, opener) {
  const from = opener.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = from.bottom + GAP + height <= innerHeight - 8;
  const left = from.left + width <= innerWidth - 8 ? from.left : from.right - width;
  const top = below ? from.bottom + GAP : Math.max(8, from.top - GAP - height);
  Object.assign(menu.style, { left: `${Math.max(8, left)}px`, top: `${top}px` });
}

// A menu that many share is written once and made for each when it is first opened; its addresses hold 0 for the row's id.
//   <li data-id="7"><button popovertarget="card-menu-7" data-menu-from="card-menu"></li> … <template id="card-menu"><div class="menu" popover>
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-menu-from]");
  const name = opener?.getAttribute("popovertarget");
  if (!opener || document.getElementById(name)) return;
  const menu = document.getElementById(opener.dataset.menuFrom).content.firstElementChild.cloneNode(true);
  const row = opener.closest("[data-id]");
  for (const link of all("[data-href]", menu)) link.href = link.dataset.href.replace("/0/", `/${row.dataset.id}/`);
  menu.id = name;
  row.append(menu);
}, true);

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.(".menu[popover], .tip-body[popover]")) return;
  const opener = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
  const open = event.newState === "open";
  opener?.setAttribute("aria-expanded", open);
  if (!open && document.activeElement === document.body) opener?.focus({ preventScroll: true });
  if (!open || !opener) return;
  place(menu, opener);
  if (menu.matches(".menu")) items(menu)[0]?.focus({ preventScroll: true });
}, true);

const items = (menu) => all("a, button:not([disabled]), input:not([type=hidden]), select", menu);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu[popover]");
  if (!menu) return;
  const list = items(menu);
  const at = list.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined || event.target.matches("input:not([type=checkbox], [type=radio]), select")) return;
  event.preventDefault();
  list.at(to >= list.length ? 0 : to)?.focus();
});

// What was chosen closes the menu.
document.addEventListener("click", (event) => {
  const menu = event.target.closest?.(".menu[popover]");
  if (menu && event.target.closest("a, button:not([data-cycle])")) menu.hidePopover();
});
addEventListener("scroll", () => {
  for (const menu of all(":is(.menu, .tip-body):popover-open")) menu.hidePopover();
}, { capture: true, passive: true });
