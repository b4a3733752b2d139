// Find a colleague while one types @ in a <textarea data-mentions="/talk/idea/12/people/">: only who may see it is offered.
// The address answers ?q= with <li role="option" data-value="petra.product">…</li>. Without scripts one types the name out.
import { all, goAlong, hang, say, whenever } from "./dom.js";

const MENTION = /(?:^|[^\w/@.])@([\w+.-]{0,60})$/;
let made = 0;

whenever("textarea[data-mentions]", function mentions(box) {
  if (!box.dataset.mentions) return undefined;
  const list = document.createElement("ul");
  Object.assign(list, { id: `mentions-${++made}`, className: "combobox-list", popover: "manual" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Colleagues");
  const dress = () => {
    if (box.nextElementSibling !== list) box.after(list);
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("aria-autocomplete", "list");
  };
  dress();

  let asked = 0;
  let timer;
  const open = () => list.matches(":popover-open");
  const options = () => all('[role="option"]', list);
  const at = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");
  const begun = () => MENTION.exec(box.value.slice(0, box.selectionStart))?.[1];

  const show = () => hang(list, box, 360);

  function shut() {
    clearTimeout(timer);
    asked += 1;
    if (open()) list.hidePopover();
    box.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    options().forEach((option, place) => option.setAttribute("aria-selected", place === index));
    const found = options()[index];
    if (found) box.setAttribute("aria-activedescendant", found.id);
    found?.scrollIntoView({ block: "nearest" });
  }

  async function find(words) {
    const mine = ++asked;
    let html;
    try {
      const answer = await fetch(`${box.dataset.mentions}?${new URLSearchParams({ q: words.replace(/[._]/g, " ") })}`, { headers: { "HX-Request": "true" } });
      if (!answer.ok) return;
      html = await answer.text();
    } catch { return; }
    if (mine !== asked || document.activeElement !== box) return;
    list.innerHTML = html;
    if (!options().length) { shut(); return; }
    options().forEach((option, index) => { option.id = `${list.id}-${index}`; });
    show();
    choose(0);
    say(`${options().length} to mention`);
  }

  function take(option) {
    if (!option) return;
    const words = begun();
    const start = box.selectionStart - words.length;
    box.setRangeText(`${option.dataset.value} `, start, box.selectionStart, "end");
    shut();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  box.addEventListener("input", () => {
    const words = begun();
    clearTimeout(timer);
    if (words === undefined) shut();
    else timer = setTimeout(() => find(words), 120);
  });
  box.addEventListener("blur", () => setTimeout(shut, 120));
  box.addEventListener("keydown", (event) => {
    if ((event.metaKey || event.ctrlKey) && event.key === "Enter") { event.preventDefault(); box.form?.requestSubmit(); return; }
    if (!open()) return;
    if (event.key === "ArrowDown") { event.preventDefault(); choose(Math.min(at() + 1, options().length - 1)); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(Math.max(at() - 1, 0)); }
    if ((event.key === "Enter" || event.key === "Tab") && at() >= 0) { event.preventDefault(); take(options()[at()]); }
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); shut(); }
  });
  goAlong(list, box, { again: show, shut });
  list.addEventListener("mousedown", (event) => { event.preventDefault(); take(event.target.closest('[role="option"]')); });
  return dress;
});
