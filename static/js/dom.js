// Small words that the other modules share.
export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
export const csrf = () => one('meta[name="csrf-token"]')?.content ?? "";
export const typing = (target) => !!target?.closest?.('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]');
export const seen = (element) => element.isConnected && !element.disabled && element.checkVisibility({ visibilityProperty: true });
export const narrow = () => matchMedia("(max-width: 759px)").matches;

export function on(type, selector, handle, root = document) {
  root.addEventListener(type, (event) => {
    const found = event.target.closest?.(selector);
    if (found) handle(event, found);
  });
}

// Run for what is on the page now and for whatever htmx brings later.
export function whenever(selector, start) {
  const begin = (root) => {
    for (const element of [...(root.matches?.(selector) ? [root] : []), ...all(selector, root)]) {
      if (element.dataset[`on${start.name}`]) continue;
      element.dataset[`on${start.name}`] = "1";
      start(element);
    }
  };
  begin(document.body);
  document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
  document.addEventListener("page:morphed", () => begin(document.body));
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

export const remember = (name, value) => { document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`; };
