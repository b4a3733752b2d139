// The tab that one is at comes to the middle of its row where a narrow screen shows only some of them. The page stays where it is.
import { whenever } from "./dom.js";

whenever(".tabs [aria-current]", (tab) => {
  const row = tab.closest(".tabs"), [inner, outer] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
});
