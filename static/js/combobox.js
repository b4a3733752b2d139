// Find as you type, over an address that answers ?q= with <li role="option" data-value="12">Acme</li>.
// Without scripts it stays a plain text field, and the server takes the words.
import { all, escape, goAlong, hang, icon, one, say, whenever } from "./dom.js";

let made = 0;

whenever("input[data-combobox]", function combobox(input) {
  const list = document.createElement("ul");
  list.id = `combobox-${++made}`;
  list.className = "combobox-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() ?? "Found");
  list.popover = "manual";
  const dress = () => {
    if (input.nextElementSibling !== list) input.after(list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": list.id, "aria-autocomplete": "list" })) input.setAttribute(name, value);
    if (!input.hasAttribute("aria-expanded")) input.setAttribute("aria-expanded", "false");
  };
  dress();

  const hidden = document.getElementById(input.dataset.valueField ?? "");
  let timer;
  let asked = 0;
  const options = () => all('[role="option"]:not([aria-disabled])', list);
  const at = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

  function choose(index) {
    const found = options();
    found.forEach((option, place) => option.setAttribute("aria-selected", place === index));
    if (found[index]) input.setAttribute("aria-activedescendant", found[index].id);
    else input.removeAttribute("aria-activedescendant");
    found[index]?.scrollIntoView({ block: "nearest" });
  }

  const open = () => list.matches(":popover-open");

  function show() {
    hang(list, input);
    input.setAttribute("aria-expanded", "true");
  }

  // Also forget what is still being looked for: it would open the list again.
  function shut() {
    clearTimeout(timer);
    asked += 1;
    if (open()) list.hidePopover();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  async function find() {
    const words = input.value.trim();
    const mine = ++asked;
    let html;
    try {
      const answer = await fetch(`${input.dataset.combobox}${input.dataset.combobox.includes("?") ? "&" : "?"}${new URLSearchParams({ q: words })}`, { headers: { "HX-Request": "true" } });
      if (!answer.ok || mine !== asked) return;
      html = await answer.text();
    } catch { return; }
    list.innerHTML = html;
    const same = options().some((option) => (option.dataset.label ?? option.textContent).trim().toLowerCase() === words.toLowerCase());
    if (input.dataset.create && words && !same) list.insertAdjacentHTML("beforeend", `<li role="option" data-new>${icon("plus")}<span>${escape(input.dataset.create)} “${escape(words)}”</span></li>`);
    if (!options().length) list.innerHTML = '<li class="none" role="option" aria-disabled="true">Nothing by that name.</li>';
    options().forEach((option, index) => { option.id ||= `${list.id}-${index}`; });
    if (document.activeElement === input) show();
    choose(words ? 0 : -1);
    say(`${options().length} to choose from`);
  }

  function take(option) {
    if (!option) return;
    if (!option.hasAttribute("data-new")) input.value = (option.dataset.label ?? one("span", option)?.textContent ?? option.textContent).trim();
    if (hidden) hidden.value = option.dataset.value ?? "";
    shut();
    input.dispatchEvent(new CustomEvent("chosen", { bubbles: true, detail: { value: option.dataset.value ?? "", label: input.value, created: option.hasAttribute("data-new") } }));
    hidden?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  input.addEventListener("input", () => {
    if (hidden) hidden.value = "";
    clearTimeout(timer);
    timer = setTimeout(find, 120);
  });
  input.addEventListener("focus", () => { if (!hidden?.value) find(); });
  input.addEventListener("blur", () => setTimeout(shut, 120));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); if (!open()) find(); else choose(Math.min(at() + 1, options().length - 1)); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(Math.max(at() - 1, 0)); }
    if (event.key === "Enter" && open() && at() >= 0) { event.preventDefault(); take(options()[at()]); }
    if (event.key === "Escape" && open()) { event.preventDefault(); event.stopPropagation(); shut(); }
  });
  goAlong(list, input, { again: show, shut });
  list.addEventListener("mousedown", (event) => { event.preventDefault(); take(event.target.closest('[role="option"]:not([aria-disabled])')); });
  return dress;
});
