// A long record says beside it what is on it, and where one is. Drawn from its headings, for panels come in by and by.
import { all, one, whenever } from "./dom.js";

const FEWEST = 6;
let passing;

function draw(aside) {
  const body = aside.previousElementSibling;
  if (!body) return;
  const headings = all(".section-head > h2", body).filter((heading) => !heading.closest("dialog"));
  headings.forEach((heading, place) => { heading.id ||= `part-${place + 1}`; });
  const said = headings.map((heading) => `${heading.id} ${heading.textContent.trim()}`).join("\n");
  let list = one(":scope > .contents", aside);
  if (headings.length < FEWEST) return list?.remove();
  if (list?.said !== said) {
    list?.remove();
    list = document.createElement("nav");
    list.said = said;
    list.className = "contents no-print";
    list.setAttribute("aria-label", "On this page");
    for (const heading of headings) {
      const link = document.createElement("a");
      link.href = `#${heading.id}`;
      link.textContent = heading.textContent.trim();
      list.append(link);
    }
    aside.append(list);
  }
  follow(list, headings);
}

// One is at the last heading that has come up to the upper third.
function follow(list, headings) {
  passing?.abort();
  passing = new AbortController();
  let waits = false;
  const look = () => {
    waits = false;
    const here = headings.findLast((heading) => heading.getBoundingClientRect().top < innerHeight / 3) ?? headings[0];
    for (const link of list.children) {
      if (link.hash === `#${here.id}`) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
  };
  addEventListener("scroll", () => { if (!waits) { waits = true; requestAnimationFrame(look); } }, { passive: true, signal: passing.signal });
  look();
}

whenever(".with-aside > .aside", (aside) => {
  const again = () => draw(aside);
  again();
  return again;
});
