// What every htmx request carries, and what becomes of its answer.
import { all, csrf, one, say } from "./dom.js";
import { keepToasts, toast } from "./toasts.js";

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb !== "get") detail.headers["X-CSRFToken"] = csrf();
  if (detail.elt.closest?.("#modal")) detail.headers["X-Dialog"] = "1";
});

let under_way = 0;
const loading = (by) => {
  under_way = Math.max(0, under_way + by);
  document.documentElement.toggleAttribute("data-loading", under_way > 0);
};
document.addEventListener("htmx:beforeSend", () => loading(1));
document.addEventListener("htmx:afterRequest", () => loading(-1));

const is_page = (text) => /^\s*<!doctype html/i.test(text);

// A write that ends in a whole page: the same page is renewed in place, another one is gone to.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig, pathInfo } = event.detail;
  if (requestConfig.verb === "get" || !xhr.responseURL || xhr.status === 204) return;
  const came = new URL(xhr.responseURL);
  const asked = new URL(pathInfo.finalRequestPath ?? pathInfo.requestPath, location.href);
  const whole = is_page(xhr.responseText);
  if (!whole && came.pathname === asked.pathname) return;
  event.detail.shouldSwap = false;
  event.detail.isError = false;
  if (whole && came.pathname === location.pathname) renew(xhr.responseText, came);
  else if (xhr.status < 400) { keepToasts(xhr); location.assign(came); }
  else if (whole) renew(xhr.responseText, came);
});

// What a reader opened or chose stays so, and a live reading pane is its list's own affair.
const KEPT = new Set(["open", "role", "tabindex", "aria-selected", "aria-expanded", "aria-activedescendant", "aria-controls", "aria-autocomplete", "aria-multiselectable"]);
if (window.Idiomorph) {
  Object.assign(Idiomorph.defaults.callbacks, {
    beforeAttributeUpdated: (name, node, change) => change !== "remove" || !KEPT.has(name),
    beforeNodeMorphed: (node) => !node.hasAttribute?.("data-live-pane") && !(keeping && is_typed_in(node)) && !(node !== renewing && isLoaded(node)),
  });
}

// What loaded after the page stays while the page is renewed, and is then renewed by itself.
//   <div id="later-talk" data-later="/ideas/7/talk/">
let renewing = null;
const isLoaded = (node) => Boolean(node.dataset?.later) && !node.classList.contains("is-loading");

// Several parts may come from one address, each under its own id: it is asked once.
async function renewLater(address, parts, keep) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of parts) {
    const next = fresh.getElementById(part.id);
    if (!next || !part.isConnected) continue;
    [keeping, renewing] = [keep, part];
    Idiomorph.morph(part, next, { morphStyle: "outerHTML" });
    [keeping, renewing] = [false, null];
    htmx.process(document.getElementById(part.id));
  }
  document.dispatchEvent(new CustomEvent("page:changed"));
}

// Those that are here, by their address; one whose address is still being asked for comes by itself.
function renewAllLater(keep) {
  const asked = new Map();
  for (const part of all("[data-later]")) asked.set(part.dataset.later, [...(asked.get(part.dataset.later) ?? []), part]);
  for (const [address, parts] of asked) if (parts.some(isLoaded)) renewLater(address, parts, keep);
}

// An address that names a place in such a part: go there once it is loaded, unless the reader went elsewhere meanwhile.
let isReading = false;
for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(kind, () => { isReading = true; }, { passive: true });
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (!detail.elt.dataset?.later || isReading || location.hash.length < 2) return;
  if (document.getElementById(decodeURIComponent(location.hash.slice(1)))) location.replace(location.hash);
});

// A form in which somebody has typed, and with it the version that they saw: saving it tells them what changed meanwhile.
let keeping = false;
function is_typed_in(node) {
  if (node.nodeName === "FORM") return [...node.elements].some(is_typed_in);
  return isUnlikeDrawn(node) || (node === document.activeElement && !!node.matches?.("textarea, input:not([type=hidden], [type=checkbox], [type=radio])"));
}

function isUnlikeDrawn(node) {
  if (!node.matches?.("textarea, select, input:not([type=hidden])")) return false;
  if (node.type === "checkbox" || node.type === "radio") return node.checked !== node.defaultChecked;
  if (node.nodeName === "SELECT") return [...node.options].some((option) => option.defaultSelected && !option.selected);
  return node.value !== node.defaultValue;
}

// Whether something was typed, ticked or chosen in a part of the page that was not sent yet.
export const isUnsaved = (root) => all("input, textarea, select", root).some(isUnlikeDrawn);

export function renew(html, url, keep = false) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  if (!keep) one("#modal[open]")?.close();
  keeping = keep;
  document.dispatchEvent(new CustomEvent("page:renewing"));
  for (const part of ["#page", "#rail .rail-list", ".tabs-bar"]) {
    const [now, next] = [one(part), one(part, fresh)];
    if (now && next) Idiomorph.morph(now, next, { morphStyle: "outerHTML" });
  }
  keeping = false;
  htmx.process(one("#page"));
  renewAllLater(keep);
  if (url && url.search !== location.search) history.replaceState(history.state, "", url);
  document.title = fresh.title;
  document.dispatchEvent(new CustomEvent("page:changed"));
}

// Load this very page anew and change only what differs. Pages ask for it with HX-Trigger {"renew": "id of the row to choose, or nothing"}.
// With ``keep``, what is typed, focus and place stay; ``unless`` may say at the last moment that it is not to be changed now.
export async function renewPage({ detail, keep = false, unless = () => false } = {}) {
  const answer = await fetch(location.href, { headers: { "X-Renew": "1" } });
  if (!answer.ok) return false;
  const html = await answer.text();
  if (unless()) return false;
  const goBack = keep ? marked() : () => {};
  renew(html, null, keep);
  goBack();
  if (typeof detail?.value === "string" && detail.value) document.dispatchEvent(new CustomEvent("choose-row", { detail }));
  return true;
}

// Where a reader is: what holds focus, by its own id or its place in something that has one, and what they see first.
const FOCUSED = "a[href], button, input, select, textarea, summary, [tabindex]";
function marked() {
  const active = document.activeElement;
  const home = active?.closest?.("#page [id]");
  const at = home && home !== active ? all(FOCUSED, home).indexOf(active) : -1;
  const bar = one("#page > .bar")?.getBoundingClientRect().bottom ?? 0;
  const seen = scrollY > 0 ? all("#main [id]").filter((element) => { const { top, height } = element.getBoundingClientRect(); return height && top >= bar && top < innerHeight; }) : [];
  const tops = seen.slice(0, 20).map((element) => [element.id, element.parentElement?.id ?? "", element.getBoundingClientRect().top]);
  return () => {
    if (home && document.activeElement !== active) {
      const again = document.getElementById(home.id);
      (at < 0 ? again : all(FOCUSED, again ?? document.createElement("i"))[at])?.focus({ preventScroll: true });
    }
    for (const [id, parent, top] of tops) {
      const now = document.getElementById(id);
      if (!now || (now.parentElement?.id ?? "") !== parent) continue;
      scrollBy({ top: now.getBoundingClientRect().top - top, behavior: "instant" });
      return;
    }
  };
}
document.addEventListener("renew", renewPage);

document.addEventListener("htmx:responseError", ({ detail }) => {
  if (detail.xhr.getResponseHeader("HX-Trigger")?.includes('"toast"')) return;
  toast({ text: sentence(detail.xhr), tone: "bad" });
});
document.addEventListener("htmx:sendError", () => toast({ text: "No connection. Nothing was changed; try again.", tone: "bad" }));
document.addEventListener("htmx:timeout", () => toast({ text: "That took too long. Try again.", tone: "bad" }));

function sentence(xhr) {
  const kind = xhr.getResponseHeader("Content-Type") ?? "";
  if (kind.includes("json")) {
    try { return JSON.parse(xhr.responseText).detail; } catch { /* not readable: say the general thing */ }
  }
  if (kind.includes("html")) {
    const said = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("[data-problem]");
    if (said) return said.dataset.problem;
  }
  if (xhr.status === 401) return "You are signed out. Sign in again.";
  return "Something broke on our side. Nothing was saved by halves.";
}

// Focus goes back to where it was when a swap took its element away.
let last = null;
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const active = document.activeElement;
  last = detail.target.contains?.(active) && active.id ? active.id : detail.target.contains?.(active) ? detail.target.id : null;
});
document.addEventListener("htmx:afterSettle", () => {
  if (!last || (document.activeElement && document.activeElement !== document.body)) return;
  const back = document.getElementById(last);
  if (back && !back.matches("a, button, input, select, textarea, [tabindex]")) back.tabIndex = -1;
  back?.focus({ preventScroll: true });
  last = null;
});

document.addEventListener("say", ({ detail }) => say(detail.value ?? detail.text));
