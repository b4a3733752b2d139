// Native dialogs: opened by data-open="id" or, loaded from a link's own page, by data-dialog.
import { all, on, one } from "./dom.js";
import { toast } from "./toasts.js";

const modal = () => one("#modal");

on("click", "[data-open]", (event, opener) => {
  const dialog = document.getElementById(opener.dataset.open);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.dispatchEvent(new CustomEvent("opening"));
  dialog.showModal();
});
on("click", "[data-close]", (event, button) => button.closest("dialog")?.close());

// <a href="/ideas/new/" data-dialog> shows that page's form here; without scripts it is an ordinary link.
on("click", "a[data-dialog], button[data-dialog]", (event, link) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  openDialog(link.dataset.url || link.href, link.dataset.dialog);
});

export async function openDialog(url, kind = "") {
  let answer;
  try {
    answer = await fetch(url, { headers: { "X-Dialog": "1", "HX-Request": "true" } });
  } catch {
    toast({ text: "No connection. Try again.", tone: "bad" });
    return;
  }
  const html = await answer.text();
  if (!answer.ok) {
    const said = new DOMParser().parseFromString(html, "text/html").querySelector("[data-problem]");
    const header = answer.headers.get("HX-Trigger");
    const told = header?.includes('"toast"') ? [JSON.parse(header).toast].flat() : [{ text: said?.dataset.problem ?? "That did not work.", tone: "bad" }];
    told.forEach(toast);
    return;
  }
  if (/^\s*<!doctype/i.test(html)) { location.assign(url); return; }
  const dialog = modal();
  dialog.className = { sheet: "sheet", wide: "dialog dialog-wide" }[kind] ?? "dialog";
  show(html, url);
  dialog.showModal();
  (one("[autofocus]", dialog) ?? one(".dialog-content :is(input:not([type=hidden]), select, textarea), .btn", dialog))?.focus();
}

function show(html, url) {
  const body = one("#modal-body");
  body.innerHTML = html;
  for (const form of all("form:not([hx-post])", body)) {
    if (form.method !== "post") continue;
    form.setAttribute("hx-post", form.getAttribute("action") || url);
    form.setAttribute("hx-target", "#modal-body");
    form.setAttribute("hx-swap", "innerHTML");
    if (form.enctype === "multipart/form-data") form.setAttribute("hx-encoding", form.enctype);
    form.removeAttribute("action");
  }
  htmx.process(body);
  document.dispatchEvent(new CustomEvent("page:changed"));
}

// An answer with errors: the form comes back filled in; it keeps working and the first error gets focus.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr, requestConfig } = event.detail;
  if (target?.id !== "modal-body" || event.defaultPrevented || !event.detail.shouldSwap) return;
  event.detail.shouldSwap = false;
  show(xhr.responseText, requestConfig.path);
  one("[aria-invalid=true]", target)?.focus();
});

// A write from the dialog that succeeded without a page to show closes it.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful && detail.requestConfig.verb !== "get" && detail.elt.closest?.("#modal") && !detail.xhr.responseText) modal().close();
});
document.addEventListener("close-dialog", () => modal()?.close());

// A press on the backdrop closes, unless something was typed.
document.addEventListener("input", (event) => event.target.closest("dialog")?.setAttribute("data-typed", ""));
document.addEventListener("mousedown", (event) => {
  const dialog = event.target;
  if (!dialog.matches?.("dialog[open]") || dialog.hasAttribute("data-typed")) return;
  const box = dialog.getBoundingClientRect();
  if (event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom) dialog.close();
});
document.addEventListener("close", (event) => event.target.removeAttribute?.("data-typed"), true);

// Ctrl or ⌘ with Enter sends a dialog's form from any field of it.
on("keydown", "dialog[open] form", (event, form) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit();
});
