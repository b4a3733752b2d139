// Small words that the other modules share.
export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
export const csrf = () => one('meta[name="csrf-token"]')?.content ?? "";
export const typing = (target) => !!target?.closest?.('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]');
export const seen = (element) => element.isConnected && !element.disabled && element.checkVisibility({ visibilityProperty: true });
// What a key may press: what is seen, and what waits in a closed menu whose opener is seen.
export function within_reach(element) {
  const menu = element.closest("[popover]:not(:popover-open)");
  if (!menu || getComputedStyle(menu).display !== "none") return seen(element);
  const opener = one(`[popovertarget="${CSS.escape(menu.id)}"]`);
  return !element.disabled && !element.closest("[hidden]") && !!opener && seen(opener);
}
export const narrow = () => matchMedia("(max-width: 759px)").matches;

export function on(type, selector, handle, root = document) {
  root.addEventListener(type, (event) => {
    const found = event.target.closest?.(selector);
    if (found) handle(event, found);
  });
}

// Run for what is on the page now and for whatever htmx brings later. What ``start`` returns is called whenever the page
// was renewed in place, for a renewal strips what scripts had put on.
export function whenever(selector, start) {
  const known = new Map();
  const begin = () => {
    for (const [element, dress] of known) if (!element.isConnected) known.delete(element); else dress?.();
    for (const element of all(selector)) if (!known.has(element)) known.set(element, start(element));
  };
  begin();
  for (const type of ["htmx:afterSettle", "page:changed"]) document.addEventListener(type, begin);
}

// Tell those who listen rather than look.
export function say(text) {
  const live = one("#live");
  if (!live) return;
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 30);
}

export const icon = (name) => {
  const sprite = one(".icon use")?.getAttribute("href")?.split("#")[0] ?? "/static/icons.svg";
  return `<svg class="icon" aria-hidden="true"><use href="${sprite}#${name}"></use></svg>`;
};

export const escape = (text) => {
  const box = document.createElement("span");
  box.textContent = text;
  return box.innerHTML;
};

// Hang a list in the top layer, so that no dialog cuts it off: under what one types in, or over it where there is no room.
export function hang(list, box, widest = Infinity) {
  if (!list.matches(":popover-open")) list.showPopover();
  const from = box.getBoundingClientRect();
  const below = from.bottom + 4 + list.offsetHeight <= innerHeight - 8 || from.top < list.offsetHeight;
  Object.assign(list.style, { left: `${from.left}px`, width: `${Math.min(from.width, widest)}px`, top: `${below ? from.bottom + 4 : from.top - 4 - list.offsetHeight}px` });
}

// An open list goes along with what it hangs on: a panel that arrives above moves both. Out of sight, it shuts.
export function goAlong(list, box, { again, shut }) {
  addEventListener("scroll", (event) => {
    if (event.target === list || event.target === box || !list.matches(":popover-open")) return;
    const { top, bottom } = box.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) shut(); else again();
  }, { capture: true, passive: true });
}

export const remember = (name, value) => { document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`; };
